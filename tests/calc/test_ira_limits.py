"""IRA limits and phase-outs, on both sides of each boundary."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.filing_status import FilingStatus
from calc.iras.ira_limits import (
    IraContributionFacts,
    IraDeductionFacts,
    RothFacts,
    dollar_limit,
    ira_contribution_limit,
    ira_deduction,
    phased_out,
    roth_limit,
)
from calc.tax_year import SUPPORTED_YEARS, PhaseOutRange, tax_year

D = Decimal
S = FilingStatus


# (full until, zero from), limit, modified AGI, what is left
PHASED_OUT = [
    ((153000, 168000), 7500, 153000, 7500),  # full at the start
    ((153000, 168000), 7500, 153001, 7500),  # 7,499.50 goes up to the next ten
    ((153000, 168000), 7500, 153021, 7490),
    ((153000, 168000), 7500, 160000, 4000),
    ((153000, 168000), 7500, 167599, 210),
    ((153000, 168000), 7500, 167600, 200),
    ((153000, 168000), 7500, 167999, 200),  # never below $200 until it is zero
    ((153000, 168000), 7500, 168000, 0),
    ((242000, 252000), 7500, 250000, 1500),  # tax-rules, test vectors
    ((0, 10000), 7000, 5000, 3500),
    ((0, 10000), 150, 5000, 150),  # $200 is not more than the limit itself
]


@pytest.mark.parametrize(("over", "limit", "magi", "left"), PHASED_OUT)
def test_phased_out(over: tuple[int, int], limit: int, magi: int, left: int) -> None:
    row = PhaseOutRange(full_until=over[0], zero_from=over[1])
    assert phased_out(D(limit), D(magi), row) == left


@given(st.integers(0, 3 * 10**5), st.integers(0, 10**5), st.sampled_from([5500, 7000, 8600]))
def test_more_income_is_never_a_higher_limit(magi: int, more: int, limit: int) -> None:
    row = PhaseOutRange(full_until=150000, zero_from=165000)
    left = phased_out(D(limit), D(magi), row)
    assert phased_out(D(limit), D(magi + more), row) <= left <= limit
    assert left % 10 == 0


# status, lived apart, row of 2025: where the Roth limit begins to shrink, and where it is gone
@pytest.mark.parametrize(
    ("status", "lived_apart", "start", "end"),
    [
        (S.SINGLE, False, 150000, 165000),
        (S.HEAD_OF_HOUSEHOLD, False, 150000, 165000),
        (S.MARRIED_FILING_SEPARATELY, True, 150000, 165000),
        (S.MARRIED_FILING_SEPARATELY, False, 0, 10000),
        (S.MARRIED_FILING_JOINTLY, False, 236000, 246000),
        (S.QUALIFYING_SURVIVING_SPOUSE, False, 236000, 246000),
    ],
)
def test_roth_rows(status: FilingStatus, lived_apart: bool, start: int, end: int) -> None:
    facts = RothFacts(filing_status=status, magi=D(start), age=40, lived_apart_all_year=lived_apart)
    limit = roth_limit(tax_year(2025), facts)
    assert (limit.phaseout_start, limit.phaseout_end) == (start, end)
    assert (limit.roth_limit, limit.ira_limit) == (7000, 7000)


# status, lived apart, covered, spouse covered, row of 2025
@pytest.mark.parametrize(
    ("status", "lived_apart", "covered", "spouse_covered", "start", "end"),
    [
        (S.SINGLE, False, True, False, 79000, 89000),
        (S.HEAD_OF_HOUSEHOLD, False, True, False, 79000, 89000),
        (S.MARRIED_FILING_SEPARATELY, True, True, True, 79000, 89000),
        (S.MARRIED_FILING_SEPARATELY, False, True, False, 0, 10000),
        (S.MARRIED_FILING_JOINTLY, False, True, True, 126000, 146000),
        (S.QUALIFYING_SURVIVING_SPOUSE, False, True, False, 126000, 146000),
        (S.MARRIED_FILING_JOINTLY, False, False, True, 236000, 246000),
        (S.MARRIED_FILING_SEPARATELY, False, False, True, 0, 10000),
        (S.MARRIED_FILING_SEPARATELY, True, False, True, None, None),
        (S.SINGLE, False, False, False, None, None),
        (S.QUALIFYING_SURVIVING_SPOUSE, False, False, False, None, None),
        (S.MARRIED_FILING_JOINTLY, False, False, False, None, None),
    ],
)
def test_deduction_rows(
    status: FilingStatus,
    lived_apart: bool,
    covered: bool,
    spouse_covered: bool,
    start: int | None,
    end: int | None,
) -> None:
    facts = IraDeductionFacts(
        filing_status=status,
        magi=D(10**6),
        age=40,
        covered_by_plan=covered,
        spouse_covered=spouse_covered,
        lived_apart_all_year=lived_apart,
    )
    deduction = ira_deduction(tax_year(2025), facts)
    assert (deduction.phaseout_start, deduction.phaseout_end) == (start, end)
    assert deduction.deduction == (7000 if start is None else 0)


def test_what_is_above_the_limit_is_neither_deductible_nor_basis() -> None:
    facts = IraDeductionFacts(
        filing_status=S.SINGLE, magi=D(84000), age=40, covered_by_plan=True, contribution=D(9000)
    )
    deduction = ira_deduction(tax_year(2025), facts)
    assert (deduction.deduction, deduction.nondeductible, deduction.excess) == (3500, 3500, 2000)


def test_a_couple_with_the_same_facts_has_twice_as_much() -> None:
    facts = IraDeductionFacts(
        filing_status=S.MARRIED_FILING_JOINTLY,
        magi=D(131000),  # a quarter of the way from 126,000 to 146,000
        age=40,
        covered_by_plan=True,
        persons_alike=2,
    )
    deduction = ira_deduction(tax_year(2025), facts)
    assert (deduction.deduction, deduction.nondeductible) == (5250, 1750)
    assert (deduction.deduction_total, deduction.nondeductible_total) == (10500, 3500)


@pytest.mark.parametrize(
    ("year", "age", "reached", "deduction"),
    [
        (2019, 69, None, 7000),
        (2019, 70, False, 7000),
        (2019, 70, True, 0),
        (2019, 71, None, 0),
        (2020, 71, None, 7000),  # repealed by the SECURE Act
    ],
)
def test_the_age_limit_of_2018_and_2019(
    year: int, age: int, reached: bool | None, deduction: int
) -> None:
    facts = IraDeductionFacts(
        filing_status=S.SINGLE,
        magi=D(0),
        age=age,
        covered_by_plan=True,
        reached_70_and_a_half=reached,
    )
    assert ira_deduction(tax_year(year), facts).deduction == deduction


def test_seventy_in_2019_needs_more_than_the_age() -> None:
    facts = IraDeductionFacts(filing_status=S.SINGLE, magi=D(0), age=70, covered_by_plan=True)
    words = r"^at 70 in 2019 it depends on whether 70 1/2 .* 31: give reached_70_and_a_half$"
    with pytest.raises(ValueError, match=words):
        ira_deduction(tax_year(2019), facts)


@pytest.mark.parametrize(("age", "limit"), [(49, 7500), (50, 8600), (80, 8600)])
def test_catch_up_begins_at_50(age: int, limit: int) -> None:
    assert dollar_limit(tax_year(2026), age) == limit


@pytest.mark.parametrize(
    ("own", "spouse", "spouse_contributed", "counted"),
    [
        (5000, 0, 0, 5000),
        (0, 30000, 6000, 24000),  # IRC 219(c): the couple's pay less the other's contribution
        (2000, 30000, 7000, 25000),
        (30000, 2000, 2000, 30000),  # the higher earner counts nothing of the other's
        (3000, 3000, 0, 3000),  # nor does who earns as much: "less than", 219(c)(2)(B)
        ("2999.99", 3000, 0, "5999.99"),
        (0, 3000, 7000, 0),
    ],
)
def test_spousal_pay(own: object, spouse: int, spouse_contributed: int, counted: object) -> None:
    facts = IraContributionFacts(
        age=40,
        compensation=D(str(own)),
        spouse_compensation=D(spouse),
        spouse_ira_contributions=D(spouse_contributed),
    )
    limit = ira_contribution_limit(tax_year(2025), facts)
    assert limit.compensation_counted == D(str(counted))
    assert limit.limit == limit.traditional_limit == min(7000, D(str(counted)))
    assert (limit.allowed, limit.excess) == (None, None)


@pytest.mark.parametrize(
    ("year", "age", "reached", "in_traditional"),
    [
        (2019, 69, None, 7000),
        (2019, 70, None, None),
        (2019, 70, False, 7000),
        (2019, 70, True, 0),
        (2019, 72, None, 0),
        (2019, 72, False, 0),  # nobody is 72 and not yet 70 1/2
        (2020, 72, True, 7000),
    ],
)
def test_what_of_the_limit_may_go_into_a_traditional_ira(
    year: int, age: int, reached: bool | None, in_traditional: int | None
) -> None:
    facts = IraContributionFacts(
        age=age, compensation=D(50000), desired=D(7500), reached_70_and_a_half=reached
    )
    found = ira_contribution_limit(tax_year(year), facts)
    assert found.traditional_limit == in_traditional
    # In a Roth IRA there was no such limit.
    assert (found.limit, found.allowed, found.excess) == (7000, 7000, 500)


@pytest.mark.parametrize("year", SUPPORTED_YEARS)
def test_every_year_has_all_rows(year: int) -> None:
    for status in FilingStatus:
        facts = RothFacts(filing_status=status, magi=D(0), age=40)
        assert roth_limit(tax_year(year), facts).roth_limit == dollar_limit(tax_year(year), 40)
