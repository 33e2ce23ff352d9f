"""A bot without anything: it takes updates and says one word to each, over bare connections. What
it reaches, and not more, can be measured with this server."""

import asyncio
import re
import sys
from urllib.parse import urlsplit

CONNECTIONS = 64
HEAD = b"POST /bot1:bare/%b HTTP/1.1\r\nContent-Length: %d\r\n\r\n%b"
WHO = re.compile(rb'"update_id":(\d+),"message":\{"message_id":\d+,"from":\{"id":(\d+)')
LENGTH = re.compile(rb"Content-Length: (\d+)\r\n\r\n")

free: list["Connection"] = []
waiting: list[bytes] = []


class Connection(asyncio.BufferedProtocol):
    def __init__(self) -> None:
        self.received = b""
        self.buffer = bytearray(128 * 1024)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def calls(self, method: bytes, body: bytes) -> None:
        self.transport.write(HEAD % (method, len(body), body))

    def get_buffer(self, sizehint: int) -> bytearray:
        return self.buffer

    def buffer_updated(self, nbytes: int) -> None:
        self.received += memoryview(self.buffer)[:nbytes]
        head = LENGTH.search(self.received)
        if head is not None and len(self.received) == head.end() + int(head[1]):
            body, self.received = self.received[head.end() :], b""
            self.answered(body)

    def answered(self, body: bytes) -> None:
        if waiting:
            self.calls(b"sendMessage", b"chat_id=%b&text=Yes" % waiting.pop())
        else:
            free.append(self)


class Poll(Connection):
    def answered(self, body: bytes) -> None:
        offset = 0
        for update_id, who in WHO.findall(body):
            offset = int(update_id) + 1
            if free:
                free.pop().calls(b"sendMessage", b"chat_id=%b&text=Yes" % who)
            else:
                waiting.append(who)
        self.calls(b"getUpdates", b"offset=%d&timeout=30" % offset)


async def main() -> None:
    loop, api = asyncio.get_running_loop(), urlsplit(sys.argv[1])
    host, port = str(api.hostname), api.port
    for _ in range(CONNECTIONS):
        free.append((await loop.create_connection(Connection, host, port))[1])
    _, poll = await loop.create_connection(Poll, host, port)
    poll.answered(b"")
    await asyncio.Event().wait()


asyncio.run(main())
