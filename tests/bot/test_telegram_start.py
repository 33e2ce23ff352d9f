"""Starting and stopping: what the bot says about itself, and what keeps it from running."""

import asyncio
import logging
from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest
from telegram import Bot

from bot.keeping.storage import Storage
from bot.operating.logs import write_logs
from bot.sending.reaching_telegram import CannotRun
from bot.telegram import profile as telegram_profile
from tests.bot.bot_api_server import TOKEN, BotApiServer
from tests.bot.phone import Chat
from tests.bot.talks import KNOWN_TALK, holds, our_bot, talking, text, until


@pytest.fixture(autouse=True)
def _all_connections_are_closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """However a run ends: an open connection would be complained of at the end of the program."""
    opened: list[aiohttp.ClientSession] = []
    opens = aiohttp.ClientSession

    def noted(**options: Any) -> aiohttp.ClientSession:
        opened.append(opens(**options))
        return opened[-1]

    monkeypatch.setattr(aiohttp, "ClientSession", noted)
    yield
    assert all(session.closed for session in opened)


SECRET = TOKEN.partition(":")[2]


async def test_it_introduces_itself(server: BotApiServer, storage: Storage, bot: Bot) -> None:
    async with talking(server, storage):
        await until(lambda: server.calls["setMyShortDescription"])
    commands = [command.command for command in await bot.get_my_commands()]
    assert {"start", "help", "back", "cancel", "privacy", "delete"} <= set(commands)
    assert server.profile == {
        "description": telegram_profile.DESCRIPTION,
        "short_description": telegram_profile.SHORT_DESCRIPTION,
    }


async def test_it_talks_even_if_it_cannot_introduce_itself(
    server: BotApiServer, storage: Storage, ann: Chat
) -> None:
    server.fails("setMyCommands", 429, retry_after=3600)
    async with talking(server, storage):
        await holds(ann, "says /start")


class TestWhatCannotRun:
    """It ends by itself, with a line that says what to do."""

    async def test_a_wrong_token(self, server: BotApiServer, storage: Storage) -> None:
        with pytest.raises(CannotRun, match="PRORATA_TOKEN"):
            await our_bot(server, storage, token="1:wrong").run()

    async def test_a_token_that_is_revoked(
        self, server: BotApiServer, storage: Storage, ann: Chat
    ) -> None:
        running = asyncio.create_task(our_bot(server, storage).run())
        await holds(ann, "says /start")
        server.fails("getUpdates", 401, times=2)
        await ann.says("2026")
        with pytest.raises(CannotRun, match="PRORATA_TOKEN"):
            await running

    async def test_another_program_with_the_same_token(
        self, server: BotApiServer, storage: Storage, bot: Bot
    ) -> None:
        running = asyncio.create_task(our_bot(server, storage).run())
        await until(lambda: server.calls["getUpdates"])
        await bot.get_updates()
        with pytest.raises(CannotRun, match="another program"):
            await running


async def test_a_passing_program_with_the_same_token(
    server: BotApiServer,
    storage: Storage,
    bot: Bot,
    pauses: list[float],
    monkeypatch: pytest.MonkeyPatch,
    ann: Chat,
) -> None:
    """Who came last gives way, so that a slip of the hand ends no bot that has long been there."""
    monkeypatch.setattr("bot.receiving.polling.NEWCOMER_SECONDS", 0)
    async with talking(server, storage):
        await until(lambda: server.calls["getUpdates"])
        await bot.get_updates()
        await holds(ann, "says /start")


async def test_a_server_that_is_not_there_yet(
    server: BotApiServer, storage: Storage, pauses: list[float], ann: Chat
) -> None:
    await server.stop()
    async with talking(server, storage):
        await until(lambda: len(pauses) > 2)
        await server.start()
        await holds(ann, "says /start")


@pytest.mark.parametrize("status", [429, 500, 502])
async def test_a_server_that_is_not_well_yet(
    server: BotApiServer, storage: Storage, pauses: list[float], ann: Chat, status: int
) -> None:
    server.fails("getMe", status, times=2, retry_after=5 if status == 429 else None)
    async with talking(server, storage):
        await holds(ann, "says /start")


async def test_it_stops_while_it_waits_for_the_server(
    server: BotApiServer, storage: Storage
) -> None:
    await server.stop()
    async with talking(server, storage) as running:
        await asyncio.sleep(0.1)
    assert running.cancelled()


async def test_polling_goes_on_after_troubles(
    server: BotApiServer, storage: Storage, pauses: list[float], ann: Chat
) -> None:
    server.fails("getUpdates", 500, times=3)
    server.fails("getUpdates", 429, retry_after=11)
    server.drops("getUpdates", acting=True)
    async with talking(server, storage):
        await holds(ann, KNOWN_TALK)
    assert 11 in pauses


class TestTheTokenIsASecret:
    async def test_no_log_line_has_it(
        self,
        server: BotApiServer,
        storage: Storage,
        pauses: list[float],
        ann: Chat,
        caplog: pytest.LogCaptureFixture,
        capfd: pytest.CaptureFixture[str],
    ) -> None:
        """Whatever goes wrong, and without the formatter that would cover it. Of libraries,
        nothing below WARNING is ever written."""
        caplog.set_level(logging.WARNING)
        caplog.set_level(logging.DEBUG, "bot")
        server.fails("getUpdates", 500)
        server.drops("getUpdates", acting=False)
        server.fails("sendMessage", 429, retry_after=1)
        server.drops("sendMessage", acting=False)
        server.fails("sendMessage", 500)
        server.fails("answerCallbackQuery", 400)
        async with talking(server, storage):
            assert "$5,643.56" in text(await holds(ann, KNOWN_TALK))
            await server.stop()
            before = len(pauses)
            await until(lambda: len(pauses) > before)
            await server.start()
        assert caplog.records
        assert SECRET not in caplog.text
        assert SECRET not in "".join(capfd.readouterr())

    def test_it_is_covered_where_a_library_would_show_it(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        root = logging.getLogger()
        monkeypatch.setattr(root, "handlers", [])
        monkeypatch.setattr(root, "level", root.level)
        monkeypatch.setattr(logging.getLogger("bot"), "level", logging.NOTSET)
        write_logs(TOKEN)
        url = f"https://api.telegram.org/bot{TOKEN}/getMe"
        try:
            raise ConnectionError(f"cannot reach {url}")
        except ConnectionError:
            logging.getLogger("some.library").exception("asking %s fails", url)
        output = capsys.readouterr().err
        assert "asking https://api.telegram.org/bot[token]/getMe fails" in output
        assert "ConnectionError" in output
        assert SECRET not in output
