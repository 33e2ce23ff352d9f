"""What carries our requests to Telegram, and what it says when it cannot.

Everything that fails here is also searched for the bot's token, with all that hangs on the error.
"""

import asyncio
import logging
import socket
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from io import BytesIO

import pytest
from telegram import Bot, InputFile
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.sending import by_aiohttp, connection
from bot.sending.arrival import NotSent, PerhapsSent
from bot.sending.carrier import Carrier
from tests.bot.bot_api_server import TOKEN, BotApiServer
from tests.bot.phone import Upload

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[object]]
Failure = Callable[[Awaitable[object]], Awaitable[TelegramError]]

PATH = f"/bot{TOKEN}/getMe"
SECRET = TOKEN.partition(":")[2]
YES = b'HTTP/1.1 200 OK\r\nContent-Length: 25\r\n\r\n{"ok":true,"result":true}'


@asynccontextmanager
async def listening(talk: Talk) -> AsyncIterator[str]:
    """A server with manners of its own; `talk` has each connection."""
    async with asyncio.TaskGroup() as connections:
        talks: list[asyncio.Task[None]] = []

        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                with suppress(ConnectionError, asyncio.IncompleteReadError):
                    await talk(reader, writer)
            finally:
                writer.transport.abort()

        server = await asyncio.start_server(
            lambda *ends: talks.append(connections.create_task(connected(*ends))), "127.0.0.1", 0
        )
        host, port = server.sockets[0].getsockname()
        try:
            yield f"http://{host}:{port}"
        finally:
            server.close()
            for one in talks:
                one.cancel()


async def heard(reader: asyncio.StreamReader) -> bytes:
    """The head of the next request; its body is short and comes along."""
    return await reader.readuntil(b"\r\n\r\n")


async def says_nothing(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    await heard(reader)
    await asyncio.sleep(60)


async def says_yes(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while True:
        await heard(reader)
        writer.write(YES)


def saying(*answer: bytes) -> Talk:
    """Answers one request, perhaps only half, and hangs up."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await heard(reader)
        writer.writelines(answer)
        await writer.drain()
        writer.write_eof()

    return talk


async def refuses_to_tunnel(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    assert (await heard(reader)).startswith(b"CONNECT telegram.test:443 ")
    writer.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")


@asynccontextmanager
async def nobody() -> AsyncIterator[str]:
    """An address where nobody listens any more."""
    async with listening(says_nothing) as url:
        pass
    yield url


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


class _RoundAbout(Carrier):
    def _goes_straight(self, *_: object) -> bool:
        return False


@pytest.fixture(params=[Carrier, _RoundAbout], ids=["straight", "by aiohttp"])
async def carrier(request: pytest.FixtureRequest) -> AsyncIterator[Carrier]:
    async with request.param(connection_pool_size=2, pool_timeout=0.03) as carrier:
        yield carrier


@pytest.fixture
def failure(caplog: pytest.LogCaptureFixture) -> Failure:
    """Waits for what must fail; the token is not in the error, its chain of causes or the log."""
    caplog.set_level(logging.DEBUG)

    async def failure(doing: Awaitable[object]) -> TelegramError:
        with pytest.raises(TelegramError) as raised:
            await doing
        told = "".join(traceback.format_exception(raised.value))
        error: BaseException | None = raised.value
        while error:
            told += f"{error!r} {error} {error.args}"
            error = error.__cause__ or error.__context__
        for record in caplog.records:
            if record.name != "telegram.Bot":  # tells its URL at DEBUG; not ours to mend here
                told += record.getMessage()
        assert SECRET not in told
        return raised.value

    return failure


class TestAnswers:
    async def test_it_is_a_requester_for_a_bot(self, bot: Bot, server: BotApiServer) -> None:
        ann = server.chat(user_id=1001, first_name="Ann")
        sent = await bot.send_message(ann.chat_id, "Größe &lt; <b>7 %</b> = \U0001f600", "HTML")
        assert sent.text == "Größe < 7 % = \U0001f600"

    async def test_files_arrive_as_they_are(self, bot: Bot, server: BotApiServer) -> None:
        ann = server.chat(user_id=1001, first_name="Ann")
        content = bytes(range(256)) * 1000
        await bot.send_document(ann.chat_id, content, filename="Form 8606 für “Ann”.pdf")
        from_disk = InputFile(BytesIO(b"%PDF"), filename="a.pdf", read_file_handle=False)
        await bot.send_document(ann.chat_id, from_disk, caption="Your form")
        first, second = ann.messages
        assert first.upload == Upload("Form 8606 für “Ann”.pdf", "application/pdf", content)
        assert second.upload == Upload("a.pdf", "application/pdf", b"%PDF")
        assert second.text == "Your form"

    @pytest.mark.parametrize(
        ("status", "error"),
        [
            (400, BadRequest),
            (401, InvalidToken),
            (403, Forbidden),
            (409, Conflict),
            (500, NetworkError),
            (502, NetworkError),
        ],
    )
    async def test_refusals_are_what_they_are_with_httpx(
        self, bot: Bot, server: BotApiServer, status: int, error: type[TelegramError]
    ) -> None:
        server.fails("sendMessage", status)
        with pytest.raises(error) as refused:
            await bot.send_message(1001, "hi")
        assert type(refused.value) is error

    async def test_a_request_to_slow_down(self, bot: Bot, server: BotApiServer) -> None:
        server.fails("sendMessage", 429, retry_after=7)
        with pytest.raises(RetryAfter, match="0:00:07"):
            await bot.send_message(1001, "hi")

    async def test_connections_are_kept_and_say_who_is_calling(self, carrier: Carrier) -> None:
        connections, heads = [], []

        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            connections.append(writer)
            while True:
                heads.append(await heard(reader))
                writer.write(YES)

        async with listening(talk) as url:
            for _ in range(3):
                await carrier.post(url + PATH)
        assert (len(connections), len(heads)) == (1, 3)
        assert f"User-Agent: {Carrier.USER_AGENT}\r\n".encode() in heads[0]

    async def test_a_connection_that_was_closed_meanwhile_is_not_used(
        self, carrier: Carrier
    ) -> None:
        async with listening(saying(YES)) as url:
            for _ in range(3):
                assert await carrier.post(url + PATH)
                await asyncio.sleep(0.02)

    async def test_two_requests_are_under_way_at_once(self, carrier: Carrier) -> None:
        both = asyncio.Barrier(2)

        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await heard(reader)
            await both.wait()
            writer.write(YES)

        async with listening(talk) as url:
            answers = await asyncio.gather(*[carrier.post(url + PATH) for _ in range(2)])
        assert answers == [True, True]

    async def test_files_are_fetched(self, carrier: Carrier) -> None:
        async with listening(says_yes) as url:
            assert await carrier.retrieve(url + PATH) == b'{"ok":true,"result":true}'

    async def test_a_slow_answer_is_not_a_slow_request(
        self, bot: Bot, server: BotApiServer
    ) -> None:
        ann = server.chat(user_id=1001, first_name="Ann")
        server.delays("sendDocument", seconds=0.1)
        await bot.send_document(ann.chat_id, bytes(200_000), write_timeout=0.05)
        assert ann.messages


class TestNotSent:
    """Nothing went out, so the same may safely be asked again."""

    async def test_refused(self, carrier: Carrier, failure: Failure) -> None:
        async with nobody() as url:
            error = await failure(carrier.post(url + PATH))
        assert isinstance(error, NotSent)
        assert "NOT sent: " in error.message
        assert "Connect call failed" in error.message

    async def test_no_such_host(
        self, carrier: Carrier, failure: Failure, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def unknown(*_: object, **__: object) -> None:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", unknown)
        error = await failure(carrier.post("http://telegram.test" + PATH))
        assert isinstance(error, NotSent)

    async def test_no_tls(self, carrier: Carrier, failure: Failure) -> None:
        async def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(b"220 mail.test\r\n")

        async with listening(talk) as url:
            error = await failure(carrier.post(url.replace("http:", "https:") + PATH))
        assert isinstance(error, NotSent)

    async def test_no_connection_in_time(self, carrier: Carrier, failure: Failure) -> None:
        async with listening(says_nothing) as url:
            url = url.replace("http:", "https:")
            error = await failure(carrier.post(url + PATH, connect_timeout=0.03))
        assert isinstance(error, NotSent)

    async def test_no_turn_in_time(self, carrier: Carrier, failure: Failure) -> None:
        async with listening(says_nothing) as url:
            two = [asyncio.create_task(carrier.post(url + PATH)) for _ in range(2)]
            await asyncio.sleep(0.02)
            error = await failure(carrier.post(url + PATH))
            for one in two:
                one.cancel()
        assert isinstance(error, NotSent)

    async def test_an_address_that_is_none(self, carrier: Carrier, failure: Failure) -> None:
        for url in ("localhost", "ftp://localhost", "http://"):
            assert isinstance(await failure(carrier.post(url + PATH)), NotSent)

    async def test_a_cancelled_request_gives_its_turn_back(self, carrier: Carrier) -> None:
        async with listening(says_nothing) as silent, listening(says_yes) as url:
            two = [asyncio.create_task(carrier.post(silent + PATH)) for _ in range(2)]
            await asyncio.sleep(0.02)
            for one in two:
                one.cancel()
            assert await carrier.post(url + PATH)


class TestPerhapsDelivered:
    """It broke after the request had begun to go out: only Telegram knows what it did."""

    async def test_no_answer(self, carrier: Carrier, failure: Failure) -> None:
        async with listening(says_nothing) as url:
            error = await failure(carrier.post(url + PATH, read_timeout=0.03))
        assert type(error) is TimedOut

    async def test_an_answer_that_stops(self, carrier: Carrier, failure: Failure) -> None:
        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await heard(reader)
            writer.write(YES[:-5])
            await asyncio.sleep(60)

        async with listening(talk) as url:
            error = await failure(carrier.post(url + PATH, read_timeout=0.03))
        assert type(error) is TimedOut

    async def test_a_server_that_does_not_read(self, carrier: Carrier, failure: Failure) -> None:
        async def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            assert isinstance(writer.transport, asyncio.ReadTransport)
            writer.transport.pause_reading()
            await asyncio.sleep(60)

        async with listening(talk) as url:
            bot = Bot(
                TOKEN,
                base_url=f"{url}/bot",
                request=carrier,
                get_updates_request=carrier,
            )
            large = bytes(20_000_000)  # more than the network's own buffers take
            error = await failure(bot.send_document(1001, large, write_timeout=0.05))
        assert type(error) is TimedOut

    @pytest.mark.parametrize("answer", [b"", YES[:20], YES[:-5], b"what?\r\n\r\n"])
    async def test_a_connection_that_breaks(
        self, carrier: Carrier, failure: Failure, answer: bytes
    ) -> None:
        async with listening(saying(answer)) as url:
            error = await failure(carrier.post(url + PATH))
        assert type(error) is PerhapsSent
        assert "may have been delivered" in error.message

    async def test_too_large_an_answer(
        self, carrier: Carrier, failure: Failure, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with listening(says_yes) as url:
            for way in (connection, by_aiohttp):
                monkeypatch.setattr(way, "LARGEST_ANSWER", 25)
            assert await carrier.post(url + PATH)
            for way in (connection, by_aiohttp):
                monkeypatch.setattr(way, "LARGEST_ANSWER", 24)
            error = await failure(carrier.post(url + PATH))
        assert type(error) is PerhapsSent
        assert "too large" in error.message

    async def test_being_sent_elsewhere(self, carrier: Carrier, failure: Failure) -> None:
        async with nobody() as elsewhere:
            there = f"HTTP/1.1 307 Temporary Redirect\r\nLocation: {elsewhere}\r\n"
            async with listening(saying(there.encode(), b"Content-Length: 2\r\n\r\n{}")) as url:
                error = await failure(carrier.post(url + PATH))
        assert type(error) is NetworkError
        assert error.message == "Temporary Redirect (307)"


class TestTimes:
    async def test_the_constructors_hold_where_none_is_given(self, failure: Failure) -> None:
        async with (
            Carrier(read_timeout=0.03) as carrier,
            BotApiServer() as server,
        ):
            assert carrier.read_timeout == 0.03
            url = f"{server.url}/bot{server.token}/getMe"
            server.delays("getMe", seconds=0.06, times=3)
            assert type(await failure(carrier.post(url))) is TimedOut
            assert await carrier.post(url, read_timeout=1)
            assert await carrier.post(url, read_timeout=None)


class TestOpenAndShut:
    async def test_only_between_initialize_and_shutdown(self) -> None:
        carrier = Carrier()
        async with listening(says_yes) as url:
            await carrier.shutdown()
            for _ in range(2):
                with pytest.raises(NetworkError, match="not initialized"):
                    await carrier.post(url + PATH)
                await carrier.initialize()
                await carrier.initialize()
                assert await carrier.post(url + PATH)
                await carrier.shutdown()
                await carrier.shutdown()


class TestProxies:
    """From the environment, as other programs take them."""

    async def test_http(self, carrier: Carrier, monkeypatch: pytest.MonkeyPatch) -> None:
        heads = []

        async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            heads.append(await heard(reader))
            writer.write(YES)

        async with listening(proxy) as url, listening(says_yes) as near:
            monkeypatch.setenv("HTTP_PROXY", url.replace("//", "//user:word@"))
            monkeypatch.setenv("NO_PROXY", "127.0.0.1")
            assert await carrier.post("http://telegram.test" + PATH)
            assert await carrier.post(near + PATH)
        (head,) = heads
        assert head.startswith(f"POST http://telegram.test{PATH} HTTP/1.1\r\n".encode())
        assert b"Proxy-Authorization: Basic dXNlcjp3b3Jk\r\n" in head

    @pytest.mark.parametrize("proxy", [nobody, lambda: listening(refuses_to_tunnel)])
    async def test_one_that_does_not_let_us_through(
        self,
        carrier: Carrier,
        failure: Failure,
        monkeypatch: pytest.MonkeyPatch,
        proxy: Callable[[], AbstractAsyncContextManager[str]],
    ) -> None:
        async with proxy() as url:
            monkeypatch.setenv("https_proxy", url)
            error = await failure(carrier.post("https://telegram.test" + PATH))
        assert isinstance(error, NotSent)
