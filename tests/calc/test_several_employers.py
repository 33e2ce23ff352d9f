"""Unrelated employers: each its own 415(c) limit, one 402(g) limit for the person."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.plans.elective_deferrals import PlanDeferrals, PlanKind
from calc.plans.plan_limits import Employer, employer_room
from calc.plans.several_employers import SeveralEmployers, SeveralEmployersFacts, several_employers
from calc.tax_year import tax_year

D = Decimal
FIGURES = tax_year(2026)


def found(age: int, *employers: Employer, other: tuple[PlanDeferrals, ...] = ()):
    return several_employers(
        FIGURES, SeveralEmployersFacts(age=age, employers=employers, other_plans=other)
    )


def rooms(result: SeveralEmployers) -> list[tuple[Decimal, Decimal, Decimal]]:
    return [(room.aftertax_room, room.deferral_room, room.catch_up_room) for room in result.rooms]


JOB = Employer(elective_deferrals=D(24500), employer_contributions=D(10000), compensation=D(300000))
SECOND = Employer(elective_deferrals=D(0), employer_contributions=D(5000), compensation=D(100000))


def test_two_limits_on_additions_one_on_deferrals() -> None:
    result = found(40, JOB, SECOND)
    assert rooms(result) == [(37500, 0, 0), (67000, 0, 0)]
    assert result.deferrals.section_402g.room == 0


def test_what_one_leaves_the_other_may_take() -> None:
    result = found(40, replace(JOB, elective_deferrals=D(20000)), SECOND)
    assert rooms(result) == [(42000, 4500, 0), (67000, 4500, 0)]


def test_catch_up_is_shared() -> None:
    result = found(55, replace(JOB, elective_deferrals=D(30000)), SECOND)
    assert rooms(result) == [(37500, 0, 2500), (67000, 2500, 2500)]
    assert result.deferrals.section_402g.room == 2500


def test_other_plans_share_it_too() -> None:
    simple = PlanDeferrals(kind=PlanKind.SIMPLE, deferrals=D(17000))
    result = found(40, replace(JOB, elective_deferrals=D(5000)), other=(simple,))
    assert rooms(result) == [(57000, 2500, 0)]
    assert [plan.limit for plan in result.deferrals.plans] == [24500, 17000]


def test_too_much_over_both() -> None:
    result = found(40, JOB, replace(SECOND, elective_deferrals=D(3000)))
    assert result.deferrals.section_402g.excess == 3000
    assert [room.excess_deferrals for room in result.rooms] == [0, 0]


def test_each_plan_takes_catch_up_as_it_does() -> None:
    result = found(61, replace(JOB, higher_catch_up_offered=False), replace(SECOND))
    assert [plan.limit for plan in result.deferrals.plans] == [32500, 35750]
    result = found(61, replace(JOB, catch_up_offered=False))
    assert result.deferrals.section_402g.room == 0


def test_catch_up_that_must_be_roth_is_none_without_roth() -> None:
    paid_well = {"wages": D(150001), "plan_has_roth": False}
    result = found(55, replace(JOB, **paid_well), SECOND)
    assert rooms(result) == [(37500, 0, 0), (67000, 8000, 8000)]
    assert [plan.limit for plan in result.deferrals.plans] == [24500, 32500]
    with_roth = found(55, replace(JOB, wages=D(150001), plan_has_roth=True))
    assert rooms(with_roth) == [(37500, 0, 8000)]
    assert with_roth.rooms[0].catch_up_must_be_roth is True


@pytest.mark.parametrize(("age", "roth_only"), [(49, []), (50, ["roth_only_catch_up"])])
def test_wages_not_given_are_named(age: int, roth_only: list[str]) -> None:
    result = found(age, JOB)
    assert list(result.rooms[0].left_out) == ["acp_test", "adp_test", *roth_only]
    assert list(result.deferrals.left_out) == ["pay", *roth_only]


@pytest.mark.parametrize(
    ("kind", "left_out"),
    [(PlanKind.SECTION_403B, ("own_business_with_403b",)), (PlanKind.SECTION_401K, ())],
)
def test_a_403b_beside_a_business_of_ones_own(kind: PlanKind, left_out: tuple[str, ...]) -> None:
    other = PlanDeferrals(kind=kind, deferrals=D(1000))
    assert found(40, JOB, other=(other,)).left_out == left_out


cents = st.integers(0, 10_000_000).map(lambda number: D(number).scaleb(-2))
employers = st.builds(
    Employer,
    elective_deferrals=cents,
    employer_contributions=cents,
    employer_match_rate=st.none(),
    compensation=st.none() | cents,
    aftertax_contributions=cents,
    aftertax_cap=st.none() | cents,
    aftertax_cap_percent=st.none(),
)


@given(st.integers(18, 80), employers)
def test_one_employer_is_a_plan_as_ever(age: int, employer: Employer) -> None:
    assert found(age, employer).rooms == (employer_room(FIGURES, age, employer),)


@given(st.integers(18, 80), employers, employers, employers)
def test_after_tax_room_is_each_employers_own(
    age: int, first: Employer, second: Employer, instead: Employer
) -> None:
    with_second, with_another = found(age, first, second), found(age, first, instead)
    assert with_second.rooms[0].aftertax_room == with_another.rooms[0].aftertax_room
    assert with_second.rooms[1].aftertax_room == found(age, second).rooms[0].aftertax_room


@given(st.integers(18, 80), st.lists(employers, max_size=3))
def test_nobody_takes_more_deferrals_than_the_person_has_left(
    age: int, several: list[Employer]
) -> None:
    result = found(age, *several)
    left = result.deferrals.section_402g.room
    for room in result.rooms:
        assert 0 <= room.deferral_room <= left
        assert 0 <= room.catch_up_room <= left
