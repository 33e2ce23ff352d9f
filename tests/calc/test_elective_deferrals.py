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
    PlanKind,
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
    facts = plan("simple", deferrals, higher_simple_limit=False, **more)
    (only,) = found(2026, age, facts).plans
    assert (only.limit, only.excess, only.room) == (limit, excess, 0)


@pytest.mark.parametrize("kind", ["401k", "sarsep"])
@pytest.mark.parametrize(
    ("offered", "higher", "limit"),
    [(True, True, 35750), (True, False, 32500), (False, True, 24500)],
)
def test_a_plan_takes_catch_up_as_it_says(
    kind: str, offered: bool, higher: bool, limit: int
) -> None:
    says = {"catch_up_offered": offered, "higher_catch_up_offered": higher}
    (only,) = found(2026, 60, plan(kind, 0, **says)).plans
    assert only.limit == limit


@pytest.mark.parametrize(
    ("year", "age", "deferrals", "higher_limit", "limit", "excess", "room"),
    [
        (2025, 40, 17600, None, 16500, None, 0),
        (2025, 40, 17600, False, 16500, 1100, 0),
        (2025, 40, 17600, True, 17600, 0, 0),
        (2025, 40, 17601, True, 17600, 1, 0),
        (2025, 40, 16500, None, 16500, 0, 0),
        (2025, 40, 16501, None, 16500, None, 0),
        (2025, 40, 16500, True, 17600, 0, 1100),
        (2023, 40, 15501, None, 15500, 1, 0),  # no higher one yet
        # From 50 on, glennfinancialadvisors.com and onpay.com for 2026
        (2024, 50, 0, True, 21450, 0, 21450),
        (2026, 50, 21950, True, 21950, 0, 0),
        (2026, 60, 23350, True, 23350, 0, 0),
        (2026, 50, 21000, None, 21000, 0, 0),
        (2026, 50, 21950, None, 21000, None, 0),
    ],
)
def test_small_employers_have_a_higher_simple_limit(
    year: int,
    age: int,
    deferrals: int,
    higher_limit: bool | None,
    limit: int,
    excess: int | None,
    room: int,
) -> None:
    facts = {"kind": "simple", "deferrals": D(deferrals), "higher_simple_limit": higher_limit}
    (only,) = found(year, age, facts).plans
    assert (only.limit, only.excess, only.room) == (limit, excess, room)


def test_the_higher_simple_limit_is_one_of_simple_plans() -> None:
    with pytest.raises(ValueError, match=r"^the higher SIMPLE limit is one of SIMPLE plans$"):
        PlanDeferrals(kind=PlanKind.SECTION_401K, deferrals=D(1), higher_simple_limit=True)
    (only,) = found(2026, 40, plan("401k", 1, higher_simple_limit=False)).plans
    assert only.excess == 0
    with pytest.raises(ValueError, match=r"^no SIMPLE plan had a higher limit in 2023$"):
        found(2023, 40, plan("simple", 1, higher_simple_limit=True))


@pytest.mark.parametrize(
    ("kind", "must_be_roth"),
    [
        ("401k", True),
        ("403b", True),
        ("457b_governmental", True),
        ("457b_other", False),
        ("simple", False),
        ("sarsep", False),  # IRC 414(v)(7)(C)
    ],
)
def test_catch_up_of_the_highly_paid_is_roth_or_none(kind: str, must_be_roth: bool) -> None:
    paid_well = {"kind": kind, "deferrals": D(0), "wages": D(150001)}
    (with_roth,) = found(2026, 55, paid_well | {"plan_has_roth": True}).plans
    (without,) = found(2026, 55, paid_well | {"plan_has_roth": False}).plans
    assert with_roth.limit - without.limit == (8000 if must_be_roth else 0)
    not_known = found(2026, 55, paid_well)
    assert not_known.plans[0].limit == with_roth.limit
    assert ("roth_only_catch_up" in not_known.left_out) is must_be_roth


@pytest.mark.parametrize(
    ("year", "kinds", "left_out"),
    [
        (2026, [], "pay"),
        (2026, ["401k"], "pay roth_only_catch_up"),
        (2025, ["401k"], "pay"),  # the rule was not enforced yet
        (2025, ["simple", "403b"], "pay special_catch_up"),
        (2025, ["457b_governmental"], "pay special_catch_up"),
        (2025, ["457b_other"], "pay special_catch_up"),
        (2026, ["simple", "sarsep"], "pay"),
    ],
)
def test_what_is_left_out_has_a_name(year: int, kinds: list[str], left_out: str) -> None:
    result = found(year, 55, *(plan(kind, 1000) for kind in kinds))
    assert " ".join(result.left_out) == left_out


def test_without_plans_there_is_nothing_and_it_is_in_dollars() -> None:
    result = found(2026, 40)
    for limit in (result.section_402g, result.section_457b):
        assert (limit.total, limit.room, limit.excess) == (0, 0, 0)
        assert all(isinstance(amount, D) for amount in (limit.total, limit.room, limit.excess))
        assert isinstance(limit.catch_up_used, D)


def test_each_plan_has_the_room_of_its_own_limit() -> None:
    """A 457(b) plan is not narrowed by what went to a 401(k), nor the other way round."""
    in_401k, in_457b = found(2026, 40, plan("401k", 24500), plan("457b_other", 1000)).plans
    assert (in_401k.room, in_457b.room) == (0, 23500)
    in_401k, in_457b = found(2026, 40, plan("401k", 1000), plan("457b_other", 24500)).plans
    assert (in_401k.room, in_457b.room) == (23500, 0)
    both = found(2026, 40, plan("457b_other", 20000), plan("457b_other", 0), plan("401k", 0))
    assert [one.room for one in both.plans] == [4500, 4500, 24500]


def test_a_simple_plan_may_have_too_much_while_the_person_has_room() -> None:
    result = found(2026, 40, plan("simple", 18000, higher_simple_limit=False), plan("401k", 0))
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
        kind=st.sampled_from(PlanKind),
        deferrals=cents,
        catch_up_offered=st.booleans(),
        higher_catch_up_offered=st.booleans(),
        wages=st.none() | cents,
        plan_has_roth=st.none() | st.booleans(),
    )
    | st.builds(
        PlanDeferrals,
        kind=st.just(PlanKind.SIMPLE),
        deferrals=cents,
        higher_simple_limit=st.booleans(),
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
        above = max(0, one.deferrals - own.limit)
        not_known = one.kind is PlanKind.SIMPLE and one.higher_simple_limit is None
        assert own.excess == (None if above and not_known else above)


@given(st.integers(18, 80), plans)
def test_the_order_of_plans_does_not_matter(age: int, plans: tuple[PlanDeferrals, ...]) -> None:
    figures = tax_year(2026)
    one = elective_deferrals(figures, ElectiveDeferralsFacts(age=age, plans=plans))
    other = elective_deferrals(figures, ElectiveDeferralsFacts(age=age, plans=plans[::-1]))
    assert (one.section_402g, one.section_457b) == (other.section_402g, other.section_457b)
    assert one.plans == other.plans[::-1]
