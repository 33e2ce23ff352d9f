"""The power is lost, again and again, at any operation on the files, also while it starts again."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from bot.keeping.database_file import UnusableDatabase
from bot.keeping.master_key import UnusableKey
from bot.keeping.storage import Storage
from tests.bot.a_key import MASTERS
from tests.chaos.kept import Broken, Walk
from tests.chaos.unreliable_disk import Disk, unreliable_disk

IN_MEMORY = Path("/dev/shm")

A_FOLDER = 100
"""Losses until a new database is begun, so that beginning one is met often enough."""

LIFE = 60
"""Operations on files, at most, until the power is lost; a start takes 6, a turn 18."""

FIRST_LIFE = 450
"""The same for a database that is not there yet."""

Weaken = Callable[[Storage], object]


@dataclass
class Losses:
    losses: int = 0
    while_starting: int = 0
    acknowledged: int = 0
    """Steps that were, before a loss."""


def lose_power(seed: int, losses: int, weaken: Weaken | None = None) -> Losses:
    """Raises Broken, with the seed in it, where something acknowledged is not there after a
    loss."""
    at, counts = Random(seed), Losses()
    while counts.losses < losses:
        with TemporaryDirectory(dir=in_memory()) as folder, unreliable_disk() as disk:
            path, walk = Path(folder) / "prorata.db", Walk(at)
            for number in range(min(A_FOLDER, losses - counts.losses)):
                longest = LIFE if path.exists() and walk.acknowledged else FIRST_LIFE
                disk.off_after = at.randrange(1, longest)
                try:
                    counts.while_starting += _life(disk, path, walk, weaken)
                except Broken as broken:
                    raise Broken(f"seed {seed}, loss {number}: {broken}") from None
                disk.loses_power(at)
                counts.losses += 1
            counts.acknowledged += walk.acknowledged
    return counts


def in_memory() -> Path | None:
    """Where files are quicker, if there is such a place: the disk is a simulated one anyway."""
    return IN_MEMORY if os.access(IN_MEMORY, os.W_OK) else None


def _life(disk: Disk, path: Path, walk: Walk, weaken: Weaken | None) -> bool:
    """From a start to a loss; gives whether that came before the start was over."""
    try:
        storage = Storage(path, MASTERS)
    except (UnusableDatabase, UnusableKey) as unusable:
        if not disk.is_off:
            raise Broken(f"does not start again: {unusable}") from None
        return True
    try:
        if weaken is not None:
            weaken(storage)
        starting = False
        with suppress(sqlite3.Error):
            starting = True
            walk.look(storage)
            starting = False
            while not disk.is_off:
                walk.step(storage)
        if not disk.is_off:
            raise Broken("the database fails, with a disk that does not")
        return starting
    finally:
        disk.is_off = True
        with suppress(sqlite3.Error):
            storage.close()
