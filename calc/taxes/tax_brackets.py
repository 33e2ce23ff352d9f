"""The brackets of a filing status: IRC 1(j), with the amounts of the year."""

from bisect import bisect_left, bisect_right
from decimal import Decimal
from typing import NamedTuple, TypeVar

from calc.filing_status import FilingStatus
from calc.money import ZERO
from calc.tax_year import TaxYear

T = TypeVar("T")


class Bracket(NamedTuple):
    """``rate`` of taxable income up to ``top`` dollars; None for the last."""

    rate: Decimal
    top: int | None


class Brackets(NamedTuple):
    """Ascending; the first has rate 0 and ends at 0: for deductions that exceed the income."""

    rates: tuple[Decimal, ...]
    tops: tuple[int, ...]
    """In dollars of taxable income, one fewer than rates."""

    def tax(self, taxable_income: Decimal) -> Decimal:
        """In dollars, exact; none on an income of zero or below."""
        full = bisect_left(self.tops, taxable_income)
        tax, floor = ZERO, 0
        for rate, top in zip(self.rates, self.tops[:full], strict=False):
            tax += rate * (top - floor)
            floor = top
        return tax + self.rates[full] * max(ZERO, taxable_income - floor)

    def rate_above(self, taxable_income: Decimal) -> Decimal:
        """Of the next bit of taxable income: at a top, the next bracket's."""
        return self.rates[bisect_right(self.tops, taxable_income)]

    def bracket_of(self, taxable_income: Decimal) -> Bracket:
        """The one that the last dollar is in: at a top, still the one below."""
        index = bisect_left(self.tops, taxable_income)
        return Bracket(self.rates[index], self.tops[index] if index < len(self.tops) else None)


def brackets(figures: TaxYear, status: FilingStatus) -> Brackets:
    law = figures.ordinary_brackets.value
    limits = law.upper_limits
    tops = by_status(status, limits.single, limits.mfj_qss, limits.mfs, limits.hoh)
    return Brackets((ZERO, *law.rates), (0, *tops))


def by_status(status: FilingStatus, single: T, joint: T, separate: T, head: T) -> T:
    """The row of a table with these four; a surviving spouse has the joint one (IRC 1(a)(2),
    63(c)(2)(A)(ii))."""
    match status:
        case FilingStatus.SINGLE:
            return single
        case FilingStatus.MARRIED_FILING_JOINTLY | FilingStatus.QUALIFYING_SURVIVING_SPOUSE:
            return joint
        case FilingStatus.MARRIED_FILING_SEPARATELY:
            return separate
        case FilingStatus.HEAD_OF_HOUSEHOLD:
            return head
