"""Killed at any moment and started again, the bot has lost no answer and asks nothing twice.

The talk is held once without a break, and once with a kill at each moment below: what is kept
and what was seen have to be the same. Only a message that was on its way at that moment may come
twice, for Telegram has no way to ask whether it arrived.
"""

import asyncio
import random
import signal
import sqlite3
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from bot.keeping.storage import Storage
from conversations.flow import Said
from tests.bot.a_key import MASTERS
from tests.bot.bot_api_server import TOKEN, BotApiServer
from tests.bot.phone import Chat
from tests.bot.program import ERRORS, Program, kill, start
from tests.bot.talks import KNOWN_TALK, answer, holds, is_record, steps, takes, talking, until

patiently = partial(until, timeout=20)
"""The bot keeps Telegram's pace: a second a message, after the first few."""

SEED = 8606
FOREVER = 1_000  # times; until the server recovers
STEPS = steps(KNOWN_TALK)

Seen = list[tuple[str, list[list[str]]]]
"""The bot's messages and edits as they came in, with their buttons."""


@dataclass
class Talk:
    """One person's talk with a bot that keeps what it is told in *folder*."""

    folder: Path
    server: BotApiServer
    seen: Seen = field(default_factory=list)
    polls_before: int = 0
    """Of the processes before the one that talks now."""

    async def starts(self) -> Process:
        self.polls_before = self.polls()
        return await start(self.folder, "run", **on_telegram(self.server))

    def polls(self) -> int:
        return len(self.server.calls["getUpdates"])

    @property
    def chat(self) -> Chat:
        return self.server.chat(1001, "Ann")

    async def sees(self) -> None:
        """The next message, but for what is left of answered questions."""
        message = await self.chat.hears(timeout=15)
        while is_record(message):
            message = await self.chat.hears(timeout=15)
        self.seen.append((message.text, message.keyboard))

    def messages(self) -> int:
        """How many the bot has sent."""
        return sum(message.from_bot for message in self.chat.messages)

    def said(self) -> Said:
        """What the database has of the talk."""
        with closing(Storage(self.folder / "prorata.db", MASTERS)) as storage:
            said = storage.said(self.chat.chat_id)
        assert said is not None
        return said

    def waiting(self) -> int:
        """Messages still to be sent."""
        return len(self._rows("SELECT * FROM outbox"))

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.folder / "prorata.db")) as db:
            return db.execute(query).fetchall()


def on_telegram(server: BotApiServer) -> dict[str, str]:
    return {"PRORATA_TOKEN": TOKEN, "PRORATA_API_URL": server.url}


def without_repeats(seen: Seen) -> Seen:
    return [*seen[:1], *(now for before, now in pairwise(seen) if now != before)]


# Moments: the person takes a step, and the body is run when it is certain that the program is at
# that point.

Moment = Callable[[Talk, str], AbstractAsyncContextManager[None]]


@asynccontextmanager
async def before_the_commit(talk: Talk, step: str) -> AsyncIterator[None]:
    """The update came, and cannot be written down."""
    with closing(sqlite3.connect(talk.folder / "prorata.db")) as lock:
        lock.execute("BEGIN IMMEDIATE")
        await takes(talk.chat, step)
        await asyncio.sleep(0.05)  # for the update to get there; if it does not, nothing is lost
        yield


@asynccontextmanager
async def after_the_commit_before_sending(talk: Talk, step: str) -> AsyncIterator[None]:
    talk.server.fails("sendMessage", 500, times=FOREVER)
    tries = len(talk.server.calls["sendMessage"])
    await takes(talk.chat, step)
    await patiently(lambda: len(talk.server.calls["sendMessage"]) > tries)
    yield
    talk.server.recovers("sendMessage")


@asynccontextmanager
async def after_the_first_of_two_messages(talk: Talk, step: str) -> AsyncIterator[None]:
    talk.server.delays("sendMessage", 0)
    talk.server.fails("sendMessage", 500, times=FOREVER)
    tries = len(talk.server.calls["sendMessage"])
    await takes(talk.chat, step)
    await patiently(lambda: len(talk.server.calls["sendMessage"]) > tries + 1)
    yield
    talk.server.recovers("sendMessage")


@asynccontextmanager
async def while_a_message_is_on_its_way(talk: Talk, step: str) -> AsyncIterator[None]:
    """The person has it, the program does not know: this one comes twice."""
    talk.server.delays("sendMessage", 60)
    messages = talk.messages()
    await takes(talk.chat, step)
    await patiently(lambda: talk.messages() > messages)
    yield


@asynccontextmanager
async def while_a_message_is_edited(talk: Talk, step: str) -> AsyncIterator[None]:
    talk.server.delays("editMessageText", 60)
    edits = len(talk.server.calls["editMessageText"])
    await takes(talk.chat, step)
    await patiently(lambda: len(talk.server.calls["editMessageText"]) > edits)
    yield


@asynccontextmanager
async def before_the_update_is_confirmed(talk: Talk, step: str) -> AsyncIterator[None]:
    """It is kept and answered, and Telegram will bring it again."""
    await patiently(lambda: talk.polls() > talk.polls_before)  # one that brings the update
    talk.server.fails("getUpdates", 500, times=FOREVER)
    polls = talk.polls()
    messages = talk.messages()
    await takes(talk.chat, step)
    await patiently(lambda: talk.polls() > polls)
    await patiently(lambda: talk.messages() > messages and not talk.waiting())
    yield
    talk.server.recovers("getUpdates")


@asynccontextmanager
async def while_nothing_happens(talk: Talk, step: str) -> AsyncIterator[None]:
    await takes(talk.chat, step)
    await talk.server.confirms(talk.server.next_update_id - 1)
    await patiently(lambda: not talk.waiting())
    yield


ANYWHERE = (
    before_the_commit,
    after_the_commit_before_sending,
    while_a_message_is_on_its_way,
    before_the_update_is_confirmed,
    while_nothing_happens,
)


def plan(seed: int) -> dict[int, Moment]:
    """The moments at which the program is killed, by the number of the step."""
    start, mark = STEPS.index("says /start"), STEPS.index("taps Rollover IRA")
    others = [number for number in range(len(STEPS)) if number not in (start, mark)]
    chosen = random.Random(seed).sample(others, len(ANYWHERE))
    return {
        start: after_the_first_of_two_messages,
        mark: while_a_message_is_edited,
        **dict(zip(chosen, ANYWHERE, strict=True)),
    }


async def undisturbed(talk: Talk) -> list[int]:
    """Holds the talk with nothing in the way; gives how much was seen after each step."""
    seen_after = []
    with closing(Storage(talk.folder / "prorata.db", MASTERS)) as storage:
        async with talking(talk.server, storage):
            for step in STEPS:
                await takes(talk.chat, step)
                await talk.sees()
                while not talk.seen[-1][1]:
                    await talk.sees()
                seen_after.append(len(talk.seen))
    return seen_after


async def test_a_talk_with_a_kill_at_every_moment(tmp_path: Path) -> None:
    kills = plan(SEED)
    print(f"seed {SEED}:", *(f"{STEPS[n]}: {moment.__name__}" for n, moment in kills.items()))
    await talk_with_kills(tmp_path, SEED)


async def talk_with_kills(folder: Path, seed: int) -> tuple[int, int]:
    """A talk that is disturbed as the seed says; gives how often, and how many messages came
    twice. `make chaos` holds some with other seeds."""
    for name in ("calm", "troubled"):
        (folder / name).mkdir()
    async with BotApiServer() as server:
        calm = Talk(folder / "calm", server)
        seen_after = await undisturbed(calm)

    kills = plan(seed)
    async with BotApiServer() as server:
        talk = Talk(folder / "troubled", server)
        process = await talk.starts()
        try:
            for number, step in enumerate(STEPS):
                if number in kills:
                    async with kills[number](talk, step):
                        await kill(process)
                    process = await talk.starts()
                else:
                    await takes(talk.chat, step)
                while without_repeats(talk.seen) != calm.seen[: seen_after[number]]:
                    await talk.sees()
                await patiently(lambda: not talk.waiting())
        finally:
            await kill(process)

    assert talk.said() == calm.said()
    assert talk.waiting() == calm.waiting() == 0
    twice = len(talk.seen) - len(without_repeats(talk.seen))
    assert twice <= 1, "more than one came twice"
    errors = (talk.folder / ERRORS).read_text()
    assert TOKEN.partition(":")[2] not in errors
    assert "Traceback" not in errors
    return len(kills), twice


class TestAskedToStop:
    """SIGTERM, as `systemctl stop` sends it: quick, quiet, and with what is in hand finished."""

    async def test_with_a_message_on_its_way(self, tmp_path: Path, program: Program) -> None:
        async with BotApiServer() as server:
            talk = Talk(tmp_path, server)
            process = await program(talk.folder, "run", **on_telegram(server))
            await holds(talk.chat, "says /start \n taps Backdoor Roth \n taps 2026")
            server.delays("sendMessage", 0.3)
            await talk.chat.says("single")
            await answer(talk.chat)
            assert await stopped(process) == 0
            assert talk.waiting() == 0
            assert len(talk.said().answers) == 3
            await talk.chat.says("45")
            process = await program(talk.folder, "run", **on_telegram(server))
            await talk.chat.hears()
            await kill(process)
        shown = [message.text for message in talk.chat.messages if message.from_bot]
        assert len(shown) == len(set(shown)), "a message came twice"
        assert no_trouble(tmp_path)

    async def test_while_telegram_is_broken(self, tmp_path: Path, program: Program) -> None:
        async with BotApiServer() as server:
            talk = Talk(tmp_path, server)
            server.fails("sendMessage", 429, retry_after=600, times=FOREVER)
            process = await program(talk.folder, "run", **on_telegram(server))
            await talk.chat.says("/start")
            await patiently(lambda: server.calls["sendMessage"])
            assert await stopped(process) == 0
            assert talk.waiting() == 2
        assert no_trouble(tmp_path)

    async def test_while_telegram_cannot_be_reached(self, tmp_path: Path, program: Program) -> None:
        async with BotApiServer() as server:
            pass
        process = await program(tmp_path, "run", **on_telegram(server))
        await patiently(lambda: "cannot be reached" in (tmp_path / ERRORS).read_text())
        assert await stopped(process) == 0
        assert no_trouble(tmp_path)


async def stopped(process: Process) -> int | None:
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(10):
        await process.communicate()
    return process.returncode


def no_trouble(folder: Path) -> bool:
    """Whether the program had nothing to complain of that an operator would have to look into."""
    errors = (folder / ERRORS).read_text()
    return not any(word in errors for word in ("Traceback", "Unclosed", "never", "ERROR"))


async def test_the_chat_in_the_terminal(tmp_path: Path, program: Program) -> None:
    """Killed while it waits for an answer; the last one typed is kept like all others."""
    process = await program(tmp_path)
    await typed(process, "backdoor", "2026", "single", "45")
    await reads(process, "5 of about")
    await kill(process)
    process = await program(tmp_path)
    assert "4 answers" in await reads(process, "5 of about")
    await kill(process)


async def typed(process: Process, *lines: str) -> None:
    assert process.stdin
    process.stdin.write("".join(f"{line}\n" for line in lines).encode())
    await process.stdin.drain()


async def reads(process: Process, words: str) -> str:
    """What is on the screen as soon as it has these words and the prompt after them."""
    assert process.stdout
    screen = ""
    try:
        async with asyncio.timeout(10):
            while words not in screen or not screen.endswith("> "):
                screen += (await process.stdout.read(4096)).decode()
    except TimeoutError:
        raise AssertionError(f"{words!r} does not come up:\n{screen}") from None
    return screen
