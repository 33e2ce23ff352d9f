"""What the bot says of itself in Telegram's menu and before the first message."""

from functools import partial

from telegram import Bot, BotCommand
from telegram.error import TelegramError

from conversations.events import Command
from conversations.flow import Flows

COMMANDS = {
    Command.START: "Go on, or begin a check",
    Command.BACK: "Change the answer before",
    Command.CHECK: "Your answers, to look over and change",
    Command.RESULT: "The result again",
    Command.WHAT_IF: "Try something else on the result",
    Command.TO_DO: "What to do, to tick off",
    Command.DOCUMENTS: "Documents to bring, to tick when found",
    Command.REMIND: "Reminders before each date, only if you want them",
    Command.CALENDAR: "The dates, for your calendar",
    Command.BOOK: "Book a session",
    Command.PDF: "The result as a PDF, for your CPA",
    Command.CHART: "The result as a picture",
    Command.SAVE: "Save the result, under a name if you add one",
    Command.SAVED: "Saved results: open, compare, delete",
    Command.NEXT_YEAR: "Go on to the next tax year with what still holds",
    Command.SHARE: "Put a short summary into a chat of yours",
    Command.SEND: "Send the result to the CPA, with your consent",
    Command.SETTINGS: "Settings: pictures, results, reminders",
    Command.HELP: "How this works",
    Command.ASK: "Ask what a word means, or what counts",
    Command.CANCEL: "Stop; answers are kept",
    Command.PRIVACY: "What is kept, and who can read it",
    Command.EXPORT: "Everything kept about you, as files",
    Command.DELETE: "Erase everything kept about you",
}
"""What Telegram's menu shows, at most 256 characters each (Bot API, BotCommand)."""

DESCRIPTION = (
    "How much of your Roth conversion is taxed under the pro rata rule (Form 8606), how that "
    "comes about, what would lower it, and what to do by when. For a backdoor Roth IRA and a mega "
    "backdoor Roth. An estimate, not advice. /privacy says what is kept."
)
"""At most 512 characters (Bot API, setMyDescription)."""

SHORT_DESCRIPTION = "The taxable amount of a backdoor Roth conversion, line by line. Not advice."
"""At most 120 characters (Bot API, setMyShortDescription)."""


def commands(flows: Flows) -> list[BotCommand]:
    """What can be done here: there may be no address to book at."""
    return [
        BotCommand(*item)
        for item in COMMANDS.items()
        if (item[0] is not Command.BOOK or flows.booking is not None)
        and (item[0] is not Command.SEND or flows.cpa is not None)
    ]


def description(flows: Flows) -> str:
    """With the address of the privacy policy, where there is one."""
    url = None if flows.privacy is None else flows.privacy.url
    return DESCRIPTION if url is None else f"{DESCRIPTION} Privacy policy: {url}"


async def introduce(bot: Bot, flows: Flows) -> list[TelegramError]:
    """Gives what could not be set, and why."""
    failures = []
    for tell in (
        partial(bot.set_my_commands, commands(flows)),
        partial(bot.set_my_description, description(flows)),
        partial(bot.set_my_short_description, SHORT_DESCRIPTION),
    ):
        try:
            await tell()
        except TelegramError as failure:
            failures.append(failure)
    return failures
