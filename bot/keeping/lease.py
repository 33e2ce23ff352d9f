"""One bot at a time on a database.

The lease is a lock of the operating system on a file beside the database. It is free at once when
its holder ends, however it ends, and never has to be cleared by hand. What stands in the file is
only for the one who finds it taken.
"""

import fcntl
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

LONGEST_NOTE = 200
"""Bytes of the file that are read."""

LOOKS = 5
"""Tries to take it, a fiftieth of a second apart."""


class Taken(Exception):
    """Another program holds the lease, or there can be none; the message is one line and says who
    and since when, or why."""


def lease_file(database: Path) -> Path:
    """Beside the file itself, by whatever way it is named."""
    itself = database.resolve()
    return itself.with_name(f"{itself.name}.lock")


@contextmanager
def lease(database: Path) -> Iterator[None]:
    """Hold the lease of a database, whether it is there yet or not. Raises Taken."""
    try:
        lock = _locked(database)
    except OSError as error:
        raise Taken(f"{lease_file(database)}: {error.strerror}") from None
    try:
        yield
    finally:
        # The file stays: removed, it could be locked by one program and made anew by another.
        os.close(lock)


def held_by(database: Path) -> str | None:
    """Who holds the lease, in words; None where nobody does."""
    try:
        lock = os.open(lease_file(database), os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        return None
    except BlockingIOError:
        return _noted(lock)
    finally:
        os.close(lock)


def _locked(database: Path) -> int:
    file = lease_file(database)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _take(lock)
        now = datetime.now(UTC)
        note = f"process {os.getpid()} on {socket.gethostname()} since {now:%Y-%m-%d %H:%M:%S} UTC"
        os.ftruncate(lock, 0)
        os.pwrite(lock, note.encode(), 0)
    except BlockingIOError:
        holder = _noted(lock)
        os.close(lock)
        raise Taken(
            f"{database}: is in use by {holder}. One bot at a time: stop that one first, or set "
            "another PRORATA_DATABASE, with a token of its own"
        ) from None
    except OSError:
        os.close(lock)
        raise
    return lock


def _take(lock: int) -> None:
    """Whoever only looks whether it is held (``held_by``) has it for a moment."""
    for _ in range(LOOKS):
        with suppress(BlockingIOError):
            return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        time.sleep(0.02)
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _noted(lock: int) -> str:
    note = os.pread(lock, LONGEST_NOTE, 0).decode(errors="replace").strip()
    return note if note.isprintable() and note else "another program that is just starting"
