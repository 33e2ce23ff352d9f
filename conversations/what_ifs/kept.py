"""A what-if that is kept: the answers that it changes."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any
from zlib import crc32

from calc.money import ZERO
from conversations.question import Facts, Question
from conversations.questions import contributions, iras, person, planned
from conversations.situations.situation import IraKind, Situation

Changed = tuple[Question[Any], Any]


def answers_changed(facts: Facts, before: Situation, after: Situation) -> Iterator[Changed]:
    """The questions whose answers differ, with the new ones. What is a part of another answer is
    asked again where it no longer fits.

    What goes to a plan or to charity is an answer of its own, and all else that it moves is
    worked out from it, so that it can be taken back.
    """
    plans = (
        (planned.roll_in, after.rolled_in),
        (planned.gift, after.gift),
        (iras.planned_conversion, after.put_off),
    )
    for question, now in plans:
        if now != (facts.known(question) or ZERO):
            yield question, now
    if (after.rolled_in, after.gift) != (before.rolled_in, before.gift):
        return
    if IraKind.TRADITIONAL in after.ira_values.keys() - before.ira_values.keys():
        yield iras.ira_kinds, facts[iras.ira_kinds] | {IraKind.TRADITIONAL}
    amounts: list[tuple[Question[Decimal], Decimal | None, Decimal | None]] = [
        (question, before.ira_values.get(kind, ZERO), after.ira_values.get(kind, ZERO))
        for kind, question in iras.year_end_value.items()
    ]
    amounts += [
        (contributions.contribution, before.contribution, after.contribution),
        (iras.conversion, before.conversion, after.conversion),
        (iras.withdrawals, before.withdrawals, after.withdrawals),
        (person.income, before.income, after.income),
    ]
    for amount, was, is_now in amounts:
        if was is not None and is_now is not None and was != is_now:
            yield amount, max(ZERO, (facts.known(amount) or ZERO) + is_now - was)


def mark(answers: Mapping[str, str]) -> str:
    """Tells answers from others, shortly: what keeps a what-if carries it."""
    return f"{crc32(repr(sorted(answers.items())).encode()):08x}"
