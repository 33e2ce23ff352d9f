"""What is said to a what-if that cannot be tried as it was typed."""

import re
from typing import Any

from conversations.answers import Declined, Dollars
from conversations.corrections import named
from conversations.events import Asked, Command, Tried
from conversations.flow import Flow, Position, Said
from conversations.progress import progress
from conversations.question import Question
from conversations.questions import person
from conversations.replies import Button, Say
from conversations.what_ifs.screens import ANOTHER, BACK, NO_RESULT, Shown
from conversations.what_ifs.typed import (
    asks_what_if,
    two_what_ifs,
    unclear_what_if,
    what_if,
    what_is_supposed,
)
from conversations.what_ifs.ways import ASKED, LABELS, label

_OF_AN_ANSWER = re.compile(
    r"(?:my|our|the) (?P<topic>.+?) (?:is|was|were|are|will be|would be|goes|went|gets|rises|rose|"
    r"falls|fell|drops|dropped|grows|changes|changed|increases|decreases|doubles)\b.*"
)
_OF_INCOME = re.compile(
    r"(?:earn|earned|make|made|(?:get|got) (?:a |an )?(?:raise|bonus|new job))\b.*"
)
_OF_STATUS = re.compile(
    r"(?:(?:get|got|am|was|were) (?:married|divorced|widowed|single)"
    r"|(?:file|filed) (?:jointly|separately|single))\b.*"
)
_OF_AGE = re.compile(r"(?:am|was|were|turn|turned) (?:[0-9]+|older|younger)(?: years old)?")


def too_early(words: str, flow: Flow, position: Position) -> str | None:
    """What is said to a what-if while a question is open. None for a text that is none."""
    if position.open is None or not asks_what_if(words):
        return None
    if not (what_if(words) or unclear_what_if(words) or two_what_ifs(words)):
        return None
    if flow.situation is None:
        return NO_RESULT
    return f"That can be tried on the result: type it again then. You are at {progress(position)}."


def instead(words: str, flow: Flow, said: Said, position: Position) -> Shown | None:
    """What is said to a what-if on a result that is none as it stands: of two changes, with an
    amount that cannot be read, or of an answer. None for a text that is something else."""
    if flow.situation is None or position.open is not None:
        return None
    two = two_what_ifs(words)
    if two is not None:
        reply = Say(
            "One change is tried at a time, to show what it makes. Keep the first one, then try "
            "the other on it.",
            (*map(_button, two), ANOTHER, BACK),
        )
        return Shown(reply, said.answers)
    unclear = unclear_what_if(words)
    if unclear is not None:
        way, declined = unclear
        readings = (_button(Tried(way, Dollars().key(value))) for value in declined.meant)
        text = f"{LABELS[way]}: {declined.words}"
        return Shown(Say(text, (*readings, ANOTHER, BACK)), said.answers, ASKED.get(way))
    question = _answer_meant(words, position)
    if question is None:
        return None
    change = Button(f"Change: {question.name}", Asked(Command.BACK, question.id))
    reply = Say(
        f"{question.name} is one of your answers: change it, and the result is worked out anew. "
        "Change it back the same way.",
        (change, ANOTHER, BACK),
    )
    return Shown(reply, said.answers)


def _answer_meant(words: str, position: Position) -> Question[Any] | None:
    if not asks_what_if(words):
        return None
    supposed = what_is_supposed(words)
    for pattern, question in (
        (_OF_INCOME, person.income),
        (_OF_STATUS, person.filing_status),
        (_OF_AGE, person.age),
    ):
        if pattern.fullmatch(supposed) and question in position.answered:
            return question
    about = _OF_AN_ANSWER.fullmatch(supposed)
    found = named(about["topic"], position.answered) if about else ()
    return found[0] if len(found) == 1 else None


def _button(tried: Tried) -> Button:
    amount = None if tried.amount is None else _shown(tried.amount)
    return Button(label(tried.way, amount), tried)


def _shown(key: str) -> str | None:
    amount = Dollars().read(key)
    return None if isinstance(amount, Declined) else Dollars().show(amount)
