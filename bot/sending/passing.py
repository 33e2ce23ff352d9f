"""Answers that are of no use later: they are tried once, and not kept anywhere."""

import asyncio
import logging
from collections import Counter
from dataclasses import dataclass

from telegram import Bot
from telegram.error import TelegramError

from bot.sending.beside import Beside
from bot.sending.calling import Parameters, call
from bot.sending.pacing import Pacing

_LOG = logging.getLogger(__name__)

OF_A_PERSON = 3
"""Answers to one person at once. Of who taps faster, the further taps are not answered: what they
change is shown all the same."""

MOST_AT_ONCE = 50
"""Answers on their way. With the messages on theirs (``bot.sending.delivery``) they find room in
`Carrier`."""

PATIENCE = 10.0
"""Seconds. A tap that is older is answered by Telegram itself ("query is too old")."""


@dataclass(frozen=True)
class Answer:
    """To a query of somebody's."""

    person: int
    method: str
    """Of the Bot API."""
    parameters: Parameters


class Passing:
    def __init__(self, bot: Bot, pacing: Pacing) -> None:
        self._bot = bot
        self._pacing = pacing
        self._beside = Beside()
        self._room = asyncio.Semaphore(MOST_AT_ONCE)
        self._of: Counter[int] = Counter()

    def start(self, answer: Answer) -> None:
        """Nothing is lost if it fails."""
        if self._of[answer.person] >= OF_A_PERSON:
            return
        self._of[answer.person] += 1
        self._beside.start(self._answered(answer))

    async def stop(self) -> None:
        """Who waits for an answer to a query waits in vain."""
        await self._beside.stop()

    async def _answered(self, answer: Answer) -> None:
        try:
            async with asyncio.timeout(PATIENCE), self._room:
                await self._pacing.turn_among_all()
                await call(self._bot, answer.method, answer.parameters)
        except (TelegramError, TimeoutError) as failure:
            _LOG.debug("a query was not answered: %s", failure)
        finally:
            self._of[answer.person] -= 1
            if not self._of[answer.person]:
                del self._of[answer.person]
