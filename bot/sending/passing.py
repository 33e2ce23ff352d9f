"""Answers that are of no use later: they are tried once, and not kept anywhere."""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable

from telegram.error import TelegramError

from bot.sending.pacing import Pacing

_LOG = logging.getLogger(__name__)

OF_A_PERSON = 3
"""Answers to one person at once. Of who taps faster, the further taps are not answered: what they
change is shown all the same."""

MOST_AT_ONCE = 50
"""Answers on their way. With the messages on theirs (``bot.sending.delivery``) they find room in
`AiohttpRequest`."""

PATIENCE = 10.0
"""Seconds. A tap that is older is answered by Telegram itself ("query is too old")."""


class Passing:
    def __init__(self, pacing: Pacing) -> None:
        self._pacing = pacing
        self._tasks: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(MOST_AT_ONCE)
        self._of: Counter[int] = Counter()

    def start(self, person: int, answer: Callable[[], Awaitable[object]]) -> None:
        """Nothing is lost if it fails."""
        if self._of[person] >= OF_A_PERSON:
            return
        self._of[person] += 1
        task = asyncio.create_task(self._answered(person, answer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answered(self, person: int, answer: Callable[[], Awaitable[object]]) -> None:
        try:
            async with asyncio.timeout(PATIENCE), self._room:
                await self._pacing.turn_among_all()
                await answer()
        except (TelegramError, TimeoutError) as failure:
            _LOG.debug("a query was not answered: %s", failure)
        finally:
            self._of[person] -= 1
            if not self._of[person]:
                del self._of[person]
