"""The what-if that was shown last, and what a text says to it."""

import re

from conversations.answers import YesNo, plain
from conversations.events import Adopted, Asked, Command, Tried
from conversations.flow import Aside, Said
from conversations.what_ifs.kept import mark
from conversations.what_ifs.ways import Way

_KEEP = re.compile(
    r"(?:(?:yes|yeah|yep|yup|ok|okay|sure|please|good|great|right|then|let'?s|i(?:'ll| will"
    r"| want to|'d like to)?)[,.;]? )*"
    r"(?:keep|take|adopt|do|kepe|keeep)(?: (?:it|that|this|that one|this one|the change))?"
    r"(?: (?:please|then|thanks))*"
)


def written(tried: Tried) -> str:
    """As it is kept of a talk."""
    return tried.way if tried.amount is None else f"{tried.way} {tried.amount}"


def last_shown(said: Said) -> Tried | None:
    """The what-if that can be kept now; None where the talk has moved on."""
    if said.aside is not Aside.TRIED or said.tried is None:
        return None
    way, _, amount = said.tried.partition(" ")
    return Tried(Way(way), amount or None) if way in set(Way) else None


def said_to_it(text: str, said: Said) -> Adopted | Asked | None:
    """Keep it, or back to the result. None for a text that says something else, and where no
    what-if is shown."""
    tried = last_shown(said)
    if tried is None:
        return None
    if _KEEP.fullmatch(plain(text)) or YesNo().read(text) is True:
        return Adopted(tried, mark(said.answers))
    return Asked(Command.RESULT) if YesNo().read(text) is False else None
