"""Contributions that have to be corrected, and dates by which anything has to be done."""

from calc.cases.case import Case, Results, any_year, by_year, calculation, fields
from calc.corrections.attributable_income import NetIncomeFacts, net_income
from calc.corrections.excess_contributions import ExcessFacts, excess_contributions
from calc.corrections.excess_cures import CureFacts, ways_to_cure
from calc.corrections.excess_over_years import ExciseFacts, excise
from calc.corrections.recharacterizations import RecharacterizationFacts, recharacterization
from calc.deadlines import DeadlineFacts, deadlines
from calc.tax_year import tax_year


def _excise(case: Case, facts: ExciseFacts) -> Results:
    """The 6% a year on an excess while it stays. The first of the years is the case's."""
    years = range(case.tax_year, case.tax_year + len(facts.years))
    return fields(excise([tax_year(year) for year in years], facts))


def _deadlines(case: Case, facts: DeadlineFacts) -> Results:
    """Every date of the tax year, passed or not."""
    return {deadline.kind: deadline for deadline in deadlines(tax_year(case.tax_year), facts)}


def _cures(case: Case, facts: CureFacts) -> Results:
    """The ways to be rid of an excess, and which are open on a date."""
    return {way.cure: way for way in ways_to_cure(tax_year(case.tax_year), facts)}


CALCULATIONS = {
    "excess_contributions": calculation(
        ExcessFacts,
        by_year(excess_contributions),
        age=45,
        traditional_contributions=3000,
        roth_contributions=5000,
        filing_status="single",
        roth_magi=158000,
    ),
    "excess_over_years": calculation(
        ExciseFacts,
        _excise,
        years=[
            {"age": 45, "traditional_contributions": 8000, "roth_contributions": 0},
            {"age": 46, "traditional_contributions": 7000, "roth_contributions": 0},
        ],
    ),
    "excess_cures": calculation(CureFacts, _cures, as_of="2026-03-01", ira="roth", excess=3000),
    "nia": calculation(
        NetIncomeFacts,
        any_year(net_income),
        contribution=1000,
        adjusted_opening_balance=10000,
        adjusted_closing_balance=12000,
    ),
    "recharacterization": calculation(
        RecharacterizationFacts,
        by_year(recharacterization),
        contribution=7000,
        to="traditional",
        contributed_on="2025-03-03",
        moved_on="2026-02-02",
        adjusted_opening_balance=7000,
        adjusted_closing_balance=7700,
    ),
    "deadlines": calculation(DeadlineFacts, _deadlines, as_of="2025-11-21", age=74),
}
