"""What may go into an employer's plan, and the room left for after-tax money.

Authority: IRC 402(g) (elective deferrals, one limit a person over all plans), 414(v)
(catch-up, outside the next limit), 415(c) (annual additions, one limit an employer: the
lesser of the dollar limit and pay), 401(a)(17) (pay that a plan may count).
"""

from dataclasses import dataclass
from decimal import Decimal

from calc.ira_limits import CATCH_UP_AGE, dollar_limit
from calc.money import MOST, ZERO, Age, Dollars, Fraction, to_cent
from calc.tax_year import TaxYear


def catch_up(figures: TaxYear, age: int) -> Decimal:
    """Catch-up limit in dollars for the age attained in the year: from 50, more from 60 to 63
    where the year has it, the usual again from 64 (IRC 414(v)(2)(B), (E))."""
    if age < CATCH_UP_AGE:
        return ZERO
    at_60_to_63 = figures.catch_up_414v_60_63.value
    if 60 <= age <= 63 and at_60_to_63 is not None:
        return Decimal(at_60_to_63)
    return Decimal(figures.catch_up_414v_50.value)


def annual_additions_limit(figures: TaxYear, compensation: Decimal | None) -> Decimal:
    """The lesser of the 415(c) dollar limit and pay, in dollars; pay None: not looked at."""
    limit = Decimal(figures.annual_additions_415c.value)
    return limit if compensation is None else min(limit, compensation)


def employer_money(
    figures: TaxYear, amount: Decimal | None, rate: Decimal | None, compensation: Decimal | None
) -> Decimal:
    """Employer contributions in dollars: as given, or a rate of the pay that the plan may count
    (IRC 401(a)(17)). Raises ValueError unless exactly one of the two ways is given."""
    if (amount is None) == (rate is None):
        raise ValueError("give the employer's contributions as an amount or as a rate of pay")
    if amount is not None:
        return amount
    if compensation is None or rate is None:
        raise ValueError("a rate of the employer needs the compensation it applies to")
    return to_cent(rate * min(compensation, Decimal(figures.compensation_limit_401a17.value)))


@dataclass(frozen=True, slots=True, kw_only=True)
class CatchUpFacts:
    age: Age
    """Attained by December 31, whole years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CatchUpLimits:
    """Dollars."""

    catch_up: Decimal
    deferral_limit: Decimal
    """Elective deferrals with the catch-up."""
    ira_limit: Decimal


def catch_up_limits(figures: TaxYear, facts: CatchUpFacts) -> CatchUpLimits:
    """What a person of this age may defer to plans and contribute to IRAs."""
    extra = catch_up(figures, facts.age)
    return CatchUpLimits(
        catch_up=extra,
        deferral_limit=figures.elective_deferral_402g.value + extra,
        ira_limit=dollar_limit(figures, facts.age),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MegaRoomFacts:
    """One employer's plan in one year; dollars, and the age attained in whole years."""

    age: Age
    elective_deferrals: Dollars
    """Pre-tax and Roth together; what exceeds the 402(g) limit is taken as catch-up."""
    employer_contributions: Dollars | None = None
    employer_match_rate: Fraction | None = None
    """Instead of the amount: a fraction of pay."""
    compensation: Dollars | None = None
    """Pay from this employer before deferrals; None: taken to be no obstacle."""
    aftertax_contributions: Dollars = ZERO
    """After-tax money already put in this year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MegaRoom:
    """Dollars."""

    annual_additions_limit: Decimal
    deferral_limit: Decimal
    """402(g), without catch-up."""
    catch_up: Decimal
    """Most that may be deferred on top."""
    counted_deferrals: Decimal
    """The part of the deferrals that counts against 415(c): what is not catch-up."""
    catch_up_used: Decimal
    """Deferrals above the 402(g) or the 415(c) limit, as far as catch-up goes (IRC 414(v)(3)(A);
    Treas. Reg. 1.414(v)-1(b)(1))."""
    excess_deferrals: Decimal
    """Above 402(g) and catch-up: to be returned by April 15 (IRC 402(g)(2)); not counted."""
    deferral_room: Decimal
    """What may still be deferred without catch-up, by this person in this plan; a part of
    ``aftertax_room``, not on top of it."""
    catch_up_room: Decimal
    """What may still be deferred as catch-up, on top; never more than pay leaves (IRC
    414(v)(2)(A)(ii))."""
    employer_contributions: Decimal
    aftertax_room: Decimal
    """What may still go in after tax, if the plan allows it."""
    excess_additions: Decimal
    """By how much the annual additions are over their limit already."""
    total_with_catch_up: Decimal


def mega_room(figures: TaxYear, facts: MegaRoomFacts) -> MegaRoom:
    """Room for after-tax contributions: the annual additions limit less deferrals, employer
    money and after-tax money so far. Raises ValueError as employer_money does."""
    limit = annual_additions_limit(figures, facts.compensation)
    deferral_limit = Decimal(figures.elective_deferral_402g.value)
    extra = catch_up(figures, facts.age)
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
    return MegaRoom(
        annual_additions_limit=limit,
        deferral_limit=deferral_limit,
        catch_up=extra,
        counted_deferrals=counted,
        catch_up_used=used,
        excess_deferrals=above_402g - min(above_402g, extra),
        deferral_room=max(ZERO, min(room, deferral_limit - counted, pay_left)),
        catch_up_room=max(ZERO, min(extra - used, pay_left)),
        employer_contributions=employer,
        aftertax_room=max(ZERO, room),
        excess_additions=max(ZERO, -room),
        total_with_catch_up=limit + extra,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnualAdditionsFacts:
    """One employer's plan in one year; dollars, and the age attained in whole years."""

    age: Age
    compensation: Dollars | None = None
    elective_deferrals: Dollars = ZERO
    """Without catch-up."""
    catch_up_deferrals: Dollars = ZERO
    employer_contributions: Dollars | None = None
    employer_rate: Fraction | None = None
    """Instead of the amount: a fraction of pay. Neither: no employer money."""
    deferrals_elsewhere: Dollars = ZERO
    """To plans of unrelated employers: they share the 402(g) limit, not this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnualAdditions:
    """Dollars."""

    limit: Decimal
    counted_additions: Decimal
    """Deferrals and employer money; catch-up is outside (IRC 414(v)(3)(A)(i))."""
    total: Decimal
    """With catch-up."""
    employer_contributions: Decimal
    deferral_limit: Decimal
    deferral_room: Decimal
    """What the other plans leave of the 402(g) limit to this one."""
    catch_up: Decimal


def annual_additions(figures: TaxYear, facts: AnnualAdditionsFacts) -> AnnualAdditions:
    """What went into one employer's plan, beside its limits (IRC 415(c), 402(g)).
    Raises ValueError as employer_money does."""
    employer = ZERO
    if facts.employer_contributions is not None or facts.employer_rate is not None:
        employer = employer_money(
            figures, facts.employer_contributions, facts.employer_rate, facts.compensation
        )
    counted = facts.elective_deferrals + employer
    deferral_limit = Decimal(figures.elective_deferral_402g.value)
    return AnnualAdditions(
        limit=annual_additions_limit(figures, facts.compensation),
        counted_additions=counted,
        total=counted + facts.catch_up_deferrals,
        employer_contributions=employer,
        deferral_limit=deferral_limit,
        deferral_room=max(ZERO, deferral_limit - facts.deferrals_elsewhere),
        catch_up=catch_up(figures, facts.age),
    )
