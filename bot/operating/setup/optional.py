"""Settings that need not be: who may talk, where to book, the CPA that results can be sent to."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.operating.asking import ask, begin, say
from bot.operating.consent_file import consent_in
from bot.sending.once import bot_at, why
from bot.settings import PREFIX, Settings, WrongSetting, check_setting
from bot.telegram.access import Access

NONE = "-"


def optional_settings(settings: Settings, token: str) -> dict[str, str | None]:
    """What is to be changed, by the names of fields; None is to be taken out. Raises Left."""
    asked = _Asked(settings)
    _who_may_talk(asked)
    begin(
        "Has your firm a privacy policy at an address of its own? Then /privacy and the bot's "
        "description lead there."
    )
    asked.setting("privacy_url")
    begin(
        "Where can a session be booked? The address begins with https; {code} in it becomes the "
        "reference code of the result."
    )
    asked.setting("booking_url")
    _cpa(asked, settings.api_root, token)
    return asked.changes


def _who_may_talk(asked: "_Asked") -> None:
    begin(
        "Who may talk to the bot: open (everybody who finds it), listed (people whose Telegram "
        "numbers you give), or invited (they, and who opens an invitation link of yours)?"
    )
    access = asked.setting("access", otherwise="open, or listed where people are listed")
    say("Telegram's numbers of those who run it, with commas; they give /invite and /stats.")
    operators = asked.setting("operators")
    if access in (Access.LISTED, Access.INVITED):
        say("Telegram's numbers of the people who may talk, with commas.")
        asked.setting("people", needed=access == Access.LISTED and operators is None)
    elif access == Access.OPEN:
        asked.take_out("people")


def _cpa(asked: "_Asked", api_root: str, token: str) -> None:
    begin(
        "Can results be sent to a CPA, with the person's consent? Then give the number of the chat "
        "they come to, such as 123456789, or -1001234567890 of a group."
    )
    chat = asked.setting("cpa_chat")
    if chat is None:
        asked.take_out("cpa_name", "consent")
        return
    _say_whether_it_can_write_to(chat, api_root, token)
    say("What is the CPA called where a client is asked for consent?")
    asked.setting("cpa_name", needed=True)
    say(
        "Which text file has the words of that consent? deploy/consent-sample.txt is a sample to "
        "begin with; have your own counsel look over yours (IRC 7216)."
    )
    asked.setting("consent", needed=True, check=lambda file: consent_in(Path(file).expanduser()))


class _Asked:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.changes: dict[str, str | None] = {}

    def setting(
        self,
        name: str,
        *,
        needed: bool = False,
        otherwise: str = "none",
        check: Callable[[str], object] = str,
    ) -> str | None:
        """What it will be; Enter leaves it as it is. ``otherwise`` is what holds where it is not
        set; ``check`` raises ValueError."""
        now = self._now(name)
        variable = f"{PREFIX}{name}".upper()
        if variable in os.environ:
            say(f"{variable} is set in the environment, and stays.")
            return now
        while True:
            answer = ask(f"{variable}{_choice(now, None if needed else otherwise)}:")
            if not answer and needed and now is None:
                say("It is needed here.")
                continue
            if not answer:
                return now
            if answer == NONE and not needed:
                self.take_out(name)
                return None
            try:
                check_setting(name, answer)
                check(answer)
            except (WrongSetting, ValueError) as wrong:
                say(f"{wrong}.")
                continue
            if answer != now:
                self.changes[name] = answer
            return answer

    def take_out(self, *names: str) -> None:
        self.changes |= {name: None for name in names if self._now(name) is not None}

    def _now(self, name: str) -> str | None:
        """As it is written; of a list that is empty, nothing."""
        value = getattr(self._settings, name)
        if isinstance(value, tuple):
            value = ", ".join(map(str, value)) or None
        return None if value is None else str(value)


def _choice(now: str | None, otherwise: str | None) -> str:
    if now is None:
        return "" if otherwise is None else f" (Enter: {otherwise})"
    return f" (Enter: {now})" if otherwise is None else f" (Enter: {now}; {NONE}: {otherwise})"


def _say_whether_it_can_write_to(chat: str, api_root: str, token: str) -> None:
    async def write() -> None:
        async with bot_at(api_root, token) as bot:
            await bot.send_chat_action(int(chat), ChatAction.TYPING)

    try:
        asyncio.run(write())
    except TelegramError as failure:
        say(
            f"The bot cannot write there yet: {why(failure, api_root)}. Have the CPA open it and "
            "press Start, or add it to the group; before that no result arrives."
        )
