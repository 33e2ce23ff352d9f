"""How a result is called, and the code by which it is known again."""

from base64 import b32encode
from hashlib import sha256

from conversations.flow import Flow, Position, Said
from conversations.questions.year import the_year


def title(flow: Flow, position: Position) -> str:
    """What was worked out, and for which tax year."""
    return f"{flow.goal.show(position.facts.answer(flow.goal))}, {position.facts[the_year]}"


def reference(position: Position, said: Said) -> str:
    """The same for the same answers of the same person; it tells nothing of either."""
    facts = position.facts
    given = sorted((one.id, one.key(facts.answer(one))) for one in position.answered)
    code = b32encode(sha256(f"{said.salt}{given!r}".encode()).digest()).decode()
    return f"{code[:4]}-{code[4:8]}"
