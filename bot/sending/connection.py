"""A connection to a server that is kept, and asked one thing at a time."""

import asyncio
from typing import Any, cast

from httptools import HttpParserError, HttpResponseParser
from telegram.error import NetworkError, TimedOut

from bot.sending.arrival import PerhapsSent

PIECE = 32 * 1024  # bytes; asyncio takes twice as much without waiting for the network

LARGEST_ANSWER = 64 * 1024 * 1024  # bytes; files that a bot may download end at 20 MB

Answer = tuple[int, bytes]
"""HTTP status and body."""


class Connection(asyncio.Protocol):
    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._answer: asyncio.Future[Answer] | None = None
        """While something is asked."""
        self._room: asyncio.Future[None] | None = None
        """While the network takes no more."""
        self._stays = True

    @property
    def is_of_use(self) -> bool:
        """Whether something else can be asked."""
        return self._stays and not self._transport.is_closing()

    def close(self) -> None:
        self._transport.abort()

    async def ask(
        self, request: bytes, seconds: float | None, seconds_a_piece: float | None
    ) -> Answer:
        """Within ``seconds``, or however long it takes, once all of it went out, each piece of
        which has its own. Raises TimedOut, PerhapsSent."""
        answer: asyncio.Future[Answer] = self._loop.create_future()
        self._answer = answer
        self._parser = HttpResponseParser(self)
        self._body: list[bytes] = []
        self._size = 0
        end = None
        try:
            await self._write(request, answer, seconds_a_piece)
            if seconds is not None:
                end = self._loop.call_later(seconds, self._time_out)
            return await answer
        finally:
            self._answer = None
            if end is not None:
                end.cancel()

    async def _write(
        self, request: bytes, answer: asyncio.Future[Answer], seconds: float | None
    ) -> None:
        """Until all of it is with the network, or it was answered before."""
        for start in range(0, len(request), PIECE):
            self._transport.write(request[start : start + PIECE])
            if self._room is not None:
                either: set[asyncio.Future[Any]] = {self._room, answer}
                done, _ = await asyncio.wait(
                    either, timeout=seconds, return_when=asyncio.FIRST_COMPLETED
                )
                if not done:
                    self._time_out()
            if answer.done():
                self._stays = False
                return

    def _time_out(self) -> None:
        self._fails(TimedOut("Timed out; the request may have been delivered"))

    def _fails(self, failure: NetworkError) -> None:
        self._stays = False
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(failure)

    # Of the network

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # other loops have their own

    def pause_writing(self) -> None:
        self._room = self._loop.create_future()

    def resume_writing(self) -> None:
        if self._room is not None:
            self._room.set_result(None)
            self._room = None

    def data_received(self, data: bytes) -> None:
        if self._answer is None:  # nothing was asked
            self.close()
            return
        try:
            self._parser.feed_data(data)
        except HttpParserError:
            self._breaks("what comes back is no answer")

    def connection_lost(self, exc: Exception | None) -> None:
        self._breaks("the connection ends" if exc is None else type(exc).__name__)

    def _breaks(self, why: str) -> None:
        self._fails(PerhapsSent(f"{why}; the request may have been delivered"))

    # Of the parser

    def on_body(self, body: bytes) -> None:
        self._body.append(body)
        self._size += len(body)
        if self._size > LARGEST_ANSWER:
            self._fails(PerhapsSent("The answer is too large; the request was delivered"))

    def on_message_complete(self) -> None:
        self._stays = self._stays and self._parser.should_keep_alive()
        if self._answer is not None and not self._answer.done():
            self._answer.set_result((self._parser.get_status_code(), b"".join(self._body)))
