"""What is set at @BotFather by hand, for which the Bot API has no call."""

from collections.abc import Callable
from dataclasses import dataclass

from telegram import User


@dataclass(frozen=True)
class Step:
    name: str
    words: str
    is_done: Callable[[User], bool | None]
    """Of what getMe says of the bot."""
    needed: bool = True


NEW_BOT = (
    "The bot itself is made at @BotFather, a bot of Telegram's: open https://t.me/BotFather (it "
    "has a blue tick), send /newbot, and give a name and a username that ends with bot. It answers "
    "with a token. Whoever has that is the bot, so show it to nobody. Copy it."
)

STEPS = (
    Step(
        "out of groups",
        "Send /setjoingroups to @BotFather, choose the bot, then Disable: it talks in private "
        "chats only.",
        lambda bot: not bot.can_join_groups,
    ),
    Step(
        "group privacy",
        "Send /setprivacy to @BotFather, choose the bot, then Enable: should it be in a group "
        "after all, it reads nothing there that is not meant for it.",
        lambda bot: not bot.can_read_all_group_messages,
    ),
    Step(
        "inline mode, for sharing",
        "Send /setinline to @BotFather, choose the bot, and type what stands in the empty line, "
        "such as: share a summary. Then /share can put a summary into a chat of the person's "
        "choice; without it they copy the text.",
        lambda bot: bot.supports_inline_queries,
        needed=False,
    ),
)

BY_TASTE = (
    "Send /setuserpic for a picture of the bot, if you like.",
    "Telegram asks every bot for a privacy policy. This one answers /privacy with what it keeps. "
    "If your firm has a policy at an address of its own, send /mybots, choose the bot, Edit Bot, "
    "Edit Privacy Policy, and give that address; here it is asked for again.",
)
"""What the Bot API does not tell, done or not."""
