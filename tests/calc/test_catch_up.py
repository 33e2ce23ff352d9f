"""Catch-up by age, and for whom it must be Roth."""

from decimal import Decimal

import pytest

from calc.plans.catch_up import (
    RothCatchUpFacts,
    catch_up,
    must_be_roth,
    roth_catch_up,
    simple_catch_up,
)
from calc.tax_year import tax_year

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
