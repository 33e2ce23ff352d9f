"""The taxable amount, how it comes about, and the lines of Form 8606."""

from collections.abc import Iterator
from decimal import Decimal

from calc.filing_status import FilingStatus
from calc.iras.form_8606 import Line, Method
from calc.iras.ira_year import IraYear
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
from conversations.formats import dollars, listed, percent
from conversations.ranges import Range
from conversations.situations.situation import IraKind, Situation


def headline(situation: Situation) -> Iterator[Block]:
    """The number, alone readable in a notification."""
    year = situation.year
    if situation.conversion:
        yield KeyFigure(
            f"Taxable, of your {dollars(situation.conversion)} conversion in {year}",
            in_dollars(situation.range_of(lambda form: form.line18)),
            "Taxable",
        )
        yield KeyFigure("Tax-free", in_dollars(situation.range_of(lambda form: form.line17)))
    if situation.withdrawals:
        yield KeyFigure(
            f"Taxable, of your {dollars(situation.withdrawals)} of other withdrawals in {year}",
            in_dollars(situation.range_of(lambda form: form.line15c)),
            "Taxable, of other withdrawals",
        )
    moved = situation.conversion or situation.withdrawals
    if not moved:
        yield KeyFigure(f"Taxable in {year}", dollars(ZERO), "Taxable")
        yield Paragraph("Nothing leaves your IRAs that year, so nothing is taxed.")
    yield KeyFigure(
        "After-tax money carried to the next year",
        in_dollars(situation.range_of(lambda form: form.line14)),
    )
    if moved and not situation.year_is_over:
        yield Paragraph(
            f"An estimate until {year} is over: what your traditional, SEP and SIMPLE IRAs hold on "
            "December 31 decides."
        )


THE_SUM = "How it comes about"


def sum_in_words(situation: Situation) -> Iterator[Block]:
    """After-tax money, divided by all IRA money, times what was moved."""
    if not (situation.conversion or situation.withdrawals):
        return
    yield Heading(THE_SUM)
    ira = situation.certain_year
    if ira is None:
        yield Paragraph(
            "You were not sure of everything, so this is a range: after-tax money ÷ all IRA money "
            "× what you move, worked out for the least and the most that each open point can be."
        )
        return
    yield Formula(tuple(_steps(situation, ira)))
    if ira.form.total_taxable:
        yield Note(_rounding(ira))


def _rounding(ira: IraYear) -> str:
    used = "The ratio is exact here. Rounded to three places, in whole dollars, as the paper form "
    exact, rounded = ira.form.total_taxable, ira.form_as_it_rounds.total_taxable
    if rounded == to_whole_dollar(exact):
        return f"{used}allows, the taxable amount is the same to the dollar."
    in_all = f" in all, not {dollars(exact)}" if ira.distributions and ira.conversions else ""
    return f"{used}allows, the taxable amount is {dollars(rounded)}{in_all}."


def _steps(situation: Situation, ira: IraYear) -> Iterator[Step]:
    form, worksheet = ira.form, ira.worksheet
    if form.method is Method.WORKSHEET_1_1:
        what, where = "After-tax money, all contributions counted", "Worksheet 1-1, line"
        counted, total, share = worksheet.ws_line3, worksheet.ws_line6, worksheet.ws_line7
        lines = ("3", "6", "7")
    else:
        what, where = "After-tax money that counts this year", "line"
        counted, total, share = form.line5 or ZERO, form.line9 or ZERO, form.line10 or ZERO
        lines = ("5", "9", "10")
    parts = [f"{dollars(ira.year_end_value)} on December 31{_on_its_way(situation)}"]
    parts += [f"{dollars(ira.distributions)} withdrawn"] if ira.distributions else []
    parts += [f"{dollars(ira.conversions)} converted"] if ira.conversions else []
    yield Step(f"{what} ({where} {lines[0]})", dollars(counted))
    yield Step(f"All IRA money: {' + '.join(parts)} ({where} {lines[1]})", dollars(total))
    divided = f"{dollars(counted)} ÷ {dollars(total)}"
    divided = "never more than all of it" if counted > total else divided
    yield Step(f"Tax-free share: {divided} ({where} {lines[2]})", percent(share))
    if ira.conversions:
        yield Step(
            f"Tax-free: the share of {dollars(ira.conversions)}", dollars(form.line17 or ZERO)
        )
        yield Step("Taxable: the rest of the conversion", dollars(form.line18 or ZERO))
    if ira.distributions:
        taxable = form.line15c or ZERO
        free = dollars(ira.distributions - taxable)
        yield Step(f"Tax-free: the share of {dollars(ira.distributions)} withdrawn", free)
        yield Step("Taxable: the rest of the withdrawals", dollars(taxable))


def _on_its_way(situation: Situation) -> str:
    amount = situation.ira_values.get(IraKind.IN_TRANSIT)
    return f", {dollars(amount)} of it on its way," if amount else ""


def form_lines(situation: Situation) -> Iterator[Block]:
    """Every line from 1 to 18, as a range where one was not sure."""
    yield Heading(f"Form 8606 for {situation.year}, line by line")
    filled = [form.lines for form in situation.forms]
    lines = tuple(
        _form_line(of_forms[0][0], [amount for _, amount in of_forms if amount is not None])
        for of_forms in zip(*filled, strict=True)
    )
    if situation.conversion or situation.withdrawals:
        yield FormLines(lines)
        yield Paragraph(_form_1040(situation))
    else:
        yield FormLines(tuple(line for line in lines if line.value))
        yield Paragraph("The other lines stay blank: nothing left the IRAs.")
    yield from _line_2(situation)


def _form_1040(situation: Situation) -> str:
    """What a program or a preparer should come to. In 2018 pensions were on these lines too."""
    joint = situation.filing_status is FilingStatus.MARRIED_FILING_JOINTLY
    others = [
        *(["pensions"] if situation.year == 2018 else []),
        *(["your spouse's IRAs"] if joint else []),
    ]
    beside = f" They are added to those of {listed(others, 'and')}." if others else ""
    moved = dollars(situation.conversion + situation.withdrawals)
    taxable = in_dollars(situation.range_of(lambda form: form.total_taxable))
    return (
        f"From this form, {moved} goes to line 4a of Form 1040 and {taxable} to line 4b.{beside} "
        "Compare any software with these two; a difference of a few dollars is rounding."
    )


def _line_2(situation: Situation) -> Iterator[Block]:
    """Where it comes from, if not from a form."""
    found, said = situation.found_basis, situation.prior_basis
    if found is None:
        return
    if said is None or found == Range(said, said):
        yield Paragraph(
            f"Line 2, {in_dollars(found)}, is what your years came to in Finding my basis. The "
            "forms of those years that are missing are to be filed too."
        )
    else:
        yield Paragraph(
            f"Line 2 is the {dollars(said)} that you said. In Finding my basis your years came to "
            f"{in_dollars(found)}: find out which is right before you file."
        )


def _form_line(line: Line, amounts: list[Decimal]) -> FormLine:
    value = ""
    if line.number == "10":
        shares = sorted({f"{amount:.5f}" for amount in amounts})
        value = " to ".join(shares[:1] + shares[1:][-1:])
    elif amounts:
        value = in_dollars(Range.of(amounts))
    return FormLine(line.number, line.label, value, line.origin)


def in_dollars(amount: Range) -> str:
    """An amount, or the range it lies in. Where nothing bounds it, only its lower end is said."""
    if amount.sure:
        return dollars(amount.least)
    if amount.unbounded:
        return f"{dollars(amount.least)} or more" if amount.least else "not known"
    return f"{dollars(amount.least)} to {dollars(amount.most)}"
