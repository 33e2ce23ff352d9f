"""The database file: opened, or refused in words and left as it was."""

import logging
import os
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlite_utils import Database

from bot.keeping.in_place import InPlace
from bot.keeping.migrations import migrations
from bot.keeping.on_disk import copy_whole

_LOG = logging.getLogger(__name__)

APPLICATION_ID = int.from_bytes(b"PrRt")
"""Marks a database file as ours (PRAGMA application_id)."""

LOCK_PATIENCE = 1.0
"""Seconds to wait for another program that writes; the whole bot waits meanwhile."""


class UnusableDatabase(Exception):
    """The database file cannot be used; the message names it and says why. It was not changed."""


class _Database(Database):
    """Nothing is written to a file that was taken away."""

    def __init__(self, path: Path) -> None:
        super().__init__(sqlite3.connect(path, timeout=LOCK_PATIENCE))
        self._in_place = InPlace(path)
        self.is_damaged = False
        """As far as transactions came upon it."""

    @contextmanager
    def atomic(self) -> Generator[Database, None, None]:
        self._in_place.check()
        try:
            with super().atomic() as db:
                yield db
        except sqlite3.DatabaseError as error:
            self.is_damaged |= _tells_of_damage(error)
            raise


def open_database(path: Path, *, as_left: bool = False) -> _Database:
    """With its schema as this version has it; the file is made if it is not there. Raises
    UnusableDatabase where the file is not a database, is damaged, belongs to another program, or
    was written by a newer version. One that is ``as_left`` in order is not looked through."""
    try:
        _refuse_foreign(path)
        return _opened(path, as_left)
    except (sqlite3.Error, OSError) as error:
        raise UnusableDatabase(f"{path}: {_reason(error)}") from None


def read_database(path: Path) -> Database:
    """To look at, also while the bot writes it: nothing is made, and no schema changed. Raises
    UnusableDatabase."""
    try:
        if not path.exists():
            raise UnusableDatabase(f"{path}: is not there yet; it is made when somebody talks")
        _refuse_foreign(path)
        db = Database(sqlite3.connect(path, timeout=LOCK_PATIENCE))
        try:
            db.execute("PRAGMA query_only = ON")
            db.table_names()  # of a damaged file not even these
        except BaseException:
            db.close()
            raise
        return db
    except (sqlite3.Error, OSError) as error:
        raise UnusableDatabase(f"{path}: {_reason(error)}") from None


def _opened(path: Path, as_left: bool) -> _Database:
    is_new = not path.exists() or path.stat().st_size == 0
    if is_new:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make(path.resolve())
    db = _Database(path)
    try:
        if not is_new:
            if not as_left:
                refuse_damaged(db, path)
            refuse_newer(db, path)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA secure_delete = ON")
        if not is_new and migrations.pending(db):
            _copy_before_upgrade(db, path)
        migrations.apply(db)
    except BaseException:
        db.close()
        raise
    return db


def copy_before_upgrade(path: Path) -> Path:
    """The database as it was before it was last brought up to date; to go back with."""
    return path.with_suffix(".before-upgrade.db")


def _copy_before_upgrade(db: Database, path: Path) -> None:
    """Whole and on the disk before anything changes."""
    copy = copy_before_upgrade(path)
    new = copy.with_name(f"{copy.name}.new")
    new.unlink(missing_ok=True)
    copy_whole(db, new)
    new.replace(copy)
    _LOG.info("the database is brought up to date; as it was it stands in %s", copy)


def _make(path: Path) -> None:
    """Marked as ours from the first moment on: cut off by a loss of power in between, it would be
    taken for another program's."""
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    new.touch(mode=0o600)
    with closing(sqlite3.connect(new)) as db:
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    new.replace(path)


def _refuse_foreign(path: Path) -> None:
    """Look at the first bytes only, before SQLite does: opening could already change a file."""
    if not path.exists():
        return
    if not path.is_file():
        raise UnusableDatabase(f"{path}: is not a file")
    with path.open("rb") as file:
        header = file.read(100)
    if header and not header.startswith(b"SQLite format 3\0"):
        if _has_log(path):
            return  # power was lost while the first page was written; SQLite has it in the log
        raise UnusableDatabase(f"{path}: is not an SQLite database; nothing was changed")
    # https://sqlite.org/fileformat.html, 1.3: the application id stands at offset 68.
    if header and int.from_bytes(header[68:72]) != APPLICATION_ID:
        raise UnusableDatabase(f"{path}: is a database of another program; nothing was changed")
    if not os.access(path, os.R_OK | os.W_OK):
        raise UnusableDatabase(f"{path}: cannot be read and written; check its permissions")


def _has_log(path: Path) -> bool:
    log = path.with_name(f"{path.name}-wal")
    return log.exists() and log.stat().st_size > 0


def refuse_damaged(db: Database, path: Path) -> None:
    """Look through all of it. Raises UnusableDatabase."""
    found = db.execute("PRAGMA quick_check(1)").fetchone()
    if found is None or found[0] != "ok":
        raise UnusableDatabase(f"{path}: is damaged; nothing was changed. Restore a copy of it.")


def refuse_newer(db: Database, path: Path) -> None:
    """Raises UnusableDatabase where a newer version wrote it."""
    with Database(memory=True) as empty:
        known = {migration.name for migration in migrations.pending(empty)}
    applied = {migration.name for migration in migrations.applied(db)}
    if applied - known:
        raise UnusableDatabase(
            f"{path}: was written by a newer version of this program; nothing was changed"
        )


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    if _tells_of_damage(error):
        return "is damaged; nothing was changed. Restore a copy of it."
    return str(error)


def _tells_of_damage(error: Exception) -> bool:
    return isinstance(error, sqlite3.DatabaseError) and "malformed" in str(error)
