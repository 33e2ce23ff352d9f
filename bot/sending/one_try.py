"""One try to send something to a chat, in the way that its kind asks for."""

import logging
from contextlib import suppress
from typing import Any

from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import BadRequest, RetryAfter, TelegramError

from bot.keeping.commits import Commits
from bot.keeping.records import Asking, Shown
from bot.sending.beside import Beside
from bot.sending.calling import Parameters, call
from bot.sending.handing_over import HandingOver
from bot.sending.outcome import seconds
from bot.sending.pacing import Pacing
from bot.telegram.message import Collapse, Deletion, File, Message, Outgoing, Plainly, Rich

_LOG = logging.getLogger(__name__)

LOOKS_PATIENCE = 2.0
"""Seconds that what is only looks may take."""


class Sending:
    def __init__(self, bot: Bot, commits: Commits, pacing: Pacing) -> None:
        self._bot = bot
        self._commits = commits
        self._pacing = pacing
        self.files = HandingOver(bot, commits)
        self._tidying = Beside()

    async def send(self, chat: int, message: Outgoing, shown: Shown) -> None:
        """``shown`` is what the chat shows so far. Raises TelegramError, CannotDraw."""
        match message:
            case Deletion():
                with suppress(BadRequest):  # the person was faster
                    await self._call(chat, "deleteMessage", message_id=message.deletes)
            case Collapse():
                self._collapse(chat, message, shown.asking)
            case File():
                await self.files.hand_over(chat, message, shown.files)
            case Rich():
                await self._show_richly(chat, message)
            case Plainly(plain=(first, *_)):
                await self._show(chat, first, shown.asking)
            case Message():
                await self._show(chat, message, shown.asking)

    async def stop(self) -> None:
        """What is only looks stays as it is."""
        await self._tidying.stop()

    async def _show(self, chat: int, message: Message, before: Asking | None) -> None:
        if message.edits is not None and await self._edited(chat, message, message.edits):
            return
        sent = await self._call(
            chat, "sendMessage", **_said(message), disable_notification=message.silent
        )
        if message.asks is not None:
            self._now_asks(chat, Asking(message.asks, sent["message_id"]))
            if before is not None and self._pacing.may_tidy(chat):
                self._tidy(chat, "editMessageReplyMarkup", message_id=before.message)

    async def _edited(self, chat: int, message: Message, edited: int) -> bool:
        """False where the message to change is gone or too old: what it says is then said anew."""
        try:
            await self._call(chat, "editMessageText", message_id=edited, **_said(message))
        except BadRequest as refused:
            # Not modified: a second tap on the same button.
            return "not modified" in str(refused).lower()
        return True

    async def _show_richly(self, chat: int, message: Rich) -> None:
        await self._bot.do_api_request(  # which tells of a server that has no such method
            "sendRichMessage",
            api_kwargs={
                "chat_id": chat,
                "rich_message": {"html": message.html, "skip_entity_detection": True},
                "reply_markup": message.markup,
                "disable_notification": message.silent,
            },
        )

    def _collapse(self, chat: int, answer: Collapse, asking: Asking | None) -> None:
        """Only the message that asks: earlier ones have collapsed, or lost their buttons."""
        if asking is None or asking.question != answer.answered:
            return
        if not self._pacing.may_tidy(chat):
            return
        self._tidy(chat, "editMessageText", message_id=asking.message, **_said(answer))
        self._now_asks(chat, None)

    def _tidy(self, chat: int, method: str, **parameters: object) -> None:
        """Looks only: it goes beside what is asked next, which never waits for it."""
        self._tidying.start(self._tidied(chat, method, parameters))

    async def _tidied(self, chat: int, method: str, parameters: Parameters) -> None:
        """An edit that fails is dropped."""
        try:
            await self._call(chat, method, LOOKS_PATIENCE, **parameters)
        except RetryAfter as limit:
            self._pacing.hold(chat, seconds(limit))
        except TelegramError as failure:
            _LOG.debug("an answered question was left as it is: %s", failure)

    async def _call(
        self, chat: int, method: str, patience: float | None = None, **parameters: object
    ) -> Any:
        return await call(self._bot, method, {"chat_id": chat, **parameters}, patience)

    def _now_asks(self, chat: int, asking: Asking | None) -> None:
        self._commits.note_shown(chat, lambda shown: shown.asks(asking))


def _said(message: Message | Collapse) -> Parameters:
    return {"text": message.text, "parse_mode": ParseMode.HTML, "reply_markup": message.markup}
