"""Lines 1 and 4 of Form 8606: how much of a year's contributions is nondeductible, and when that
part was made.

Who contributed both in the year and after it, and deducts some of it, may choose which of the two
is the nondeductible part (Form 8606 instructions, line 4). What was made in the year counts in
this year's ratio, so choosing it first leaves least to tax now.
"""

from dataclasses import dataclass
from decimal import Decimal

from calc.money import ZERO, Dollars


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributionDates:
    """Contributions for one tax year to traditional IRAs, in dollars."""

    nondeductible_total: Dollars
    contributions_made_in_year: Dollars = ZERO
    contributions_made_jan_to_due_date: Dollars = ZERO
    """After the year ended, up to the due date of its return."""

    def __post_init__(self) -> None:
        if self.nondeductible_total > self.contributions:
            raise ValueError("what is nondeductible is part of the contributions, not more")

    @property
    def contributions(self) -> Decimal:
        return self.contributions_made_in_year + self.contributions_made_jan_to_due_date


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines1And4:
    """Dollars."""

    line1: Decimal
    line4: Decimal
    """With what was made in the year as nondeductible first."""
    line4_late_contributions_first: Decimal
    """The other choice."""
    deductible: Decimal


def lines_1_and_4(dates: ContributionDates) -> Lines1And4:
    """Both lines, and line 4 as the other choice gives it."""
    line1 = dates.nondeductible_total
    return Lines1And4(
        line1=line1,
        line4=max(ZERO, line1 - dates.contributions_made_in_year),
        line4_late_contributions_first=min(line1, dates.contributions_made_jan_to_due_date),
        deductible=dates.contributions - line1,
    )
