"""The one connection that writes to the database."""

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from bot.keeping.in_place import InPlace

LOCK_PATIENCE = 1.0
"""Seconds to wait for another program that writes; the whole bot waits meanwhile."""


class OwnDatabase(Database):
    """Nothing is written to a file that was taken away."""

    def __init__(self, path: Path) -> None:
        # A commit may come from another thread; only one of them is at work at a time.
        super().__init__(sqlite3.connect(path, timeout=LOCK_PATIENCE, check_same_thread=False))
        self._in_place = InPlace(path)
        self._others, self._taken_back = 0, 0
        self.transaction = 0
        """The number of the one that is open, or was last."""

    @property
    def state(self) -> tuple[int, int]:
        """Stays the same as long as nothing was taken back here, and nothing written by others."""
        if not self.conn.in_transaction:
            self._look_for_others()
        return self._others, self._taken_back

    def _look_for_others(self) -> None:
        (self._others,) = self.conn.execute("PRAGMA data_version").fetchone()

    def begin(self) -> None:
        """With the right to write, so that nobody else writes between a look and a change."""
        self._in_place.check()
        self.conn.execute("BEGIN IMMEDIATE")
        self.transaction += 1
        self._look_for_others()

    def commit(self) -> None:
        self._in_place.check()
        self.conn.execute("COMMIT")

    def rollback(self) -> None:
        self._taken_back += 1
        super().rollback()

    @contextmanager
    def atomic(self) -> Generator[Database, None, None]:
        """All or nothing; inside another one, all or nothing of its own."""
        if self.conn.in_transaction:
            with self._part():
                yield self
            return
        self.begin()
        try:
            yield self
            self.commit()
        except BaseException:
            self.rollback()
            raise

    @contextmanager
    def _part(self) -> Generator[None, None, None]:
        self.conn.execute("SAVEPOINT part")
        try:
            yield
        except BaseException:
            self._taken_back += 1
            if self.conn.in_transaction:  # or else SQLite has taken all of it back
                self.conn.execute("ROLLBACK TO part")
                self.conn.execute("RELEASE part")
            raise
        self.conn.execute("RELEASE part")
