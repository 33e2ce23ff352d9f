"""What outlives a loss of power."""

import os
import sqlite3
from pathlib import Path


def sync(path: Path) -> None:
    """Make a file, or the names in a folder, outlive a loss of power."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def copy_whole(db: sqlite3.Connection, to: Path) -> None:
    """What is committed, without pages of what was deleted; for nobody else to read."""
    to.touch(mode=0o600)  # SQLite writes into an empty file as into none
    db.execute("VACUUM INTO ?", [str(to)])
    sync(to)
