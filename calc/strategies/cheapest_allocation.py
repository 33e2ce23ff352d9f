"""Taxable amounts of several years, each dollar with its year's weight, that add up to a sum with
the least tax: steps between the edges of the years' taxes, cheapest for their weight first.

A year is divided where its rate falls, and every combination of such parts is tried, so that the
result is the least there is.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import product
from typing import NamedTuple

from calc.money import ZERO
from calc.strategies.tax_curves import Step, TaxCurve


def weighted(weights: Sequence[Decimal], amounts: Iterable[Decimal]) -> Decimal:
    return sum((w * amount for w, amount in zip(weights, amounts, strict=True)), ZERO)


class Allocation(NamedTuple):
    """Dollars."""

    tax: Decimal
    amounts: list[Decimal]
    """In cents, but for one year's."""
    choice: tuple[int, ...]
    """Of one part of each year's curve."""


class Steps:
    """The steps of all years, within bounds, by what they cost for each dollar less in the end."""

    def __init__(
        self,
        curves: Sequence[TaxCurve],
        weights: list[Decimal],
        bounds: Sequence[tuple[Decimal, Decimal]] | None = None,
    ) -> None:
        self.weights = weights
        all_parts = [curve.parts for curve in curves]
        if bounds is not None:
            all_parts = [_within(b, parts) for b, parts in zip(bounds, all_parts, strict=True)]
        self._starts = [
            [(part[0].low, curve.added(part[0].low)) for part in parts]
            for curve, parts in zip(curves, all_parts, strict=True)
        ]
        self._by_cost = sorted(
            (step.rate / weights[year], year, index, step.low, step.high)
            for year, parts in enumerate(all_parts)
            for index, part in enumerate(parts)
            for step in part
        )

    def cheapest(self, needed: Decimal) -> Allocation | None:
        """The least tax for a sum of weight times amount; of equal ones, with more in an earlier
        year. None where there is no room for it."""
        choices = product(*(reversed(range(len(starts))) for starts in self._starts))
        found = (self.of_choice(choice, needed) for choice in choices)
        return min(filter(None, found), key=lambda each: each.tax, default=None)

    def of_choice(self, choice: tuple[int, ...], needed: Decimal) -> Allocation | None:
        """The least tax with these parts; of years with the same cost, the earlier is first. None
        where the parts start above what is needed, or have no room for it."""
        starts = [of_year[index] for of_year, index in zip(self._starts, choice, strict=True)]
        amounts = [low for low, _ in starts]
        tax = sum((tax for _, tax in starts), ZERO)
        missing = needed - weighted(self.weights, amounts)
        if missing < 0:
            return None
        for cost, year, index, low, high in self._by_cost:
            if choice[year] == index:
                weight = self.weights[year]
                whole = weight * (high - low)
                if whole >= missing:
                    amounts[year] = low + missing / weight
                    return Allocation(tax + cost * missing, amounts, choice)
                amounts[year] = high
                tax += cost * whole
                missing -= whole
        return None


def _within(bounds: tuple[Decimal, Decimal], parts: list[list[Step]]) -> list[list[Step]]:
    least, most = bounds
    cut = (
        [
            Step(rate, max(low, least), min(high, most))
            for rate, low, high in part
            if low <= most and high >= least
        ]
        for part in parts
    )
    return [part for part in cut if part]
