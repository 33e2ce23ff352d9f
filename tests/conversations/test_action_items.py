"""Six themes, in the person's own figures, with their dates."""

from dataclasses import replace
from datetime import date

import pytest

from conversations.document import ActionItem, Checklist
from conversations.situations.plan_year import OwnCap, Plan
from conversations.situations.situation import IraKind
from tests.conversations.results import PLAN, D, items, shown
from tests.conversations.talking import Talk

SIX = (
    "Review your IRA balances",
    "Make the nondeductible contribution, and date it",
    "Plan the conversion with a CPA",
    "Check your 401(k)'s options",
    "Use the allowed maximum",
    "Document everything",
)

NEW_SIMPLE = {
    "ira_values": {IraKind.ROLLOVER: D(90000), IraKind.SIMPLE: D(5000)},
    "simple_first_deposit": date(2025, 3, 3),
}
OF_74 = {
    **{"age": 74, "withdrawals": D(4000)},
    **{"required_distribution": D(4000), "required_taken_first": True},
}

YEAR_END, DUE = date(2026, 12, 31), date(2027, 4, 15)


@pytest.mark.parametrize(
    ("today", "year", "due"),
    [
        (date(2026, 11, 21), 2026, (*[YEAR_END] * 5, DUE)),
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
    found = items(shown(today=today, year=year, plan=PLAN))
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
        ({"ira_values": {IraKind.FROM_PLAN: D(9)}}, "Leave the old plan alone until January 2027"),
        ({"ira_values": {IraKind.FROM_PLAN: None}}, "Leave the old plan alone until January 2027"),
        ({"ira_values": {IraKind.IN_TRANSIT: D(9)}}, "have it in the other one within 60 days"),
        ({"plan": PLAN, **NEW_SIMPLE}, "Roll the pre-tax $90,000 into your 401(k)"),
        ({"plan": PLAN, **NEW_SIMPLE}, "SIMPLE money cannot go there before March 3, 2027"),
        (
            {"plan": PLAN, **OF_74},
            "Take the required distribution, $4,000, first. Roll the pre-tax",
        ),
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


ROLL_INS_ONLY = Plan(
    takes_roll_ins=True,
    looked_at_after_tax=False,
    **dict.fromkeys(("after_tax_allowed", "way_out", "pay", "deferrals", "employer_money")),
    after_tax_so_far=None,
)
"""Of somebody who asked about a backdoor only."""


@pytest.mark.parametrize(
    ("plan", "text"),
    [
        (replace(PLAN, takes_roll_ins=None), "Does the plan accept a direct rollover"),
        (replace(PLAN, after_tax_allowed=None), "Does the plan take after-tax contributions"),
        (replace(PLAN, way_out=None), "Can I move after-tax money to Roth while I work here"),
        (replace(PLAN, way_out=False), "Could the plan let me move after-tax money to Roth"),
        (replace(PLAN, after_tax_allowed=False, way_out=None), "Could the plan take after-tax"),
        (replace(PLAN, own_cap=OwnCap()), "Is there a cap of the plan's own"),
        (PLAN, "Can after-tax money be converted automatically"),
        # Highly paid employees get some back where a test fails (IRC 401(m)(6)).
        (PLAN, "to highly paid employees in recent years, and does a withdrawal suspend"),
        (ROLL_INS_ONLY, "Your plan takes roll-ins: ask how long they take."),
        (replace(ROLL_INS_ONLY, takes_roll_ins=None), "Does the plan accept a direct rollover"),
        (replace(ROLL_INS_ONLY, takes_roll_ins=False), "Your plan takes no roll-ins"),
    ],
)
def test_questions_to_the_plan(plan: Plan | None, text: str) -> None:
    assert text in items(shown(plan=plan))["Check your 401(k)'s options"].text


def test_questions_to_the_plan_are_one_message_to_send() -> None:
    plan = replace(PLAN, takes_roll_ins=None, after_tax_allowed=None, way_out=None)
    text = items(shown(plan=plan))["Check your 401(k)'s options"].text
    assert text.startswith("Send this to HR or the plan's administrator: \"Does the plan accept")
    assert text.endswith('suspend contributions?"')
    assert " it " not in text.replace("does it take", "")  # the plan has not read this talk


@pytest.mark.parametrize(
    ("changes", "title", "text"),
    [
        ({}, "If you get a 401(k)", "so may a solo 401(k)"),
        ({"prior_basis": None}, "If you get a 401(k)", "so may a solo 401(k)"),
        ({"ira_values": {}}, "Leave old plans' money in plans", "Rolled into an IRA, it is in"),
    ],
)
def test_who_has_no_plan_is_not_sent_to_it(
    changes: dict[str, object], title: str, text: str
) -> None:
    found = items(shown(plan=None, **changes))
    assert text in found[title].text
    assert "Check your 401(k)'s options" not in found


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"prior_basis": None}, 1),  # what it would save is not known, that it may is
        ({}, 1),
        ({"plan": PLAN, "prior_basis": None}, 0),  # its own plan takes it
    ],
)
def test_a_solo_401k_is_named_once(changes: dict[str, object], named: int) -> None:
    refuses = replace(PLAN, takes_roll_ins=False)
    texts = [item.text for item in items(shown(**({"plan": refuses} | changes))).values()]
    assert sum("solo 401(k)" in text for text in texts) == named


@pytest.mark.parametrize(
    "changes",
    [
        {"contribution": D(0), "conversion": D(0)},
        {"contribution": D(0), "conversion": D(0), "today": date(2026, 2, 1), "year": 2025},
        {"year": 2025},
        {"contribution": D(2000)},
    ],
)
def test_what_may_still_go_into_iras_is_said_once(changes: dict[str, object]) -> None:
    texts = [item.text for item in items(shown(plan=PLAN, **changes)).values()]
    assert sum("if your pay (on a joint return" in text for text in texts) == 1


@pytest.mark.parametrize(
    ("today", "text", "due"),
    [
        # IRC 408(d)(4), 6081: October 15 is for a return on time, or with an extension.
        (date(2026, 11, 21), "by April 15, 2027, or by October 15, 2027 if you file on time", DUE),
        (date(2027, 4, 16), "open if you filed on time or have an", date(2027, 10, 15)),
        (date(2027, 10, 16), "6% is owed for every December 31", date(2027, 12, 31)),
    ],
)
def test_an_excess_has_dates_that_hold(today: date, text: str, due: date) -> None:
    item = items(shown(today=today, contribution=D(9000)))["Correct the excess contribution"]
    assert text in item.text
    assert item.due == due


def test_no_item_is_too_long_for_a_phone() -> None:
    for changes in ({}, {"plan": PLAN}, {"year": 2025}, {"prior_basis": None, "plan": PLAN}):
        for item in items(shown(**changes)).values():
            assert len(item.text) <= 480, item


def test_maine_and_massachusetts_have_a_day_more() -> None:
    document = shown(today=date(2022, 2, 1), year=2021, contribution=D(0))
    item = items(document)["Make the nondeductible contribution, and date it"]
    assert "April 18, 2022 (a disaster notice can move it; Maine and Massachusetts April 19" in (
        item.text
    )


@pytest.mark.parametrize(("today", "told"), [(date(2027, 3, 1), True), (date(2027, 3, 2), False)])
def test_sixty_days_between_two_iras(today: date, told: bool) -> None:
    """IRC 408(d)(3)(A): of what left one IRA on December 31, 2026, the last day is March 1."""
    document = shown(today=today, ira_values={IraKind.IN_TRANSIT: D(9000)})
    text = items(document)["Review your IRA balances"].text
    assert ("have it in the other one within 60 days" in text) == told


def kept_roll_in(*further: str) -> list[ActionItem]:
    """$95,000 is kept as rolled in, then answers change."""
    talk = Talk().says("/start", "backdoor", "2026", "single", "45", "300k", "yes", "rollover")
    talk.says("95k", "7500", "by december 31", "no", "7500", "0", "not sure", "yes", "yes")
    talk.says("result", "what if I roll it in?", "keep it", *further, "result")
    return [i for b in talk.document.blocks if isinstance(b, Checklist) for i in b.items]


def test_what_a_plan_sends_is_not_rolled_into_a_plan_again() -> None:
    """Leaving it where it is does the same, and is one thing to do and not two."""
    changed = ("change iras to rollover and 401(k) moved to an IRA by then", "87,500")
    items = {item.key: item.text for item in kept_roll_in(*changed)}
    assert "Leave the old plan alone until January 2027: its $87,500" in items["balances"]
    assert "into your 401(k)" not in items["balances"]
    assert "You kept" not in items["roll_in"]


def test_both_where_there_is_other_pre_tax_money() -> None:
    talk = Talk().says("/start", "backdoor", "2026", "single", "45", "300k", "yes")
    talk.says("sep and 401(k) moved to an IRA by then", "20k", "80k", "7500", "in", "no", "7500")
    talk.says("0", "not sure", "yes", "yes")
    items = [i for b in talk.document.blocks if isinstance(b, Checklist) for i in b.items]
    (text,) = (item.text for item in items if item.key == "balances")
    assert "Leave the old plan alone until January 2027" in text
    assert "Roll the pre-tax $20,000 into your 401(k)" in text
    assert "with the old plan left alone too, the taxable amount is $0 instead of $6,976.74" in text


@pytest.mark.parametrize(
    ("changed", "title", "why"),
    [
        ("change converted to 5000", "Roll $92,500 into", "You kept $95,000; by your answers now"),
        ("change rollover to 40k", "Roll $40,000 into", "the IRAs hold $40,000 of pre-tax money"),
        ("change rollover to 0", "Nothing to roll into your 401(k)", "the IRAs hold $0 of pre-tax"),
        ("change age to 50", "Roll $95,000 into", "Pre-tax money only"),
    ],
)
def test_what_was_kept_and_cannot_all_be_done_any_more_is_explained(
    changed: str, title: str, why: str
) -> None:
    (item,) = (item for item in kept_roll_in(changed) if item.key == "roll_in")
    assert item.title.startswith(title)
    assert why in item.text
