"""The taxable amount, how it comes about, and the lines of Form 8606."""

from collections.abc import Iterator
from decimal import Decimal

from calc.form_8606 import Form8606, Line, form_8606
from calc.money import ZERO, to_whole_dollar
from conversations.document import (
    Block,
    FormLine,
    FormLines,
    Formula,
    Heading,
    KeyFigure,
    Note,
    Paragraph,
    Step,
)
from conversations.formats import dollars, percent
from conversations.situation import Range, Situation


def headline(situation: Situation) -> Iterator[Block]:
    """The number, alone readable in a notification."""
    forms, year = situation.forms, situation.year
    if situation.conversion:
        converted = dollars(situation.conversion)
        yield KeyFigure(
            f"Taxable, of your {converted} conversion in {year}",
            in_dollars(Range.of(form.line18 or ZERO for form in forms)),
        )
        yield KeyFigure("Tax-free", in_dollars(Range.of(form.line17 or ZERO for form in forms)))
    if situation.withdrawals:
        withdrawn = dollars(situation.withdrawals)
        yield KeyFigure(
            f"Taxable, of your {withdrawn} of other withdrawals in {year}",
            in_dollars(Range.of(form.line15c or ZERO for form in forms)),
        )
    if not (situation.conversion or situation.withdrawals):
        yield KeyFigure(f"Taxable in {year}", dollars(ZERO))
        yield Paragraph("Nothing leaves your IRAs that year, so nothing is taxed.")
    yield KeyFigure(
        "After-tax money carried to the next year",
        in_dollars(Range.of(form.line14 for form in forms)),
    )
    if not situation.year_is_over:
        yield Paragraph(
            f"An estimate until {year} is over: the value of all your IRAs on December 31 decides."
        )


def sum_in_words(situation: Situation) -> Iterator[Block]:
    """After-tax money, divided by all IRA money, times what was moved."""
    forms = situation.forms
    form = forms[0]
    if form.line9 is None:
        return
    yield Heading("How it comes about")
    if len(forms) > 1:
        yield Paragraph(
            "You were not sure of everything, so this is a range: after-tax money ÷ all IRA money "
            "× what you move, worked out for the least and the most that each open point can be."
        )
        return
    yield Formula(tuple(_steps(form)))
    rounded = form_8606(next(situation.form_facts()), line10_places=3)
    other = rounded.total_taxable
    if other == to_whole_dollar(form.total_taxable):
        yield Note(
            "The ratio is exact here. Rounded to three places, in whole dollars, as the paper form "
            "allows, the taxable amount is the same to the dollar."
        )
    else:
        yield Note(
            "The ratio is exact here. Rounded to three places, in whole dollars, as the paper form "
            f"allows, the taxable amount is {dollars(other)}."
        )


def _steps(form: Form8606) -> Iterator[Step]:
    line5, line6, line7 = form.line5 or ZERO, form.line6 or ZERO, form.line7 or ZERO
    line8, line9, line10 = form.line8 or ZERO, form.line9 or ZERO, form.line10 or ZERO
    parts = [f"{dollars(line6)} on December 31"]
    parts += [f"{dollars(line7)} withdrawn"] if line7 else []
    parts += [f"{dollars(line8)} converted"] if line8 else []
    yield Step("After-tax money that counts this year (line 5)", dollars(line5))
    yield Step(f"All IRA money: {' + '.join(parts)} (line 9)", dollars(line9))
    share = "never more than all of it" if line5 > line9 else f"{dollars(line5)} ÷ {dollars(line9)}"
    yield Step(f"Tax-free share: {share} (line 10)", percent(line10))
    if line8:
        yield Step(f"Tax-free: the share of {dollars(line8)}", dollars(form.line17 or ZERO))
        yield Step("Taxable: the rest of the conversion", dollars(form.line18 or ZERO))
    if line7:
        yield Step(
            f"Tax-free: the share of {dollars(line7)} withdrawn", dollars(form.line12 or ZERO)
        )
        yield Step("Taxable: the rest of the withdrawals", dollars(form.line15c or ZERO))


def form_lines(situation: Situation) -> Iterator[Block]:
    """Every line from 1 to 18, as a range where one was not sure."""
    yield Heading(f"Form 8606 for {situation.year}, line by line")
    filled = [form.lines for form in situation.forms]
    yield FormLines(
        "Form 8606",
        tuple(
            FormLine(lines[0].number, lines[0].label, _line_value(lines), lines[0].origin)
            for lines in zip(*filled, strict=True)
        ),
    )


def _line_value(lines: tuple[Line, ...]) -> str:
    amounts = [line.amount for line in lines if line.amount is not None]
    if not amounts:
        return ""
    if lines[0].number == "10":
        shares = sorted({f"{amount:.5f}" for amount in amounts})
        return " to ".join(shares[:1] + shares[1:][-1:])
    return in_dollars(Range.of(amounts))


def in_dollars(amount: Range) -> str:
    """An amount, or the range it lies in. Where nothing bounds it, only its lower end is said."""
    if amount.sure:
        return dollars(amount.least)
    if amount.unbounded:
        return f"{dollars(amount.least)} or more" if amount.least else "not known"
    return f"{dollars(amount.least)} to {dollars(amount.most)}"


def taxable(situation: Situation) -> Decimal | None:
    """Taxable in all, in dollars; None where it is a range."""
    amount = Range.of(form.total_taxable for form in situation.forms)
    return amount.least if amount.sure else None
