"""The what-if that was shown last, and what a text says to it."""

import re

from conversations.answers import YesNo, plain
from conversations.events import Adopted, Asked, Command, Tried
from conversations.flow import Aside, Flow, Position, Said
from conversations.situations.situation import Situation
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


def tried_last(said: Said) -> Tried | None:
    """The what-if that was shown last, also where the talk has moved on since."""
    way, _, amount = (said.tried or "").partition(" ")
    return Tried(Way(way), amount or None) if way in set(Way) else None


def last_shown(said: Said) -> Tried | None:
    """The what-if that is shown now; None where the talk has moved on."""
    return tried_last(said) if said.aside is Aside.TRIED else None


def planned_so_far(said: Said) -> Tried | None:
    """The plan over years that is asked about now."""
    return tried_last(said) if said.aside is Aside.PLANNING else None


def to_keep(said: Said) -> Tried | None:
    """The what-if that can be kept now. A plan over years is none of the answers."""
    shown = last_shown(said)
    return None if shown is None or shown.way is Way.OVER_YEARS else shown


def situation_of(flow: Flow, position: Position) -> Situation | None:
    """What what-ifs are tried on: the situation of a result. None without one."""
    if flow.situation is None or position.open is not None:
        return None
    return flow.situation(position.facts)


def said_to_it(text: str, said: Said) -> Adopted | Asked | None:
    """Keep it, or back to the result. None for a text that says something else, and where no
    what-if is shown."""
    tried = last_shown(said)
    if tried is None:
        return None
    if _KEEP.fullmatch(plain(text)) or YesNo().read(text) is True:
        return Adopted(tried, mark(said.answers))
    return Asked(Command.RESULT) if YesNo().read(text) is False else None
