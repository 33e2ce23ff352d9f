"""What a person may defer over all plans, whoever's they are.

Authority: IRC 402(g)(1) and (3): one limit for 401(k), 403(b), SIMPLE and SARSEP plans together,
Roth deferrals included. 457(b) plans have one of their own (IRC 457(b)(2), (c), (e)(15)). Each
plan has a limit besides: a SIMPLE plan a lower one (IRC 408(p)(2)(E)), any other the same as the
person (IRC 401(a)(30)), with catch-up only if the plan takes it.

Not modelled: pay as a limit; the special catch-up of 403(b) and 457(b) plans (IRC 402(g)(7),
457(b)(3)); the higher amounts that small employers' SIMPLE plans may have (IRC
408(p)(2)(E)(i)(I)), for which a plan's excess here may be none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from pydantic import ConfigDict, StrictBool, with_config

from calc.money import ZERO, Age, Dollars
from calc.plans.catch_up import catch_up, simple_catch_up
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


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDeferrals:
    """One plan in one year."""

    kind: PlanKind
    deferrals: Dollars
    """Pre-tax and Roth, catch-up included; in a 457(b) plan the employer's money too (Treas.
    Reg. 1.457-2(b))."""
    catch_up_offered: StrictBool = True
    higher_catch_up_offered: StrictBool = True
    """At 60 to 63."""


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
    """With catch-up where the plan takes it."""
    excess: Decimal
    """Above that, to be returned by this plan; may also be part of the person's excess."""
    room: Decimal
    """As far as the person's limit leaves it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ElectiveDeferrals:
    section_402g: PersonLimit
    section_457b: PersonLimit
    plans: tuple[PlanLimit, ...]
    """In the order in which they were given."""


def elective_deferrals(figures: TaxYear, facts: ElectiveDeferralsFacts) -> ElectiveDeferrals:
    """Deferrals of a year beside the limits of the person and of each plan."""
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
                excess=max(ZERO, plan.deferrals - most),
                room=min(
                    max(ZERO, most - plan.deferrals),
                    section_457b.room if plan.kind in _457B else section_402g.room,
                ),
            )
            for plan, most in plans
        ),
    )


def _plan_limit(figures: TaxYear, age: int, plan: PlanDeferrals) -> Decimal:
    offered, higher = plan.catch_up_offered, plan.higher_catch_up_offered
    limit = Decimal(figures.elective_deferral_402g.value)
    match plan.kind:
        case PlanKind.SIMPLE:
            limit = Decimal(figures.simple_deferral.value)
            extra = simple_catch_up(figures, age, offered=offered, higher=higher)
        case PlanKind.OTHER_457B:
            extra = ZERO
        case _:
            extra = catch_up(figures, age, offered=offered, higher=higher)
    return limit + extra


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
