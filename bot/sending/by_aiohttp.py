"""Requests that go by a proxy, or bring files: over aiohttp.

aiohttp quotes URLs in its exceptions, and the bot's token stands in the path of every URL. So of
their texts only what says why a connection failed (host and port, no path) leaves this file, and
our errors are raised after the `except` clause: inside it they would take aiohttp's along as
their context.
"""

import asyncio
from collections.abc import AsyncIterator
from io import BytesIO
from typing import TYPE_CHECKING

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import RequestData

from bot.sending.arrival import NotSent, PerhapsSent
from bot.sending.connection import LARGEST_ANSWER, Answer

if TYPE_CHECKING:
    from bot.sending.carrier import Patience

PIECE = 32 * 1024  # bytes; asyncio takes twice as much without waiting for the network

# What aiohttp raises while no byte of the request has gone out.
_BEFORE_SENDING = (
    aiohttp.ClientConnectorError,  # DNS, refused, unreachable, TLS; the same for a proxy
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientHttpProxyError,  # the proxy opens no tunnel
    aiohttp.InvalidURL,
    aiohttp.NonHttpUrlClientError,
)


class ByAiohttp:
    def __init__(self, user_agent: str) -> None:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0),  # the carrier has the limit
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": user_agent},
        )

    async def close(self) -> None:
        await self._session.close()

    async def exchange(
        self, method: str, url: str, data: RequestData, patience: "Patience", proxy: str | None
    ) -> Answer:
        """Raises NotSent, TimedOut, PerhapsSent."""
        failure: NetworkError
        try:
            return await self._exchange(method, url, data, patience, proxy)
        except NetworkError:
            raise
        except _BEFORE_SENDING as error:
            failure = NotSent(f"The request was NOT sent: {_reason(error)}")
        except TimeoutError:
            failure = TimedOut("Timed out; the request may have been delivered")
        except Exception as error:  # python-telegram-bot quotes whatever else comes out
            failure = PerhapsSent(f"{type(error).__name__}; the request may have been delivered")
        raise failure

    async def _exchange(
        self, method: str, url: str, data: RequestData, patience: "Patience", proxy: str | None
    ) -> Answer:
        body, content_type = await _encoded(data)
        answer = bytearray()
        async with (
            asyncio.timeout(None) as writing,
            self._session.request(
                method,
                url,
                data=body if len(body) <= PIECE else _paced(body, writing, patience.write),
                headers={"Content-Type": content_type, "Content-Length": str(len(body))},
                proxy=proxy,
                timeout=aiohttp.ClientTimeout(connect=patience.connect, sock_read=patience.read),
                allow_redirects=False,  # Telegram sends none, and one would take answers elsewhere
            ) as response,
        ):
            async for piece in response.content.iter_any():
                answer += piece
                if len(answer) > LARGEST_ANSWER:
                    raise PerhapsSent("The answer is too large; the request was delivered")
            return response.status, bytes(answer)


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
    body: bytes, writing: asyncio.Timeout, seconds: float | None
) -> AsyncIterator[bytes]:
    """*body* in pieces, each of which has *seconds* to go out; aiohttp has no such limit."""
    now = asyncio.get_running_loop().time
    for start in range(0, len(body), PIECE):
        writing.reschedule(None if seconds is None else now() + seconds)
        yield body[start : start + PIECE]
    writing.reschedule(None)


def _reason(error: Exception) -> str:
    """Why there is no connection, without the URL."""
    cause = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else None
    return f"{type(error).__name__} ({cause})" if cause else type(error).__name__
