"""``python -m tests.chaos``, or ``make chaos``: what goes wrong in years, in minutes.

Ends with an error, and with the seed to repeat it by, at the first promise that is not kept. Words
after the command choose: those whose name contains them. ``--seed`` draws other faults.
"""

import argparse
import logging
import os
import sys
import time

from tests.chaos.every import EVERY, Tally
from tests.chaos.kept import Broken

ROW = "{:34} {:>9} {:>13} {:>13} {:>11} {:>8}"
HEAD = ("faults", "survived", "answers lost", "asked twice", "sent twice", "seconds")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("chosen", nargs="*")
    parser.add_argument("--seed", type=int, default=8606)
    given = parser.parse_args()
    chosen = {
        name: part
        for name, part in EVERY.items()
        if all(word.lower() in name.lower() for word in given.chosen)
    }
    if not chosen:
        parser.error(f"these words name nothing of: {', '.join(EVERY)}")
    os.environ["PTB_TIMEDELTA"] = "1"
    logging.disable()  # every fault is logged
    print(f"seed {given.seed}")
    print(ROW.format(*HEAD))
    for name, part in chosen.items():
        began = time.monotonic()
        try:
            tally = part(given.seed)
        except Broken as broken:
            sys.exit(f"{name}, seed {given.seed}: {broken}")
        print(_row(name, tally, time.monotonic() - began), flush=True)


def _row(name: str, tally: Tally, seconds: float) -> str:
    """Nothing was lost or asked twice, or it would have ended before."""
    return ROW.format(name, f"{tally.survived:,}", 0, 0, tally.sent_twice, f"{seconds:.0f}")


if __name__ == "__main__":
    main()
