"""Dates of a result: to be reminded of, and for a calendar.

They are those of its action items, and of what no item is about: a required distribution, and the
forms that are sent to the person. None is worked out here.
"""

from collections.abc import Iterator

from calc.deadlines import (
    DeadlineFacts,
    DeadlineKind,
    deadlines,
    form_1099_r_due,
    form_5498_due,
)
from calc.money import ZERO
from calc.tax_year import tax_year
from conversations.document import ActionItem
from conversations.flow import Flow, Position, Said
from conversations.question import Facts
from conversations.questions import contributions, iras, person, required_distribution
from conversations.questions.spouse import of_spouse, spouses
from conversations.questions.year import the_year
from conversations.reminders import Dated
from conversations.to_do import mark, to_do

NO_ACTS = frozenset(("get_plan", "leave_plans"))
"""Keys of items that say what holds, with the date until which it matters."""


def dates(flow: Flow, position: Position, said: Said) -> tuple[Dated, ...]:
    """Of a result, those that are not done and have not passed, in their order."""
    found = (*_of_items(flow, position, said), *_of_the_law(position))
    today = position.facts.today
    ahead = (one for one in found if one.due >= today and one.mark not in said.done)
    return tuple(sorted(ahead, key=lambda one: one.due))


def check(flow: Flow, position: Position) -> str:
    """By which the dates of a result are told from those of another."""
    return f"{position.facts[the_year]}.{position.facts[flow.goal]}"


def _of_items(flow: Flow, position: Position, said: Said) -> Iterator[Dated]:
    for item in to_do(flow, position, said):
        if item.due is not None and item.key.removeprefix("spouse_") not in NO_ACTS:
            title = _title(item, position.facts[the_year])
            whose = "Your spouse: " if item.key.startswith("spouse_") else ""
            yield Dated(mark(position, item), f"{whose}{title}", item.text, item.due)


def _title(item: ActionItem, year: int) -> str:
    """What an item is called where its text is not shown."""
    match item.key.removeprefix("spouse_"):
        case "papers" if item.due == tax_year(year).contribution_due_date.value:
            return f"File Form 8606 for {year}, and keep the papers"
        case "papers":
            return f"Look for Form 8606 for {year}, and keep the papers"
        case "balances":
            return "Review your IRA balances, and roll in what is to go"
        case _:
            return item.title


def _of_the_law(position: Position) -> Iterator[Dated]:
    facts = position.facts
    if iras.conversion not in facts:
        return
    yield from _required(facts, "", "")
    couple = spouses(iras.conversion) in facts
    if couple:
        yield from _required(of_spouse(facts), "spouse_", "Your spouse: ")
    year = facts[the_year]
    everybody = (facts, of_spouse(facts)) if couple else (facts,)
    moved = (iras.conversion, iras.withdrawals)
    if any((one.known(question) or ZERO) > ZERO for one in everybody for question in moved):
        yield Dated(
            f"{year}.form_1099_r",
            f"Look for Form 1099-R for {year}",
            "From each account that paid out or converted: box 2a, and the codes in box 7.",
            form_1099_r_due(year),
            awaited=True,
        )
    if any((one.known(contributions.contribution) or ZERO) > ZERO for one in everybody):
        yield Dated(
            f"{year}.form_5498",
            f"Look for Form 5498 for {year}",
            "From each IRA: what went in, for which year, and the value at its end.",
            form_5498_due(year),
            awaited=True,
        )


_REQUIRED = {
    DeadlineKind.RMD: "Take the required distribution",
    DeadlineKind.FIRST_RMD: "Take the first required distribution",
}


def _required(facts: Facts, key: str, whose: str) -> Iterator[Dated]:
    not_due = required_distribution.distribution_required(facts) == ZERO
    if required_distribution.required_first not in facts or not_due:
        return
    year = facts[the_year]
    asked = DeadlineFacts(as_of=facts.today, age=facts[person.age])
    for deadline in deadlines(tax_year(year), asked):
        if deadline.kind in _REQUIRED:
            unless = "" if deadline.applies else ", if one is due"
            yield Dated(
                f"{year}.{key}{deadline.kind}",
                f"{whose}{_REQUIRED[deadline.kind]} for {year}{unless}",
                "Out of your IRAs, before anything is converted.",
                deadline.due,
            )
