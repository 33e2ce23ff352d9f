"""Federal tax on ordinary income, and what added income costs."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.filing_status import FilingStatus
from calc.tax_year import SUPPORTED_YEARS, tax_year
from calc.taxes.income_tax import (
    EDGE_UNIT,
    Household,
    added_tax,
    bracket_end,
    deductions,
    edges,
    federal_tax,
    marginal_rate,
    ordinary_tax,
    taxable_income,
)

D = Decimal
SINGLE, JOINT, SEPARATE, HEAD, SURVIVING = FilingStatus


def household(
    status: FilingStatus,
    ages: int | tuple[int, int | None],
    income: object,
    itemized: object = None,
) -> Household:
    age, spouse_age = ages if isinstance(ages, tuple) else (ages, None)
    return Household(
        filing_status=status,
        age=age,
        spouse_age=spouse_age,
        income=D(str(income)),
        itemized_deductions=None if itemized is None else D(str(itemized)),
    )


# Deductions

# year, status, ages, income, deductions (basic + additions at 65 + what is left for seniors)
DEDUCTIONS = [
    (2018, SINGLE, 64, 50000, 12000),
    (2018, SINGLE, 65, 50000, 12000 + 1600),
    (2018, JOINT, (64, 64), 50000, 24000),
    (2018, JOINT, (65, 64), 50000, 24000 + 1300),
    (2018, JOINT, (64, 65), 50000, 24000 + 1300),
    (2018, JOINT, (65, 65), 50000, 24000 + 2 * 1300),
    (2018, JOINT, (65, None), 50000, 24000 + 1300),
    (2018, SEPARATE, 65, 50000, 12000 + 1300),
    (2018, HEAD, 65, 50000, 18000 + 1600),
    (2018, SURVIVING, 65, 50000, 24000 + 1300),  # 63(f)(3): not the amount for the unmarried
    (2023, HEAD, 65, 50000, 20800 + 1850),
    (2024, SINGLE, 65, 50000, 14600 + 1950),  # the last year without a deduction for seniors
    (2025, SINGLE, 64, 50000, 15750),
    (2025, SINGLE, 65, 50000, 15750 + 2000 + 6000),
    (2025, SINGLE, 65, 75000, 15750 + 2000 + 6000),
    (2025, SINGLE, 65, 75001, 15750 + 2000 + D("5999.94")),
    # An adviser's printed example: 6% of 15,000 is 900, which leaves 5,100.
    (2025, SINGLE, 65, 90000, 15750 + 2000 + 5100),
    (2025, SINGLE, 65, 174999, 15750 + 2000 + D("0.06")),
    (2025, SINGLE, 65, 175000, 15750 + 2000),
    (2025, SINGLE, 65, 175001, 15750 + 2000),
    # Schedule 1-A by a printed example: 180,000 of a couple leaves 4,200 to each, 8,400 in all.
    (2025, JOINT, (66, 67), 180000, 31500 + 2 * 1600 + 8400),
    (2025, JOINT, (66, 60), 180000, 31500 + 1600 + 4200),
    (2025, JOINT, (65, 65), 150000, 31500 + 2 * 1600 + 12000),
    (2025, JOINT, (65, 65), 250000, 31500 + 2 * 1600),
    (2025, SEPARATE, 65, 50000, 15750 + 1600),  # a couple has it on a joint return only
    (2025, HEAD, 65, 75000, 23625 + 2000 + 6000),
    (2025, SURVIVING, 65, 100000, 31500 + 1600 + 4500),  # 75,000 is the start, not 150,000
    (2026, SINGLE, 64, 50000, 16100),
    (2026, SINGLE, 65, 50000, 16100 + 2050 + 6000),
    (2026, JOINT, (65, 65), 200000, 32200 + 2 * 1650 + 6000),
    (2026, SEPARATE, 65, 50000, 16100 + 1650),
    (2026, HEAD, 65, 80000, 24150 + 2050 + 5700),
]


@pytest.mark.parametrize(("year", "status", "ages", "income", "expected"), DEDUCTIONS)
def test_deductions(
    year: int, status: FilingStatus, ages: object, income: int, expected: object
) -> None:
    assert deductions(tax_year(year), household(status, ages, income)) == expected


@pytest.mark.parametrize(
    ("ages", "itemized", "expected"),
    [
        (40, 16099, 16100),
        (40, 16101, 16101),
        (65, 18150, 18150 + 6000),  # the deduction for seniors is beside either
        (65, 30000, 30000 + 6000),
    ],
)
def test_itemized_deductions(ages: int, itemized: int, expected: int) -> None:
    figures = tax_year(2026)
    assert deductions(figures, household(SINGLE, ages, 60000, itemized)) == expected


def test_deductions_move_with_added_income() -> None:
    figures = tax_year(2025)
    apart = deductions(figures, household(SINGLE, 65, 70000), D(20000))
    assert apart == deductions(figures, household(SINGLE, 65, 90000))


def test_a_spouse_is_on_a_joint_return_only() -> None:
    for status in (SINGLE, SEPARATE, HEAD, SURVIVING):
        with pytest.raises(ValueError, match="on a joint return only"):
            household(status, (65, 65), 0)


# What an added amount costs: taxable before -> after, and the parts of it in each bracket

COSTS = [
    ("2018, single, over two brackets", 2018, SINGLE, 50, 60000, 50000,
     # 48,000 -> 98,000
     D("0.22") * (82500 - 48000) + D("0.24") * (98000 - 82500)),
    ("2018, joint, one of them 65", 2018, JOINT, (66, 63), 100000, 10000,
     # 74,700 -> 84,700
     D("0.12") * (77400 - 74700) + D("0.22") * (84700 - 77400)),
    ("2018, head of household at 65", 2018, HEAD, 65, 60000, 20000,
     # 40,400 -> 60,400
     D("0.12") * (51800 - 40400) + D("0.22") * (60400 - 51800)),
    ("2018, separate, into the last bracket", 2018, SEPARATE, 65, 200000, 150000,
     # 186,700 -> 336,700
     D("0.32") * (200000 - 186700) + D("0.35") * 100000 + D("0.37") * (336700 - 300000)),
    ("2018, surviving spouse, deductions not used up", 2018, SURVIVING, 65, 25000, 20000,
     # -300 -> 19,700
     D("0.10") * 19050 + D("0.12") * (19700 - 19050)),
    ("2025, single at 64", 2025, SINGLE, 64, 75000, 25000,
     # 59,250 -> 84,250
     D("0.22") * 25000),
    ("2025, single at 65: 25,000 more is 1,500 less deduction", 2025, SINGLE, 65, 75000, 25000,
     # 51,250 -> 77,750
     D("0.22") * 26500),
    ("2025, single at 65, below the phase-out", 2025, SINGLE, 65, 50000, 25000,
     # 26,250 -> 51,250
     D("0.12") * (48475 - 26250) + D("0.22") * (51250 - 48475)),
    ("2025, single at 65, above the phase-out", 2025, SINGLE, 65, 175000, 25000,
     # 157,250 -> 182,250
     D("0.24") * 25000),
    ("2025, both 65: 12,000 of deduction lost", 2025, JOINT, (65, 65), 150000, 100000,
     # 103,300 -> 215,300
     D("0.22") * (206700 - 103300) + D("0.24") * (215300 - 206700)),
    ("2025, one of them 65: 6,000 lost", 2025, JOINT, (65, 64), 150000, 100000,
     # 110,900 -> 216,900
     D("0.22") * (206700 - 110900) + D("0.24") * (216900 - 206700)),
    ("2026, separate at 70: no deduction for seniors", 2026, SEPARATE, 70, 80000, 20000,
     # 62,250 -> 82,250
     D("0.22") * 20000),
    ("2026, head of household at 65: 300 lost", 2026, HEAD, 65, 70000, 10000,
     # 37,800 -> 48,100
     D("0.12") * 10300),
    ("2026, surviving spouse at 65: 600 lost", 2026, SURVIVING, 65, 75000, 10000,
     # 35,150 -> 45,750
     D("0.12") * 10600),
    ("2026, joint, 40, the whole of two brackets", 2026, JOINT, (40, 40), 57000, 186600,
     # 24,800 -> 211,400
     D("0.12") * (100800 - 24800) + D("0.22") * (211400 - 100800)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "year", "status", "ages", "income", "added", "cost"), COSTS, ids=lambda x: str(x)[:40]
)
def test_cost(
    name: str,
    year: int,
    status: FilingStatus,
    ages: object,
    income: int,
    added: int,
    cost: Decimal,
) -> None:
    assert added_tax(tax_year(year), household(status, ages, income), D(added)) == cost


def test_itemized_deductions_lower_the_bracket() -> None:
    person = household(SINGLE, 50, 140000, 40000)  # 100,000 -> 110,000
    cost = D("0.22") * (105700 - 100000) + D("0.24") * (110000 - 105700)
    assert added_tax(tax_year(2026), person, D(10000)) == cost


def test_tax_is_exact_and_its_growth_in_cents() -> None:
    figures, person = tax_year(2025), household(SINGLE, 65, "80000.01")
    # 5,999.9994 lost over 75,000: 300.0006; taxable 80,000.01 - 17,750 - 5,699.9994
    assert taxable_income(figures, person) == D("56550.0106")
    assert federal_tax(figures, person) == D("5578.50") + D("0.22") * D("8075.0106")
    assert added_tax(figures, person, D("0.01")) == 0


# Edges

EDGES = [
    # 40,000 of deductions unused, then the brackets of 2018.
    ("2018, nothing earned, itemized", 2018, household(SINGLE, 50, 0, 40000),
     [40000, 49525, 78700, 122500, 197500, 240000, 540000]),
    ("an edge that is reached is not ahead", 2018, household(SINGLE, 50, 50700),
     [43800, 118800, 161300, 461300]),
    ("a cent before it", 2018, household(SINGLE, 50, "50699.99"),
     ["0.01", "43800.01", "118800.01", "161300.01", "461300.01"]),
    # 48,475 + 23,750 = 72,225; the phase-out from 75,000 to 175,000 and within it the top of
    # 103,350: 75,000 + (103,350 + 23,750 - 75,000) / 1.06; then 17,750 of deductions.
    ("2025, single at 65", 2025, household(SINGLE, 65, 40000),
     [32225, 35000, "84150.9433962265", 135000, 175050, 228275, 604100]),
    # Both lose: (206,700 + 34,700 + 12,000 - 150,000) / 1.12 above the start.
    ("2025, both 65", 2025, household(JOINT, (65, 65), 150000),
     ["92321.4285714286", 100000, 279300, 385750, 636300]),
    # 48,475 + 20,525.53 + 6,000 is 53 cents above the start: 50 cents of income.
    ("a top just inside the phase-out", 2025, household(SINGLE, 65, 70000, "20525.53"),
     [5000, "5000.50", "56769.3679245284", 105000, "147825.53", "201050.53", "576875.53"]),
    ("nothing is lost where nothing is taxable", 2025, household(SINGLE, 65, 70000, 500000),
     [430000, 441925, 478475, 533350, 627300, 680525, 1056350]),
    ("the last bracket", 2026, household(SINGLE, 40, 10**6), []),
]  # fmt: skip


@pytest.mark.parametrize(("name", "year", "person", "expected"), EDGES, ids=lambda x: str(x)[:40])
def test_edges(name: str, year: int, person: Household, expected: list[object]) -> None:
    assert edges(tax_year(year), person) == tuple(D(str(edge)) for edge in expected)


@pytest.mark.parametrize(
    ("added", "rate"),
    [
        (0, "0.12"),
        ("32224.99", "0.12"),
        (32225, "0.22"),
        ("34999.99", "0.22"),
        (35000, "0.2332"),  # 22% of 1.06
        ("84150.94", "0.2332"),
        ("84150.95", "0.2544"),
        ("134999.99", "0.2544"),
        (135000, "0.24"),
        (604100, "0.37"),
    ],
)
def test_marginal_rate(added: object, rate: str) -> None:
    person = household(SINGLE, 65, 40000)
    assert marginal_rate(tax_year(2025), person, D(str(added))) == D(rate)


@pytest.mark.parametrize(
    ("income", "added", "rate", "room"),
    [
        (0, 0, "0", "16100"),  # within the deductions
        (16100, 0, "0", "0"),
        (16100, "0.01", "0.10", "12399.99"),
        (28500, 0, "0.10", "0"),
        (28500, "0.01", "0.12", "37999.99"),
        (0, 66500, "0.12", "0"),
        (0, 656700, "0.35", "0"),
        (0, "656700.01", "0.37", None),
    ],
)
def test_where_the_last_dollar_ends(
    income: int, added: object, rate: str, room: str | None
) -> None:
    end = bracket_end(tax_year(2026), household(SINGLE, 40, income), D(str(added)))
    assert end == (D(rate), None if room is None else D(room))


def test_room_counts_the_deduction_that_it_costs() -> None:
    end = bracket_end(tax_year(2025), household(SINGLE, 65, 100000))
    assert end == (D("0.22"), D("24150.94"))  # not the 27,100 - 1,500 of taxable income


# What holds for every return

cents = st.integers(0, 10**8).map(lambda n: D(n) / 100)
years = st.sampled_from(SUPPORTED_YEARS)
ages = st.sampled_from((40, 64, 65, 80))


@st.composite
def anybody(draw: st.DrawFn) -> Household:
    status = draw(st.sampled_from(FilingStatus))
    return Household(
        filing_status=status,
        age=draw(ages),
        spouse_age=draw(st.none() | ages) if status is JOINT else None,
        income=draw(cents | st.integers(0, 300000).map(D)),
        itemized_deductions=draw(st.none() | cents),
    )


@given(years, anybody())
def test_between_edges_the_tax_is_linear(year: int, person: Household) -> None:
    figures = tax_year(year)
    points = (D(0), *edges(figures, person))
    for left, right in pairwise((*points, points[-1] + 10**6)):
        base, rate = federal_tax(figures, person, left), marginal_rate(figures, person, left)
        for part in (D("0.0001"), D("0.37"), D("0.5"), D("0.9999")):
            between = left + ((right - left) * part).quantize(EDGE_UNIT)
            growth = federal_tax(figures, person, between) - base
            assert growth == rate * (between - left)
        # No jump at the edge itself; only a rounded one may be an EDGE_UNIT late.
        gap = federal_tax(figures, person, right) - base - rate * (right - left)
        assert gap == 0 if right == right.quantize(D("0.01")) else 0 <= gap <= EDGE_UNIT


@given(years, anybody())
def test_every_edge_changes_the_rate(year: int, person: Household) -> None:
    figures = tax_year(year)
    points = (D(0), *edges(figures, person))
    assert all(left < right for left, right in pairwise(points))
    rates = [marginal_rate(figures, person, point) for point in points]
    assert all(left != right for left, right in pairwise(rates))
    assert rates[-1] == D("0.37")


@given(years, anybody(), cents, cents)
def test_more_income_never_costs_less(
    year: int, person: Household, added: Decimal, more: Decimal
) -> None:
    figures = tax_year(year)
    growth = added_tax(figures, person, added + more) - added_tax(figures, person, added)
    # 35% of 1.12 is the most a dollar can cost; each tax is rounded by half a cent at most.
    assert 0 <= growth <= D("0.392") * more + D("0.01")


@given(years, anybody(), cents, cents)
def test_in_two_steps_as_in_one(year: int, person: Household, one: Decimal, two: Decimal) -> None:
    figures = tax_year(year)
    first = added_tax(figures, person, one)
    second = added_tax(figures, replace(person, income=person.income + one), two)
    assert first + second == added_tax(figures, person, one + two)


@given(years, anybody(), cents)
def test_as_the_lines_of_the_return_have_it(year: int, person: Household, added: Decimal) -> None:
    """Form 1040, line 15, with Schedule 1-A, lines 31 to 37, for each person by itself."""
    figures = tax_year(year)
    magi = person.income + added
    start = 150000 if person.filing_status is JOINT else 75000
    each = max(D(0), 6000 - D("0.06") * max(D(0), magi - start))
    if year < 2025 or person.filing_status is SEPARATE:
        each = D(0)
    old = [age for age in (person.age, person.spouse_age) if age is not None and age >= 65]
    young = replace(person, age=40, spouse_age=None, itemized_deductions=None)
    addition = {
        2018: (1600, 1300), 2019: (1650, 1300), 2020: (1650, 1300), 2021: (1700, 1350),
        2022: (1750, 1400), 2023: (1850, 1500), 2024: (1950, 1550), 2025: (2000, 1600),
        2026: (2050, 1650),
    }[year][person.filing_status not in (SINGLE, HEAD)]  # fmt: skip
    standard = deductions(figures, young) + len(old) * addition
    line14 = max(standard, person.itemized_deductions or D(0)) + len(old) * each
    line15 = max(D(0), magi - line14)
    assert taxable_income(figures, person, added) == line15
    tax = federal_tax(figures, person, added)
    assert tax == ordinary_tax(figures, person.filing_status, line15)


@given(years, anybody(), cents)
def test_room_reaches_the_top_and_no_further(year: int, person: Household, added: Decimal) -> None:
    figures = tax_year(year)
    rate, room = bracket_end(figures, person, added)
    if room is None:
        assert rate == D("0.37")
        return
    assert room >= 0
    assert bracket_end(figures, person, added + room).rate == rate
    assert bracket_end(figures, person, added + room + D("0.01")).rate > rate


@given(years, anybody(), cents)
def test_age_never_costs(year: int, person: Household, added: Decimal) -> None:
    figures = tax_year(year)
    older = replace(person, age=80)
    assert federal_tax(figures, older, added) <= federal_tax(figures, person, added)
