"""Room for after-tax contributions."""

from dataclasses import replace

import pytest

from conversations.situations.plan_year import Plan
from tests.conversations.results import PLAN, D, figures, notes, shown
from tests.documents import words


def test_room() -> None:
    document = shown(plan=PLAN)
    assert figures(document)["Room for after-tax contributions"] == "$37,500"


@pytest.mark.parametrize(
    ("plan", "label", "value"),
    [
        (replace(PLAN, pay=D(50000)), "Room for after-tax contributions", "$15,500"),
        (replace(PLAN, employer_money=None), "Room for after-tax contributions", "$0 to $47,500"),
        (replace(PLAN, pay=None), "Room for after-tax contributions", "$0 to $37,500"),
        (
            replace(PLAN, after_tax_allowed=None),
            "Room for after-tax contributions, if your plan takes them",
            "$37,500",
        ),
    ],
)
def test_room_of_other_plans(plan: Plan, label: str, value: str) -> None:
    assert figures(shown(plan=plan))[label] == value


def test_the_two_sums_are_said_not_to_affect_each_other() -> None:
    """IRC 408(d)(2)(A): IRAs only; people fear for their 403(b) balance."""
    assert "These two do not affect each other" in notes(shown(plan=PLAN))
    assert "do not affect each other" not in notes(shown())
    assert "do not affect each other" not in notes(
        shown(plan=replace(PLAN, after_tax_allowed=False))
    )


def test_no_room_without_after_tax_contributions() -> None:
    document = shown(plan=replace(PLAN, after_tax_allowed=False))
    assert not any(label.startswith("Room") for label in figures(document))
    assert any("no after-tax contributions" in text for text in words(document))
