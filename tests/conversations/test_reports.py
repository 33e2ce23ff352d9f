"""What a result says: the number, the sum, the findings, the items with their dates."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from operator import attrgetter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc.filing_status import FilingStatus
from conversations.document import (
    ActionItem,
    Checklist,
    Document,
    FormLines,
    Formula,
    KeyFigure,
    Note,
    Sources,
)
from conversations.reports.backdoor import report
from conversations.situation import IraKind, Plan, Situation
from tests.documents import words

D = Decimal

PERSON = Situation(
    today=date(2026, 11, 21),
    year=2026,
    filing_status=FilingStatus.SINGLE,
    lived_apart=False,
    age=45,
    income=D(300000),
    covered=True,
    spouse_covered=False,
    ira_values={IraKind.ROLLOVER: D(95000)},
    contribution=D(6000),
    deducted=D(0),
    made_after=D(0),
    prior_basis=D(0),
    conversion=D(6000),
    withdrawals=D(0),
    plan=None,
)
"""The known answer: pre-tax $95,000, nondeductible $6,000, converted $6,000."""

PLAN = Plan(
    takes_roll_ins=True,
    after_tax_allowed=True,
    way_out=True,
    pay=D(200000),
    deferrals=D(24500),
    employer_money=D(10000),
    after_tax_so_far=D(0),
)


def shown(**changes: object) -> Document:
    return report(replace(PERSON, **changes))


def figures(document: Document) -> dict[str, str]:
    return {b.label: b.value for b in document.blocks if isinstance(b, KeyFigure)}


def notes(document: Document) -> str:
    return "\n".join(b.text for b in document.blocks if isinstance(b, Note))


def lines(document: Document) -> dict[str, str]:
    (block,) = (b for b in document.blocks if isinstance(b, FormLines))
    return {line.number: line.value for line in block.lines}


def items(document: Document) -> dict[str, ActionItem]:
    (block,) = (b for b in document.blocks if isinstance(b, Checklist))
    return {item.title: item for item in block.items}


# The number


def test_the_known_answer() -> None:
    document = shown()
    first = document.blocks[0]
    assert first == KeyFigure("Taxable, of your $6,000 conversion in 2026", "$5,643.56")
    assert figures(document)["Tax-free"] == "$356.44"
    (formula,) = (b for b in document.blocks if isinstance(b, Formula))
    assert [step.value for step in formula.steps] == [
        *("$6,000", "$101,000", "5.94%", "$356.44", "$5,643.56")
    ]


def test_the_rounding_that_was_used_and_what_the_other_gives() -> None:
    assert "is exact here" in notes(shown())
    assert "the taxable amount is $5,646." in notes(shown())
    assert "the same to the dollar" in notes(shown(ira_values={}))


def test_form_lines() -> None:
    expected = {"1": "$6,000", "6": "$95,000", "10": "0.05941", "14": "$5,643.56", "15b": ""}
    assert lines(shown()).items() >= expected.items()


def test_nothing_moved() -> None:
    document = shown(conversion=D(0))
    assert figures(document)["Taxable in 2026"] == "$0"
    assert lines(document) == {"1": "$6,000", "2": "$0", "3": "$6,000", "14": "$6,000"}


def test_other_withdrawals_share_the_basis() -> None:
    document = shown(withdrawals=D(4000))
    assert figures(document)["Taxable, of your $4,000 of other withdrawals in 2026"] == "$3,771.43"
    assert figures(document)["Taxable, of your $6,000 conversion in 2026"] == "$5,657.14"


def test_an_estimate_says_so_until_the_year_is_over() -> None:
    assert any("An estimate until 2026 is over" in text for text in words(shown()))
    later = shown(today=date(2027, 1, 1))
    assert not any("An estimate until" in text for text in words(later))


# Not sure: a range, never zero


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


# Findings, on both sides of what brings them up

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


# Mega backdoor


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


# Action items

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


def test_every_limit_that_is_used_has_its_source() -> None:
    (block,) = (b for b in shown(plan=PLAN).blocks if isinstance(b, Sources))
    assert {source.authority.partition(";")[0] for source in block.items} >= {"Notice 2025-67"}
    assert any("$7,500" in source.figure for source in block.items)
    assert any("$72,000" in source.figure for source in block.items)
