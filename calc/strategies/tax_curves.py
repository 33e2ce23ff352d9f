"""Tax of a year by the amount that is taxable on top of its income: straight between its edges."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from calc.money import CENT, to_cent

ENDLESS = Decimal("Infinity")


class Step(NamedTuple):
    """A rate, and the taxable amounts in dollars between which it holds."""

    rate: Decimal
    low: Decimal
    high: Decimal


@dataclass(frozen=True)
class TaxCurve:
    """Tax of one year by the amount that is taxable on top of its income: linear between edges;
    dollars."""

    edges: tuple[Decimal, ...]
    """Ascending, the first is 0."""
    taxes: tuple[Decimal, ...]
    """Of the whole income, at each edge; exact."""
    rates: tuple[Decimal, ...]
    """From each edge on; not below 0."""
    most: Decimal = ENDLESS
    """In cents: the most that may be taxable."""

    def added(self, amount: Decimal) -> Decimal:
        """What the amount adds, exact."""
        return self._tax(amount) - self.taxes[0]

    def added_in_cents(self, amount: Decimal) -> Decimal:
        """The tax with it less the tax without it, each to the cent."""
        return to_cent(self._tax(amount)) - to_cent(self.taxes[0])

    def _tax(self, amount: Decimal) -> Decimal:
        at = bisect_right(self.edges, amount) - 1
        return self.taxes[at] + self.rates[at] * (amount - self.edges[at])

    def rate_of_last_dollar(self, amount: Decimal) -> Decimal | None:
        """None where nothing is taxable."""
        return self.rates[bisect_left(self.edges, amount) - 1] if amount else None

    @cached_property
    def parts(self) -> list[list[Step]]:
        """The steps from edge to edge, in cents, divided where the rate falls."""
        ends = [min(edge.quantize(CENT, ROUND_FLOOR), self.most) for edge in self.edges]
        parts: list[list[Step]] = [[]]
        for (low, high), rate in zip(pairwise([*ends, self.most]), self.rates, strict=True):
            if parts[-1] and rate < parts[-1][-1].rate:
                parts.append([])
            parts[-1].append(Step(rate, low, high))
        return parts
