"""What is written on surviving mutants speaks of code that is there."""

from pathlib import Path

import pytest

from tests.mutants.__main__ import EXPLAINED, ROOT, Change, explained, function_of


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("calc.money.x_to_cent__mutmut_1", "calc.money.to_cent"),
        ("calc.money.x__exact_number__mutmut_12", "calc.money._exact_number"),
        (
            "calc.iras.form_8606.xǁForm8606ǁ__post_init____mutmut_3",
            "calc.iras.form_8606.Form8606.__post_init__",
        ),
    ],
)
def test_the_function_of_a_mutant(name: str, function: str) -> None:
    assert function_of(name) == function


@pytest.mark.parametrize(
    "change",
    sorted(
        explained(EXPLAINED.read_text("utf-8")), key=lambda change: (change.function, change.lines)
    ),
    ids=lambda change: change.function,
)
def test_the_line_that_was_changed_is_there(change: Change) -> None:
    """Otherwise the reason goes with the line."""
    in_code = {line.strip() for line in source_of(change.function).read_text("utf-8").splitlines()}
    assert in_code >= {line[2:] for line in change.lines if line.startswith("-")}


def source_of(function: str) -> Path:
    parts = function.split(".")
    paths = (ROOT.joinpath(*parts[:end]).with_suffix(".py") for end in range(len(parts), 0, -1))
    return next(path for path in paths if path.exists())
