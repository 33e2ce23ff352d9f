"""Which ways out of an excess contribution are open on a date, and what they cost."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from calc.corrections.excess_contributions import ExcessFacts
from calc.corrections.excess_cures import Cure, CureFacts, Need, WayToCure, ways_to_cure
from calc.corrections.excess_over_years import ExciseFacts, excise
from calc.corrections.recharacterizations import IraKind
from calc.filing_status import FilingStatus
from calc.tax_year import tax_year

D = Decimal

ROTH_2024 = CureFacts(
    as_of=date(2025, 3, 1),
    ira=IraKind.ROTH,
    excess=D(3000),
    room_in_other_kind=D(7000),
    extension_filed=False,
    filed_on_time=True,
)


def ways(facts: CureFacts, year: int = 2024) -> dict[Cure, WayToCure]:
    return {way.cure: way for way in ways_to_cure(tax_year(year), facts)}


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
    assert found[Cure.WITHDRAW_WITH_INCOME].until == date(2025, 10, 15)


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
    found = ways(replace(ROTH_2024, as_of=as_of, filed_on_time=None))
    assert [way.open for way in found.values()] == [early, early, True, late]


@pytest.mark.parametrize(
    ("as_of", "years"),
    [
        (date(2024, 6, 1), 1),  # carried forward, it bears the excise of its own year
        (date(2025, 12, 31), 1),
        (date(2026, 1, 1), 2),
        (date(2028, 1, 1), 4),
    ],
)
def test_each_year_that_ends_costs_6_percent(as_of: date, years: int) -> None:
    found = ways(replace(ROTH_2024, as_of=as_of))
    assert found[Cure.CARRY_FORWARD].years_with_excise == years
    assert found[Cure.WITHDRAW_AFTER_DUE_DATE].years_with_excise == years
    assert found[Cure.WITHDRAW_WITH_INCOME].years_with_excise == 0
    assert {way.excise_a_year for way in found.values()} == {180}


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
        above,
        replace(above, roth_distributions=D(3000)),
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
    assert Need.TRUSTEE_TRANSFER in way.needs


def test_what_was_deducted_cannot_go_back_untaxed() -> None:
    facts = replace(ROTH_2024, ira=IraKind.TRADITIONAL, deducted=True, within_dollar_limit=True)
    for as_of in (date(2025, 3, 1), date(2025, 10, 16)):
        found = ways(replace(facts, as_of=as_of))
        assert [way.open for way in found.values()] == [False, False, True, False]
    with pytest.raises(ValueError, match="to a Roth IRA is never deducted"):
        replace(ROTH_2024, deducted=True)


@pytest.mark.parametrize("within", [True, False, None])
def test_408_d_5_is_for_want_of_pay(within: bool | None) -> None:
    late = replace(ROTH_2024, as_of=date(2025, 11, 1), within_dollar_limit=within)
    traditional = replace(late, ira=IraKind.TRADITIONAL)
    assert ways(traditional)[Cure.WITHDRAW_AFTER_DUE_DATE].open is within
    assert ways(late)[Cure.WITHDRAW_AFTER_DUE_DATE].open is True  # all that leaves a Roth counts


@pytest.mark.parametrize(
    ("as_of", "early_tax"), [(date(2022, 12, 28), True), (date(2022, 12, 29), False)]
)
def test_the_10_percent_on_the_income_ended(as_of: date, early_tax: bool) -> None:
    way = ways(replace(ROTH_2024, as_of=as_of), 2022)[Cure.WITHDRAW_WITH_INCOME]
    assert way.income_is_taxed
    assert way.early_distribution_tax is early_tax


@pytest.mark.parametrize(
    ("cure", "needs", "of_a_traditional_ira"),
    [
        (Cure.WITHDRAW_WITH_INCOME, "net_income no_deduction", ""),
        (
            Cure.RECHARACTERIZE,
            "net_income no_deduction trustee_transfer room_in_other_kind",
            "",
        ),
        (Cure.CARRY_FORWARD, "room_in_later_year", ""),
        (Cure.WITHDRAW_AFTER_DUE_DATE, "", "within_dollar_limit no_deduction"),
    ],
)
def test_what_a_way_asks_for(cure: Cure, needs: str, of_a_traditional_ira: str) -> None:
    assert " ".join(ways(ROTH_2024)[cure].needs) == needs
    traditional = ways(replace(ROTH_2024, ira=IraKind.TRADITIONAL))[cure]
    assert " ".join(traditional.needs) == (of_a_traditional_ira or needs)


def test_only_income_that_leaves_the_ira_is_taxed() -> None:
    taxed = {cure for cure, way in ways(ROTH_2024).items() if way.income_is_taxed}
    assert taxed == {Cure.WITHDRAW_WITH_INCOME}
    before = ways(replace(ROTH_2024, as_of=date(2022, 3, 1)), 2021)
    early = {cure for cure, way in before.items() if way.early_distribution_tax}
    assert early == {Cure.WITHDRAW_WITH_INCOME}


def test_every_way_says_its_law() -> None:
    for ira in IraKind:
        assert all(
            way.authority.startswith("IRC 4") for way in ways(replace(ROTH_2024, ira=ira)).values()
        )


def test_no_excess_before_its_year() -> None:
    with pytest.raises(ValueError, match="2023-12-31 is before 2024"):
        ways(replace(ROTH_2024, as_of=date(2023, 12, 31)))
