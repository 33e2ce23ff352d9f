"""What is drawn of a result, and the sentence that says what it shows."""

from dataclasses import replace

import pytest

from conversations.document import Chart, Document, Sort
from conversations.ranges import Range
from conversations.situations.plan_year import OwnCap
from conversations.situations.situation import IraKind
from tests.conversations.results import PLAN, D, shown


def charts(document: Document) -> list[Chart]:
    return [block for block in document.blocks if isinstance(block, Chart)]


def drawn(chart: Chart) -> dict[str, list[str]]:
    return {bar.label: [bar.value, *(part.value for part in bar.parts)] for bar in chart.bars}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {},
            "Of the $6,000 that leaves your IRAs, $5,643.56 is taxable: 94.06% of all your IRA "
            "money was never taxed.",
        ),
        ({"ira_values": {}}, "All of the $6,000 that leaves your IRAs is tax-free."),
        ({"contribution": D(0)}, "All of the $6,000 that leaves your IRAs is taxable."),
        ({"prior_basis": None}, "Of the $6,000 that leaves your IRAs, $0 to $5,643.56 is taxable."),
        (
            {"ira_values": {IraKind.ROLLOVER: None}},
            "Of the $6,000 that leaves your IRAs, $0 to $6,000 is taxable.",
        ),
    ],
)
def test_what_leaves_the_iras(changes: dict[str, object], sentence: str) -> None:
    assert charts(shown(**changes))[0].shows == sentence


def test_the_conversion_stands_beside_all_ira_money() -> None:
    """The same shares: that is the pro rata rule."""
    assert drawn(charts(shown())[0]) == {
        "Your conversion": ["$6,000", "$5,643.56", "$356.44"],
        "All your IRA money": ["$101,000", "$95,000", "$6,000"],
    }


def test_where_all_ira_money_is_not_known_it_is_not_drawn() -> None:
    (chart, *_) = charts(shown(ira_values={IraKind.ROLLOVER: None}))
    assert drawn(chart) == {"Your conversion": ["$6,000", "$0 to $6,000", "$0 to $6,000"]}


def test_nothing_is_drawn_where_nothing_moves() -> None:
    assert charts(shown(conversion=D(0))) == []


def test_parts_fill_their_whole() -> None:
    for changes in ({}, {"withdrawals": D(4000)}, {"prior_basis": None}, {"plan": PLAN}):
        for chart in charts(shown(**changes)):
            for bar in chart.bars:
                least = sum(part.amount.least for part in bar.parts)
                most = sum(part.amount.most for part in bar.parts)
                assert bar.whole is None or least <= bar.whole <= most


def test_the_tax_of_each_way() -> None:
    chart = charts(shown(plan=PLAN))[1]
    assert chart.shows == (
        "Federal income tax: about $1,975 as planned, about $0 to $33,250 in other ways."
    )
    assert drawn(chart)["Roll $95,000 into the 401(k) first"] == ["$0", "$0"]


def test_without_a_tax_what_is_taxable() -> None:
    chart = charts(shown(income=None))[1]
    assert chart.shows == "Taxable: $5,643.56 as planned, $0 to $95,000 in other ways."


def test_how_full_the_limit_is() -> None:
    chart = charts(shown(plan=PLAN))[2]
    assert chart.shows == (
        "Of the limit of $72,000 on annual additions, $37,500 is left for after-tax money."
    )
    assert drawn(chart) == {
        "Limit on annual additions": ["$72,000", "$24,500", "$10,000", "$0", "$37,500"]
    }


def test_what_the_plans_own_cap_takes_is_not_room() -> None:
    plan = replace(PLAN, own_cap=OwnCap(amount=D(20000)))
    (bar,) = charts(shown(plan=plan))[2].bars
    amounts = {part.sort: part.amount for part in bar.parts}
    assert amounts[Sort.ROOM] == Range(D(20000), D(20000))
    assert amounts[Sort.CLOSED] == Range(D(17500), D(17500))


def test_a_limit_that_is_not_known_is_a_range() -> None:
    chart = charts(shown(plan=replace(PLAN, pay=None)))[2]
    assert "the limit of $0 to $72,000" in chart.shows
