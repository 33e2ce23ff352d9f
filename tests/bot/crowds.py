"""Many people who talk with the bot at once, each of whom is to see what one alone sees."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count, pairwise
from random import Random
from time import perf_counter

from tests.bot.bot_api_server import BotApiServer
from tests.bot.phone import Chat
from tests.bot.talks import KNOWN_TALK, is_record, steps, takes

TALK = steps(KNOWN_TALK)[:10]
"""Without the result, which takes most of its time to be drawn."""

PATIENCE = 120.0
"""Seconds until an answer is taken for lost."""

Seen = list[tuple[str, list[list[str]]]]
"""Messages with their buttons, but for what is left of answered questions."""


class Broken(AssertionError):
    """Somebody was not served as they should be."""


@dataclass
class Talk:
    chat: Chat
    seen: Seen = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    """Milliseconds that each answer took."""

    async def hold(self, talk: Sequence[str], after: Seen | None = None) -> None:
        """Step by step, as soon as there is an answer; or, with what was seen ``after`` each step,
        as soon as that is there, whatever comes twice."""
        for step in talk:
            asked = perf_counter()
            await takes(self.chat, step)
            await self._answered(after)
            self.waits.append(1000 * (perf_counter() - asked))

    async def _answered(self, after: Seen | None) -> None:
        began = len(without_repeats(self.seen))
        while True:
            message = await self.chat.hears(timeout=PATIENCE)
            if is_record(message):
                continue
            self.seen.append((message.text, message.keyboard))
            is_new = after is None or len(without_repeats(self.seen)) > began
            if message.keyboard and is_new:
                return


def without_repeats(seen: Seen) -> Seen:
    return [*seen[:1], *(now for before, now in pairwise(seen) if now != before)]


class Crowds:
    def __init__(self, server: BotApiServer, at: Random) -> None:
        self.server = server
        self._at = at
        self._ids = count(1_000_000)
        self._alone: Seen = []

    def somebody(self) -> Talk:
        number = next(self._ids)
        return Talk(self.server.chat(number, f"Person {number}"))

    async def begin(self) -> None:
        """Somebody is alone with the bot."""
        one = self.somebody()
        await one.hold(TALK)
        self._alone = one.seen

    async def hold(self, people: int) -> list[Talk]:
        """Everybody at once. Raises Broken where somebody misses something, or sees it out of
        order; that something comes twice is seen in the talks."""
        talks = [self.somebody() for _ in range(people)]
        self._at.shuffle(talks)
        await asyncio.gather(*(talk.hold(TALK, self._alone) for talk in talks))
        odd = sum(without_repeats(talk.seen) != self._alone for talk in talks)
        if odd:
            raise Broken(f"{odd} of {people} people were not served in order")
        return talks
