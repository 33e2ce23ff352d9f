"""The figures of the years: complete, sourced, and typed a second time here."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

import calc.tax_year
from calc.tax_year import SUPPORTED_YEARS, TaxYear, UnsupportedYear, tax_year

FOLDER = Path(calc.tax_year.__file__).parent / "years"

# Typed from the notices' tables, one row a year: IRA limit, its catch-up, 402(g), catch-up at 50,
# at 60 to 63, 415(c), 401(a)(17).
LIMITS = """
2018   5500  1000  18500  6000      -  55000  275000
2019   6000  1000  19000  6000      -  56000  280000
2020   6000  1000  19500  6500      -  57000  285000
2021   6000  1000  19500  6500      -  58000  290000
2022   6000  1000  20500  6500      -  61000  305000
2023   6500  1000  22500  7500      -  66000  330000
2024   7000  1000  23000  7500      -  69000  345000
2025   7000  1000  23500  7500  11250  70000  350000
2026   7500  1100  24500  8000  11250  72000  360000
"""

# Start of each phase-out, modified AGI: Roth single and joint; deduction single covered, joint
# covered, joint with a covered spouse.
PHASE_OUTS = """
2018  120000  189000  63000  101000  189000
2019  122000  193000  64000  103000  193000
2020  124000  196000  65000  104000  196000
2021  125000  198000  66000  105000  198000
2022  129000  204000  68000  109000  204000
2023  138000  218000  73000  116000  218000
2024  146000  230000  77000  123000  230000
2025  150000  236000  79000  126000  236000
2026  153000  242000  81000  129000  242000
"""

DUE_DATES = """
2018 2019-04-15
2019 2020-07-15
2020 2021-05-17
2021 2022-04-18
2022 2023-04-18
2023 2024-04-15
2024 2025-04-15
2025 2026-04-15
2026 2027-04-15
"""


def rows(table: str) -> list[list[str]]:
    return [line.split() for line in table.strip().splitlines()]


@pytest.mark.parametrize("row", rows(LIMITS), ids=lambda row: row[0])
def test_limits(row: list[str]) -> None:
    figures = tax_year(int(row[0]))
    assert [
        str(figures.ira_contribution_limit.value),
        str(figures.ira_catch_up_50.value),
        str(figures.elective_deferral_402g.value),
        str(figures.catch_up_414v_50.value),
        str(figures.catch_up_414v_60_63.value or "-"),
        str(figures.annual_additions_415c.value),
        str(figures.compensation_limit_401a17.value),
    ] == row[1:]


@pytest.mark.parametrize("row", rows(PHASE_OUTS), ids=lambda row: row[0])
def test_phase_outs(row: list[str]) -> None:
    figures = tax_year(int(row[0]))
    roth, deduction = figures.roth_ira_magi_phaseout.value, figures.ira_deduction_phaseout.value
    ranges = (
        (roth.single_hoh_mfs_lived_apart, 15_000),
        (roth.mfj_qss, 10_000),
        (deduction.covered_single_hoh, 10_000),
        (deduction.covered_mfj_qss, 20_000),
        (deduction.not_covered_spouse_covered_mfj, 10_000),
    )
    assert [str(over.full_until) for over, _ in ranges] == row[1:]
    # The widths are in the statute: IRC 408A(c)(3)(A)(ii), 219(g)(2)(A)(ii), (g)(7).
    assert [over.zero_from - over.full_until for over, _ in ranges] == [w for _, w in ranges]


@pytest.mark.parametrize("row", rows(DUE_DATES), ids=lambda row: row[0])
def test_due_dates(row: list[str]) -> None:
    assert tax_year(int(row[0])).contribution_due_date.value == date.fromisoformat(row[1])


@pytest.mark.parametrize("year", SUPPORTED_YEARS)
def test_separate_returns_are_never_indexed(year: int) -> None:
    figures = tax_year(year)
    for over in (
        figures.roth_ira_magi_phaseout.value.mfs_lived_with_spouse,
        figures.ira_deduction_phaseout.value.covered_mfs,
        figures.ira_deduction_phaseout.value.not_covered_spouse_covered_mfs,
    ):
        assert (over.full_until, over.zero_from) == (0, 10_000)


def test_the_years_that_are_there() -> None:
    assert tuple(range(2018, 2027)) == SUPPORTED_YEARS


@pytest.mark.parametrize("year", [1999, 2017, 2027])
def test_another_year_names_those_that_are_there(year: int) -> None:
    with pytest.raises(UnsupportedYear, match=rf"{year} is not supported.*2018, 2019, .*, 2026"):
        tax_year(year)


# A file that says too much or too little does not load


def file_of_2025() -> dict[str, dict[str, object]]:
    return tomllib.loads((FOLDER / "2025.toml").read_text("utf-8"), parse_float=Decimal)


def test_every_figure_has_an_authority() -> None:
    for year in SUPPORTED_YEARS:
        entries = tomllib.loads((FOLDER / f"{year}.toml").read_text("utf-8"))
        del entries["year"]
        assert all(entry["authority"] for entry in entries.values())


@pytest.mark.parametrize("figure", TaxYear.model_fields)
def test_a_missing_figure_is_refused(figure: str) -> None:
    figures = file_of_2025()
    del figures[figure]
    with pytest.raises(ValidationError, match=figure):
        TaxYear.model_validate(figures)


@pytest.mark.parametrize(
    ("figure", "key", "value"),
    [
        ("ira_contribution_limit", "vallue", 7000),
        ("ira_contribution_limit", "value", -1),
        ("ira_contribution_limit", "value", "7000"),
        ("ira_contribution_limit", "value", 7001),  # no longer the sum with its catch-up
        ("ira_contribution_limit", "authority", ""),
        ("ira_contribution_limit", "status", "guessed"),
        ("hce_for_plan_year", "value", {"lookback_year": 2024}),
        ("conversion_deadline", "value", "2025-12-31"),
    ],
)
def test_a_wrong_entry_is_refused(figure: str, key: str, value: object) -> None:
    figures = file_of_2025()
    figures[figure][key] = value
    with pytest.raises(ValidationError):
        TaxYear.model_validate(figures)


def test_an_unknown_figure_is_refused() -> None:
    with pytest.raises(ValidationError, match="lottery"):
        TaxYear.model_validate(file_of_2025() | {"lottery": {"value": 1}})


def test_figures_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        tax_year(2025).year = 2026
