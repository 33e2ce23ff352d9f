"""Updates on their way to a webhook: as many at once as the bot allows, each until it is taken."""

import asyncio
import re
from collections import deque
from urllib.parse import urlsplit

from tests.benchmarks.telegram.server import Server

PAUSE = 0.2
"""Seconds before an update goes out again that was not taken."""

_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


class Pushing:
    def __init__(self, server: Server, url: str, secret: bytes, most: int) -> None:
        self._server = server
        self._url = urlsplit(url)
        self._head = (
            f"POST {self._url.path} HTTP/1.1\r\nHost: {self._url.netloc}\r\n"
            "Content-Type: application/json\r\nX-Telegram-Bot-Api-Secret-Token: "
        ).encode() + secret
        self._most = most
        self._free: list[_Push] = []
        self._opened = 0
        self._waiting: deque[bytes] = deque()

    def push(self, update_id: int, update: bytes) -> None:
        self._waiting.append(update)
        self._next()

    def _next(self) -> None:
        while self._waiting and self._free:
            self._free.pop().send(self._waiting.popleft())
        if self._waiting and self._opened < self._most:
            self._opened += 1
            task = asyncio.get_running_loop().create_task(self._open())
            task.add_done_callback(lambda _: self._next())

    async def _open(self) -> None:
        loop = asyncio.get_running_loop()
        host, port = self._url.hostname or "", self._url.port or 80
        _, push = await loop.create_connection(lambda: _Push(self), host, port)
        self._free.append(push)

    def request(self, update: bytes) -> bytes:
        return b"%b\r\nContent-Length: %d\r\n\r\n%b" % (self._head, len(update), update)

    def taken(self, push: "_Push", status: bytes, body: bytes, update: bytes) -> None:
        if status != b"200":
            asyncio.get_running_loop().call_later(PAUSE, self.push, 0, update)
        elif body.startswith(b"{"):
            self._server.answered_in_response(body)
        self._free.append(push)
        self._next()

    def lost(self, push: "_Push", update: bytes | None) -> None:
        self._opened -= 1
        if push in self._free:
            self._free.remove(push)
        if update is not None:
            self.push(0, update)

    @property
    def delay(self) -> float:
        return self._server.delay


class _Push(asyncio.Protocol):
    """A connection to the webhook."""

    def __init__(self, pushing: Pushing) -> None:
        self._pushing = pushing
        self._received = b""
        self._update: bytes | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        self._pushing.lost(self, self._update)

    def send(self, update: bytes) -> None:
        self._update = update
        if self._pushing.delay:
            loop = asyncio.get_running_loop()
            loop.call_later(self._pushing.delay / 2, self._write, update)
        else:
            self._write(update)

    def _write(self, update: bytes) -> None:
        self._transport.write(self._pushing.request(update))

    def data_received(self, data: bytes) -> None:
        self._received += data
        end = self._received.find(b"\r\n\r\n")
        if end < 0:
            return
        length = _LENGTH.search(self._received[:end])
        whole = end + 4 + (int(length[1]) if length else 0)
        if len(self._received) < whole:
            return
        status, body = self._received[9:12], self._received[end + 4 : whole]
        update, self._received, self._update = self._update, self._received[whole:], None
        assert update is not None
        if self._pushing.delay:
            loop = asyncio.get_running_loop()
            loop.call_later(self._pushing.delay / 2, self._taken, status, body, update)
        else:
            self._taken(status, body, update)

    def _taken(self, status: bytes, body: bytes, update: bytes) -> None:
        self._pushing.taken(self, status, body, update)
