"""The bot on Telegram: python-telegram-bot as transport, fed by our own poll loop.

Its updater confirms an update as soon as it is in memory. Here an update is confirmed by the
next ``getUpdates`` only after the transaction that answers it is committed, so a crash at any
point loses nothing; what then comes again is known by its id.
"""

import asyncio
import logging
import sqlite3
import warnings
from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any

from telegram import Bot, BotCommand, Update
from telegram.constants import ChatType
from telegram.error import (
    Conflict,
    EndPointNotFound,
    InvalidToken,
    RetryAfter,
    TelegramError,
)
from telegram.ext import Application, ApplicationBuilder, CallbackContext, TypeHandler
from telegram.warnings import PTBUserWarning

from bot.aiohttp_request import AiohttpRequest
from bot.delivery import Delivery, seconds
from bot.message import Message, to_json
from bot.storage import Storage
from bot.telegram_chat import PRIVATE_ONLY, Incoming, incoming, outgoing, speaks_to_a_group, toast
from conversations.engine import turn
from conversations.events import Command
from conversations.flow import Flow, Said
from conversations.replies import Reply

_LOG = logging.getLogger(__name__)

POLL_SECONDS = 30
"""How long Telegram holds a poll open while nothing happens."""

START_PAUSE = 5.0
"""Seconds between tries to reach the server at the start."""

NEWCOMER_SECONDS = 60
"""How long after its start a program gives way to another that fetches the same updates."""

CONFLICT_PAUSE = 3.0
"""Seconds, so that the other's poll is ended while it is still a newcomer."""

LONGEST_DATABASE_PAUSE = 30.0
"""Seconds between two tries to keep an update."""

TRIES = 3
"""How often an update is tried that fails for another reason than the database."""

ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]

COMMANDS = {
    Command.START: "Go on, or begin a check",
    Command.BACK: "Change the answer before",
    Command.RESULT: "The result again",
    Command.HELP: "How this works",
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

# Updates are fetched raw and read one by one, so that one that cannot be read does not take the
# others with it; python-telegram-bot would have us call get_updates.
warnings.filterwarnings("ignore", message="Please use 'Bot.getUpdates'", category=PTBUserWarning)


class CannotRun(Exception):
    """Telegram will not have this bot running; the message is one line for the operator."""


class TelegramBot:
    """One bot, one database, one flow. Runs until it is cancelled."""

    def __init__(
        self,
        token: str,
        api_root: str,
        storage: Storage,
        flow: Flow,
        today: Callable[[], date],
    ) -> None:
        self._storage = storage
        self._flow = flow
        self._today = today
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
        self._application.add_error_handler(self._note_failure)
        self._bot: Bot = self._application.bot
        self._delivery = Delivery(self._bot, storage)
        self._passing: set[asyncio.Task[None]] = set()
        self._failure: Exception | None = None

    async def run(self) -> None:
        """Talk until cancelled; then finish what is being sent. Raises CannotRun."""
        try:
            await self._start()
            self._delivery.wake_all()
            await self._poll()
        finally:
            await self._delivery.stop(patience=5)
            await self._application.shutdown()
            for request in self._requests:  # left open by a start that failed
                await request.shutdown()

    async def _start(self) -> None:
        while True:
            try:
                await self._application.initialize()
                break
            except InvalidToken:
                raise CannotRun(
                    "no Bot API server that knows PRORATA_TOKEN answers at PRORATA_API_URL"
                ) from None
            except RetryAfter as limit:
                await asyncio.sleep(seconds(limit))
            except TelegramError as failure:
                _LOG.warning("the Bot API server cannot be reached, trying again: %s", failure)
                await asyncio.sleep(START_PAUSE)
        _LOG.info("talking as @%s", self._bot.username)
        try:
            await self._bot.delete_webhook()  # with one, Telegram answers no polls
            await self._bot.set_my_commands([BotCommand(*item) for item in COMMANDS.items()])
            await self._bot.set_my_description(DESCRIPTION)
            await self._bot.set_my_short_description(SHORT_DESCRIPTION)
        except TelegramError as failure:
            _LOG.warning("not all of the bot's commands and descriptions were set: %s", failure)

    # Updates

    async def _poll(self) -> None:
        loop = asyncio.get_running_loop()
        began, offset, pause = loop.time(), 0, 1.0
        while True:
            try:
                updates = await self._bot.do_api_request(
                    "getUpdates",
                    api_kwargs={
                        "offset": offset,
                        "timeout": POLL_SECONDS,
                        "allowed_updates": ALLOWED_UPDATES,
                    },
                    read_timeout=POLL_SECONDS + 10,
                )
            except Conflict as conflict:
                # Each of two programs ends the other's poll. The one that came last gives way.
                if loop.time() - began < NEWCOMER_SECONDS:
                    raise CannotRun(
                        "another program fetches the updates of this bot: stop it, or take a "
                        f"token of your own. The Bot API server says: {conflict}"
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
                pause = min(pause * 2, 60)
                continue
            pause = 1.0
            for raw in updates:
                await self._handle(raw)
                offset = raw["update_id"] + 1

    async def _handle(self, raw: dict[str, Any]) -> None:
        """Returns once the update is in the database, and never before. A database that fails is
        waited for; an update that fails for another reason is left out after some tries, so that
        it does not keep all others waiting."""
        update_id, update = raw["update_id"], _read(raw, self._bot)
        for failures in count():
            self._failure = None
            if update is not None:
                await self._application.process_update(update)
            if self._is_kept(update_id):
                return
            database_fails = isinstance(self._failure, sqlite3.Error)
            if update is None or (failures + 1 >= TRIES and not database_fails):
                _LOG.error("an update is left out, it cannot be answered")
                if self._try_to_set_aside(update_id, update):
                    return
            await asyncio.sleep(min(0.1 * 2 ** min(failures, 10), LONGEST_DATABASE_PAUSE))

    async def _note_failure(self, _: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """The kind and place of an error; its text could hold what a person wrote."""
        self._failure = context.error
        trace = context.error.__traceback__ if context.error else None
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "no place"
        _LOG.error("an update fails: %s at %s", type(context.error).__name__, place)

    def _is_kept(self, update_id: int) -> bool:
        try:
            return self._storage.has_seen(update_id)
        except sqlite3.Error as error:
            self._failure = error
            return False

    def _try_to_set_aside(self, update_id: int, update: Update | None) -> bool:
        chat = None if update is None else update.effective_chat
        told = chat.id if chat is not None and chat.type == ChatType.PRIVATE else None
        try:
            self._storage.set_aside(update_id, told, [to_json(Message(TROUBLE))])
        except sqlite3.Error as error:
            _LOG.error("the database cannot be written, updates wait: %s", error)
            return False
        if told is not None:
            self._delivery.wake(told)
        if update is not None and update.callback_query is not None:
            self._answer(update.callback_query.id, None)
        return True

    async def _on_update(self, update: Update, _: CallbackContext[Any, Any, Any, Any]) -> None:
        came = incoming(update)
        if came is None:
            self._storage.set_aside(update.update_id, None, [])
        elif not came.private:
            self._decline_group(update, came)
        elif came.event is None:
            self._storage.set_aside(update.update_id, None, [])
        else:
            self._take_turn(update.update_id, came)

    def _take_turn(self, update_id: int, came: Incoming) -> None:
        replies: tuple[Reply, ...] = ()

        def move(said: Said | None) -> tuple[Said | None, list[str]]:
            nonlocal replies
            assert came.event is not None
            taken = turn(self._flow, said, came.event, self._today())
            replies = taken.replies
            return taken.said, [to_json(message) for message in outgoing(replies, came.message)]

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


def _read(raw: dict[str, Any], bot: Bot) -> Update | None:
    try:
        return Update.de_json(raw, bot)
    except Exception as error:  # whatever python-telegram-bot trips over
        _LOG.error("an update cannot be read: %s", type(error).__name__)
        return None
