"""Conversions carried out year after year, against Form 8606 of each year."""

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.iras.form_8606 import Form8606Facts, form_8606
from calc.money import in_dollars, to_cent
from calc.strategies.conversion_paths import MILLION, Iras, Path, carried_out

D = Decimal


def agrees_with_the_forms(iras: Iras, basis: int, amounts: list[int], path: Path) -> None:
    """``basis`` is line 2 of the first year's form; the rest that is no pre-tax money went in."""
    line2, value = in_dollars(basis), in_dollars(iras.value)
    growth = D(iras.growth) / MILLION
    contributed = in_dollars(iras.value - iras.pre_tax - basis)
    for amount, *year in zip(amounts, *path, strict=True):
        shown, pre_tax, taxable, converted = map(in_dollars, year)
        form = form_8606(
            Form8606Facts(
                line1_nondeductible_contributions=contributed,
                line2_prior_basis=line2,
                line6_year_end_value=value - converted,
                line8_conversions=converted,
            )
        )
        assert shown == value
        assert pre_tax == value - form.line3
        assert form.total_taxable == taxable == min(in_dollars(amount), pre_tax)
        assert pre_tax or converted == value
        left, line2, contributed = value - converted, form.line14, in_dollars(iras.contribution)
        value = left + to_cent(left * growth) + contributed
    assert in_dollars(path.pre_tax_left) == left - line2


@pytest.mark.parametrize(
    ("name", "iras", "amounts", "taxable", "converted"),
    [
        # A third of the IRAs is basis, and stays a third.
        ("pro rata", Iras(900000, 600000), [200000, 400000], [200000, 400000], [300000, 600000]),
        # 6,000 are left, of which 4,000 pre-tax; 5% of it all is 300 more.
        ("growth is pre-tax money", Iras(900000, 600000, growth=50000), [200000, 430000],
         [200000, 430000], [300000, 630000]),
        ("no more than is there", Iras(900000, 600000), [700000, 1], [600000, 0], [900000, 0]),
        ("then contributions, free of tax", Iras(900000, 600000, 700000, 50000), [600000, 5, 5],
         [600000, 0, 0], [900000, 700000, 700000]),
        ("half a cent of conversion goes up", Iras(300, 200), [1], [1], [2]),
        ("nothing", Iras(0, 0), [100], [0], [0]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_worked_by_hand(
    name: str, iras: Iras, amounts: list[int], taxable: list[int], converted: list[int]
) -> None:
    path = carried_out(iras, amounts)
    assert (path.taxable, path.converted) == (taxable, converted)


cents = st.integers(0, 10**10)
growths = st.sampled_from([0, 25000, 50000, 62500, 200000, MILLION])


@given(cents, cents, cents, growths, st.lists(cents, min_size=1, max_size=12))
def test_each_year_is_its_form(
    pre_tax: int, basis: int, contribution: int, growth: int, amounts: list[int]
) -> None:
    iras = Iras(pre_tax + basis + contribution, pre_tax, contribution, growth)
    agrees_with_the_forms(iras, basis, amounts, carried_out(iras, amounts))


def test_ten_years_of_a_thousand_scenarios() -> None:
    """Everyday amounts, cents and all."""
    draw = Random(8606)
    for _ in range(1000):
        pre_tax, basis = draw.randrange(50_000_000), draw.randrange(5_000_000)
        contribution = draw.choice([0, 600000, 700000, 860000])
        iras = Iras(
            pre_tax + basis + contribution, pre_tax, contribution, draw.choice([0, 50000, 72500])
        )
        amounts = [draw.randrange(10_000_000) for _ in range(10)]
        agrees_with_the_forms(iras, basis, amounts, carried_out(iras, amounts))
