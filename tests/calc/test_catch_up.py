"""Catch-up by age, and for whom it must be Roth."""

from decimal import Decimal

import pytest

from calc.plans.catch_up import (
    CatchUpFacts,
    RothCatchUpFacts,
    catch_up,
    catch_up_limits,
    must_be_roth,
    roth_catch_up,
)
from calc.plans.left_out import LeftOut
from calc.plans.simple_plans import (
    CATCH_UP_WITH_HIGHER_LIMIT,
    simple_catch_up,
    simple_deferral_limit,
)
from calc.tax_year import SUPPORTED_YEARS, tax_year

D = Decimal


@pytest.mark.parametrize(
    ("year", "age", "amount", "in_simple_plan"),
    [
        (2025, 49, 0, 0),
        (2025, 50, 7500, 3500),
        (2025, 59, 7500, 3500),
        (2025, 60, 11250, 5250),
        (2025, 63, 11250, 5250),
        (2025, 64, 7500, 3500),
        (2024, 60, 7500, 3500),  # before SECURE 2.0's higher catch-up
        (2026, 59, 8000, 4000),
        (2026, 60, 11250, 5250),  # 150% of the 2024 figure, not of 2026's
        (2026, 64, 8000, 4000),
    ],
)
def test_by_age(year: int, age: int, amount: int, in_simple_plan: int) -> None:
    assert catch_up(tax_year(year), age) == amount
    assert simple_catch_up(tax_year(year), age) == in_simple_plan


@pytest.mark.parametrize(
    ("age", "offered", "higher", "amount", "in_simple_plan"),
    [
        (61, True, False, 8000, 4000),
        (55, True, False, 8000, 4000),
        (61, False, True, 0, 0),
        (55, False, True, 0, 0),
    ],
)
def test_a_plan_may_take_less(
    age: int, offered: bool, higher: bool, amount: int, in_simple_plan: int
) -> None:
    figures = tax_year(2026)
    assert catch_up(figures, age, offered=offered, higher=higher) == amount
    assert simple_catch_up(figures, age, offered=offered, higher=higher) == in_simple_plan


@pytest.mark.parametrize(
    ("year", "age", "usual", "with_higher_limit"),
    [
        (2024, 49, 0, 0),
        (2024, 50, 3500, 3850),  # 110%
        (2024, 61, 3500, 3850),  # nothing more for 60 to 63 yet
        (2025, 59, 3500, 3850),
        (2025, 60, 5250, 5250),  # the same with either limit: Notice 2024-80
        (2025, 64, 3500, 3850),
        (2026, 50, 4000, 3850),  # the usual one has overtaken it
    ],
)
def test_simple_catch_up_with_the_higher_limit(
    year: int, age: int, usual: int, with_higher_limit: int
) -> None:
    figures = tax_year(year)
    assert simple_catch_up(figures, age) == usual
    assert simple_catch_up(figures, age, higher_limit=True) == with_higher_limit
    assert simple_catch_up(figures, age, offered=False, higher_limit=True) == 0


def test_every_year_with_the_higher_limit_has_its_catch_up() -> None:
    with_limit = {y for y in SUPPORTED_YEARS if tax_year(y).simple_enhanced_deferral.value}
    assert set(CATCH_UP_WITH_HIGHER_LIMIT) == with_limit


@pytest.mark.parametrize(
    ("year", "usual", "higher"), [(2024, 16000, 17600), (2025, 16500, 17600), (2026, 17000, 18100)]
)
def test_simple_deferral_limit(year: int, usual: int, higher: int) -> None:
    figures = tax_year(year)
    assert simple_deferral_limit(figures) == usual
    assert simple_deferral_limit(figures, higher_limit=True) == higher


@pytest.mark.parametrize(
    ("year", "age", "offered", "left_out"),
    [
        (2025, 55, True, ()),
        (2026, 49, True, ()),
        (2026, 50, True, (LeftOut.ROTH_ONLY_CATCH_UP,)),
        (2026, 50, False, ()),
    ],
)
def test_that_it_may_have_to_be_roth_is_named(
    year: int, age: int, offered: bool, left_out: tuple[LeftOut, ...]
) -> None:
    facts = CatchUpFacts(age=age, catch_up_offered=offered)
    assert catch_up_limits(tax_year(year), facts).left_out == left_out


@pytest.mark.parametrize(
    ("year", "wages", "expected"),
    [
        (2026, D(150000), False),  # "exceed"
        (2026, D("150000.01"), True),
        (2026, D(0), False),  # most self-employed
        (2026, None, None),
        (2025, D(500000), False),  # the rule was there, and not enforced
        (2025, None, False),
        (2023, D(500000), False),
    ],
)
def test_must_be_roth(year: int, wages: Decimal | None, expected: bool | None) -> None:
    assert must_be_roth(tax_year(year), wages) is expected


@pytest.mark.parametrize(
    ("age", "wages", "has_roth", "must", "most"),
    [
        (52, D(160000), True, True, 8000),
        (52, D(160000), False, True, 0),
        (52, D(160000), None, True, None),
        (52, D(150000), False, False, 8000),
        (52, D(150000), None, False, 8000),
        (52, None, True, None, 8000),
        (52, None, False, None, None),
        (52, None, None, None, None),
        (49, None, None, None, 0),
        (49, D(160000), False, True, 0),
        (61, D(160000), True, True, 11250),
    ],
)
def test_what_the_rule_leaves(
    age: int, wages: Decimal | None, has_roth: bool | None, must: bool | None, most: int | None
) -> None:
    found = roth_catch_up(
        tax_year(2026), RothCatchUpFacts(age=age, wages=wages, plan_has_roth=has_roth)
    )
    assert (found.must_be_roth, found.catch_up) == (must, most)
    assert found.at_most == (8000 if most is None else most)
    assert found.left_out == ((LeftOut.ROTH_ONLY_CATCH_UP,) if most is None else ())


@pytest.mark.parametrize(
    ("offered", "higher", "most"), [(True, True, 11250), (True, False, 8000), (False, True, 0)]
)
def test_the_plan_offers(offered: bool, higher: bool, most: int) -> None:
    facts = RothCatchUpFacts(
        age=61,
        wages=D(0),
        catch_up_offered=offered,
        higher_catch_up_offered=higher,
    )
    assert roth_catch_up(tax_year(2026), facts).catch_up == most
