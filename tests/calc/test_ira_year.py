"""From what happened in a year to the lines of its form."""

from dataclasses import replace
from decimal import Decimal

import pytest

from calc.filing_status import FilingStatus
from calc.iras.form_8606 import Method
from calc.iras.ira_limits import traditional_limit
from calc.iras.ira_year import IraYear
from calc.tax_year import tax_year

D = Decimal

KNOWN_ANSWER = IraYear(
    figures=tax_year(2026),
    filing_status=FilingStatus.SINGLE,
    lived_apart_all_year=False,
    age=45,
    income=D(300000),
    covered_by_plan=True,
    spouse_covered=False,
    contribution=D(6000),
    deducted=D(0),
    made_after_year=D(0),
    prior_basis=D(0),
    year_end_value=D(95000),
    distributions=D(0),
    conversions=D(6000),
)


def test_the_known_answer() -> None:
    assert KNOWN_ANSWER.form.line18 == D("5643.56")
    assert KNOWN_ANSWER.form_as_it_rounds.line18 == 5646


def test_what_was_made_after_the_year_is_part_of_the_contribution() -> None:
    with pytest.raises(ValueError, match=r"^what was made after the year is part of the contrib"):
        replace(KNOWN_ANSWER, made_after_year=D(6001))
    assert replace(KNOWN_ANSWER, made_after_year=D(6000)).form.line5 == 0


def test_no_more_is_deducted_than_was_put_in() -> None:
    with pytest.raises(ValueError, match=r"^what is deducted is part of the contribution, not mo"):
        replace(KNOWN_ANSWER, deducted=D(6001))


def test_a_spouses_conversion_counts_on_a_joint_return() -> None:
    with pytest.raises(ValueError, match=r"^a spouse's conversion counts on a joint return only"):
        replace(KNOWN_ANSWER, spouse_taxable_conversion=D(1))
    joint = FilingStatus.MARRIED_FILING_JOINTLY
    assert replace(KNOWN_ANSWER, filing_status=joint, spouse_taxable_conversion=D(1))


def test_pay_is_a_limit_too() -> None:
    year = replace(KNOWN_ANSWER, compensation=D(4000))
    assert year.facts.line1_nondeductible_contributions == 4000
    assert replace(KNOWN_ANSWER, compensation=D(9000)).permitted_contribution == 6000


def test_both_methods_for_any_line_1() -> None:
    own_lines, by_worksheet = replace(KNOWN_ANSWER, prior_basis=D(900)).forms_with(D(1500))
    assert (own_lines.line1, own_lines.line17) == (1500, D("142.57"))  # 2,400 of 101,000
    assert (by_worksheet.line1, by_worksheet.line17) == (1500, D("409.90"))  # 6,900 of it


def test_line_1_is_what_the_limit_allows() -> None:
    year = replace(KNOWN_ANSWER, contribution=D(9000))
    assert year.permitted_contribution == year.facts.line1_nondeductible_contributions == 7500


@pytest.mark.parametrize(
    ("income", "conversions", "deductible"),
    [
        (81000, 0, 6000),  # the whole of a contribution below the limit
        (83000, 0, 6000),
        (85000, 0, 4500),
        (91000, 0, 0),
        # The taxable part of the conversion counts: 80,000 + 5,643.56 (IRC 219(g)(3)(A)).
        (80000, 6000, 4020),
    ],
)
def test_deductible(income: int, conversions: int, deductible: int) -> None:
    year = replace(KNOWN_ANSWER, income=D(income), conversions=D(conversions))
    assert year.deductible == deductible


def test_no_more_is_deducted_than_may_be() -> None:
    year = replace(KNOWN_ANSWER, deducted=D(6000))
    assert year.facts.line1_nondeductible_contributions == 6000


@pytest.mark.parametrize(
    ("deducted", "made_after", "line1", "line4"),
    [
        (0, 0, 6000, 0),
        (0, 6000, 6000, 6000),
        (0, 2000, 6000, 2000),
        (3000, 2000, 3000, 0),  # those of the year are the nondeductible ones first
        (1000, 4000, 5000, 3000),
    ],
)
def test_line_4(deducted: int, made_after: int, line1: int, line4: int) -> None:
    year = replace(
        KNOWN_ANSWER, income=D(70000), deducted=D(deducted), made_after_year=D(made_after)
    )
    assert year.facts.line1_nondeductible_contributions == line1
    assert year.facts.line4_contributions_jan_to_due_date == line4
    assert year.form.total_taxable <= year.form_with_late_contributions_first.total_taxable


def test_worksheet_1_1_of_rose_green() -> None:
    """Pub. 590-B's example: 2,000 contributed, 500 of it nondeductible, 300 of basis, 5,000
    converted, 20,000 left: 460 is nontaxable by the worksheet, 160 by the form's own lines."""
    rose = replace(
        KNOWN_ANSWER,
        figures=tax_year(2019),
        contribution=D(2000),
        income=D(66960),  # with the taxable 4,540 on it, 1,500 of the limit may be deducted
        deducted=D(1500),
        prior_basis=D(300),
        year_end_value=D(20000),
        conversions=D(5000),
    )
    assert rose.form.method is Method.WORKSHEET_1_1
    assert (rose.form.line17, rose.form.line18, rose.form.line14) == (460, 4540, 340)
    assert rose.form_by_own_lines.line17 == 160


def test_the_worksheet_gives_back_no_more_than_line_5() -> None:
    year = replace(KNOWN_ANSWER, income=D(85000), deducted=D(4500), year_end_value=D(0))
    assert year.partly_deductible
    assert year.form == year.form_by_own_lines
    assert year.form.line18 == 4500


def test_the_worksheet_counts_what_was_made_after_the_year() -> None:
    year = replace(KNOWN_ANSWER, income=D(84000), made_after_year=D(6000), prior_basis=D(500))
    assert (year.form_by_own_lines.line17, year.form.line17) == (D("29.70"), D("386.14"))


@pytest.mark.parametrize("income", [70000, 300000])
def test_outside_the_income_limits_the_form_needs_no_worksheet(income: int) -> None:
    year = replace(KNOWN_ANSWER, income=D(income))
    assert year.form.method is Method.LINES_6_TO_12


@pytest.mark.parametrize(
    ("basis", "pre_tax", "after"),
    [
        (0, 95000, "0"),
        (4000, 91000, "0"),  # the basis stays behind
        (200000, 0, "0"),
    ],
)
def test_rolling_the_pre_tax_money_into_a_plan(basis: int, pre_tax: int, after: str) -> None:
    year = replace(KNOWN_ANSWER, prior_basis=D(basis))
    assert year.pre_tax_value == pre_tax
    assert year.after_roll_in.form.total_taxable == D(after)


def test_a_roll_in_beside_a_withdrawal() -> None:
    year = replace(KNOWN_ANSWER, contribution=D(0), prior_basis=D(20000), year_end_value=D(60000))
    year = replace(year, distributions=D(10000))
    assert year.pre_tax_value == 56000
    assert year.after_roll_in.form.total_taxable == 0


@pytest.mark.parametrize(
    ("year", "age", "limit"), [(2019, 70, 7000), (2019, 71, 0), (2020, 71, 7000), (2026, 45, 7500)]
)
def test_the_limit_of_traditional_contributions(year: int, age: int, limit: int) -> None:
    assert traditional_limit(tax_year(year), age, reached_70_and_a_half=age > 70) == limit


@pytest.mark.parametrize(
    ("status", "changes", "deductible"),
    [
        (FilingStatus.MARRIED_FILING_JOINTLY, {"income": D(139000)}, 3750),  # half of 7,500
        (
            FilingStatus.MARRIED_FILING_JOINTLY,
            {"income": D(247000), "covered_by_plan": False, "spouse_covered": True},
            3750,
        ),
        (FilingStatus.MARRIED_FILING_SEPARATELY, {"income": D(5000)}, 3750),
        (
            FilingStatus.MARRIED_FILING_SEPARATELY,
            {"income": D(86000), "lived_apart_all_year": True},
            3750,
        ),
    ],
)
def test_the_row_of_the_deduction(
    status: FilingStatus, changes: dict[str, object], deductible: int
) -> None:
    year = replace(
        KNOWN_ANSWER, filing_status=status, contribution=D(7500), conversions=D(0), **changes
    )
    assert year.deductible == deductible


def test_the_worksheet_and_its_form_round_alike() -> None:
    """6,000 of 101,000 is .059 to three places; the basis is given in cents."""
    year = replace(KNOWN_ANSWER, income=D(84000), prior_basis=D("0.40"))
    assert year.form_as_it_rounds.line3 == 6000
    assert year.form_as_it_rounds.line17 == 354
    assert (year.form.line3, year.form.line17) == (D("6000.40"), D("356.46"))


@pytest.mark.parametrize(
    ("income", "year_end_value", "deductible", "line14"),
    [(84_000, 0, 0, 7_500), (81_000, 0, 1_880, 5_620), (81_000, 50_000, 1_880, 5_620)],
)
def test_what_goes_in_after_the_year_does_not_lower_the_income_of_the_deduction(
    income: int, year_end_value: int, deductible: int, line14: int
) -> None:
    """All 7,500 converted is taxable, as line 4 keeps the contribution out of the ratio: that is
    income for the phase-out from 81,000 to 91,000 (IRC 219(g)(3)(A)). Worksheet 1-1 would count
    the contribution as after-tax money in the IRAs."""
    year = IraYear(
        figures=tax_year(2026),
        filing_status=FilingStatus.SINGLE,
        age=45,
        income=Decimal(income),
        covered_by_plan=True,
        contribution=Decimal(7_500),
        deducted=Decimal(7_500),
        made_after_year=Decimal(7_500),
        prior_basis=Decimal(0),
        year_end_value=Decimal(year_end_value),
        conversions=Decimal(7_500),
    )
    assert year.form.line18 == 7_500
    assert (year.deductible, year.form.line14) == (deductible, line14)
