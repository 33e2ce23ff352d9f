"""Where an update goes in, and does not come out before it is in the database.

However updates come, by polling or by the webhook, they go through here one by one.
"""

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from itertools import count
from typing import Any

from telegram import Bot, Update
from telegram.ext import Application, CallbackContext

from bot.keeping.storage import Storage, pause_after
from bot.operating.metrics import UNMEASURED, Metrics, UpdateOutcome
from bot.receiving.update_shape import has_shape

_LOG = logging.getLogger(__name__)

TRIES = 3
"""How often an update is tried that fails for another reason than the database."""

ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member", "inline_query"]

AnyApplication = Application[Any, Any, Any, Any, Any, Any]
LeaveOut = Callable[[int, Update | None], None]


class Intake:
    """Gives updates to the application. ``leave_out`` marks one as seen that cannot be answered;
    it may raise sqlite3.Error."""

    def __init__(
        self,
        application: AnyApplication,
        storage: Storage,
        leave_out: LeaveOut,
        metrics: Metrics = UNMEASURED,
    ) -> None:
        self._application = application
        self._storage = storage
        self._leave_out = leave_out
        self._metrics = metrics
        self._failures: dict[int, Exception] = {}
        """By the ids of the updates in hand."""
        application.add_error_handler(self._note_failure)

    @property
    def bot(self) -> Bot:
        bot: Bot = self._application.bot
        return bot

    async def take(self, raw: dict[str, Any]) -> None:
        """Returns once the update is committed, or was before. One that fails for another reason
        than the database is left out after some tries, so that it does not keep all others
        waiting. Raises sqlite3.Error: then it is not taken, and has to come again."""
        try:
            outcome = await self._taken(raw["update_id"], raw)
        except sqlite3.Error:
            self._metrics.update("put_off")
            raise
        self._metrics.update(outcome)

    async def _taken(self, update_id: int, raw: dict[str, Any]) -> UpdateOutcome:
        update = _read(raw, self.bot)
        for tries in count(1):
            failure = None if update is None else await self._processed(update)
            if self._storage.has_seen(update_id):
                break
            if isinstance(failure, sqlite3.Error):
                raise failure
            if update is None or tries >= TRIES:
                _LOG.error("an update is left out, it cannot be answered")
                self._leave_out(update_id, update)
                return "left_out"
            await asyncio.sleep(pause_after(tries))
        return "taken"

    async def _processed(self, update: Update) -> Exception | None:
        """What went wrong."""
        try:
            await self._application.process_update(update)
        finally:
            failure = self._failures.pop(update.update_id, None)
        return failure

    async def _note_failure(
        self, update: object, context: CallbackContext[Any, Any, Any, Any]
    ) -> None:
        """The kind and place of an error; its text could hold what a person wrote."""
        error = context.error
        if isinstance(update, Update) and error is not None:
            self._failures[update.update_id] = error
        trace = error.__traceback__ if error else None
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "no place"
        _LOG.error("an update fails: %s at %s", type(error).__name__, place)


def _read(raw: dict[str, Any], bot: Bot) -> Update | None:
    if not has_shape(raw):
        _LOG.error("an update has another shape than those of Telegram")
        return None
    try:
        return Update.de_json(raw, bot)
    except Exception as error:  # whatever python-telegram-bot trips over
        _LOG.error("an update cannot be read: %s", type(error).__name__)
        return None
