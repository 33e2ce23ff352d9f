"""Whether the database is as the bot left it when it stopped in order.

To look through all of it takes half a second for a million people. A start does so where the bot
before it was cut off, or where somebody else wrote the file since, as a file system is checked that
was not unmounted. Nightly backups and `doctor` look through it all the same.
"""

import os
from contextlib import suppress
from pathlib import Path


def note(database: Path) -> Path:
    """The file that says how it was left, beside the database itself."""
    itself = database.resolve()
    return itself.with_name(f"{itself.name}.left")


def leave(database: Path) -> None:
    """Note how it is, once it is closed."""
    with suppress(OSError):  # then it is looked through once more
        handle = os.open(note(database), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(handle, "wb") as file:
            file.write(_state(database))


def take_over(database: Path) -> bool:
    """Whether it is as it was left. Asked again it is not: who asks goes on to write it."""
    try:
        left = note(database).read_bytes()
        note(database).unlink()
        return bool(left) and left == _state(database)
    except OSError:
        return False


def _state(database: Path) -> bytes:
    """Nothing where a log stands beside it: then it is in use, or was cut off."""
    itself = database.resolve()
    if itself.with_name(f"{itself.name}-wal").exists():
        return b""
    file = itself.stat()
    return b"%d %d %d" % (file.st_ino, file.st_size, file.st_mtime_ns)
