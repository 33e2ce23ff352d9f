"""Findings, on both sides of what brings them up."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from calc.filing_status import FilingStatus
from conversations.situations.situation import IraKind
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
    (
        "that would lower the taxable amount by $5,643.56",
        {"ira_values": {IraKind.FROM_PLAN: D(95000)}},
        {"ira_values": {IraKind.ROLLOVER: D(95000)}},
    ),
    ("over the limit for your age", {"plan": replace(PLAN, deferrals=D(24501))}, {"plan": PLAN}),
    (
        "over the limit on annual additions",
        {"plan": replace(PLAN, employer_money=D(47501))},
        {"plan": replace(PLAN, employer_money=D(47500))},
    ),
    ("New Jersey and Massachusetts have a basis", {"state_rate": None}, {"state_rate": D(0)}),
    (
        "New Jersey and Massachusetts have a basis",
        {"ira_values": {IraKind.SEP: D(1000)}},
        {"ira_values": {}},  # clean: nothing that a state could tax
    ),
    (
        "Converting costs no 10%",
        {"ira_values": {IraKind.SEP: D(6)}},
        {"ira_values": {IraKind.SEP: D("0.40")}},  # 10% of cents is no matter
    ),
    # With the $5,643.56 that is taxable it is above the million.
    (
        "California and Massachusetts take more",
        {"income": D("994356.45")},
        {"income": D("994356.44")},
    ),
    (
        "counts again when you next have IRA money, but only if Form 8606 is filed",
        {"ira_values": {}, "conversion": D(5800)},
        {"ira_values": {}, "conversion": D(6000)},
    ),
    ("It must be Roth", {"age": 50, "plan": PLAN}, {"age": 50, "plan": PLAN, "year": 2025}),
]


@pytest.mark.parametrize(("words", "with_it", "without"), FINDINGS, ids=lambda x: str(x)[:30])
def test_finding(words: str, with_it: dict[str, object], without: dict[str, object]) -> None:
    assert words in notes(shown(**with_it))
    assert words not in notes(shown(**without))


class TestTwoReturns:
    """A contribution for one year that is converted in the next is on two forms (IRC 219(f)(3),
    408A(d)(3)(C))."""

    def test_seen_from_the_year_it_is_for(self) -> None:
        text = notes(shown(ira_values={}, conversion=D(0), made_after=D(6000)))
        assert "On your 2026 return: Form 8606 with $6,000 on line 1 and $6,000 on line 14" in text
        assert "On your 2027 return: $6,000 on line 2, and on line 8 what is converted" in text

    def test_seen_from_the_year_it_is_converted_in(self) -> None:
        text = notes(shown(ira_values={}, contribution=D(0), prior_basis=D(6000)))
        assert "On your 2025 return, or the last one before with a Form 8606: $6,000" in text
        assert "On your 2026 return: the $6,000 on line 2, and the $6,000 converted on" in text

    def test_what_was_put_in_and_converted_in_one_year_is_on_one(self) -> None:
        assert "On your 2026 return" not in notes(shown())


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
        (date(2026, 11, 21), date(2027, 4, 15)),
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


class TestMoneyFromAPlan:
    def test_once_the_year_is_over_it_is_in_the_sum(self) -> None:
        values = {IraKind.ROLLOVER: D(10000), IraKind.FROM_PLAN: D(30000)}
        text = notes(shown(year=2025, ira_values=values))
        assert "Without it the taxable amount would be $1,467.39 lower" in text

    def test_where_nothing_after_tax_moves_it_changes_nothing(self) -> None:
        values = {IraKind.FROM_PLAN: D(30000)}
        assert "401(k) will be in an IRA" not in notes(shown(contribution=D(0), ira_values=values))

    def test_of_what_is_not_known_it_is_a_range(self) -> None:
        values = {IraKind.FROM_PLAN: D(95000), IraKind.SEP: None}
        assert "by $0 to $5,643.56" in notes(shown(ira_values=values))


@pytest.mark.parametrize(
    ("first_deposit", "words"),
    [
        (date(2023, 12, 31), None),
        # Two years over on January 1: nothing of 2026 is bound (IRC 72(t)(6)).
        (date(2024, 1, 1), None),
        (date(2024, 1, 2), "SIMPLE money can be converted from January 2, 2026 on"),
        (date(2024, 12, 31), "SIMPLE money can be converted from December 31, 2026 on"),
        (date(2025, 1, 1), "in its first two years until January 1, 2027: none of its money can"),
        (date(2026, 12, 1), "in its first two years until December 1, 2028"),
        (None, "SIMPLE money cannot be converted in the two years from its first deposit"),
    ],
)
def test_the_first_two_years_of_a_simple_ira(first_deposit: date | None, words: str | None) -> None:
    values = {IraKind.SIMPLE: D(95000)}
    text = notes(shown(ira_values=values, simple_first_deposit=first_deposit))
    assert words in text if words else "SIMPLE money" not in text and "two years" not in text


@pytest.mark.parametrize(
    ("withdrawals", "required", "first", "words"),
    [
        (0, None, None, "a required minimum distribution is due for 2026"),
        (4000, None, True, "is part of the $4,000 of other withdrawals: see that all of it is"),
        (4000, 4000, True, None),
        (0, 0, None, None),  # the IRAs were empty when the year began
        (3000, 4000, True, "$1,000 of the conversion is your required minimum distribution"),
        (3000, 4000, True, "of $4,000, $1,000 of it, is not among the other withdrawals"),
        # The first dollars out are the required ones, whatever comes later (1.408-8(b)(3)).
        (4000, 4000, False, "$4,000 of the conversion is your required minimum distribution"),
        (9000, 9000, False, "$6,000 of the conversion is your required minimum distribution"),
    ],
)
def test_a_required_distribution_comes_first(
    withdrawals: int, required: int | None, first: bool | None, words: str | None
) -> None:
    """IRC 408(d)(3)(E); Treas. Reg. 1.408A-4, A-6."""
    document = shown(
        age=74,
        withdrawals=D(withdrawals),
        required_distribution=None if required is None else D(required),
        required_taken_first=first,
    )
    text = notes(document)
    assert words in text if words else "required minimum distribution" not in text


def test_a_required_distribution_that_is_missing_where_nothing_else_moves() -> None:
    """No conversion and empty IRAs on December 31 do not make it go away."""
    found = notes(
        shown(
            age=74,
            ira_values={},
            contribution=D(0),
            conversion=D(0),
            required_distribution=D(8000),
            required_taken_first=True,
        )
    )
    assert "required minimum distribution of $8,000 is not among the other withdrawals" in found
