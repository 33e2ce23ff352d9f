"""What went into one employer's plan in a year, beside its limit.

Authority: IRC 415(c) (one limit an employer: the lesser of the dollar limit and pay), 414(v)(3)
(catch-up is outside it), 402(g) (elective deferrals, one limit a person over all plans).
"""

from dataclasses import dataclass
from decimal import Decimal

from calc.iras.ira_limits import CATCH_UP_AGE
from calc.money import ZERO, Age, Dollars, Fraction
from calc.plans.catch_up import catch_up
from calc.plans.left_out import LeftOut
from calc.plans.plan_pay import employer_money
from calc.tax_year import TaxYear


def annual_additions_limit(figures: TaxYear, compensation: Decimal | None) -> Decimal:
    """The lesser of the 415(c) dollar limit and pay, in dollars; pay None: not looked at."""
    limit = Decimal(figures.annual_additions_415c.value)
    return limit if compensation is None else min(limit, compensation)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnualAdditionsFacts:
    """One employer's plan in one year; dollars, and the age attained in whole years."""

    age: Age
    compensation: Dollars | None = None
    elective_deferrals: Dollars = ZERO
    """Without catch-up."""
    catch_up_deferrals: Dollars = ZERO
    """From 50 on. What is above the limit for the age is no catch-up."""
    employer_contributions: Dollars | None = None
    """Forfeitures credited to the person included (IRC 415(c)(2)(C))."""
    employer_rate: Fraction | None = None
    """Instead of the amount: a fraction of pay. Neither: no employer money."""
    deferrals_elsewhere: Dollars = ZERO
    """To plans of unrelated employers: they share the 402(g) limit, not this one."""

    def __post_init__(self) -> None:
        if self.catch_up_deferrals and self.age < CATCH_UP_AGE:
            raise ValueError(f"there is no catch-up before {CATCH_UP_AGE} (IRC 414(v)(5))")
        deferrals = self.elective_deferrals + self.catch_up_deferrals
        if self.compensation is not None and deferrals > self.compensation:
            raise ValueError("deferrals come out of pay, so they cannot be more")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnualAdditions:
    """Dollars."""

    limit: Decimal
    counted_additions: Decimal
    """Deferrals and employer money; catch-up is outside (IRC 414(v)(3)(A)(i))."""
    excess_additions: Decimal
    """By how much they are above the limit."""
    total: Decimal
    """With catch-up."""
    employer_contributions: Decimal
    deferral_limit: Decimal
    deferral_room: Decimal
    """What the other plans leave of the 402(g) limit to this one."""
    catch_up: Decimal
    """Most for the age."""
    catch_up_used: Decimal
    """As far as it goes: catch-up deferrals, and others that are above the limit on annual
    additions (Treas. Reg. 1.414(v)-1(b)(1))."""
    left_out: tuple[LeftOut, ...]


def annual_additions(figures: TaxYear, facts: AnnualAdditionsFacts) -> AnnualAdditions:
    """What went into one employer's plan, beside its limits (IRC 415(c), 402(g)).
    Raises ValueError as employer_money does."""
    employer = ZERO
    if facts.employer_contributions is not None or facts.employer_rate is not None:
        employer = employer_money(
            figures, facts.employer_contributions, facts.employer_rate, facts.compensation
        )
    limit = annual_additions_limit(figures, facts.compensation)
    total = facts.elective_deferrals + facts.catch_up_deferrals + employer
    extra = catch_up(figures, facts.age)
    used = min(extra, facts.catch_up_deferrals)
    used += min(max(ZERO, total - used - limit), facts.elective_deferrals, extra - used)
    counted = total - used
    deferral_limit = Decimal(figures.elective_deferral_402g.value)
    return AnnualAdditions(
        limit=limit,
        counted_additions=counted,
        excess_additions=max(ZERO, counted - limit),
        total=total,
        employer_contributions=employer,
        deferral_limit=deferral_limit,
        deferral_room=max(ZERO, deferral_limit - facts.deferrals_elsewhere),
        catch_up=extra,
        catch_up_used=used,
        left_out=(LeftOut.PAY,) if facts.compensation is None else (),
    )
