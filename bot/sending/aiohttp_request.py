"""Carries the bot's requests to Telegram over aiohttp.

python-telegram-bot brings httpx for this; on aiohttp the same bot needs a third of the CPU.

The bot's token stands in the path of every URL, and aiohttp quotes URLs in its exceptions. So of
their texts only what says why a connection failed (host and port, no path) leaves this file, and
our errors are raised after the `except` clause: inside it they would take aiohttp's along as
their context.
"""

import asyncio
from collections.abc import AsyncIterator
from io import BytesIO
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

LARGEST_ANSWER = 64 * 1024 * 1024  # bytes; files that a bot may download end at 20 MB
PIECE = 32 * 1024  # bytes; asyncio takes twice as much without waiting for the network

# What aiohttp raises while no byte of the request has gone out.
_BEFORE_SENDING = (
    aiohttp.ClientConnectorError,  # DNS, refused, unreachable, TLS; the same for a proxy
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientHttpProxyError,  # the proxy opens no tunnel
    aiohttp.InvalidURL,
    aiohttp.NonHttpUrlClientError,
)


class NotSent(NetworkError):
    """Nothing of the request went out to Telegram: to try again cannot do anything twice."""


class PerhapsSent(NetworkError):
    """The connection broke after sending had begun: to try again may do it twice."""


class AiohttpRequest(BaseRequest):
    """Requests to the Bot API over kept-alive connections, for `Bot` and `ApplicationBuilder`.

    Proxies are taken from HTTP_PROXY, HTTPS_PROXY and NO_PROXY. All times are in seconds, None
    means no limit.

    Args:
        connection_pool_size: how many requests may be under way at once; others wait their turn.
        read_timeout: how long Telegram may stay silent once it has the request.
        write_timeout: how long the next piece of a request may take to go out.
        connect_timeout: for finding the address, connecting and TLS, together.
        pool_timeout: how long a request may wait for its turn.
        media_write_timeout: used for *write_timeout* where files go out.
    """

    def __init__(
        self,
        connection_pool_size: int = 256,
        read_timeout: float | None = 5.0,
        write_timeout: float | None = 5.0,
        connect_timeout: float | None = 5.0,
        pool_timeout: float | None = 1.0,
        media_write_timeout: float | None = 20.0,
    ) -> None:
        self._pool_size = connection_pool_size
        self._read_timeout = read_timeout
        self._write_timeout = write_timeout
        self._connect_timeout = connect_timeout
        self._pool_timeout = pool_timeout
        self._media_write_timeout = media_write_timeout
        self._session: aiohttp.ClientSession | None = None
        self._proxies: dict[str, str | None] = {}

    @property
    def read_timeout(self) -> float | None:
        """How long Telegram may stay silent, in seconds, where a request does not say."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Make ready, on the running event loop. Does nothing when ready; undoes `shutdown`."""
        if self._session is None:
            self._turns = asyncio.Semaphore(self._pool_size)
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0),  # `_turns` is the limit
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )

    async def shutdown(self) -> None:
        """Close all connections. Does nothing when they are closed or never were open."""
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """HTTP status and body of the answer. Times are in seconds, or else the constructor's.

        Raises:
            NotSent: no turn, no address, no connection or no TLS: surely not delivered.
            TimedOut: silence after sending had begun: perhaps delivered.
            PerhapsSent: it broke after sending had begun, or the answer is over 64 MiB: perhaps
                delivered.
            RuntimeError: not initialized.
        """
        if self._session is None:
            raise RuntimeError("This AiohttpRequest is not initialized!")
        turns = self._turns
        data = request_data or RequestData()
        usual = self._media_write_timeout if data.contains_files else self._write_timeout
        limits = aiohttp.ClientTimeout(
            connect=_seconds(connect_timeout, self._connect_timeout),
            sock_read=_seconds(read_timeout, self._read_timeout),
        )
        try:
            async with asyncio.timeout(_seconds(pool_timeout, self._pool_timeout)):
                await turns.acquire()
        except TimeoutError:
            raise NotSent("The request was NOT sent: all turns are taken") from None
        failure: NetworkError
        try:
            return await self._exchange(
                self._session, method, url, data, _seconds(write_timeout, usual), limits
            )
        except NetworkError:
            raise
        except _BEFORE_SENDING as error:
            failure = NotSent(f"The request was NOT sent: {_reason(error)}")
        except TimeoutError:
            failure = TimedOut("Timed out; the request may have been delivered")
        except Exception as error:  # python-telegram-bot quotes whatever else comes out
            failure = PerhapsSent(f"{type(error).__name__}; the request may have been delivered")
        finally:
            turns.release()
        raise failure

    async def _exchange(
        self,
        session: aiohttp.ClientSession,
        method: str,
        url: str,
        data: RequestData,
        write_timeout: float | None,
        limits: aiohttp.ClientTimeout,
    ) -> tuple[int, bytes]:
        body, content_type = await _encoded(data)
        answer = bytearray()
        async with (
            asyncio.timeout(None) as patience,
            session.request(
                method,
                url,
                data=body if len(body) <= PIECE else _paced(body, patience, write_timeout),
                headers={"Content-Type": content_type, "Content-Length": str(len(body))},
                proxy=self._proxy(url),
                timeout=limits,
                allow_redirects=False,  # Telegram sends none, and one would take answers elsewhere
            ) as response,
        ):
            async for piece in response.content.iter_any():
                answer += piece
                if len(answer) > LARGEST_ANSWER:
                    raise PerhapsSent("The answer is too large; the request was delivered")
            return response.status, bytes(answer)

    def _proxy(self, url: str) -> str | None:
        """The proxy for a server, looked up once: `trust_env` asks two threads every time."""
        scheme, server = urlsplit(url)[:2]
        if server not in self._proxies:
            direct = proxy_bypass(server)
            self._proxies[server] = None if direct else getproxies().get(scheme)
        return self._proxies[server]


def _seconds(given: object, usual: float | None) -> float | None:
    """What was given, unless it is python-telegram-bot's mark for *not given*."""
    return given if given is None or isinstance(given, int | float) else usual


async def _encoded(data: RequestData) -> tuple[bytes, str]:
    """The body of a request and its content type."""
    if not data.contains_files:
        return data.url_encoded_parameters().encode(), "application/x-www-form-urlencoded"
    form = aiohttp.FormData(data.json_parameters, quote_fields=False)  # keep blanks in file names
    for name, (filename, content, media_type) in data.multipart_data.items():
        file = BytesIO(content) if isinstance(content, bytes) else content  # large bytes warn
        form.add_field(name, file, filename=filename, content_type=media_type)
    multipart = form()
    return await multipart.as_bytes(), multipart.headers["Content-Type"]


async def _paced(
    body: bytes, patience: asyncio.Timeout, seconds: float | None
) -> AsyncIterator[bytes]:
    """*body* in pieces, each of which has *seconds* to go out; aiohttp has no such limit."""
    now = asyncio.get_running_loop().time
    for start in range(0, len(body), PIECE):
        patience.reschedule(None if seconds is None else now() + seconds)
        yield body[start : start + PIECE]
    patience.reschedule(None)


def _reason(error: Exception) -> str:
    """Why there is no connection, without the URL."""
    cause = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else None
    return f"{type(error).__name__} ({cause})" if cause else type(error).__name__
