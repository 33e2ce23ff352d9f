"""Whether a plan counts a person among its highly compensated employees.

Authority: IRC 414(q)(1). It matters to after-tax money because the plan compares what the highly
compensated put in with what the others do (the ACP test, IRC 401(m)(2)). That test is not
modelled: it needs everybody's amounts.
"""

from dataclasses import dataclass

from pydantic import StrictBool

from calc.money import Dollars
from calc.tax_year import TaxYear


@dataclass(frozen=True, slots=True, kw_only=True)
class HighlyCompensatedFacts:
    """One employer, a controlled group counted as one. None: not known."""

    pay_of_year_before: Dollars | None = None
    """From this employer, before deferrals (IRC 414(q)(4), 415(c)(3)), in dollars."""
    owned_over_5_percent: StrictBool | None = None
    """At any time in the plan year; what the family owns counts (IRC 414(q)(2), 318)."""
    owned_over_5_percent_year_before: StrictBool | None = None


def highly_compensated(figures: TaxYear, facts: HighlyCompensatedFacts) -> bool | None:
    """Status for the plan year of ``figures``: more than a 5% owner in this year or the one
    before, or paid more than the threshold in the one before (IRC 414(q)(1)). None where
    something not known decides.

    Not modelled: an employer may elect to count, of those by pay, the best paid fifth only (IRC
    414(q)(1)(B)(ii)).
    """
    threshold = figures.hce_for_plan_year.value.pay_more_than
    pay = facts.pay_of_year_before
    tests = (
        facts.owned_over_5_percent,
        facts.owned_over_5_percent_year_before,
        None if pay is None else pay > threshold,
    )
    if any(tests):
        return True
    return None if None in tests else False
