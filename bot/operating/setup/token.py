"""The bot's token, where it is kept, and what is set at @BotFather."""

import asyncio
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from telegram import User
from telegram.error import TelegramError

from bot.operating.asking import ask, ask_hidden, begin, say
from bot.operating.botfather import BY_TASTE, NEW_BOT, STEPS, Step
from bot.sending.once import bot_at, why
from bot.settings import ENV_FILE, PREFIX, Settings, WrongSetting, check_setting

VARIABLE = f"{PREFIX}TOKEN"


@dataclass(frozen=True)
class Token:
    """One that Telegram knows."""

    text: str = field(repr=False)
    bot: User
    """Whose it is."""
    is_first: bool
    changes: Mapping[str, str | None] = field(default_factory=dict, repr=False)
    """Of settings, by the names of their fields."""
    new_file: Path | None = None
    """Where it is to be written, if not among the settings."""


def ask_token(settings: Settings) -> Token:
    """Raises Left, and WrongSetting for one in the environment that Telegram does not know."""
    now = "" if settings.token is None else settings.token.get_secret_value()
    if not now:
        begin(NEW_BOT)
    token = now
    while True:
        bot = _whose(settings, token) if token else None
        if bot is not None and token != now:
            say(f"That is @{bot.username}.")
            return _placed(settings, token, bot, is_first=not now)
        if bot is not None and _is_to_stay(bot):
            return Token(token, bot, is_first=False)
        if now and VARIABLE in os.environ:
            raise WrongSetting(f"{VARIABLE}: is in the environment; correct it there")
        token = _typed() or token


def _is_to_stay(bot: User) -> bool:
    say(f"The token that is set is that of @{bot.username}.")
    if VARIABLE in os.environ:  # which goes before whatever is written into a file
        return True
    return ask("Enter to keep it, or `new` for another one:").lower() != "new"


def _typed() -> str | None:
    given = ask_hidden("The token (it is not shown; then Enter):")
    try:
        if given:
            check_setting("token", given)
    except WrongSetting as wrong:
        say(f"{wrong}.")
        return None
    return given


def _whose(settings: Settings, token: str) -> User | None:
    async def me() -> User:
        async with bot_at(settings.api_root, token) as bot:
            return bot.bot

    try:
        return asyncio.run(me())
    except TelegramError as failure:
        words = why(failure, settings.api_root)
        say(f"{words[0].upper()}{words[1:]}.")
        return None


def _placed(settings: Settings, token: str, bot: User, *, is_first: bool) -> Token:
    now = settings.token_file
    usual = str(now or ENV_FILE)
    begin(
        "It is kept in a file that nobody else on this machine can read: in .env with the other "
        "settings, or alone in a file of its own."
    )
    while True:
        name = ask(f"Which file? Enter for {usual}:") or usual
        if name == ENV_FILE:
            changes = {"token": token, "token_file": None}
            return Token(token, bot, is_first, changes)
        file = Path(name).expanduser()
        if file == now or not file.exists():
            return Token(token, bot, is_first, {"token": None, "token_file": name}, file)
        say(f"{file} is there already; name another one.")


def steps_at_botfather(settings: Settings, token: Token) -> None:
    """What getMe tells is looked at; the rest is said once. Raises Left."""
    bot = token.bot
    for step in STEPS:
        bot = _step(step, settings, token.text, bot)
    for words in BY_TASTE if token.is_first else ():
        begin(words)
        ask("Enter when that is done, or not wanted:")


def _step(step: Step, settings: Settings, token: str, bot: User) -> User:
    while not step.is_done(bot):
        begin(step.words)
        if ask("Enter when that is done, or `skip`:").lower() == "skip":
            say(f"Left out: {step.name}.")
            return bot
        bot = _whose(settings, token) or bot
        if not step.is_done(bot):
            say("Telegram does not say so yet.")
    say(f"Done: {step.name}.")
    return bot
