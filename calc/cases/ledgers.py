"""Basis over the years, in traditional and in Roth IRAs."""

from calc.cases.case import Case, Results, calculation, check_any_year, fields
from calc.cases.forms import form_lines
from calc.iras.basis import LedgerFacts, LedgerYear, ledger
from calc.iras.roth_distributions import RothDistributionFacts, roth_distribution


def _form_8606_years(case: Case, facts: LedgerFacts) -> Results:
    """Each year's form, the basis it hands on, forms owed and not filed; a line of a year that is
    certain as ``2024.line14``."""
    check_any_year(case)
    result = ledger(facts, case.line10_places)
    lines = {
        f"{year.year}.{name}": value
        for year in result.years
        if year.form is not None
        for name, value in form_lines(year.form).items()
    }
    return lines | {
        "years": tuple(_without_forms(year) for year in result.years),
        "basis": result.basis,
        "penalties": result.penalties,
        "years_not_listed": result.years_not_listed,
    }


def _without_forms(year: LedgerYear) -> Results:
    return {
        name: value for name, value in fields(year).items() if name not in ("lowest", "highest")
    }


def _roth_distributions(case: Case, facts: RothDistributionFacts) -> Results:
    """Form 8606, Part III, where the money came from, and the 10% tax."""
    check_any_year(case)
    if facts.year != case.tax_year:
        raise ValueError(f"the year {facts.year} is not the tax year {case.tax_year}")
    result = roth_distribution(facts)
    return fields(result) | {"total_taxable": result.total_taxable}


CALCULATIONS = {
    "form8606_years": calculation(
        LedgerFacts,
        _form_8606_years,
        years=[
            {"year": 2023, "line1_nondeductible_contributions": 6500},
            {
                "year": 2024,
                "line1_nondeductible_contributions": {"at_least": 0, "at_most": 7000},
                "form_filed": False,
            },
            {
                "year": 2025,
                "line6_year_end_value": 10000,
                "line7_distributions": {"at_least": 0, "at_most": 500},
                "line8_conversions": 13500,
            },
        ],
    ),
    "roth_distributions": calculation(
        RothDistributionFacts,
        _roth_distributions,
        year=2025,
        line19_nonqualified_distributions=20000,
        line22_contribution_basis=12000,
        conversions=[{"year": 2023, "taxable": 5000, "nontaxable": 1500}],
    ),
}
