"""The mega backdoor check: room, the plan's own cap, other employers, what is taxed on its way."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.document import KeyFigure
from conversations.ranges import Range
from conversations.reports.mega_check import report
from conversations.situations.plan_year import OwnCap, Plan, PlanYear
from tests.conversations.results import PLAN, D, figures, notes
from tests.conversations.talking import Talk
from tests.documents import words

SAVER = PlanYear(today=date(2026, 11, 21), year=2026, age=45, plan=PLAN)
"""$200,000 of pay, $24,500 deferred, $10,000 of employer money: 72,000 - 34,500 = $37,500."""

ROOM = "Room for after-tax contributions"


def shown(age: int = 45, **changes: object) -> dict[str, str]:
    return figures(report(replace(SAVER, age=age, plan=replace(PLAN, **changes))))


@pytest.mark.parametrize(
    ("changes", "room"),
    [
        ({}, "$37,500"),
        ({"own_cap": OwnCap(share=D("0.10"))}, "$20,000"),
        ({"own_cap": OwnCap(share=D("0.50"))}, "$37,500"),
        ({"own_cap": OwnCap(amount=D(15000)), "after_tax_so_far": D(5000)}, "$10,000"),
        ({"own_cap": OwnCap()}, "$0 to $37,500"),
        ({"elsewhere": D(10000)}, "$37,500"),
        ({"pay": D(50000)}, "$15,500"),
    ],
)
def test_the_room(changes: dict[str, object], room: str) -> None:
    assert shown(**changes)[ROOM] == room


def test_the_number_comes_first() -> None:
    for plan in (PLAN, None, replace(PLAN, after_tax_allowed=False)):
        assert isinstance(report(replace(SAVER, plan=plan)).blocks[0], KeyFigure)


def test_deferrals_elsewhere_share_one_limit() -> None:
    """IRC 402(g)(1): $24,500 here and $10,000 there are $10,000 too much."""
    document = report(replace(SAVER, plan=replace(PLAN, elsewhere=D(10000))))
    assert "$10,000 over the limit for your age" in notes(document)


def test_only_earnings_are_taxed() -> None:
    """The Finance Buff: after-tax 10,000, earnings 200, moved 10,200."""
    found = shown(after_tax_so_far=D(10000), earnings=D(200))
    assert found["Taxable, of $10,200 of after-tax money"] == "$200"
    assert found["Tax-free"] == "$10,000"


def test_what_the_1099_r_will_show() -> None:
    """Boxes 1, 2a, 5 and 7 of Form 1099-R; Notice 2014-54 for earnings that go elsewhere."""
    plan = replace(PLAN, after_tax_so_far=D(10000), earnings=D(200))
    told = " ".join(words(report(replace(SAVER, plan=plan))))
    assert "$10,200 in box 1, $200 in box 2a, $10,000 in box 5 and usually code G" in told
    assert "Earnings that go to a traditional IRA instead are not taxed now" in told


@pytest.mark.parametrize(
    ("high_wages", "has_roth", "said"),
    [
        (True, True, "It must be Roth, by your wages"),
        (None, None, "It must be Roth if box 3 of your 2025 W-2"),
        (False, None, "Catch-up of up to $8,000"),
    ],
)
def test_catch_up_that_must_be_roth(
    high_wages: bool | None, has_roth: bool | None, said: str
) -> None:
    plan = replace(PLAN, high_wages=high_wages, has_roth=has_roth)
    text = notes(report(replace(SAVER, age=52, plan=plan)))
    assert said in text
    assert ("must be Roth" in text) == (high_wages is not False)


def test_high_wages_and_a_plan_without_roth_have_no_catch_up() -> None:
    plan = replace(PLAN, high_wages=True, has_roth=False)
    assert "Catch-up" not in notes(report(replace(SAVER, age=52, plan=plan)))
    caught_up = replace(plan, deferrals=D(32500))
    assert "your plan has no Roth: there is none for you this year (IRC 414(v)(7))" in notes(
        report(replace(SAVER, age=52, plan=caught_up))
    )
    too_young = replace(SAVER, age=45, plan=caught_up)
    assert "$8,000 over the limit for your age (IRC 402(g))" in notes(report(too_young))


def test_a_talk() -> None:
    talk = Talk().says("/start", "mega backdoor", "2026", "52", "yes", "yes", "yes", "200k")
    talk.says("24500", "10k", "5k", "a percentage of pay", "10%", "yes", "4000", "yes", "yes")
    talk.says("200", "result")
    assert figures(talk.document)[ROOM] == "$15,000"


def test_no_plan_no_questions() -> None:
    talk = Talk().says("/start", "mega", "2026", "45", "no", "result")
    assert any("one of your own business" in text for text in words(talk.document))


MONEY = st.integers(0, 40_000).map(D) | st.integers(0, 300_000).map(D)


@given(st.data())
def test_the_truth_lies_in_the_range(data: st.DataObject) -> None:
    truth = Plan(
        takes_roll_ins=None,
        after_tax_allowed=True,
        way_out=True,
        pay=data.draw(MONEY),
        deferrals=data.draw(MONEY),
        employer_money=data.draw(MONEY),
        after_tax_so_far=data.draw(MONEY),
        elsewhere=data.draw(MONEY),
        own_cap=data.draw(st.none() | st.builds(OwnCap, amount=MONEY)),
    )
    names = ["pay", "deferrals", "employer_money", "after_tax_so_far", "elsewhere", "own_cap"]
    forgotten = data.draw(st.sets(st.sampled_from(names)))
    unsure = replace(truth, **{name: OwnCap() if name == "own_cap" else None for name in forgotten})
    age = data.draw(st.sampled_from([45, 50, 61]))
    (room,) = replace(SAVER, age=age, plan=truth).rooms
    rooms = replace(SAVER, age=age, plan=unsure).rooms
    for name in ("aftertax_room", "excess_deferrals", "excess_additions"):
        found = Range.of(getattr(each, name) for each in rooms)
        assert found.least <= getattr(room, name) <= found.most, name
    assert report(replace(SAVER, age=age, plan=unsure)).blocks
