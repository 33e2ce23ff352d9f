"""How Telegram sends updates to a webhook, as its server does (tdlib/telegram-bot-api,
WebhookActor): one person's one after the other, different people's side by side. One that is not
answered with 2xx comes again, at once the first time, then after longer and longer pauses or when
Retry-After says, and what that person sent after it waits behind it.
"""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from urllib.parse import urlsplit

import aiohttp

from tests.bot.phone import JSON, Bell
from tests.bot.telegram_rules import Refusal

SECOND = 0.01  # for the tests, of Telegram's seconds
LONGEST_PAUSE = 60  # of Telegram's seconds
PATIENCE = 50  # seconds that an answer may take


@dataclass(frozen=True)
class Webhook:
    url: str
    secret_token: str
    max_connections: int


def webhook(parameters: JSON) -> Webhook:
    """What a bot sets; refused as Telegram does."""
    url = parameters.get("url", "")
    parts = urlsplit(url)
    if parts.scheme != "https":
        raise Refusal(400, "bad webhook: An HTTPS URL must be provided for webhook")
    if (parts.port or 443) not in (80, 88, 443, 8443):
        raise Refusal(400, "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    if (parts.hostname or "").endswith(".invalid"):
        raise Refusal(400, "bad webhook: Failed to resolve host: Name or service not known")
    secret = parameters.get("secret_token", "")
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
        raise Refusal(400, "secret token contains unallowed characters")
    return Webhook(url, secret, parameters.get("max_connections", 40))


async def send_updates(
    to: Webhook,
    proxy: str,
    waiting: Callable[[], list[JSON]],
    answered: Callable[[JSON, int], None],
    bell: Bell,
) -> None:
    """Until cancelled. *proxy* takes the place of scheme, host and port; it does the TLS."""
    url = proxy + urlsplit(to.url).path
    headers = {"X-Telegram-Bot-Api-Secret-Token": to.secret_token} if to.secret_token else {}
    timeout = aiohttp.ClientTimeout(total=PATIENCE)
    in_hand: set[int] = set()

    async def send(session: aiohttp.ClientSession, update: JSON, person: int) -> None:
        try:
            for failures in count():
                status, after = await _sent(session, url, update)
                answered(update, status)
                if 200 <= status < 300:
                    return
                pause = after or (2**failures if failures else 0)
                await asyncio.sleep(min(pause, LONGEST_PAUSE) * SECOND)
        finally:
            in_hand.discard(person)
            bell.ring()

    async with (
        aiohttp.ClientSession(headers=headers, timeout=timeout) as session,
        asyncio.TaskGroup() as sending,
    ):
        while True:
            for update in waiting():
                person = _person(update)
                if person not in in_hand and len(in_hand) < to.max_connections:
                    in_hand.add(person)
                    sending.create_task(send(session, update, person))
            await bell.wait()


async def _sent(session: aiohttp.ClientSession, url: str, update: JSON) -> tuple[int, int]:
    """The status, 0 where there is none, and after how many seconds to come again."""
    try:
        async with session.post(url, json=update) as response:
            return response.status, int(response.headers.get("Retry-After", 0))
    except (aiohttp.ClientError, TimeoutError):
        return 0, 0


def _person(update: JSON) -> int:
    """Whose update it is; one that names nobody is kept in order with nothing else."""
    (content,) = (value for key, value in update.items() if key != "update_id")
    for key in ("from", "chat"):
        person = content.get(key) if isinstance(content, dict) else None
        if isinstance(person, dict) and isinstance(person.get("id"), int):
            return int(person["id"])
    return -int(update["update_id"])
