"""Pictures and PDFs: the first in a process, and what follows."""

import subprocess
import sys
from collections.abc import Iterator
from statistics import median

from tests.benchmarks.contestants import ROOT, environment_of_programs
from tests.benchmarks.peer_environment import PEERS, NoPeers, peers_python
from tests.benchmarks.rows import Goal, Row

ROUNDS = 5

Took = list[tuple[float, float]]
"""Of each drawing: seconds of the clock, and of the processor."""


def picture() -> Iterator[Row]:
    """The first in a cold process."""
    goal = Goal(0.12, 0.08)
    what, against = "first picture in a cold process", "matplotlib"
    try:
        theirs = [peers_python(), str(PEERS / "matplotlib_picture.py")]
    except NoPeers as reason:
        yield Row(what, against, goal, remark=str(reason))
        return
    _ran(theirs)  # which looks for fonts once and for all
    rounds = [(_drawn("picture"), _ran(theirs)) for _ in range(ROUNDS)]
    ours = _middle([our[0] for our, _ in rounds])
    peers = _middle([their[0] for _, their in rounds])
    following = _middle([one for our, _ in rounds for one in our[1:]])
    yield Row(
        what,
        against,
        goal,
        median(our[0][0] / their[0][0] for our, their in rounds),
        f"{ours[0] * 1e3:.0f} ms",
        f"{peers[0] * 1e3:.0f} ms",
        ours[1] * 1e6,
        peers[1] * 1e6,
        f"ours that follow: {following[0] * 1e3:.0f} ms",
    )


def pdf() -> Iterator[Row]:
    """The first and the following."""
    rounds = [_drawn("paper") for _ in range(ROUNDS)]
    first = _middle([drawn[0] for drawn in rounds])
    following = _middle([one for drawn in rounds for one in drawn[1:]])
    for what, took, goal in (
        ("PDF of a result, the first", first, Goal(250, 150, unit=" ms")),
        ("PDF of a result, following", following, Goal(30, 15, unit=" ms")),
    ):
        yield Row(what, "", goal, took[0] * 1e3, our_cpu=took[1] * 1e6)


def _drawn(kind: str) -> Took:
    return _ran([sys.executable, "-m", "tests.benchmarks.product.drawing", kind])


def _ran(command: list[str]) -> Took:
    ended = subprocess.run(
        command,
        cwd=ROOT,
        env=environment_of_programs(),
        capture_output=True,
        text=True,
        check=True,
    )
    lines = (map(float, line.split()) for line in ended.stdout.splitlines())
    return [(clock, processor) for clock, processor in lines]


def _middle(took: Took) -> tuple[float, float]:
    clock, processor = (median(seconds) for seconds in zip(*took, strict=True))
    return clock, processor
