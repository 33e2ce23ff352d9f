"""What else could be done, beside what is planned: open, different, and named where it is not."""

from dataclasses import replace
from datetime import date

import pytest

from calc.filing_status import FilingStatus
from conversations.document import Alternatives, Document, Heading, Paragraph, Sources
from conversations.situations.situation import IraKind
from tests.conversations.results import PLAN, D, notes, shown
from tests.documents import words

HEADING = Heading("What else you could do, side by side")


def ways(document: Document) -> dict[str, dict[str, str]]:
    (block,) = (b for b in document.blocks if isinstance(b, Alternatives))
    return {way.title: {step.words: step.value for step in way.figures} for way in block.items}


def test_the_known_answer() -> None:
    assert ways(shown(plan=PLAN)) == {
        "As planned": {"Taxable": "$5,643.56, about $1,975 of tax", "To Roth in 2026": "$6,000"},
        "Roll $95,000 into the 401(k) first": {
            "Taxable": "$0",
            "Less than planned": "$5,643.56, about $1,975 of tax",
            "To Roth in 2026": "$6,000",
        },
        "Convert everything, $101,000": {
            "Taxable": "$95,000",
            "More than planned": "$89,356.44, about $31,275 of tax",
            "To Roth in 2026": "$101,000",
        },
        "Contribute only, and convert nothing": {
            "Taxable": "$0",
            "Less than planned": "$5,643.56, about $1,975 of tax",
            "To Roth in 2026": "$0",
        },
    }


def test_what_it_needs_and_by_when() -> None:
    (block,) = (b for b in shown(plan=PLAN).blocks if isinstance(b, Alternatives))
    roll_in = block.items[1]
    assert "only pre-tax money moved" in roll_in.needs
    assert roll_in.due == date(2026, 12, 31)
    unsure = shown(plan=replace(PLAN, takes_roll_ins=None))
    (block,) = (b for b in unsure.blocks if isinstance(b, Alternatives))
    assert block.items[1].needs.startswith("Needs: your plan's yes;")


def test_a_rate_of_the_state_is_counted() -> None:
    """5% of $5,643.56 is $282 on top of $1,975."""
    found = ways(shown(plan=PLAN, state_rate=D("0.05")))
    assert found["As planned"]["Taxable"] == "$5,643.56, about $2,257 of tax"


def test_simple_money_of_the_first_two_years_stays() -> None:
    values = {IraKind.ROLLOVER: D(90000), IraKind.SIMPLE: D(5000)}
    bound = shown(plan=PLAN, ira_values=values, simple_first_deposit=date(2025, 3, 3))
    assert "Roll $90,000 into the 401(k) first" in ways(bound)
    (block,) = (b for b in bound.blocks if isinstance(b, Alternatives))
    assert "SIMPLE money left where it is until March 3, 2027" in block.items[1].needs
    free = shown(plan=PLAN, ira_values=values, simple_first_deposit=date(2024, 3, 3))
    assert "Roll $95,000 into the 401(k) first" in ways(free)
    (block,) = (b for b in free.blocks if isinstance(b, Alternatives))
    assert "SIMPLE" not in block.items[1].needs


def test_a_required_distribution_that_is_not_counted_comes_first() -> None:
    document = shown(age=74, required_distribution=D(4000), required_taken_first=True)
    following = document.blocks[document.blocks.index(HEADING) + 1]
    assert isinstance(following, Paragraph)
    assert following.text.startswith("The required distribution comes first: $4,000 of it")


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({}, "Roll into the 401(k): There is no plan to take the money"),
        ({"plan": replace(PLAN, takes_roll_ins=False)}, "Your plan does not take IRA money"),
        ({}, "Wait a year: no difference: the same $5,643.56 is taxable, in 2027."),
        ({}, "Give to charity (QCD): From 70 1/2 on"),
        ({"age": 72}, "Give to charity (QCD): it turns on the amount. What if tries one."),
    ],
)
def test_the_others_are_named(changes: dict[str, object], note: str) -> None:
    assert note in notes(shown(**changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"ira_values": {}},  # nothing is taxed
        {"ira_values": {IraKind.TRADITIONAL: D("0.40")}},  # less than the return shows
        {"year": 2025},  # over
        {"contribution": D(9000)},  # an excess comes first
        {"conversion": D(0)},
    ],
)
def test_nothing_to_compare(changes: dict[str, object]) -> None:
    document = shown(**changes)
    assert HEADING not in document.blocks
    assert not any("of tax" in text for text in words(document))


def test_waiting_helps_what_is_put_in_late() -> None:
    """A contribution of next spring is not in this year's ratio."""
    found = ways(shown(made_after=D(6000), ira_values={IraKind.ROLLOVER: D(94000)}))
    wait = found["Wait, and convert the $6,000 in 2027"]
    assert wait["Taxable"] == "$5,660.38, in 2027"
    assert "Less than planned" in wait


class TestNotSure:
    def test_of_money_it_waits(self) -> None:
        document = shown(prior_basis=None)
        at = document.blocks.index(HEADING)
        following = document.blocks[at + 1]
        assert isinstance(following, Paragraph)
        assert following.text.startswith("Clear up your basis from earlier years")

    def test_of_income_there_is_no_tax_in_dollars(self) -> None:
        document = shown(income=None)
        assert ways(document)["As planned"]["Taxable"] == "$5,643.56"
        assert not _names_tax(document)


def test_tax_has_its_source_and_says_what_it_leaves_out() -> None:
    assert _names_tax(shown())
    assert "Left out are state tax, credits" in notes(shown())
    assert "a spouse of 65" in notes(shown(filing_status=FilingStatus.MARRIED_FILING_JOINTLY))
    assert "Social Security benefits" in notes(shown(age=70))


def _names_tax(document: Document) -> bool:
    (sources,) = (b for b in document.blocks if isinstance(b, Sources))
    named = any("Federal income tax" in source.figure for source in sources.items)
    told = ("of tax", "of federal income tax")
    assert named == any(one in text for text in words(document) for one in told)
    return named
