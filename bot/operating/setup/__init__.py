"""Sets the bot up, in a talk with the operator: ``python -m bot setup``.

All is asked first and written at the end, each file whole or not at all: whoever leaves in between
has changed nothing. A second time, only what is answered anew is written.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from telegram import User
from telegram.error import TelegramError

from bot.keeping.database_file import keys_beside
from bot.keeping.lease import held_by
from bot.keeping.master_key import found_in, master_keys
from bot.keeping.private_file import write_private
from bot.operating.asking import begin, say
from bot.operating.env_file import CannotWrite, change_settings
from bot.operating.setup.optional import optional_settings
from bot.operating.setup.token import Token, ask_token, steps_at_botfather
from bot.sending.once import bot_at, why
from bot.settings import ENV_FILE, PREFIX, Settings, read_settings
from bot.telegram.profile import introduce
from conversations.flows.every import FLOWS


def set_up(settings: Settings) -> None:
    """Raises Left where the answers end, UnusableKey, CannotWrite, and WrongSetting where settings
    in the environment stand against it."""
    if keys_beside(settings.database).exists():  # without the key there is nothing to set up
        _master_keys(settings, make=False)
    token = ask_token(settings)
    steps_at_botfather(settings, token)
    changes = optional_settings(settings, token.text)
    _write(settings, token, changes)
    _introduce(token.text)
    _what_is_next(settings, token.bot)


def _write(settings: Settings, token: Token, changes: Mapping[str, str | None]) -> None:
    """The file of settings last: what it names is there then."""
    _master_keys(settings, make=not keys_beside(settings.database).exists())
    if token.new_file is not None:
        try:
            write_private(token.new_file, f"{token.text}\n")
        except OSError as error:
            raise CannotWrite(f"{token.new_file}: cannot be written: {error.strerror}") from None
    every = {**token.changes, **changes}
    change_settings(
        Path(ENV_FILE), {f"{PREFIX}{name}".upper(): value for name, value in every.items()}
    )
    say(f"Written: {ENV_FILE}." if every else "No setting is changed.")


def _introduce(token: str) -> None:
    settings = read_settings()
    flows = replace(
        FLOWS, booking=settings.booking_url, cpa=settings.cpa(), privacy=settings.privacy
    )

    async def set_all() -> list[TelegramError]:
        async with bot_at(settings.api_root, token) as bot:
            return await introduce(bot, flows)

    try:
        failures = asyncio.run(set_all())
    except TelegramError as failure:
        failures = [failure]
    if failures:
        say(
            "Commands and descriptions are not all set yet: "
            f"{why(failures[0], settings.api_root)}. Each start of the bot sets them."
        )
    else:
        say("Commands and descriptions are set.")


def _what_is_next(settings: Settings, bot: User) -> None:
    where = found_in(settings.given_key, settings.key_file)
    begin(
        f"The master key is in {where}. What is kept about people is sealed with it: lose it, "
        "and nobody can read that any more, you included. So copy it now to where neither the "
        "database nor its backups are, for whoever has both can read everything."
    )
    running = held_by(settings.database)
    start = f"`make run` (or `python -m bot`) starts the bot; write to it at https://t.me/{bot.username}"
    begin("Next:")
    say(f"- {start}" if running is None else f"- start the bot anew that runs now: {running}")
    say("- `python -m bot doctor` looks whether all is well")
    say("- `python -m bot backup` copies what is kept; have that done every night")


def _master_keys(settings: Settings, *, make: bool) -> None:
    master_keys(settings.given_key, settings.key_file, make=make)
