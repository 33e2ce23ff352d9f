"""Sends what waits in the database: in order within a chat, chats side by side.

A message is taken off the queue once Telegram has it. A crash between the two, or a connection
that tells nothing, sends it once more: Telegram has no way to ask whether it arrived.
"""

import asyncio
import logging
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import TypeVar

from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.aiohttp_request import PerhapsSent
from bot.message import Collapse, Deletion, File, Message, Outgoing, from_json, to_json
from bot.records import Asking, Shown
from bot.render.drawing import Template, draw
from bot.storage import Storage, pause_after

T = TypeVar("T")

_LOG = logging.getLogger(__name__)

LONGEST_PAUSE = 60.0
"""Seconds between two tries, after some doubling."""


class CannotDraw(ValueError):
    """Something is wrong with a template, or with what draws it."""


class Delivery:
    """Serves chats by one task each, as long as there is something to send."""

    def __init__(self, bot: Bot, storage: Storage) -> None:
        self._bot = bot
        self._storage = storage
        self._serving: dict[int, asyncio.Task[None]] = {}
        self._in_hand: set[int] = set()
        """Chats that something is being sent to at this moment."""
        self._drawn: dict[int, bytes] = {}
        """What is being sent to a chat, so that another try does not draw it again."""

    def wake(self, chat: int) -> None:
        """There may be something to send to this chat."""
        if chat not in self._serving:
            task = asyncio.create_task(self._serve(chat))
            self._serving[chat] = task

    def wake_all(self) -> None:
        for chat in self._storage.chats_to_serve():
            self.wake(chat)

    async def stop(self, patience: float) -> None:
        """Finish what is in hand within ``patience`` seconds; the rest stays in the database."""
        tasks = list(self._serving.items())
        for chat, task in tasks:
            if chat not in self._in_hand:
                task.cancel()
        if tasks:
            _, unfinished = await asyncio.wait([task for _, task in tasks], timeout=patience)
            for task in unfinished:
                task.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)

    async def _serve(self, chat: int) -> None:
        try:
            while (waiting := await self._kept(self._storage.next_message, chat)) is not None:
                position, text = waiting
                if await self._deliver(chat, text):
                    await self._kept(self._storage.sent, position)
                else:
                    await self._kept(self._storage.drop_messages, chat)
        finally:
            # No await since the queue was seen empty: nothing can have come in between.
            del self._serving[chat]

    async def _kept(self, operation: Callable[[int], T], number: int) -> T:
        """Something done in the database, however often it takes: what was sent and is not
        marked so would be sent again."""
        failures = 0
        while True:
            try:
                return operation(number)
            except sqlite3.Error as error:
                failures += 1
                _LOG.error("the database fails, sending waits: %s", error)
                await asyncio.sleep(pause_after(failures))

    async def _remember(self, chat: int, change: Callable[[Shown], Shown]) -> None:
        await self._kept(lambda chat: self._storage.now_shown(chat, change), chat)

    async def _deliver(self, chat: int, text: str) -> bool:
        """Try until the message is sent, or cannot be. False where nothing can be sent to this
        chat any more."""
        try:
            message = from_json(text)
        except ValueError as unreadable:
            _LOG.error("a message is left out, it cannot be read: %s", unreadable)
            return True
        try:
            return await self._tried(chat, message)
        finally:
            self._drawn.pop(chat, None)

    async def _tried(self, chat: int, message: Outgoing) -> bool:
        pause, doubtful = 1.0, False
        while True:
            try:
                await self._send(chat, message)
            except RetryAfter as limit:
                await asyncio.sleep(seconds(limit))
                continue
            except Forbidden:
                _LOG.info("a person has blocked the bot: nothing more is sent to them")
                return False
            except (BadRequest, ValueError) as refused:
                _LOG.error("a message is left out, it cannot be sent: %s", refused)
                await self._regret(chat, message)
            except (TimedOut, PerhapsSent) as silence:
                # It may have arrived. A question that is missing ends a talk, one that comes
                # twice does not: so one more try.
                if not doubtful:
                    doubtful = True
                    continue
                _LOG.warning("a message may not have arrived: %s", silence)
                await self._regret(chat, message)
            except (NetworkError, InvalidToken) as failure:
                if isinstance(message, File) and "too large" in str(failure).lower():
                    _LOG.error("a file is left out, Telegram refuses it: %s", failure)
                    await self._regret(chat, message)
                    return True
                _LOG.warning("sending fails, trying again in %.0f s: %s", pause, failure)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
                continue
            except TelegramError as refused:
                _LOG.error("a message is left out, Telegram refuses it: %s", refused)
                await self._regret(chat, message)
            return True

    async def _send(self, chat: int, message: Outgoing) -> None:
        self._in_hand.add(chat)
        try:
            match message:
                case Deletion():
                    with suppress(BadRequest):  # the person was faster
                        await self._bot.delete_message(chat, message.deletes)
                case Collapse():
                    await self._collapse(chat, message)
                case File():
                    await self._hand_over(chat, message)
                case Message():
                    await self._show(chat, message)
        finally:
            self._in_hand.discard(chat)

    async def _show(self, chat: int, message: Message) -> None:
        if message.edits is not None and await self._edited(chat, message, message.edits):
            return
        sent = await self._bot.send_message(
            chat, message.text, parse_mode=ParseMode.HTML, reply_markup=message.markup
        )
        if message.asks is not None:
            before = (await self._kept(self._storage.shown, chat)).asking
            now = Asking(message.asks, sent.message_id)
            await self._remember(chat, lambda shown: shown.asks(now))
            if before is not None:
                await self._tidied(
                    self._bot.edit_message_reply_markup(chat, before.message, reply_markup=None)
                )

    async def _hand_over(self, chat: int, file: File) -> None:
        """By its id where the chat has it already, or else drawn and uploaded."""
        mark = file.drawing.mark
        known = (await self._kept(self._storage.shown, chat)).files.get(mark)
        if known is not None:
            with suppress(BadRequest):  # Telegram has it no more
                await self._upload(chat, file, known)
                return
        if chat not in self._drawn:
            try:
                self._drawn[chat] = await asyncio.to_thread(draw, file.drawing)
            except (RuntimeError, ImportError) as failure:
                # Its text may quote what is drawn.
                raise CannotDraw(type(failure).__name__) from None
        sent = await self._upload(chat, file, self._drawn[chat])
        await self._remember(chat, lambda shown: shown.has(mark, sent))

    async def _upload(self, chat: int, file: File, content: bytes | str) -> str:
        """A file, or the id of one; gives the id that it has now."""
        match file.drawing.template:
            case Template.PAPER | Template.CALENDAR:
                sent = await self._bot.send_document(
                    chat,
                    content,
                    filename=file.name,
                    caption=file.caption,
                    parse_mode=ParseMode.HTML,
                )
                assert sent.document is not None
                return sent.document.file_id
            case Template.PICTURE:
                sent = await self._bot.send_photo(
                    chat,
                    content,
                    filename=file.name,
                    caption=file.caption,
                    parse_mode=ParseMode.HTML,
                )
                return sent.photo[-1].file_id

    async def _regret(self, chat: int, message: Outgoing) -> None:
        """A file that did not go out, or perhaps not, is told of in words."""
        if isinstance(message, File):
            words = [to_json(message.regret)]
            await self._kept(lambda chat: self._storage.say(chat, words), chat)

    async def _collapse(self, chat: int, answer: Collapse) -> None:
        """Only the message that asks: earlier ones have collapsed, or lost their buttons."""
        asking = (await self._kept(self._storage.shown, chat)).asking
        if asking is None or asking.question != answer.answered:
            return
        await self._tidied(
            self._bot.edit_message_text(
                answer.text,
                chat_id=chat,
                message_id=asking.message,
                parse_mode=ParseMode.HTML,
                reply_markup=answer.markup,
            )
        )
        await self._remember(chat, lambda shown: shown.asks(None))

    async def _tidied(self, edit: Awaitable[object]) -> None:
        """Looks only: an edit that fails is dropped, so that what is asked next never waits."""
        try:
            await edit
        except Forbidden:
            raise
        except TelegramError as failure:
            _LOG.debug("an answered question was left as it is: %s", failure)

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


def seconds(limit: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    after = limit.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else after
