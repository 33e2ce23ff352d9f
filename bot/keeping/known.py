"""Those who did something last, in memory as they are in the database.

Nobody else writes while we do, and whether somebody did since is told by SQLite: so what is held
here is what would be read.
"""

from collections import OrderedDict
from dataclasses import dataclass

from bot.keeping.database import OwnDatabase
from bot.keeping.records import Person
from bot.keeping.vault import Seal

MOST_KNOWN = 1024


@dataclass(frozen=True, slots=True)
class Place:
    """Where what is kept of a chat is found, and what seals it."""

    name: bytes
    """A keyed hash of the chat's number."""
    key: int
    """In the vault."""
    seal: Seal


@dataclass(frozen=True, slots=True)
class Row:
    place: Place
    person: Person


class Known:
    """By names."""

    def __init__(self, db: OwnDatabase) -> None:
        self._db = db
        self._state = db.state
        self._rows: OrderedDict[bytes, Row] = OrderedDict()

    def get(self, name: bytes) -> Row | None:
        if self._db.state != self._state:
            self.forget()
        if name in self._rows:
            self._rows.move_to_end(name)
        return self._rows.get(name)

    def put(self, row: Row) -> None:
        self._rows[row.place.name] = row
        if len(self._rows) > MOST_KNOWN:
            self._rows.popitem(last=False)

    def drop(self, name: bytes) -> None:
        self._rows.pop(name, None)

    def forget(self) -> None:
        """All of them; they are read again."""
        self._rows.clear()
        self._state = self._db.state
