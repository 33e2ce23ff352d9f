"""Which ways out of an excess contribution are open on a date, and what they cost."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from calc.corrections.excess_contributions import ExcessFacts
from calc.corrections.excess_cures import Cure, CureFacts, WayToCure, ways_to_cure
from calc.corrections.excess_over_years import ExciseFacts, excise
from calc.corrections.recharacterizations import IraKind
from calc.filing_status import FilingStatus
from calc.tax_year import UnsupportedYear, tax_year

D = Decimal

ROTH_2024 = CureFacts(
    as_of=date(2025, 3, 1),
    ira=IraKind.ROTH,
    excess=D(3000),
    room_in_other_kind=D(7000),
    extension_filed=False,
    filed_on_time=True,
)
TRADITIONAL_2024 = replace(ROTH_2024, ira=IraKind.TRADITIONAL)


def ways(facts: CureFacts, year: int = 2024) -> dict[Cure, WayToCure]:
    return {way.cure: way for way in ways_to_cure(tax_year(year), facts)}


def is_open(facts: CureFacts, year: int = 2024) -> list[bool | None]:
    return [way.open for way in ways(facts, year).values()]


@pytest.mark.parametrize(
    ("as_of", "early", "late"),
    [
        (date(2024, 1, 1), True, False),
        (date(2025, 4, 15), True, False),
        (date(2025, 4, 16), True, False),
        (date(2025, 10, 15), True, False),
        (date(2025, 10, 16), False, True),
        (date(2026, 1, 1), False, True),
    ],
)
def test_the_extended_due_date_parts_the_ways(as_of: date, early: bool, late: bool) -> None:
    found = ways(replace(ROTH_2024, as_of=as_of))
    assert [way.open for way in found.values()] == [early, early, True, late]
    for cure in (Cure.WITHDRAW_WITH_INCOME, Cure.RECHARACTERIZE):
        assert found[cure].until == date(2025, 10, 15)
    for cure in (Cure.CARRY_FORWARD, Cure.WITHDRAW_AFTER_DUE_DATE):
        assert found[cure].until is None


@pytest.mark.parametrize(
    ("as_of", "early", "late"),
    [
        (date(2025, 4, 15), True, False),
        (date(2025, 4, 16), None, None),
        (date(2025, 10, 16), False, True),
    ],
)
def test_between_the_dates_the_return_decides(
    as_of: date, early: bool | None, late: bool | None
) -> None:
    facts = replace(ROTH_2024, as_of=as_of, filed_on_time=None)
    assert is_open(facts) == [early, early, True, late]


@pytest.mark.parametrize(
    ("as_of", "years"),
    [
        (date(2024, 6, 1), 1),
        (date(2025, 12, 31), 1),
        (date(2026, 1, 1), 2),
        (date(2027, 12, 31), 3),
    ],
)
def test_what_is_withdrawn_costs_6_percent_for_each_year_that_has_ended(
    as_of: date, years: int
) -> None:
    found = ways(replace(TRADITIONAL_2024, as_of=as_of))
    for cure in (Cure.WITHDRAW_AFTER_DUE_DATE, Cure.ORDINARY_DISTRIBUTION):
        assert found[cure].years_with_excise == years
    for cure in (Cure.WITHDRAW_WITH_INCOME, Cure.RECHARACTERIZE):
        assert found[cure].years_with_excise == 0
    assert {way.excise_a_year for way in found.values()} == {180}


@pytest.mark.parametrize(
    ("year", "as_of", "years"),
    [
        (2024, date(2024, 6, 1), 1),  # the year of the excess has no room itself
        (2024, date(2025, 12, 31), 1),
        (2024, date(2026, 2, 1), 1),  # the room of 2025 is open
        (2024, date(2026, 4, 15), 1),
        (2024, date(2026, 4, 16), 2),
        (2024, date(2026, 12, 31), 2),
        (2024, date(2027, 4, 15), 2),
        (2024, date(2027, 4, 16), 3),
        (2018, date(2020, 7, 15), 1),  # contributions for 2019 were
        (2018, date(2020, 7, 16), 2),
    ],
)
def test_it_is_carried_to_the_first_year_that_is_open(year: int, as_of: date, years: int) -> None:
    found = ways(replace(ROTH_2024, as_of=as_of), year)
    assert found[Cure.CARRY_FORWARD].years_with_excise == years


def test_carried_as_form_5329_does_it() -> None:
    """Two years too much, room in the third, seen while the third's contributions are open."""
    years = tuple(
        ExcessFacts(age=40 + n, traditional_contributions=D(put_in), roth_contributions=D(0))
        for n, put_in in enumerate((9500, 7000, 4000))  # the limits are 6,500, 7,000 and 7,000
    )
    found = excise([tax_year(year) for year in (2023, 2024, 2025)], ExciseFacts(years=years))
    assert [year.traditional.total for year in found.years] == [3000, 3000, 0]
    way = ways(replace(TRADITIONAL_2024, as_of=date(2026, 3, 1)), 2023)[Cure.CARRY_FORWARD]
    assert way.years_with_excise * way.excise_a_year == found.excise == 360


def test_a_due_date_that_is_not_known_is_not_guessed() -> None:
    with pytest.raises(UnsupportedYear, match="2039 is not supported"):
        ways(replace(ROTH_2024, as_of=date(2040, 1, 1)))


def test_the_years_are_those_of_form_5329() -> None:
    above = ExcessFacts(
        age=40,
        traditional_contributions=D(0),
        roth_contributions=D(0),
        filing_status=FilingStatus.SINGLE,
        roth_magi=D(400000),
    )
    withdrawn_in_2025 = (
        replace(above, roth_contributions=D(3000)),
        replace(above, age=41),
        replace(above, age=42, roth_distributions=D(3000)),
    )
    figures = [tax_year(year) for year in (2023, 2024, 2025)]
    costs = excise(figures, ExciseFacts(years=withdrawn_in_2025)).excise
    way = ways(replace(ROTH_2024, as_of=date(2025, 11, 1)), 2023)[Cure.WITHDRAW_AFTER_DUE_DATE]
    assert way.years_with_excise * way.excise_a_year == costs == 360


@pytest.mark.parametrize(
    ("room", "open_", "amount"),
    [(None, None, None), (0, False, 0), (1, True, 1), (7000, True, 3000)],
)
def test_recharacterizing_needs_room_in_the_other_kind(
    room: int | None, open_: bool | None, amount: int | None
) -> None:
    facts = replace(ROTH_2024, room_in_other_kind=None if room is None else D(room))
    way = ways(facts)[Cure.RECHARACTERIZE]
    assert (way.open, way.amount) == (open_, amount)


def test_how_much_of_the_excess_a_way_cures() -> None:
    found = ways(TRADITIONAL_2024)
    for cure in (Cure.WITHDRAW_WITH_INCOME, Cure.WITHDRAW_AFTER_DUE_DATE):
        assert found[cure].amount == 3000
    # By the room of a later year, and by what of a distribution is taxed: neither is known here.
    for cure in (Cure.CARRY_FORWARD, Cure.ORDINARY_DISTRIBUTION):
        assert found[cure].amount is None


def test_what_was_deducted_comes_out_taxed_only() -> None:
    facts = replace(TRADITIONAL_2024, deducted=True, within_dollar_limit=True)
    for as_of in (date(2025, 3, 1), date(2025, 10, 16)):
        assert is_open(replace(facts, as_of=as_of)) == [False, False, True, False, True]
    with pytest.raises(ValueError, match=r"^a contribution to a Roth IRA is never deducted$"):
        replace(ROTH_2024, deducted=True)


@pytest.mark.parametrize("within", [True, False, None])
def test_408_d_5_is_for_want_of_pay(within: bool | None) -> None:
    late = replace(ROTH_2024, as_of=date(2025, 11, 1), within_dollar_limit=within)
    traditional = ways(replace(late, ira=IraKind.TRADITIONAL))
    assert traditional[Cure.WITHDRAW_AFTER_DUE_DATE].open is within
    assert traditional[Cure.ORDINARY_DISTRIBUTION].open is True
    assert ways(late)[Cure.WITHDRAW_AFTER_DUE_DATE].open is True  # all that leaves a Roth counts


@pytest.mark.parametrize(
    ("as_of", "open_"), [(date(2024, 12, 31), False), (date(2025, 1, 1), True)]
)
def test_an_ordinary_distribution_counts_once_the_year_is_over(as_of: date, open_: bool) -> None:
    facts = replace(TRADITIONAL_2024, as_of=as_of)
    assert ways(facts)[Cure.ORDINARY_DISTRIBUTION].open is open_


def test_of_a_roth_ira_every_distribution_counts_alike() -> None:
    assert Cure.ORDINARY_DISTRIBUTION not in ways(ROTH_2024)


WITH_INCOME = "net_income no_deduction"


@pytest.mark.parametrize(
    ("facts", "cure", "needs", "authority"),
    [
        (
            ROTH_2024,
            Cure.WITHDRAW_WITH_INCOME,
            WITH_INCOME,
            "IRC 408(d)(4), 72(t)(2)(A)(ix)",
        ),
        (
            ROTH_2024,
            Cure.RECHARACTERIZE,
            f"{WITH_INCOME} trustee_transfer room_in_other_kind",
            "IRC 408A(d)(6)-(7)",
        ),
        (
            ROTH_2024,
            Cure.CARRY_FORWARD,
            "room_in_later_year",
            "IRC 4973(f)(2)(B), 408A(c)(2)-(3)",
        ),
        (
            TRADITIONAL_2024,
            Cure.CARRY_FORWARD,
            "room_in_later_year",
            "IRC 4973(b)(2)(C), 219(f)(6)",
        ),
        (ROTH_2024, Cure.WITHDRAW_AFTER_DUE_DATE, "", "IRC 4973(f)(2)(A)"),
        (
            TRADITIONAL_2024,
            Cure.WITHDRAW_AFTER_DUE_DATE,
            "within_dollar_limit no_deduction",
            "IRC 408(d)(5), 4973(b)(2)(B)",
        ),
        (
            TRADITIONAL_2024,
            Cure.ORDINARY_DISTRIBUTION,
            "as_far_as_taxed",
            "IRC 4973(b)(2)(A), 408(d)(1)-(2), 72(t)",
        ),
    ],
)
def test_what_a_way_asks_for_and_by_what_law(
    facts: CureFacts, cure: Cure, needs: str, authority: str
) -> None:
    way = ways(facts)[cure]
    assert (" ".join(way.needs), way.authority) == (needs, authority)


@pytest.mark.parametrize("as_of", [date(2022, 3, 1), date(2025, 3, 1)])
def test_what_is_taxed_and_with_10_percent(as_of: date) -> None:
    """SECURE 2.0 sec. 333(b): none on the income, also where it came out before."""
    found = ways(replace(TRADITIONAL_2024, as_of=as_of), as_of.year - 1)
    taxed = {cure: way.early_distribution_tax for cure, way in found.items() if way.income_is_taxed}
    assert taxed == {Cure.WITHDRAW_WITH_INCOME: False, Cure.ORDINARY_DISTRIBUTION: True}
    untaxed = [way for way in found.values() if way.income_is_taxed is False]
    assert [way.early_distribution_tax for way in untaxed] == [False] * 3


def test_no_excess_before_its_year() -> None:
    with pytest.raises(ValueError, match=r"^2023-12-31 is before 2024$"):
        ways(replace(ROTH_2024, as_of=date(2023, 12, 31)))
