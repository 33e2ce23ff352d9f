"""What may go into IRAs and plans."""

from calc.cases.case import by_year, calculation
from calc.iras.ira_limits import (
    IraContributionFacts,
    IraDeductionFacts,
    RothFacts,
    ira_contribution_limit,
    ira_deduction,
    roth_limit,
)

CALCULATIONS = {
    "roth_limit": calculation(
        RothFacts, by_year(roth_limit), filing_status="single", magi=157500, age=30
    ),
    "ira_deduction": calculation(
        IraDeductionFacts,
        by_year(ira_deduction),
        filing_status="mfj",
        magi=136000,
        age=40,
        covered_by_plan=True,
        contribution=7000,
    ),
    "ira_contribution_limit": calculation(
        IraContributionFacts,
        by_year(ira_contribution_limit),
        age=40,
        compensation=5000,
        desired=7000,
    ),
}
