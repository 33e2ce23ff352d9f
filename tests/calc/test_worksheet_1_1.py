"""Worksheet 1-1 of Pub. 590-B, and the form that takes its result."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.iras.form_8606 import Form8606Facts, Method
from calc.iras.worksheet_1_1 import Worksheet11Facts, form_8606_by_worksheet, worksheet_1_1
from calc.money import ZERO

D = Decimal
cents = st.integers(0, 10**9).map(lambda n: D(n) / 100)


def worksheet_facts(**amounts: int | str) -> Worksheet11Facts:
    return Worksheet11Facts(**{name: D(amount) for name, amount in amounts.items()})


ROSE_GREEN = worksheet_facts(
    prior_basis=300,
    contributions_for_year=2000,
    year_end_value=20000,
    distributions_including_conversions=5000,
    conversions=5000,
)
"""The publication's own example."""

ROSE_GREEN_FORM = Form8606Facts(
    line1_nondeductible_contributions=D(500),
    line2_prior_basis=D(300),
    line6_year_end_value=D(20000),
    line8_conversions=D(5000),
)


def test_rose_green() -> None:
    worksheet = worksheet_1_1(ROSE_GREEN)
    assert (worksheet.ws_line3, worksheet.ws_line6) == (2300, 25000)
    assert worksheet.ws_line7 == D("0.092")
    assert (worksheet.ws_line8, worksheet.ws_line9, worksheet.ws_line10) == (460, 4540, 4540)

    form = form_8606_by_worksheet(worksheet, ROSE_GREEN_FORM)
    assert form.method is Method.WORKSHEET_1_1
    assert [line.amount for line in form.lines if line.number in ("6", "9", "10", "12")] == [
        None,
        None,
        None,
        None,
    ]
    assert (form.line13, form.line14, form.line17, form.line18) == (460, 340, 460, 4540)


def test_a_withdrawal_beside_the_conversion_shares_the_taxable_part() -> None:
    """The note under the worksheet: line 9 times the conversions' part of line 5."""
    worksheet = worksheet_1_1(
        worksheet_facts(
            prior_basis=0,
            contributions_for_year=6000,
            year_end_value=14000,
            distributions_including_conversions=10000,
            conversions=2500,
        )
    )
    assert (worksheet.ws_line8, worksheet.ws_line9) == (2500, 7500)
    assert (worksheet.ws_line10, worksheet.ws_line11) == (1875, 5625)


def test_as_the_paper_rounds() -> None:
    facts = worksheet_facts(
        prior_basis=0,
        contributions_for_year=6000,
        year_end_value=95000,
        distributions_including_conversions=6000,
        conversions=6000,
    )
    assert worksheet_1_1(facts).ws_line8 == D("356.44")
    assert worksheet_1_1(facts, 3).ws_line8 == 354


@pytest.mark.parametrize(
    ("line1", "method"), [(500, Method.WORKSHEET_1_1), (160, Method.WORKSHEET_1_1),
                          (159, Method.LINES_6_TO_12)]
)  # fmt: skip
def test_the_worksheet_gives_back_no_more_than_line_5(line1: int, method: Method) -> None:
    facts = Form8606Facts(
        line1_nondeductible_contributions=D(line1),
        line2_prior_basis=D(300),
        line6_year_end_value=D(20000),
        line8_conversions=D(5000),
    )
    assert form_8606_by_worksheet(worksheet_1_1(ROSE_GREEN), facts).method is method


def test_more_converted_than_distributed_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be larger"):
        worksheet_facts(
            prior_basis=0,
            contributions_for_year=0,
            year_end_value=0,
            distributions_including_conversions=1,
            conversions=2,
        )


@given(basis=cents, contributions=cents, value=cents, other=cents, converted=cents)
def test_what_comes_out_is_taxable_or_not(
    basis: Decimal, contributions: Decimal, value: Decimal, other: Decimal, converted: Decimal
) -> None:
    worksheet = worksheet_1_1(
        Worksheet11Facts(
            prior_basis=basis,
            contributions_for_year=contributions,
            year_end_value=value,
            distributions_including_conversions=other + converted,
            conversions=converted,
        )
    )
    taxable = worksheet.ws_line10 + worksheet.ws_line11
    assert worksheet.ws_line8 + taxable == other + converted
    assert worksheet.ws_line8 <= basis + contributions
    assert ZERO <= worksheet.ws_line10 <= converted
    assert worksheet.ws_line11 >= ZERO


@given(basis=cents, nondeductible=cents, value=cents, converted=cents)
def test_all_nondeductible_and_made_in_the_year_the_form_gives_the_same(
    basis: Decimal, nondeductible: Decimal, value: Decimal, converted: Decimal
) -> None:
    worksheet = worksheet_1_1(
        Worksheet11Facts(
            prior_basis=basis,
            contributions_for_year=nondeductible,
            year_end_value=value,
            distributions_including_conversions=converted,
            conversions=converted,
        )
    )
    form = form_8606_by_worksheet(
        worksheet,
        Form8606Facts(
            line1_nondeductible_contributions=nondeductible,
            line2_prior_basis=basis,
            line6_year_end_value=value,
            line8_conversions=converted,
        ),
    )
    assert form.total_taxable == worksheet.ws_line9
    assert form.line14 == basis + nondeductible - worksheet.ws_line8
