"""The result of finding the basis: line 2 for today, how it grew, and the forms to file late."""

from collections.abc import Iterator

from calc.iras.basis import PENALTY_NOT_FILED, LedgerYear
from calc.iras.between import Between
from calc.money import ZERO
from calc.tax_year import SUPPORTED_YEARS
from conversations.document import (
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
from conversations.formats import dollars
from conversations.ranges import Range
from conversations.reports.basis_actions import action_items
from conversations.reports.estimate import estimate
from conversations.reports.pro_rata import in_dollars
from conversations.situations.basis_history import BasisHistory


def report(history: BasisHistory) -> Document:
    return Document(tuple(_blocks(history)))


def _blocks(history: BasisHistory) -> Iterator[Block]:
    year = history.year
    yield KeyFigure(
        f"Your basis, line 2 of Form 8606 for {year}", in_dollars(history.basis), "Basis (line 2)"
    )
    if history.basis.sure:
        yield Paragraph(
            "That much of your IRA money was taxed before. It comes out tax-free, a part of it "
            "with every conversion and withdrawal."
        )
    else:
        yield Paragraph(
            "A range, because you were not sure of everything: worked out with the least and the "
            "most that each open point can be. It is one amount between these."
        )
    yield Heading("Year by year")
    yield from _years(history)
    yield Heading("What to do")
    yield Checklist(tuple(action_items(history)))
    yield Heading("Rules and sources")
    yield Sources(
        (
            Source("Basis carried from year to year", "IRC 408(o); Form 8606, lines 2 and 14"),
            Source("What comes out is pro rata", "IRC 408(d)(1)-(2), 72(e)(8)"),
            Source(
                f"A form not filed: {dollars(PENALTY_NOT_FILED)} each, none with reasonable cause",
                "IRC 408(o)(4), 6693(b)(2)",
            ),
        )
    )
    if history.limits_not_checked:
        first = SUPPORTED_YEARS[0]
        yield Note(
            f"Contribution limits before {first} are not checked here: what you put in above the "
            "limit of its year is no basis. What you were not sure of is taken up to the limit of "
            f"{first}, which was never lower than those before."
        )
    yield estimate(
        history.today,
        history.year,
        " After-tax money rolled over from a plan, a divorce, an inheritance and earlier excess "
        "contributions are not in it.",
    )


def _years(history: BasisHistory) -> Iterator[Block]:
    begin = f"Before {history.since}"
    steps = [Step(begin, dollars(history.brought_in))]
    ledger = history.ledger
    for year in () if ledger is None else ledger.years:
        steps.append(Step(_words(year), in_dollars(_range(year.basis))))
    yield Formula(tuple(steps))
    yield Paragraph("Each amount is the basis at the end of that year: line 14. " + _quiet(history))


def _quiet(history: BasisHistory) -> str:
    told = len(history.years)
    asked = history.year - history.since
    return "" if told == asked else "In years that are not listed nothing happened."


def _words(year: LedgerYear) -> str:
    low, high = year.lowest, year.highest
    parts = []
    line1 = Range(low.line1, high.line1)
    if line1.most:
        parts.append(f"{in_dollars(line1)} not deducted")
    # The most that came out is on the form with the least on line 14.
    converted = Range(high.line8 or ZERO, low.line8 or ZERO)
    withdrawn = Range(high.line7 or ZERO, low.line7 or ZERO)
    if converted.most:
        parts.append(_moved(converted, "converted"))
    if withdrawn.most:
        parts.append(_moved(withdrawn, "withdrawn"))
    taxable = _range(year.taxable)
    if (converted.most or withdrawn.most) and not taxable.unbounded:
        parts.append(f"{in_dollars(taxable)} of it taxable")
    return f"{year.year}: {', '.join(parts) or 'nothing that counts'}"


def _moved(amount: Range, how: str) -> str:
    return f"not known what was {how}" if amount.unbounded else f"{in_dollars(amount)} {how}"


def _range(amount: Between) -> Range:
    return Range(amount.at_least, amount.at_most)
