"""By the webhook, as by polling: every update is taken once and only Telegram is let in."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from io import BytesIO
from typing import Any

import aiohttp
import pytest
from telegram import Bot

from bot.keeping.storage import Storage
from bot.operating import health
from bot.receiving import webhook
from bot.receiving.addresses import Address
from bot.receiving.webhook import COME_AGAIN, HEADER, LARGEST_BODY, Webhook
from bot.sending.reaching_telegram import CannotRun
from tests.bot.bot_api_server import TOKEN, BotApiServer
from tests.bot.phone import Chat
from tests.bot.talks import (
    KNOWN_TALK,
    answers_of,
    asked,
    holds,
    locked,
    question,
    talking,
    text,
    until,
)
from tests.bot.talks import our_bot as a_bot

PUBLIC = "https://bot.example.com/prorata"
TO_THE_AGE = "says /start \n taps Backdoor Roth \n taps 2026 \n taps Single"


@pytest.fixture
def ours(server: BotApiServer, free: Address) -> Webhook:
    """Our webhook, with the proxy in front of it leading there."""
    server.proxy = f"http://{free}"
    return Webhook(TOKEN, PUBLIC, free)


@pytest.fixture
async def our_bot(
    server: BotApiServer, storage: Storage, ours: Webhook
) -> AsyncIterator[asyncio.Task[None]]:
    async with talking(server, storage, webhook=ours) as running:
        await until(lambda: server.webhook or running.done())
        yield running


@pytest.fixture
async def web(
    server: BotApiServer, our_bot: asyncio.Task[None]
) -> AsyncIterator[aiohttp.ClientSession]:
    """Whoever finds the address."""
    async with aiohttp.ClientSession(server.proxy) as session:
        yield session


@pytest.fixture
def path(server: BotApiServer, our_bot: asyncio.Task[None]) -> str:
    assert server.webhook
    return server.webhook.url.removeprefix("https://bot.example.com")


@pytest.fixture
def secret(server: BotApiServer, our_bot: asyncio.Task[None]) -> dict[str, str]:
    assert server.webhook
    return {HEADER: server.webhook.secret_token, "Content-Type": "application/json"}


class TestTheTalk:
    async def test_is_the_same_as_by_polling(
        self, server: BotApiServer, storage: Storage, our_bot: asyncio.Task[None], ann: Chat
    ) -> None:
        assert "$5,643.56" in text(await holds(ann, KNOWN_TALK))
        assert not server.calls["getUpdates"]
        assert {status for _, status in server.webhook_answers} == {200}

    async def test_an_update_that_comes_twice(
        self, server: BotApiServer, our_bot: asyncio.Task[None], ann: Chat
    ) -> None:
        await holds(ann, TO_THE_AGE)
        said = await ann.says("45")
        await asked(ann)
        before = len(ann.messages)
        server.repeat(said.update_id)
        await until(lambda: [n for n, _ in server.webhook_answers].count(said.update_id) == 2)
        await holds(ann, "says 300k")
        assert len(ann.messages) == before + 2

    async def test_one_that_cannot_be_read_stops_nobody(
        self,
        server: BotApiServer,
        storage: Storage,
        our_bot: asyncio.Task[None],
        pauses: list[float],
        ann: Chat,
    ) -> None:
        broken = server.deliver("message", {"message_id": 1, "from": {"id": 1001}})
        await holds(ann, TO_THE_AGE)
        assert storage.has_seen(broken)

    async def test_an_update_is_kept_before_it_is_confirmed(
        self, server: BotApiServer, storage: Storage, our_bot: asyncio.Task[None], ann: Chat
    ) -> None:
        await holds(ann, TO_THE_AGE)
        kept = []
        answered = server._answered

        def noting(update: dict[str, Any], status: int) -> None:
            kept.append(storage.has_seen(update["update_id"]))
            answered(update, status)

        server._answered = noting  # type: ignore[method-assign]
        await server._stop_sending()
        server._send_to_webhook()
        await holds(ann, "says 45 \n says 300k \n taps Yes")
        assert kept == [True] * 3


class TestADatabaseThatFails:
    @pytest.fixture
    def fails(self, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
        """Makes turns fail the next few times, those of one chat only or all."""

        def fails(times: int, chat: Chat | None = None) -> None:
            left, works = times, Storage.turn

            def failing(self: Storage, of: int, *given: Any) -> bool:
                nonlocal left
                if left and (chat is None or chat.chat_id == of):
                    left -= 1
                    raise sqlite3.OperationalError("disk I/O error")
                return works(self, of, *given)

            monkeypatch.setattr(Storage, "turn", failing)

        return fails

    async def test_a_lock_of_another_program(
        self, server: BotApiServer, storage: Storage, our_bot: asyncio.Task[None], ann: Chat
    ) -> None:
        how_old = question(await holds(ann, TO_THE_AGE))
        await until(lambda: not storage.chats_to_serve())
        with locked(storage):
            said = await ann.says("45")
            await until(lambda: server.webhook_answers.count((said.update_id, 503)) > 2)
        assert await asked(ann) != how_old
        before = len(ann.messages)
        await holds(ann, "says 300k")
        assert len(ann.messages) == before + 2, "an answer came twice"

    async def test_keeps_what_one_person_says_in_order(
        self,
        server: BotApiServer,
        storage: Storage,
        our_bot: asyncio.Task[None],
        ann: Chat,
        fails: Callable[..., None],
    ) -> None:
        await holds(ann, TO_THE_AGE)
        fails(3)
        await ann.says("45")
        await ann.says("300k")
        await asked(ann)
        await asked(ann)
        assert answers_of(storage, ann)["age"] == "45"
        assert answers_of(storage, ann)["income"] == "300000"

    async def test_for_one_person_keeps_nobody_else_waiting(
        self,
        our_bot: asyncio.Task[None],
        ann: Chat,
        bob: Chat,
        fails: Callable[..., None],
    ) -> None:
        fails(1_000_000, ann)
        await ann.says("/start")
        await holds(bob, TO_THE_AGE)

    async def test_tells_telegram_when_to_come_again(
        self,
        our_bot: asyncio.Task[None],
        web: aiohttp.ClientSession,
        path: str,
        secret: dict[str, str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(Storage, "set_aside", _failing)
        async with web.post(path, data='{"update_id": 7}', headers=secret) as answer:
            assert (answer.status, answer.headers["Retry-After"]) == (503, str(COME_AGAIN))


def _failing(*_: object) -> bool:
    raise sqlite3.OperationalError("disk I/O error")


class TestStrangers:
    """Whatever they try, they get what a path gets that is not there."""

    @pytest.fixture
    def without(self, secret: dict[str, str]) -> dict[str, str]:
        return secret | {HEADER: ""}

    async def test_find_nothing(
        self,
        web: aiohttp.ClientSession,
        path: str,
        secret: dict[str, str],
        storage: Storage,
    ) -> None:
        body = json.dumps({"update_id": 7})
        wrong = secret | {HEADER: secret[HEADER][:-1]}
        none = {key: value for key, value in secret.items() if key != HEADER}
        tries: list[tuple[str, str, dict[str, str]]] = [
            ("POST", path, wrong),
            ("POST", path, none),
            ("POST", path, secret | {HEADER: "\u00e9" * 43}),
            ("POST", path[:-1], secret),
            ("POST", f"{path}/", secret),
            ("POST", path.swapcase(), secret),
            ("POST", "/prorata/telegram/", secret),
            ("POST", f"/prorata/telegram/{secret[HEADER]}", secret),
            ("POST", "/prorata/telegram/%ff%00", secret),
            ("POST", f"/bot{TOKEN}/getMe", secret),
            ("POST", "/healthz", secret),
            ("GET", path, secret),
            ("DELETE", path, secret),
        ]
        async with web.get("/nothing-is-here") as answer:
            nothing = answer.status, await answer.read(), _headers(answer)
        assert nothing[0] == 404
        for method, where, headers in tries:
            async with web.request(method, where, data=body, headers=headers) as answer:
                found = answer.status, await answer.read(), _headers(answer)
            assert found == nothing, (method, where)
        assert not storage.has_seen(7)

    async def test_are_sent_away_before_they_have_sent_a_body(
        self, our_bot: asyncio.Task[None], path: str, free: Address
    ) -> None:
        reader, writer = await asyncio.open_connection(*free)
        writer.write(
            f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            "Content-Length: 1000\r\n\r\n".encode()
        )
        async with asyncio.timeout(5):
            assert b" 404 " in await reader.readline()
        writer.close()

    async def test_who_only_opens_connections_keeps_nobody_waiting(
        self, our_bot: asyncio.Task[None], free: Address, ann: Chat
    ) -> None:
        opened = [await asyncio.open_connection(*free) for _ in range(50)]
        await holds(ann, TO_THE_AGE)
        for _, writer in opened:
            writer.close()


NOT_UPDATES = {
    "no JSON": b"update_id=7",
    "half an object": b'{"update_id": 7',
    "no object": b"[7]",
    "no id": b'{"message": {}}',
    "an id that is a text": b'{"update_id": "7"}',
    "an id that is yes": b'{"update_id": true}',
    "an id below zero": b'{"update_id": -7}',
    "an id that no database takes": b'{"update_id": 99999999999999999999999}',
    "an endless number": b'{"update_id": ' + b"9" * 10_000 + b"}",
    "too deep": b"[" * 100_000,
    "no text": b"\xff\xfe\x00",
    "nothing": b"",
}


class TestWhatIsNoUpdate:
    """Sent with both secrets all the same."""

    async def test_is_refused(
        self, web: aiohttp.ClientSession, path: str, secret: dict[str, str], ann: Chat
    ) -> None:
        for what, body in NOT_UPDATES.items():
            async with web.post(path, data=body, headers=secret) as answer:
                assert (answer.status, await answer.read()) == (400, b""), what
        await holds(ann, TO_THE_AGE)

    async def test_another_content_type(
        self, web: aiohttp.ClientSession, path: str, secret: dict[str, str]
    ) -> None:
        for content_type in (
            "text/plain",
            "application/x-www-form-urlencoded",
            "application/jsonp",
        ):
            headers = secret | {"Content-Type": content_type}
            async with web.post(path, data=b'{"update_id": 7}', headers=headers) as answer:
                assert answer.status == 415, content_type

    @pytest.mark.parametrize("says_so", [True, False])
    async def test_too_large_a_body(
        self, web: aiohttp.ClientSession, path: str, secret: dict[str, str], says_so: bool
    ) -> None:
        body = b'{"update_id": 7, "x": "' + b"x" * LARGEST_BODY + b'"}'

        async def pieces() -> AsyncIterator[bytes]:
            for at in range(0, len(body), 65_536):
                yield body[at : at + 65_536]

        sent = BytesIO(body) if says_so else pieces()
        try:
            async with web.post(path, data=sent, headers=secret) as answer:
                assert answer.status == 413
        except aiohttp.ClientOSError:
            pass  # it hung up while we were still sending, which is an answer, too

    async def test_a_body_that_comes_in_drops(
        self,
        path: str,
        secret: dict[str, str],
        free: Address,
        ann: Chat,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(webhook, "LONGEST_BODY", 0.2)
        reader, writer = await asyncio.open_connection(*free)
        writer.write(
            f"POST {path} HTTP/1.1\r\nHost: x\r\n{HEADER}: {secret[HEADER]}\r\n"
            "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{".encode()
        )
        await holds(ann, TO_THE_AGE)
        async with asyncio.timeout(5):
            assert b" 408 " in await reader.readline()
        writer.close()

    async def test_a_body_that_breaks_off(
        self,
        path: str,
        secret: dict[str, str],
        free: Address,
        ann: Chat,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        _, writer = await asyncio.open_connection(*free)
        writer.write(
            f"POST {path} HTTP/1.1\r\nHost: x\r\n{HEADER}: {secret[HEADER]}\r\n"
            "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{".encode()
        )
        await writer.drain()
        writer.close()
        await holds(ann, TO_THE_AGE)
        assert "ERROR" not in caplog.text


class TestSetting:
    async def test_what_telegram_is_told(
        self, server: BotApiServer, our_bot: asyncio.Task[None]
    ) -> None:
        (told,) = server.calls["setWebhook"]
        assert told["url"].startswith(f"{PUBLIC}/telegram/")
        assert "message" in told["allowed_updates"]
        assert not told.get("drop_pending_updates"), "what was said meanwhile would be lost"
        assert TOKEN.partition(":")[2] not in told["url"] + told["secret_token"]

    async def test_the_secrets_stay_over_a_restart_and_change_with_the_token(self) -> None:
        def secrets(token: str) -> tuple[str, str]:
            made = Webhook(token, PUBLIC, Address("127.0.0.1", 1))
            return made._path, made._header

        assert secrets(TOKEN) == secrets(TOKEN)
        every = {*secrets(TOKEN), *secrets("1:another")}
        assert len(every) == 4
        assert all(len(one) == 43 for one in every)

    async def test_it_stays_set_and_what_is_said_meanwhile_is_answered(
        self, server: BotApiServer, storage: Storage, ours: Webhook, ann: Chat
    ) -> None:
        async with talking(server, storage, webhook=ours):
            await until(lambda: server.webhook)
            await holds(ann, TO_THE_AGE)
        assert server.webhook
        await ann.says("45")
        async with talking(server, storage, webhook=ours):
            await asked(ann)

    async def test_back_to_polling(
        self, server: BotApiServer, storage: Storage, ours: Webhook, ann: Chat
    ) -> None:
        async with talking(server, storage, webhook=ours):
            await until(lambda: server.webhook)
            await holds(ann, TO_THE_AGE)
        await ann.says("45")
        async with talking(server, storage):
            await asked(ann)
        assert server.webhook is None

    async def test_telegram_cannot_be_reached_at_first(
        self,
        server: BotApiServer,
        storage: Storage,
        ours: Webhook,
        pauses: list[float],
        ann: Chat,
    ) -> None:
        server.fails("setWebhook", 502, times=3)
        async with talking(server, storage, webhook=ours):
            await until(lambda: server.webhook)
            await holds(ann, TO_THE_AGE)

    async def test_an_address_that_telegram_refuses(
        self, server: BotApiServer, storage: Storage, free: Address
    ) -> None:
        refused = Webhook(TOKEN, "https://nowhere.invalid", free)
        with pytest.raises(CannotRun, match=r"^PRORATA_WEBHOOK_URL: .*resolve host"):
            await a_bot(server, storage, webhook=refused).run()

    async def test_an_address_of_this_machine_that_is_in_use(
        self, server: BotApiServer, storage: Storage, our_bot: asyncio.Task[None], ours: Webhook
    ) -> None:
        with pytest.raises(CannotRun, match=r"^PRORATA_LISTEN: .*127\.0\.0\.1.*in use$"):
            await a_bot(server, storage, webhook=ours).run()


class TestWhatOnlyTelegramKnows:
    @pytest.fixture(autouse=True)
    def _looks_often(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(webhook, "LOOKS_EVERY", 0.01)

    async def test_that_it_cannot_reach_us(
        self,
        server: BotApiServer,
        our_bot: asyncio.Task[None],
        ann: Chat,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        server.proxy = "http://127.0.0.1:9"
        await server._stop_sending()
        server._send_to_webhook()
        await ann.says("/start")
        await until(lambda: "could not deliver an update, 1 wait: Wrong response" in caplog.text)

    async def test_that_another_program_has_set_a_webhook(
        self,
        server: BotApiServer,
        our_bot: asyncio.Task[None],
        bot: Bot,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        await bot.set_webhook("https://elsewhere.example/telegram/a-secret")
        await until(lambda: "they go to: elsewhere.example." in caplog.text)
        assert "a-secret" not in caplog.text

    async def test_that_another_program_polls(
        self, our_bot: asyncio.Task[None], bot: Bot, caplog: pytest.LogCaptureFixture
    ) -> None:
        await bot.delete_webhook()
        await until(lambda: "perhaps they are polled" in caplog.text)

    async def test_and_it_may_not_answer(
        self,
        server: BotApiServer,
        our_bot: asyncio.Task[None],
        ann: Chat,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        server.fails("getWebhookInfo", 502, times=3)
        await until(lambda: len(server.calls["getWebhookInfo"]) > 3)
        await holds(ann, TO_THE_AGE)
        assert not [record for record in caplog.records if record.levelname == "ERROR"]


class TestHealth:
    @pytest.fixture
    def ready(self, web: aiohttp.ClientSession) -> Callable[..., Any]:
        @asynccontextmanager
        async def asked(path: str = "/readyz", **headers: str) -> AsyncIterator[tuple[int, str]]:
            async with web.get(path, headers=headers) as answer:
                yield answer.status, await answer.text()

        return asked

    async def test_of_a_bot_at_work(
        self, our_bot: asyncio.Task[None], ready: Callable[..., Any]
    ) -> None:
        async with ready("/healthz") as lives, ready() as works:
            assert (lives, works) == ((200, "ok\n"), (200, "ready\n"))

    async def test_of_a_database_that_does_not_answer(
        self,
        our_bot: asyncio.Task[None],
        ready: Callable[..., Any],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(Storage, "has_seen", _failing)
        async with ready("/healthz") as lives, ready() as works:
            assert lives[0] == 200
            assert works == (503, "the database does not answer\n")

    async def test_of_sending_that_is_stuck(
        self,
        server: BotApiServer,
        our_bot: asyncio.Task[None],
        ready: Callable[..., Any],
        pauses: list[float],
        ann: Chat,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(health, "LONGEST_SILENCE", 0)
        server.fails("sendMessage", 502, times=1_000_000)
        await ann.says("/start")
        await until(lambda: len(server.calls["sendMessage"]) > 2)
        async with ready() as works:
            assert works == (503, "nothing can be sent to Telegram\n")
        server.recovers("sendMessage")
        await asked(ann)
        async with ready() as works:
            assert works[0] == 200

    async def test_is_nothing_for_the_world(
        self, our_bot: asyncio.Task[None], ready: Callable[..., Any]
    ) -> None:
        """A proxy says for whom it asks."""
        for path in ("/healthz", "/readyz"):
            async with ready(path, **{"X-Forwarded-For": "203.0.113.7"}) as found:
                assert found == (404, "Not Found")


def _headers(answer: aiohttp.ClientResponse) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name != "Date"}
