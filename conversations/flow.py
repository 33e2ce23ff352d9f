"""A flow is an ordered list of questions in sections, and what their answers lead to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from conversations.ahead import Ahead
from conversations.document import Document
from conversations.preferences import Preferences
from conversations.privacy import Privacy
from conversations.question import Facts, Question, always, never
from conversations.reminders import Reminders
from conversations.sharing.consent import Consent, Cpa
from conversations.situations.situation import Situation


@dataclass(frozen=True)
class Section:
    title: str
    questions: tuple[Question[Any], ...]
    of_years: bool = False
    """Whether it asks about years one by one, which stay as they were in the year after."""


@dataclass(frozen=True)
class Lead:
    """A goal to go on with."""

    goal: str
    """The key of an answer to the first question."""
    label: str | None = None
    """Of its button; None: as it is called at the start."""
    when: Callable[[Facts], bool] = always
    """Whom it is for; all is known then."""
    is_next: Callable[[Facts], bool] = never
    """For which of them it is plainly the next step."""


@dataclass(frozen=True, eq=False)
class Flow:
    sections: tuple[Section, ...]
    """The first question chooses between the flows."""
    concludes: Callable[[Facts], Document]
    leads_to: tuple[Lead, ...] = ()
    """Goals to go on with at its end: what was answered is not asked again."""
    draws_on: "Flow | None" = None
    """Another, whose answers count in this one too once it is at its end."""
    comes_to: Callable[[Facts], Mapping[Question[Any], object]] | None = None
    """Answers of the next year that this one comes to."""
    situation: Callable[[Facts], Situation] | None = None
    """What what-ifs are tried on; None where there are none."""

    @cached_property
    def questions(self) -> Mapping[str, Question[Any]]:
        return {question.id: question for part in self.sections for question in part.questions}

    @cached_property
    def in_order(self) -> tuple[Question[Any], ...]:
        return tuple(self.questions.values())

    @cached_property
    def goal(self) -> Question[Any]:
        return self.in_order[0]

    @cached_property
    def section_of(self) -> Mapping[Question[Any], Section]:
        return {question: section for section in self.sections for question in section.questions}

    @cached_property
    def of_years(self) -> frozenset[Question[Any]]:
        """What is asked about years one by one."""
        return frozenset(one for one, section in self.section_of.items() if section.of_years)

    @cached_property
    def ahead(self) -> Ahead:
        return Ahead(self.in_order, self.of_years)


@dataclass(frozen=True)
class Flows:
    """All there are, by the answers to the question that each of them begins with."""

    welcome: str
    by_goal: Mapping[str, Flow]
    booking: str | None = None
    """The address at which a session can be booked, with {code} where the reference of a result
    goes; None where there is none."""
    cpa: Cpa | None = None
    """To whom a result can be sent from here; None where there is nobody."""
    privacy: Privacy | None = None
    """None where what is kept is kept until the person deletes it."""

    def of(self, said: "Said") -> Flow:
        """The flow that was chosen; before that the first one, as all begin alike."""
        return self.by_goal.get(said.answers.get(self._first.goal.id, ""), self._first)

    @cached_property
    def _first(self) -> Flow:
        return next(iter(self.by_goal.values()))


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
    STILL_TRUE = "still true"
    """Asked whether answers of the year before, kept among those doubted, hold in this one."""
    DOUBTED = "doubted"
    """Asked whether the answer to the open question is meant; another answer may be typed."""
    CONVERTING = "converting"
    """Asked how much a what-if is to convert, as below to contribute and to give to charity."""
    CONTRIBUTING = "contributing"
    GIVING = "giving"
    PLANNING = "planning"
    """Asked what a plan over years is to assume; what was said of it so far is ``Said.tried``."""
    TRIED = "tried"
    """Shown what comes of a what-if, the one of ``Said.tried``: it can be kept."""
    CONSENTING = "consenting"
    """Asked whether the result is to go to the CPA."""
    RICHLY = "richly"
    """Sent a rich message, and asked whether it can be seen."""


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
    saved: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Answers that were put aside, by the names of their results."""
    tried: str | None = field(default=None, compare=False)
    """The what-if that was shown last (``what_ifs.shown``)."""
    done: frozenset[str] = frozenset()
    """What was ticked off (``to_do.mark``)."""
    reminders: Reminders = field(default_factory=dict)
    zone: str | None = None
    """The person's time zone (``reminders.ZONES``), once reminders were asked for."""
    prefers: Preferences = frozenset()
    consents: tuple[Consent, ...] = ()
    """Every one that was given, in the order in which they were."""
    referred_by: str | None = None
    """Who sent the person here, by the link that they came with."""
    salt: str = field(default="", compare=False)
    """Makes the references of a person's results their own (``reference``)."""

    @property
    def settled(self) -> "Said":
        """With the answers that were gone back to left as they are."""
        return replace(self, reopened=frozenset()) if self.reopened else self

    def anew(self, answers: Mapping[str, str], saved: Mapping[str, Mapping[str, str]]) -> "Said":
        """Another talk of the same person: what they did and chose beside the answers stays."""
        of_the_person = self.without_answers()
        return replace(
            of_the_person,
            answers=answers,
            saved=saved,
            done=self.done,
            reminders=self.reminders,
            zone=self.zone,
        )

    def without_answers(self) -> "Said":
        """Nothing said yet, and nothing that came of answers but the results that were saved."""
        return Said(
            saved=self.saved,
            prefers=self.prefers,
            consents=self.consents,
            referred_by=self.referred_by,
            salt=self.salt,
        )


@dataclass(frozen=True)
class Position:
    """Where a talk stands."""

    flow: Flow
    facts: Facts
    answered: tuple[Question[Any], ...]
    """In the order of the flow."""
    open: Question[Any] | None
    """None at the end of the flow."""
    place: int
    """Of the open question in the flow."""
    drawn: Mapping[str, object]
    """Answers of another flow that count (``Flow.draws_on``), by the ids of their questions."""
    foreseen: bytes | None = None
    """What is ahead, where it was known before."""

    @cached_property
    def ahead(self) -> bytes:
        """What each question behind the open one is (``Ahead``)."""
        if self.foreseen is not None:
            return self.foreseen
        return self.flow.ahead.of(self.facts, self.place)
