"""A plan over years, step by step: what it is to assume, the plan, and what can be done with it."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from conversations.answers import Declined, Dollars, Kind, Option
from conversations.document import Document, Paragraph
from conversations.events import Adopted, Asked, Command, Tried
from conversations.flow import Flow, Position, Said
from conversations.formats import dollars
from conversations.question import Facts
from conversations.replies import Button, Say, Show
from conversations.reports.plan_over_years import plan_over_years
from conversations.situations.situation import Situation
from conversations.what_ifs.kept import answers_changed, mark
from conversations.what_ifs.outcome import Amount, Outcome, Trials
from conversations.what_ifs.over_years import (
    EACH_YEAR,
    GROWTH,
    YEARS,
    Assumed,
    answered,
    asks,
    the_plan,
    work_out,
)
from conversations.what_ifs.shown import planned_so_far, situation_of, tried_last
from conversations.what_ifs.ways import Way

PICTURE = Button("Picture", Asked(Command.CHART))

_TAPPED: dict[Kind[Any], tuple[Option, ...]] = {
    YEARS: tuple(Option(str(years), f"{years} years") for years in (2, 3, 5, 7, 10)),
    GROWTH: tuple(Option(f"{rate}%", f"{rate}% a year") for rate in (0, 3, 5, 7)),
    EACH_YEAR: EACH_YEAR.options,
}

_IN_THE_CHAT = Paragraph(
    "This is a plan: your answers are as they were. The PDF shows it too, until you try another "
    "what-if."
)


def step(
    situation: Situation, assumed: Assumed, wanted: Kind[Any], further: tuple[Button, ...]
) -> Say:
    """What is asked for next."""
    buttons = (
        Button(
            option.label,
            Tried(Way.OVER_YEARS, assumed.with_next(wanted.read(option.key)).key),
        )
        for option in _TAPPED[wanted]
    )
    text, is_number = asks(situation, wanted), wanted is not EACH_YEAR
    return Say(text, (*buttons, *further), takes_a_number=is_number)


def plan(
    facts: Facts, situation: Situation, said: Said, assumed: Assumed, further: tuple[Button, ...]
) -> Show:
    """The plan, whose first year can be taken over into the answers."""
    found = work_out(situation, assumed)
    document = Document((*plan_over_years(situation, assumed, found), _IN_THE_CHAT))
    first = the_plan(found.as_it_is).years[0].conversion
    takes_over = _taken_over(facts, situation, said, first)
    return Show(document, (*takes_over, PICTURE, *further))


def _taken_over(
    facts: Facts, situation: Situation, said: Said, amount: Decimal
) -> Iterator[Button]:
    """As another amount to convert; nothing where that would change nothing, or is not open."""
    outcome = Trials(situation).of(Way.CONVERT, amount)
    if isinstance(outcome, Outcome) and any(answers_changed(facts, situation, outcome.changed)):
        tried = Tried(Way.CONVERT, Dollars().key(amount))
        yield Button(f"Convert {dollars(amount)} this year", Adopted(tried, mark(said.answers)))


def said_of_a_plan(
    text: str, flow: Flow, said: Said, position: Position
) -> Tried | Declined | None:
    """What a text says to what is asked for; None where nothing is."""
    situation, planned = situation_of(flow, position), planned_so_far(said)
    if situation is None or planned is None:
        return None
    assumed = Assumed.read(planned.amount)
    wanted = assumed.asks_for(situation)
    if wanted is None:
        return None
    value = answered(wanted, text)
    if isinstance(value, Declined):
        return value
    return Tried(Way.OVER_YEARS, assumed.with_next(value).key)


def shown_last(flow: Flow, said: Said, position: Position) -> Document | None:
    """The plan that was shown last, as the answers make it now; None where another what-if was
    shown after it, and where there is none any more."""
    situation, tried = situation_of(flow, position), tried_last(said)
    if situation is None or tried is None or tried.way is not Way.OVER_YEARS:
        return None
    assumed = Assumed.read(tried.amount)
    is_open = isinstance(Trials(situation).of(Way.OVER_YEARS), Amount)
    if not is_open or assumed.asks_for(situation) is not None:
        return None
    return Document(tuple(plan_over_years(situation, assumed, work_out(situation, assumed))))
