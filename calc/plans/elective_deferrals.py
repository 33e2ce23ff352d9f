"""What a person may defer over all plans, whoever's they are.

Authority: IRC 402(g)(1) and (3): one limit for 401(k), 403(b), SIMPLE and SARSEP plans together,
Roth deferrals included. 457(b) plans have one of their own (IRC 457(b)(2), (c), (e)(15)). Each
plan has a limit besides: a SIMPLE plan a lower one (IRC 408(p)(2)(E)), any other the same as the
person (IRC 401(a)(30)), with catch-up only if the plan takes it.

Not modelled: pay as a limit; the special catch-up of 403(b) and 457(b) plans (IRC 402(g)(7),
457(b)(3)).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from pydantic import ConfigDict, StrictBool, with_config

from calc.money import ZERO, Age, Dollars
from calc.plans.catch_up import CatchUpTerms, catch_up, catch_up_in_plan
from calc.plans.left_out import LeftOut
from calc.plans.simple_plans import simple_catch_up, simple_deferral_limit
from calc.tax_year import TaxYear


class PlanKind(StrEnum):
    SECTION_401K = "401k"
    """The federal Thrift Savings Plan too (IRC 7701(j))."""
    SECTION_403B = "403b"
    SIMPLE = "simple"
    SARSEP = "sarsep"
    GOVERNMENTAL_457B = "457b_governmental"
    OTHER_457B = "457b_other"
    """Takes no catch-up (IRC 414(v)(6)(A)(iii))."""


_457B = {PlanKind.GOVERNMENTAL_457B, PlanKind.OTHER_457B}

_WITH_ROTH_ONLY_CATCH_UP = {
    PlanKind.SECTION_401K,
    PlanKind.SECTION_403B,
    PlanKind.GOVERNMENTAL_457B,
}
"""IRC 414(v)(7)(A), (C)."""


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDeferrals(CatchUpTerms):
    """One plan in one year. Wages and Roth are asked for of a 401(k), 403(b) or governmental 457(b)
    plan."""

    kind: PlanKind
    deferrals: Dollars
    """Pre-tax and Roth, catch-up included; in a 457(b) plan the employer's money too (Treas.
    Reg. 1.457-2(b))."""
    higher_simple_limit: StrictBool | None = None
    """Of a SIMPLE plan, from 2024 on: whether it has the higher limit of small employers, as all
    with at most 25 employees do (IRC 408(p)(2)(E)(i)(I)). None: not known."""

    def __post_init__(self) -> None:
        if self.higher_simple_limit and self.kind is not PlanKind.SIMPLE:
            raise ValueError("the higher SIMPLE limit is one of SIMPLE plans")


@dataclass(frozen=True, slots=True, kw_only=True)
class ElectiveDeferralsFacts:
    age: Age
    """Attained by December 31, whole years."""
    plans: tuple[PlanDeferrals, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLimit:
    """One limit that a person has over plans together; dollars."""

    total: Decimal
    limit: Decimal
    """Without catch-up."""
    catch_up: Decimal
    """Most that may be deferred on top."""
    catch_up_used: Decimal
    excess: Decimal
    """Above limit and catch-up: to be returned by April 15 (IRC 402(g)(2)), or as the 457(b)
    plan does (Treas. Reg. 1.457-4(e))."""
    room: Decimal
    """What may still be deferred, catch-up included, to the plans that are there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLimit:
    """What one plan may take from the person; dollars."""

    limit: Decimal
    """With catch-up where the plan takes it; the usual one, where a SIMPLE plan may have a higher
    one and that is not known."""
    excess: Decimal | None
    """Above that, to be returned by this plan; may also be part of the person's excess. None where
    the higher SIMPLE limit decides and is not known."""
    room: Decimal
    """As far as the person's limit leaves it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ElectiveDeferrals:
    section_402g: PersonLimit
    section_457b: PersonLimit
    plans: tuple[PlanLimit, ...]
    """In the order in which they were given."""
    left_out: tuple[LeftOut, ...]


def elective_deferrals(figures: TaxYear, facts: ElectiveDeferralsFacts) -> ElectiveDeferrals:
    """Deferrals of a year beside the limits of the person and of each plan. Raises ValueError for
    a higher SIMPLE limit in a year that has none."""
    plans = [(plan, _plan_limit(figures, facts.age, plan)) for plan in facts.plans]
    under_402g = [(plan, most) for plan, most in plans if plan.kind not in _457B]
    under_457b = [(plan, most) for plan, most in plans if plan.kind in _457B]
    limit = Decimal(figures.elective_deferral_402g.value)

    # By age alone, whether or not a plan takes catch-up (IRC 402(g)(1)(C); Treas. Reg.
    # 1.402(g)-2(b)).
    extra = catch_up(figures, facts.age)
    section_402g = _person_limit(limit, extra, extra, under_402g)

    # 457(e)(15) starts from the same $15,000 and indexes it as 402(g)(1)(B) and (4) do. Catch-up
    # is what a governmental plan takes (Treas. Reg. 1.457-5(a)), and only of money in that plan.
    extra = max((most - limit for _, most in under_457b), default=ZERO)
    usable = sum((plan.deferrals for plan, most in under_457b if most > limit), ZERO)
    section_457b = _person_limit(limit, extra, min(extra, usable), under_457b)

    return ElectiveDeferrals(
        section_402g=section_402g,
        section_457b=section_457b,
        plans=tuple(
            PlanLimit(
                limit=most,
                excess=_excess(figures, plan, most),
                room=min(
                    max(ZERO, most - plan.deferrals),
                    section_457b.room if plan.kind in _457B else section_402g.room,
                ),
            )
            for plan, most in plans
        ),
        left_out=tuple(_left_out(figures, facts)),
    )


def _plan_limit(figures: TaxYear, age: int, plan: PlanDeferrals) -> Decimal:
    offered, higher = plan.catch_up_offered, plan.higher_catch_up_offered
    limit = Decimal(figures.elective_deferral_402g.value)
    match plan.kind:
        case PlanKind.SIMPLE:
            of_small_employer = plan.higher_simple_limit is True
            limit = simple_deferral_limit(figures, higher_limit=of_small_employer)
            extra = simple_catch_up(
                figures, age, offered=offered, higher=higher, higher_limit=of_small_employer
            )
        case PlanKind.OTHER_457B:
            extra = ZERO
        case PlanKind.SARSEP:
            extra = catch_up(figures, age, offered=offered, higher=higher)
        case _:
            extra = catch_up_in_plan(figures, age, plan).at_most
    return limit + extra


def _excess(figures: TaxYear, plan: PlanDeferrals, most: Decimal) -> Decimal | None:
    above = max(ZERO, plan.deferrals - most)
    may_have_more = plan.kind is PlanKind.SIMPLE and plan.higher_simple_limit is None
    if above and may_have_more and figures.simple_enhanced_deferral.value is not None:
        return None
    return above


def _left_out(figures: TaxYear, facts: ElectiveDeferralsFacts) -> Iterator[LeftOut]:
    yield LeftOut.PAY
    in_plans = [
        catch_up_in_plan(figures, facts.age, plan)
        for plan in facts.plans
        if plan.kind in _WITH_ROTH_ONLY_CATCH_UP
    ]
    if any(LeftOut.ROTH_ONLY_CATCH_UP in in_plan.left_out for in_plan in in_plans):
        yield LeftOut.ROTH_ONLY_CATCH_UP
    if any(plan.kind in _457B or plan.kind is PlanKind.SECTION_403B for plan in facts.plans):
        yield LeftOut.SPECIAL_CATCH_UP


def _person_limit(
    limit: Decimal,
    extra: Decimal,
    usable: Decimal,
    plans: Sequence[tuple[PlanDeferrals, Decimal]],
) -> PersonLimit:
    total = sum((plan.deferrals for plan, _ in plans), ZERO)
    above = max(ZERO, total - limit)
    used = min(above, usable)
    plans_take = sum((max(ZERO, most - plan.deferrals) for plan, most in plans), ZERO)
    return PersonLimit(
        total=total,
        limit=limit,
        catch_up=extra,
        catch_up_used=used,
        excess=above - used,
        room=max(ZERO, min(limit + extra - total, plans_take)),
    )
