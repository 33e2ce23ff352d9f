"""Many people at once, and one who floods the bot: everyone is served in order, and as fast.

    python -m tests.chaos.load 8606

The bot is a process of its own, so that its memory can be seen from outside; people and Telegram
share another. Times are compared within a run: a slower machine is slower in both.
"""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import fmean, median
from tempfile import TemporaryDirectory
from time import perf_counter

from tests.bot.bot_api_server import BotApiServer
from tests.bot.crowds import PATIENCE, TALK, Crowds, Talk
from tests.bot.phone import Chat
from tests.bot.program import ROOT, environment
from tests.chaos.kept import Broken

SEED = 8606
PEOPLE = 500
BYSTANDERS = 20
FLOOD = 1_000
"""Messages."""

FLOODS = 5

MOST_MEMORY, MOST_BESIDE = 1.25, 3.0
"""Of what is measured below; more is a bug."""


@dataclass
class Load:
    """What was measured; times in milliseconds."""

    people: int = 0
    answers: int = 0
    seconds: float = 0.0
    median_answer: float = 0.0
    slowest_answer: float = 0.0
    memory: float = 0.0
    """After a second crowd of other people, as a share of what it was after the first."""
    beside_a_flood: float = 0.0
    """The mean answer to others, as a share of what it is without the flood."""


async def flood(server: BotApiServer, by: Chat, messages: int) -> None:
    for n in range(messages):
        said = await by.says(f"{n} dollars")
    await server.confirms(said.update_id, timeout=PATIENCE)


async def beside_floods(crowds: Crowds, people: int, messages: int) -> float:
    """How long others wait for an answer when somebody has just flooded the bot, as a share of how
    long they wait otherwise."""
    calm: list[float] = []
    beside: list[float] = []
    for _ in range(FLOODS):
        calm += waits(await crowds.hold(people))
        flooder = crowds.somebody()
        await flooder.hold(TALK[:1])
        flooding = asyncio.create_task(flood(crowds.server, flooder.chat, messages))
        await asyncio.sleep(0)  # it comes first
        beside += waits(await crowds.hold(people))
        await flooding
    return fmean(beside) / fmean(calm)


@asynccontextmanager
async def bot_process(server: BotApiServer) -> AsyncIterator[int]:
    """Gives its process id. Raises Broken where it had something to complain of."""
    with TemporaryDirectory() as folder:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.chaos.full_speed", server.url, folder),
            cwd=ROOT,
            env=environment(Path(folder)),
            stdin=DEVNULL,
            stderr=PIPE,
        )
        complaints = asyncio.create_task(_read(process.stderr))
        try:
            yield process.pid
        finally:
            process.terminate()
            await process.wait()
        if words := await complaints:
            raise Broken(f"the bot complains: {words[-500:]}")


async def _read(stream: asyncio.StreamReader | None) -> str:
    assert stream is not None
    return (await stream.read()).decode()


def resident(pid: int) -> int:
    """Bytes of memory that a process has; Linux only."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


async def measure(seed: int, people: int = PEOPLE, messages: int = FLOOD) -> Load:
    load = Load(people)
    async with BotApiServer() as server, bot_process(server) as pid:
        crowds = Crowds(server, Random(seed))
        await crowds.begin()
        began = perf_counter()
        took = waits(await crowds.hold(people))
        load.seconds = perf_counter() - began
        load.answers = len(took)
        load.median_answer, load.slowest_answer = median(took), max(took)
        before = resident(pid)
        await crowds.hold(people)
        load.memory = resident(pid) / before
        load.beside_a_flood = await beside_floods(crowds, BYSTANDERS, messages)
    if load.memory > MOST_MEMORY or load.beside_a_flood > MOST_BESIDE:
        raise Broken(f"more than is allowed: {load}")
    return load


def waits(talks: Sequence[Talk]) -> list[float]:
    return [wait for talk in talks for wait in talk.waits]


def run(seed: int = SEED) -> Load:
    """Raises Broken, with the seed in it."""
    try:
        return asyncio.run(measure(seed))
    except AssertionError as broken:
        raise Broken(f"seed {seed}: {broken}") from None


if __name__ == "__main__":
    print(run(int(sys.argv[1]) if len(sys.argv) > 1 else SEED))
