"""A contribution to one kind of IRA that becomes one to the other."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.corrections.recharacterizations import (
    IraKind,
    RecharacterizationFacts,
    recharacterization,
)
from calc.tax_year import tax_year

D = Decimal

TO_TRADITIONAL = RecharacterizationFacts(
    contribution=D(7000),
    to=IraKind.TRADITIONAL,
    contributed_on=date(2025, 2, 3),
    moved_on=date(2026, 3, 10),
    adjusted_opening_balance=D(7000),
    adjusted_closing_balance=D(7700),
)
"""A Roth contribution of a person whose income turned out to be above the limit."""


def test_the_repair_of_a_roth_contribution_over_the_income_limit() -> None:
    found = recharacterization(tax_year(2025), TO_TRADITIONAL)
    assert found.possible is found.in_time is True
    assert (found.net_income, found.amount_moved) == (700, 7700)
    assert (found.line1, found.line4) == (7000, 0)  # without the income
    assert (found.line6_recharacterized_in, found.line6_recharacterized_out) == (7700, 0)


def test_the_instructions_example_of_2008() -> None:
    """4,000 grown to 4,200, all of it deducted: nothing on line 1."""
    facts = replace(
        TO_TRADITIONAL,
        contribution=D(4000),
        deductible=D(4000),
        adjusted_opening_balance=D(4000),
        adjusted_closing_balance=D(4200),
        moved_on=date(2025, 12, 29),
    )
    found = recharacterization(tax_year(2025), facts)
    assert (found.amount_moved, found.line1) == (4200, 0)
    assert found.line6_recharacterized_in == 0  # there by December 31


@pytest.mark.parametrize(
    ("contributed", "moved", "line4", "outstanding"),
    [
        (date(2025, 12, 31), date(2025, 12, 31), 0, False),
        (date(2025, 12, 31), date(2026, 1, 1), 0, True),
        # Made after the year: on December 31 it was nowhere.
        (date(2026, 1, 1), date(2026, 3, 1), 7000, False),
    ],
)
def test_around_the_end_of_the_year(
    contributed: date, moved: date, line4: int, outstanding: bool
) -> None:
    facts = replace(TO_TRADITIONAL, contributed_on=contributed, moved_on=moved)
    found = recharacterization(tax_year(2025), facts)
    assert found.line4 == line4
    assert found.line6_recharacterized_in == (7700 if outstanding else 0)


@pytest.mark.parametrize(("deductible", "line1"), [(0, 7000), (2500, 4500), (7000, 0)])
def test_line_1_is_what_is_not_deducted(deductible: int, line1: int) -> None:
    facts = replace(
        TO_TRADITIONAL,
        deductible=D(deductible),
        contributed_on=date(2026, 2, 1),
        moved_on=date(2026, 3, 1),
    )
    found = recharacterization(tax_year(2025), facts)
    assert found.line1 == found.line4 == line1


def test_the_other_way_it_is_no_basis() -> None:
    facts = replace(TO_TRADITIONAL, to=IraKind.ROTH)
    found = recharacterization(tax_year(2025), facts)
    assert (found.line1, found.line4) == (0, 0)
    assert (found.line6_recharacterized_in, found.line6_recharacterized_out) == (0, 7700)


def test_what_was_deducted_stays() -> None:
    facts = replace(TO_TRADITIONAL, to=IraKind.ROTH, deducted=True)
    found = recharacterization(tax_year(2025), facts)
    assert (found.possible, found.in_time) == (False, True)


@pytest.mark.parametrize(
    ("on_time", "moved", "possible"),
    [
        (None, date(2026, 4, 15), True),
        (None, date(2026, 4, 16), None),
        (True, date(2026, 10, 15), True),
        (True, date(2026, 10, 16), False),
        (False, date(2026, 4, 16), False),
    ],
)
def test_in_time(on_time: bool | None, moved: date, possible: bool | None) -> None:
    facts = replace(TO_TRADITIONAL, moved_on=moved, extension_filed=False, filed_on_time=on_time)
    found = recharacterization(tax_year(2025), facts)
    assert found.possible is found.in_time is possible
    assert found.until == date(2026, 4 if on_time is False else 10, 15)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (
            {"conversion": True},
            "a conversion made in 2018 or later cannot be recharacterized (IRC 408A(d)(6)(B)(iii))",
        ),
        ({"deducted": True}, "a contribution to a Roth IRA is never deducted"),
        (
            {"to": IraKind.ROTH, "deductible": D(1)},
            "a contribution that moves to a Roth IRA cannot be deducted",
        ),
        ({"deductible": D("7000.01")}, "no more than the contribution can be deducted"),
        ({"moved_on": date(2025, 2, 2)}, "a contribution cannot move before it is made"),
    ],
)
def test_refused(wrong: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(words)}$"):
        replace(TO_TRADITIONAL, **wrong)


@pytest.mark.parametrize(("contribution", "fits"), [("8000", True), ("8000.01", False)])
def test_no_more_than_anybody_may_contribute(contribution: str, fits: bool) -> None:
    """The limit from 50 on: the age is not asked for."""
    amount = D(contribution)
    facts = replace(TO_TRADITIONAL, contribution=amount, adjusted_opening_balance=amount)
    if fits:
        assert recharacterization(tax_year(2025), facts).line1 == 8000
    else:
        with pytest.raises(
            ValueError, match=r"^no more than \$8,000 can be .* 2025 .* taken back$"
        ):
            recharacterization(tax_year(2025), facts)


@pytest.mark.parametrize(
    ("contributed", "fits"),
    [
        (date(2024, 12, 31), False),
        (date(2025, 1, 1), True),
        (date(2026, 4, 15), True),
        (date(2026, 4, 16), False),
    ],
)
def test_a_contribution_for_the_year(contributed: date, fits: bool) -> None:
    facts = replace(TO_TRADITIONAL, contributed_on=contributed, moved_on=date(2026, 9, 1))
    if fits:
        assert recharacterization(tax_year(2025), facts).line1 == 7000
    else:
        with pytest.raises(ValueError, match="made from 2025-01-01 to 2026-04-15"):
            recharacterization(tax_year(2025), facts)


@given(
    st.integers(1, 800000),
    st.integers(0, 10**7),
    st.integers(0, 10**7),
    st.sampled_from(IraKind),
    st.dates(date(2025, 1, 1), date(2026, 4, 15)),
    st.integers(0, 300),
)
def test_line_6_counts_what_moves_once(
    contribution: int, rest: int, closing: int, to: IraKind, made: date, days: int
) -> None:
    facts = RecharacterizationFacts(
        contribution=D(contribution) / 100,
        to=to,
        contributed_on=made,
        moved_on=date.fromordinal(made.toordinal() + days),
        adjusted_opening_balance=D(contribution + rest) / 100,
        adjusted_closing_balance=D(closing) / 100,
    )
    found = recharacterization(tax_year(2025), facts)
    adjustments = (found.line6_recharacterized_in, found.line6_recharacterized_out)
    assert 0 in adjustments
    assert sum(adjustments) in (0, found.amount_moved)
    assert found.line4 in (0, found.line1)
    assert found.line1 in (0, facts.contribution)
