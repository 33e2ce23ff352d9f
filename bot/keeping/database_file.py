"""The database file: opened, or refused in words and left as it was."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.keeping.database import LOCK_PATIENCE, OwnDatabase, tells_of_damage, write_durably

APPLICATION_ID = int.from_bytes(b"PrRt")
"""Marks a database file as ours (PRAGMA application_id)."""


NEWEST_STEP = "m016_sent_one_by_one"
"""The last of ``migrations``: a database that has taken it is as this version has it."""


class UnusableDatabase(Exception):
    """The database file cannot be used; the message names it and says why. It was not changed."""


def open_database(path: Path, *, as_left: bool = False) -> OwnDatabase:
    """With its schema as this version has it; the file is made if it is not there. Raises
    UnusableDatabase where the file is not a database, is damaged, belongs to another program, or
    was written by a newer version. One that is ``as_left`` in order is not looked through."""
    try:
        _refuse_foreign(path)
        return _opened(path, as_left)
    except (sqlite3.Error, OSError) as error:
        raise UnusableDatabase(f"{path}: {_reason(error)}") from None


def read_database(path: Path) -> sqlite3.Connection:
    """To look at, also while the bot writes it: nothing is made, and no schema changed. Raises
    UnusableDatabase."""
    try:
        if not path.exists():
            raise UnusableDatabase(f"{path}: is not there yet; it is made when somebody talks")
        _refuse_foreign(path)
        db = sqlite3.connect(path, timeout=LOCK_PATIENCE)
        try:
            db.execute("PRAGMA query_only = ON")
            newest_step(db)  # of a damaged file not even that
        except BaseException:
            db.close()
            raise
        return db
    except (sqlite3.Error, OSError) as error:
        raise UnusableDatabase(f"{path}: {_reason(error)}") from None


def newest_step(db: sqlite3.Connection) -> str | None:
    """The last that it has taken of ``migrations``."""
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'").fetchone():
        return None
    taken = db.execute(
        "SELECT name FROM _sqlite_migrations WHERE migration_set = 'prorata' "
        "ORDER BY rowid DESC LIMIT 1"
    ).fetchone()
    return None if taken is None else str(taken[0])


def _opened(path: Path, as_left: bool) -> OwnDatabase:
    is_new = not path.exists() or path.stat().st_size == 0
    if is_new:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make(path.resolve())
    db = OwnDatabase(path)
    try:
        if not is_new and not as_left:
            refuse_damaged(db.conn, path)
        if newest_step(db.conn) != NEWEST_STEP:
            from bot.keeping.upgrade import bring_up_to_date

            bring_up_to_date(path, is_new=is_new)
        write_durably(db.conn)
    except BaseException:
        db.close()
        raise
    return db


def keys_beside(path: Path) -> Path:
    """The file of the wrapped keys of a database."""
    return path.with_suffix(".keys.db")


def copy_before_upgrade(path: Path) -> Path:
    """The database as it was before it was last brought up to date; to go back with."""
    return path.with_suffix(".before-upgrade.db")


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


def refuse_damaged(db: sqlite3.Connection, path: Path) -> None:
    """Look through all of it. Raises UnusableDatabase."""
    found = db.execute("PRAGMA quick_check(1)").fetchone()
    if found is None or found[0] != "ok":
        raise UnusableDatabase(f"{path}: is damaged; nothing was changed. Restore a copy of it.")


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    if tells_of_damage(error):
        return "is damaged; nothing was changed. Restore a copy of it."
    return str(error)
