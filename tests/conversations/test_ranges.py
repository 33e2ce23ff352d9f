"""Not sure: a range that holds the truth, never zero."""

from dataclasses import replace
from operator import attrgetter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc.filing_status import FilingStatus
from conversations.situations.situation import IraKind, Situation
from tests.conversations.results import PERSON, D, figures, items, lines, shown
from tests.documents import words


@pytest.mark.parametrize(
    ("unsure", "taxable", "what"),
    [
        ({"prior_basis": None}, "$0 to $5,643.56", "your basis from earlier years"),
        ({"ira_values": {IraKind.SEP: None}}, "$0 to $6,000", "what your SEP IRAs hold"),
        (
            {"ira_values": {IraKind.SEP: None, IraKind.ROLLOVER: D(95000)}},
            "$5,643.56 to $6,000",
            "what your SEP IRAs hold",
        ),
        (
            {"ira_values": {IraKind.FROM_PLAN: None, IraKind.ROLLOVER: D(95000)}},
            "$5,643.56 to $6,000",
            "how much of a plan's money is in your IRAs",
        ),
        (
            {"ira_values": {IraKind.IN_TRANSIT: None}},
            "$0 to $6,000",
            "how much is on its way between your IRAs",
        ),
        (
            {"ira_values": {IraKind.SIMPLE: D(95000)}},
            "$5,643.56",
            "when the first deposit went into your SIMPLE IRA",
        ),
        ({"age": 74}, "$5,643.56", "how much your required distribution for 2026 is"),
        ({"made_after": None}, "$5,643.56 to $6,000", "when the contribution is made"),
        ({"deducted": None}, "$5,643.56", "how much of the contribution is deducted"),
        (
            {"deducted": None, "income": D(50000)},
            "$5,643.56 to $6,000",
            "how much of the contribution is deducted",
        ),
    ],
)
def test_not_sure_is_a_range_and_the_first_item(
    unsure: dict[str, object], taxable: str, what: str
) -> None:
    document = shown(**unsure)
    assert figures(document)["Taxable, of your $6,000 conversion in 2026"] == taxable
    first = next(iter(items(document).values()))
    assert first.title == "Clear up what you were not sure of"
    assert what in first.text


AMOUNTS = st.integers(0, 40_000).map(D) | st.integers(0, 200_000).map(D)


@st.composite
def unsure_and_sure(draw: st.DrawFn) -> tuple[Situation, Situation]:
    """Somebody who is not sure of some things, and how those things may really be."""
    contribution = draw(st.sampled_from([D(7500), D(9000)]) | st.integers(0, 9000).map(D))
    truth = replace(
        PERSON,
        year=draw(st.sampled_from([2019, 2025, 2026])),
        filing_status=draw(st.sampled_from(FilingStatus)),
        # About where a deduction shrinks, so that a conversion may take it away.
        income=draw(st.integers(60_000, 95_000).map(D) | AMOUNTS),
        covered=draw(st.booleans()),
        spouse_covered=draw(st.booleans()),
        ira_values={IraKind.SEP: draw(AMOUNTS), IraKind.ROLLOVER: draw(AMOUNTS)},
        contribution=contribution,
        deducted=draw(st.sampled_from([contribution, D(0)]) | st.just(contribution / 2)),
        made_after=min(contribution, draw(AMOUNTS)),
        prior_basis=draw(AMOUNTS),
        conversion=draw(AMOUNTS),
        withdrawals=draw(AMOUNTS),
    )
    names = ["income", "covered", "spouse_covered", "deducted", "made_after", "prior_basis"]
    forgotten = draw(st.sets(st.sampled_from([*names, "ira_values"])))
    unsure: dict[str, object] = dict.fromkeys(forgotten)
    if "ira_values" in forgotten:
        unsure["ira_values"] = {**truth.ira_values, IraKind.SEP: None}
    return replace(truth, **unsure), truth


@given(unsure_and_sure())
@settings(max_examples=400)
def test_the_truth_lies_in_the_range(people: tuple[Situation, Situation]) -> None:
    unsure, truth = people
    (form,) = truth.forms
    for name in ("line1", "line5", "line14", "line15c", "line17", "line18", "total_taxable"):
        found = unsure.range_of(attrgetter(name))
        assert found.least <= (getattr(form, name) or 0) <= found.most, name


def test_a_balance_that_moves_the_deduction_too() -> None:
    document = shown(
        income=D(81000),
        contribution=D(7500),
        deducted=D(7500),
        conversion=D(7500),
        ira_values={IraKind.ROLLOVER: None},
    )
    least = figures(document)["Taxable, of your $7,500 conversion in 2026"].partition(" to ")[0]
    assert D(least.strip("$").replace(",", "")) <= D("6447.50")


def test_what_has_no_upper_end_is_not_given_one() -> None:
    document = shown(prior_basis=None, ira_values={IraKind.SEP: None})
    assert lines(document)["2"] == "not known"
    assert lines(document)["3"] == "$6,000 or more"
    assert not any("1,000,000,000" in text for text in words(document))
