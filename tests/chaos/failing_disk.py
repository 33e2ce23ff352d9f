"""The n-th operation on a file fails, for every n: the disk is full, broken, or out of handles."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from bot.keeping.database_file import UnusableDatabase
from bot.keeping.master_key import UnusableKey
from bot.keeping.storage import Storage
from tests.bot.a_key import MASTERS
from tests.chaos.kept import Broken, Walk
from tests.chaos.power_loss import in_memory
from tests.chaos.unreliable_disk import CANNOT_OPEN, FULL, IO_ERROR, OK, Disk, unreliable_disk

STEPS = 25
"""Of a walk with a failure in it."""

FAILURES = {
    "full": (FULL, {"write", "truncate", "sync"}),
    "broken": (IO_ERROR, {"write", "truncate", "sync", "delete", "open", "read"}),
    "no handles": (CANNOT_OPEN, {"open"}),
}
"""What the operations end with, and which of them."""

LASTS = (1, 12)
"""How many operations in a row fail."""


@dataclass
class Failures:
    survived: int = 0
    refused_starts: int = 0
    """In words, and the next one went well."""
    refused_steps: int = 0


class Writes:
    """The n-th write to the disk fails, and some after it: there is no room for a while."""

    def __init__(self, number: int, lasts: int) -> None:
        self.failed = 0
        self._left = number
        self._lasts = lasts

    def __call__(self, operation: str, _: str) -> int:
        if operation not in FAILURES["full"][1]:
            return OK
        self._left -= 1
        fails = -self._lasts < self._left <= 0
        self.failed += fails
        return FULL if fails else OK


def every_failure(seed: int, failure: str, every: int = 1) -> Failures:
    """A walk for each ``every``-th operation that can fail. Raises Broken."""
    counts, number = Failures(), 1 + seed % every
    while _walked(seed, failure, number, LASTS[number // every % 2], counts):
        counts.survived += 1
        number += every
    return counts


def _walked(seed: int, failure: str, number: int, lasts: int, counts: Failures) -> bool:
    """False where the walk was over before the failure came."""
    code, operations = FAILURES[failure]
    done = 0

    def fault(operation: str, _: str) -> int:
        nonlocal done
        done += operation in operations
        fails = operation in operations and number <= done < number + lasts
        return code if fails else OK

    with TemporaryDirectory(dir=in_memory()) as folder, unreliable_disk() as disk:
        path, walk = Path(folder) / "prorata.db", Walk(Random(seed))
        disk.fault = fault
        try:
            _walk(path, walk, disk, counts)
        except Broken as broken:
            raise Broken(f"seed {seed}, {failure}, operation {number}: {broken}") from None
    return done >= number


def _walk(path: Path, walk: Walk, disk: Disk, counts: Failures) -> None:
    storage = _started(path, counts)
    with closing(storage):
        for _ in range(STEPS):
            try:
                walk.step(storage)
            except sqlite3.Error:
                counts.refused_steps += 1
                _refused(walk, storage, disk)
    disk.fault = None
    with closing(Storage(path, MASTERS)) as storage:
        walk.look(storage)


def _started(path: Path, counts: Failures) -> Storage:
    while True:
        try:
            return Storage(path, MASTERS)
        except (UnusableDatabase, UnusableKey):
            counts.refused_starts += 1


def _refused(walk: Walk, storage: Storage, disk: Disk) -> None:
    """What was refused has not happened, and nothing has to be started again for what is next."""
    failing, disk.fault = disk.fault, None
    walk.look(storage, restarted=False)
    disk.fault = failing
