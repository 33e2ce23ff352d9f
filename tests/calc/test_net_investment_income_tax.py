"""The tax on net investment income."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.filing_status import FilingStatus
from calc.tax_year import tax_year
from calc.taxes.net_investment_income_tax import net_investment_income_tax

D = Decimal
SINGLE, JOINT, SEPARATE, HEAD, SURVIVING = FilingStatus


@pytest.mark.parametrize("year", [2018, 2026])
@pytest.mark.parametrize(
    ("status", "magi", "investments", "tax"),
    [
        (SINGLE, 200000, 50000, 0),
        (SINGLE, 200100, 50000, "3.80"),
        (SINGLE, 250000, 50000, 1900),
        (SINGLE, 300000, 50000, 1900),  # no more than the investment income
        (SINGLE, 300000, 0, 0),  # a conversion alone bears none
        (HEAD, 200100, 50000, "3.80"),
        (JOINT, 250000, 50000, 0),
        (JOINT, 250100, 50000, "3.80"),
        (SURVIVING, 250000, 50000, 0),
        (SURVIVING, 250100, 50000, "3.80"),
        (SEPARATE, 125000, 50000, 0),
        (SEPARATE, 125100, 50000, "3.80"),
        (SINGLE, "200000.13", 50000, 0),  # 0.494 cents
        (SINGLE, "200000.14", 50000, "0.01"),
    ],
)
def test_tax(year: int, status: FilingStatus, magi: object, investments: int, tax: object) -> None:
    found = net_investment_income_tax(tax_year(year), status, D(str(magi)), D(investments))
    assert found == D(str(tax))


cents = st.integers(0, 10**8).map(lambda n: D(n) / 100)


@given(st.sampled_from(FilingStatus), cents, cents, cents)
def test_more_of_either_is_never_less_tax(
    status: FilingStatus, magi: Decimal, investments: Decimal, more: Decimal
) -> None:
    figures = tax_year(2026)
    tax = net_investment_income_tax(figures, status, magi, investments)
    assert 0 <= tax <= (D("0.038") * investments).quantize(D("0.01"), "ROUND_UP")
    assert tax <= net_investment_income_tax(figures, status, magi + more, investments)
    assert tax <= net_investment_income_tax(figures, status, magi, investments + more)
