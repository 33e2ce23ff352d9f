"""What was acknowledged outlives a loss of power, and what was not is there whole or not at all.

``make chaos`` does the same 100,000 times.
"""

from collections.abc import Callable

import pytest

from bot.keeping.storage import Storage
from tests.chaos.kept import Broken
from tests.chaos.power_loss import lose_power
from tests.chaos.unreliable_disk import SQLITE

pytestmark = pytest.mark.skipif(SQLITE is None, reason="this Python has SQLite built in")

SEED = 8606
LOSSES = 250
"""Enough for a promise that is not kept to be found by every seed that was tried."""


def no_sync_of_the_database(storage: Storage) -> None:
    storage.db.execute("PRAGMA synchronous = NORMAL")


def no_sync_of_the_keys(storage: Storage) -> None:
    storage.vault._db.execute("PRAGMA synchronous = NORMAL")


def test_nothing_that_was_acknowledged_is_lost() -> None:
    counts = lose_power(SEED, LOSSES)
    print(f"seed {SEED}: {counts}")
    assert counts.acknowledged > LOSSES
    assert counts.while_starting > LOSSES / 100


@pytest.mark.parametrize("weaken", [no_sync_of_the_database, no_sync_of_the_keys])
def test_without_a_sync_at_each_commit_it_would_be(weaken: Callable[[Storage], None]) -> None:
    """The test is not blind."""
    with pytest.raises(Broken):
        lose_power(SEED, LOSSES, weaken)
