"""What an excess contribution costs while it stays: the excise of IRC 4973, year after year.

Each year's Form 5329 begins with what the form before it left (its lines 9 and 18).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from calc.corrections.excess_contributions import (
    ExcessContributions,
    ExcessFacts,
    excess_contributions,
)
from calc.money import ZERO
from calc.tax_year import TaxYear


@dataclass(frozen=True, slots=True, kw_only=True)
class ExciseFacts:
    """Years without a gap, oldest first: an excess bears the excise in each it stays in."""

    years: tuple[ExcessFacts, ...]
    """Prior excess may be given for the first; later it is what the year before leaves."""

    def __post_init__(self) -> None:
        if not self.years:
            raise ValueError("give at least one year")
        if any(later.age != earlier.age + 1 for earlier, later in pairwise(self.years)):
            raise ValueError("the age rises by one from year to year")
        if any(year.traditional_prior_excess or year.roth_prior_excess for year in self.years[1:]):
            raise ValueError("prior excess is given for the first year only")


@dataclass(frozen=True, slots=True, kw_only=True)
class Excise:
    """Dollars."""

    years: tuple[ExcessContributions, ...]
    excise: Decimal
    """Of all the years."""
    traditional_left: Decimal
    roth_left: Decimal


def excise(figures: Sequence[TaxYear], facts: ExciseFacts) -> Excise:
    """The excise year after year. Raises ValueError as excess_contributions does, and unless the
    figures are those of as many years in a row."""
    if len(figures) != len(facts.years):
        raise ValueError("give the figures of each year")
    if any(later.year != earlier.year + 1 for earlier, later in pairwise(figures)):
        raise ValueError("the years follow one another without a gap")
    years: list[ExcessContributions] = []
    for of_year, given in zip(figures, facts.years, strict=True):
        if years:
            given = replace(
                given,
                traditional_prior_excess=years[-1].traditional.carried,
                roth_prior_excess=years[-1].roth.carried,
            )
        years.append(excess_contributions(of_year, given))
    return Excise(
        years=tuple(years),
        excise=sum((year.excise for year in years), ZERO),
        traditional_left=years[-1].traditional.carried,
        roth_left=years[-1].roth.carried,
    )
