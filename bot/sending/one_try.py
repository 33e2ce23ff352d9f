"""One try to send something to a chat, in the way that its kind asks for."""

import logging
from collections.abc import Awaitable
from contextlib import suppress

from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot.keeping.records import Asking
from bot.keeping.storage import Storage
from bot.keeping.until_kept import until_kept
from bot.sending.handing_over import HandingOver
from bot.sending.outcome import seconds
from bot.sending.pacing import Pacing
from bot.telegram.message import Collapse, Deletion, File, Message, Outgoing, Plainly, Rich

_LOG = logging.getLogger(__name__)

LOOKS_PATIENCE = 2.0
"""Seconds that what is only looks may take: the next question waits for it."""


class Sending:
    def __init__(self, bot: Bot, storage: Storage, pacing: Pacing) -> None:
        self._bot = bot
        self._storage = storage
        self._pacing = pacing
        self.files = HandingOver(bot, storage)

    async def send(self, chat: int, message: Outgoing) -> None:
        """Raises TelegramError, CannotDraw."""
        match message:
            case Deletion():
                with suppress(BadRequest):  # the person was faster
                    await self._bot.delete_message(chat, message.deletes)
            case Collapse():
                await self._collapse(chat, message)
            case File():
                await self.files.hand_over(chat, message)
            case Rich():
                await self._show_richly(chat, message)
            case Plainly(plain=(first, *_)):
                await self._show(chat, first)
            case Message():
                await self._show(chat, message)

    async def _show(self, chat: int, message: Message) -> None:
        if message.edits is not None and await self._edited(chat, message, message.edits):
            return
        sent = await self._bot.send_message(
            chat,
            message.text,
            parse_mode=ParseMode.HTML,
            reply_markup=message.markup,
            disable_notification=message.silent,
        )
        if message.asks is not None:
            before = (await until_kept(lambda: self._storage.shown(chat))).asking
            await self._asks(chat, Asking(message.asks, sent.message_id))
            if before is not None and self._pacing.may_tidy(chat):
                await self._tidied(
                    chat,
                    self._bot.edit_message_reply_markup(
                        chat,
                        before.message,
                        reply_markup=None,
                        read_timeout=LOOKS_PATIENCE,
                        connect_timeout=LOOKS_PATIENCE,
                    ),
                )

    async def _asks(self, chat: int, asking: Asking | None) -> None:
        await until_kept(lambda: self._storage.now_shown(chat, lambda shown: shown.asks(asking)))

    async def _edited(self, chat: int, message: Message, edited: int) -> bool:
        """False where the message to change is gone or too old: what it says is then said anew."""
        try:
            await self._bot.edit_message_text(
                message.text,
                chat_id=chat,
                message_id=edited,
                parse_mode=ParseMode.HTML,
                reply_markup=message.markup,
            )
        except BadRequest as refused:
            # Not modified: a second tap on the same button.
            return "not modified" in str(refused).lower()
        return True

    async def _show_richly(self, chat: int, message: Rich) -> None:
        """By its name: python-telegram-bot 22 has no such method."""
        await self._bot.do_api_request(
            "sendRichMessage",
            api_kwargs={
                "chat_id": chat,
                "rich_message": {"html": message.html, "skip_entity_detection": True},
                "reply_markup": message.markup,
                "disable_notification": message.silent,
            },
        )

    async def _collapse(self, chat: int, answer: Collapse) -> None:
        """Only the message that asks: earlier ones have collapsed, or lost their buttons."""
        asking = (await until_kept(lambda: self._storage.shown(chat))).asking
        if asking is None or asking.question != answer.answered:
            return
        if not self._pacing.may_tidy(chat):
            return
        await self._tidied(
            chat,
            self._bot.edit_message_text(
                answer.text,
                chat_id=chat,
                message_id=asking.message,
                parse_mode=ParseMode.HTML,
                reply_markup=answer.markup,
                read_timeout=LOOKS_PATIENCE,
                connect_timeout=LOOKS_PATIENCE,
            ),
        )
        await self._asks(chat, None)

    async def _tidied(self, chat: int, edit: Awaitable[object]) -> None:
        """Looks only: an edit that fails is dropped, so that what is asked next never waits for
        it; what Telegram says of the chat holds all the same."""
        try:
            await edit
        except Forbidden:
            raise
        except RetryAfter as limit:
            self._pacing.hold(chat, seconds(limit))
        except TelegramError as failure:
            _LOG.debug("an answered question was left as it is: %s", failure)
