"""Messages that wait to be sent, each sealed with the key of the chat that it is for."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date

from bot.keeping.database import OwnDatabase
from bot.keeping.known import Place
from bot.keeping.people import People
from bot.keeping.vault import Unreadable

Letter = tuple[int, str]
"""A chat, and a message for it."""


MOST_ANSWERS = 30
"""Messages that wait for one person and answer what they did, beyond which the oldest go. A person
who is quicker than messages may be sent is answered for what they did last; what they said is kept
all the same."""

LEFT_OUT_KEPT = 180
"""Days that it is kept what was left out."""


@dataclass(frozen=True)
class LeftOut:
    """Messages that could not be sent, for the operator: nothing of what was in them, or for
    whom."""

    day: date
    kind: str
    reason: str
    times: int = 1


class Outbox:
    def __init__(self, db: OwnDatabase, people: People) -> None:
        self._db = db
        self._people = people
        self._sent: dict[int, bytes] = {}
        """Positions of those that are there and still stand in the database, with their names."""
        self._queued = (0, 0)
        """By which transaction some were queued last, and the first position of those."""

    def queue(self, letters: Iterable[Letter], *, answers: bool = False) -> None:
        """Whether they answer what a person did just now: then old ones may go for them."""
        places: set[bytes] = set()
        for chat, message in letters:
            place = self._people.place(chat)
            places.add(place.name)
            inserted = self._db.conn.execute(
                "INSERT INTO outbox (name, letter, answers) VALUES (?, ?, ?)",
                [place.name, _sealed(place, message), answers],
            )
            if self._queued[0] != self._db.transaction:
                self._queued = self._db.transaction, inserted.lastrowid or 0
        for name in places if answers else ():
            self._db.execute(
                "DELETE FROM outbox WHERE position IN (SELECT position FROM outbox "
                "WHERE name = ? AND answers ORDER BY position DESC LIMIT -1 OFFSET ?)",
                [name, MOST_ANSWERS],
            )

    def chats(self) -> list[int]:
        """Those with something left to send, the longest waiting first."""
        rows = self._db.execute("SELECT name FROM outbox GROUP BY name ORDER BY min(position)")
        return self._people.chats_of(name for (name,) in rows.fetchall())

    def next(self, chat: int) -> tuple[int, str] | None:
        """The oldest message still to be sent to a chat, with its position. One that is not yet
        committed is not sent."""
        first = next(self._waiting(chat), None)
        return None if first is None or self._is_open(first[0]) else first

    def _is_open(self, position: int) -> bool:
        transaction, queued_from = self._queued
        is_open = self._db.conn.in_transaction and self._db.transaction == transaction
        return is_open and position >= queued_from

    def waiting(self, chat: int) -> list[str]:
        """All messages still to be sent to a chat, in order."""
        return [message for _, message in self._waiting(chat)]

    def _waiting(self, chat: int) -> Iterator[tuple[int, str]]:
        place = self._people.find(chat)
        if place is None:
            return
        rows = self._db.conn.execute(
            "SELECT position, letter FROM outbox WHERE name = ? ORDER BY position", [place.name]
        )
        with closing(rows):
            for position, letter in rows:
                if position not in self._sent:
                    yield position, _opened(place, letter)

    def is_waiting(self, position: int) -> bool:
        """False where it was forgotten in the meantime."""
        row = self._db.execute("SELECT 1 FROM outbox WHERE position = ?", [position]).fetchone()
        return row is not None

    def replace(self, chat: int, position: int, message: str) -> None:
        """Something else is to be sent at that place in the queue."""
        place = self._people.find(chat)
        if place is not None:
            self._db.execute(
                "UPDATE outbox SET letter = ? WHERE position = ?",
                [_sealed(place, message), position],
            )

    def sent(self, position: int) -> None:
        """A message is there, or is given up."""
        row = self._db.execute("SELECT name FROM outbox WHERE position = ?", [position]).fetchone()
        if row is not None:
            self._db.execute("DELETE FROM outbox WHERE position = ?", [position])
            self._people.forget_address(row[0])

    def note_sent(self, chat: int, position: int) -> None:
        """A message is there; ``write_sent`` takes it out of the database."""
        self._sent[position] = self._people.name(chat)

    def is_written(self, position: int) -> bool:
        """Whether it is committed that a message is there."""
        return position not in self._sent

    @property
    def has_to_write(self) -> bool:
        return bool(self._sent)

    def write_sent(self) -> Collection[int]:
        """Gives what ``forget_sent`` is to be told of once that is committed."""
        written = dict(self._sent)
        self._db.conn.executemany(
            "DELETE FROM outbox WHERE position = ?", [(position,) for position in written]
        )
        for name in set(written.values()):
            self._people.forget_address(name)
        return written

    def forget_sent(self, written: Iterable[int]) -> None:
        for position in written:
            del self._sent[position]

    def drop(self, chat: int) -> None:
        name = self._people.name(chat)
        self._db.execute("DELETE FROM outbox WHERE name = ?", [name])
        self._people.forget_address(name)

    def leave_out(self, one: LeftOut) -> None:
        """Count what could not be sent."""
        day = one.day.toordinal()
        self._db.execute("DELETE FROM left_out WHERE day < ?", [day - LEFT_OUT_KEPT])
        self._db.execute(
            "INSERT INTO left_out (day, kind, reason, times) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (day, kind, reason) DO UPDATE SET times = times + excluded.times",
            [day, one.kind, one.reason, one.times],
        )

    def left_out(self) -> list[LeftOut]:
        rows = self._db.execute("SELECT day, kind, reason, times FROM left_out ORDER BY day")
        return [LeftOut(date.fromordinal(day), *others) for day, *others in rows.fetchall()]


def _sealed(place: Place, message: str) -> bytes:
    return place.seal.seal(message.encode(), _about(place))


def _about(place: Place) -> bytes:
    return b"letter" + place.name


def _opened(place: Place, letter: bytes) -> str:
    """Empty where it cannot be read any more, which sets it aside."""
    try:
        return place.seal.open(letter, _about(place)).decode()
    except Unreadable:
        return ""
