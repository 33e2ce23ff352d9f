"""The yearly taxable amounts that bring the pre-tax money of IRAs down with the least tax.

A conversion takes basis and pre-tax money pro rata (Form 8606, line 5 / line 9): it does not change
r, the dollars in the IRAs for each pre-tax dollar. A pre-tax dollar that is left on December 31 is
1 + g r of them a year later, g being the growth. With no contribution after the first year, r of
each year is given from the start; without growth it does not matter. Each dollar taxable in a year
then takes a fixed number of dollars, the year's weight, off what is left after the last one. So
amounts y are looked for with the least sum of the years' taxes and a given sum of weight times y.

Each tax is piecewise linear, so that some plan with all years but one at an edge has the least sum.
Where no year's rates fall, that is the steps between edges taken by rate over weight, cheapest
first, until the sum is reached. A year is divided where its rate falls (a deduction has been phased
out), and every combination of such parts is solved so. The result is proven to be the least, but
for cents, to which growth and tax are rounded.

With growth and later contributions, r rises more the less pre-tax money is left, so that weights
depend on the plan; not so in plans of two years, for what the first leaves grows by the r it came
with. From the third year on plans are searched: from several starts, the problem is solved with the
weights at a plan, within a distance of it that shrinks where nothing is cheaper. The result is not
proven to be the least of all. How far it can be from that is known: r is lowest where nothing is
converted, so the least sum for the weights of that is one that no plan undercuts.

Amounts are whole cents, tax is in units (calc.strategies.tax_curves), and weights are in SHARES of
one (calc.strategies.cheapest_allocation).
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from calc.strategies.cheapest_allocation import SHARES, Allocation, cheapest, weighted
from calc.strategies.conversion_paths import MILLION, Iras, Path, carried_out
from calc.strategies.tax_curves import ENDLESS, UNITS_OF_A_CENT, TaxCurve

DOLLAR = 100

MOST_CORRECTIONS = 8
"""Of the sum of weight times amount, for one path; two or three do where weights are given."""

MOST_ROUNDS = 32
"""Of a search from one start."""


class Found(NamedTuple):
    path: Path
    tax: int
    """Of all years, in units."""
    least_possible: int
    """No path has less, but for cents."""


def cheapest_by_years(iras: Iras, curves: Sequence[TaxCurve], leave: int) -> Iterator[Found | None]:
    """For the first year, the first two and so on, what cheapest_conversions finds."""
    emptied: list[int] = []
    for years in range(1, len(curves) + 1):
        of_years = curves[:years]
        found = cheapest_conversions(iras, of_years, leave, emptied)
        yield found
        if iras.growth and iras.contribution:
            nothing_left = cheapest_conversions(iras, of_years, 0, emptied) if leave else found
            emptied = nothing_left.path.taxable if nothing_left else emptied


def cheapest_conversions(
    iras: Iras, curves: Sequence[TaxCurve], leave: int, also: Sequence[int] = ()
) -> Found | None:
    """One year for each curve, after the last of which at most ``leave`` cents of pre-tax money
    are left; None where no amounts that the curves allow are enough for that. A search looks near
    ``also`` too: amounts that leave nothing after fewer years."""
    nothing = carried_out(iras, [0] * len(curves))
    needed = nothing.pre_tax_left - leave
    if needed <= 0:
        return Found(nothing, 0, 0)
    utmost = carried_out(iras, [curve.most for curve in curves])
    if utmost.pre_tax_left > leave:
        return None
    problem = _Problem(iras, curves, leave)
    relaxed = cheapest(curves, _lowest_weights(nothing, iras.growth), SHARES * needed)
    if relaxed is None:  # by a cent: the utmost is what is needed
        return Found(utmost, problem.tax(utmost), problem.tax(utmost))
    path = problem.settled(relaxed) or utmost
    if iras.growth and iras.contribution and len(curves) > 2:
        path = min(
            map(problem.improved, problem.starts(path, relaxed.ladder.weights, also)),
            key=problem.tax,
        )
    return Found(path, problem.tax(path), relaxed.tax)


def _lowest_weights(nothing: Path, growth: int) -> list[int]:
    """By a path without conversions: what a cent left in a year has become in the last.

    With u of pre-tax money left and a contribution of c, r of the next year is ((1 + g) r + c / u)
    / (1 + g r). It rises with c / u, which is lowest here; and with r, if g c / u is below 1 + g.
    In the first year r is given. From the second on u has a year's growth of a contribution in it
    here, so that g c / u is at most 1."""
    weights = [SHARES]
    for value, pre_tax in zip(nothing.value[-2::-1], nothing.pre_tax[-2::-1], strict=True):
        whole = MILLION * pre_tax
        weights.append(weights[-1] * (whole + growth * value) // whole)
    return weights[::-1]


def _weights(path: Path, growth: int) -> list[int]:
    """At a path with pre-tax money in each year: by how many cents what is left of it after the
    last falls for the next cent taxable in a year (the derivative)."""
    weights = []
    of_pre_tax, of_value = SHARES, 0  # how it rises for a cent more left after the year
    for value, pre_tax, taxable in zip(
        path.value[::-1], path.pre_tax[::-1], path.taxable[::-1], strict=True
    ):
        by_value = of_value * value // pre_tax
        weights.append(of_pre_tax + by_value)
        of_pre_tax += by_value * taxable // pre_tax
        of_value = of_value * (pre_tax - taxable) // pre_tax
        of_value += growth * (of_pre_tax + of_value) // MILLION
    return weights[::-1]


class _Problem(NamedTuple):
    iras: Iras
    curves: Sequence[TaxCurve]
    leave: int

    def tax(self, path: Path) -> int:
        return sum(
            curve.added(taxable) for curve, taxable in zip(self.curves, path.taxable, strict=True)
        )

    def needed(self, path: Path, weights: Sequence[int]) -> int:
        """The sum of weight times amount that would leave, by these weights, what is asked for."""
        return weighted(weights, path.taxable) + SHARES * (path.pre_tax_left - self.leave)

    def settled(self, allocation: Allocation, *, kept: bool = False) -> Path | None:
        """Carried out, with the sum that is needed corrected until what is left is what is asked
        for, or no more than cents below. Where pre-tax money has to be ``kept`` for the last year,
        none as soon as nothing is."""
        ladder = allocation.ladder
        a_cent_each = sum(ladder.weights)
        found: Path | None = None
        corrected: Allocation | None = allocation
        for _ in range(MOST_CORRECTIONS):
            if corrected is None:
                break
            path = carried_out(self.iras, corrected.amounts)
            if kept and not path.pre_tax[-1]:
                return None
            needed = self.needed(path, ladder.weights)
            if path.pre_tax_left <= self.leave:
                found = path
                if weighted(ladder.weights, corrected.amounts) <= needed + a_cent_each:
                    break
            corrected = ladder.up_to(needed)
        return found

    def starts(self, path: Path, weights: Sequence[int], also: Sequence[int]) -> Iterator[Path]:
        """Of the search: the path, one that converts sooner, one that is done sooner."""
        yield path
        steeper = [weight * weight // SHARES for weight in weights]
        allocation = cheapest(self.curves, steeper, self.needed(path, steeper))
        sooner = allocation and self.settled(allocation)
        if sooner and sooner != path:
            yield sooner
        done = carried_out(self.iras, [*also, *[0] * (len(self.curves) - len(also))])
        if also and done not in (path, sooner):
            yield done

    def improved(self, path: Path) -> Path:
        """The path, or a cheaper one that nothing near undercuts."""
        kept = self._kept(path)
        if not kept.pre_tax[-1]:
            return path
        best, path, tax, distance = path, kept, self.tax(kept), ENDLESS
        for _ in range(MOST_ROUNDS):
            weights = _weights(path, self.iras.growth)
            bounds = [(max(0, amount - distance), amount + distance) for amount in path.taxable]
            allocation = cheapest(self.curves, weights, self.needed(path, weights), bounds)
            if allocation is None:
                break
            moves = zip(allocation.amounts, path.taxable, strict=True)
            farthest = max(abs(amount - taxable) for amount, taxable in moves)
            if farthest < DOLLAR:
                break
            other = self.settled(allocation, kept=True)
            if other and (less := self.tax(other)) < tax - UNITS_OF_A_CENT:
                path, tax, distance = other, less, 2 * distance
            else:
                distance = (farthest + 2) // 4
        return min(best, path, key=self.tax)

    def _kept(self, path: Path) -> Path:
        """Where the IRAs are emptied before the last year, a path on which they are not: half of
        the last amount waits, and the last year takes what it grows to beyond what may be left."""
        if path.pre_tax[-1]:
            return path
        amounts = path.taxable.copy()
        last = max(year for year, amount in enumerate(amounts) if amount)
        amounts[last] = (amounts[last] + 1) // 2
        grown = carried_out(self.iras, amounts)
        amounts[-1] = max(0, grown.pre_tax_left - self.leave)
        return carried_out(self.iras, amounts) if amounts[-1] <= self.curves[-1].most else path
