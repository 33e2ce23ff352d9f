"""Talks taken at random, to come by every question and every kind of result."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from conversations.answers import Declined
from conversations.document import Document
from conversations.flow import Flow, Said
from conversations.question import NOT_SURE, Facts, Question
from conversations.replay import replay

POOL = (
    *("0", "500", "3000", "6000", "7000", "9000", "24500", "84000", "95000", "245000", "300000"),
    *("5%", "10%", "60%", "28", "45", "52", "61", "70", "71", "75", "1995", "2012", "2019", "2024"),
    *("March 2, 2026", "October 5, 2026", "December 5, 2023"),
)
"""Whatever a question can read of it is an answer to it."""

UNSURE = 0.06
"""How often a person does not know who may not."""


@dataclass(frozen=True)
class Walk:
    """One talk to its end."""

    asked: tuple[tuple[Question[Any], Facts], ...]
    """Each question with what was known when it was asked."""
    facts: Facts
    stuck: Question[Any] | None = None
    """A question that nothing in the pool answers: the talk ended there."""


def walks(flow: Flow, goal: str, today: date, times: int) -> Iterator[Walk]:
    """The same ones at every call."""
    for seed in range(times):
        yield _walk(flow, {flow.goal.id: goal}, today, Random(seed))


def _walk(flow: Flow, answers: dict[str, str], today: date, chance: Random) -> Walk:
    asked: list[tuple[Question[Any], Facts]] = []
    while (position := replay(flow, Said(answers), today)).open is not None:
        asked.append((position.open, position.facts))
        answer = _answer(position.open, position.facts, chance)
        if answer is None:
            return Walk(tuple(asked), position.facts, position.open)
        answers[position.open.id] = answer
    return Walk(((flow.goal, Facts(today)), *asked), position.facts)


def _answer(question: Question[Any], facts: Facts, chance: Random) -> str | None:
    if question.not_sure and chance.random() < UNSURE:
        return NOT_SURE.value
    keys = [option.key for option in question.kind.options]
    if question.kind.several and chance.random() < 0.5:
        keys = ["none", "+".join(keys)]
    known = [
        [text for text in texts if not isinstance(question.read(text, facts), Declined)]
        for texts in (keys, POOL)
    ]
    answers = known[0] or known[1]
    if not answers:
        return None
    return question.key(question.read(chance.choice(answers), facts))


def results(flow: Flow, found: list[Walk]) -> Iterator[Document]:
    return (flow.concludes(walk.facts) for walk in found if walk.stuck is None)
