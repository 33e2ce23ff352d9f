"""After-tax money in a plan: converted inside it, or taken out."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.plans.after_tax import (
    InPlanConversion,
    InPlanConversionFacts,
    PlanProrata,
    PlanProrataFacts,
    in_plan_conversion,
    plan_prorata,
)

D = Decimal


def converted(contributions: object, value: object, moved: object) -> InPlanConversion:
    return in_plan_conversion(
        InPlanConversionFacts(
            aftertax_contributions=D(str(contributions)),
            subaccount_value=D(str(value)),
            converted=D(str(moved)),
        )
    )


@pytest.mark.parametrize(
    ("contributions", "value", "moved", "taxable", "left"),
    [
        (10000, 10200, 10200, 200, 0),  # inplan-01 of the published examples
        (10000, 10200, 5100, 100, 5000),
        (10000, 12000, 1000, "166.67", "9166.67"),
        (10000, 10000, 10000, 0, 0),
        (10000, "10000.01", "10000.01", "0.01", 0),
        (10000, 9000, 9000, 0, 1000),  # a loss: nothing to tax
        (10000, 9000, 4500, 0, 5500),
        (0, 500, 500, 500, 0),
        (10000, 10200, 0, 0, 10000),
        (0, 0, 0, 0, 0),
        (100, 0, 0, 0, 100),
    ],
)
def test_conversion(
    contributions: object, value: object, moved: object, taxable: object, left: object
) -> None:
    found = converted(contributions, value, moved)
    assert (found.taxable, found.contributions_left) == (D(str(taxable)), D(str(left)))
    assert found.taxable + found.nontaxable == D(str(moved))


def test_no_more_than_is_there() -> None:
    with pytest.raises(
        ValueError, match=r"^more is converted than the after-tax subaccount holds$"
    ):
        converted(10000, 10200, "10200.01")


cents = st.integers(0, 100_000_000).map(lambda number: D(number).scaleb(-2))


@given(cents, cents, cents)
def test_contributions_come_back_once(
    contributions: Decimal, value: Decimal, moved: Decimal
) -> None:
    found = converted(contributions, max(value, moved), moved)
    assert found.taxable + found.nontaxable == moved
    assert found.nontaxable + found.contributions_left == contributions
    assert min(found.taxable, found.nontaxable, found.contributions_left) >= 0


@given(cents, cents, cents)
def test_two_conversions_are_one(contributions: Decimal, first: Decimal, second: Decimal) -> None:
    value = first + second
    before = converted(contributions, value, first)
    after = converted(before.contributions_left, second, second)
    whole = converted(contributions, value, value)
    assert before.taxable + after.taxable == whole.taxable


@given(cents, cents, cents)
def test_more_earnings_are_never_less_taxable(
    contributions: Decimal, earnings: Decimal, more: Decimal
) -> None:
    value = contributions + earnings
    moved = contributions / 2
    moved = moved.quantize(D("0.01"))
    assert (
        converted(contributions, value, moved).taxable
        <= converted(contributions, value + more, moved).taxable
    )


def taken(pretax: object, aftertax: object, out: object, source: object = None) -> PlanProrata:
    return plan_prorata(
        PlanProrataFacts(
            pretax_balance=D(str(pretax)),
            aftertax_balance=D(str(aftertax)),
            distribution=D(str(out)),
            aftertax_source_value=None if source is None else D(str(source)),
        )
    )


@pytest.mark.parametrize(
    ("pretax", "aftertax", "out", "source", "aftertax_part", "percent"),
    [
        (80000, 20000, 50000, None, 10000, 20),  # plan-01 of the published examples
        (75000, 25000, 10000, None, 2500, 25),  # plan-03
        (90000, 10000, 100000, None, 10000, 10),
        (200, 100, 1, None, "0.33", "33.33"),
        # From the after-tax source alone: its earnings, not those of the whole plan
        (90000, 10000, 10200, 10200, 10000, "98.04"),
        (90000, 10000, 5100, 10200, 5000, "98.04"),
        (90000, 10000, 9000, 9000, 9000, 100),  # a loss
        (90000, 10000, 0, 0, 0, None),
        (0, 0, 0, None, 0, None),
    ],
)
def test_distribution(
    pretax: int,
    aftertax: int,
    out: int,
    source: int | None,
    aftertax_part: object,
    percent: object,
) -> None:
    found = taken(pretax, aftertax, out, source)
    assert found.aftertax_part == D(str(aftertax_part))
    assert found.pretax_part == out - found.aftertax_part
    if percent is None:
        assert found.aftertax_percent is found.pretax_percent is None
    else:
        assert found.aftertax_percent == D(str(percent))
        assert found.pretax_percent == 100 - D(str(percent))


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ((100, 50, "150.01"), "the distribution is larger than what it comes from"),
        ((100, 50, "60.01", 60), "the distribution is larger than what it comes from"),
        ((100, 50, 10, "150.01"), "the after-tax source cannot hold more than the plan"),
    ],
)
def test_what_cannot_be(facts: tuple[object, ...], words: str) -> None:
    with pytest.raises(ValueError, match=f"^{words}$"):
        taken(*facts)


@given(cents, cents, st.integers(0, 10**6), st.booleans())
def test_a_separate_source_never_has_less_after_tax(
    pretax: Decimal, aftertax: Decimal, millionths: int, some_earned: bool
) -> None:
    source = aftertax + (pretax / 3 if some_earned else 0)
    source = min(source.quantize(D("0.01")), pretax + aftertax)
    out = (source * millionths / 10**6).quantize(D("0.01"))
    separate, whole = taken(pretax, aftertax, out, source), taken(pretax, aftertax, out)
    for found in (separate, whole):
        assert found.aftertax_part + found.pretax_part == out
        assert 0 <= found.aftertax_part <= aftertax
    assert separate.aftertax_part >= whole.aftertax_part
