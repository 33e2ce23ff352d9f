"""A what-if that is kept: the answers that it changes."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from conversations.question import Question
from conversations.questions import contributions, iras, person
from conversations.situation import Situation


def answers_changed(before: Situation, after: Situation) -> Iterator[tuple[Question[Any], Any]]:
    """The questions whose answers differ, with the new ones. What is a part of another answer is
    asked again where it no longer fits."""
    if after.ira_values.keys() != before.ira_values.keys():
        yield iras.ira_kinds, frozenset(after.ira_values)
    amounts: list[tuple[Question[Decimal], Decimal | None, Decimal | None]] = [
        (iras.year_end_value[kind], before.ira_values.get(kind), value)
        for kind, value in after.ira_values.items()
    ]
    amounts += [
        (contributions.contribution, before.contribution, after.contribution),
        (iras.conversion, before.conversion, after.conversion),
        (iras.withdrawals, before.withdrawals, after.withdrawals),
        (person.income, before.income, after.income),
    ]
    yield from ((question, now) for question, was, now in amounts if now not in (None, was))
