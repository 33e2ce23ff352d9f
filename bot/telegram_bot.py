"""The bot on Telegram: python-telegram-bot as transport, the talk as what it carries."""

import asyncio
import logging
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from telegram import Bot, BotCommand, Update
from telegram.constants import ChatType
from telegram.error import InvalidToken, RetryAfter, TelegramError
from telegram.ext import Application, ApplicationBuilder, CallbackContext, TypeHandler

from bot.aiohttp_request import AiohttpRequest
from bot.delivery import Delivery, seconds
from bot.message import Message, to_json
from bot.polling import CannotRun, poll
from bot.reminding import Now, Reminding, next_time
from bot.storage import Moved, Storage
from bot.telegram_chat import (
    PRIVATE_ONLY,
    Incoming,
    collapsed,
    incoming,
    outgoing,
    speaks_to_a_group,
    toast,
)
from conversations.engine import turn
from conversations.events import Command, Event
from conversations.flow import Flows, Said
from conversations.glossary import LookUp
from conversations.replies import Reply

_LOG = logging.getLogger(__name__)

LONGEST_START_PAUSE = 60.0
"""Seconds between tries to reach the server at the start, after some doubling."""

COMMANDS = {
    Command.START: "Go on, or begin a check",
    Command.BACK: "Change the answer before",
    Command.CHECK: "Your answers, to look over and change",
    Command.RESULT: "The result again",
    Command.WHAT_IF: "Try something else on the result",
    Command.TO_DO: "What to do, to tick off",
    Command.DOCUMENTS: "Documents to bring, to tick when found",
    Command.REMIND: "Reminders before each date, only if you want them",
    Command.CALENDAR: "The dates, for your calendar",
    Command.BOOK: "Book a session",
    Command.PDF: "The result as a PDF, for your CPA",
    Command.CHART: "The result as a picture",
    Command.SAVE: "Save the result, under a name if you add one",
    Command.SAVED: "Saved results: open, compare, delete",
    Command.NEXT_YEAR: "Go on to the next tax year with what still holds",
    Command.HELP: "How this works",
    Command.ASK: "Ask what a word means, or what counts",
    Command.CANCEL: "Stop; answers are kept",
    Command.PRIVACY: "What is kept, and who can read it",
    Command.DELETE: "Erase everything kept about you",
}
"""What Telegram's menu shows, at most 256 characters each (Bot API, BotCommand)."""

DESCRIPTION = (
    "How much of your Roth conversion is taxed under the pro rata rule (Form 8606), how that "
    "comes about, what would lower it, and what to do by when. For a backdoor Roth IRA and a mega "
    "backdoor Roth. An estimate, not advice. /privacy says what is kept."
)
"""At most 512 characters (Bot API, setMyDescription)."""

SHORT_DESCRIPTION = "The taxable amount of a backdoor Roth conversion, line by line. Not advice."
"""At most 120 characters (Bot API, setMyShortDescription)."""

TROUBLE = "Something went wrong here. Your answers are kept: please send that again."


class TelegramBot:
    """One bot, one database. Runs until it is cancelled."""

    def __init__(
        self,
        token: str,
        api_root: str,
        storage: Storage,
        flows: Flows,
        look_up: LookUp,
        today: Callable[[], date],
        now: Now,
    ) -> None:
        self._storage = storage
        self._flows = flows
        self._look_up = look_up
        self._today = today
        self._now = now
        self._requests = AiohttpRequest(), AiohttpRequest(connection_pool_size=1)
        self._application: Application[Any, Any, Any, Any, Any, Any] = (
            ApplicationBuilder()
            .token(token)
            .base_url(f"{api_root}/bot")
            .base_file_url(f"{api_root}/file/bot")
            .request(self._requests[0])
            .get_updates_request(self._requests[1])
            .updater(None)
            .build()
        )
        self._application.add_handler(TypeHandler(Update, self._on_update))
        self._bot: Bot = self._application.bot
        self._delivery = Delivery(self._bot, storage)
        self._reminding = Reminding(storage, self._delivery, now)
        self._passing: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Talk until cancelled; then finish what is being sent. Raises CannotRun."""
        reminding: asyncio.Task[None] | None = None
        try:
            await self._start()
            self._delivery.wake_all()
            reminding = asyncio.create_task(self._reminding.run())
            await poll(self._application, self._storage, self._leave_out)
        finally:
            if reminding is not None:
                reminding.cancel()
            await self._delivery.stop(patience=5)
            await self._application.shutdown()
            for request in self._requests:  # left open by a start that failed
                await request.shutdown()

    async def _start(self) -> None:
        pause = 2.0
        while True:
            try:
                await self._application.initialize()
                break
            except InvalidToken:
                raise CannotRun(
                    "PRORATA_TOKEN: the Bot API server does not know it; copy it again from "
                    "@BotFather, or check PRORATA_API_URL"
                ) from None
            except RetryAfter as limit:
                await asyncio.sleep(seconds(limit))
            except TelegramError as failure:
                _LOG.warning(
                    "%s cannot be reached, trying again in %.0f s: %s",
                    self._bot.base_url.partition("/bot")[0],
                    pause,
                    failure,
                )
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_START_PAUSE)
        _LOG.info("talking as @%s", self._bot.username)
        for tell in (
            self._bot.delete_webhook,  # with one, Telegram answers no polls
            partial(self._bot.set_my_commands, self._commands()),
            partial(self._bot.set_my_description, DESCRIPTION),
            partial(self._bot.set_my_short_description, SHORT_DESCRIPTION),
        ):
            try:
                await tell()
            except TelegramError as failure:
                _LOG.warning("a command or description was not set: %s", failure)

    def _commands(self) -> list[BotCommand]:
        """What can be done here: there may be no address to book at."""
        return [
            BotCommand(*item)
            for item in COMMANDS.items()
            if item[0] is not Command.BOOK or self._flows.booking is not None
        ]

    # Updates

    def _leave_out(self, update_id: int, update: Update | None) -> None:
        """Answer an update that cannot be answered: with a word of regret. Raises sqlite3.Error."""
        chat = None if update is None else update.effective_chat
        told = chat.id if chat is not None and chat.type == ChatType.PRIVATE else None
        self._storage.set_aside(update_id, told, [to_json(Message(TROUBLE))])
        if told is not None:
            self._delivery.wake(told)
        if update is not None and update.callback_query is not None:
            self._answer(update.callback_query.id, None)

    async def _on_update(self, update: Update, _: CallbackContext[Any, Any, Any, Any]) -> None:
        came = incoming(update)
        if came is not None and not came.private:
            self._decline_group(update, came)
        elif came is None or came.event is None:
            self._storage.set_aside(update.update_id, None, [])
        else:
            self._take_turn(update.update_id, came, came.event)

    def _take_turn(self, update_id: int, came: Incoming, event: Event) -> None:
        replies: tuple[Reply, ...] = ()

        def move(said: Said | None) -> Moved:
            nonlocal replies
            taken = turn(self._flows, said, event, self._today(), self._look_up)
            replies = taken.replies
            record = [] if taken.settled is None else [collapsed(taken.settled)]
            messages = list(map(to_json, (*record, *outgoing(replies, came.message))))
            return Moved(taken.said, messages, taken.in_vain, next_time(taken.said, self._now()))

        self._storage.turn(came.chat, move, update_id)
        self._delivery.wake(came.chat)
        if came.callback_query is not None:
            self._answer(came.callback_query, toast(replies))

    def _decline_group(self, update: Update, came: Incoming) -> None:
        chat, member = update.effective_chat, update.my_chat_member
        left = member is not None and member.new_chat_member.status in ("left", "kicked")
        if chat is None or left or not speaks_to_a_group(chat):
            self._storage.set_aside(update.update_id, None, [])
        else:
            self._storage.tell_group(update.update_id, came.chat, [to_json(Message(PRIVATE_ONLY))])
            self._delivery.wake(came.chat)
        if came.callback_query is not None:
            self._answer(came.callback_query, PRIVATE_ONLY)

    def _answer(self, callback_query: str, text: str | None) -> None:
        """Stop the button's spinning. Nothing is lost if that fails: the query may be too old."""

        async def answer() -> None:
            try:
                await self._bot.answer_callback_query(callback_query, text)
            except TelegramError as failure:
                _LOG.debug("a tap was not answered: %s", failure)

        task = asyncio.create_task(answer())
        self._passing.add(task)
        task.add_done_callback(self._passing.discard)
