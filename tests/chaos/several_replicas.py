"""People talk with replicas that share a database, die, and get updates again, side by side and out
of order. Each person has to be told, and to have kept of them, what it would be had they talked
alone.

A model: no time passes but a simulated one, and everything is drawn from the seed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from random import Random

from conversations.events import Chosen, Event, Typed
from conversations.flow import Said
from tests.bot.talks import KNOWN_TALK, steps
from tests.chaos.kept import Broken
from tests.chaos.replicas import SENDERS, Replica, Row, Shared, Telegram, moved
from tests.chaos.row_locks import Rows
from tests.conversations.talking import Talk
from tests.simulated_time import Program, Time

REPLICAS, PEOPLE = 3, 5
LONGEST = 100.0
"""Seconds of simulated time."""


@dataclass
class Counts:
    """How much went wrong."""

    deaths: int = 0
    repeated: int = 0
    tapped_twice: int = 0
    sent_twice: int = 0

    @property
    def survived(self) -> int:
        return self.deaths + self.repeated + self.tapped_twice


@cache
def events() -> tuple[Event, ...]:
    """A whole talk."""
    talk, done = Talk(), []
    for step in steps(KNOWN_TALK):
        verb, _, what = step.partition(" ")
        done.append(Typed(what) if verb == "says" else talk.button(what))
        talk.does(done[-1])
    return tuple(done)


@cache
def calm() -> Said:
    """What is kept of somebody who is not disturbed."""
    said: Said | None = None
    for event in events():
        said = moved(said, 0, event).said
    assert said is not None
    return said


class World:
    def __init__(self, seed: int, storage: type[Shared]) -> None:
        self.time = Time(Random(seed))
        self.rows = Rows(lambda: self.time.some(0.0005, 0.005))
        self.telegram = Telegram()
        self.counts = Counts()
        self.did: dict[int, dict[int, Event]] = {chat: {} for chat in range(1, PEOPLE + 1)}
        """Of each chat, what the person did, by the ids of the updates."""
        self._ended: set[int] = set()
        self._last_id = 0
        shared = storage(self.rows)
        self._replicas = [Replica(self.time, shared, self.telegram) for _ in range(REPLICAS)]

    def runs(self) -> Counts:
        """Raises Broken."""
        for replica in self._replicas:
            replica.begins()
        for chat in self.did:
            self.time.starts(self._talks(chat))
        self.time.starts(self._deaths())
        if not self.time.passes(self._is_over, LONGEST):
            raise Broken("no answer comes to what somebody did")
        for chat in self.did:
            self._look(chat)
        if self.counts.sent_twice > self.counts.deaths * SENDERS:
            raise Broken(f"sent twice more often than somebody died while sending: {self.counts}")
        return self.counts

    def _is_over(self) -> bool:
        return len(self._ended) == PEOPLE and not any(
            table == "outbox" for table, _ in self.rows.committed
        )

    def _talks(self, chat: int) -> Program:
        for event in events():
            updates = [self._does(chat, event)]
            if isinstance(event, Chosen) and self.time.at.random() < 0.5:
                self.counts.tapped_twice += 1
                updates.append(self._does(chat, event))
            while not self.telegram.has_told(chat, updates[0]):
                yield 0.05
            yield self.time.some(0.0, 0.5)
        while any(("seen_updates", update) not in self.rows.committed for update in self.did[chat]):
            yield 0.05
        self._ended.add(chat)

    def _does(self, chat: int, event: Event) -> int:
        self._last_id += 1
        self.did[chat][self._last_id] = event
        self.time.starts(self._delivers(chat, self._last_id, event))
        return self._last_id

    def _delivers(self, chat: int, update_id: int, event: Event) -> Program:
        """Until one says that it has it, and often once more."""
        taken: list[bool] = []
        while not taken:
            yield self.time.some(0.0, 0.2)
            up = [replica for replica in self._replicas if replica.is_up]
            at_once = self.time.at.choice((1, 1, 2))
            for replica in self.time.at.sample(up, min(at_once, len(up))):
                replica.gets(chat, update_id, event, lambda: taken.append(True))
            self.counts.repeated += at_once - 1
            yield 0.5

    def _deaths(self) -> Program:
        while True:
            yield self.time.some(0.0, 0.5)
            dying = self.time.at.choice(self._replicas)
            dying.dies()
            self.counts.deaths += 1
            yield self.time.some(0.0, 0.5)
            dying.begins()

    def _look(self, chat: int) -> None:
        row: Row = self.rows.committed[("persons", chat)]
        if sorted(row.updates) != sorted(self.did[chat]):
            raise Broken(f"done was {sorted(self.did[chat])}, and kept {sorted(row.updates)}")
        said: Said | None = None
        told: list[str] = []
        for update_id in row.updates:
            one = moved(said, update_id, self.did[chat][update_id])
            said = one.said
            told += one.messages
        if row.said is None or row.said != said:
            raise Broken(f"kept is {row.said}, and not {said}")
        if row.said.answers != calm().answers:
            raise Broken(f"answered was {calm().answers}, and kept is {row.said.answers}")
        heard = list(_without_repeats(self.telegram.told[chat]))
        self.counts.sent_twice += len(self.telegram.told[chat]) - len(heard)
        if heard != told:
            raise Broken(f"told was {heard}, and not {told}")


def _without_repeats(messages: list[str]) -> Iterator[str]:
    for number, message in enumerate(messages):
        if number == 0 or message != messages[number - 1]:
            yield message


def replicated(seed: int, storage: type[Shared] = Shared) -> Counts:
    """Raises Broken."""
    try:
        return World(seed, storage).runs()
    except Broken as broken:
        raise Broken(f"seed {seed}: {broken}") from None
