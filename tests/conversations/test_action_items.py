"""Six themes, in the person's own figures, with their dates."""

from dataclasses import replace
from datetime import date

import pytest

from conversations.plan_year import Plan
from conversations.situation import IraKind
from tests.conversations.results import PLAN, D, items, shown

SIX = (
    "Review your IRA balances",
    "Make the nondeductible contribution, and date it",
    "Plan the conversion with a CPA",
    "Check your 401(k)'s options",
    "Use the allowed maximum",
    "Document everything",
)

YEAR_END, DUE = date(2026, 12, 31), date(2027, 4, 15)


@pytest.mark.parametrize(
    ("today", "year", "due"),
    [
        (date(2026, 11, 21), 2026, (YEAR_END, YEAR_END, YEAR_END, YEAR_END, DUE, DUE)),
        # The year is over, its contributions are not.
        (
            date(2026, 2, 1),
            2025,
            (YEAR_END, date(2026, 4, 15), YEAR_END, YEAR_END, *[date(2026, 4, 15)] * 2),
        ),
        # All of it is over: what is left is in the year that runs.
        (date(2026, 11, 21), 2025, (YEAR_END, DUE, YEAR_END, YEAR_END, YEAR_END, DUE)),
    ],
)
def test_six_themes_with_their_dates(today: date, year: int, due: tuple[date | None, ...]) -> None:
    found = items(shown(today=today, year=year))
    assert tuple(found) == SIX
    assert tuple(item.due for item in found.values()) == due


def test_beyond_the_figures_no_date_is_made_up() -> None:
    found = items(shown(today=date(2028, 3, 1), year=2026))
    assert found["Document everything"].due is None
    assert "is not known here" in found["Make the nondeductible contribution, and date it"].text


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"plan": PLAN}, "Roll the pre-tax $95,000 into your 401(k)"),
        ({"plan": PLAN}, "the taxable amount is $0 instead of $5,643.56"),
        ({"plan": replace(PLAN, takes_roll_ins=None)}, "If your plan takes it: roll the pre-tax"),
        ({"plan": replace(PLAN, takes_roll_ins=False)}, "ask about a new employer's plan"),
        ({"plan": PLAN, "ira_values": {IraKind.SIMPLE: D(95000)}}, "its first two years"),
        ({"ira_values": {}}, "Keep every traditional, rollover, SEP and SIMPLE IRA at $0"),
        ({"ira_values": {IraKind.SEP: None}}, "List every traditional"),
        ({"plan": PLAN, "prior_basis": D(4000)}, "Roll the pre-tax $91,000"),  # basis stays
    ],
)
def test_balances(changes: dict[str, object], text: str) -> None:
    assert text in items(shown(**changes))["Review your IRA balances"].text


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"contribution": D(0)}, "would not lower this tax"),
        ({"contribution": D(0), "ira_values": {IraKind.SEP: None}}, "Once the open points are"),
        ({"age": 75}, "Take the required distribution first"),
    ],
)
def test_no_effect_is_promised_that_there_is_not(changes: dict[str, object], text: str) -> None:
    item = items(shown(plan=PLAN, **changes))["Review your IRA balances"]
    assert text in item.text
    assert "instead of" not in item.text


@pytest.mark.parametrize(
    ("plan", "text"),
    [
        (
            replace(PLAN, deferrals=D(0), employer_money=D(0)),
            "$72,000 of room in your plan, through payroll by December 31, 2026: up to $24,500 as "
            "your own deferrals, less what you defer to other employers' plans (IRC 402(g)), the "
            "rest after tax.",
        ),
        (
            replace(PLAN, pay=D(15000), deferrals=D(5000), employer_money=D(1000)),
            "$9,000 of room in your plan, through payroll by December 31, 2026: up to $9,000 as",
        ),
        (replace(PLAN, way_out=False), "only once the plan has a way out to Roth"),
    ],
)
def test_the_room_is_counted_once(plan: Plan, text: str) -> None:
    assert text in items(shown(plan=plan))["Use the allowed maximum"].text


def test_the_basis_stays_behind_a_roll_in() -> None:
    text = items(shown(plan=PLAN, prior_basis=D(4000)))["Review your IRA balances"].text
    assert "the taxable amount is $0 instead of $5,405.94" in text


@pytest.mark.parametrize(
    ("plan", "text"),
    [
        (None, "No plan in 2026."),
        (replace(PLAN, takes_roll_ins=None), "Does it accept roll-ins"),
        (replace(PLAN, after_tax_allowed=None), "Does it take after-tax contributions?"),
        (replace(PLAN, way_out=None), "convert after-tax money to Roth"),
        (replace(PLAN, way_out=False), "an employer can add either"),
        (replace(PLAN, after_tax_allowed=False, way_out=None), "Ask whether the plan will take"),
        (PLAN, "Ask for automatic conversion"),
    ],
)
def test_questions_to_the_plan(plan: Plan | None, text: str) -> None:
    assert text in items(shown(plan=plan))["Check your 401(k)'s options"].text


def test_maine_and_massachusetts_have_a_day_more() -> None:
    document = shown(today=date(2022, 2, 1), year=2021, contribution=D(0))
    item = items(document)["Make the nondeductible contribution, and date it"]
    assert "April 18, 2022 (a disaster notice can move it; Maine and Massachusetts April 19" in (
        item.text
    )
