"""Worked examples that others printed: the IRS, advisers, forums, test files of other programs.

``accept`` holds, for each figure, the values that a correct answer may show: exact, or as the
paper form rounds.
"""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from calc.cases import CALCULATIONS, Case, solve
from calc.tax_year import UnsupportedYear

PRINTED = (Path(__file__).parent / "published_examples.json").read_text("utf-8")
EXAMPLES = json.loads(PRINTED, parse_float=Decimal)["cases"]

YEARS_WITHOUT_FIGURES = {
    "roth-11": "2017: figures here begin with 2018",
    "deduct-01": "2002: figures here begin with 2018",
    "mega-12": "2016: figures here begin with 2018",
}

MORE_THAN_THE_BASIS = {"years-02", "years-03"}
"""With line 10 to three places: .950 of 17,897 gives back 17,002 of a basis of 17,000, and line 14
would be negative. Here no more than the basis comes back, so line 18 is 897, not 895."""

OURS = [example for example in EXAMPLES if example["calc"] in CALCULATIONS]
ANSWERED = [example for example in OURS if example["id"] not in YEARS_WITHOUT_FIGURES]


def _case(example: dict[str, object], line10_places: int | None = None) -> Case:
    return Case.model_validate(
        {name: example[name] for name in ("calc", "tax_year", "inputs")}
        | {"line10_places": line10_places}
    )


@pytest.mark.parametrize(
    ("example", "line10_places"),
    [
        pytest.param(example, places, id=f"{example['id']}-{rounding}")
        for example in ANSWERED
        for places, rounding in ((None, "exact"), (3, "as the form rounds"))
        if not (places and example["id"] in MORE_THAN_THE_BASIS)
    ],
)
def test_agrees(example: dict[str, dict[str, list[Decimal]]], line10_places: int | None) -> None:
    results = solve(_case(example, line10_places))
    shown = {name: results[name] for name in example["accept"]}
    assert all(value in example["accept"][name] for name, value in shown.items()), (
        shown,
        example["accept"],
    )


@pytest.mark.parametrize("example_id", YEARS_WITHOUT_FIGURES)
def test_a_year_without_figures_is_refused_by_name(example_id: str) -> None:
    (example,) = (example for example in OURS if example["id"] == example_id)
    with pytest.raises(UnsupportedYear, match=r"supported years are 2018, 2019, .* 2026"):
        solve(_case(example))


@pytest.mark.parametrize("example_id", sorted(MORE_THAN_THE_BASIS))
def test_a_rounded_ratio_gives_back_no_more_than_the_basis(example_id: str) -> None:
    (example,) = (example for example in OURS if example["id"] == example_id)
    results = solve(_case(example, line10_places=3))
    assert (results["2019.line10"], results["2019.line18"]) == (Decimal("0.95"), 897)
    assert results["2019.line14"] == 0


def test_every_example_of_these_calculations_is_there() -> None:
    assert len(OURS) == 130
