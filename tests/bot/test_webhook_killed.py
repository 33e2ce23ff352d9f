"""By the webhook, too, a kill at any moment loses no answer and takes none twice.

The program runs for itself, and what Telegram sends goes through a wire that the test holds.
"""

import asyncio
import signal
import sqlite3
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bot.keeping.storage import Storage
from bot.receiving.addresses import Address
from tests.bot.a_key import MASTERS
from tests.bot.bot_api_server import TOKEN, BotApiServer
from tests.bot.phone import Chat
from tests.bot.program import ERRORS, Program, kill
from tests.bot.talks import asked, holds, talking, until

TO_THE_AGE = "says /start \n taps Backdoor Roth \n taps 2026 \n taps Single"


@dataclass
class Wire:
    """Passes on what Telegram sends, and what is answered, unless it is cut."""

    to: Address
    cut: bool = False
    swallowed: list[int] = field(default_factory=list)
    """Statuses that Telegram never heard of."""

    @asynccontextmanager
    async def held(self) -> AsyncIterator[str]:
        app = web.Application()
        app.router.add_route("POST", "/{path:.*}", self._pass_on)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.01)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        await runner.cleanup()

    async def _pass_on(self, request: web.Request) -> web.Response:
        keep = {"content-type", "x-telegram-bot-api-secret-token"}
        headers = {name: value for name, value in request.headers.items() if name.lower() in keep}
        try:
            async with (
                aiohttp.ClientSession() as session,
                session.post(
                    f"http://{self.to}{request.path}", data=await request.read(), headers=headers
                ) as answer,
            ):
                status = answer.status
        except aiohttp.ClientError:
            status = 0
        if self.cut:
            self.swallowed.append(status)
            status = 0
        if status == 0 and request.transport:
            request.transport.abort()
        after = answer.headers.get("Retry-After") if status else None
        return web.Response(
            status=status or 502, headers={"Retry-After": after} if after is not None else {}
        )


@dataclass
class Ours:
    """Our program behind the wire."""

    folder: Path
    server: BotApiServer
    wire: Wire
    program: Program

    async def start(self) -> Process:
        return await self.program(
            self.folder,
            "run",
            PRORATA_TOKEN=TOKEN,
            PRORATA_API_URL=self.server.url,
            PRORATA_WEBHOOK_URL="https://bot.example.com",
            PRORATA_LISTEN=str(self.wire.to),
        )

    def answers(self, chat: Chat) -> list[str]:
        """What is kept."""
        with closing(Storage(self.folder / "prorata.db", MASTERS)) as storage:
            said = storage.said(chat.chat_id)
        return [] if said is None else list(said.answers.values())

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Nothing can be written down meanwhile."""
        with closing(sqlite3.connect(self.folder / "prorata.db")) as lock:
            lock.execute("BEGIN IMMEDIATE")
            yield


@pytest.fixture
async def ours(
    tmp_path: Path,
    server: BotApiServer,
    storage: Storage,
    free: Address,
    program: Program,
    ann: Chat,
) -> AsyncIterator[Ours]:
    """Ann is asked her age."""
    async with talking(server, storage):
        await holds(ann, TO_THE_AGE)
    storage.close()
    wire = Wire(free)
    async with wire.held() as server.proxy:
        yield Ours(tmp_path, server, wire, program)
        await server.stop()


async def stopped(process: Process) -> int | None:
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(15):
        await process.communicate()
    return process.returncode


async def test_a_kill_between_the_commit_and_the_answer(ours: Ours, ann: Chat) -> None:
    process = await ours.start()
    await until(lambda: ours.server.webhook, 15)
    ours.wire.cut = True
    said = await ann.says("45")
    await until(lambda: ours.wire.swallowed)
    await kill(process)
    assert ours.wire.swallowed[0] == 200, "it was not committed, which is another test"
    assert ours.answers(ann)[-1] == "45"
    ours.wire.cut = False
    process = await ours.start()
    await ours.server.confirms(said.update_id, timeout=15)
    said = await ann.says("300k")
    await ours.server.confirms(said.update_id)
    assert ours.answers(ann)[-2:] == ["45", "300000"]
    assert await stopped(process) == 0
    shown = [message.text for message in ann.messages if message.from_bot]
    assert len(shown) - len(set(shown)) <= 1, "more than the message on its way came twice"


async def test_a_kill_before_the_commit(ours: Ours, ann: Chat) -> None:
    process = await ours.start()
    await until(lambda: ours.server.webhook, 15)
    with ours.locked():
        said = await ann.says("45")
        await asyncio.sleep(0.05)  # for the update to get there; if it does not, nothing is lost
        await kill(process)
    process = await ours.start()
    await ours.server.confirms(said.update_id, timeout=15)
    assert ours.answers(ann)[-1] == "45"
    assert await stopped(process) == 0


async def test_told_to_stop_in_the_middle_of_a_turn(ours: Ours, ann: Chat) -> None:
    """What cannot be finished is not confirmed; everything else is."""
    process = await ours.start()
    await until(lambda: ours.server.webhook, 15)
    with ours.locked():
        said = await ann.says("45")
        await asyncio.sleep(0.05)
        assert await stopped(process) == 0
    assert ours.server.webhook, "what is said meanwhile would not be kept"
    process = await ours.start()
    await ours.server.confirms(said.update_id, timeout=15)
    assert ours.answers(ann)[-1] == "45"
    assert await stopped(process) == 0
    assert "Traceback" not in (ours.folder / ERRORS).read_text()


async def test_a_lock_that_goes_away(ours: Ours, ann: Chat) -> None:
    process = await ours.start()
    await until(lambda: ours.server.webhook, 15)
    with ours.locked():
        said = await ann.says("45")
        await until(lambda: (said.update_id, 503) in ours.server.webhook_answers, 10)
    await asked(ann)
    assert ours.answers(ann)[-1] == "45"
    assert await stopped(process) == 0
