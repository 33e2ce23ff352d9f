"""Fetches updates by long polling, and confirms each only once it is in the database.

python-telegram-bot's updater confirms an update as soon as it is in memory. Here an update is
confirmed by the next ``getUpdates`` only after the transaction that answers it is committed, so
a crash at any point loses nothing; what then comes again is known by its id.
"""

import asyncio
import logging
import sqlite3
import warnings
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from typing import Any

from telegram import Bot
from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError
from telegram.warnings import PTBUserWarning

from bot.keeping.storage import pause_after
from bot.receiving.intake import ALLOWED_UPDATES, Intake
from bot.sending.outcome import seconds
from bot.sending.passing import Answer
from bot.sending.reaching_telegram import CannotRun

_LOG = logging.getLogger(__name__)

POLL_SECONDS = 30
"""How long Telegram holds a poll open while nothing happens."""

AT_ONCE = 0.5
"""Seconds; a server that answers an empty poll faster does not hold polls open, and is not asked
in a busy loop."""

NEWCOMER_SECONDS = 10.0
"""How long after its start a program gives way to another that fetches the same updates."""

CONFLICT_PAUSE = 3.0
"""Seconds; the other's poll is then ended while it is still a newcomer."""

LONGEST_PAUSE = 30.0
"""Seconds between two tries, after some doubling."""


# Updates are fetched raw; python-telegram-bot would have us call get_updates.
warnings.filterwarnings("ignore", message="Please use 'Bot.getUpdates'", category=PTBUserWarning)


async def poll(intake: Intake, answer: Callable[[Answer], None]) -> None:
    """Take updates in until cancelled; ``answer`` sends an answer to a query. Raises CannotRun."""
    loop = asyncio.get_running_loop()
    began, offset, pause = loop.time(), 0, 1.0
    while True:
        asked = loop.time()
        try:
            updates = await _fetch(intake.bot, offset)
        except Conflict as conflict:
            # Each of two programs ends the other's poll. The one that came last gives way.
            if loop.time() - began < NEWCOMER_SECONDS:
                raise CannotRun(
                    "another program fetches the updates of this bot, so this one gives way. Stop "
                    f"the other first, or take a token of your own ({conflict})"
                ) from None
            _LOG.error("another program fetches the updates of this bot: %s", conflict)
            await asyncio.sleep(CONFLICT_PAUSE)
            continue
        except (InvalidToken, EndPointNotFound):  # how python-telegram-bot reads 401 here
            raise CannotRun("PRORATA_TOKEN: the Bot API server no longer knows it") from None
        except RetryAfter as limit:
            await asyncio.sleep(seconds(limit))
            continue
        except TelegramError as failure:
            _LOG.warning("no updates, trying again in %.0f s: %s", pause, failure)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
            continue
        pause = 1.0
        await _take_all(intake, updates, answer)
        if updates:
            offset = updates[-1]["update_id"] + 1
        if not updates and loop.time() - asked < AT_ONCE:
            await asyncio.sleep(AT_ONCE)


async def _take_all(
    intake: Intake, updates: Sequence[dict[str, Any]], answer: Callable[[Answer], None]
) -> None:
    """Each person's in order, different people's side by side: what comes of them is committed
    together. The offset confirms them all."""
    async with asyncio.TaskGroup() as taking:
        for of_one in by_person(updates):
            taking.create_task(_take_in_order(intake, of_one, answer))
            await asyncio.sleep(0)  # what else is due goes on in between


def by_person(updates: Sequence[dict[str, Any]]) -> Collection[Sequence[dict[str, Any]]]:
    """The updates of each, in order; who came first comes first."""
    people: dict[object, list[dict[str, Any]]] = defaultdict(list)
    for raw in updates:
        people[_person(raw)].append(raw)
    return people.values()


def _person(raw: dict[str, Any]) -> object:
    """As far as it can be seen."""
    senders = (about.get("from") for about in raw.values() if isinstance(about, dict))
    return next((one.get("id") for one in senders if isinstance(one, dict)), None)


async def _fetch(bot: Bot, offset: int) -> list[dict[str, Any]]:
    """Raw, to be read one by one: one that cannot be read does not take the others with it."""
    fetched: list[dict[str, Any]] = await bot.do_api_request(
        "getUpdates",
        api_kwargs={
            "offset": offset,
            "timeout": POLL_SECONDS,
            "allowed_updates": ALLOWED_UPDATES,
        },
        read_timeout=POLL_SECONDS + 10,
    )
    return fetched


async def _take_in_order(
    intake: Intake, updates: Sequence[dict[str, Any]], answer: Callable[[Answer], None]
) -> None:
    for raw in updates:
        to_query = await _taken(intake, raw)
        if to_query is not None:
            answer(to_query)


async def _taken(intake: Intake, raw: dict[str, Any]) -> Answer | None:
    """A database that fails is waited for."""
    failures = 0
    while True:
        try:
            return await intake.take(raw)
        except sqlite3.Error as error:
            failures += 1
            _LOG.error("the database fails, updates wait: %s", error)
        await asyncio.sleep(pause_after(failures))
