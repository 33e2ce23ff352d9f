"""Worksheet 1-1 of Pub. 590-B: the taxable part of a distribution, before the deduction is known.

For a year in which a person contributed to a traditional IRA, may not be able to deduct all of it
because of the income limits, and took a distribution or converted. The deduction then depends on
the income, the income on the taxable part of the distribution, and that on what is not deducted.
The worksheet cuts the loop: it counts all contributions for the year, deductible or not, those
made after December 31 included. Its nontaxable amount then goes to lines 13 and 17 of Form 8606,
and lines 6 to 12 stay blank.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from calc.iras.form_8606 import Form8606, Form8606Facts, Method, form_8606
from calc.money import ZERO, Dollars, portion, to_cent, to_whole_dollar


@dataclass(frozen=True, slots=True, kw_only=True)
class Worksheet11Facts:
    """Dollars."""

    prior_basis: Dollars
    contributions_for_year: Dollars
    """To traditional IRAs, deductible or not, those made by the due date included."""
    year_end_value: Dollars
    """Of all traditional, SEP and SIMPLE IRAs, plus outstanding rollovers."""
    distributions_including_conversions: Dollars
    conversions: Dollars = ZERO

    def __post_init__(self) -> None:
        if self.conversions > self.distributions_including_conversions:
            raise ValueError("conversions are part of the distributions and cannot be larger")


@dataclass(frozen=True, slots=True, kw_only=True)
class Worksheet11:
    """The lines of the worksheet, in dollars."""

    ws_line1: Decimal
    """Basis from earlier years."""
    ws_line2: Decimal
    """All contributions for the year."""
    ws_line3: Decimal
    ws_line4: Decimal
    """IRAs on December 31."""
    ws_line5: Decimal
    """Distributions, conversions included."""
    ws_line6: Decimal
    ws_line7: Decimal
    """A ratio from 0 to 1, not dollars."""
    ws_line8: Decimal
    """Nontaxable."""
    ws_line9: Decimal
    """Taxable."""
    ws_line10: Decimal
    """The part of line 9 that belongs to the conversions."""
    ws_line11: Decimal
    """The part of line 9 that belongs to other distributions."""


def worksheet_1_1(facts: Worksheet11Facts, line7_places: int | None = None) -> Worksheet11:
    """Fill in the worksheet. ``line7_places`` as the places of line 10 in form_8606: None keeps
    the ratio exact and the lines in cents, 3 or more round it and the lines to whole dollars."""
    rounded = to_cent if line7_places is None else to_whole_dollar
    ws_line1 = rounded(facts.prior_basis)
    ws_line2 = rounded(facts.contributions_for_year)
    ws_line3 = ws_line1 + ws_line2
    ws_line4 = rounded(facts.year_end_value)
    conversions = rounded(facts.conversions)
    ws_line5 = conversions + rounded(facts.distributions_including_conversions - facts.conversions)
    ws_line6 = ws_line4 + ws_line5
    counted = min(ws_line3, ws_line6)
    ws_line7 = counted / ws_line6 if ws_line6 else ZERO
    if line7_places is None:
        ws_line8 = portion(ws_line5, counted, ws_line6) if ws_line6 else ZERO
    else:
        ws_line7 = ws_line7.quantize(Decimal(1).scaleb(-line7_places), ROUND_HALF_UP)
        ws_line8 = min(to_whole_dollar(ws_line5 * ws_line7), counted)
    ws_line9 = ws_line5 - ws_line8
    # The note under the worksheet: as large a part of line 9 as the conversions are of line 5.
    if not ws_line5:
        ws_line10 = ZERO
    elif line7_places is None:
        ws_line10 = portion(ws_line9, conversions, ws_line5)
    else:
        ws_line10 = to_whole_dollar(ws_line9 * conversions / ws_line5)
    return Worksheet11(
        ws_line1=ws_line1,
        ws_line2=ws_line2,
        ws_line3=ws_line3,
        ws_line4=ws_line4,
        ws_line5=ws_line5,
        ws_line6=ws_line6,
        ws_line7=ws_line7,
        ws_line8=ws_line8,
        ws_line9=ws_line9,
        ws_line10=ws_line10,
        ws_line11=ws_line9 - ws_line10,
    )


def form_8606_by_worksheet(
    worksheet: Worksheet11, facts: Form8606Facts, line10_places: int | None = None
) -> Form8606:
    """The form that takes the worksheet's result: line 8 on lines 13 and 17, lines 6 to 12 blank.
    Where line 5 is less than that, the form's own lines hold (Pub. 590-B, "Reporting your
    nontaxable distribution on Form 8606"): no more than the basis can come back.

    Raises ValueError as form_8606 does.
    """
    form = form_8606(facts, line10_places)
    if form.line5 is None or form.line5 < worksheet.ws_line8:
        return form
    converted = form.line8 or None
    return Form8606(
        method=Method.WORKSHEET_1_1,
        line1=form.line1,
        line2=form.line2,
        line3=form.line3,
        line4=form.line4,
        line5=form.line5,
        line13=worksheet.ws_line8,
        line14=form.line3 - worksheet.ws_line8,
        line15a=worksheet.ws_line11,
        line15c=worksheet.ws_line11,
        line16=converted,
        line17=converted and converted - worksheet.ws_line10,
        line18=converted and worksheet.ws_line10,
    )
