"""Limits of employers' plans, and the room left for after-tax money."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from calc.plans.annual_additions import AnnualAdditionsFacts, annual_additions
from calc.plans.catch_up import CatchUpFacts, catch_up_limits
from calc.plans.left_out import LeftOut
from calc.plans.plan_limits import AfterTaxBound, MegaRoomFacts, mega_room
from calc.tax_year import tax_year

D = Decimal


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


EITHER_WAY = "give the employer's contributions as an amount or as a rate of pay"


@pytest.mark.parametrize(
    ("given_", "words"),
    [
        ({}, EITHER_WAY),
        ({"employer_contributions": D(1), "employer_match_rate": D("0.1")}, EITHER_WAY),
        (
            {"employer_match_rate": D("0.1")},
            "a rate of the employer needs the compensation it applies to",
        ),
    ],
)
def test_employer_money_is_never_guessed(given_: dict[str, Decimal], words: str) -> None:
    with pytest.raises(ValueError, match=f"^{words}$"):
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


@pytest.mark.parametrize(("elsewhere", "left"), [(0, 18500), (18499, 1), (18500, 0), (20000, 0)])
def test_what_other_plans_leave(elsewhere: int, left: int) -> None:
    facts = AnnualAdditionsFacts(age=40, deferrals_elsewhere=D(elsewhere))
    assert annual_additions(tax_year(2018), facts).deferral_room == left


@pytest.mark.parametrize(
    ("employer", "expected"),
    [
        ({}, 0),
        ({"employer_contributions": D(7000)}, 7000),
        ({"employer_rate": D("0.25")}, 12500),
    ],
)
def test_employer_money_in_annual_additions(employer: dict[str, Decimal], expected: int) -> None:
    facts = AnnualAdditionsFacts(age=51, compensation=D(50000), **employer)
    found = annual_additions(tax_year(2018), facts)
    assert (found.employer_contributions, found.counted_additions) == (expected, expected)
    assert found.limit == 50000


@pytest.mark.parametrize(
    ("age", "deferrals", "as_catch_up", "employer", "counted", "used", "over"),
    [
        # 2025: 70,000, and catch-up of 7,500 from 50, 11,250 from 60
        (40, 23500, 0, 46500, 70000, 0, 0),
        (40, 23500, 0, 46501, 70001, 0, 1),
        (52, 23500, 7500, 46500, 70000, 7500, 0),
        (52, 23500, 7501, 46500, 70001, 7500, 1),  # above the limit it is no catch-up
        (59, 23500, 11250, 46500, 73750, 7500, 3750),
        (60, 23500, 11250, 46500, 70000, 11250, 0),
        (52, 23500, 0, 54000, 70000, 7500, 0),  # above 415(c), so catch-up
        (52, 23500, 0, 54001, 70001, 7500, 1),
        (52, 23500, 2000, 54000, 72000, 7500, 2000),
        (52, 1000, 0, 75000, 75000, 1000, 5000),  # no more than was deferred
        (52, 0, 0, 80000, 80000, 0, 10000),
    ],
)
def test_annual_additions_above_their_limit(
    age: int, deferrals: int, as_catch_up: int, employer: int, counted: int, used: int, over: int
) -> None:
    facts = AnnualAdditionsFacts(
        age=age,
        elective_deferrals=D(deferrals),
        catch_up_deferrals=D(as_catch_up),
        employer_contributions=D(employer),
    )
    found = annual_additions(tax_year(2025), facts)
    assert (found.counted_additions, found.catch_up_used) == (counted, used)
    assert found.excess_additions == over
    assert found.total == deferrals + as_catch_up + employer


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"age": 49, "catch_up_deferrals": D(1)}, r"there is no catch-up before 50 \(IRC 414\(v\)"),
        ({"compensation": D(23499)}, "deferrals come out of pay, so they cannot be more$"),
        ({"compensation": D(24499), "age": 50, "catch_up_deferrals": D(1000)}, "deferrals come"),
    ],
)
def test_additions_that_cannot_be(wrong: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=f"^{words}"):
        AnnualAdditionsFacts(**{"age": 49, "elective_deferrals": D(23500)} | wrong)


def test_additions_that_can_be() -> None:
    facts = AnnualAdditionsFacts(
        age=50,
        elective_deferrals=D(23500),
        catch_up_deferrals=D(1000),
        compensation=D(24500),
    )
    found = annual_additions(tax_year(2025), facts)
    assert (found.counted_additions, found.limit, found.left_out) == (23500, 24500, ())
    without_pay = annual_additions(tax_year(2025), replace(facts, compensation=None))
    assert without_pay.left_out == (LeftOut.PAY,)


@pytest.mark.parametrize(
    ("age", "deferrals", "employer", "pay", "after_tax", "used", "left", "over"),
    [
        (45, 23500, 50000, 400000, 0, 0, 0, 3500),
        (55, 23500, 50000, 400000, 0, 3500, 4000, 0),  # above 415(c) is catch-up too
        (52, 30000, 20000, 400000, 30000, 7500, 0, 2500),
        (61, 20000, 0, 20000, 0, 0, 0, 0),  # no catch-up beyond pay
        (52, 23500, 0, 30000, 0, 0, 6500, 0),
        (61, 26000, 0, 30000, 0, 2500, 4000, 0),
        (52, 3000, 80000, None, 0, 3000, 4500, 10000),  # all of the deferrals is catch-up
    ],
)
def test_catch_up_used_and_left(
    age: int,
    deferrals: int,
    employer: int,
    pay: int | None,
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
    assert found.counted_deferrals >= 0
    assert found.catch_up_used + found.catch_up_room <= found.catch_up
    assert found.deferral_room <= found.aftertax_room


READ = TypeAdapter(MegaRoomFacts)
PAID = {"age": 40, "employer_contributions": 0, "elective_deferrals": 23500}


@pytest.mark.parametrize("pay", [23500, None])
def test_pay_covers_the_deferrals(pay: int | None) -> None:
    assert READ.validate_python(PAID | {"compensation": pay}).compensation == pay


def test_nobody_defers_more_than_pay() -> None:
    with pytest.raises(ValidationError) as refused:
        READ.validate_python(PAID | {"compensation": D("23499.99")})
    (error,) = refused.value.errors()
    assert error["loc"] == ("compensation",)
    assert error["msg"] == "Value error, deferrals come out of pay, so they cannot be more"


def test_of_two_wrong_amounts_the_wrong_one_is_named() -> None:
    with pytest.raises(ValidationError) as refused:
        READ.validate_python(PAID | {"elective_deferrals": -1, "compensation": 0})
    assert [error["loc"] for error in refused.value.errors()] == [("elective_deferrals",)]


@pytest.mark.parametrize(
    ("age", "more", "catch_up", "must", "left_out"),
    [
        (49, {}, 0, None, ()),
        (50, {}, 8000, None, (LeftOut.ROTH_ONLY_CATCH_UP,)),
        (50, {"wages": D(150000)}, 8000, False, ()),
        (50, {"wages": D(150001)}, 8000, True, (LeftOut.ROTH_ONLY_CATCH_UP,)),
        (50, {"wages": D(150001), "plan_has_roth": True}, 8000, True, ()),
        (50, {"wages": D(150001), "plan_has_roth": False}, 0, True, ()),
        (50, {"plan_has_roth": True}, 8000, None, ()),
        (50, {"compensation": None}, 8000, None, (LeftOut.ROTH_ONLY_CATCH_UP, LeftOut.PAY)),
    ],
)
def test_catch_up_room_is_roth_only_for_high_wages(
    age: int,
    more: dict[str, object],
    catch_up: int,
    must: bool | None,
    left_out: tuple[LeftOut, ...],
) -> None:
    facts = MegaRoomFacts(
        age=age,
        elective_deferrals=D(24500),
        employer_contributions=D(10000),
        **{"compensation": D(200000)} | more,
    )
    found = mega_room(tax_year(2026), facts)
    assert (found.catch_up, found.catch_up_room) == (catch_up, catch_up)
    assert found.catch_up_must_be_roth is must
    assert found.left_out == (LeftOut.ACP_TEST, LeftOut.ADP_TEST, *left_out)


def test_before_2026_wages_do_not_matter() -> None:
    found = mega_room(tax_year(2025), replace(ROOM, age=50))
    assert found.catch_up_must_be_roth is False
    assert found.left_out == (LeftOut.ACP_TEST, LeftOut.ADP_TEST)


# The plan's own limit on after-tax money, and which limit it is that holds

ROOM = MegaRoomFacts(
    age=40,
    elective_deferrals=D(23500),
    employer_contributions=D(10000),
    compensation=D(200000),
)


@pytest.mark.parametrize(
    ("changed", "expected", "bound"),
    [
        ({}, 36500, AfterTaxBound.ANNUAL_ADDITIONS),
        ({"aftertax_cap": D(36499)}, 36499, AfterTaxBound.PLAN),
        ({"aftertax_cap": D(36500)}, 36500, AfterTaxBound.ANNUAL_ADDITIONS),
        ({"aftertax_cap_percent": D("0.10")}, 20000, AfterTaxBound.PLAN),
        ({"aftertax_cap_percent": D("0.10"), "aftertax_cap": D(15000)}, 15000, AfterTaxBound.PLAN),
        ({"aftertax_cap_percent": D("0.10"), "aftertax_cap": D(25000)}, 20000, AfterTaxBound.PLAN),
        ({"aftertax_cap_percent": D("0.10"), "compensation": D(400000)}, 35000, AfterTaxBound.PLAN),
        ({"aftertax_cap": D(0)}, 0, AfterTaxBound.PLAN),
        (
            {"aftertax_cap": D(20000), "aftertax_contributions": D(15000)},
            5000,
            AfterTaxBound.PLAN,
        ),
        (
            {"aftertax_cap": D(20000), "aftertax_contributions": D(21000)},
            0,
            AfterTaxBound.PLAN,
        ),
        ({"compensation": D(50000)}, 16500, AfterTaxBound.PAY),
        ({"compensation": D("69999.99")}, D("36499.99"), AfterTaxBound.PAY),
        ({"compensation": D(70000)}, 36500, AfterTaxBound.ANNUAL_ADDITIONS),
        ({"compensation": D(50000), "aftertax_cap": D(16499)}, 16499, AfterTaxBound.PLAN),
        ({"employer_contributions": D(50000)}, 0, AfterTaxBound.ANNUAL_ADDITIONS),
    ],
)
def test_what_ends_the_room(
    changed: dict[str, Decimal], expected: Decimal, bound: AfterTaxBound
) -> None:
    found = mega_room(tax_year(2025), replace(ROOM, **changed))
    assert (found.aftertax_room, found.aftertax_bound) == (expected, bound)


def test_a_limit_on_after_tax_money_is_none_on_deferrals() -> None:
    found = mega_room(tax_year(2025), replace(ROOM, elective_deferrals=D(0), aftertax_cap=D(1000)))
    assert (found.aftertax_room, found.deferral_room) == (1000, 23500)
    assert found.additions_room == 60000


def test_a_percentage_needs_pay() -> None:
    words = r"^a plan's limit as a percentage needs the compensation it applies to$"
    with pytest.raises(ValueError, match=words):
        mega_room(tax_year(2025), replace(ROOM, compensation=None, aftertax_cap_percent=D("0.1")))


@given(st.integers(18, 80), amounts, amounts, amounts, amounts, amounts, amounts)
def test_more_from_the_employer_is_never_more_room(
    age: int,
    deferrals: Decimal,
    employer: Decimal,
    more: Decimal,
    pay: Decimal,
    after_tax: Decimal,
    cap: Decimal,
) -> None:
    facts = MegaRoomFacts(
        age=age,
        elective_deferrals=deferrals,
        employer_contributions=employer,
        compensation=pay,
        aftertax_contributions=after_tax,
        aftertax_cap=cap,
    )
    before = mega_room(tax_year(2026), facts)
    after = mega_room(tax_year(2026), replace(facts, employer_contributions=employer + more))
    assert 0 <= after.aftertax_room <= before.aftertax_room <= before.additions_room
    assert before.aftertax_room <= cap


# A plan need not take catch-up


@pytest.mark.parametrize(
    ("age", "offered", "higher", "extra", "used", "excess"),
    [
        (52, True, True, 7500, 7500, 1000),
        (52, True, False, 7500, 7500, 1000),
        (61, True, True, 11250, 8500, 0),
        (61, True, False, 7500, 7500, 1000),
        (61, False, True, 0, 0, 8500),
    ],
)
def test_catch_up_as_the_plan_takes_it(
    age: int, offered: bool, higher: bool, extra: int, used: int, excess: int
) -> None:
    found = mega_room(
        tax_year(2025),
        replace(
            ROOM,
            age=age,
            elective_deferrals=D(32000),
            catch_up_offered=offered,
            higher_catch_up_offered=higher,
        ),
    )
    assert (found.catch_up, found.catch_up_used, found.excess_deferrals) == (extra, used, excess)
    assert (found.counted_deferrals, found.total_with_catch_up) == (23500, 70000 + extra)


@pytest.mark.parametrize(
    ("offered", "higher", "extra"), [(True, True, 11250), (True, False, 8000), (False, True, 0)]
)
def test_limits_for_the_age(offered: bool, higher: bool, extra: int) -> None:
    found = catch_up_limits(
        tax_year(2026),
        CatchUpFacts(age=60, catch_up_offered=offered, higher_catch_up_offered=higher),
    )
    assert (found.catch_up, found.deferral_limit, found.ira_limit) == (extra, 24500 + extra, 8600)


def test_a_plan_takes_catch_up_if_nothing_else_is_said() -> None:
    assert catch_up_limits(tax_year(2026), CatchUpFacts(age=60)).catch_up == 11250
