"""``python -m tests.benchmarks.product.drawing picture|paper``: what is drawn first in a process,
and what follows; tells the seconds of each, of the clock and of the processor.

What a bot that talks has imported anyway is not counted; what draws is.
"""

import sys
from datetime import date
from decimal import Decimal
from time import perf_counter, process_time

from bot.render.drawing import Drawing, draw, on_paper, picture
from conversations.document import Paper
from tests.conversations.results import shown

FOLLOWING = 9


def drawings(kind: str) -> list[Drawing]:
    """None twice."""
    drawn = []
    for number in range(1 + FOLLOWING):
        amount = Decimal(6000 + number)
        document = shown(contribution=amount, conversion=amount)
        if kind == "picture":
            drawn.append(picture(document))
        else:
            day = date(2026, 11, 21)
            drawn.append(on_paper(Paper("Backdoor Roth", "ABCD-EFGH", day, "bench", document)))
    return drawn


if __name__ == "__main__":
    for drawing in drawings(sys.argv[1]):
        began, worked = perf_counter(), process_time()
        draw(drawing)
        print(perf_counter() - began, process_time() - worked, flush=True)
