"""May I contribute directly? Both limits, what is left of them, and ways out of too much."""

from collections.abc import Iterator
from decimal import Decimal

from calc.corrections.recharacterizations import IraKind
from calc.iras.ira_limits import RothFacts, deduction_phase_out, dollar_limit, roth_limit
from calc.money import ZERO
from conversations.document import (
    ActionItem,
    Block,
    Checklist,
    Document,
    Formula,
    Heading,
    KeyFigure,
    Note,
    Paragraph,
    Source,
    Sources,
    Step,
)
from conversations.formats import day, dollars
from conversations.ranges import Range
from conversations.reports.actions.open_points import clear_up
from conversations.reports.estimate import estimate
from conversations.reports.excess_cures import act_by, ways_out
from conversations.reports.pro_rata import in_dollars
from conversations.situations.direct_year import DirectYear

_KINDS = {IraKind.TRADITIONAL: "traditional", IraKind.ROTH: "Roth"}


def report(year: DirectYear) -> Document:
    return Document(tuple(_blocks(year)))


def _blocks(year: DirectYear) -> Iterator[Block]:
    roth = Range.of(each.roth for each in year.every)
    deductible = Range.of(each.deductible for each in year.every)
    yield KeyFigure(
        f"Straight into Roth IRAs for {year.year}, at most",
        in_dollars(roth),
        "Into Roth IRAs, at most",
    )
    yield KeyFigure(
        f"{'Not used' if year.is_closed else 'Left'} for traditional IRAs, deductible or not",
        in_dollars(Range.of(each.left for each in year.every)),
        "Left for traditional IRAs",
    )
    yield KeyFigure(
        f"Deductible of all that {'went' if year.is_closed else 'goes'} into traditional IRAs, at "
        "most",
        in_dollars(deductible),
        "Deductible, at most",
    )
    yield Paragraph(_verdict(year, roth))
    yield Heading("How it comes about")
    if len(year.every) == 1:
        yield Formula(tuple(_steps(year)))
    else:
        yield Paragraph(
            "You were not sure of everything, so these are ranges, worked out for the least and "
            "the most that each open point can be."
        )
    yield Note(
        "A conversion does not lower the Roth limit: what it adds to your income is left out there "
        "(IRC 408A(c)(3)(B)). It can lower the deduction (IRC 219(g)(3)(A)); the backdoor check "
        "counts that."
    )
    if year.turns_on_70_and_a_half:
        yield Note(
            f"If you reached 70 1/2 by December 31, {year.year}, nothing could go into a "
            "traditional IRA for that year (IRC 219(d)(1), repealed from 2020 on). This result "
            "takes it that you did not."
        )
    yield from _too_much(year)
    yield Heading("What to do")
    yield Checklist(tuple(_items(year, roth)))
    yield Heading("Limits and sources")
    yield Sources(tuple(_sources(year)))
    yield estimate(year.today, year.year)


def _verdict(year: DirectYear, roth: Range) -> str:
    limit = dollar_limit(year.figures, year.age)
    for ira in IraKind:
        if _excess(year, ira).least:
            return f"More went into {_KINDS[ira]} IRAs than your limit: see below how to cure it."
    could, needed = ("could", "needed") if year.is_closed else ("can", "need")
    if roth.least and roth.least + year.traditional >= limit:
        return f"You {could} contribute straight to a Roth IRA and {needed} no backdoor for it."
    if not roth.sure:
        return "Whether you need the backdoor turns on what you were not sure of."
    if roth.most:
        return (
            f"A part {could} go straight into a Roth IRA. For the rest of the limit the backdoor "
            f"{'was' if year.is_closed else 'is'} the way: a nondeductible contribution, then a "
            "conversion."
        )
    if max(each.limit for each in year.every) <= year.traditional:
        return "What goes into traditional IRAs uses up the one limit that both kinds share."
    return (
        f"Nothing {could} go straight into a Roth IRA, or nothing more. Where your income is the "
        "reason, the backdoor is the way: a nondeductible contribution, then a conversion. Where "
        "it is missing pay, there is none."
    )


def _excess(year: DirectYear, ira: IraKind) -> Range:
    roth = ira is IraKind.ROTH
    return Range.of(each.roth_excess if roth else each.excess for each in year.every)


def _steps(year: DirectYear) -> Iterator[Step]:
    (found,) = year.every
    income = year.income or ZERO
    limit = dollar_limit(year.figures, year.age)
    yield Step(f"Limit for your age, all IRAs together, {year.year}", dollars(limit))
    if found.limit < limit:
        yield Step("no more than pay that counts", dollars(found.limit))
    by_income = roth_limit(
        year.figures,
        RothFacts(
            filing_status=year.filing_status,
            magi=income,
            age=year.age,
            lived_apart_all_year=year.lived_apart,
        ),
    )
    yield Step(
        f"Roth: {dollars(income)} of income, all of the limit up to "
        f"{dollars(by_income.phaseout_start)}, nothing from {dollars(by_income.phaseout_end)}",
        dollars(found.roth_by_income),
    )
    if year.traditional:
        yield Step("less what goes into traditional IRAs, of the one limit", dollars(found.roth))
    row = deduction_phase_out(
        year.figures,
        year.filing_status,
        covered_by_plan=year.covered or False,
        spouse_covered=year.spouse_covered or False,
        lived_apart_all_year=year.lived_apart,
    )
    over = (
        "no plan at work, so no income limit"
        if row is None
        else f"all up to {dollars(Decimal(row.full_until))} of income, nothing from "
        f"{dollars(Decimal(row.zero_from))}"
    )
    yield Step(f"Deduction: {over}", dollars(found.deductible))


def _too_much(year: DirectYear) -> Iterator[Block]:
    excess = {ira: _excess(year, ira) for ira in IraKind}
    if not any(amount.most for amount in excess.values()):
        return
    yield Heading("Too much")
    for ira, amount in excess.items():
        if amount.most:
            yield Paragraph(
                f"Above the limit in {_KINDS[ira]}"
                f" IRAs for {year.year}: {in_dollars(amount)}. It costs 6% for every year it stays "
                "in (IRC 4973), unless it is cured in one of these ways, as far as each goes."
            )
            ways = tuple(ways_out(year, ira, amount))
            yield Checklist(ways) if ways else Note("Ask your CPA which ways are still open.")


def _items(year: DirectYear, roth: Range) -> Iterator[ActionItem]:
    yield from clear_up(tuple(_unsure(year)), "direct_open_points")
    too_much = any(each.excess or each.roth_excess for each in year.every)
    if too_much:
        yield ActionItem(
            "Cure what is too much",
            "Choose one of the ways above with your CPA, before the first of their dates.",
            min(
                filter(None, (act_by(year, way) for ira in IraKind for way in year.cures(ira))),
                default=None,
            ),
            key="direct_cure",
        )
    left = Range.of(each.roth_left for each in year.every)
    room = Range.of(each.left for each in year.every)
    if year.is_closed:
        yield ActionItem(
            "Look at the year that runs",
            f"Contributions for {year.year} closed on {day(year.due_date)}. Take this check again "
            "for the year that runs.",
            key="direct_this_year",
        )
    elif left.most:
        yield ActionItem(
            "Contribute directly",
            f"{in_dollars(left)} more can go straight into a Roth IRA for {year.year}, by "
            f"{day(year.due_date)}. Tell the broker which year it is for.",
            year.due_date,
            key="direct_contribute",
        )
    elif room.most:
        yield ActionItem(
            "Look at the backdoor",
            f"{in_dollars(room)} more can go into a traditional IRA for {year.year}, by "
            f"{day(year.due_date)}. The backdoor check works out what a conversion would cost.",
            year.due_date,
            key="direct_backdoor",
        )
    elif not too_much:
        yield ActionItem(
            "Nothing more for this year",
            f"The limit for {year.year} is used up, or there is none.",
            key="direct_nothing",
        )
    may_fall = roth.most and not _excess(year, IraKind.ROTH).most
    if may_fall and year.income is not None and not year.is_closed:
        yield ActionItem(
            "Look at your income again in January",
            "A bonus or a gain can lower the Roth limit after the contribution was made: hold this "
            "against your return before you file it.",
            year.due_date,
            key="direct_income",
        )


def _unsure(year: DirectYear) -> Iterator[str]:
    if year.income is None:
        yield "your income"
    if year.covered is None:
        yield "whether a plan at work covers you"
    if year.spouse_covered is None:
        yield "whether a plan at work covers your spouse"
    if year.pay is None:
        yield "what you earn by work"
    if year.spouse_pay is None:
        yield "what your spouse earns by work"
    if year.spouse_contributions is None:
        yield "what goes into your spouse's IRAs"


def _sources(year: DirectYear) -> Iterator[Source]:
    figures = year.figures
    limit = dollars(dollar_limit(figures, year.age))
    authority = figures.ira_contribution_limit.authority
    yield Source(f"IRA contribution limit {year.year}: {limit}", authority)
    yield Source("Roth income limits", figures.roth_ira_magi_phaseout.authority)
    yield Source("Deduction income limits", figures.ira_deduction_phaseout.authority)
    yield Source("Pay that counts", "IRC 219(b)(1), 219(c), 219(f)(1)")
    due = figures.contribution_due_date
    yield Source(f"Contributions for {year.year} until {day(due.value)}", due.authority)
