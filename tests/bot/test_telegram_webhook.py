"""The Bot API server of our tests sends updates to a webhook as Telegram does."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable

import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import BadRequest, Conflict

from tests.bot.bot_api_server import BotApiServer
from tests.bot.phone import Chat
from tests.bot.talks import until

URL = "https://bot.example.com/some/path"


class Receiver:
    """Answers as told, 200 where nothing is told; keeps what came in."""

    def __init__(self) -> None:
        self.came: list[str] = []
        self.headers: list[str] = []
        self.answers: defaultdict[str, list[int]] = defaultdict(list)
        self.at_once = self.most_at_once = 0

    async def take(self, request: web.Request) -> web.Response:
        self.at_once += 1
        self.most_at_once = max(self.at_once, self.most_at_once)
        text = (await request.json())["message"]["text"]
        self.came.append(text)
        self.headers.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token", ""))
        await asyncio.sleep(0.01)
        self.at_once -= 1
        status = self.answers[text].pop(0) if self.answers[text] else 200
        if status == 0 and request.transport:
            request.transport.abort()
        return web.Response(status=status or 500)


@pytest.fixture
async def receiver(server: BotApiServer) -> AsyncIterator[Receiver]:
    receiver, app = Receiver(), web.Application()
    app.router.add_post("/some/path", receiver.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.01)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.proxy = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield receiver
    await server.stop()
    await runner.cleanup()


async def test_one_persons_updates_wait_for_each_other(
    server: BotApiServer, receiver: Receiver, bot: Bot, ann: Chat
) -> None:
    receiver.answers["2"] = [503, 0, 404]
    await bot.set_webhook(URL, secret_token="a-secret")
    for text in ("1", "2", "3"):
        await ann.says(text)
    await until(lambda: len(server.webhook_answers) == 6)
    assert receiver.came == ["1", "2", "2", "2", "2", "3"]
    assert set(receiver.headers) == {"a-secret"}
    assert [status for _, status in server.webhook_answers] == [200, 503, 0, 404, 200, 200]


@pytest.mark.parametrize(("most", "at_once"), [(40, 5), (2, 2)])
async def test_different_peoples_come_side_by_side(
    server: BotApiServer, receiver: Receiver, bot: Bot, most: int, at_once: int
) -> None:
    people = [server.chat(user_id, "Somebody") for user_id in range(2001, 2006)]
    for person in people:
        await person.says("hello")
    await bot.set_webhook(URL, max_connections=most)
    await until(lambda: len(receiver.came) == len(people))
    assert receiver.most_at_once == at_once


async def test_nothing_is_polled_beside_it(receiver: Receiver, bot: Bot, ann: Chat) -> None:
    await bot.set_webhook(URL)
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    await ann.says("hello")
    assert len(await bot.get_updates()) == 1
    assert receiver.came == []


async def test_what_came_before_is_sent_and_repeats_are(
    server: BotApiServer, receiver: Receiver, bot: Bot, ann: Chat
) -> None:
    said = await ann.says("hello")
    await bot.set_webhook(URL)
    await server.confirms(said.update_id)
    server.repeat(said.update_id)
    await until(lambda: receiver.came == ["hello", "hello"])


async def test_a_stop_keeps_the_webhook(
    server: BotApiServer, receiver: Receiver, bot: Bot, ann: Chat
) -> None:
    await bot.set_webhook(URL)
    await server.stop()
    await ann.says("hello")
    await server.start()
    await until(lambda: receiver.came == ["hello"])


REFUSED: list[tuple[Callable[[Bot], object], str]] = [
    (lambda bot: bot.set_webhook("http://bot.example.com"), "HTTPS"),
    (lambda bot: bot.set_webhook("https://bot.example.com:8080"), "ports 80, 88, 443 or 8443"),
    (lambda bot: bot.set_webhook("https://nowhere.invalid"), "resolve host"),
    (lambda bot: bot.set_webhook(URL, secret_token="a secret"), "unallowed characters"),
]


@pytest.mark.parametrize(("setting", "reason"), REFUSED)
async def test_what_is_refused(bot: Bot, setting: Callable[[Bot], object], reason: str) -> None:
    with pytest.raises(BadRequest, match=f"(?i){reason}"):
        await setting(bot)
