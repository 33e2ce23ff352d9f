"""Form 8606, Nondeductible IRAs: Part I and Part II, lines 1 to 18.

Authority: IRC 408(d)(1)-(2) (all traditional, SEP and SIMPLE IRAs of a person are one
contract, measured on December 31), 408A(d)(3) (conversions), 408(o) (nondeductible
contributions); the form and its instructions. Line numbers are those of the forms for 2018
and later. No yearly figure enters, so the arithmetic serves every year since 1987, the
first with nondeductible contributions.

Line 15b (qualified disaster and, from 2024, other repayable distributions) is not modelled.
Worksheet 1-1 of Pub. 590-B, which can take the place of lines 6 to 12, is ``worksheet_1_1``.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple

from pydantic import StrictBool

from calc.money import ZERO, Dollars, portion, to_cent, to_whole_dollar

FIRST_YEAR = 1987
"""Nondeductible contributions exist since the Tax Reform Act of 1986 (IRC 408(o))."""

FIRST_ROTH_YEAR = 1998
"""Roth IRAs and conversions exist since Pub. L. 105-34, sec. 302."""

EARLY_DISTRIBUTION_RATE = Decimal("0.10")
"""IRC 72(t)(1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form8606Facts:
    """What a person brings to the form, in dollars, never negative; line 4 is part of line 1.

    A line left out is one left blank, as on paper: 0. Line 6 has to be known where it counts."""

    line1_nondeductible_contributions: Dollars
    """For the year, including those made after it, up to the due date of the return."""
    line2_prior_basis: Dollars
    """Line 14 of the last Form 8606 for an earlier year; 0 where there never was one. For 2025 that
    of 2024 adjusted for line 6 of its Line 15c Worksheet, if one was filled in."""
    line4_contributions_jan_to_due_date: Dollars = ZERO
    """The part of line 1 made after the year ended."""
    line6_year_end_value: Dollars | None = None
    """December 31 value of all traditional, SEP and SIMPLE IRAs, plus outstanding rollovers; not
    asked for where nothing left the IRAs."""
    line7_distributions: Dollars = ZERO
    """Not conversions, rollovers, QCDs, a one-time transfer to an HSA, returned contributions or
    recharacterizations."""
    line8_conversions: Dollars = ZERO
    """Net amount converted to Roth IRAs during the year."""
    line15b_repaid_or_disaster: Dollars = ZERO
    """Not modelled: anything but 0 is refused."""
    additional_tax_10_percent: StrictBool = False
    """Whether the distributions of line 7 bear the tax on early distributions (IRC 72(t))."""

    def __post_init__(self) -> None:
        if self.line4_contributions_jan_to_due_date > self.line1_nondeductible_contributions:
            raise ValueError("line 4 is part of line 1 and cannot be larger")
        if self.line15b_repaid_or_disaster:
            raise ValueError("disaster and repaid distributions (line 15b) are not modelled")
        moved = self.line7_distributions or self.line8_conversions
        if moved and self.line6_year_end_value is None:
            raise ValueError("line 6 is required where money left the IRAs")


class Method(StrEnum):
    """Where the nontaxable amount of the year came from."""

    NOTHING_MOVED = "no distribution or conversion: line 3 is line 14"
    LINES_6_TO_12 = "Form 8606, lines 6 to 12"
    PART_II_ONLY = "everything converted, nothing contributed: Part I is not required"
    WORKSHEET_1_1 = "Worksheet 1-1 of Pub. 590-B"


class Line(NamedTuple):
    """A line of the form, whatever stands on it."""

    number: str
    label: str
    origin: str
    """How its amount comes about, in terms of other lines."""


class Form8606(NamedTuple):
    """The lines of one person's form for one year: dollars, and None for a blank line. Line 14
    stands before the lines that may be blank."""

    method: Method
    line1: Decimal
    line2: Decimal
    line3: Decimal
    line14: Decimal
    line4: Decimal | None = None
    line5: Decimal | None = None
    line6: Decimal | None = None
    line7: Decimal | None = None
    line8: Decimal | None = None
    line9: Decimal | None = None
    line10: Decimal | None = None
    """A ratio from 0 to 1, not dollars."""
    line11: Decimal | None = None
    line12: Decimal | None = None
    line13: Decimal | None = None
    line15a: Decimal | None = None
    line15b: None = None
    """Disaster and other repayable distributions are not modelled."""
    line15c: Decimal | None = None
    line16: Decimal | None = None
    line17: Decimal | None = None
    line18: Decimal | None = None
    additional_tax: Decimal = ZERO
    """10% of line 15c where the early distribution tax applies, in dollars (IRC 72(t))."""

    @property
    def total_taxable(self) -> Decimal:
        """Line 15c plus line 18, in dollars: what goes to Form 1040, line 4b."""
        return (self.line15c or ZERO) + (self.line18 or ZERO)

    @property
    def nontaxable_percent(self) -> Decimal | None:
        """Line 10 as a percentage, to two places; None where the line is blank."""
        return None if self.line10 is None else to_cent(self.line10 * 100)

    @property
    def taxable_percent(self) -> Decimal | None:
        """What line 10 leaves to tax, as a percentage, to two places."""
        return None if self.line10 is None else to_cent((1 - self.line10) * 100)

    @property
    def lines(self) -> tuple[tuple[Line, Decimal | None], ...]:
        """Every line in the form's order with its amount: dollars, a ratio on line 10, None where
        it is blank."""
        lines = _LINES_BY_WORKSHEET if self.method is Method.WORKSHEET_1_1 else _LINES
        return tuple(zip(lines, _amounts(self), strict=True))


_LINES = (
    Line("1", "Nondeductible contributions for the year", "given"),
    Line("2", "Basis from earlier years", "line 14 of the form before"),
    Line("3", "Basis before this year's withdrawals", "line 1 + line 2"),
    Line("4", "Part of line 1 made after the year ended", "given"),
    Line("5", "Basis that counts in this year's ratio", "line 3 - line 4"),
    Line("6", "Traditional, SEP and SIMPLE IRAs on December 31", "given"),
    Line("7", "Withdrawals that were not conversions", "given"),
    Line("8", "Converted to Roth IRAs", "given"),
    Line("9", "All IRA money of the year", "line 6 + line 7 + line 8"),
    Line("10", "Nontaxable ratio", "line 5 / line 9, at most 1"),
    Line("11", "Nontaxable part of the conversion", "line 8 x line 10"),
    Line("12", "Nontaxable part of other withdrawals", "line 7 x line 10"),
    Line("13", "Nontaxable in all", "line 11 + line 12"),
    Line("14", "Basis carried to next year", "line 3 - line 13"),
    Line("15a", "Withdrawals less their nontaxable part", "line 7 - line 12"),
    Line("15b", "Part of line 15a repaid after a disaster", "not modelled"),
    Line("15c", "Taxable withdrawals", "line 15a - line 15b"),
    Line("16", "Converted", "line 8"),
    Line("17", "Basis in the conversion", "line 11"),
    Line("18", "Taxable conversion", "line 16 - line 17"),
)

_FROM_WORKSHEET = {
    "13": "Worksheet 1-1, line 8",
    "15a": "Worksheet 1-1, line 11",
    "16": "given",
    "17": "Worksheet 1-1: line 16 - line 18",
    "18": "Worksheet 1-1, line 10",
}
"""Origins where the worksheet takes the place of lines 6 to 12."""

_LINES_BY_WORKSHEET = tuple(
    line._replace(origin=_FROM_WORKSHEET.get(line.number, line.origin)) for line in _LINES
)

_amounts = attrgetter(*(f"line{line.number}" for line in _LINES))


def form_8606(facts: Form8606Facts, line10_places: int | None = None) -> Form8606:
    """Fill in Parts I and II.

    ``line10_places`` None keeps the ratio of line 10 exact and the lines in cents. A number
    of places (3 or more, as the form asks) rounds line 10 to it and every amount to whole
    dollars, the way the paper form is filled in. Both are allowed by "at least 3 places".

    Raises ValueError for fewer than 3 places.
    """
    if line10_places is not None and line10_places < 3:
        raise ValueError("line 10 is rounded to at least 3 places")
    rounded = to_cent if line10_places is None else to_whole_dollar

    line1 = rounded(facts.line1_nondeductible_contributions)
    line2 = rounded(facts.line2_prior_basis)
    line3 = line1 + line2

    line7 = rounded(facts.line7_distributions)
    line8 = rounded(facts.line8_conversions)
    if not (line7 or line8):
        # "Did you take a distribution ... or make a Roth conversion?" No: line 3 goes to
        # line 14, and the rest of the form stays blank.
        return Form8606(
            method=Method.NOTHING_MOVED, line1=line1, line2=line2, line3=line3, line14=line3
        )

    line4 = rounded(facts.line4_contributions_jan_to_due_date)
    line5 = line3 - line4
    line6 = rounded(facts.line6_year_end_value or ZERO)
    line9 = line6 + line7 + line8
    recovered = min(line5, line9)
    line10 = recovered / line9
    if line10_places is None:
        line11 = portion(line8, recovered, line9)
        line12 = portion(line7, recovered, line9)
    else:
        line10 = line10.quantize(Decimal(1).scaleb(-line10_places), ROUND_HALF_UP)
        line11 = to_whole_dollar(line8 * line10)
        line12 = to_whole_dollar(line7 * line10)
    # Part I is for who contributed, took a distribution, or converted "part, but not all".
    # Without it line 17 is the basis itself; a rounded ratio has no part in it.
    method = Method.LINES_6_TO_12
    if not (line1 or line6 or line7):
        method, line11 = Method.PART_II_ONLY, line8
    # A ratio rounded up, or two halves of a cent, would give back more than the basis.
    line11 = min(line11, line5)
    line12 = min(line12, line5 - line11)
    line13 = line11 + line12
    line14 = line3 - line13
    line15a = line7 - line12
    line15c = line15a

    converted = line8 > 0  # Part II is for years with a conversion
    early = facts.additional_tax_10_percent
    return Form8606(
        method=method,
        line1=line1,
        line2=line2,
        line3=line3,
        line4=line4,
        line5=line5,
        line6=line6,
        line7=line7,
        line8=line8,
        line9=line9,
        line10=line10,
        line11=line11,
        line12=line12,
        line13=line13,
        line14=line14,
        line15a=line15a,
        line15c=line15c,
        line16=line8 if converted else None,
        line17=line11 if converted else None,
        line18=line8 - line11 if converted else None,
        additional_tax=rounded(line15c * EARLY_DISTRIBUTION_RATE) if early else ZERO,
    )
