"""Findings, on both sides of what brings them up."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from calc.filing_status import FilingStatus
from conversations.situation import IraKind
from tests.conversations.results import PLAN, D, figures, items, lines, notes, shown

FINDINGS = [
    ("is more than the 2026 limit", {"contribution": D(7501)}, {"contribution": D(7500)}),
    ("cannot be part of a conversion in 2026", {"made_after": D(1)}, {"made_after": D(0)}),
    ("a Roth IRA can take up to", {"income": D(167999)}, {"income": D(168000)}),
    ("nothing can be deducted", {"deducted": D(1)}, {"deducted": D(0)}),
    (
        "Worksheet 1-1",
        {"income": D(80000), "deducted": D(3000)},
        {"income": D(91000), "deducted": D(3000)},
    ),
    (
        "leaves least to tax now",
        {"income": D(80000), "deducted": D(3000), "made_after": D(3000)},
        {"income": D(80000), "deducted": D(3000), "made_after": D(6000)},
    ),
    (
        "before 59 1/2 costs 10% on top",
        {"withdrawals": D(1000), "age": 60},
        {"withdrawals": D(1000), "age": 61},
    ),
    ("a required minimum distribution is due for 2026", {"age": 73}, {"age": 72}),
    ("may be due for 2018", {"age": 70, "year": 2018}, {"age": 70, "year": 2020}),
    ("If you reached 70 1/2", {"year": 2019, "age": 70}, {"year": 2020, "age": 70}),
    (
        "SIMPLE money cannot be converted",
        {"ira_values": {IraKind.SIMPLE: D(1)}},
        {"ira_values": {IraKind.SEP: D(1)}},
    ),
    ("over the limit for your age", {"plan": replace(PLAN, deferrals=D(24501))}, {"plan": PLAN}),
    (
        "over the limit on annual additions",
        {"plan": replace(PLAN, employer_money=D(47501))},
        {"plan": replace(PLAN, employer_money=D(47500))},
    ),
    ("It must be Roth", {"age": 50, "plan": PLAN}, {"age": 50, "plan": PLAN, "year": 2025}),
]


@pytest.mark.parametrize(("words", "with_it", "without"), FINDINGS, ids=lambda x: str(x)[:30])
def test_finding(words: str, with_it: dict[str, object], without: dict[str, object]) -> None:
    assert words in notes(shown(**with_it))
    assert words not in notes(shown(**without))


def test_line_1_takes_what_the_limit_allows() -> None:
    document = shown(contribution=D(8000))
    assert lines(document)["1"] == "$7,500"
    assert "The $500 above it costs up to 6% for every year it stays in, $30" in notes(document)


def test_nobody_over_70_contributed_in_2019() -> None:
    document = shown(year=2019, age=71, contribution=D(7000), conversion=D(7000))
    assert lines(document)["1"] == "$0"
    assert figures(document)["Taxable, of your $7,000 conversion in 2019"] == "$7,000"


def test_a_deduction_that_the_conversion_takes_away() -> None:
    document = shown(
        income=D(78000),
        ira_values={IraKind.ROLLOVER: D(75000)},
        contribution=D(7000),
        deducted=D(7000),
        conversion=D(20000),
    )
    assert lines(document)["1"] == "$7,000"
    assert figures(document)["Taxable, of your $20,000 conversion in 2026"] == "$18,526.32"
    assert "nothing can be deducted" in notes(document)


def test_the_worksheet_gives_back_no_more_than_the_basis() -> None:
    document = shown(
        filing_status=FilingStatus.MARRIED_FILING_SEPARATELY,
        income=D(5000),
        ira_values={},
        contribution=D(7500),
        deducted=D(3000),
        conversion=D(7500),
    )
    assert figures(document)["Taxable, of your $7,500 conversion in 2026"] == "$3,000"
    assert "Worksheet" not in notes(document)


@pytest.mark.parametrize(
    ("today", "contribution", "words"),
    [
        (date(2026, 11, 21), D(0), "can take up to $4,000 straight for 2026, if your pay"),
        (date(2026, 11, 21), D(3000), "can take up to $4,000 straight for 2026, less what stays"),
        (date(2027, 6, 1), D(3000), "could have taken up to $4,000"),
    ],
)
def test_a_direct_roth_contribution(today: date, contribution: Decimal, words: str) -> None:
    assert words in notes(shown(today=today, income=D(160000), contribution=contribution))


def test_an_excess_is_no_matter_of_income() -> None:
    document = shown(covered=False, contribution=D(8000), deducted=D(8000), income=D(100000))
    assert lines(document)["1"] == "$0"
    assert "at most" not in notes(document)


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (date(2026, 11, 21), date(2027, 10, 15)),
        (date(2027, 10, 15), date(2027, 10, 15)),
        (date(2027, 10, 16), date(2027, 12, 31)),
    ],
)
def test_until_when_an_excess_can_be_corrected(today: date, due: date) -> None:
    item = items(shown(today=today, contribution=D(8000)))["Correct the excess contribution"]
    assert item.due == due
    assert item.text.startswith("$500 of your $8,000 for 2026")


def test_partly_deducted_counts_the_years_own_contributions_first() -> None:
    document = shown(income=D(80000), deducted=D(3000), made_after=D(3000))
    assert (lines(document)["1"], lines(document)["4"]) == ("$3,000", "$0")
