"""Rows as PostgreSQL keeps them (READ COMMITTED, chapters 13.2 and 13.3 of its manual), without its
speed: what others wrote is seen once it is committed, and a locked row makes others wait.

In simulated time: what may have to wait is a program, and every statement takes its time. A
transaction that is cut off has done nothing, and holds nothing.
"""

from collections.abc import Callable
from itertools import count
from typing import Any, Self

from tests.simulated_time import Program

Key = tuple[str, int]
"""A table, and the primary key."""


class Rows:
    def __init__(self, statement: Callable[[], float]) -> None:
        self.statement = statement
        """Seconds that one takes, the way there and back included."""
        self.committed: dict[Key, Any] = {}
        self.locked: dict[Key, Transaction] = {}
        self.positions = count(1)
        """A sequence: what is rolled back leaves a gap."""

    def oldest_of_each(self, table: str, of: Callable[[Any], int]) -> list[Key]:
        """The keys of the rows that come first among those alike."""
        oldest: dict[int, Key] = {}
        for key in sorted(key for key in self.committed if key[0] == table):
            oldest.setdefault(of(self.committed[key]), key)
        return list(oldest.values())


class Transaction:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._written: dict[Key, Any] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for key in [key for key, holder in self._rows.locked.items() if holder is self]:
            del self._rows.locked[key]

    def insert(self, key: Key, value: object) -> Program:
        """``INSERT ... ON CONFLICT DO NOTHING``: whether there was no such row. Another transaction
        that has inserted it and is not committed yet is waited for."""
        yield from self.lock(key)
        if key in self._rows.committed:
            return False
        self._written[key] = value
        return True

    def lock(self, key: Key) -> Program:
        """``SELECT ... FOR UPDATE``."""
        yield self._rows.statement()
        while not self.locks_or_skips(key):
            yield self._rows.statement()

    def locks_or_skips(self, key: Key) -> bool:
        """``SELECT ... FOR UPDATE SKIP LOCKED``: whether it has the row now."""
        return self._rows.locked.setdefault(key, self) is self

    def read(self, key: Key) -> Any:
        """None where there is no such row."""
        return self._written.get(key, self._rows.committed.get(key))

    def write(self, key: Key, value: object) -> Program:
        yield self._rows.statement()
        self._written[key] = value

    def delete(self, key: Key) -> Program:
        yield from self.write(key, None)

    def commit(self) -> Program:
        """All that was written, at once."""
        yield self._rows.statement()
        for key, value in self._written.items():
            if value is None:
                del self._rows.committed[key]
            else:
                self._rows.committed[key] = value
        self.__exit__()
