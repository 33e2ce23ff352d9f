"""The tiers of Medicare premiums that an income leads to two years later."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.filing_status import FilingStatus
from calc.tax_year import SUPPORTED_YEARS, tax_year
from calc.taxes.medicare_premiums import Irmaa, IrmaaFacts, irmaa

D = Decimal
SINGLE, JOINT, SEPARATE, HEAD, SURVIVING = FilingStatus


def step(
    year: int, status: FilingStatus, magi: object, added: object = 0, apart: bool = False
) -> Irmaa:
    return irmaa(
        tax_year(year),
        IrmaaFacts(
            filing_status=status,
            lived_apart_all_year=apart,
            magi=D(str(magi)),
            added_income=D(str(added)),
        ),
    )


# Status, MAGI of 2024, tier of 2026, room to the next: the table of CMS for 2026.
TIERS_2026 = [
    (SINGLE, 0, 0, "109000"),
    (SINGLE, 109000, 0, "0"),  # "less than or equal to"
    (SINGLE, "109000.01", 1, "27999.99"),
    (SINGLE, 137000, 1, "0"),
    (SINGLE, 137001, 2, "33999"),
    (SINGLE, 171000, 2, "0"),
    (SINGLE, 171001, 3, "33999"),
    (SINGLE, 205000, 3, "0"),
    (SINGLE, 205001, 4, "294998.99"),
    (SINGLE, "499999.99", 4, "0"),
    (SINGLE, 500000, 5, None),  # "greater than or equal to"
    (SINGLE, 500001, 5, None),
    (JOINT, 218000, 0, "0"),
    (JOINT, 218001, 1, "55999"),
    (JOINT, 410001, 4, "339998.99"),
    (JOINT, 749999, 4, "0.99"),
    (JOINT, 750000, 5, None),
    (SEPARATE, 109000, 0, "0"),
    (SEPARATE, 109001, 4, "281998.99"),  # the premium of the fourth tier at once
    (SEPARATE, "390999.99", 4, "0"),
    (SEPARATE, 391000, 5, None),
    (HEAD, 137001, 2, "33999"),
    (SURVIVING, 137001, 2, "33999"),  # not the joint table
]


@pytest.mark.parametrize(("status", "magi", "tier", "room"), TIERS_2026)
def test_tiers_of_2026(status: FilingStatus, magi: object, tier: int, room: str | None) -> None:
    found = step(2024, status, magi)
    assert (found.premium_year, found.known) == (2026, True)
    assert (found.tier_before, found.tier_after, found.threshold_crossed) == (tier, tier, None)
    assert found.room == (None if room is None else D(room))


def test_spouses_who_lived_apart_have_the_table_for_individuals() -> None:
    assert step(2024, SEPARATE, 137001, apart=True) == step(2024, SINGLE, 137001)


@pytest.mark.parametrize(
    ("magi", "added", "before", "after", "crossed"),
    [
        (109000, "0.01", 0, 1, 109000),
        (100000, 36000, 0, 1, 109000),
        (100000, 38000, 0, 2, 137000),  # the highest of two
        (109001, 27999, 1, 1, None),
        (0, 10**6, 0, 5, 500000),
        (499999, 1, 4, 5, 500000),
    ],
)
def test_what_added_income_crosses(
    magi: int, added: object, before: int, after: int, crossed: int | None
) -> None:
    found = step(2024, SINGLE, magi, added)
    assert (found.tier_before, found.tier_after) == (before, after)
    assert found.threshold_crossed == crossed


def test_each_year_has_the_table_of_two_years_later() -> None:
    assert step(2022, SINGLE, 103001).tier_after == 1  # the table of 2024
    assert step(2023, SINGLE, 106000).tier_after == 0  # and that of 2025


@pytest.mark.parametrize("year", [2025, 2026])
def test_a_table_that_is_not_published_is_never_guessed(year: int) -> None:
    for magi in (0, 10**7):
        assert step(year, SINGLE, magi, 50000) == Irmaa(premium_year=year + 2, known=False)


# 2021's income meets the table of 2023, of which the figures have the first threshold: 97,000.


def test_below_the_only_threshold_on_file() -> None:
    found = step(2021, SINGLE, 90000, 7000)
    assert (found.known, found.tier_before, found.tier_after, found.room) == (True, 0, 0, 0)


def test_across_the_only_threshold_on_file() -> None:
    found = step(2021, JOINT, 194000, 1)
    assert (found.known, found.tier_before, found.tier_after) == (False, 0, None)
    assert (found.threshold_crossed, found.room) == (194000, None)


def test_above_the_only_threshold_on_file() -> None:
    found = step(2021, SEPARATE, 97001)
    assert (found.known, found.tier_before, found.threshold_crossed) == (False, None, None)


@pytest.mark.parametrize("year", SUPPORTED_YEARS)
def test_the_figures_belong_together(year: int) -> None:
    figures = tax_year(year)
    first, rows = figures.irmaa_first_threshold.value, figures.irmaa_part_b_tier_starts.value
    assert (first.premium_year, first.magi_tax_year) == (year, year - 2)
    if rows is not None:
        firsts = (first.individual, first.joint, first.mfs_lived_with_spouse)
        assert (rows.single[0], rows.joint[0], rows.separate[0]) == firsts
        assert [len(row) for row in (rows.single, rows.joint, rows.separate)] == [5, 5, 2]


cents = st.integers(0, 10**8).map(lambda n: D(n) / 100)


@given(
    st.sampled_from((2022, 2023, 2024)), st.sampled_from(FilingStatus), cents, cents, st.booleans()
)
def test_room_is_up_to_the_next_tier(
    year: int, status: FilingStatus, magi: Decimal, added: Decimal, apart: bool
) -> None:
    found = step(year, status, magi, added, apart)
    assert found.tier_before <= found.tier_after
    assert (found.threshold_crossed is None) == (found.tier_before == found.tier_after)
    if found.room is None:
        assert found.tier_after == 5
        return
    full = step(year, status, magi, added + found.room, apart)
    over = step(year, status, magi, added + found.room + D("0.01"), apart)
    assert full.tier_after == found.tier_after < over.tier_after
