"""Forged updates, at an open door and at a closed one: no crash, nobody reads what is somebody
else's, nothing that was typed becomes markup, every update is confirmed in the end.

    python -m tests.chaos.fuzz 8606
"""

import asyncio
import logging
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.telegram.access import Access
from tests.bot.entrance import entrance
from tests.bot.forged_updates import ANN, Forger
from tests.chaos.kept import Broken

WALKS, A_WALK = 10, 100
"""Updates of a walk, after which the talks are as they were before."""

_DOORS: tuple[dict[str, Any], ...] = (
    {},
    {"access": Access.LISTED, "people": (ANN,)},
    {"access": Access.INVITED},
)


@dataclass
class Fuzzed:
    updates: int = 0
    messages: int = 0
    """That would have gone out, each as Telegram takes it."""
    left_out: int = 0
    """Updates in a shape that nothing can be read from."""


async def fuzzed(seed: int) -> Fuzzed:
    """Raises Broken."""
    total = Fuzzed()
    for walk in range(WALKS):
        with TemporaryDirectory() as folder:
            async with entrance(Path(folder), **_DOORS[walk % len(_DOORS)]) as door:
                forger = Forger(seed * WALKS + walk, door.buttons)
                for _ in range(A_WALK):
                    update = forger.update()
                    try:
                        await door.takes(update)
                    except Exception as broken:
                        raise Broken(f"{broken}, at {update!r}") from None
                total.updates += door.taken
                total.messages += door.sent
                total.left_out += door.left_out
    return total


def fuzz(seed: int) -> int:
    """Gives how many updates there were. Raises Broken."""
    return asyncio.run(fuzzed(seed)).updates


if __name__ == "__main__":
    logging.disable()
    print(asyncio.run(fuzzed(int(sys.argv[1]))))
