"""The result of finding the basis: line 2 for today, how it grew, and the forms to file late."""

from collections.abc import Iterator
from decimal import Decimal

from calc.iras.basis import PENALTY_NOT_FILED, LedgerYear
from calc.iras.between import Between
from calc.money import ZERO
from conversations.basis_history import BasisHistory
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
from conversations.formats import day, dollars, listed
from conversations.ranges import Range
from conversations.reports.actions.open_points import clear_up
from conversations.reports.pro_rata import in_dollars


def report(history: BasisHistory) -> Document:
    return Document(tuple(_blocks(history)))


def _blocks(history: BasisHistory) -> Iterator[Block]:
    year = history.year
    yield KeyFigure(f"Your basis, line 2 of Form 8606 for {year}", in_dollars(history.basis))
    if history.basis.sure:
        yield Paragraph(
            "That much of your IRA money was taxed before. It comes out tax-free, a part of it "
            "with every conversion and withdrawal."
        )
    else:
        yield Paragraph(
            "A range, because you were not sure of everything: worked out with the least and the "
            "most that each open point can be. It is between these, not zero."
        )
    yield Heading("Year by year")
    yield from _years(history)
    yield Heading("What to do")
    yield Checklist(tuple(_items(history)))
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
    yield Note(
        f"An estimate from your answers on {day(history.today)}. After-tax money rolled over from "
        "a plan, a divorce, an inheritance and earlier excess contributions are not in it. Not tax "
        "advice: take it to your CPA."
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
    if low.line8:
        parts.append(f"{dollars(low.line8)} converted")
    if low.line7:
        parts.append(f"{dollars(low.line7)} withdrawn")
    taxable = _range(year.taxable)
    if low.line7 or low.line8:
        parts.append(f"{in_dollars(taxable)} of it taxable")
    return f"{year.year}: {', '.join(parts) or 'nothing that counts'}"


def _range(amount: Between) -> Range:
    return Range(amount.at_least, amount.at_most)


def _items(history: BasisHistory) -> Iterator[ActionItem]:
    yield from clear_up(tuple(_unsure(history)))
    if not history.basis.sure:
        yield ActionItem(
            "Ask the IRS for what it has",
            "Wage and income transcripts list Forms 5498 and 1099-R of the last ten years, return "
            "transcripts the deductions: irs.gov, or Form 4506-T.",
        )
    for year, filed in history.form_years:
        yield ActionItem(f"Form 8606 for {year.year}", _late_form(year, filed))
    ledger = history.ledger
    if ledger is not None and ledger.penalties:
        yield ActionItem(
            "Ask for the penalties to be waived",
            f"{dollars(ledger.penalties)} at most, {dollars(PENALTY_NOT_FILED)} a form: send the "
            "forms with a short letter on the cause, such as software that left them out.",
        )
    if ledger is not None and any(year.lowest.line8 or year.lowest.line7 for year in ledger.years):
        yield ActionItem(
            "Compare the taxable amounts with your returns",
            "Where a return taxed more, an amended one can bring it back, mostly within three "
            "years of filing (IRC 6511(a)); where it taxed less, tax is owed.",
        )
    yield ActionItem(
        "Carry it on",
        f"{in_dollars(history.basis)} goes on line 2 of Form 8606 for {history.year}: say it in "
        "the backdoor check where it asks for line 14. Keep every form until your IRAs are empty.",
    )


def _unsure(history: BasisHistory) -> Iterator[str]:
    years = [str(year) for year in history.not_sure]
    if years:
        yield f"what went in and out of your IRAs in {listed(years, 'and')}"
    forms = [str(year.year) for year, filed in history.form_years if filed is None]
    if forms:
        yield f"whether Form 8606 was filed for {listed(forms, 'and')}"


def _late_form(year: LedgerYear, filed: bool | None) -> str:
    found = (
        "Owed and not filed: it can be sent by itself"
        if filed is False and year.form_owed
        else "Look whether it was filed; if not, it can be sent by itself"
    )
    perhaps = "" if year.form_owed else " Whether it was owed turns on what you were not sure of."
    lines = ", ".join(
        f"line {number} {in_dollars(Range(low or ZERO, high or ZERO))}"
        for number, low, high in _lines(year)
    )
    return f"{found}.{perhaps} On it: {lines}."


def _lines(year: LedgerYear) -> Iterator[tuple[str, Decimal | None, Decimal | None]]:
    low, high = year.lowest, year.highest
    yield "1", low.line1, high.line1
    yield "2", low.line2, high.line2
    yield "14", year.basis.at_least, year.basis.at_most
