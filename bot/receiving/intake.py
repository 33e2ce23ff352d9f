"""Where an update goes in, and does not come out before it is in the database.

However updates come, by polling or by the webhook, they go through here.
"""

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from functools import partial
from itertools import count
from typing import Any

from telegram import Bot, Update
from telegram.ext import Application, CallbackContext, TypeHandler

from bot.keeping.commits import Commits
from bot.keeping.storage import pause_after
from bot.operating.metrics import UNMEASURED, Metrics, UpdateOutcome
from bot.receiving.update_shape import has_shape
from bot.sending.passing import Answer
from bot.telegram.updates import Follows, Updates

_LOG = logging.getLogger(__name__)

TRIES = 3
"""How often an update is tried that fails for another reason than the database."""

ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member", "inline_query"]

AnyApplication = Application[Any, Any, Any, Any, Any, Any]


class Intake:
    """Gives updates to the application, and takes them from it. ``wake`` is told of chats that
    something is to be sent to."""

    def __init__(
        self,
        application: AnyApplication,
        commits: Commits,
        updates: Updates,
        wake: Callable[[int], None],
        metrics: Metrics = UNMEASURED,
    ) -> None:
        self._application = application
        self._commits = commits
        self._updates = updates
        self._wake = wake
        self._metrics = metrics
        self._came_of: dict[int, Follows | Exception] = {}
        """By the ids of the updates in hand."""
        application.add_handler(TypeHandler(Update, self._on_update))
        application.add_error_handler(self._note_failure)

    @property
    def bot(self) -> Bot:
        bot: Bot = self._application.bot
        return bot

    async def take(self, raw: dict[str, Any]) -> Answer | None:
        """Returns once the update is committed, or was before; gives the answer to a query, which
        nobody waits for if it is lost. An update that fails for another reason than the database is
        left out after some tries, so that it does not keep all others waiting. Raises
        sqlite3.Error: then it is not taken, and has to come again."""
        try:
            outcome, follows = await self._taken(raw["update_id"], raw)
        except sqlite3.Error:
            self._metrics.update("put_off")
            raise
        self._metrics.update(outcome)
        for chat in follows.served:
            self._wake(chat)
        return follows.answer

    async def _taken(self, update_id: int, raw: dict[str, Any]) -> tuple[UpdateOutcome, Follows]:
        update = _read(raw, self.bot)
        for tries in count(1):
            came = None if update is None else await self._processed(update)
            if isinstance(came, Follows):
                return "taken", came
            if isinstance(came, sqlite3.Error):
                raise came
            if update is None or tries >= TRIES:
                _LOG.error("an update is left out, it cannot be answered")
                leave_out = partial(self._updates.leave_out, update_id, update)
                return "left_out", await self._commits.kept(leave_out)
            await asyncio.sleep(pause_after(tries))
        raise AssertionError  # count has no end

    async def _processed(self, update: Update) -> Follows | Exception | None:
        """What came of it; nothing where the application did not get to it."""
        try:
            await self._application.process_update(update)
        finally:
            came = self._came_of.pop(update.update_id, None)
        return came

    async def _on_update(self, update: Update, _: CallbackContext[Any, Any, Any, Any]) -> None:
        with self._metrics.turn():
            self._came_of[update.update_id] = await self._commits.kept(
                partial(self._updates.take, update)
            )

    async def _note_failure(
        self, update: object, context: CallbackContext[Any, Any, Any, Any]
    ) -> None:
        """The kind and place of an error; its text could hold what a person wrote."""
        error = context.error
        if isinstance(update, Update) and error is not None:
            self._came_of[update.update_id] = error
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
        return Update.de_json(_as_far_as_needed(raw), bot)
    except Exception as error:  # whatever python-telegram-bot trips over
        _LOG.error("an update cannot be read: %s", type(error).__name__)
        return None


def _as_far_as_needed(raw: dict[str, Any]) -> dict[str, Any]:
    """A tap brings the message whose button it was: ours, of which only the number is of use. To
    read its text and all of its buttons would be half of the work of a tap's update."""
    query = raw.get("callback_query")
    if query is None or query.get("message") is None:
        return raw
    message = {name: query["message"][name] for name in _OF_A_TAPPED if name in query["message"]}
    return {**raw, "callback_query": {**query, "message": message}}


_OF_A_TAPPED = ("message_id", "date", "chat")
