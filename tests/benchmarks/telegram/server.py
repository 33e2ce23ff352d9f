"""The Bot API on loopback, with as little work for each request as Python allows.

Nothing is checked: ``tests/bot/bot_api_server.py`` does that. A request is answered in the call in
which its last byte came, so that one core gives some 20,000 updates a second. A network that is
slow is half of its delay on the way here, and half on the way back.
"""

import asyncio
import json
import re
from collections import deque
from collections.abc import Callable
from itertools import count

from tests.benchmarks.telegram.talks import BOT, DATE, given, shown

MOST_UPDATES = 100
"""In one answer to getUpdates."""

BUFFER = 32 * 1024
"""Bytes."""

MOST_KNOWN = 4096
"""Texts of which it is kept how they are shown."""

_WHO = re.compile(
    rb'(?:^|&|\?)chat_id=(\d+)|"chat_id": ?(\d+)|name="chat_id"(?:\r\n[^\r\n]+)*\r\n\r\n(\d+)'
)
_EDITED = re.compile(rb'(?:(?:^|&)message_id=|"message_id": ?)(\d+)')
_NUMBERS = re.compile(rb'(?:^|&)(?:chat|message)_id=\d+|"(?:chat|message)_id": ?\d+, ?')
_OFFSET = re.compile(rb'offset(?:=|": ?)(-?\d+)')
_WAITS = re.compile(rb'timeout(?:=|": ?)(\d+)')
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
_OK = b'{"ok":true,"result":true}'

Hears = Callable[[int, bytes, int, bytes], None]


class Server:
    """``hears`` is told of every message: the chat, the method, its number and its parameters."""

    def __init__(self, hears: Hears) -> None:
        self.hears = hears
        self.delay = 0.0
        self.calls = 0
        self.on_poll: Callable[[], None] = lambda: None
        self.on_webhook: Callable[[str, bytes, int], None] = lambda url, secret, most: None
        self.push: Callable[[int, bytes], None] | None = None
        self._updates: deque[tuple[int, bytes]] = deque()
        self._poll: Connection | None = None
        self._release_is_due = False
        self._messages = count(1)
        self._known: dict[bytes, bytes] = {}

    def deliver(self, update_id: int, update: bytes) -> None:
        if self.push is not None:
            self.push(update_id, update)
            return
        self._updates.append((update_id, update))
        if self._poll is not None and not self._release_is_due:
            self._release_is_due = True  # what comes at the same moment goes along
            asyncio.get_running_loop().call_soon(self._release)

    def _release(self) -> None:
        self._release_is_due = False
        poll, self._poll = self._poll, None
        if poll is not None:
            poll.answer(self._batch())

    def _batch(self) -> bytes:
        some = [self._updates[at][1] for at in range(min(MOST_UPDATES, len(self._updates)))]
        return b'{"ok":true,"result":[%b]}' % b",".join(some)

    def called(self, connection: "Connection", method: bytes, body: bytes) -> None:
        self.calls += 1
        if method == b"getupdates":
            self._polled(connection, body)
        elif method.startswith((b"send", b"edit")) and method != b"sendchataction":
            connection.answer(self._message(method, body))
        elif method == b"getme":
            able = b',"can_join_groups":true,"supports_inline_queries":true}'
            connection.answer(b'{"ok":true,"result":%b%b}' % (BOT[:-1], able))
        elif method == b"setwebhook":
            self._set_webhook(body)
            connection.answer(_OK)
        elif method == b"getwebhookinfo":
            info = b'{"url":"","has_custom_certificate":false,"pending_update_count":0}'
            connection.answer(b'{"ok":true,"result":%b}' % info)
        else:
            connection.answer(_OK)

    def _polled(self, connection: "Connection", body: bytes) -> None:
        confirmed = _OFFSET.search(body)
        offset = int(confirmed[1]) if confirmed else 0
        while self._updates and self._updates[0][0] < offset:
            self._updates.popleft()
        self.on_poll()
        waits = _WAITS.search(body)
        if self._updates or waits is None or waits[1] == b"0":
            connection.answer(self._batch())
        else:
            self._poll = connection

    def lost(self, connection: "Connection") -> None:
        if self._poll is connection:
            self._poll = None

    def _message(self, method: bytes, body: bytes) -> bytes:
        found = _WHO.search(body)
        if found is None:
            return _OK
        who = int(found[1] or found[2] or found[3])
        edited = _EDITED.search(body) if method.startswith(b"edit") else None
        number = int(edited[1]) if edited else next(self._messages)
        if method == b"senddocument":
            content = b'"document":{"file_id":"f%d","file_unique_id":"u%d"}' % (number, number)
        elif method == b"sendphoto":
            content = (
                b'"photo":[{"file_id":"f%d","file_unique_id":"u%d","width":9,"height":9}]'
            ) % (number, number)
        else:
            content = self._shown(body)
        self.hears(who, method, number, body)
        chat = b'"chat":{"id":%d,"first_name":"Ann","type":"private"},' % who
        return b'{"ok":true,"result":{"message_id":%d,"from":%b,%b%b%b}}' % (
            number, BOT, chat, DATE, content,
        )  # fmt: skip

    def _shown(self, body: bytes) -> bytes:
        of_all = _NUMBERS.sub(b"", body)
        known = self._known.get(of_all)
        if known is None:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            known = self._known[of_all] = shown(body)
        return known

    def _set_webhook(self, body: bytes) -> None:
        about = given(body)
        secret = about.get("secret_token", "").encode()
        self.on_webhook(about["url"], secret, int(about.get("max_connections", 40)))

    def answered_in_response(self, body: bytes) -> None:
        """A call that came as the answer to an update, as the Bot API allows (Making requests when
        getting updates)."""
        call = json.loads(body)
        method = str(call["method"]).lower().encode()
        self.calls += 1
        if method.startswith(b"send") and method != b"sendchataction":
            self.hears(int(call["chat_id"]), method, next(self._messages), body)


class Connection(asyncio.BufferedProtocol):
    """Of a bot; it asks one thing at a time. Into a buffer of its own, as asyncio would otherwise
    take 256 KB from the system for every request."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._received = b""
        self._buffer = bytearray(BUFFER)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        self._server.lost(self)

    def get_buffer(self, sizehint: int) -> bytearray:
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        data = bytes(memoryview(self._buffer)[:nbytes])
        self._received = self._received + data if self._received else data
        while (end := self._received.find(b"\r\n\r\n")) >= 0:
            head = self._received[:end]
            length = _LENGTH.search(head)
            whole = end + 4 + (int(length[1]) if length else 0)
            if len(self._received) < whole:
                return
            body = self._received[end + 4 : whole]
            self._received = self._received[whole:]
            path, _, query = head[: head.index(b" HTTP/")].partition(b"?")
            method = path[path.rindex(b"/") + 1 :].lower()
            self._soon(self._server.called, self, method, body or query)

    def answer(self, body: bytes) -> None:
        self._soon(self._write, _HEAD % (len(body), body))

    def _write(self, data: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(data)

    def _soon(self, act: Callable[..., None], *arguments: object) -> None:
        if self._server.delay:
            loop = asyncio.get_running_loop()
            loop.call_later(self._server.delay / 2, act, *arguments)
        else:
            act(*arguments)
