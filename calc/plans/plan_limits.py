"""What may go into an employer's plan, and the room left for after-tax money.

Authority: IRC 402(g) (elective deferrals, one limit a person over all plans), 414(v)
(catch-up, outside the next limit), 415(c) (annual additions, one limit an employer: the
lesser of the dollar limit and pay), 401(a)(17) (pay that a plan may count).

Not modelled: the tests by which a plan compares the deferrals and after-tax contributions of its
highly compensated employees with those of the others, and may have to return a part of them (IRC
401(k)(3), (8), 401(m)(2), (6)).
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, ValidationInfo, with_config

from calc.money import MOST, ZERO, Age, Dollars, Fraction
from calc.plans.annual_additions import annual_additions_limit
from calc.plans.catch_up import CatchUpTerms, catch_up_in_plan
from calc.plans.left_out import LeftOut
from calc.plans.plan_pay import after_tax_cap, employer_money
from calc.tax_year import TaxYear


def _covers_the_deferrals(pay: Decimal | None, given: ValidationInfo) -> Decimal | None:
    deferrals = given.data.get("elective_deferrals")
    if pay is not None and deferrals is not None and deferrals > pay:
        raise ValueError("deferrals come out of pay, so they cannot be more")
    return pay


Pay = Annotated[Dollars | None, AfterValidator(_covers_the_deferrals)]
"""Refused below the deferrals where it enters from outside. Inside, the ends of two ranges may meet
as no person's pay and deferrals do."""


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True, kw_only=True)
class Employer(CatchUpTerms):
    """One employer's plans in one year, in dollars. A controlled group is one employer, and all
    its defined contribution plans are one plan (IRC 415(f)(1)(B), (h))."""

    elective_deferrals: Dollars
    """Pre-tax and Roth together; what exceeds the 402(g) limit is taken as catch-up."""
    employer_contributions: Dollars | None = None
    """Forfeitures credited to the person included (IRC 415(c)(2)(C))."""
    employer_match_rate: Fraction | None = None
    """Instead of the amount: a fraction of pay."""
    compensation: Pay = None
    """Pay from this employer before deferrals; None: taken to be no obstacle."""
    aftertax_contributions: Dollars = ZERO
    """After-tax money already put in this year."""
    aftertax_cap: Dollars | None = None
    """The plan's own limit on after-tax contributions of a year; None: it has none."""
    aftertax_cap_percent: Fraction | None = None
    """The same as a fraction of the pay that the plan may count; of two limits the lesser."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MegaRoomFacts(Employer):
    """With the age attained in the year, in whole years."""

    age: Age


class AfterTaxBound(StrEnum):
    """What keeps after-tax contributions from being more; of two equals the first."""

    ANNUAL_ADDITIONS = "annual_additions_415c"
    """The dollar limit of IRC 415(c)(1)(A)."""
    PAY = "pay"
    """IRC 415(c)(1)(B)."""
    PLAN = "plan_cap"
    """The plan's own limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MegaRoom:
    """Dollars."""

    annual_additions_limit: Decimal
    deferral_limit: Decimal
    """402(g), without catch-up."""
    catch_up: Decimal
    """Most that may be deferred on top: nothing for who must make it Roth and cannot."""
    catch_up_must_be_roth: bool | None
    """IRC 414(v)(7). None: the wages decide, and are not known."""
    counted_deferrals: Decimal
    """The part of the deferrals that counts against 415(c): what is not catch-up."""
    catch_up_used: Decimal
    """Deferrals above the 402(g) or the 415(c) limit, as far as catch-up goes (IRC 414(v)(3)(A);
    Treas. Reg. 1.414(v)-1(b)(1))."""
    excess_deferrals: Decimal
    """Above 402(g) and catch-up: to be returned by April 15 (IRC 402(g)(2)); not counted."""
    deferral_room: Decimal
    """What may still be deferred without catch-up, by this person in this plan; a part of
    ``additions_room``, not on top of it."""
    catch_up_room: Decimal
    """What may still be deferred as catch-up, on top; never more than pay leaves (IRC
    414(v)(2)(A)(ii))."""
    employer_contributions: Decimal
    additions_room: Decimal
    """What 415(c) leaves."""
    aftertax_room: Decimal
    """What may still go in after tax, if the plan allows it: all that 415(c) leaves, or less by
    the plan's own limit."""
    aftertax_bound: AfterTaxBound
    """Which of the limits it is that ends the room."""
    excess_additions: Decimal
    """By how much the annual additions are over their limit already."""
    total_with_catch_up: Decimal
    left_out: tuple[LeftOut, ...]


def mega_room(figures: TaxYear, facts: MegaRoomFacts) -> MegaRoom:
    """Room for after-tax contributions, of a person with one employer. Raises ValueError as
    employer_room does."""
    return employer_room(figures, facts.age, facts)


def employer_room(figures: TaxYear, age: int, facts: Employer) -> MegaRoom:
    """Room for after-tax contributions: the annual additions limit less deferrals, employer
    money and after-tax money so far, within the plan's own limit. The age is attained in the
    year, whole years. Raises ValueError as employer_money and after_tax_cap do."""
    limit = annual_additions_limit(figures, facts.compensation)
    deferral_limit = Decimal(figures.elective_deferral_402g.value)
    by_plan = catch_up_in_plan(figures, age, facts)
    extra = by_plan.at_most
    employer = employer_money(
        figures, facts.employer_contributions, facts.employer_match_rate, facts.compensation
    )
    above_402g = max(ZERO, facts.elective_deferrals - deferral_limit)
    counted = facts.elective_deferrals - above_402g
    used = min(above_402g, extra)
    above_415c = max(ZERO, counted + employer + facts.aftertax_contributions - limit)
    recharacterized = min(above_415c, counted, extra - used)
    counted -= recharacterized
    used += recharacterized
    room = limit - counted - employer - facts.aftertax_contributions
    pay_left = (MOST if facts.compensation is None else facts.compensation) - counted - used
    aftertax_room, bound = _after_tax_room(figures, facts, limit, max(ZERO, room))
    return MegaRoom(
        annual_additions_limit=limit,
        deferral_limit=deferral_limit,
        catch_up=extra,
        catch_up_must_be_roth=by_plan.must_be_roth,
        counted_deferrals=counted,
        catch_up_used=used,
        excess_deferrals=above_402g - min(above_402g, extra),
        deferral_room=max(ZERO, min(room, deferral_limit - counted)),
        catch_up_room=max(ZERO, min(extra - used, pay_left)),
        employer_contributions=employer,
        additions_room=max(ZERO, room),
        aftertax_room=aftertax_room,
        aftertax_bound=bound,
        excess_additions=max(ZERO, -room),
        total_with_catch_up=limit + extra,
        left_out=(
            LeftOut.ACP_TEST,
            LeftOut.ADP_TEST,
            *by_plan.left_out,
            *((LeftOut.PAY,) if facts.compensation is None else ()),
        ),
    )


def _after_tax_room(
    figures: TaxYear, facts: Employer, limit: Decimal, additions_room: Decimal
) -> tuple[Decimal, AfterTaxBound]:
    cap = after_tax_cap(figures, facts.aftertax_cap, facts.aftertax_cap_percent, facts.compensation)
    if cap is not None:
        by_plan = max(ZERO, cap - facts.aftertax_contributions)
        if by_plan < additions_room:
            return by_plan, AfterTaxBound.PLAN
    by_pay = limit < figures.annual_additions_415c.value
    return additions_room, AfterTaxBound.PAY if by_pay else AfterTaxBound.ANNUAL_ADDITIONS
