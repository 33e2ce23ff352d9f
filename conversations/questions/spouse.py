"""The spouse's questions: those of a person, asked of the other one.

Each is a copy with its own id and its own words. When it is asked, what looks like a slip and what
it is a part of are the person's own rules, looking at the spouse's answers (``of_spouse``).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from calc.filing_status import FilingStatus
from conversations.question import Facts, Question, Words, worded
from conversations.questions import person, plan, price
from conversations.questions.goal import Goal, goal
from conversations.questions.plan import OfWhom
from conversations.questions.spouse_plan_words import PLAN_WORDS
from conversations.questions.spouse_words import WORDS, AboutSpouse
from conversations.questions.year import the_year

T = TypeVar("T")

PREFIX = "second_"

_OF_BOTH = (the_year.id, person.filing_status.id, person.lived_apart.id)
_OF_ONE_RETURN = (person.income.id, price.state_rate.id)
_CROSSED = {
    person.covered.id: person.spouse_covered.id,
    person.spouse_covered.id: person.covered.id,
}
"""What is said of the one is what counts of the spouse for the other."""
_CROSSED_WITHOUT_THE_OTHERS = {person.covered.id: person.spouse_covered.id}
_OTHER = {OfWhom.ME: OfWhom.SPOUSE, OfWhom.SPOUSE: OfWhom.ME}
_WORDS = {**WORDS, **PLAN_WORDS}


def of_spouse(facts: Facts) -> Facts:
    """What is known, as if the spouse were the one who is asked: their answers under the ids of
    the person's, with those that are the same for both. What is said of who has after-tax money in
    a 401(k) is turned round."""
    joint = facts[person.filing_status] is FilingStatus.MARRIED_FILING_JOINTLY
    shared = (*_OF_BOTH, *_OF_ONE_RETURN) if joint else _OF_BOTH
    seen = Facts(facts.today, _OfSpouse(facts, shared, _CROSSED))
    if person.spouse_covered.when(seen):
        return seen
    return Facts(facts.today, _OfSpouse(facts, shared, _CROSSED_WITHOUT_THE_OTHERS))


class _OfSpouse(Mapping[str, object]):
    """Each answer is looked for when it is asked for, and no other is looked at then."""

    def __init__(self, facts: Facts, shared: tuple[str, ...], crossed: Mapping[str, str]) -> None:
        self._facts, self._said = facts, facts.by_id
        self._shared, self._crossed = shared, crossed

    def __getitem__(self, id_: str) -> object:
        if id_ == goal.id:
            return Goal.SPOUSE
        if id_ == plan.after_tax_of.id:
            of_whom = self._facts[plan.after_tax_of]
            return _OTHER.get(of_whom, of_whom)
        own = PREFIX + id_
        if own not in self._said:
            own = id_ if id_ in self._shared else self._crossed.get(id_, own)
        return self._said[own]

    def __iter__(self) -> Iterator[str]:
        own = (id_.removeprefix(PREFIX) for id_ in self._said if id_.startswith(PREFIX))
        every = (goal.id, plan.after_tax_of.id, *self._shared, *self._crossed, *own)
        return (id_ for id_ in dict.fromkeys(every) if id_ in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def spouses(question: Question[T]) -> Question[T]:
    """The question as it is asked about the spouse: not where the answer is known already."""
    said = _WORDS.get(question.id, AboutSpouse())
    names = (said.name or question.name, *question.names[1:])
    return replace(
        question,
        id=PREFIX + question.id,
        asks=said.asks or _as_asked(question.asks),
        why=said.why or _as_asked(question.why),
        where=said.where or (_as_asked(question.where) if question.where else None),
        when=lambda facts: _is_asked(question, facts),
        part_of=spouses(question.part_of) if question.part_of else None,
        doubts=_of_spouses(question.doubts),
        suggests=_of_spouses(question.suggests),
        found=_of_spouses(question.found),
        names=(f"{names[0]} (spouse)", *(f"spouse {name}" for name in names)),
    )


def _is_asked(question: Question[Any], facts: Facts) -> bool:
    if not person.files_as_married(facts):
        return False
    seen = of_spouse(facts)
    return question not in seen and question.when(seen)


def _as_asked(words: Words) -> Words:
    return words if isinstance(words, str) else lambda facts: worded(words, of_spouse(facts))


def _of_spouses(rule: Callable[..., T] | None) -> Callable[..., T] | None:
    """A rule that looks at facts, and perhaps at an answer, looking at the spouse's."""
    if rule is None:
        return None
    return lambda facts, *answer: rule(of_spouse(facts), *answer)
