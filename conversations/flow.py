"""A flow is an ordered list of questions in sections, and what their answers lead to.

Where a talk stands is found by walking the flow over what was said: the first question that
applies and is not answered is the open one. Answers to questions that do not apply at the
moment are left alone: they count again when they do.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from conversations.answers import Declined
from conversations.document import Document
from conversations.question import Facts, Question


@dataclass(frozen=True)
class Section:
    title: str
    questions: tuple[Question[Any], ...]


@dataclass(frozen=True)
class Flow:
    sections: tuple[Section, ...]
    welcome: str
    concludes: Callable[[Facts], Document]

    @cached_property
    def questions(self) -> Mapping[str, Question[Any]]:
        return {question.id: question for part in self.sections for question in part.questions}


class Aside(StrEnum):
    """What stands between the person and the open question until it is settled."""

    PAUSED = "paused"
    """Stopped: what is typed is not taken for an answer."""
    DELETING = "deleting"
    """Asked whether everything is to be deleted."""
    STARTING_OVER = "starting over"
    """Asked whether the answers are to be forgotten."""
    ANOTHER = "another"
    """A finished talk is kept until the first answer of the next one."""
    DOUBTED = "doubted"
    """Asked whether the answer to the open question is meant; another answer may be typed."""


@dataclass(frozen=True)
class Said:
    """All that is kept of a talk."""

    answers: Mapping[str, str] = field(default_factory=dict)
    """Keys of answers by the ids of their questions."""
    reopened: frozenset[str] = frozenset()
    """Questions gone back to: their answers are kept, and asked again."""
    aside: Aside | None = None
    doubted: Mapping[str, str] = field(default_factory=dict)
    """Keys of answers that were asked back about, by the ids of their questions: not again."""


@dataclass(frozen=True)
class Position:
    """Where a talk stands."""

    facts: Facts
    answered: tuple[Question[Any], ...]
    """In the order of the flow."""
    open: Question[Any] | None
    """None at the end of the flow."""


def replay(flow: Flow, said: Said, today: date) -> Position:
    """Walk the flow over what was said. A stored answer that cannot be read any more (another
    release wrote it) counts as not given."""
    facts = Facts(today)
    answered: list[Question[Any]] = []
    for question in flow.questions.values():
        if not question.when(facts):
            continue
        key = said.answers.get(question.id)
        value = Declined("not answered") if key is None else question.read(key, facts)
        if isinstance(value, Declined) or question.id in said.reopened:
            return Position(facts, tuple(answered), question)
        facts = facts.with_answer(question, value)
        answered.append(question)
    return Position(facts, tuple(answered), None)


def progress(flow: Flow, position: Position) -> str:
    """Part and number of the open question. What follows is counted as far as it is known to
    apply, so the total is *about*."""
    if position.open is None:
        return ""
    ahead = list(flow.questions.values())
    ahead = ahead[ahead.index(position.open) + 1 :]
    number = len(position.answered) + 1
    total = number + sum(_known_to_apply(question, position.facts) for question in ahead)
    section = next(part for part in flow.sections if position.open in part.questions)
    return f"{section.title} · {number} of about {total}"


def _known_to_apply(question: Question[Any], facts: Facts) -> bool:
    try:
        return question.when(facts)
    except KeyError:  # it depends on an answer still to come
        return False
