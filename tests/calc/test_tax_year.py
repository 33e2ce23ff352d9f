"""The figures of the years: complete, sourced, and refused where they are not."""

import re
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

import calc.tax_year
from calc.tax_year import SUPPORTED_YEARS, TaxYear, UnsupportedYear, edition, tax_year

FOLDER = Path(calc.tax_year.__file__).parent / "years"


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


def test_an_edition_belongs_to_the_figures_of_a_year() -> None:
    editions = {year: edition(year) for year in SUPPORTED_YEARS}
    assert len(set(editions.values())) == len(editions)
    assert all(re.fullmatch("[0-9a-f]{8}", one) for one in editions.values())
    with pytest.raises(UnsupportedYear):
        edition(1999)
