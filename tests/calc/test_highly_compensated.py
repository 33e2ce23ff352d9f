"""Highly compensated employees: pay of the year before, or a share of the employer."""

from decimal import Decimal

import pytest

from calc.plans.highly_compensated import HighlyCompensatedFacts, highly_compensated
from calc.tax_year import tax_year

D = Decimal


@pytest.mark.parametrize(
    ("year", "pay", "expected"),
    [
        (2026, "160000.00", False),  # "in excess of"
        (2026, "160000.01", True),
        (2025, "155000", False),  # by 2024's threshold, not 2025's $160,000
        (2025, "155000.01", True),
        (2019, "120000", False),
        (2019, "120000.01", True),
    ],
)
def test_by_pay_of_the_year_before(year: int, pay: str, expected: bool) -> None:
    facts = HighlyCompensatedFacts(
        pay_of_year_before=D(pay),
        owned_over_5_percent=False,
        owned_over_5_percent_year_before=False,
    )
    assert highly_compensated(tax_year(year), facts) is expected


@pytest.mark.parametrize(
    ("pay", "owner", "owner_before", "expected"),
    [
        (D(10000), True, False, True),
        (D(10000), False, True, True),
        (D(10000), False, False, False),
        (D(10000), None, False, None),
        (D(10000), False, None, None),
        (None, False, False, None),
        (None, True, None, True),  # what is not known cannot change it
        (D(200000), None, None, True),
        (None, None, None, None),
    ],
)
def test_owners_and_what_is_not_known(
    pay: Decimal | None, owner: bool | None, owner_before: bool | None, expected: bool | None
) -> None:
    facts = HighlyCompensatedFacts(
        pay_of_year_before=pay,
        owned_over_5_percent=owner,
        owned_over_5_percent_year_before=owner_before,
    )
    assert highly_compensated(tax_year(2026), facts) is expected
