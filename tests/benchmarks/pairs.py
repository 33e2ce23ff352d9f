"""Two pieces of work, and how much more the one costs than the other.

A time alone says as much of the machine as of the code. So each piece of work is measured beside
another, in turns within the same second, and what counts is their ratio: the median over the
rounds. Times are of the processor, and memory is what Python had allocated at the most.
"""

import gc
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import process_time

ROUNDS = 9
ROUND_SECONDS = 0.05
"""A round repeats its work for about so long, far above what the clock can tell apart."""

Work = Callable[[], object]


@dataclass(frozen=True)
class Pair:
    """What is measured, and what it is measured against."""

    name: str
    work: Work
    against: str
    baseline: Work
    each: int = 1
    """Evaluations in one piece of work; the baseline has as many."""


@dataclass(frozen=True)
class Measured:
    """Microseconds for one evaluation, bytes for one piece of work."""

    work: float
    baseline: float
    ratio: float
    """Of the times: above 1, the work costs more than the baseline."""
    memory: int
    memory_ratio: float


def measure(pair: Pair) -> Measured:
    ours, theirs = _repeats(pair.work), _repeats(pair.baseline)
    rounds = [
        (_seconds(pair.work, ours) / ours, _seconds(pair.baseline, theirs) / theirs)
        for _ in range(ROUNDS)
    ]
    work, baseline = (median(seconds) for seconds in zip(*rounds, strict=True))
    memory = _peak(pair.work)
    return Measured(
        work=work * 1e6 / pair.each,
        baseline=baseline * 1e6 / pair.each,
        ratio=median(work / baseline for work, baseline in rounds),
        memory=memory,
        memory_ratio=memory / _peak(pair.baseline),
    )


def _repeats(work: Work) -> int:
    repeats = 1
    while (seconds := _seconds(work, repeats)) < ROUND_SECONDS / 4:
        repeats *= 2
    return max(1, round(repeats * ROUND_SECONDS / seconds))


def _seconds(work: Work, repeats: int) -> float:
    """Without the garbage collector, which would come in whichever turn it likes."""
    gc.collect()
    gc.disable()
    try:
        start = process_time()
        for _ in range(repeats):
            work()
        return process_time() - start
    finally:
        gc.enable()


def _peak(work: Work) -> int:
    work()  # what is made once and kept is not counted
    tracemalloc.start()
    try:
        _result = work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
