"""Tax of a year by the amount that is taxable on top of its income: straight between its edges.

Amounts are whole cents. Tax is counted in units so small that it is whole, too: of rates with up to
six places, between edges with up to ten (EDGE_UNIT of calc.taxes.income_tax).
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cached_property
from itertools import pairwise

from calc.money import CENT, in_cents

UNITS_OF_A_CENT = 10**14

ENDLESS = 10**18
"""More cents than IRAs hold."""


Step = tuple[int, int, int]
"""A rate in units for each cent, and the two taxable amounts between which it holds."""


@dataclass(frozen=True)
class TaxCurve:
    """Tax of one year by the amount that is taxable on top of its income: linear between edges."""

    edges: tuple[Decimal, ...]
    """Dollars, ascending, the first is 0."""
    taxes: tuple[Decimal, ...]
    """Of the whole income, at each edge, in dollars; exact."""
    rates: tuple[Decimal, ...]
    """From each edge on; not below 0."""
    most: int = ENDLESS
    """That may be taxable."""

    def added(self, amount: int) -> int:
        """What the amount adds, in units."""
        at = bisect_right(self._starts, amount) - 1
        return self._at_none[at] + self._rates[at] * amount

    def added_in_cents(self, amount: int) -> int:
        """The tax with it less the tax without it, each to the cent."""
        without = _units(self.taxes[0])
        return to_cent(without + self.added(amount)) - to_cent(without)

    def rate_of_last_dollar(self, amount: int) -> Decimal | None:
        """As a fraction; None where nothing is taxable."""
        return self.rates[bisect_left(self._ends, amount) - 1] if amount else None

    @cached_property
    def _starts(self) -> list[int]:
        """The first cent from each edge on."""
        return [in_cents(edge.quantize(CENT, ROUND_CEILING)) for edge in self.edges]

    @cached_property
    def _ends(self) -> list[int]:
        """The last cent before each edge."""
        return [in_cents(edge.quantize(CENT, ROUND_FLOOR)) for edge in self.edges]

    @cached_property
    def _rates(self) -> list[int]:
        return [int(rate * UNITS_OF_A_CENT) for rate in self.rates]

    @cached_property
    def _at_none(self) -> list[int]:
        """From each edge on: what an amount of 0 would add, were it as straight to there."""
        lines = zip(self.taxes, self.rates, self.edges, strict=True)
        return [_units(tax - self.taxes[0] - rate * edge) for tax, rate, edge in lines]

    @cached_property
    def parts(self) -> list[list[Step]]:
        """The steps from edge to edge, divided where the rate falls."""
        ends = [min(end, self.most) for end in (*self._ends, self.most)]
        parts: list[list[Step]] = [[]]
        for (low, high), rate in zip(pairwise(ends), self._rates, strict=True):
            if parts[-1] and rate < parts[-1][-1][0]:
                parts.append([])
            parts[-1].append((rate, low, high))
        return parts


def _units(dollars: Decimal) -> int:
    return int(dollars * 100 * UNITS_OF_A_CENT)


def to_cent(units: int) -> int:
    """Nearest cent, half a cent up."""
    return (units + UNITS_OF_A_CENT // 2) // UNITS_OF_A_CENT
