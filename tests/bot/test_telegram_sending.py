"""What waits to be sent is sent: in order, once, whatever Telegram answers."""

import asyncio
from functools import partial

import pytest

from bot.aiohttp_request import AiohttpRequest
from bot.storage import Storage
from tests.bot.bot_api_server import BotApiServer
from tests.bot.phone import Chat
from tests.bot.talks import answer, holds, question, rows_about, talking, until

pytestmark = pytest.mark.usefixtures("our_bot")

START = "says /start"


@pytest.fixture
async def usual(storage: Storage, bob: Chat, our_bot: None) -> list[str]:
    """What anybody hears after /start: a greeting, then the first question."""
    greeting_and_question = [message.text for message in await holds(bob, START)]
    await until(lambda: not storage.chats_to_serve())
    return greeting_and_question


def heard(chat: Chat) -> list[str]:
    return [message.text for message in chat.messages if message.from_bot]


async def test_telegram_asks_to_wait(
    server: BotApiServer, usual: list[str], pauses: list[float], ann: Chat
) -> None:
    server.fails("sendMessage", 429, times=2, retry_after=7)
    await holds(ann, START)
    assert heard(ann) == usual
    assert pauses == [7, 7]


async def test_one_chat_that_waits_holds_up_no_other(
    server: BotApiServer, ann: Chat, bob: Chat
) -> None:
    server.fails("sendMessage", 429, retry_after=1)
    await ann.says("/start")
    await until(lambda: server.calls["sendMessage"])
    await holds(bob, START)
    assert heard(ann) == []
    await answer(ann)


async def test_telegram_is_broken_for_a_while(
    server: BotApiServer, usual: list[str], pauses: list[float], ann: Chat
) -> None:
    server.fails("sendMessage", 500, times=8)
    await holds(ann, START)
    assert heard(ann) == usual
    assert pauses[:3] == [1, 2, 4]
    assert max(pauses) <= 60


async def test_telegram_is_away_for_a_while(
    server: BotApiServer, usual: list[str], pauses: list[float], ann: Chat
) -> None:
    server.fails("sendMessage", 500, times=1)
    await ann.says("/start")
    await until(lambda: pauses)
    await server.stop()
    await until(lambda: len(pauses) > 5)
    await server.start()
    await answer(ann)
    assert heard(ann) == usual


async def test_the_second_message_waits_for_the_first(
    server: BotApiServer, usual: list[str], pauses: list[float], ann: Chat
) -> None:
    server.delays("sendMessage", 0)
    server.fails("sendMessage", 500, times=3)
    await holds(ann, START)
    assert heard(ann) == usual


async def test_a_message_that_telegram_refuses_is_left_out(
    server: BotApiServer, usual: list[str], ann: Chat
) -> None:
    server.fails("sendMessage", 400)
    await holds(ann, START)
    assert heard(ann) == usual[1:]


async def test_a_connection_that_breaks_before_telegram_has_acted(
    server: BotApiServer, usual: list[str], pauses: list[float], ann: Chat
) -> None:
    server.drops("sendMessage", acting=False)
    await holds(ann, START)
    assert heard(ann) == usual


class TestNobodyKnowsWhetherItArrived:
    """Then it is sent once more, and no oftener: a missing question ends a talk."""

    async def test_a_connection_that_breaks_after_telegram_has_acted(
        self, server: BotApiServer, usual: list[str], pauses: list[float], ann: Chat
    ) -> None:
        server.drops("sendMessage", acting=True, times=4)
        await holds(ann, "says /start \n taps Backdoor Roth")
        for message in set(heard(ann)):
            assert heard(ann).count(message) <= 2
        assert set(usual) <= set(heard(ann))

    async def test_silence(
        self,
        server: BotApiServer,
        storage: Storage,
        monkeypatch: pytest.MonkeyPatch,
        ann: Chat,
        our_bot: asyncio.Task[None],
    ) -> None:
        await until(lambda: server.calls["getUpdates"])
        our_bot.cancel()
        await asyncio.wait([our_bot])
        monkeypatch.setattr(
            "bot.telegram_bot.AiohttpRequest", partial(AiohttpRequest, read_timeout=0.05)
        )
        async with talking(server, storage):
            server.delays("sendMessage", 0.3, times=4)
            await ann.says("/start")
            await until(lambda: rows_about(storage.db, ann.chat_id) == {"people": 1})
        first, *more = heard(ann)
        assert more.count(first) == 1
        assert len(more) == 3


class TestSomebodyWhoBlockedTheBot:
    async def test_gets_nothing_more(
        self, server: BotApiServer, storage: Storage, ann: Chat, bob: Chat
    ) -> None:
        await holds(ann, "says /start \n taps Backdoor Roth \n taps 2026")
        await ann.says("single")
        await ann.shuts_bot_out()
        await holds(bob, START)
        await until(lambda: "outbox" not in rows_about(storage.db, ann.chat_id))
        assert storage.said(ann.chat_id)

    async def test_goes_on_after_letting_it_in_again(
        self, server: BotApiServer, storage: Storage, ann: Chat
    ) -> None:
        how_to_file = question(await holds(ann, "says /start \n taps Backdoor Roth \n taps 2026"))
        ann.bot_shut_out = True
        await ann.says("why")
        await until(lambda: "outbox" not in rows_about(storage.db, ann.chat_id))
        await ann.lets_bot_in()
        assert question(await holds(ann, START)) == how_to_file
