"""Worksheet 1-1 of Pub. 590-B, and the form that takes its result."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.iras.form_8606 import Form8606, Form8606Facts, Method
from calc.iras.worksheet_1_1 import (
    Worksheet11,
    Worksheet11Facts,
    form_8606_by_worksheet,
    worksheet_1_1,
)
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
    assert worksheet == Worksheet11(
        ws_line1=D(300),
        ws_line2=D(2000),
        ws_line3=D(2300),
        ws_line4=D(20000),
        ws_line5=D(5000),
        ws_line6=D(25000),
        ws_line7=D("0.092"),
        ws_line8=D(460),
        ws_line9=D(4540),
        ws_line10=D(4540),
        ws_line11=D(0),
    )
    assert form_8606_by_worksheet(worksheet, ROSE_GREEN_FORM) == Form8606(
        method=Method.WORKSHEET_1_1,
        line1=D(500),
        line2=D(300),
        line3=D(800),
        line4=D(0),
        line5=D(800),
        line13=D(460),
        line14=D(340),
        line15a=D(0),
        line15c=D(0),
        line16=D(5000),
        line17=D(460),
        line18=D(4540),
    )


def test_where_the_worksheet_fills_in_a_line_it_is_its_origin() -> None:
    form = form_8606_by_worksheet(worksheet_1_1(ROSE_GREEN), ROSE_GREEN_FORM)
    origins = {line.number: line.origin for line, _ in form.lines}
    assert origins["13"] == "Worksheet 1-1, line 8"
    assert origins["3"] == "line 1 + line 2"


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
    assert worksheet_1_1(facts, 3).ws_line7 == D("0.059")
    assert worksheet_1_1(facts, 3).ws_line8 == 354


def test_whole_dollars_and_half_a_thousandth_up() -> None:
    worksheet = worksheet_1_1(
        worksheet_facts(
            prior_basis="1000.50",
            contributions_for_year="1006.49",
            year_end_value="14000.40",
            distributions_including_conversions=2000,
            conversions=500,
        ),
        3,
    )
    assert (worksheet.ws_line1, worksheet.ws_line2, worksheet.ws_line4) == (1001, 1006, 14000)
    assert worksheet.ws_line7 == D("0.125")  # 2,007 / 16,000 = .12544
    assert (worksheet.ws_line8, worksheet.ws_line9) == (250, 1750)
    assert (worksheet.ws_line10, worksheet.ws_line11) == (438, 1312)  # 437.50 up
    halfway = worksheet_facts(
        prior_basis=2008,
        contributions_for_year=0,
        year_end_value=14000,
        distributions_including_conversions=2000,
    )
    assert worksheet_1_1(halfway, 3).ws_line7 == D("0.126")  # .1255


def test_the_form_rounds_as_the_worksheet_does() -> None:
    facts = Form8606Facts(
        line1_nondeductible_contributions=D("500.40"),
        line2_prior_basis=D(300),
        line6_year_end_value=D(20000),
        line8_conversions=D(5000),
    )
    assert form_8606_by_worksheet(worksheet_1_1(ROSE_GREEN, 3), facts, 3).line3 == 800
    assert form_8606_by_worksheet(worksheet_1_1(ROSE_GREEN), facts).line3 == D("800.40")


def test_a_withdrawal_alone_is_on_line_15() -> None:
    facts = Form8606Facts(
        line1_nondeductible_contributions=D(500),
        line2_prior_basis=D(300),
        line4_contributions_jan_to_due_date=D(100),
        line6_year_end_value=D(20000),
        line7_distributions=D(5000),
    )
    withdrawn = replace(ROSE_GREEN, conversions=D(0))
    form = form_8606_by_worksheet(worksheet_1_1(withdrawn), facts)
    assert (form.line4, form.line5, form.line13) == (100, 700, 460)
    assert (form.line15a, form.line15c) == (4540, 4540)
    assert (form.line16, form.line17, form.line18) == (None, None, None)


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
    with pytest.raises(
        ValueError, match=r"^conversions are part of the distributions and cannot be larger$"
    ):
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
