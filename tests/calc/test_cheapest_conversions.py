"""The search for the cheapest amounts, held against looking at everything."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.money import in_cents, in_dollars
from calc.strategies.cheapest_allocation import SHARES, _within
from calc.strategies.cheapest_conversions import (
    Found,
    _weights,
    cheapest_by_years,
    cheapest_conversions,
)
from calc.strategies.conversion_paths import MILLION, Iras, carried_out
from calc.strategies.tax_curves import ENDLESS, UNITS_OF_A_CENT, TaxCurve

D = Decimal
CENTS = Fraction(5)
"""What rounding growth, amounts and weights may come to in the few years of these cases."""


def curve(*brackets: tuple[object, object], most: object = None) -> TaxCurve:
    """Of pairs: from which amount, at what percentage."""
    edges = [D(str(edge)) for edge, _ in brackets]
    rates = [D(str(percent)) / 100 for _, percent in brackets]
    taxes = [D(0)]
    for (low, high), rate in zip(pairwise(edges), rates, strict=False):
        taxes.append(taxes[-1] + rate * (high - low))
    most = ENDLESS if most is None else cents_of(most)
    return TaxCurve(tuple(edges), tuple(taxes), tuple(rates), most)


def iras_of(value: object, pre_tax: object, contribution: object = 0, growth: object = 0) -> Iras:
    """Of dollars, and growth as a fraction."""
    cents = map(cents_of, (value, pre_tax, contribution))
    return Iras(*cents, growth=int(D(str(growth)) * MILLION))


def cents_of(dollars: object) -> int:
    return in_cents(D(str(dollars)))


def tax_of(found: Found) -> Fraction:
    """Of all years, in cents."""
    return Fraction(found.tax, UNITS_OF_A_CENT)


def amounts(
    iras: Iras, curves: Sequence[TaxCurve], leave: object = 0
) -> tuple[Fraction, list[Decimal]] | None:
    """The tax and the taxable amounts in dollars."""
    found = cheapest_conversions(iras, curves, cents_of(leave))
    return found and (tax_of(found) / 100, [*map(in_dollars, found.path.taxable)])


def only_pre_tax(amount: object, growth: object = 0) -> Iras:
    return iras_of(amount, amount, growth=growth)


TEN_TWENTY = curve((0, 10), (10000, 20))


@pytest.mark.parametrize(
    ("name", "iras", "curves", "leave", "tax", "taxable"),
    [
        ("the low bracket of both years", only_pre_tax(15000), [TEN_TWENTY] * 2, 0,
         1500, [10000, 5000]),
        ("years alike: the earlier first", only_pre_tax(25000), [TEN_TWENTY] * 2, 0,
         3000, [15000, 10000]),
        ("a cheaper year is worth waiting for", only_pre_tax(5000),
         [curve((0, 20)), curve((0, 10))], 0, 500, [0, 5000]),
        # A dollar left is 1.10 in the next year: 20% of that is more than 20% now.
        ("growth is taxed too", only_pre_tax(5000, "0.10"), [curve((0, 20))] * 2, 0,
         1000, [5000, 0]),
        # 15,000 now is 2,000; 10,000 now and 5,000 x 1.10 then is 1,000 + 550.
        ("a lower rate is worth the growth", only_pre_tax(15000, "0.10"), [TEN_TWENTY] * 2, 0,
         1550, [10000, 5500]),
        # 20% now against 19% of 1.10 then.
        ("a slightly lower one is not", only_pre_tax(5000, "0.10"),
         [curve((0, 20)), curve((0, 19))], 0, 1000, [5000, 0]),
        # Half of what grows is basis: a pre-tax dollar left is 1.20, as two dollars grow.
        ("basis grows pre-tax money", iras_of(10000, 5000, growth="0.10"),
         [curve((0, 20)), curve((0, 18))], 0, 1000, [5000, 0]),
        ("what may be left is left", only_pre_tax(15000), [TEN_TWENTY] * 2, 8000,
         700, [7000, 0]),
        # 8,000 after growth is 7,272.73 before it.
        ("and has grown until then", only_pre_tax(10000, "0.10"), [curve((0, 20))] * 2, 8000,
         "545.456", ["2727.28", 0]),
        ("nothing to do", only_pre_tax(500), [TEN_TWENTY] * 2, 500, 0, [0, 0]),
        ("no pre-tax money", iras_of(7000, 0, 7000, "0.05"), [TEN_TWENTY] * 3, 0, 0, [0, 0, 0]),
        # 30% from 10,000 to 12,000 is passed once, not twice: 1,000 and 1,600 + 8,000 at 20%.
        # Twice 15,000 would be 4,400, 30,000 at once 5,200.
        ("a rate that falls", only_pre_tax(30000), [curve((0, 10), (10000, 30), (12000, 20))] * 2,
         0, 4200, [20000, 10000]),
        ("room for exactly that", only_pre_tax(15000),
         [curve((0, 10), (10000, 20), most=7500)] * 2, 0, 1500, [7500, 7500]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_worked_by_hand(
    name: str,
    iras: Iras,
    curves: list[TaxCurve],
    leave: object,
    tax: object,
    taxable: list[object],
) -> None:
    found = amounts(iras, curves, leave)
    assert found == (Fraction(str(tax)), [D(str(each)) for each in taxable])


def test_no_room() -> None:
    capped = [curve((0, 10), most=7500)] * 2
    assert amounts(only_pre_tax("15000.01"), capped) is None
    assert amounts(only_pre_tax("15000.01"), capped, leave="0.01") is not None
    assert amounts(only_pre_tax(15000, "0.01"), capped) is None


def test_room_for_what_is_needed_but_for_what_rounding_takes() -> None:
    """Both years as much as they may: 6,000 grows by 7% of 10,000, and 2,000 of that is taken."""
    capped = [curve((0, 10), most=1000)] * 2
    assert amounts(iras_of(10000, 6000, growth="0.07"), capped, "4583.33") == (200, [1000, 1000])


def test_fewer_years_first() -> None:
    found = cheapest_by_years(only_pre_tax(25000), [TEN_TWENTY] * 3, 0)
    assert [each and tax_of(each) / 100 for each in found] == [4000, 3000, 2500]


# Against looking at everything, on made-up taxes


@st.composite
def curves(draw: st.DrawFn, falling: bool = False) -> TaxCurve:
    steps = draw(st.lists(st.tuples(st.integers(1, 12), st.integers(0, 40)), max_size=3))
    edges = [0, *sorted({500 * edge for edge, _ in steps})]
    rates = [draw(st.integers(0, 40)) for _ in edges]
    if not falling:
        rates.sort()
    most = draw(st.sampled_from([None, None, None, 2500, 5000]))
    return curve(*zip(edges, rates, strict=True), most=most)


hundreds = st.integers(1, 100).map(lambda n: 100 * n)
growths = st.sampled_from(["0", "0.03", "0.0525", "0.2"])


@st.composite
def given_weights(draw: st.DrawFn) -> Iras:
    """Growth or later contributions, not both."""
    contribution, growth = draw(st.sampled_from([(0, None), (500, "0")]))
    pre_tax = draw(hundreds)
    growth = draw(growths) if growth is None else growth
    return iras_of(pre_tax + draw(hundreds), pre_tax, contribution, growth)


leaves = st.sampled_from([0, 0, 30000, 200000])
"""Whole cents."""


def tax_on(curve: TaxCurve, amount: Fraction) -> Fraction:
    """Of cents, in cents."""
    edges = [*(100 * Fraction(edge) for edge in curve.edges), amount]
    pairs = zip(pairwise(edges), curve.rates, strict=True)
    within = ((min(high, amount) - min(low, amount), rate) for (low, high), rate in pairs)
    return sum((width * Fraction(rate) for width, rate in within), Fraction(0))


def worths(iras: Iras, years: int) -> list[Fraction]:
    """What a cent of pre-tax money of the first year becomes, if it is left."""
    value, pre_tax = Fraction(iras.value), Fraction(iras.pre_tax)
    growth = Fraction(iras.growth, MILLION)
    worths = []
    for _ in range(years):
        worths.append(pre_tax / iras.pre_tax)
        pre_tax += growth * value
        value *= 1 + growth
    return worths


def at_edges(iras: Iras, curves: Sequence[TaxCurve], leave: int) -> Iterator[Fraction]:
    """The tax of every plan with all years but one at an edge."""
    worth = worths(iras, len(curves))
    needed = iras.pre_tax - leave / worth[-1]
    most = [min(c.most, w * needed) for c, w in zip(curves, worth, strict=True)]
    edges = [
        {*(100 * Fraction(edge) for edge in c.edges if 100 * edge < top), top}
        for c, top in zip(curves, most, strict=True)
    ]
    for free in range(len(curves)):
        others = [{Fraction(0)} if n == free else each for n, each in enumerate(edges)]
        for chosen in product(*others):
            plan = list(chosen)
            missing = needed - sum(a / w for a, w in zip(plan, worth, strict=True))
            plan[free] = missing * worth[free]
            if 0 <= plan[free] <= most[free]:
                yield sum((tax_on(c, a) for c, a in zip(curves, plan, strict=True)), Fraction(0))


@given(given_weights(), st.lists(curves(falling=True), min_size=1, max_size=3), leaves)
def test_as_cheap_as_the_cheapest_of_all_edges(
    iras: Iras, curves: list[TaxCurve], leave: int
) -> None:
    if iras.pre_tax <= leave:
        return
    found = cheapest_conversions(iras, curves, leave)
    cheapest = min(at_edges(iras, curves, leave), default=None)
    if found is None or cheapest is None:
        assert found is None
        assert cheapest is None
        return
    assert abs(tax_of(found) - cheapest) <= CENTS
    assert abs(found.tax - found.least_possible) <= CENTS * UNITS_OF_A_CENT


def every_hundred(iras: Iras, curves: Sequence[TaxCurve], leave: int) -> float:
    """The least tax of three years with every hundred dollars tried in the first two, and every
    edge; by the recurrences themselves, in floats, in cents."""
    growth = iras.growth / MILLION
    plain = [
        [(100 * float(e), float(r)) for e, r in zip(c.edges, c.rates, strict=True)] for c in curves
    ]

    def tax(year: int, amount: float) -> float:
        if amount > curves[year].most + 0.1:
            return float("inf")
        ends = [*(edge for edge, _ in plain[year][1:]), float("inf")]
        return sum(
            rate * (min(amount, end) - edge)
            for (edge, rate), end in zip(plain[year], ends, strict=True)
            if amount > edge
        )

    def tried(year: int, most: float) -> set[float]:
        grid = {10000.0 * n for n in range(int(most // 10000) + 1)}
        return grid | {edge for edge, _ in plain[year] if edge < most} | {most}

    def next_year(value: float, pre_tax: float, amount: float) -> tuple[float, float]:
        left = value * (1 - amount / pre_tax) if pre_tax else 0.0
        return left * (1 + growth) + iras.contribution, pre_tax - amount + left * growth

    best = float("inf")
    value, pre_tax = float(iras.value), float(iras.pre_tax)
    for first in tried(0, pre_tax):
        value2, pre_tax2 = next_year(value, pre_tax, first)
        for second in tried(1, pre_tax2):
            _, pre_tax3 = next_year(value2, pre_tax2, second)
            third = max(0.0, pre_tax3 - leave)
            best = min(best, tax(0, first) + tax(1, second) + tax(2, third))
    return best


@st.composite
def searched(draw: st.DrawFn) -> tuple[Iras, list[TaxCurve]]:
    """Growth and later contributions, three years."""
    pre_tax = draw(st.integers(1, 40).map(lambda n: 100 * n))
    contribution = draw(st.sampled_from([100, 700, 3000]))
    value = pre_tax + contribution + draw(st.sampled_from([0, 1000, 5000]))
    iras = iras_of(value, pre_tax, contribution, draw(st.sampled_from(["0.04", "0.08"])))
    return iras, draw(st.lists(curves(falling=True), min_size=3, max_size=3))


@given(searched(), st.sampled_from([0, 0, 20000]))
def test_nothing_cheaper_is_found_by_trying(case: tuple[Iras, list[TaxCurve]], leave: int) -> None:
    iras, curves = case
    tried = every_hundred(iras, curves, leave)
    found = list(cheapest_by_years(iras, curves, leave))[-1]
    if found is None:
        assert tried == float("inf")
        return
    assert found.tax / UNITS_OF_A_CENT <= tried + CENTS
    assert found.least_possible / UNITS_OF_A_CENT <= tried + CENTS
    assert found.least_possible <= found.tax + CENTS * UNITS_OF_A_CENT


def test_who_has_emptied_the_iras_converts_contributions_free_of_tax() -> None:
    iras = iras_of(12000, 5000, 7000, "0.05")
    found = cheapest_conversions(iras, [curve((0, 10)), curve((0, 90)), curve((0, 90))], 0)
    assert found is not None
    assert found.path.taxable == [500000, 0, 0]
    assert found.path.converted == [1200000, 700000, 700000]


def test_no_more_is_taxable_than_allowed() -> None:
    capped = curve((0, 10), (4000, 20), most="6666.67")
    found = cheapest_conversions(only_pre_tax("18000.13", "0.03"), [capped] * 3, 0)
    assert found is not None
    assert max(found.path.taxable) <= 666667


def test_the_last_dollar_at_an_edge_has_the_rate_below() -> None:
    rates = [TEN_TWENTY.rate_of_last_dollar(cents) for cents in (0, 1000000, 1000001)]
    assert rates == [None, D("0.1"), D("0.2")]


def test_between_cents_an_edge_is_exact() -> None:
    """One of a third of a cent: the first cent is taxed at 10% up to it and at 40% above."""
    edged = curve((0, 10), ("0.0033333333", 40))
    first = D("0.0033333333") * D("0.1") + D("0.0066666667") * D("0.4")
    assert edged.added(1) == first * 100 * UNITS_OF_A_CENT
    assert edged.added(2) - edged.added(1) == D("0.4") * UNITS_OF_A_CENT
    assert edged.rate_of_last_dollar(1) == D("0.4")


def test_weights_are_what_a_cent_more_taxable_takes_off_the_end() -> None:
    iras = iras_of(120000, 95000, 7500, "0.05")
    amounts = [2000000, 1500000, 1000000, 500000]
    path = carried_out(iras, amounts)
    for year, weight in enumerate(_weights(path, iras.growth)):
        more = [amount + 1000 * (at == year) for at, amount in enumerate(amounts)]
        taken = path.pre_tax_left - carried_out(iras, more).pre_tax_left
        assert abs(taken / 1000 - weight / SHARES) < 0.005


def test_steps_are_cut_to_what_is_near() -> None:
    parts = [
        [(1, 0, 10), (2, 10, 20), (3, 20, 30)],
        [(1, 30, 40)],
        [(1, 5, 9), (2, 15, 40)],
    ]
    assert _within((10, 20), parts) == [
        [(1, 10, 10), (2, 10, 20), (3, 20, 20)],
        [(2, 15, 20)],
    ]
