"""Taxable amounts of several years, each cent with its year's weight, that add up to a sum with the
least tax: steps between the edges of the years' taxes, cheapest for their weight first.

A year is divided where its rate falls, and every combination of such parts is tried, so that the
result is the least there is. Amounts are whole cents, tax is in units (calc.strategies.tax_curves);
weights, and sums of weight times amount, are in SHARES of one.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from operator import mul
from typing import NamedTuple

from calc.strategies.tax_curves import Step, TaxCurve

SHARES = 10**18

COST = SHARES * SHARES
"""So many digits tell the costs of two steps apart."""


def weighted(weights: Sequence[int], amounts: Iterable[int]) -> int:
    return sum(map(mul, weights, amounts))


class Allocation(NamedTuple):
    tax: int
    amounts: list[int]
    """One year's is rounded up."""
    ladder: "Ladder"


class Ladder:
    """Steps of several years, from the least amount of each, by what they cost for each cent less
    in the end."""

    def __init__(
        self, weights: Sequence[int], lows: list[int], tax: int, rungs: list[tuple[int, Step]]
    ) -> None:
        """``tax`` is that of the least amounts, ``rungs`` are steps with their years."""
        self.weights = weights
        self._lows = lows
        self._rungs = rungs
        reached = weighted(weights, lows)
        self._reached, self._taxes = [reached], [tax]
        for year, (rate, low, high) in rungs:
            reached += weights[year] * (high - low)
            tax += rate * (high - low)
            self._reached.append(reached)
            self._taxes.append(tax)

    def up_to(self, needed: int) -> Allocation | None:
        """The least tax for a sum of weight times amount; of years with the same cost, the earlier
        is first. None where the steps start above what is needed, or have no room for it."""
        below = bisect_left(self._reached, needed, lo=1) - 1
        if needed < self._reached[0] or below == len(self._rungs):
            return None
        amounts = self._lows.copy()
        for year, (_, _, high) in self._rungs[:below]:
            amounts[year] = high
        year, (rate, low, _) = self._rungs[below]
        missing, weight = needed - self._reached[below], self.weights[year]
        amounts[year] = low - -missing // weight
        return Allocation(self._taxes[below] + rate * missing // weight, amounts, self)


def cheapest(
    curves: Sequence[TaxCurve],
    weights: Sequence[int],
    needed: int,
    bounds: Iterable[tuple[int, int]] | None = None,
) -> Allocation | None:
    """The least tax for a sum of weight times amount, each amount within its bounds; of equal ones,
    with more in an earlier year. None where there is no room for it."""
    of_years = [curve.parts for curve in curves]
    if bounds is not None:
        of_years = [_within(b, parts) for b, parts in zip(bounds, of_years, strict=True)]
    found = (ladder.up_to(needed) for ladder in _ladders(curves, weights, of_years))
    return min(filter(None, found), key=lambda each: each.tax, default=None)


def _ladders(
    curves: Sequence[TaxCurve], weights: Sequence[int], of_years: list[list[list[Step]]]
) -> Iterator[Ladder]:
    """One for each choice of a part of every year."""
    by_cost = sorted(
        (step[0] * COST // weight, year, index, step)
        for year, (weight, parts) in enumerate(zip(weights, of_years, strict=True))
        for index, part in enumerate(parts)
        for step in part
    )
    for choice in product(*(reversed(range(len(parts))) for parts in of_years)):
        lows = [parts[index][0][1] for parts, index in zip(of_years, choice, strict=True)]
        tax = sum(curve.added(low) for curve, low in zip(curves, lows, strict=True))
        rungs = [(year, step) for _, year, index, step in by_cost if choice[year] == index]
        yield Ladder(weights, lows, tax, rungs)


def _within(bounds: tuple[int, int], parts: list[list[Step]]) -> list[list[Step]]:
    least, most = bounds
    cut = (
        [
            (rate, low if low > least else least, high if high < most else most)
            for rate, low, high in part
            if low <= most and high >= least
        ]
        for part in parts
    )
    return [part for part in cut if part]
