"""Dates by which something has to be done."""

from datetime import date

import pytest

from calc.deadlines import extended_due_date


@pytest.mark.parametrize(
    ("year", "due"),
    [
        (2025, date(2026, 10, 15)),
        (2021, date(2022, 10, 17)),  # a Saturday
        (2022, date(2023, 10, 16)),  # a Sunday
    ],
)
def test_extended_due_date(year: int, due: date) -> None:
    assert extended_due_date(year) == due
