"""Questions, and the facts that their answers make.

The question object is the key: ``facts[age]`` is typed by the kind of answer ``age`` reads.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, Generic, TypeVar

from conversations.answers import NEEDED, NOT_SURE_WORDS, Declined, Kind, not_sure, plain

T = TypeVar("T")


class NotSure(Enum):
    """The answer of a person who does not know: a range in the result, never zero."""

    NOT_SURE = "not sure"


NOT_SURE = NotSure.NOT_SURE


class Facts:
    """What is known at a point of a talk: the answers to the questions asked so far."""

    def __init__(self, today: date, by_id: Mapping[str, object] | None = None) -> None:
        self.today = today
        self.by_id: Mapping[str, object] = {} if by_id is None else by_id
        """Answers by the ids of their questions. Not copied: what is added to them is known too."""

    def __getitem__(self, question: "Question[T]") -> T:
        """The answer. Raises KeyError where the question was not asked, or the person was not
        sure: a flow that may meet either asks ``known`` or ``unsure`` instead."""
        value = self.by_id[question.id]
        if value is NOT_SURE:
            raise KeyError(f"{question.id}: not sure")
        return value  # type: ignore[return-value]  # the question's own kind read it

    def answer(self, question: "Question[T]") -> "T | NotSure":
        """The answer, not sure among them. Raises KeyError where the question was not asked."""
        return self.by_id[question.id]  # type: ignore[return-value]

    def known(self, question: "Question[T]") -> T | None:
        """The answer, or None where there is none that is sure."""
        value = self.by_id.get(question.id)
        return None if value is NOT_SURE else value  # type: ignore[return-value]  # as above

    def unsure(self, question: "Question[Any]") -> bool:
        """Whether the person said that they do not know."""
        return self.by_id.get(question.id) is NOT_SURE

    def __contains__(self, question: "Question[Any]") -> bool:
        return question.id in self.by_id

    def with_answer(self, question: "Question[T]", value: T | NotSure) -> "Facts":
        return Facts(self.today, {**self.by_id, question.id: value, **question.says_too(value)})


Words = str | Callable[[Facts], str]
"""A text, or one that depends on what is known."""


def worded(words: Words, facts: Facts) -> str:
    return words if isinstance(words, str) else words(facts)


def always(_: Facts) -> bool:
    return True


def never(_: Facts) -> bool:
    return False


@dataclass(frozen=True)
class Doubt:
    """What in an answer looks like a slip: asked back once, kindly, and kept if it is meant."""

    asks: str
    instead: tuple[Any, ...] = ()
    """Other answers that may have been meant."""


@dataclass(frozen=True, eq=False)
class Question(Generic[T]):
    """One thing asked of a person."""

    id: str
    """Kept with the answer and carried by buttons: short, and never changed."""
    kind: Kind[T]
    asks: Words
    why: Words
    """Which line of which form it feeds."""
    where: Words | None = None
    """Where the person finds the answer."""
    when: Callable[[Facts], bool] = always
    """Looks only at questions asked before this one."""
    not_sure: bool = False
    """Whether a person may not know."""
    part_of: "Question[T] | None" = None
    """An amount asked before that this one cannot exceed."""
    doubts: Callable[[Facts, T], Doubt | None] | None = None
    """Looks only at questions asked before this one, and knows what is common."""
    suggests: Callable[[Facts], tuple[T, ...]] | None = None
    """Answers to tap that are likely, where any amount may be typed. Looks only at questions
    asked before this one."""
    found: Callable[[Facts], T | None] | None = None
    """The answer that others come to: it counts without being asked, until something else is
    said. Looks only at questions asked before this one."""
    only_kept: bool = False
    """Whether only what is kept of a what-if answers it: it is not asked by itself."""
    expected: bool = False
    """Whether, while the tax year lasts, the answer is what is expected of it: asked once more when
    it is over."""
    says_of_others: Callable[[T], Mapping[str, object]] | None = None
    """What an answer says besides, for conditions to look at: by ids that no question has."""
    lasts: bool = False
    """Whether it holds in the next year too unless something has changed: then it is shown to be
    confirmed, and not asked."""
    names: tuple[str, ...] = ()
    """What the answer is called where answers are listed, then other words for it: by them a
    person says what to change."""

    @property
    def name(self) -> str:
        return self.names[0] if self.names else self.id.replace("_", " ").capitalize()

    def read(self, text: str, facts: Facts) -> T | NotSure | Declined:
        """The value that a typed, tapped or stored text means, or words that say what works."""
        known = self.kind.of_key(text)
        if known is None and plain(text) in NOT_SURE_WORDS:
            return NOT_SURE if self.not_sure else NEEDED
        value = self.kind.read(text, facts.today) if known is None else known
        if isinstance(value, Declined):
            return self._unread(text, value)
        return value if self.part_of is None else self.kind.within(value, facts[self.part_of])

    def _unread(self, text: str, declined: Declined) -> NotSure | Declined:
        if not not_sure(text):
            return declined
        return NOT_SURE if self.not_sure else NEEDED

    def doubt(self, value: T | NotSure, facts: Facts) -> Doubt | None:
        """What to ask back about an answer before it is taken."""
        if self.doubts is None or isinstance(value, NotSure):
            return None
        return self.doubts(facts, value)

    def says_too(self, value: T | NotSure) -> Mapping[str, object]:
        if self.says_of_others is None or isinstance(value, NotSure):
            return {}
        return self.says_of_others(value)

    def key(self, value: T | NotSure) -> str:
        return NOT_SURE.value if isinstance(value, NotSure) else self.kind.key(value)

    def told(self, key: str) -> str:
        """What a key stands for, in words; nothing for one that is none."""
        value = NOT_SURE if key == NOT_SURE.value else self.kind.value(key)
        return "" if isinstance(value, Declined) else self.show(value)

    def show(self, value: T | NotSure) -> str:
        return "Not sure" if isinstance(value, NotSure) else self.kind.show(value)
