"""Whether a file that is open still stands under its name.

A file that was removed, moved or replaced goes on to take what is written to it, and takes it along
when the program ends.
"""

import sqlite3
from pathlib import Path


class Displaced(sqlite3.OperationalError):
    """Like a database that fails, this is waited for: it may be put back."""


class InPlace:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._was = _which(path)

    def check(self) -> None:
        """Raises Displaced."""
        if _which(self._path) != self._was:
            raise Displaced(
                f"{self._path}: was removed, moved or replaced while it is in use. Put it back, or "
                "stop the bot and restore a copy"
            )


def _which(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
