"""Catch-up contributions to employers' plans.

Authority: IRC 414(v)(2)(B) and (E) (amounts by age), 414(v)(7) (Roth only for those with high
wages), Treas. Reg. 1.414(v)-1 and -2. A plan need not take catch-up, nor the higher one at 60 to
63. Not modelled: the special catch-up of a 403(b) plan after 15 years of service (IRC 402(g)(7))
and of a 457(b) plan in its last three years (IRC 457(b)(3)).
"""

from dataclasses import dataclass
from decimal import Decimal

from pydantic import StrictBool

from calc.iras.ira_limits import CATCH_UP_AGE, dollar_limit
from calc.money import ZERO, Age, Dollars
from calc.plans.left_out import LeftOut
from calc.tax_year import TaxYear


def catch_up(figures: TaxYear, age: int, *, offered: bool = True, higher: bool = True) -> Decimal:
    """Catch-up limit in dollars for the age attained in the year: from 50, more from 60 to 63
    where the year has it, the usual again from 64 (IRC 414(v)(2)(B), (E)).

    ``offered`` and ``higher`` say whether the plan takes catch-up, and the amount for 60 to 63.
    """
    at_60_to_63 = figures.catch_up_414v_60_63.value if higher else None
    return by_age(age, figures.catch_up_414v_50.value, at_60_to_63) if offered else ZERO


def by_age(age: int, at_50: int, at_60_to_63: int | None) -> Decimal:
    """Nothing before 50, ``at_60_to_63`` at these ages, ``at_50`` at the others, and at these where
    they have no amount of their own; dollars."""
    if age < CATCH_UP_AGE:
        return ZERO
    if 60 <= age <= 63 and at_60_to_63 is not None:
        return Decimal(at_60_to_63)
    return Decimal(at_50)


@dataclass(frozen=True, slots=True, kw_only=True)
class CatchUpFacts:
    age: Age
    """Attained by December 31, whole years."""
    catch_up_offered: StrictBool = True
    higher_catch_up_offered: StrictBool = True
    """At 60 to 63: a plan may take the usual amount only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CatchUpLimits:
    """Dollars."""

    catch_up: Decimal
    deferral_limit: Decimal
    """Elective deferrals with the catch-up."""
    ira_limit: Decimal
    left_out: tuple[LeftOut, ...]


def catch_up_limits(figures: TaxYear, facts: CatchUpFacts) -> CatchUpLimits:
    """What a person of this age may defer to plans and contribute to IRAs."""
    extra = catch_up(
        figures,
        facts.age,
        offered=facts.catch_up_offered,
        higher=facts.higher_catch_up_offered,
    )
    roth_only = extra and must_be_roth(figures, None) is None
    return CatchUpLimits(
        catch_up=extra,
        deferral_limit=figures.elective_deferral_402g.value + extra,
        ira_limit=dollar_limit(figures, facts.age),
        left_out=(LeftOut.ROTH_ONLY_CATCH_UP,) if roth_only else (),
    )


def must_be_roth(figures: TaxYear, wages: Decimal | None) -> bool | None:
    """Whether catch-up to a 401(k), 403(b) or governmental 457(b) plan must be Roth: last year's
    wages from the employer that sponsors the plan were more than the threshold (IRC 414(v)(7)).

    ``wages`` are Social Security wages in dollars (Form W-2, box 3), not prorated for part of a
    year; 0 for who had none there, as most self-employed. None, of the wages and as the result:
    not known. False in years before the rule, and in those in which it was not enforced.
    """
    rule = figures.roth_only_catch_up.value
    if rule is None or not rule.enforced:
        return False
    return None if wages is None else wages > rule.threshold_more_than


@dataclass(frozen=True, slots=True, kw_only=True)
class CatchUpTerms:
    """What decides over catch-up in one employer's plan. None: not known."""

    wages: Dollars | None = None
    """Social Security wages of the year before from the employer of the plan, in dollars (Form W-2,
    box 3), 0 for none: by them catch-up must be Roth."""
    plan_has_roth: StrictBool | None = None
    catch_up_offered: StrictBool = True
    higher_catch_up_offered: StrictBool = True
    """At 60 to 63: a plan may take the usual amount only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RothCatchUpFacts(CatchUpTerms):
    """One employer's plan, not a SIMPLE plan or SARSEP (IRC 414(v)(7)(C))."""

    age: Age
    """Attained by December 31, whole years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RothCatchUp:
    must_be_roth: bool | None
    """None: the wages decide, and are not known."""
    catch_up: Decimal | None
    """Most that may be caught up in this plan, in dollars: nothing for who must and cannot make
    it Roth; None where something not known decides."""
    at_most: Decimal
    """The same, and where something not known decides, as if it were no obstacle."""

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        return (LeftOut.ROTH_ONLY_CATCH_UP,) if self.catch_up is None else ()


def roth_catch_up(figures: TaxYear, facts: RothCatchUpFacts) -> RothCatchUp:
    """What the Roth-only rule leaves of a person's catch-up (IRC 414(v)(7)(A) and (B))."""
    return catch_up_in_plan(figures, facts.age, facts)


def catch_up_in_plan(figures: TaxYear, age: int, terms: CatchUpTerms) -> RothCatchUp:
    """The same for a plan of which the terms are known, at the age attained in the year."""
    must = must_be_roth(figures, terms.wages)
    most = catch_up(
        figures, age, offered=terms.catch_up_offered, higher=terms.higher_catch_up_offered
    )
    if most == 0 or must is False or terms.plan_has_roth is True:
        return RothCatchUp(must_be_roth=must, catch_up=most, at_most=most)
    if must is True and terms.plan_has_roth is False:
        return RothCatchUp(must_be_roth=must, catch_up=ZERO, at_most=ZERO)
    return RothCatchUp(must_be_roth=must, catch_up=None, at_most=most)
