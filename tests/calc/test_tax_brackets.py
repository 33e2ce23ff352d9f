"""The brackets, against the schedules that others print: "$base plus rate of the excess"."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.filing_status import FilingStatus
from calc.tax_year import SUPPORTED_YEARS, tax_year
from calc.taxes.tax_brackets import brackets

D = Decimal
SINGLE, JOINT, SEPARATE, HEAD, SURVIVING = FilingStatus

# year, status, a bracket's floor, tax up to it, its rate: Tax Rate Schedules X, Y-1, Y-2 and Z of
# the Form 1040 instructions, as reprinted by several sources (fairmark.com and
# advancedaccountingsolutions.net for 2018, Broadridge for 2025, allegiancetaxes.com for 2026).
SCHEDULES = [
    (2018, SINGLE, 9525, "952.50", "0.12"),
    (2018, SINGLE, 38700, "4453.50", "0.22"),
    (2018, SINGLE, 82500, "14089.50", "0.24"),
    (2018, SINGLE, 157500, "32089.50", "0.32"),
    (2018, SINGLE, 200000, "45689.50", "0.35"),
    (2018, SINGLE, 500000, "150689.50", "0.37"),
    (2018, JOINT, 315000, "64179", "0.32"),
    (2018, JOINT, 600000, "161379", "0.37"),
    (2018, SURVIVING, 400000, "91379", "0.35"),
    (2018, SEPARATE, 200000, "45689.50", "0.35"),
    (2018, SEPARATE, 300000, "80689.50", "0.37"),
    (2018, HEAD, 51800, "5944", "0.22"),
    (2018, HEAD, 500000, "149298", "0.37"),
    (2025, SINGLE, 48475, "5578.50", "0.22"),
    (2025, SINGLE, 103350, "17651", "0.24"),
    (2025, SINGLE, 626350, "188769.75", "0.37"),
    (2025, JOINT, 206700, "35302", "0.24"),
    (2025, JOINT, 751600, "202154.50", "0.37"),
    (2025, SEPARATE, 375800, "101077.25", "0.37"),
    (2025, HEAD, 17000, "1700", "0.12"),
    (2026, SINGLE, 105700, "17966", "0.24"),
    (2026, SINGLE, 640600, "192979.25", "0.37"),
    (2026, JOINT, 100800, "11600", "0.22"),
    (2026, SURVIVING, 768700, "206583.50", "0.37"),
    (2026, SEPARATE, 384350, "103291.75", "0.37"),
    (2026, HEAD, 67450, "7740", "0.22"),
    (2026, HEAD, 201750, "39207", "0.32"),
    (2026, HEAD, 640600, "191171", "0.37"),
]


@pytest.mark.parametrize(("year", "status", "floor", "base", "rate"), SCHEDULES)
def test_schedules(year: int, status: FilingStatus, floor: int, base: str, rate: str) -> None:
    table = brackets(tax_year(year), status)
    assert table.tax(D(floor)) == D(base)
    assert table.tax(D(floor) + D("0.01")) == D(base) + D(rate) * D("0.01")
    assert table.rate_above(D(floor)) == D(rate) > table.rate_above(D(floor) - D("0.01"))


def test_nothing_on_nothing() -> None:
    table = brackets(tax_year(2026), SINGLE)
    assert [table.tax(D(amount)) for amount in (-5000, 0, 1)] == [0, 0, D("0.10")]
    assert [table.rate_above(D(x)) for x in ("-0.01", 0)] == [0, D("0.10")]


def test_the_last_dollar_at_a_top_is_in_the_bracket_below() -> None:
    table = brackets(tax_year(2026), SINGLE)
    assert table.bracket_of(D(0)) == (0, 0)
    assert table.bracket_of(D(12400)) == (D("0.10"), 12400)
    assert table.bracket_of(D("12400.01")) == (D("0.12"), 50400)
    assert table.bracket_of(D(640600)) == (D("0.35"), 640600)
    assert table.bracket_of(D("640600.01")) == (D("0.37"), None)


statuses = st.sampled_from(FilingStatus)
years = st.sampled_from(SUPPORTED_YEARS)
cents = st.integers(0, 10**8).map(lambda n: D(n) / 100)


@given(years, cents)
def test_a_joint_return_is_two_separate_halves(year: int, taxable: Decimal) -> None:
    """IRC 1(j)(2)(D): the amounts of a separate return are half of a joint one's."""
    joint = brackets(tax_year(year), JOINT)
    separate = brackets(tax_year(year), SEPARATE)
    assert joint.tax(2 * taxable) == 2 * separate.tax(taxable)


@given(years, statuses, cents, cents)
def test_more_income_is_never_less_tax_nor_all_of_it(
    year: int, status: FilingStatus, taxable: Decimal, more: Decimal
) -> None:
    table = brackets(tax_year(year), status)
    assert 0 <= table.tax(taxable + more) - table.tax(taxable) <= D("0.37") * more
