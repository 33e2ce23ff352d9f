"""Puts a copy of the database back in its place, after it was opened as the bot would open it.

The keys beside the database go on where they fit the copy: they lack those who said /delete since
it was made, who so stay forgotten. Keys that are lost, or are those of another database, come from
beside the copy.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.keeping.database_file import UnusableDatabase, keys_beside
from bot.keeping.lease import lease
from bot.keeping.master_key import Masters, UnusableKey
from bot.keeping.on_disk import sync
from bot.keeping.storage import Storage
from bot.keeping.vault import Vault

LOG = "-wal"
"""Behind a file's name: what is committed, and not in the file yet."""


class RestoreFailed(Exception):
    """Nothing was changed; the message is one line for the operator."""


def restore(copy: Path, database: Path, masters: Masters, at: datetime) -> Path | None:
    """Gives what was in the database's place, by its new name. Raises RestoreFailed, and
    Taken while a bot runs."""
    aside = database.with_name(f"{database.stem}-until-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}.db")
    try:
        if not copy.is_file() or copy.stat().st_size == 0:
            raise RestoreFailed(f"{copy}: there is no such file, or it is empty")
        with lease(database), _folder_beside(database) as folder:
            trial = folder / database.name
            keys = _fitting_keys(copy, database, trial, masters)
            if keys == keys_beside(database):
                Vault(keys, masters).close()  # its log is then in the file, and goes with it
            else:
                _rename(keys_beside(database), keys_beside(aside))
            was_there = database.exists()
            _rename(database, aside)
            _rename(keys_beside(trial), keys_beside(database))
            _rename(trial, database)
            sync(database.parent)
            return aside if was_there else None
    except (OSError, sqlite3.Error) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise RestoreFailed(f"{copy}: cannot be restored: {reason}") from None


@contextmanager
def _folder_beside(database: Path) -> Iterator[Path]:
    """Private, and gone at the end; one that a crash left is emptied first."""
    folder = database.with_name(".restoring")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _fitting_keys(copy: Path, database: Path, trial: Path, masters: Masters) -> Path:
    """The file of keys with which a copy can be used; both are then at ``trial``."""
    here, beside = keys_beside(database), keys_beside(copy.with_name(database.name))
    refusal = None
    for keys in filter(Path.exists, dict.fromkeys((here, keys_beside(copy), beside))):
        _put(copy, trial)
        _put(keys, keys_beside(trial))
        try:
            Storage(trial, masters).close()
        except (UnusableDatabase, UnusableKey) as unusable:
            words = str(unusable).replace(str(keys_beside(trial)), str(keys))
            refusal = words.replace(str(trial), str(copy))
        else:
            return keys
    raise RestoreFailed(
        refusal or f"{beside}: is not there, and without these keys nobody in {copy} can be read"
    )


def _put(file: Path, to: Path) -> None:
    """Readable by nobody else, and with its log."""
    for end in ("", LOG):
        part, new = file.with_name(file.name + end), to.with_name(to.name + end)
        new.unlink(missing_ok=True)
        if part.exists():
            with part.open("rb") as old, open(new, "xb", opener=_privately) as copied:
                shutil.copyfileobj(old, copied)
    to.with_name(f"{to.name}-shm").unlink(missing_ok=True)


def _privately(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def _rename(file: Path, to: Path) -> None:
    """With its log first: left behind, it would be taken for that of the next file there."""
    for end in (LOG, ""):
        part, new = file.with_name(file.name + end), to.with_name(to.name + end)
        if part.exists():
            sync(part)
            part.replace(new)
        else:
            new.unlink(missing_ok=True)
    file.with_name(f"{file.name}-shm").unlink(missing_ok=True)
