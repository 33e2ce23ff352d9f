"""Copies of the database, made while the bot runs.

A copy has two parts: the database under a dated name, and the wrapped keys of people under one
name that the next backup overwrites. So whoever said /delete is unreadable in every older copy as
soon as the next one is made. The master key is in neither.
"""

import fcntl
import os
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.keeping.database_file import APPLICATION_ID, keys_beside
from bot.keeping.on_disk import copy_whole, sync

KEPT = 14
"""Copies, where nothing else is said."""

LOCK_PATIENCE = 10.0
"""Seconds to wait for the bot, which writes for milliseconds."""

PART = ".part"
"""What is not whole yet ends with this."""


class BackupFailed(Exception):
    """Nothing was changed but for what the message, one line, says."""


def back_up(database: Path, folder: Path, at: datetime, keep: int = KEPT) -> Path:
    """Copy database and keys into ``folder`` and keep the newest ``keep`` copies there; gives the
    copy of the database. Raises BackupFailed."""
    copy = folder / f"{database.stem}-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}.db"
    with _into(folder, database):
        # The keys come after: somebody who arrives in between has a key and no row, which does no
        # harm. A row without its key could not be read.
        new = _copied(database, copy)
        try:
            _refuse_unusable(new, database)
            _refuse_a_stranger(new, copies_of(database, folder))
            _copy_keys(database, folder)
            new.replace(copy)
        finally:
            new.unlink(missing_ok=True)
        for old in copies_of(database, folder)[:-keep]:
            old.unlink()
        sync(folder)
    return copy


def back_up_keys(database: Path, folder: Path) -> Path:
    """Copy the keys alone, where copies of the database are: for who came since, and who went.
    Raises BackupFailed."""
    with _into(folder, database):
        copies = copies_of(database, folder)
        if not copies:
            raise BackupFailed(f"{folder}: holds no copy of {database} yet; make a whole one first")
        _refuse_a_stranger(database, copies)
        _copy_keys(database, folder)
        sync(folder)
    return keys_beside(folder / database.name)


@contextmanager
def _into(folder: Path, database: Path) -> Iterator[None]:
    for needed in (database, keys_beside(database)):
        if not needed.is_file():
            raise BackupFailed(f"{needed}: is not there, so there is nothing to back up")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _held(folder):
            for left_over in folder.glob(f"{database.stem}*{PART}"):
                left_over.unlink()
            yield
    except (sqlite3.Error, OSError) as error:
        raise BackupFailed(f"{folder}: no backup was made: {_reason(error)}") from None


def _copy_keys(database: Path, folder: Path) -> None:
    to = keys_beside(folder / database.name)
    _copied(keys_beside(database), to).replace(to)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """One backup into a folder at a time; the second waits."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _copied(file: Path, to: Path) -> Path:
    """A copy of what is committed, without pages of what was deleted, that outlives a loss of
    power; under a name of its own until it is wanted."""
    part = to.with_name(to.name + PART)
    with closing(sqlite3.connect(file, timeout=LOCK_PATIENCE)) as db:
        copy_whole(db, part)
    return part


def usual_folder(database: Path) -> Path:
    return database.parent / "backups"


def copies_of(database: Path, folder: Path) -> list[Path]:
    """The oldest first."""
    dated = re.compile(re.escape(database.stem) + r"-\d{8}T\d{6}Z\.db")
    return sorted(file for file in folder.iterdir() if dated.fullmatch(file.name))


def _refuse_unusable(copy: Path, database: Path) -> None:
    with closing(sqlite3.connect(copy)) as db:
        ours = db.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        whole = db.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
    if not (ours and whole):
        why = "is damaged" if ours else "is a database of another program"
        raise BackupFailed(f"{database}: {why}; no backup was made")


def _refuse_a_stranger(database: Path, others: Sequence[Path]) -> None:
    """A bot that lost its database begins another one, with other keys. They must not overwrite
    those that the older copies need."""
    if others and _sealed_with(database) != _sealed_with(others[-1]):
        raise BackupFailed(
            f"{others[-1].parent}: holds copies of another database, which these keys would make "
            "unreadable; no backup was made. Restore the newest of them, or name another folder."
        )


def _sealed_with(database: Path) -> object:
    with closing(sqlite3.connect(database, timeout=LOCK_PATIENCE)) as db:
        return db.execute("SELECT name FROM sealed_with").fetchone()


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    return str(error)
