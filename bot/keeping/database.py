"""The one connection that writes to the database."""

import sqlite3
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bot.keeping.in_place import InPlace

LOCK_PATIENCE = 1.0
"""Seconds to wait for another program that writes; the whole bot waits meanwhile."""


class OwnDatabase:
    """Nothing is written to a file that was taken away. Transactions are begun and ended here, and
    what is outside of one is a transaction of its own."""

    def __init__(self, path: Path) -> None:
        # A commit may come from another thread; only one of them is at work at a time.
        self.conn = sqlite3.connect(
            path, timeout=LOCK_PATIENCE, isolation_level=None, check_same_thread=False
        )
        self._in_place = InPlace(path)
        self.is_damaged = False
        """As far as transactions came upon it."""
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

    def execute(self, sql: str, given: Sequence[object] = ()) -> sqlite3.Cursor:
        return self.conn.execute(sql, given)

    def close(self) -> None:
        self.conn.close()

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
        self.conn.rollback()

    @contextmanager
    def atomic(self) -> Generator[None, None, None]:
        """All or nothing; inside another one, all or nothing of its own."""
        try:
            with self._part() if self.conn.in_transaction else self._whole():
                yield
        except sqlite3.DatabaseError as error:
            self.is_damaged |= tells_of_damage(error)
            raise

    @contextmanager
    def _whole(self) -> Generator[None, None, None]:
        self.begin()
        try:
            yield
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


def write_durably(db: sqlite3.Connection) -> None:
    """What is committed outlives a loss of power; of what is deleted nothing stays in the file."""
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA secure_delete = ON")


def tells_of_damage(error: Exception) -> bool:
    return isinstance(error, sqlite3.DatabaseError) and "malformed" in str(error)
