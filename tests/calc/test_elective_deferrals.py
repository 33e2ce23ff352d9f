"""One limit on deferrals over all plans, and one for each plan."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from calc.plans.catch_up import catch_up
from calc.plans.elective_deferrals import (
    ElectiveDeferrals,
    ElectiveDeferralsFacts,
    PlanDeferrals,
    elective_deferrals,
)
from calc.tax_year import tax_year

D = Decimal
FACTS = TypeAdapter(ElectiveDeferralsFacts)


def found(year: int, age: int, *plans: dict[str, object]) -> ElectiveDeferrals:
    return elective_deferrals(
        tax_year(year), FACTS.validate_python({"age": age, "plans": list(plans)})
    )


def plan(kind: str, deferrals: object, **more: bool) -> dict[str, object]:
    return {"kind": kind, "deferrals": D(str(deferrals)), **more}


@pytest.mark.parametrize(
    ("year", "age", "plans", "total", "used", "excess", "room"),
    [
        (2026, 40, [plan("401k", 24500)], 24500, 0, 0, 0),
        (2026, 40, [plan("401k", 20000), plan("403b", 4500)], 24500, 0, 0, 0),
        (2026, 40, [plan("401k", 20000), plan("403b", 4501)], 24501, 0, 1, 0),
        (2026, 40, [plan("401k", "20000.55"), plan("401k", 0)], "20000.55", 0, 0, "4499.45"),
        (2026, 50, [plan("401k", 20000), plan("403b", 12500)], 32500, 8000, 0, 0),
        (2026, 50, [plan("401k", 20000), plan("403b", 12501)], 32501, 8000, 1, 0),
        (2026, 60, [plan("401k", 35750)], 35750, 11250, 0, 0),
        (2026, 64, [plan("401k", 35750)], 35750, 8000, 3250, 0),
        (2024, 60, [plan("401k", 30501)], 30501, 7500, 1, 0),
        # Federal Thrift Savings Plan and SARSEP count too, a 457(b) plan does not.
        (2026, 40, [plan("sarsep", 10000), plan("401k", 10000)], 20000, 0, 0, 4500),
        (2026, 40, [plan("401k", 24500), plan("457b_governmental", 24500)], 24500, 0, 0, 0),
        # Catch-up by age, even if neither plan takes it: Treas. Reg. 1.402(g)-2(b).
        (
            2026,
            55,
            [plan("401k", 20000, catch_up_offered=False), plan("403b", 9000)],
            29000,
            4500,
            0,
            3500,
        ),
        # Room is no more than what the plans may still take.
        (2026, 55, [plan("401k", 24500, catch_up_offered=False)], 24500, 0, 0, 0),
        (2026, 61, [plan("401k", 24500, higher_catch_up_offered=False)], 24500, 0, 0, 8000),
        (
            2026,
            61,
            [
                plan("simple", 17500, catch_up_offered=False),
                plan("simple", 10000, catch_up_offered=False),
            ],
            27500,
            3000,
            0,
            7000,
        ),
        (2026, 40, [], 0, 0, 0, 0),
    ],
)
def test_over_all_plans(
    year: int,
    age: int,
    plans: list[dict[str, object]],
    total: object,
    used: int,
    excess: int,
    room: object,
) -> None:
    limit = found(year, age, *plans).section_402g
    assert (limit.total, limit.catch_up_used, limit.excess, limit.room) == (
        D(str(total)),
        used,
        excess,
        D(str(room)),
    )


def test_a_simple_plan_has_a_lower_limit() -> None:
    """retirementlc.com, "SIMPLE & 401(k) Deferrals", 2026, at 53: 32,500 in all, 21,000 of it
    to the SIMPLE plan."""
    simple, other = found(2026, 53, plan("simple", 21000), plan("401k", 11500)).plans
    assert (simple.limit, simple.excess, simple.room) == (21000, 0, 0)
    assert (other.limit, other.excess, other.room) == (32500, 0, 0)


def test_seth() -> None:
    """retirementlc.com, "Participant in SIMPLE IRA and 401(k) with Separate Employers": 15,500 in
    the SIMPLE plan leaves 8,500 of 24,000 in 2017, and so 9,000 of 24,500 in 2018."""
    simple, other = found(2018, 53, plan("simple", 15500), plan("401k", 0)).plans
    assert (simple.limit, simple.room, other.room) == (15500, 0, 9000)


@pytest.mark.parametrize(
    ("age", "deferrals", "more", "limit", "excess"),
    [
        (40, 17001, {}, 17000, 1),
        (60, 22250, {}, 22250, 0),
        (60, 22250, {"higher_catch_up_offered": False}, 21000, 1250),
        (60, 22250, {"catch_up_offered": False}, 17000, 5250),
    ],
)
def test_above_the_plans_own_limit(
    age: int, deferrals: int, more: dict[str, bool], limit: int, excess: int
) -> None:
    (only,) = found(2026, age, plan("simple", deferrals, **more)).plans
    assert (only.limit, only.excess, only.room) == (limit, excess, 0)


def test_a_simple_plan_may_have_too_much_while_the_person_has_room() -> None:
    result = found(2026, 40, plan("simple", 18000), plan("401k", 0))
    assert (result.section_402g.excess, result.section_402g.room) == (0, 6500)
    assert [one.excess for one in result.plans] == [1000, 0]
    assert [one.room for one in result.plans] == [0, 6500]


@pytest.mark.parametrize(
    ("age", "plans", "extra", "used", "excess", "room"),
    [
        (40, [plan("457b_other", 24500)], 0, 0, 0, 0),
        (52, [plan("457b_other", 25000)], 0, 0, 500, 0),  # no catch-up there
        (52, [plan("457b_governmental", 32500)], 8000, 8000, 0, 0),
        (52, [plan("457b_governmental", 32501)], 8000, 8000, 1, 0),
        (61, [plan("457b_governmental", 24500)], 11250, 0, 0, 11250),
        (52, [plan("457b_governmental", 25000, catch_up_offered=False)], 0, 0, 500, 0),
        # Catch-up is of money in the governmental plan only.
        (52, [plan("457b_governmental", 1000), plan("457b_other", 25000)], 8000, 1000, 500, 6500),
        (52, [plan("401k", 10000)], 0, 0, 0, 0),
    ],
)
def test_457b_plans_have_a_limit_of_their_own(
    age: int, plans: list[dict[str, object]], extra: int, used: int, excess: int, room: int
) -> None:
    limit = found(2026, age, *plans).section_457b
    assert (limit.limit, limit.catch_up) == (24500, extra)
    assert (limit.catch_up_used, limit.excess, limit.room) == (used, excess, room)


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "ira"}, {"deferrals": D(-1)}, {"deferrals": D("0.001")}, {"pay": D(1)}],
)
def test_a_wrong_plan_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        found(2026, 40, plan("401k", 1) | wrong)


cents = st.integers(0, 5_000_000).map(lambda number: D(number).scaleb(-2))
plans = st.lists(
    st.builds(
        PlanDeferrals,
        deferrals=cents,
        catch_up_offered=st.booleans(),
        higher_catch_up_offered=st.booleans(),
    ),
    max_size=4,
).map(tuple)


@given(st.integers(18, 80), plans)
def test_every_deferral_is_counted_once(age: int, plans: tuple[PlanDeferrals, ...]) -> None:
    figures = tax_year(2026)
    result = elective_deferrals(figures, ElectiveDeferralsFacts(age=age, plans=plans))
    limits = (result.section_402g, result.section_457b)
    assert sum(limit.total for limit in limits) == sum(one.deferrals for one in plans)
    for limit in limits:
        within = limit.total - limit.catch_up_used - limit.excess
        assert 0 <= within <= limit.limit
        assert 0 <= limit.catch_up_used <= limit.catch_up <= catch_up(figures, age)
        assert 0 <= limit.room <= limit.limit + limit.catch_up
        assert limit.excess == 0 or limit.room == 0 or limit is result.section_457b
    for one, own in zip(plans, result.plans, strict=True):
        assert 0 <= own.room <= own.limit
        assert own.excess == max(0, one.deferrals - own.limit)


@given(st.integers(18, 80), plans)
def test_the_order_of_plans_does_not_matter(age: int, plans: tuple[PlanDeferrals, ...]) -> None:
    figures = tax_year(2026)
    one = elective_deferrals(figures, ElectiveDeferralsFacts(age=age, plans=plans))
    other = elective_deferrals(figures, ElectiveDeferralsFacts(age=age, plans=plans[::-1]))
    assert (one.section_402g, one.section_457b) == (other.section_402g, other.section_457b)
    assert one.plans == other.plans[::-1]
