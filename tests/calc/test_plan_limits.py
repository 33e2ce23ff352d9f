"""Limits of employers' plans, and the room left for after-tax money."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.plan_limits import (
    AnnualAdditionsFacts,
    MegaRoomFacts,
    annual_additions,
    catch_up,
    mega_room,
)
from calc.tax_year import tax_year

D = Decimal


@pytest.mark.parametrize(
    ("year", "age", "amount"),
    [
        (2025, 49, 0),
        (2025, 50, 7500),
        (2025, 59, 7500),
        (2025, 60, 11250),
        (2025, 63, 11250),
        (2025, 64, 7500),
        (2024, 60, 7500),  # before SECURE 2.0's higher catch-up
        (2026, 59, 8000),
        (2026, 60, 11250),  # 150% of the 2024 figure, not of 2026's
        (2026, 64, 8000),
    ],
)
def test_catch_up(year: int, age: int, amount: int) -> None:
    assert catch_up(tax_year(year), age) == amount


def room(age: int, deferrals: object, employer: object, pay: object = None, after_tax: object = 0):
    return mega_room(
        tax_year(2025),
        MegaRoomFacts(
            age=age,
            elective_deferrals=D(str(deferrals)),
            employer_contributions=D(str(employer)),
            compensation=None if pay is None else D(str(pay)),
            aftertax_contributions=D(str(after_tax)),
        ),
    )


@pytest.mark.parametrize(
    ("age", "deferrals", "employer", "pay", "after_tax", "expected"),
    [
        (40, 23500, 10000, None, 0, 36500),
        (40, 23500, 10000, 300000, 6500, 30000),
        (40, 23500, 10000, 40000, 0, 6500),  # pay is the limit
        (40, 20000, 10000, 30000, 0, 0),
        (52, 31000, 10000, None, 0, 36500),  # catch-up is outside 415(c)
        (40, 0, "10000.55", None, 0, "59999.45"),
    ],
)
def test_room(
    age: int, deferrals: int, employer: object, pay: int | None, after_tax: int, expected: object
) -> None:
    assert room(age, deferrals, employer, pay, after_tax).aftertax_room == D(str(expected))


def test_too_much_deferred() -> None:
    found = room(52, 32000, 10000)
    assert (found.counted_deferrals, found.excess_deferrals) == (23500, 1000)


def test_too_much_in_all() -> None:
    found = room(40, 23500, 40000, None, 10000)
    assert (found.aftertax_room, found.excess_additions) == (0, 3500)


amounts = st.integers(0, 10**6).map(D)


@given(st.integers(18, 80), amounts, amounts, amounts, amounts)
def test_room_and_what_went_in_make_the_limit(
    age: int, deferrals: Decimal, employer: Decimal, pay: Decimal, after_tax: Decimal
) -> None:
    found = room(age, deferrals, employer, pay, after_tax)
    went_in = found.counted_deferrals + employer + after_tax
    assert went_in + found.aftertax_room - found.excess_additions == found.annual_additions_limit
    assert found.aftertax_room == 0 or found.excess_additions == 0


def test_a_match_counts_pay_up_to_its_cap() -> None:
    found = mega_room(
        tax_year(2026),
        MegaRoomFacts(
            age=52,
            elective_deferrals=D(24500),
            employer_match_rate=D("0.06"),
            compensation=D(400000),
        ),
    )
    assert found.employer_contributions == 21600


@pytest.mark.parametrize(
    ("given_", "words"),
    [
        ({}, "as an amount or as a rate"),
        ({"employer_contributions": D(1), "employer_match_rate": D("0.1")}, "as an amount or"),
        ({"employer_match_rate": D("0.1")}, "needs the compensation"),
    ],
)
def test_employer_money_is_never_guessed(given_: dict[str, Decimal], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        mega_room(tax_year(2025), MegaRoomFacts(age=40, elective_deferrals=D(0), **given_))


def test_the_limit_on_deferrals_is_shared_the_limit_on_additions_is_not() -> None:
    found = annual_additions(
        tax_year(2018),
        AnnualAdditionsFacts(
            age=52,
            catch_up_deferrals=D(6000),
            employer_contributions=D(55000),
            deferrals_elsewhere=D(18500),
        ),
    )
    assert (found.deferral_room, found.limit) == (0, 55000)
    assert (found.counted_additions, found.total) == (55000, 61000)


@pytest.mark.parametrize(
    ("age", "deferrals", "employer", "pay", "after_tax", "used", "left", "over"),
    [
        (45, 23500, 50000, 400000, 0, 0, 0, 3500),
        (55, 23500, 50000, 400000, 0, 3500, 4000, 0),  # above 415(c) is catch-up too
        (52, 30000, 20000, 400000, 30000, 7500, 0, 2500),
        (61, 20000, 0, 20000, 0, 0, 0, 0),  # no catch-up beyond pay
        (52, 23500, 0, 30000, 0, 0, 6500, 0),
    ],
)
def test_catch_up_used_and_left(
    age: int,
    deferrals: int,
    employer: int,
    pay: int,
    after_tax: int,
    used: int,
    left: int,
    over: int,
) -> None:
    found = room(age, deferrals, employer, pay, after_tax)
    assert (found.catch_up_used, found.catch_up_room, found.excess_additions) == (used, left, over)


@given(st.integers(18, 80), amounts, amounts, amounts, amounts)
def test_every_deferral_is_counted_once(
    age: int, deferrals: Decimal, employer: Decimal, pay: Decimal, after_tax: Decimal
) -> None:
    found = room(age, deferrals, employer, pay, after_tax)
    assert found.counted_deferrals + found.catch_up_used + found.excess_deferrals == deferrals
    assert found.catch_up_used + found.catch_up_room <= found.catch_up
    assert found.deferral_room <= found.aftertax_room
