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
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

from calc.money import CENT, DOLLAR, ZERO, to_cent
from calc.strategies.cheapest_allocation import Allocation, Steps, weighted
from calc.strategies.tax_curves import ENDLESS, TaxCurve

MOST_CORRECTIONS = 8
"""Of the sum of weight times amount, for one path; two or three do where weights are given."""

MOST_ROUNDS = 32
"""Of a search from one start."""


class Iras(NamedTuple):
    """All traditional, SEP and SIMPLE IRAs of a person; dollars, in cents."""

    value: Decimal
    """On December 31 of the first year, its contribution included, before the conversion."""
    pre_tax: Decimal
    """The part of it that is not basis."""
    contribution: Decimal = ZERO
    """Nondeductible, of each later year."""
    growth: Decimal = ZERO
    """Of what is left on a December 31, by the next one, as a fraction; pre-tax money."""


class YearEnd(NamedTuple):
    """One December 31; dollars, in cents."""

    value: Decimal
    """Before the conversion."""
    pre_tax: Decimal
    """Before the conversion."""
    taxable: Decimal
    converted: Decimal

    @property
    def pre_tax_left(self) -> Decimal:
        return self.pre_tax - self.taxable


Path = list[YearEnd]
"""Year after year."""


class Found(NamedTuple):
    path: Path
    tax: Decimal
    """Of all years, in dollars, exact."""
    least_possible: Decimal
    """No path has less, but for cents."""


def carried_out(iras: Iras, amounts: Iterable[Decimal]) -> Path:
    """The conversions that make these amounts taxable, in cents, or all that is there. Where no
    pre-tax money is left, everything is converted, as nothing of it is taxable.

    Half a cent of conversion is less than half a cent of pre-tax money, and line 17 is rounded by
    half a cent at most: so line 18 is the amount itself."""
    path = []
    value, pre_tax, contribution, growth = iras
    for amount in amounts:
        taxable = min(amount, pre_tax)
        converted = to_cent(value * taxable / pre_tax) if pre_tax else value
        path.append(YearEnd(value, pre_tax, taxable, converted))
        left = value - converted
        earned = to_cent(left * growth)
        value = left + earned + contribution
        pre_tax += earned - taxable
    return path


def cheapest_by_years(
    iras: Iras, curves: Sequence[TaxCurve], leave: Decimal
) -> Iterator[Found | None]:
    """For the first year, the first two and so on, what cheapest_conversions finds."""
    emptied: list[Decimal] = []
    for years in range(1, len(curves) + 1):
        of_years = curves[:years]
        found = cheapest_conversions(iras, of_years, leave, emptied)
        yield found
        if iras.growth and iras.contribution:
            nothing_left = cheapest_conversions(iras, of_years, ZERO, emptied) if leave else found
            emptied = [year.taxable for year in nothing_left.path] if nothing_left else emptied


def cheapest_conversions(
    iras: Iras, curves: Sequence[TaxCurve], leave: Decimal, also: Sequence[Decimal] = ()
) -> Found | None:
    """One year for each curve, after the last of which at most ``leave`` dollars of pre-tax money
    are left; None where no amounts that the curves allow are enough for that. A search looks near
    ``also`` too: amounts that leave nothing after fewer years."""
    nothing = carried_out(iras, [ZERO] * len(curves))
    needed = nothing[-1].pre_tax_left - leave
    if needed <= 0:
        return Found(nothing, ZERO, ZERO)
    utmost = carried_out(iras, [curve.most for curve in curves])
    if utmost[-1].pre_tax_left > leave:
        return None
    problem = _Problem(iras, curves, leave)
    steps = Steps(curves, _lowest_weights(nothing, iras.growth))
    relaxed = steps.cheapest(needed)
    if relaxed is None:  # by a cent: the utmost is what is needed
        return Found(utmost, problem.tax(utmost), problem.tax(utmost))
    path = problem.settled(steps, relaxed) or utmost
    if iras.growth and iras.contribution and len(curves) > 2:
        path = min(map(problem.improved, problem.starts(path, steps, also)), key=problem.tax)
    return Found(path, problem.tax(path), relaxed.tax)


def _lowest_weights(nothing: Path, growth: Decimal) -> list[Decimal]:
    """By a path without conversions: what a dollar left in a year has become in the last.

    With u of pre-tax money left and a contribution of c, r of the next year is ((1 + g) r + c / u)
    / (1 + g r). It rises with c / u, which is lowest here; and with r, if g c / u is below 1 + g.
    In the first year r is given. From the second on u has a year's growth of a contribution in it
    here, so that g c / u is at most 1."""
    weights = [Decimal(1)]
    for year in reversed(nothing[:-1]):
        weights.append(weights[-1] * (1 + growth * year.value / year.pre_tax))
    return weights[::-1]


def _weights(path: Path, growth: Decimal) -> list[Decimal]:
    """At a path with pre-tax money in each year: by how many dollars what is left of it after the
    last falls for the next dollar taxable in a year (the derivative)."""
    weights = []
    of_pre_tax, of_value = Decimal(1), ZERO  # how it rises for a dollar more left after the year
    for year in reversed(path):
        ratio, share = year.value / year.pre_tax, year.taxable / year.pre_tax
        weights.append(of_pre_tax + ratio * of_value)
        of_pre_tax, of_value = of_pre_tax + ratio * share * of_value, (1 - share) * of_value
        of_value = growth * of_pre_tax + (1 + growth) * of_value
    return weights[::-1]


class _Problem(NamedTuple):
    iras: Iras
    curves: Sequence[TaxCurve]
    leave: Decimal

    def tax(self, path: Path) -> Decimal:
        taxes = (curve.added(y.taxable) for curve, y in zip(self.curves, path, strict=True))
        return sum(taxes, ZERO)

    def needed(self, path: Path, weights: Sequence[Decimal]) -> Decimal:
        """The sum of weight times amount that would leave, by these weights, what is asked for."""
        done = weighted(weights, (year.taxable for year in path))
        return done + path[-1].pre_tax_left - self.leave

    def settled(self, steps: Steps, allocation: Allocation) -> Path | None:
        """Carried out in cents, with the sum that is needed corrected until what is left is what
        is asked for, or no more than cents below."""
        weights, choice = steps.weights, allocation.choice
        a_cent_each = CENT * sum(weights, ZERO)
        found: Path | None = None
        corrected: Allocation | None = allocation
        for _ in range(MOST_CORRECTIONS):
            if corrected is None:
                break
            amounts = [amount.quantize(CENT, ROUND_CEILING) for amount in corrected.amounts]
            path = carried_out(self.iras, amounts)
            needed = self.needed(path, weights)
            if path[-1].pre_tax_left <= self.leave:
                found = path
                if weighted(weights, amounts) <= needed + a_cent_each:
                    break
            corrected = steps.of_choice(choice, needed)
        return found

    def starts(self, path: Path, steps: Steps, also: Sequence[Decimal]) -> Iterator[Path]:
        """Of the search: the path, one that converts sooner, one that is done sooner."""
        yield path
        steeper = Steps(self.curves, [weight * weight for weight in steps.weights])
        allocation = steeper.cheapest(self.needed(path, steeper.weights))
        sooner = allocation and self.settled(steeper, allocation)
        if sooner:
            yield sooner
        if also:
            yield carried_out(self.iras, [*also, *[ZERO] * (len(self.curves) - len(also))])

    def improved(self, path: Path) -> Path:
        """The path, or a cheaper one that nothing near undercuts."""
        kept = self._kept(path)
        if not kept[-1].pre_tax:
            return path
        best, path, distance = path, kept, ENDLESS
        for _ in range(MOST_ROUNDS):
            weights = _weights(path, self.iras.growth)
            bounds = [
                (max(ZERO, year.taxable - distance), year.taxable + distance) for year in path
            ]
            steps = Steps(self.curves, weights, bounds)
            allocation = steps.cheapest(self.needed(path, weights))
            if allocation is None:
                break
            moves = zip(allocation.amounts, path, strict=True)
            farthest = max(abs(amount - year.taxable) for amount, year in moves)
            if farthest < DOLLAR:
                break
            other = self.settled(steps, allocation)
            if other and other[-1].pre_tax and self.tax(other) < self.tax(path) - CENT:
                path, distance = other, 2 * distance
            else:
                distance = to_cent(farthest / 4)
        return min(best, path, key=self.tax)

    def _kept(self, path: Path) -> Path:
        """Where the IRAs are emptied before the last year, a path on which they are not: half of
        the last amount waits, and the last year takes what it grows to beyond what may be left."""
        if path[-1].pre_tax:
            return path
        amounts = [year.taxable for year in path]
        last = max(year for year, amount in enumerate(amounts) if amount)
        amounts[last] = to_cent(amounts[last] / 2)
        grown = carried_out(self.iras, amounts)
        amounts[-1] = max(ZERO, grown[-1].pre_tax_left - self.leave)
        return carried_out(self.iras, amounts) if amounts[-1] <= self.curves[-1].most else path
