"""Requests over connections that are kept for the next one.

The bot's token stands in the path of every URL; nothing of a path gets into an error.
"""

import asyncio
import ssl
from collections import defaultdict
from functools import cached_property, lru_cache
from socket import SOCK_STREAM
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from aiohappyeyeballs import start_connection
from telegram.request import RequestData

from bot.sending.arrival import NotSent
from bot.sending.body import body
from bot.sending.connection import Answer, Connection

if TYPE_CHECKING:
    from bot.sending.carrier import Patience

ANOTHER_ADDRESS = 0.25
"""Seconds after which the next address of a server is tried too (RFC 8305, 5)."""

PORTS = {"http": 80, "https": 443}


class Server(NamedTuple):
    host: str
    port: int
    with_tls: bool


class Straight:
    def __init__(self, user_agent: str) -> None:
        self._user_agent = user_agent
        self._kept: defaultdict[Server, list[Connection]] = defaultdict(list)
        self._open: set[Connection] = set()

    def close(self) -> None:
        """Also those that something is asked by."""
        for connection in self._open:
            connection.close()
        self._open.clear()
        self._kept.clear()

    async def exchange(
        self, method: str, url: str, data: RequestData, patience: "Patience"
    ) -> Answer:
        """Raises NotSent, TimedOut, PerhapsSent."""
        server, target = _parts(url)
        content, content_type = body(data)
        head = (
            f"{method} {target} HTTP/1.1\r\n"
            f"Host: {server.host}:{server.port}\r\n"
            f"User-Agent: {self._user_agent}\r\n"
            f"Content-Type: {content_type}\r\n"
            f"Content-Length: {len(content)}\r\n\r\n"
        )
        connection = self._free(server) or await self._connected(server, patience.connect)
        try:
            request = head.encode("latin-1") + content
            answer = await connection.ask(request, patience.read, patience.write)
        except BaseException:
            self._end(connection)
            raise
        if connection.is_of_use:
            self._kept[server].append(connection)
        else:
            self._end(connection)
        return answer

    def _end(self, connection: Connection) -> None:
        connection.close()
        self._open.discard(connection)

    def _free(self, server: Server) -> Connection | None:
        kept = self._kept[server]
        while kept:
            connection = kept.pop()
            if connection.is_of_use:
                return connection
            self._end(connection)
        return None

    async def _connected(self, server: Server, seconds: float | None) -> Connection:
        why: str
        try:
            async with asyncio.timeout(seconds):
                connection = await self._opened(server)
                self._open.add(connection)
                return connection
        except TimeoutError:
            why = "no connection in time"
        except (OSError, UnicodeError) as error:
            why = f"{type(error).__name__} ({error})"
        raise NotSent(f"The request was NOT sent: {why}")

    async def _opened(self, server: Server) -> Connection:
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(server.host, server.port, type=SOCK_STREAM)
        socket = await start_connection(found, happy_eyeballs_delay=ANOTHER_ADDRESS, interleave=1)
        _, connection = await loop.create_connection(
            Connection,
            sock=socket,
            ssl=self._tls if server.with_tls else None,
            server_hostname=server.host if server.with_tls else None,
        )
        return connection

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return ssl.create_default_context()


@lru_cache(64)
def _parts(url: str) -> tuple[Server, str]:
    """The server of a URL, and what is asked of it. Raises NotSent."""
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS[parts.scheme]
        server = Server(parts.hostname or "", port, parts.scheme == "https")
        target = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
        usable = server.host and target.isascii() and target.isprintable() and " " not in target
    except (ValueError, KeyError):
        usable = False
    if not usable:
        raise NotSent("The request was NOT sent: the address is none")
    return server, target
