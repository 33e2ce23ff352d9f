"""Talks with our bot on Telegram, told as what a person does on a phone."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from datetime import UTC, datetime, time
from math import inf
from typing import Any

from bot.glossary_search import GlossarySearch
from bot.keeping.storage import Storage
from bot.sending.pacing import Pacing
from bot.telegram.bot import TelegramBot
from bot.telegram.chat import PENCIL
from bot.telegram.reminding import Now
from conversations.flow import Flows
from conversations.flows.every import FLOWS
from tests.bot.bot_api_server import BotApiServer
from tests.bot.phone import Chat, Message
from tests.conversations.talking import TODAY

NOON = datetime.combine(TODAY, time(17), UTC)
"""In New York, on the day of the talks."""

KNOWN_TALK = """
    says /start
    taps Backdoor Roth
    taps 2026
    taps Single
    says 45
    says 300k
    taps Yes
    taps Rollover IRA
    taps Done
    says 95,000
    says 6000
    taps By December 31
    taps No
    says 6000
    says 0
    taps Not sure
    taps No
    taps Show the result
"""
"""Pre-tax $95,000, nondeductible $6,000, converted $6,000: taxable $5,643.56, tax-free $356.44."""


def steps(talk: str) -> list[str]:
    return [line.strip() for line in talk.strip().splitlines()]


async def takes(chat: Chat, step: str) -> None:
    """The person does one thing: "says 45", "taps Single"."""
    verb, _, what = step.partition(" ")
    await (chat.says(what) if verb == "says" else chat.taps(what))


async def holds(chat: Chat, talk: str) -> list[Message]:
    """The person takes every step of a talk; gives the answer to the last one."""
    reply: list[Message] = []
    for step in steps(talk):
        await takes(chat, step)
        reply = await answer(chat)
    return reply


async def answer(chat: Chat) -> list[Message]:
    """What the bot says next, up to the message that has something to tap; not what is left of
    the questions before it."""
    heard = [await chat.hears()]
    while not heard[-1].keyboard or is_record(heard[-1]):
        heard.append(await chat.hears())
    return [message for message in heard if not is_record(message)]


def once_with(chat: Chat, label: str) -> Message:
    """The newest message that has, or had before it was answered, a button that reads *label*."""
    return next(
        message
        for message in reversed(chat.messages)
        if any(content.button(label) for content in (message.content, *message.before))
    )


def is_record(message: Message) -> bool:
    """Whether a message is no longer a question, but the answer to it."""
    return message.edited and message.keyboard in ([], [[f"{PENCIL} Change"]])


async def asked(chat: Chat) -> str:
    """The question that the next answer ends with."""
    return question(await answer(chat))


def question(reply: list[Message]) -> str:
    """Without a note before it and the progress, which stand on lines of their own."""
    return reply[-1].text.splitlines()[-1]


def text(reply: list[Message]) -> str:
    return "\n".join(message.text for message in reply)


def our_bot(
    server: BotApiServer,
    storage: Storage,
    token: str | None = None,
    flows: Flows = FLOWS,
    now: Now = lambda: NOON,
    cpa_chat: int | None = None,
    pacing: Pacing | None = None,
    **others: Any,
) -> TelegramBot:
    return TelegramBot(
        token or server.token,
        server.url,
        storage,
        flows,
        GlossarySearch(),
        lambda: now().date(),
        now,
        cpa_chat,
        pacing=pacing or Pacing(inf, inf),  # people in tests do not have to think
        **others,
    )


@asynccontextmanager
async def talking(
    server: BotApiServer, storage: Storage, **changes: Any
) -> AsyncIterator[asyncio.Task[None]]:
    """Our bot at work. At the end it is stopped, and has sent what it had to say by then."""
    server.overlooks = is_record  # it comes beside the next question, sooner or later
    task = asyncio.create_task(our_bot(server, storage, **changes).run())
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def answers_of(storage: Storage, chat: Chat) -> Mapping[str, str]:
    """What is kept of a person's answers; nothing of somebody never met."""
    said = storage.said(chat.chat_id)
    return {} if said is None else said.answers


def kept_of(storage: Storage, chat: Chat) -> str:
    """What is kept of a chat: the talk of a "person", letters that "wait", "nothing"."""
    if storage.said(chat.chat_id) is not None:
        return "person"
    return "wait" if storage.waiting(chat.chat_id) else "nothing"


@contextmanager
def locked(storage: Storage) -> Iterator[None]:
    """By another program, which the bot hardly waits for."""
    storage.db.execute("PRAGMA busy_timeout = 1")
    with closing(sqlite3.connect(storage.path)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.rollback()


async def until(happened: Callable[[], object], timeout: float = 5) -> None:
    """For what nobody in a chat hears of. Waits *timeout* seconds at most, then fails."""
    try:
        async with asyncio.timeout(timeout):
            while not happened():
                await asyncio.sleep(0.005)
    except TimeoutError:
        raise AssertionError(f"did not happen in {timeout} s") from None
