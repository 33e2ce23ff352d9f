"""The spouse's questions: those of a person, asked of the other one.

Each is a copy with its own id and its own words. When it is asked, what looks like a slip and what
it is a part of are the person's own rules, looking at the spouse's answers (``of_spouse``).
"""

from collections.abc import Callable
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
_OTHER = {OfWhom.ME: OfWhom.SPOUSE, OfWhom.SPOUSE: OfWhom.ME}
_WORDS = {**WORDS, **PLAN_WORDS}


def of_spouse(facts: Facts) -> Facts:
    """What is known, as if the spouse were the one who is asked: their answers under the ids of
    the person's, with those that are the same for both. What is said of who has after-tax money in
    a 401(k) is turned round."""
    joint = facts[person.filing_status] is FilingStatus.MARRIED_FILING_JOINTLY
    shared = _OF_BOTH + (_OF_ONE_RETURN if joint else ())

    def name(id_: str) -> str | None:
        if id_.startswith(PREFIX):
            return id_.removeprefix(PREFIX)
        return id_ if id_ in shared else _CROSSED.get(id_)

    seen = facts.renamed(name).with_answer(goal, Goal.SPOUSE)
    if (of_whom := facts.known(plan.after_tax_of)) is not None:
        seen = seen.with_answer(plan.after_tax_of, _OTHER.get(of_whom, of_whom))
    if person.spouse_covered.when(seen):
        return seen
    return seen.renamed(lambda id_: None if id_ == person.spouse_covered.id else id_)


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
