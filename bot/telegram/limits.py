"""How much one person may send, so that a flood of theirs keeps nobody else waiting.

A bucket for each person that holds so many messages and fills again with time (token bucket). Who
empties it is not read for a while. In memory only: a restart fills all buckets, which does no harm.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

MINUTE, HOUR, DAY = 60.0, 3_600.0, 86_400.0

A_MINUTE, A_DAY = 60, 1_000
"""Messages and taps. A long talk has some 150, and nobody reads, thinks and taps once a second."""

MOST_WATCHED = 10_000
"""People who are remembered; those whose buckets have filled again are not."""


@dataclass
class _Watched:
    left: dict[float, float]
    """In each bucket, by the seconds in which it fills."""
    at: float
    """When they were filled last."""
    unread_until: float = field(default=0.0)


@dataclass(frozen=True)
class TooMuch:
    pause: float
    """For how many seconds, from the first time on, nothing is read."""
    first: bool
    """Whether it is the first in that time."""


class Limits:
    """For each person so many ``a_minute`` and ``a_day``."""

    def __init__(
        self,
        a_minute: int = A_MINUTE,
        a_day: int = A_DAY,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most = {MINUTE: float(a_minute), DAY: float(a_day)}
        self._clock = clock
        self._people: dict[int, _Watched] = {}

    def too_much(self, person: int) -> TooMuch | None:
        """None where what came may be taken."""
        now = self._clock()
        watched = self._watched(person, now)
        if now < watched.unread_until:
            return TooMuch(watched.unread_until - now, first=False)
        for seconds, left in watched.left.items():
            if left < 1:
                pause = MINUTE if seconds == MINUTE else HOUR
                watched.unread_until = now + pause
                return TooMuch(pause, first=True)
        watched.left = {seconds: left - 1 for seconds, left in watched.left.items()}
        return None

    def _watched(self, person: int, now: float) -> _Watched:
        watched = self._people.get(person)
        if watched is None:
            if len(self._people) >= MOST_WATCHED:
                self._forget_some(now)
            watched = self._people[person] = _Watched(dict(self._most), now)
        watched.left = self._filled(watched, now)
        watched.at = now
        return watched

    def _filled(self, watched: _Watched, now: float) -> dict[float, float]:
        passed = now - watched.at
        return {
            seconds: min(most, watched.left[seconds] + passed * most / seconds)
            for seconds, most in self._most.items()
        }

    def _forget_some(self, now: float) -> None:
        """Whose buckets are full; where there is nobody, who came first."""
        full = [
            person
            for person, watched in self._people.items()
            if now >= watched.unread_until and self._filled(watched, now) == self._most
        ]
        for person in full or list(self._people)[: MOST_WATCHED // 10]:
            del self._people[person]
