"""Form 8606 for many scenarios at once: every cell is that of the form for it alone."""

import subprocess
import sys
from itertools import islice

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.iras.form_8606_scenarios import (
    BLOCK,
    MOST_CENTS,
    Scenarios,
    ScenariosFacts,
    form_8606_scenarios,
    in_dollars,
)
from tests.calc.test_reference_8606 import Cents, fill_in, people

LINES = ("1", "2", "4", "6", "7", "8")
NAMES = list(ScenariosFacts.__annotations__)


def facts(lines: object) -> ScenariosFacts:
    """Lines 1, 2, 4, 6, 7 and 8, each a number or a list."""
    columns = (np.array(line) if isinstance(line, list) else line for line in lines)
    return ScenariosFacts(**dict(zip(NAMES, columns, strict=True)))


def each(scenarios: Scenarios) -> list[tuple[object, ...]]:
    columns = (*scenarios, scenarios.total_taxable)
    return list(zip(*map(in_dollars, columns), strict=True))


def alone(cents: Cents) -> tuple[object, ...]:
    form = fill_in(cents)
    return form.line14, form.line15c or 0, form.line18 or 0, form.total_taxable


M = MOST_CENTS
EDGES = [
    ("the known answer", (600000, 0, 0, 9500000, 0, 600000)),
    ("nothing at all", (0, 0, 0, 0, 0, 0)),
    ("nothing left the IRAs", (700000, 200000, 700000, 5000000, 0, 0)),
    ("nothing left IRAs that are empty", (700000, 0, 0, 0, 0, 0)),
    ("everything converted, nothing contributed", (0, 2000000, 0, 0, 0, 15000000)),
    ("half a cent is taxed less", (1, 0, 0, 1, 0, 1)),
    ("two halves of a cent are one", (101, 0, 0, 0, 100, 100)),
    ("more basis than money", (700000, 0, 0, 0, 0, 680000)),
    ("a third of a cent", (1, 0, 0, 2, 0, 1)),
    ("as much as is accepted", (M, M, 0, M, M, M)),
    ("as much of it as can be basis", (M, M, 0, 0, M, M)),
    ("nearly half of the most", (M // 2 - 1, 0, 0, M - 1, 0, M)),
    ("a hair's breadth below half a cent", (M // 2 - 1, 0, 0, M - 2, 1, 1)),
    (
        "so near below half a cent that a float is above it",
        (0, 24423380425749, 0, 56755737639246, 0, 88986144766129),
    ),
    ("halves of a cent of the largest amounts", (M - 1, 0, 0, M, 0, M)),
]


@pytest.mark.parametrize(("name", "cents"), EDGES, ids=[name for name, _ in EDGES])
def test_at_the_edges(name: str, cents: Cents) -> None:
    assert each(form_8606_scenarios(facts(cents))) == [alone(cents)]


def test_thousands_of_people_each_as_if_alone() -> None:
    """Those of the second reading of the form: everyday amounts, the largest, and halves of cents;
    more of them than are filled in at a time."""
    rows = [cents for cents, _ in islice(people(8607, 2 * BLOCK), BLOCK + 1000)]
    columns = [list(column) for column in zip(*rows, strict=True)]
    found = each(form_8606_scenarios(facts(columns)))
    sampled = [*range(0, len(rows), 7), *range(BLOCK - 500, len(rows))]
    assert [found[row] for row in sampled] == [alone(rows[row]) for row in sampled]


amount = st.one_of(st.integers(0, 200), st.integers(0, 10**9), st.integers(0, MOST_CENTS))


@st.composite
def tables(draw: st.DrawFn) -> list[int | list[int]]:
    count = draw(st.integers(1, 4))
    column = st.one_of(amount, st.lists(amount, min_size=count, max_size=count))
    one, two, _, six, seven, eight = (draw(column) for _ in LINES)
    least = min(one) if isinstance(one, list) else one
    return [one, two, draw(st.integers(0, least)), six, seven, eight]


@given(tables())
def test_any_line_may_be_shared_or_each_scenarios_own(lines: list[int | list[int]]) -> None:
    count = max(len(line) if isinstance(line, list) else 1 for line in lines)
    whole = [line if isinstance(line, list) else [line] * count for line in lines]
    expected = [alone(cents) for cents in zip(*whole, strict=True)]
    assert each(form_8606_scenarios(facts(lines))) == expected


@given(st.integers(1, MOST_CENTS // 2), st.integers(0, 2), st.integers(0, MOST_CENTS))
def test_half_a_cent_is_told_from_what_is_next_to_it(half: int, off: int, converted: int) -> None:
    """At a ratio of one half, or with a cent more or less than that left in the IRAs."""
    left = max(0, 2 * half - converted - 1 + off)
    cents = (half, 0, 0, min(left, MOST_CENTS), 0, converted)
    assert each(form_8606_scenarios(facts(cents))) == [alone(cents)]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ((100, 0, 101, 0, 0, 0), r"^line 4 is part of line 1 and cannot be larger$"),
        (([100, 90], 0, [90, 91], 0, 0, 0), r"^line 4 is part of line 1 and cannot be larger$"),
        ((-1, 0, 0, 0, 0, 0), r"contributions: must be from 0 to 100,000,000,000,000 cents$"),
        ((0, 0, 0, [0, M + 1], 0, 0), r"^line6_year_end_value: must be from 0 to 100,000,000,000,"),
        ((0, 0, 0, 0, 0, 10**30), r"^line8_conversions: must be whole cents$"),
        ((0, 0, 0, 0, 0.5, 0), r"^line7_distributions: must be whole cents$"),
        ((0, [1, 2], 0, 0, [1, 2, 3], 0), r"^line2_prior_basis: must have an amount for each"),
        (([], 0, 0, 0, 0, 0), r"^line1_nondeductible_contributions: must be whole cents$"),
        ((0, 0, 0, 0, 0, [[1]]), r"^line8_conversions: must have an amount for each scenario$"),
    ],
)
def test_what_is_no_table_of_cents_is_refused(lines: tuple[object, ...], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        facts(lines)


def test_who_asks_for_no_scenarios_does_not_wait_for_numpy() -> None:
    asked = "import sys, calc.__main__; print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
