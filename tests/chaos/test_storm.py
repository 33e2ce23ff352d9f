"""However updates come, each is taken once, and everybody gets the same talk.

``make chaos`` holds more of them.
"""

import pytest

from tests.chaos.storm import storm

SEED = 8606


@pytest.mark.parametrize("seed", range(SEED, SEED + 2))
def test_repeated_late_and_renumbered_updates_change_nothing(seed: int) -> None:
    counts = storm(seed)
    print(f"seed {seed}: {counts}")
    assert counts.repeated > 10
    assert counts.renumbered
    assert counts.restarts > 1
