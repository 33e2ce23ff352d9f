"""Last year's answers carried into the next year: what lasts is shown to be confirmed, what the
year came to is taken over, and only the rest is asked."""

from collections.abc import Iterator, Mapping
from typing import Any

from calc.tax_year import SUPPORTED_YEARS
from conversations.answers import Age
from conversations.flow import Flow, Position
from conversations.question import Question
from conversations.questions.year import the_year


def next_year(position: Position) -> int | None:
    """The year to go on with; None where the talk is not finished, or that year has not begun or
    is not known here."""
    if position.open is not None or the_year not in position.facts:
        return None
    following = position.facts[the_year] + 1
    begun = following <= position.facts.today.year
    return following if begun and following in SUPPORTED_YEARS else None


def carried_over(flow: Flow, position: Position) -> Mapping[str, str]:
    """Keys of the answers that hold in the next year unless something has changed, by the ids of
    their questions; the goal and the year among them."""
    return {question.id: question.key(value) for question, value in _carried(flow, position)}


def _carried(flow: Flow, position: Position) -> Iterator[tuple[Question[Any], Any]]:
    facts = position.facts
    of_years = {question for part in flow.sections if part.of_years for question in part.questions}
    for question in position.answered:
        value: Any = facts.answer(question)
        if question is the_year or isinstance(question.kind, Age):
            yield question, value + 1
        elif question.lasts or question in of_years:
            yield question, value
    if flow.comes_to is not None:
        yield from flow.comes_to(facts).items()
