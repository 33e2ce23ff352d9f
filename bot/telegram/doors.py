"""Who may talk here, and how much at once.

Operators and the CPA always may. An operator can shut somebody out, whatever else is set. Who may
not talk is told so once; of them a keyed hash is kept that they were, and nothing else. What is
kept about a person stays theirs, whatever is changed here: they can always read /privacy, take it
along, delete it, and turn reminders off.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.keeping.storage import Storage
from bot.telegram.access import Access
from bot.telegram.limits import MINUTE, Limits
from bot.telegram.start_links import start_in
from conversations.commands import command_in
from conversations.events import Asked, Command, Confirmed, Event, Reminding, Typed

SOME_ONLY = "This assistant talks to some people only, whom whoever runs it has chosen."
INVITED_ONLY = (
    "This assistant talks to people who were invited. An invitation link works for some days and "
    "for so many people: ask whoever runs this for a new one, and open it."
)
STILL_YOURS = (
    "You cannot go on here at the moment. What is kept about you is yours all the same: /export "
    "hands it to you, /delete erases it, /privacy says what it is."
)
TOO_MUCH = (
    "That is more than can be read here. What you send in the next {time} is not read; your "
    "answers so far are kept. After that, go on with the last question."
)

_ALWAYS = (Command.PRIVACY, Command.EXPORT, Command.DELETE)


@dataclass(frozen=True)
class Admission:
    event: Event | None
    """As the talk is to take it; None where it is not taken."""
    word: str | None = None
    """What is to be said where it is not taken."""
    once: bool = False
    """Whether that is said once, and never again."""


class Doors:
    """``always`` are people who may talk whatever else is said; without ``limits``, as much as they
    like."""

    def __init__(
        self,
        storage: Storage,
        now: Callable[[], datetime],
        access: Access = Access.OPEN,
        people: Iterable[int] = (),
        always: Iterable[int] = (),
        limits: Limits | None = None,
    ) -> None:
        self._storage = storage
        self._now = now
        self.access = access
        self._people = frozenset(people)
        self._always = frozenset(always)
        self._limits = limits

    def admits(self, person: int, event: Event) -> Admission:
        """Raises sqlite3.Error."""
        code, event = _with_code(event)
        too_much = None if self._limits is None else self._limits.too_much(person)
        if too_much is not None:
            time = "minute" if too_much.pause <= MINUTE else "hour"
            is_told = too_much.first and self.is_open_to(person)
            return Admission(None, TOO_MUCH.format(time=time) if is_told else None)
        if self.is_open_to(person) or self._comes_by(code, person):
            return Admission(event)
        is_known = self._storage.has_met(person)
        if is_known and _is_about_their_own(event):
            return Admission(event)
        word = INVITED_ONLY if self.access is Access.INVITED else SOME_ONLY
        return Admission(None, STILL_YOURS if is_known else word, once=True)

    def admits_query(self, person: int) -> bool:
        """An inline query, to which nothing is said. Raises sqlite3.Error."""
        within = self._limits is None or self._limits.too_much(person) is None
        return within and self.is_open_to(person)

    def is_open_to(self, person: int) -> bool:
        """Raises sqlite3.Error."""
        if person in self._always:
            return True
        let_in = self._storage.visitors.mark(person).let_in
        if let_in is False or self.access is Access.LISTED:
            return let_in is not False and person in self._people
        return (
            self.access is Access.OPEN
            or let_in is True
            or person in self._people
            or self._storage.has_met(person)
        )

    def _comes_by(self, code: str | None, person: int) -> bool:
        """Lets somebody in for good. It is committed before the update that it came with, which
        finds them let in if it has to come again."""
        visitors = self._storage.visitors
        if code is None or self.access is not Access.INVITED:
            return False
        if visitors.mark(person).let_in is False:
            return False
        with self._storage.db.atomic():
            used = visitors.use(code, self._now())
            if used:
                visitors.decide(person, let_in=True)
        return used


def _with_code(event: Event) -> tuple[str | None, Event]:
    """The code of an invitation, and what the talk is to know of the link."""
    start = start_in(event.text) if isinstance(event, Typed) else None
    return (None, event) if start is None else (start.code, Typed(start.text))


def _is_about_their_own(event: Event) -> bool:
    match event:
        case Typed(words):
            return command_in(words) in _ALWAYS
        case Asked(command) | Confirmed(command):
            return command in _ALWAYS
        case Reminding():
            return True
    return False
