"""Takes updates that Telegram sends to a public address, and confirms each with 200 only once it
is in the database.

Telegram sends what one person types one after the other, the next once the one before has its 200,
and what they tap likewise; different people's come side by side (tdlib/telegram-bot-api, Client and
WebhookActor). A tap says which question it answers: so nothing is put into order here. Any other
answer than 200, or none, and the update comes again, for a day.

A proxy in front does TLS. Path and header are secrets made of the token: they stay as they are over
a restart, are kept nowhere, and change with the token.
"""

import asyncio
import hashlib
import hmac
import json
import logging
import sqlite3
from base64 import urlsafe_b64encode
from contextlib import suppress
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send
from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bot.operating.health import Health
from bot.receiving.addresses import Address
from bot.receiving.intake import ALLOWED_UPDATES, Intake
from bot.receiving.web import health_routes, listen, nothing, serving
from bot.sending.calling import said
from bot.sending.reaching_telegram import CannotRun, reach

_LOG = logging.getLogger(__name__)

MOST_CONNECTIONS = 100
"""That Telegram opens at once, each for an update that waits for its answer; as many as it may be
(Bot API, setWebhook). What is waited for is mostly the way, and the commit that many share."""

LARGEST_BODY = 1024 * 1024
"""Bytes. A text ends at 4,096 characters; an update with all that it answers is some 50 KB."""

LONGEST_BODY = 10.0
"""Seconds that a body may take to come in."""

COME_AGAIN = 2
"""Seconds after which Telegram is to send an update again that the database did not take. Without
it, it waits twice as long after every failure, up to two minutes."""

LARGEST_ID = 2**53
"""What a JSON number holds exactly; ids of updates are far below, and a database takes no more than
2**63."""

LOOKS_EVERY = 60.0
"""Seconds; Telegram is asked how the webhook fares."""

PATH = "telegram"
"""What a proxy has to pass on, with all below it."""

HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Webhook:
    """At the public address that begins with ``base``, served at ``address``."""

    def __init__(self, token: str, base: str, address: Address) -> None:
        self._path = _secret(token, b"path")
        self._header = _secret(token, b"header")
        self._url = f"{base}/{PATH}/{self._path}"
        self._address = address

    async def receive(self, intake: Intake, health: Health) -> None:
        """Take updates in until cancelled. The webhook stays set: what comes in the meantime is
        kept by Telegram. Raises CannotRun."""
        # A proxy may take the front part of the path away.
        route = Route(
            f"/{{front:path}}{PATH}/{{secret}}", _Endpoint(self._path, self._header, intake)
        )
        async with serving(
            listen(self._address, "PRORATA_LISTEN"), [*health_routes(health), route]
        ):
            await self._set(intake)
            health.started = True
            _LOG.info("updates come by the webhook, to %s", self._address)
            await self._watch(intake.bot)

    async def _set(self, intake: Intake) -> None:
        async def set_webhook() -> None:
            try:
                await intake.bot.set_webhook(
                    self._url,
                    allowed_updates=ALLOWED_UPDATES,
                    max_connections=MOST_CONNECTIONS,
                    secret_token=self._header,
                )
            except BadRequest as refused:
                raise CannotRun(f"PRORATA_WEBHOOK_URL: Telegram refuses it: {refused}") from None

        await reach(intake.bot, set_webhook)

    async def _watch(self, bot: Bot) -> None:
        """Say what Telegram alone knows: that it cannot reach us, or sends the updates elsewhere.
        Until cancelled."""
        told: datetime | None = None
        while True:
            await asyncio.sleep(LOOKS_EVERY)
            try:
                info = await bot.get_webhook_info()
            except TelegramError as failure:
                _LOG.debug("nothing is known of the webhook: %s", failure)
                continue
            if info.url != self._url:
                elsewhere = urlsplit(info.url).hostname or "nowhere, so perhaps they are polled"
                _LOG.error(
                    "another program has taken the updates of this bot, they go to: %s. Stop it, "
                    "and start this one anew",
                    elsewhere,
                )
            elif info.last_error_date is not None and info.last_error_date != told:
                told = info.last_error_date
                _LOG.warning(
                    "Telegram could not deliver an update, %d wait: %s",
                    info.pending_update_count,
                    info.last_error_message,
                )


class _Endpoint:
    """For every method: who does not know both secrets gets the answer of a path that is not
    there, before anything of the body is read."""

    def __init__(self, path: str, header: str, intake: Intake) -> None:
        self._path = path.encode()
        self._header = header.encode()
        self._intake = intake

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._answered(Request(scope, receive))
        await response(scope, receive, send)

    async def _answered(self, request: Request) -> Response:
        path = request.path_params["secret"].encode()
        header = request.headers.get(HEADER, "").encode("latin-1")
        # Both are compared, so that the time tells nothing about the first.
        known = hmac.compare_digest(path, self._path) & hmac.compare_digest(header, self._header)
        if not known or request.method != "POST":
            return nothing()
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type != "application/json":
            return _refused(415, "is no JSON")
        try:
            async with asyncio.timeout(LONGEST_BODY):
                body = await _body(request)
        except (TimeoutError, ClientDisconnect):
            return _refused(408, "does not come in whole")
        if body is None:
            return _refused(413, "is too large")
        raw = _read(body)
        if raw is None:
            return _refused(400, "is no update")
        try:
            answer = await self._intake.take(raw)
        except sqlite3.Error as error:
            _LOG.error("the database fails, an update has to come again: %s", error)
            return PlainTextResponse("", 503, {"Retry-After": str(COME_AGAIN)})
        if answer is None:
            return PlainTextResponse("")
        # Of no use later, so it needs none of the promises that a call of its own keeps.
        return JSONResponse({"method": answer.method, **said(answer.parameters)})


def _secret(token: str, use: bytes) -> str:
    """Of the characters that Telegram takes for secret_token."""
    digest = hmac.digest(token.encode(), b"prorata webhook " + use, hashlib.sha256)
    return urlsafe_b64encode(digest).decode().rstrip("=")


async def _body(request: Request) -> bytes | None:
    """None where it is too large, whether it says so or not."""
    if int(request.headers.get("content-length", "0")) > LARGEST_BODY:
        return None
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)


def _read(body: bytes) -> dict[str, Any] | None:
    """The update in a body, as far as to its id."""
    raw: Any = None
    with suppress(ValueError, RecursionError):
        raw = json.loads(body)
    if not isinstance(raw, dict):
        return None
    number = raw.get("update_id")
    return raw if type(number) is int and 0 <= number < LARGEST_ID else None


def _refused(status: int, why: str) -> Response:
    """Who knows both secrets is Telegram, so the operator should hear of it."""
    _LOG.warning("a body sent to the webhook %s", why)
    return PlainTextResponse("", status, {"Connection": "close"})
