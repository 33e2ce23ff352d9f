import asyncio
import socket
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from telegram import Bot

from bot.keeping.storage import Storage
from bot.receiving.addresses import Address
from bot.sending.carrier import Carrier
from tests.bot.a_key import MASTERS
from tests.bot.bot_api_server import BotApiServer
from tests.bot.phone import Chat
from tests.bot.program import Program, kill, start
from tests.bot.talks import talking


def pytest_configure(config: pytest.Config) -> None:
    """pytest undoes what `bot.receiving.polling` says of warnings, so it is said here again."""
    config.addinivalue_line("filterwarnings", "ignore:Please use 'Bot.getUpdates'")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def _times_as_timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it python-telegram-bot warns on every 429, and a warning fails a test."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer() as server:
        yield server


@pytest.fixture
async def bot(server: BotApiServer) -> AsyncIterator[Bot]:
    """A bot that does nothing by itself; it talks to `server` the way ours does."""
    requests = Carrier(), Carrier()
    async with Bot(
        server.token,
        base_url=f"{server.url}/bot",
        request=requests[0],
        get_updates_request=requests[1],
    ) as bot:
        yield bot


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    storage = Storage(tmp_path / "prorata.db", MASTERS)
    yield storage
    storage.close()


@pytest.fixture
async def our_bot(server: BotApiServer, storage: Storage) -> AsyncIterator[asyncio.Task[None]]:
    """Our bot at work at `server`, keeping what it is told in `storage`."""
    async with talking(server, storage) as running:
        yield running


@pytest.fixture
def free() -> Address:
    """An address on loopback where nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return Address(*listening.getsockname())


@pytest.fixture
def ann(server: BotApiServer) -> Chat:
    return server.chat(user_id=1001, first_name="Ann")


@pytest.fixture
def bob(server: BotApiServer) -> Chat:
    return server.chat(user_id=1002, first_name="Bob")


@pytest.fixture
async def program() -> AsyncIterator[Program]:
    """Starts our program as often as told; none of them outlives the test."""
    started: list[Process] = []

    async def starts(folder: Path, *arguments: str, **settings: str) -> Process:
        started.append(await start(folder, *arguments, **settings))
        return started[-1]

    yield starts
    for process in started:
        if process.returncode is None:
            await kill(process)


class _InAHurry:
    """asyncio, but every pause is a millisecond."""

    def __init__(self) -> None:
        self.pauses: list[float] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)

    async def sleep(self, seconds: float) -> None:
        if seconds:
            self.pauses.append(seconds)
        await asyncio.sleep(0.001)


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long, in seconds, the bot would have waited each time; here it goes on at once."""
    hurried = _InAHurry()
    for module in (
        *("sending.delivery", "sending.pacing", "sending.reaching_telegram", "keeping.until_kept"),
        *("receiving.intake", "receiving.polling"),
    ):
        monkeypatch.setattr(f"bot.{module}.asyncio", hurried)
    return hurried.pauses
