"""Plans at work."""

from calc.cases.case import Case, Results, any_year, by_year, calculation
from calc.plans.after_tax import (
    InPlanConversionFacts,
    PlanProrataFacts,
    in_plan_conversion,
    plan_prorata,
)
from calc.plans.annual_additions import AnnualAdditionsFacts, annual_additions
from calc.plans.catch_up import CatchUpFacts, RothCatchUpFacts, catch_up_limits, roth_catch_up
from calc.plans.elective_deferrals import ElectiveDeferralsFacts, elective_deferrals
from calc.plans.highly_compensated import HighlyCompensatedFacts, highly_compensated
from calc.plans.plan_limits import MegaRoomFacts, mega_room
from calc.plans.self_employment import Solo401kFacts, solo_401k
from calc.plans.several_employers import SeveralEmployersFacts, several_employers
from calc.plans.split_rollover import SplitRolloverFacts, split_rollover
from calc.tax_year import tax_year


def _highly_compensated(case: Case, facts: HighlyCompensatedFacts) -> Results:
    """Whether somebody is highly compensated for the plan year; null where that is not known."""
    return {"highly_compensated": highly_compensated(tax_year(case.tax_year), facts)}


FIRST_IN_PLAN_CONVERSION = 2010
"""IRC 402A(c)(4), from September 28 of that year on (Pub. L. 111-240, sec. 2112)."""

FIRST_SPLIT_ROLLOVER = 2014
"""Notice 2014-54; distributions from 2015 on, earlier ones where a plan applied it."""

CALCULATIONS = {
    "catch_up": calculation(CatchUpFacts, by_year(catch_up_limits), age=61),
    "roth_catch_up": calculation(
        RothCatchUpFacts, by_year(roth_catch_up), age=52, wages=160000, plan_has_roth=False
    ),
    "elective_deferrals": calculation(
        ElectiveDeferralsFacts,
        by_year(elective_deferrals),
        age=52,
        plans=[
            {"kind": "401k", "deferrals": 20000},
            {"kind": "403b", "deferrals": 12000},
        ],
    ),
    "highly_compensated": calculation(
        HighlyCompensatedFacts,
        _highly_compensated,
        pay_of_year_before=155001,
        owned_over_5_percent=False,
        owned_over_5_percent_year_before=False,
    ),
    "mega_room": calculation(
        MegaRoomFacts,
        by_year(mega_room),
        age=40,
        elective_deferrals=23500,
        employer_contributions=10000,
    ),
    "several_employers": calculation(
        SeveralEmployersFacts,
        by_year(several_employers),
        age=40,
        employers=[
            {"elective_deferrals": 23500, "employer_contributions": 10000},
            {"elective_deferrals": 0, "employer_contributions": 20000, "compensation": 80000},
        ],
    ),
    "annual_additions": calculation(
        AnnualAdditionsFacts,
        by_year(annual_additions),
        age=52,
        catch_up_deferrals=6000,
        employer_contributions=55000,
        deferrals_elsewhere=18500,
    ),
    "solo_401k_sole_prop": calculation(Solo401kFacts, by_year(solo_401k), net_profit=50000),
    "in_plan_conversion": calculation(
        InPlanConversionFacts,
        any_year(in_plan_conversion, FIRST_IN_PLAN_CONVERSION),
        aftertax_contributions=10000,
        subaccount_value=10200,
        converted=10200,
    ),
    "plan_prorata": calculation(
        PlanProrataFacts,
        any_year(plan_prorata),
        pretax_balance=80000,
        aftertax_balance=20000,
        distribution=50000,
    ),
    "split_rollover": calculation(
        SplitRolloverFacts,
        any_year(split_rollover, FIRST_SPLIT_ROLLOVER),
        pretax=80000,
        aftertax=20000,
        to_traditional=80000,
        to_roth=10000,
        to_cash=10000,
    ),
}
