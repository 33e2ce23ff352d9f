"""Carries the bot's requests to Telegram.

python-telegram-bot brings httpx for this, on which a message takes ten times the processor. They
go straight over connections that are kept; by a proxy, they go by aiohttp, which is imported then.
"""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from telegram.request import BaseRequest, RequestData

from bot.sending.arrival import NotSent
from bot.sending.connection import Answer
from bot.sending.straight import Straight

if TYPE_CHECKING:
    from bot.sending.by_aiohttp import ByAiohttp


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds, None for no limit."""

    read: float | None
    """How long Telegram may take to answer; where files go out, how long it may stay silent."""
    write: float | None
    """How long the next piece of a file may take to go out."""
    connect: float | None
    """For finding the address, connecting and TLS, together."""


class Carrier(BaseRequest):
    """Requests to the Bot API, for `Bot` and `ApplicationBuilder`.

    Proxies are taken from HTTP_PROXY, HTTPS_PROXY and NO_PROXY. All times are in seconds, None
    means no limit.

    Args:
        connection_pool_size: how many requests may be under way at once; others wait their turn.
        read_timeout: how long Telegram may take to answer.
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
        self._usual = Patience(read_timeout, write_timeout, connect_timeout)
        self._usual_for_files = Patience(read_timeout, media_write_timeout, connect_timeout)
        self._pool_timeout = pool_timeout
        self._straight: Straight | None = None
        self._by_aiohttp: ByAiohttp | None = None
        self._proxies: dict[str, str | None] = {}

    @property
    def read_timeout(self) -> float | None:
        """How long Telegram may take to answer, in seconds, where a request does not say."""
        return self._usual.read

    async def initialize(self) -> None:
        """Make ready, on the running event loop. Does nothing when ready; undoes `shutdown`."""
        if self._straight is None:
            self._turns = asyncio.Semaphore(self._pool_size)
            self._straight = Straight(self.USER_AGENT)

    async def shutdown(self) -> None:
        """Close all connections. Does nothing when they are closed or never were open."""
        straight, self._straight = self._straight, None
        by_aiohttp, self._by_aiohttp = self._by_aiohttp, None
        if straight is not None:
            straight.close()
            await asyncio.sleep(0)  # for the connections to go
        if by_aiohttp is not None:
            await by_aiohttp.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> Answer:
        """HTTP status and body of the answer. Times are in seconds, or else the constructor's.

        Raises:
            NotSent: no turn, no address, no connection or no TLS: surely not delivered.
            TimedOut: silence after sending had begun: perhaps delivered.
            PerhapsSent: it broke after sending had begun, or the answer is over 64 MiB: perhaps
                delivered.
            RuntimeError: not initialized.
        """
        if self._straight is None:
            raise RuntimeError("This Carrier is not initialized!")
        data = request_data or RequestData()
        usual = self._usual_for_files if data.contains_files else self._usual
        patience = Patience(
            _seconds(read_timeout, usual.read),
            _seconds(write_timeout, usual.write),
            _seconds(connect_timeout, usual.connect),
        )
        turns = self._turns
        await self._turn(_seconds(pool_timeout, self._pool_timeout))
        try:
            proxy = self._proxy(url)
            if self._goes_straight(proxy):
                return await self._straight.exchange(method, url, data, patience)
            return await self._round_about().exchange(method, url, data, patience, proxy)
        finally:
            turns.release()

    def _goes_straight(self, proxy: str | None) -> bool:
        return proxy is None

    async def _turn(self, seconds: float | None) -> None:
        if not self._turns.locked():
            await self._turns.acquire()
            return
        try:
            async with asyncio.timeout(seconds):
                await self._turns.acquire()
        except TimeoutError:
            raise NotSent("The request was NOT sent: all turns are taken") from None

    def _round_about(self) -> "ByAiohttp":
        if self._by_aiohttp is None:
            from bot.sending.by_aiohttp import ByAiohttp

            self._by_aiohttp = ByAiohttp(self.USER_AGENT)
        return self._by_aiohttp

    def _proxy(self, url: str) -> str | None:
        """The proxy for a server, looked up once."""
        scheme, server = urlsplit(url)[:2]
        if server not in self._proxies:
            direct = proxy_bypass(server)
            self._proxies[server] = None if direct else getproxies().get(scheme)
        return self._proxies[server]


def _seconds(given: object, usual: float | None) -> float | None:
    """What was given, unless it is python-telegram-bot's mark for *not given*."""
    return given if given is None or isinstance(given, int | float) else usual
