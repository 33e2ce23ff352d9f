"""Several bots on one database, on paper: a model in simulated time of what deploy/CAPACITY.md says
that a second machine would take.

Replicas get updates by webhook, whichever is there; and they die in the middle of what they do. The
talk itself is the real one: a pure function from what a person said to what they have said now, run
inside a transaction that holds the person's row, as ``Storage.turn`` runs it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.keeping.storage import Moved
from conversations.engine import turn
from conversations.events import Event
from conversations.flow import Said
from conversations.flows.every import FLOWS
from conversations.replies import Ask
from tests.chaos.row_locks import Key, Rows, Transaction
from tests.conversations.talking import TODAY
from tests.simulated_time import Program, Time

SENDERS = 2
"""Of each replica."""

Move = Callable[[Said | None], Moved]


@dataclass(frozen=True)
class Row:
    """Of a person."""

    said: Said | None = None
    updates: tuple[int, ...] = ()
    """That made it what it is, in their order."""


class Shared:
    """What a storage is that several replicas share."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows

    def turn(self, chat: int, move: Move, update_id: int) -> Program:
        """As ``Storage.turn``: False where the update was seen before."""
        with Transaction(self.rows) as transaction:
            if not (yield from self.mark_seen(transaction, update_id)):
                return False
            yield from self.lock_person(transaction, chat)
            row = transaction.read(("persons", chat)) or Row()
            moved = move(row.said)
            now = Row(moved.said, (*row.updates, update_id))
            yield from transaction.write(("persons", chat), now)
            for message in moved.messages:
                # The row is held, so that a person's messages stand in the order of their turns.
                position = ("outbox", next(self.rows.positions))
                yield from transaction.write(position, (chat, message))
            yield from transaction.commit()
            return True

    def mark_seen(self, transaction: Transaction, update_id: int) -> Program:
        return (yield from transaction.insert(("seen_updates", update_id), True))

    def lock_person(self, transaction: Transaction, chat: int) -> Program:
        """The row is inserted first, for of somebody new there is nothing to lock yet."""
        yield from transaction.lock(("persons", chat))

    def to_send(self) -> list[Key]:
        """Of each chat only the oldest: what follows it waits, also where that one is locked."""
        return self.rows.oldest_of_each("outbox", lambda letter: letter[0])


@dataclass
class Telegram:
    told: dict[int, list[str]] = field(default_factory=dict)
    """What everybody was told, by chats."""

    def takes(self, chat: int, message: str) -> None:
        self.told.setdefault(chat, []).append(message)

    def has_told(self, chat: int, update_id: int) -> bool:
        return any(message.startswith(f"{update_id}.") for message in self.told.get(chat, ()))


class Replica:
    """A program of several, which die together."""

    def __init__(self, time: Time, storage: Shared, telegram: Telegram) -> None:
        self._time, self._storage, self._telegram = time, storage, telegram
        self._programs: list[Program] = []
        self.is_up = False

    def begins(self) -> None:
        self.is_up = True
        for _ in range(SENDERS):
            self._runs(self._sends())

    def dies(self) -> None:
        self.is_up = False
        for program in self._programs:
            program.close()
        self._programs.clear()

    def gets(self, chat: int, update_id: int, event: Event, taken: Callable[[], None]) -> None:
        self._runs(self._answers(chat, update_id, event, taken))

    def _runs(self, program: Program) -> None:
        self._programs.append(self._time.starts(program))

    def _answers(
        self, chat: int, update_id: int, event: Event, taken: Callable[[], None]
    ) -> Program:
        yield from self._storage.turn(chat, lambda said: moved(said, update_id, event), update_id)
        yield self._time.some(0.01, 0.1)  # the way to Telegram; who dies here is asked again
        taken()

    def _sends(self) -> Program:
        while True:
            yield self._time.some(0.005, 0.02)
            with Transaction(self._storage.rows) as transaction:
                free = filter(transaction.locks_or_skips, self._storage.to_send())
                key = next(free, None)
                if key is None:
                    continue
                chat, message = transaction.read(key)
                yield self._time.some(0.01, 0.1)
                self._telegram.takes(chat, message)
                yield self._time.some(0.01, 0.1)
                yield from transaction.delete(key)
                yield from transaction.commit()


def moved(said: Said | None, update_id: int, event: Event) -> Moved:
    """Each message names the update that it answers, and what it asks."""
    taken = turn(FLOWS, said, event, TODAY, lambda _: None)
    asks = (reply.question if isinstance(reply, Ask) else "" for reply in taken.replies)
    return Moved(taken.said, [f"{update_id}.{number} {of}" for number, of in enumerate(asks)])
