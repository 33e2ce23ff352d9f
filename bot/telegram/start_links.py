"""Links that open the chat with something to begin with: https://t.me/NAME?start=PARAMETER.

    ref_NAME            who sent the person here
    inv_CODE            an invitation
    inv_CODE_ref_NAME   both

Bot API, deep linking: at most 64 characters of these. Anybody can write any of them.
"""

import re
from dataclasses import dataclass

from conversations.commands import referred_by

CODE_LETTERS, CODE_LENGTH = "abcdefghijklmnopqrstuvwxyz234567", 16
"""80 bits: nobody finds a code by trying."""

MOST_CHARACTERS = 64

_INVITED = re.compile(
    rf"\s*/start\s+inv_(?P<code>[{CODE_LETTERS}]{{{CODE_LENGTH}}})"
    r"(?:_(?P<further>ref_[A-Za-z0-9_-]+))?\s*"
)


@dataclass(frozen=True)
class Start:
    code: str | None
    """Of an invitation."""
    text: str
    """As the talk is to read it: without the code."""


def start_in(text: str) -> Start | None:
    """None for what is no start with a parameter that is ours."""
    came = _INVITED.fullmatch(text)
    if came is not None and len(text.split()[-1]) <= MOST_CHARACTERS:
        further = came["further"]
        return Start(came["code"], "/start" if further is None else f"/start {further}")
    return None if referred_by(text) is None else Start(None, text)


def invitation_link(bot: str, code: str, sent_by: str | None = None) -> str:
    """``bot`` is its name on Telegram. Raises ValueError where the parameter is none."""
    parameter = f"inv_{code}" if sent_by is None else f"inv_{code}_ref_{sent_by}"
    if start_in(f"/start {parameter}") is None:
        most = MOST_CHARACTERS - CODE_LENGTH - len("inv__ref_")
        raise ValueError(f"{sent_by}: is not a name of at most {most} of A-Z, a-z, 0-9, _ and -")
    return f"https://t.me/{bot}?start={parameter}"
