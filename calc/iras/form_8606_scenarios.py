"""Form 8606 for many scenarios at once, column by column: what each of a million conversions would
leave to tax, cell by cell and to the cent what ``form_8606`` gives.

numpy comes with this module: it is imported where scenarios are asked for, not before.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from calc.money import MOST

Column = NDArray[np.int64]

MOST_CENTS = int(MOST * 100)

BLOCK = 16_384
"""Scenarios at a time: so many of each line stay in the processor's cache."""


def in_cents(dollars: Decimal | Sequence[Decimal]) -> int | Column:
    """A number for one amount, a column for several; each in dollars and cents."""
    if isinstance(dollars, Decimal):
        return int(dollars * 100)
    return np.array([int(amount * 100) for amount in dollars], dtype=np.int64)


def in_dollars(column: Column) -> tuple[Decimal, ...]:
    """Each amount in dollars and cents."""
    return tuple(Decimal(cents).scaleb(-2) for cents in column.tolist())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScenariosFacts:
    """What enters the forms, in whole cents: a number that all scenarios share, or an array of one
    for each. The lines are those of ``Form8606Facts``. Raises ValueError for other numbers."""

    line1_nondeductible_contributions: int | Column
    line2_prior_basis: int | Column
    line4_contributions_jan_to_due_date: int | Column = 0
    line6_year_end_value: int | Column
    line7_distributions: int | Column = 0
    line8_conversions: int | Column = 0

    def __post_init__(self) -> None:
        for field, column in zip(fields(self), self.columns, strict=True):
            if column.dtype != np.int64:
                raise ValueError(f"{field.name}: must be whole cents")
            if column.ndim != 1 or len(column) not in (1, self.count):
                raise ValueError(f"{field.name}: must have an amount for each scenario")
            if column.min() < 0 or column.max() > MOST_CENTS:
                raise ValueError(f"{field.name}: must be from 0 to {MOST_CENTS:,} cents")
        line1, _, line4, *_ = self.columns
        if (line4 > line1).any():
            raise ValueError("line 4 is part of line 1 and cannot be larger")

    @property
    def columns(self) -> list[Column]:
        """Lines 1, 2, 4, 6, 7 and 8; of a number that is shared, a column of one."""
        return [np.atleast_1d(getattr(self, field.name)) for field in fields(self)]

    @property
    def count(self) -> int:
        """Of scenarios."""
        return max(column.size for column in self.columns)


class Scenarios(NamedTuple):
    """Lines of each scenario's form in whole cents, 0 where the form leaves a line blank. Others
    follow: line 11 is line 8 less line 18, line 12 line 7 less line 15c, and line 13 both."""

    line14: Column
    """Basis carried to the next year."""
    line15c: Column
    """Taxable withdrawals."""
    line18: Column
    """Taxable conversion."""

    @property
    def total_taxable(self) -> Column:
        """Line 15c plus line 18."""
        return self.line15c + self.line18


def form_8606_scenarios(facts: ScenariosFacts) -> Scenarios:
    """Fill in Parts I and II of every scenario, line 10 exact and the lines in cents."""
    columns, count = facts.columns, facts.count
    filled = Scenarios(*np.empty((len(Scenarios._fields), count), np.int64))
    for start in range(0, count, BLOCK):
        block = slice(start, start + BLOCK)
        _fill_in(
            [column if column.size == 1 else column[block] for column in columns],
            Scenarios(*(line[block] for line in filled)),
        )
    return filled


def _fill_in(given: list[Column], into: Scenarios) -> None:
    line1, line2, line4, line6, line7, line8 = given
    line3 = line1 + line2
    line5 = line3 - line4
    line9 = np.maximum(line6 + line7 + line8, 1)  # of nothing, nothing is recovered
    recovered = np.minimum(line5, line9)
    line10 = recovered.astype(np.float64) / line9.astype(np.float64)
    line11 = _portion(line8, recovered, line9, line10)
    # Two halves of a cent would give back more than the basis.
    line12 = np.minimum(_portion(line7, recovered, line9, line10), line5 - line11)
    np.subtract(line3, line11 + line12, out=into.line14)
    np.subtract(line7, line12, out=into.line15c)
    np.subtract(line8, line11, out=into.line18)


RELATIVE_ERROR = 2.0**-51
"""More than that of an amount times a quotient: the amounts, below 2**53, are exact in a float64,
the quotient and the product are each off by 2**-53 of themselves."""


def _portion(amount: Column, part: Column, whole: Column, quotient: NDArray[np.float64]) -> Column:
    """``amount`` x ``part`` / ``whole`` to the nearest cent, half a cent up, exactly.

    The float64 shows it where that is further from half a cent than its error, which is below a
    sixteenth of a cent for any amount. Elsewhere the remainder decides: smaller than the whole, it
    is right although 64 bits keep only the low end of the two products."""
    estimate = amount.astype(np.float64) * quotient
    nearest = np.rint(estimate)
    cents = nearest.astype(np.int64)
    estimate -= nearest
    if np.abs(estimate, out=estimate).max() >= 0.5 - amount.max() * RELATIVE_ERROR:
        twice = 2 * (amount * part - cents * whole)
        cents += twice >= whole
        cents -= twice < -whole
    return cents
