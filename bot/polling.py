"""Fetches updates by long polling, and confirms each only once it is in the database.

python-telegram-bot's updater confirms an update as soon as it is in memory. Here an update is
confirmed by the next ``getUpdates`` only after the transaction that answers it is committed, so
a crash at any point loses nothing; what then comes again is known by its id.
"""

import asyncio
import logging
import sqlite3
import warnings
from collections.abc import Callable
from itertools import count
from typing import Any

from telegram import Bot, Update
from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError
from telegram.ext import Application, CallbackContext
from telegram.warnings import PTBUserWarning

from bot.delivery import seconds
from bot.storage import Storage, pause_after

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

TRIES = 3
"""How often an update is tried that fails for another reason than the database."""

ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]

# Updates are fetched raw and read one by one, so that one that cannot be read does not take the
# others with it; python-telegram-bot would have us call get_updates.
warnings.filterwarnings("ignore", message="Please use 'Bot.getUpdates'", category=PTBUserWarning)

AnyApplication = Application[Any, Any, Any, Any, Any, Any]
LeaveOut = Callable[[int, Update | None], None]


class CannotRun(Exception):
    """Telegram will not have this bot running; the message is one line for the operator."""


async def poll(application: AnyApplication, storage: Storage, leave_out: LeaveOut) -> None:
    """Give each update to the application, in order, until cancelled. ``leave_out`` marks one as
    seen that cannot be answered; it may raise sqlite3.Error. Raises CannotRun."""
    loop = asyncio.get_running_loop()
    intake = _Intake(application, storage, leave_out)
    began, offset, pause = loop.time(), 0, 1.0
    while True:
        asked = loop.time()
        try:
            updates = await _fetch(application.bot, offset)
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
        for raw in updates:
            await intake.take(raw)
            offset = raw["update_id"] + 1
        if not updates and loop.time() - asked < AT_ONCE:
            await asyncio.sleep(AT_ONCE)


async def _fetch(bot: Bot, offset: int) -> list[dict[str, Any]]:
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


class _Intake:
    """Where an update goes in, and does not come out before it is in the database."""

    def __init__(self, application: AnyApplication, storage: Storage, leave_out: LeaveOut) -> None:
        self._application = application
        self._storage = storage
        self._leave_out = leave_out
        self._failure: Exception | None = None
        application.add_error_handler(self._note_failure)

    async def take(self, raw: dict[str, Any]) -> None:
        """A database that fails is waited for; an update that fails for another reason is left
        out after some tries, so that it does not keep all others waiting."""
        update_id, update = raw["update_id"], _read(raw, self._application.bot)
        for failures in count(1):
            self._failure = None
            if update is not None:
                await self._application.process_update(update)
            try:
                if self._storage.has_seen(update_id):
                    return
                database_fails = isinstance(self._failure, sqlite3.Error)
                if update is None or (failures >= TRIES and not database_fails):
                    _LOG.error("an update is left out, it cannot be answered")
                    self._leave_out(update_id, update)
                    return
            except sqlite3.Error as error:
                _LOG.error("the database fails, updates wait: %s", error)
            await asyncio.sleep(pause_after(failures))

    async def _note_failure(self, _: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """The kind and place of an error; its text could hold what a person wrote."""
        self._failure = context.error
        trace = context.error.__traceback__ if context.error else None
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "no place"
        _LOG.error("an update fails: %s at %s", type(context.error).__name__, place)


def _read(raw: dict[str, Any], bot: Bot) -> Update | None:
    try:
        return Update.de_json(raw, bot)
    except Exception as error:  # whatever python-telegram-bot trips over
        _LOG.error("an update cannot be read: %s", type(error).__name__)
        return None
