"""Exact dollars."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.money import MOST, portion

D = Decimal


@pytest.mark.parametrize(
    ("amount", "part", "whole", "share"),
    [
        (6000, 6000, 101000, "356.44"),
        (1, 1, 200, "0.01"),  # half a cent up
        (1, 1, 201, "0.00"),
        (1, -1, 200, "-0.01"),
        (5, 0, 7, "0.00"),
        (10**12, 10**12, "0.03", "33333333333333333333333333.33"),
    ],
)
def test_portion(amount: int, part: int, whole: object, share: str) -> None:
    assert portion(D(amount), D(part), D(whole)) == D(share)


@given(st.tuples(*[st.integers(1, int(MOST) * 100)] * 3))
def test_a_portion_is_exact_at_any_size(cents: tuple[int, int, int]) -> None:
    amount, part, whole = (D(each) / 100 for each in cents)
    off = Fraction(portion(amount, part, whole)) - Fraction(amount) * Fraction(part) / Fraction(
        whole
    )
    assert abs(off) <= Fraction(1, 200)
