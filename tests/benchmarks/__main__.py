"""``python -m tests.benchmarks``, or ``make bench``: how fast it is, as ratios. Asserts nothing.

Every module bench_*.py here has a function ``pairs`` that yields what to measure; a new one need
only be added to ``MODULES``. Words after the command choose: those whose name contains them.
"""

import sys

from tests.benchmarks import bench_form_8606
from tests.benchmarks.pairs import measure

MODULES = (bench_form_8606,)

ROW = "{:24} {:34} {:>7} {:>9} {:>9} {:>11} {:>9} {:>7}"
HEAD = ("measured", "against", "ratio", "us each", "against", "a second", "peak kB", "ratio")


def main() -> None:
    chosen = " ".join(sys.argv[1:]).lower()
    print(ROW.format(*HEAD))
    for pair in (pair for module in MODULES for pair in module.pairs()):
        if chosen not in pair.name.lower():
            continue
        took = measure(pair)
        print(
            ROW.format(
                pair.name,
                pair.against,
                f"{took.ratio:.2f}",
                f"{took.work:.2f}",
                f"{took.baseline:.2f}",
                f"{1e6 / took.work:,.0f}",
                f"{took.memory / 1000:.1f}",
                f"{took.memory_ratio:.2f}",
            )
        )


if __name__ == "__main__":
    main()
