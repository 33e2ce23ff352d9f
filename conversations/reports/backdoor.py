"""The result of a backdoor check, from the number to the sources."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from calc.deadlines import form_1099_r_due
from calc.iras.ira_limits import CATCH_UP_AGE
from calc.tax_year import TaxYear
from conversations.document import Block, Checklist, Document, Heading, Note, Source, Sources
from conversations.formats import day, dollars, listed
from conversations.reports.actions import action_items
from conversations.reports.alternatives import side_by_side, tax_is_told
from conversations.reports.charts import how_it_splits
from conversations.reports.estimate import estimate
from conversations.reports.findings import findings
from conversations.reports.mega_backdoor import mega_backdoor, moving
from conversations.reports.price import price, price_is_told
from conversations.reports.pro_rata import form_lines, headline, sum_in_words
from conversations.situations.situation import Situation
from conversations.what_ifs.outcome import Trials


def report(situation: Situation) -> Document:
    return Document(tuple(_blocks(situation)))


def _blocks(situation: Situation) -> Iterator[Block]:
    trials = Trials(situation)
    yield from headline(situation)
    yield from explained(trials)
    yield Heading("What to do")
    yield Checklist(action_items(situation))
    yield from form_lines(situation)
    yield Heading("Limits and sources")
    yield Sources(tuple(sources(trials)))
    yield from closing(situation)


def explained(trials: Trials) -> Iterator[Block]:
    """What stands between the number and what to do."""
    situation = trials.situation
    yield from sum_in_words(situation)
    yield from how_it_splits(situation)
    if not tax_is_told(trials):
        yield from price(situation)
    yield from findings(situation)
    yield from side_by_side(trials)
    yield from mega_backdoor(situation)
    yield from moving(situation)
    if situation.rooms:
        yield Note(
            "These two do not affect each other: the sum above looks at IRAs only, whatever your "
            "plan holds, and the room here at your plan only, whatever your IRAs hold. They touch "
            "only where plan money goes into a traditional IRA (IRC 408(d)(2)(A))."
        )


def closing(situation: Situation, *others: Situation) -> Iterator[Note]:
    """What to expect, and what this is; of several people said once."""
    converted = [one.conversion for one in (situation, *others) if one.conversion]
    if converted:
        yield Note(_form_1099_r(situation, converted))
    yield estimate(situation.today, situation.year)


def _form_1099_r(situation: Situation, converted: Sequence[Decimal]) -> str:
    """Said before it comes."""
    comes = form_1099_r_due(situation.year)
    shows = f"that comes by {day(comes)} will show" if situation.today <= comes else "shows"
    whole = listed(list(dict.fromkeys(map(dollars, converted))), "or")
    return (
        f"{'The' if len(converted) == 1 else 'Each'} Form 1099-R {shows} the whole {whole} as "
        "taxable (box 2a), taxable amount not determined (box 2b). That is normal: Form 8606 "
        "decides."
    )


def sources(trials: Trials) -> Iterator[Source]:
    """Every figure that the result rests on or names."""
    situation = trials.situation
    figures = situation.figures
    yield Source("Pro rata rule", "IRC 408(d)(2), 408A(d)(3); Form 8606, lines 1 to 18")
    yield _ira_limit(figures, situation.age)
    due = figures.contribution_due_date
    yield Source(f"Contributions for {figures.year} until {day(due.value)}", due.authority)
    yield Source("Roth and deduction income limits", figures.ira_deduction_phaseout.authority)
    if situation.rooms:
        yield from plan_limits(figures, situation.age)
    if tax_is_told(trials) or price_is_told(situation):
        yield Source(
            f"Federal income tax {figures.year}: brackets and standard deduction",
            f"{figures.ordinary_brackets.authority}; IRC 1(j), 63",
        )
    planning = situation.planning_figures
    if planning is not None and planning is not figures:
        yield _ira_limit(planning, situation.planning_age)
        yield Source(
            f"Elective deferrals {planning.year}: "
            f"{dollars(Decimal(planning.elective_deferral_402g.value))}",
            planning.elective_deferral_402g.authority,
        )


def _ira_limit(figures: TaxYear, age: int) -> Source:
    limit, catch_up = figures.ira_contribution_limit, figures.ira_catch_up_50
    amounts = dollars(Decimal(limit.value))
    if age < CATCH_UP_AGE:
        return Source(f"IRA contribution limit {figures.year}: {amounts}", limit.authority)
    return Source(
        f"IRA contribution limit {figures.year}: {amounts} + {dollars(Decimal(catch_up.value))}",
        catch_up.authority,
    )


def plan_limits(figures: TaxYear, age: int) -> Iterator[Source]:
    named = [
        ("Annual additions", figures.annual_additions_415c),
        ("Elective deferrals", figures.elective_deferral_402g),
    ]
    if age >= CATCH_UP_AGE:
        named.append(("Catch-up from 50", figures.catch_up_414v_50))
    for name, figure in named:
        yield Source(f"{name} {figures.year}: {dollars(Decimal(figure.value))}", figure.authority)
    at_60 = figures.catch_up_414v_60_63
    if 60 <= age <= 63 and at_60.value is not None:
        yield Source(
            f"Catch-up from 60 to 63 {figures.year}: {dollars(Decimal(at_60.value))}",
            at_60.authority,
        )
    roth = figures.roth_only_catch_up
    if age >= CATCH_UP_AGE and roth.value is not None and roth.value.enforced:
        yield Source(
            f"Roth-only catch-up above {dollars(Decimal(roth.value.threshold_more_than))}",
            roth.authority,
        )
