"""Requests that go by a proxy: over aiohttp.

aiohttp quotes URLs in its exceptions, and the bot's token stands in the path of every URL. So of
their texts only what says why a connection failed (host and port, no path) leaves this file, and
our errors are raised after the `except` clause: inside it they would take aiohttp's along as
their context.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import RequestData

from bot.sending.arrival import NotSent, PerhapsSent
from bot.sending.body import body
from bot.sending.connection import LARGEST_ANSWER, PIECE, Answer

if TYPE_CHECKING:
    from bot.sending.carrier import Patience

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
        content, content_type = body(data)
        answer = bytearray()
        async with (
            asyncio.timeout(None) as writing,
            self._session.request(
                method,
                url,
                data=content if len(content) <= PIECE else _paced(content, writing, patience.write),
                headers={"Content-Type": content_type, "Content-Length": str(len(content))},
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


async def _paced(
    content: bytes, writing: asyncio.Timeout, seconds: float | None
) -> AsyncIterator[bytes]:
    """*content* in pieces, each of which has *seconds* to go out; aiohttp has no such limit."""
    now = asyncio.get_running_loop().time
    for start in range(0, len(content), PIECE):
        writing.reschedule(None if seconds is None else now() + seconds)
        yield content[start : start + PIECE]
    writing.reschedule(None)


def _reason(error: Exception) -> str:
    """Why there is no connection, without the URL."""
    cause = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else None
    return f"{type(error).__name__} ({cause})" if cause else type(error).__name__
