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
from conversations.situation import Situation


@dataclass(frozen=True)
class Section:
    title: str
    questions: tuple[Question[Any], ...]
    of_years: bool = False
    """Whether it asks about years one by one: what of it does not apply goes without saying."""


@dataclass(frozen=True)
class Flow:
    sections: tuple[Section, ...]
    """The first question chooses between the flows."""
    concludes: Callable[[Facts], Document]
    leads_to: tuple[str, ...] = ()
    """Goals to go on with at its end, by the keys of the first question: what was answered is
    not asked again."""
    situation: Callable[[Facts], Situation] | None = None
    """What what-ifs are tried on; None where there are none."""

    @cached_property
    def questions(self) -> Mapping[str, Question[Any]]:
        return {question.id: question for part in self.sections for question in part.questions}

    @property
    def goal(self) -> Question[Any]:
        return next(iter(self.questions.values()))


@dataclass(frozen=True)
class Flows:
    """All there are, by the answers to the question that each of them begins with."""

    welcome: str
    by_goal: Mapping[str, Flow]

    def of(self, said: "Said") -> Flow:
        """The flow that was chosen; before that the first one, as all begin alike."""
        flows = tuple(self.by_goal.values())
        return self.by_goal.get(said.answers.get(flows[0].goal.id, ""), flows[0])


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
    UNDERSTOOD = "understood"
    """Asked whether several facts from one message, kept among those doubted, are right."""
    DOUBTED = "doubted"
    """Asked whether the answer to the open question is meant; another answer may be typed."""
    CONVERTING = "converting"
    """Asked how much a what-if is to convert, as below to contribute and to give to charity."""
    CONTRIBUTING = "contributing"
    GIVING = "giving"


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
    last: str | None = field(default=None, compare=False)
    """The question that was answered last, if nothing was declined since: what "I meant" is
    about. Two talks with the same answers are the same."""
    day: date | None = field(default=None, compare=False)
    """Of the last turn."""


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


def given(flow: Flow, said: Said, today: date) -> Position:
    """All answers that are known to count, also those gone back to and those that stand behind
    the open question."""
    facts = Facts(today)
    answered: list[Question[Any]] = []
    for question in flow.questions.values():
        key = said.answers.get(question.id)
        if key is None or not _known_to_apply(question, facts):
            continue
        value = question.read(key, facts)
        if not isinstance(value, Declined):
            facts = facts.with_answer(question, value)
            answered.append(question)
    return Position(facts, tuple(answered), replay(flow, said, today).open)


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
