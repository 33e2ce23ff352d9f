"""What Telegram says of the bot, and what its clock says of ours."""

from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import aiohttp
from telegram import Bot, User, WebhookInfo
from telegram.error import TelegramError

from bot.operating.botfather import STEPS
from bot.operating.doctor.line import Line, fix, note, ok
from bot.sending.once import bot_at, why
from bot.settings import Settings

PATIENCE = 10.0
"""Seconds for an answer."""

MOST_APART = 30.0
"""Seconds that the clocks may differ by."""

MANY = 100
"""Updates that wait; Telegram gives as many at once."""


async def on_telegram(settings: Settings, now: Callable[[], datetime]) -> list[Line]:
    if settings.token is None:
        return [note("token", "none is set, so the talk is in the terminal: `python -m bot setup`")]
    bot = await _bot(settings, settings.token.get_secret_value())
    return [*bot, await clock(settings, now)]


async def _bot(settings: Settings, token: str) -> list[Line]:
    lines = []
    try:
        async with bot_at(settings.api_root, token) as bot:
            lines.append(ok("token", f"is that of @{bot.username}"))
            lines.append(_rights(bot.bot))
            lines.append(await _updates(bot, settings))
    except TelegramError as failure:
        lines.append(fix("updates" if lines else "token", why(failure, settings.api_root)))
    return lines


def _rights(bot: User) -> Line:
    missing = [step for step in STEPS if not step.is_done(bot)]
    if not missing:
        return ok("rights", ", ".join(step.name for step in STEPS))
    words = " ".join(step.words for step in missing)
    return (fix if any(step.needed for step in missing) else note)("rights", words)


async def _updates(bot: Bot, settings: Settings) -> Line:
    """How they come. The address has a secret part, so only its beginning is ever said."""
    info = await bot.get_webhook_info()
    waiting = f"{info.pending_update_count} updates wait"
    if settings.webhook_url is None and info.url:
        return fix(
            "updates",
            f"Telegram sends them to {urlsplit(info.url).hostname}, and here they are to be "
            "fetched: start the bot anew, which ends that, unless another one has this token",
        )
    if settings.webhook_url is None:
        return (note if info.pending_update_count >= MANY else ok)(
            "updates", f"are fetched; {waiting}"
        )
    return _of_webhook(info, settings.webhook_url, waiting)


def _of_webhook(info: WebhookInfo, address: str, waiting: str) -> Line:
    if not info.url:
        return fix("updates", f"Telegram sends none to {address} yet: start the bot. {waiting}")
    if not info.url.startswith(f"{address}/"):
        elsewhere = urlsplit(info.url).hostname
        return fix(
            "updates",
            f"Telegram sends them to {elsewhere} and not to {address}: start the bot anew",
        )
    if info.last_error_message and info.pending_update_count:
        return fix(
            "updates",
            f"Telegram cannot reach {address}: {info.last_error_message}. {waiting}: look at the "
            "proxy before the bot",
        )
    return ok("updates", f"are sent to {address}; {waiting}")


async def clock(settings: Settings, now: Callable[[], datetime]) -> Line:
    """Against the Date of the Bot API server (RFC 9110, 6.6.1)."""
    try:
        async with (
            aiohttp.ClientSession(trust_env=True) as session,
            session.head(
                settings.api_root,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=PATIENCE),
            ) as answer,
        ):
            theirs = parsedate_to_datetime(answer.headers.get("Date", ""))
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return note("clock", f"{settings.api_root} does not say what time it is")
    apart = (now() - theirs).total_seconds()
    if abs(apart) > MOST_APART:
        which = "ahead of" if apart > 0 else "behind"
        return fix(
            "clock",
            f"{abs(apart):,.0f} seconds {which} Telegram's: have it set from the network "
            "(timedatectl set-ntp true)",
        )
    return ok("clock", "agrees with Telegram's")
