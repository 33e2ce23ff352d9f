"""What the year costs, what else could be done, and what is worth knowing."""

from calc.cases.case import Case, Results, by_year, calculation, fields
from calc.cases.forms import form_lines
from calc.findings import FindingsFacts, findings
from calc.strategies.alternatives import AlternativesFacts, alternatives
from calc.strategies.plan_years import PlanYearsFacts, plan_years
from calc.tax_year import tax_year
from calc.taxes.conversion_cost import IncomeTaxFacts, income_tax


def _alternatives(case: Case, facts: AlternativesFacts) -> Results:
    """The year as planned and every other way: taxable, tax, basis left, what it needs and what it
    saves, or why it is not open."""
    return {
        way.kind: {"open": way.is_open}
        | {name: value for name, value in fields(way).items() if name not in ("kind", "year")}
        | {"form": None if way.form is None else form_lines(way.form)}
        for way in alternatives(tax_year(case.tax_year), facts)
    }


CALCULATIONS = {
    "income_tax": calculation(
        IncomeTaxFacts,
        by_year(income_tax),
        filing_status="mfj",
        age=66,
        spouse_age=64,
        income=190000,
        taxable_amount=20000,
        state_rate=0.05,
    ),
    "alternatives": calculation(
        AlternativesFacts,
        _alternatives,
        filing_status="single",
        age=45,
        income=300000,
        covered_by_plan=True,
        contribution=6000,
        prior_basis=0,
        year_end_value=95000,
        conversions=6000,
        plan_accepts_roll_ins=True,
        as_of="2025-11-21",
    ),
    "plan_years": calculation(
        PlanYearsFacts,
        by_year(plan_years),
        filing_status="mfj",
        age=61,
        spouse_age=60,
        income=120000,
        pre_tax=300000,
        basis=20000,
        contribution=0,
        growth=0.04,
        years=5,
        roll_in=100000,
    ),
    "findings": calculation(
        FindingsFacts,
        by_year(findings),
        filing_status="single",
        age=76,
        income=100000,
        covered_by_plan=False,
        contribution=9000,
        prior_basis=0,
        year_end_value=95000,
        conversions=6000,
        required_minimum_distribution=4000,
    ),
}
