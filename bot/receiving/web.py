"""Serves a few paths over HTTP, in the loop that the bot runs in. Imported where there are any."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.operating.health import Health
from bot.receiving.addresses import Address
from bot.sending.reaching_telegram import CannotRun

STOPPING = 3
"""Seconds that requests in hand have to be finished in; what is not is asked for again."""

AT_ONCE = 120
"""Connections. Telegram opens no more than 100; others would only wait for memory."""


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """They are the program's: it stops this server itself."""
        yield


def listen(address: Address, setting: str) -> socket.socket:
    """Raises CannotRun, naming the setting."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        return socket.create_server(address, family=family)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else "no such address"
        raise CannotRun(f"{setting}: cannot listen on {address}: {reason}") from None


@asynccontextmanager
async def serving(on: socket.socket, routes: Sequence[BaseRoute]) -> AsyncIterator[None]:
    """Serve as long as the body runs; then finish what is in hand."""
    not_there = {404: _not_found, 405: _not_found}
    app = Starlette(routes=routes, exception_handlers=not_there)
    app.router.redirect_slashes = False  # a redirect would tell which paths there are
    server = _Server(
        uvicorn.Config(
            app,
            http="httptools",
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,  # the webhook's path is a secret
            server_header=False,
            proxy_headers=False,
            limit_concurrency=AT_ONCE,
            timeout_graceful_shutdown=STOPPING,
        )
    )
    task = asyncio.create_task(server.serve(sockets=[on]))
    try:
        while not server.started and not task.done():
            await asyncio.sleep(0.01)
        yield
    finally:
        server.should_exit = True
        await task


def health_routes(health: Health) -> list[BaseRoute]:
    """For this machine: a request that a proxy passes on finds nothing here."""

    async def lives(request: Request) -> Response:
        return nothing() if _passed_on(request) else PlainTextResponse("ok\n")

    async def is_ready(request: Request) -> Response:
        if _passed_on(request):
            return nothing()
        troubles = await health.troubles()
        if troubles:
            return PlainTextResponse("".join(f"{one}\n" for one in troubles), 503)
        return PlainTextResponse("ready\n")

    return [Route("/healthz", lives), Route("/readyz", is_ready)]


def _passed_on(request: Request) -> bool:
    return any(name in request.headers for name in ("x-forwarded-for", "forwarded", "via"))


def nothing() -> Response:
    """The answer of a path that is not there. The connection ends, whatever was still to come."""
    return PlainTextResponse("Not Found", 404, {"Connection": "close"})


async def _not_found(_: Request, __: Exception) -> Response:
    return nothing()
