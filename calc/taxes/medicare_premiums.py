"""The income-related adjustment of Medicare premiums (IRMAA) that an income leads to.

Authority: Social Security Act 1839(i) (Part B) and 1860D-13(a)(7) (Part D), 20 CFR 418.1101 to
418.1150. Modified AGI is AGI and tax-exempt interest. Each spouse who has Part B or D pays; nobody
else does. Premiums in dollars are not in the figures; nor is a later income used instead after a
life-changing event (20 CFR 418.1201) modelled.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from pydantic import StrictBool

from calc.filing_status import FilingStatus
from calc.money import CENT, Dollars
from calc.tax_year import SUPPORTED_YEARS, TaxYear, tax_year

YEARS_LATER = 2
"""From the income to the premium (1839(i)(4)(B)(i))."""

GENERAL_TIERS = (0, 1, 2, 3, 4, 5)
SEPARATE_TIERS = (0, 4, 5)
"""Spouses who file separately and lived together at any time go from the standard premium to the
fourth tier at once: 80% of the cost of Part B instead of 25% (20 CFR 418.1120(b)(3))."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IrmaaFacts:
    """Dollars."""

    filing_status: FilingStatus
    lived_apart_all_year: StrictBool = False
    """From the spouse; matters to a separate return only."""
    magi: Dollars
    """Without the added income."""
    added_income: Dollars


@dataclass(frozen=True, slots=True, kw_only=True)
class Irmaa:
    """What added income does to the premiums of a later year; dollars of modified AGI.

    Tiers are counted from 0, the standard premium, to 5, as the table for individuals has them."""

    premium_year: int
    """From its January on, for twelve months."""
    known: bool
    """Whether the figures show the tiers before and after."""
    tier_before: int | None = None
    tier_after: int | None = None
    threshold_crossed: Decimal | None = None
    """The highest of those in the figures that the added income crosses; None where it crosses
    none of them."""
    room: Decimal | None = None
    """What may still be added before the next tier; None in the last one, or unknown."""


def irmaa(figures: TaxYear, facts: IrmaaFacts) -> Irmaa:
    """The step of the premiums of two years later, by the table of that year alone: where it is
    not in the figures nothing is known, where only its first threshold is, tier 0."""
    premium_year = figures.year + YEARS_LATER
    before, after = facts.magi, facts.magi + facts.added_income
    table = _table(premium_year, facts.filing_status, facts.lived_apart_all_year)
    if table is None:
        return Irmaa(premium_year=premium_year, known=False)
    crossed = [start for start, up_to in table.steps if before <= up_to < after]
    ahead = [up_to for _, up_to in table.steps if after <= up_to]
    tier_after = table.tier(after)
    return Irmaa(
        premium_year=premium_year,
        known=tier_after is not None,
        tier_before=table.tier(before),
        tier_after=tier_after,
        threshold_crossed=max(crossed, default=None),
        room=min(ahead) - after if ahead else None,
    )


class _Step(NamedTuple):
    start: Decimal
    """As printed."""
    up_to: Decimal
    """Most that is still below the step."""


class _Table(NamedTuple):
    steps: tuple[_Step, ...]
    tiers: tuple[int, ...] | None
    """None where only the first step is in the figures."""

    def tier(self, magi: Decimal) -> int | None:
        passed = sum(magi > step.up_to for step in self.steps)
        if self.tiers is None:
            return None if passed else 0
        return self.tiers[passed]


def _table(premium_year: int, status: FilingStatus, lived_apart_all_year: bool) -> _Table | None:
    """The row of the return; a surviving spouse and a head of household have the individual's. A
    tier begins above its figure, the last one at it (20 CFR 418.1120(b))."""
    if premium_year not in SUPPORTED_YEARS:
        return None
    joint = status is FilingStatus.MARRIED_FILING_JOINTLY
    separate = status is FilingStatus.MARRIED_FILING_SEPARATELY and not lived_apart_all_year
    figures = tax_year(premium_year)
    rows = figures.irmaa_part_b_tier_starts.value
    if rows is None:
        first = figures.irmaa_first_threshold.value
        lone = first.mfs_lived_with_spouse if separate else first.individual
        return _Table((_more_than(first.joint if joint else lone),), None)
    *starts, last = rows.joint if joint else rows.separate if separate else rows.single
    at_least = _Step(Decimal(last), last - CENT)
    steps = (*map(_more_than, starts), at_least)
    return _Table(steps, SEPARATE_TIERS if separate else GENERAL_TIERS)


def _more_than(start: int) -> _Step:
    return _Step(Decimal(start), Decimal(start))
