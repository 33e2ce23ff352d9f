"""``python -m tests.benchmarks.product.drawing picture|paper``: what is drawn first in a process,
and what follows; tells the seconds of each, of the clock and of the processor.

What a bot that talks has imported anyway is not counted; the process that draws is, from its start
on.
"""

import asyncio
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from time import perf_counter, process_time

from bot.render import drawing_process
from bot.render.drawing import Drawing, on_paper, picture
from bot.render.drawing_process import draw
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


def worked() -> float:
    """Seconds of the processor, here and in the process that draws."""
    beside = drawing_process._BESIDE._process
    threads = () if beside is None else Path(f"/proc/{beside.pid}/task").glob("*/schedstat")
    return process_time() + sum(int(one.read_text().split()[0]) for one in threads) / 1e9


async def main(kind: str) -> None:
    for drawing in drawings(kind):
        began, before = perf_counter(), worked()
        await draw(drawing)
        print(perf_counter() - began, worked() - before, flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
