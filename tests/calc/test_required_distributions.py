"""From which age a required minimum distribution is due."""

import pytest

from calc.required_distributions import distribution_is_required
from calc.tax_year import tax_year


@pytest.mark.parametrize(
    ("year", "age", "required"),
    [
        (2018, 69, False),
        (2018, 70, None),  # 70 1/2 in the year if born before July
        (2018, 71, True),
        (2019, 70, None),  # born in the first half of 1949: 70 1/2; in the second: 72
        (2020, 90, False),  # waived for the year
        (2021, 71, False),
        (2021, 72, True),
        (2022, 72, True),  # born 1950
        (2023, 72, False),  # born 1951: from 73
        (2023, 73, True),
        (2026, 72, False),
        (2026, 73, True),
    ],
)
def test_by_age(year: int, age: int, required: bool | None) -> None:
    assert distribution_is_required(tax_year(year), age) is required
