"""Invitation links: for how many people, and for how long."""

import asyncio
from datetime import datetime, timedelta

from telegram.error import TelegramError

from bot.keeping.storage import Storage
from bot.sending.once import bot_at, why
from bot.settings import Settings
from bot.telegram.access import Access
from bot.telegram.start_links import invitation_link

PEOPLE, DAYS = 1, 14
"""Where nothing else is said: one person, and two weeks to open a letter and a chat."""

MOST_PEOPLE, MOST_DAYS = 1_000, 365

ONLY_WHERE_INVITED = "Invitations count where PRORATA_ACCESS is invited; here it is {access}."


class CannotInvite(Exception):
    """The message is one line for the operator."""


def link(
    settings: Settings,
    storage: Storage,
    now: datetime,
    people: int,
    days: int,
    sent_by: str | None,
) -> str:
    """A new link to the bot of the settings. Raises CannotInvite, WrongSetting."""
    access = settings.who_may_talk()
    if access is not Access.INVITED:
        raise CannotInvite(ONLY_WHERE_INVITED.format(access=access))
    if settings.token is None:
        raise CannotInvite("PRORATA_TOKEN: is missing, to make a link to the bot")
    token = settings.token.get_secret_value()
    try:
        name = asyncio.run(_name(token, settings.api_root))
    except TelegramError as failure:
        words = why(failure, settings.api_root)
        raise CannotInvite(f"Telegram does not say how the bot is called: {words}") from None
    return invitation(storage, name, now, people, days, sent_by)


async def _name(token: str, api_root: str) -> str:
    """By which links find the bot."""
    async with bot_at(api_root, token) as bot:
        return bot.username


def invitation(
    storage: Storage,
    bot: str,
    now: datetime,
    people: int = PEOPLE,
    days: int = DAYS,
    sent_by: str | None = None,
) -> str:
    """A new link, which is kept nowhere: only a hash of its code is. Raises CannotInvite."""
    if not (0 < people <= MOST_PEOPLE and 0 < days <= MOST_DAYS):
        raise CannotInvite(
            f"An invitation is for 1 to {MOST_PEOPLE} people and for 1 to {MOST_DAYS} days."
        )
    try:
        with storage.db.atomic():
            storage.visitors.forget_spent(now)
            code = storage.visitors.invite(people, now + timedelta(days=days))
            return invitation_link(bot, code, sent_by)
    except ValueError as wrong:
        raise CannotInvite(str(wrong)) from None
