"""What the facts of a year show beside its number."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from calc.filing_status import FilingStatus
from calc.findings import Finding, FindingKind, FindingsFacts, NotModelled, findings
from calc.tax_year import tax_year

D = Decimal
Kind = FindingKind

CLEAN = FindingsFacts(
    filing_status=FilingStatus.SINGLE,
    age=62,
    income=D(300000),
    covered_by_plan=True,
    contribution=D(8600),
    prior_basis=D(0),
    year_end_value=D(0),
    conversions=D(8600),
)
"""A backdoor with nothing beside it, in 2026."""


def found(year: int = 2026, **changes: Any) -> dict[Kind, Finding]:
    changes = {
        name: D(value) if isinstance(value, int) and name not in WHOLE_NUMBERS else value
        for name, value in changes.items()
    }
    result = findings(tax_year(year), replace(CLEAN, **changes))
    return {finding.kind: finding for finding in result.findings}


WHOLE_NUMBERS = {"age", "first_contribution_year"}


def test_a_clean_backdoor_shows_nothing() -> None:
    assert found() == {}


@pytest.mark.parametrize(
    ("changes", "kind", "amount", "costs"),
    [
        ({"contribution": 9000}, Kind.EXCESS_CONTRIBUTION, 400, 24),
        # Pay is a limit too (IRC 219(b)(1)(B)).
        ({"compensation": 5000}, Kind.EXCESS_CONTRIBUTION, 3600, 216),
        ({"roth_contribution": 1000}, Kind.EXCESS_ROTH_CONTRIBUTION, 1000, 60),
        # One limit for both: the traditional contribution has used all but 600 of it.
        (
            {"roth_contribution": 1000, "income": 100000, "contribution": 8000},
            *(Kind.EXCESS_ROTH_CONTRIBUTION, 400, 24),
        ),
        ({"deducted": 2000}, Kind.DEDUCTION_NOT_ALLOWED, 2000, None),
        ({"made_after_year": 8600}, Kind.MADE_AFTER_THE_YEAR, 8600, None),
        ({"income": 150000}, Kind.DIRECT_ROTH, 8600, None),
        ({"income": 160500}, Kind.DIRECT_ROTH, 4300, None),
        # 95,000 came from a 401(k): 8,600 x 95,000 / 103,600 is taxable that was not.
        (
            {"rolled_out_of_plan": 95000, "year_end_value": 95000},
            *(Kind.ROLLED_OUT_OF_PLAN, "7886.10", None),
        ),
        ({"value_before": 0, "conversions": 9000}, Kind.CONVERSION_ABOVE_BALANCE, 400, None),
        # 2024 and 2025: two limits of 8,000.
        (
            {"first_contribution_year": 2024, "prior_basis": 20000},
            *(Kind.BASIS_ABOVE_CONTRIBUTIONS, 4000, None),
        ),
        ({"prior_basis": 1000}, Kind.LOSS, 1000, None),
        ({"inherited_value": 50000}, Kind.INHERITED_IRA, 50000, None),
        (
            {"age": 45, "conversions": 7500, "contribution": 7500, "year_end_value": 7500},
            *(Kind.FIVE_YEAR_CLOCK, 3750, 375),
        ),
        (
            {"age": 45, "conversions": 0, "contribution": 0, "distributions": 1000},
            *(Kind.EARLY_DISTRIBUTION, 1000, 100),
        ),
        # 1.85 of interest stayed: the form's ratio rounds to 1.000.
        ({"year_end_value": D("1.85")}, Kind.LEFTOVER_CENTS, "1.85", None),
        (
            {"age": 76, "conversions": 9000, "required_minimum_distribution": 4000},
            *(Kind.REQUIRED_DISTRIBUTION_FIRST, 4000, None),
        ),
        (
            {"age": 76, "distributions": 3000, "required_minimum_distribution": 4000},
            *(Kind.REQUIRED_DISTRIBUTION_FIRST, 1000, None),
        ),
    ],
)
def test_finding(changes: dict[str, Any], kind: Kind, amount: int | str, costs: int | None) -> None:
    finding = found(**changes)[kind]
    assert finding.amount == D(amount)
    assert finding.costs == (None if costs is None else D(costs))
    assert finding.authority


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"contribution": 8600}, Kind.EXCESS_CONTRIBUTION),
        ({"income": 168000}, Kind.DIRECT_ROTH),
        ({"income": 168000, "roth_contribution": 0}, Kind.EXCESS_ROTH_CONTRIBUTION),
        ({"value_before": 400, "conversions": 9000}, Kind.CONVERSION_ABOVE_BALANCE),
        ({"first_contribution_year": 2024, "prior_basis": 16000}, Kind.BASIS_ABOVE_CONTRIBUTIONS),
        # Figures begin with 2018: no ceiling can be told for earlier years.
        ({"first_contribution_year": 2017, "prior_basis": 999999}, Kind.BASIS_ABOVE_CONTRIBUTIONS),
        ({"age": 60, "year_end_value": 7500}, Kind.FIVE_YEAR_CLOCK),
        ({"age": 61, "distributions": 1000, "year_end_value": 7500}, Kind.EARLY_DISTRIBUTION),
        ({"age": 72}, Kind.REQUIRED_DISTRIBUTION_FIRST),
        ({"age": 76, "required_minimum_distribution": 0}, Kind.REQUIRED_DISTRIBUTION_FIRST),
        (
            {"age": 76, "distributions": 4000, "required_minimum_distribution": 4000},
            Kind.REQUIRED_DISTRIBUTION_FIRST,
        ),
        # Enough stayed that the rounded ratio shows it.
        ({"year_end_value": 10}, Kind.LEFTOVER_CENTS),
    ],
)
def test_the_other_side_of_the_boundary(changes: dict[str, Any], kind: Kind) -> None:
    assert kind not in found(**changes)


def test_without_the_amount_a_required_distribution_is_a_question() -> None:
    finding = found(age=76)[Kind.REQUIRED_DISTRIBUTION_FIRST]
    assert (finding.amount, finding.certain) == (None, False)


@pytest.mark.parametrize(
    ("first", "moved", "until", "certain"),
    [
        (date(2024, 6, 1), date(2026, 5, 31), date(2026, 6, 1), True),
        (date(2024, 2, 29), date(2026, 2, 28), date(2026, 3, 1), True),
        (date(2024, 6, 1), None, date(2026, 6, 1), False),
        (None, None, None, False),
    ],
)
def test_simple_money_waits_two_years(
    first: date | None, moved: date | None, until: date | None, certain: bool
) -> None:
    finding = found(simple_value=5000, simple_first_deposit=first, moved_on=moved)[
        Kind.SIMPLE_TWO_YEARS
    ]
    assert (finding.until, finding.certain) == (until, certain)


def test_simple_money_is_free_on_the_second_anniversary() -> None:
    moved = {"simple_first_deposit": date(2024, 6, 1), "moved_on": date(2026, 6, 1)}
    assert Kind.SIMPLE_TWO_YEARS not in found(simple_value=5000, **moved)


def test_at_70_in_2019_the_month_of_birth_decides() -> None:
    kinds = found(2019, age=70, contribution=7000, conversions=7000)
    assert not kinds[Kind.AGE_70_AND_A_HALF].certain
    assert Kind.AGE_70_AND_A_HALF not in found(2020, age=70, contribution=7000, conversions=7000)


def test_the_choices_name_what_the_other_gives() -> None:
    """Partly deductible at this income; some of it made after the year."""
    kinds = found(
        age=45,
        income=84000,
        contribution=6000,
        conversions=6000,
        year_end_value=95000,
        prior_basis=500,
        made_after_year=6000,
    )
    assert kinds[Kind.WORKSHEET_1_1].amount == D("5970.30")  # 6,000 less 6,000 x 500 / 101,000
    kinds = found(
        income=70000,
        age=45,
        contribution=6000,
        deducted=3000,
        made_after_year=3000,
        conversions=6000,
        year_end_value=94000,
    )
    assert kinds[Kind.LINE_4_CHOICE].amount == 6000


def test_what_is_not_modelled_is_named() -> None:
    result = findings(
        tax_year(2026), replace(CLEAN, trump_account=True, disaster_distribution=True)
    )
    assert result.not_modelled == (NotModelled.TRUMP_ACCOUNT, NotModelled.DISASTER_DISTRIBUTION)


def test_findings_come_in_one_order() -> None:
    kinds = list(found(contribution=9000, income=150000, inherited_value=1))
    assert kinds == sorted(kinds, key=list(Kind).index)
