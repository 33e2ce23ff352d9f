"""Room for after-tax money with several unrelated employers.

Authority: each has an annual additions limit of its own (IRC 415(c), (f)(1)(B)); deferrals have
one limit a person, catch-up included (IRC 402(g)(1)).

Not modelled: a person who controls a business and has a 403(b) plan with another employer is taken
to be its only employer, so that both share one annual additions limit (IRC 415(k)(4); Treas. Reg.
1.415(f)-1(f)).
"""

from dataclasses import dataclass, replace

from calc.money import Age
from calc.plans.elective_deferrals import (
    ElectiveDeferrals,
    ElectiveDeferralsFacts,
    PlanDeferrals,
    PlanKind,
    elective_deferrals,
)
from calc.plans.left_out import LeftOut
from calc.plans.plan_limits import Employer, MegaRoom, employer_room
from calc.tax_year import TaxYear


@dataclass(frozen=True, slots=True, kw_only=True)
class SeveralEmployersFacts:
    age: Age
    """Attained by December 31, whole years."""
    employers: tuple[Employer, ...]
    """Each with a 401(k); one that is under common control with another belongs to it (IRC
    415(h))."""
    other_plans: tuple[PlanDeferrals, ...] = ()
    """Plans without after-tax money to which the person defers as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeveralEmployers:
    rooms: tuple[MegaRoom, ...]
    """In the order of the employers. Their after-tax rooms add up; their deferral and catch-up
    rooms do not: all together they are no more than ``deferrals.section_402g.room``."""
    deferrals: ElectiveDeferrals
    """Of the employers' plans first, then of the others."""
    left_out: tuple[LeftOut, ...]
    """Beside what the rooms and the deferrals leave out."""


def several_employers(figures: TaxYear, facts: SeveralEmployersFacts) -> SeveralEmployers:
    """The room with each employer. Raises ValueError as employer_room does."""
    plans = tuple(
        PlanDeferrals(
            kind=PlanKind.SECTION_401K,
            deferrals=employer.elective_deferrals,
            wages=employer.wages,
            plan_has_roth=employer.plan_has_roth,
            catch_up_offered=employer.catch_up_offered,
            higher_catch_up_offered=employer.higher_catch_up_offered,
        )
        for employer in facts.employers
    )
    deferrals = elective_deferrals(
        figures, ElectiveDeferralsFacts(age=facts.age, plans=plans + facts.other_plans)
    )
    left = deferrals.section_402g.room
    rooms = (employer_room(figures, facts.age, employer) for employer in facts.employers)
    with_403b = any(plan.kind is PlanKind.SECTION_403B for plan in facts.other_plans)
    return SeveralEmployers(
        rooms=tuple(
            replace(
                room,
                deferral_room=min(room.deferral_room, left),
                catch_up_room=min(room.catch_up_room, left),
            )
            for room in rooms
        ),
        deferrals=deferrals,
        left_out=(LeftOut.OWN_BUSINESS_WITH_403B,) if with_403b else (),
    )
