"""Room for after-tax contributions."""

from dataclasses import replace

import pytest

from conversations.plan_year import Plan
from tests.conversations.results import PLAN, D, figures, shown
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


def test_no_room_without_after_tax_contributions() -> None:
    document = shown(plan=replace(PLAN, after_tax_allowed=False))
    assert not any(label.startswith("Room") for label in figures(document))
    assert any("no after-tax contributions" in text for text in words(document))
