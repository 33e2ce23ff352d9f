"""Calls without which a bot cannot begin: made until Telegram answers."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from telegram import Bot
from telegram.error import EndPointNotFound, InvalidToken, RetryAfter, TelegramError

from bot.sending.outcome import seconds

_LOG = logging.getLogger(__name__)

LONGEST_PAUSE = 60.0
"""Seconds between two tries, after some doubling."""


class CannotRun(Exception):
    """This bot cannot be running; the message is one line for the operator."""


async def reach(bot: Bot, call: Callable[[], Awaitable[object]]) -> None:
    """Make a call that may be made twice, until Telegram answers. Raises CannotRun where it does
    not know the token."""
    pause = 2.0
    while True:
        try:
            await call()
            return
        except (InvalidToken, EndPointNotFound):  # how python-telegram-bot reads 401
            raise CannotRun(
                "PRORATA_TOKEN: the Bot API server does not know it; copy it again from "
                "@BotFather, or check PRORATA_API_URL"
            ) from None
        except RetryAfter as limit:
            await asyncio.sleep(seconds(limit))
        except TelegramError as failure:
            _LOG.warning(
                "%s cannot be reached, trying again in %.0f s: %s",
                bot.base_url.partition("/bot")[0],
                pause,
                failure,
            )
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
