"""Telegram refuses, breaks and is silent for a while, with chance: every talk goes on as if not.

python -m tests.chaos.bad_weather 8606
"""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from bot.keeping.storage import Storage
from tests.bot.a_key import MASTERS
from tests.bot.bot_api_server import BotApiServer, Trouble
from tests.bot.crowds import Crowds
from tests.bot.talks import talking, until
from tests.bot.telegram_rules import Refusal
from tests.chaos.kept import Broken

SEED = 8606
PEOPLE = 60

METHODS = ("sendMessage", "editMessageText", "editMessageReplyMarkup", "answerCallbackQuery")

TOO_MANY = tuple(
    Trouble(Refusal(429, f"retry after {seconds}", seconds), acts=False) for seconds in (1, 2)
)
BROKEN = tuple(Trouble(Refusal(status), acts=False) for status in (500, 502, 503, 504))
SILENT = (Trouble(drops=True, acts=False), Trouble(drops=True, acts=True))
"""Nobody knows whether it arrived. Of two in a row for the same message, the second gives it up: it
may be there twice already."""

KINDS = {"429": TOO_MANY, "5xx": BROKEN, "silence": SILENT}


@dataclass
class Weather:
    people: int = 0
    faults: int = 0
    twice: int = 0
    """Messages; never more than connections that broke after Telegram had acted."""
    broken_after_acting: int = 0


def weather(at: Random, kinds: tuple[Trouble, ...], share: float) -> Iterator[Trouble]:
    """A trouble for some of the requests, and never silence twice in a row."""
    trouble = Trouble()
    while True:
        before, trouble = trouble, at.choice(kinds) if at.random() < share else Trouble()
        yield Trouble() if before.drops else trouble


async def bad_weather(
    server: BotApiServer,
    storage: Storage,
    at: Random,
    people: int,
    kinds: tuple[Trouble, ...],
    share: float = 0.3,
) -> Weather:
    """People talk with our bot while so large a ``share`` of its requests fails. Raises Broken."""
    crowds, requests = Crowds(server, at), people * 60
    await crowds.begin()
    for method in METHODS:
        sky = weather(at, kinds, share)
        server.meets(method, [next(sky) for _ in range(requests)])
    before = {method: server.left(method) for method in METHODS}
    # Alone, as then two requests in a row may be for the same message.
    at_once = 1 if kinds is SILENT else people
    talks = [talk for _ in range(people // at_once) for talk in await crowds.hold(at_once)]
    await until(lambda: not storage.chats_to_serve(), timeout=30)
    met = [
        trouble
        for method in METHODS
        for trouble in before[method][: len(before[method]) - len(server.left(method))]
    ]
    for method in METHODS:
        server.recovers(method)
    twice = sum(now == then for talk in talks for then, now in pairwise(talk.seen))
    drops = sum(trouble.drops and trouble.acts for trouble in met)
    if twice > drops:
        raise Broken(f"{twice} messages came twice, and {drops} connections broke")
    faults = sum(trouble != Trouble() for trouble in met)
    return Weather(people, faults, twice, drops)


async def every_weather(seed: int, people: int) -> dict[str, Weather]:
    at, every = Random(seed), {}
    for name, troubles in KINDS.items():
        with TemporaryDirectory() as folder:
            async with BotApiServer() as server:
                with closing(Storage(Path(folder) / "prorata.db", MASTERS)) as storage:
                    async with talking(server, storage):
                        every[name] = await bad_weather(server, storage, at, people, troubles)
    return every


def run(seed: int = SEED, people: int = PEOPLE) -> dict[str, Weather]:
    """By its name. Raises Broken, with the seed in it."""
    try:
        return asyncio.run(every_weather(seed, people))
    except AssertionError as broken:
        raise Broken(f"seed {seed}: {broken}") from None


if __name__ == "__main__":
    for name, counts in run(int(sys.argv[1]) if len(sys.argv) > 1 else SEED).items():
        print(name, counts)
