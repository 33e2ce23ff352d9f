"""Whatever operation on a file fails: nothing is acknowledged that is not kept, what is refused
has not happened, and nothing has to be mended by hand.

``make chaos`` lets every single one fail.
"""

import pytest

from tests.chaos.failing_disk import FAILURES, every_failure
from tests.chaos.unreliable_disk import SQLITE

pytestmark = pytest.mark.skipif(SQLITE is None, reason="this Python has SQLite built in")

SEED = 8606
EVERY = 11


@pytest.mark.parametrize("failure", FAILURES)
def test_a_failure_at_any_operation(failure: str) -> None:
    counts = every_failure(SEED, failure, EVERY if failure != "no handles" else 1)
    print(f"seed {SEED}, every {EVERY}th: {counts}")
    assert counts.survived
    assert counts.refused_starts
    if failure != "no handles":  # files are opened at the start only
        assert counts.refused_steps
