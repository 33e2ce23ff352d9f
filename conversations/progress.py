"""How far a talk has come: part, number, and about how many questions there are."""

from conversations.ahead import COUNTS, NOT_KNOWN
from conversations.flow import Position


def progress(position: Position) -> str:
    """Part and number of the open question. What follows is counted as far as it is known to
    apply, so the total is *about*; before it is known which years are asked about, it would tell
    nothing."""
    if position.open is None:
        return ""
    title = position.flow.section_of[position.open].title
    number = len(position.answered) + 1
    if NOT_KNOWN in position.ahead:
        return f"{title} · {number}"
    return f"{title} · {number} of about {number + position.ahead.count(COUNTS)}"
