"""May I contribute directly? The limits, what is left of them, and the ways out of too much."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.filing_status import FilingStatus
from conversations.direct_year import DirectYear
from conversations.document import Checklist, Document
from conversations.ranges import Range
from conversations.reports.direct_contributions import report
from tests.conversations.results import figures
from tests.conversations.talking import Talk
from tests.documents import words

D = Decimal

SAVER = DirectYear(
    today=date(2026, 11, 21),
    year=2026,
    filing_status=FilingStatus.SINGLE,
    lived_apart=False,
    age=45,
    income=D(160000),
    covered=True,
    spouse_covered=False,
    pay=D(120000),
    spouse_pay=D(0),
    spouse_contributions=D(0),
    traditional=D(0),
    roth=D(0),
)

ROTH = "Straight into Roth IRAs for 2026, at most"
DEDUCTIBLE = "Deductible in traditional IRAs, at most"
LEFT = "Left for traditional IRAs, deductible or not"


@pytest.mark.parametrize(
    ("changes", "roth", "deductible", "left"),
    [
        # Notice 2025-67: $7,500; Roth 153,000 to 168,000; deduction 81,000 to 91,000 if covered.
        ({"income": D(153000)}, "$7,500", "$0", "$7,500"),
        ({}, "$4,000", "$0", "$7,500"),
        ({"income": D(168000)}, "$0", "$0", "$7,500"),
        ({"income": D(81000)}, "$7,500", "$7,500", "$7,500"),
        ({"covered": False}, "$4,000", "$7,500", "$7,500"),
        ({"pay": D(3000), "income": D(90000)}, "$3,000", "$750", "$3,000"),
        ({"traditional": D(2000), "income": D(100000)}, "$5,500", "$0", "$5,500"),
        ({"age": 50, "income": D(100000)}, "$8,600", "$0", "$8,600"),
        ({"income": None}, "$0 to $7,500", "$0 to $7,500", "$7,500"),
        ({"pay": D(0), "income": D(100000)}, "$0", "$0", "$0"),
    ],
)
def test_the_limits(changes: dict[str, object], roth: str, deductible: str, left: str) -> None:
    found = figures(report(replace(SAVER, **changes)))
    assert (found[ROTH], found[DEDUCTIBLE], found[LEFT]) == (roth, deductible, left)


def test_a_spouse_who_earns() -> None:
    """IRC 219(c): the pay of both, less what the spouse puts in."""
    couple = replace(
        SAVER,
        filing_status=FilingStatus.MARRIED_FILING_JOINTLY,
        pay=D(0),
        spouse_pay=D(10000),
        spouse_contributions=D(7500),
    )
    assert figures(report(couple))[ROTH] == "$2,500"


def titles(document: Document) -> list[str]:
    found = [block for block in document.blocks if isinstance(block, Checklist)]
    return [item.title for block in found for item in block.items]


def test_too_much_in_a_roth_ira() -> None:
    """IRC 4973(f): $3,500 above the phased-out $4,000, 6% of it $210."""
    document = report(replace(SAVER, roth=D(7500)))
    assert "Above the limit in Roth IRAs for 2026: $3,500." in "\n".join(words(document))
    assert titles(document)[:3] == [
        "Roth IRA: take the excess back",
        "Roth IRA: change it into a contribution to a traditional IRA",
        "Roth IRA: let a later year's limit take it up",
    ]
    assert any("up to $210" in text for text in words(document))


def test_late_there_are_other_ways() -> None:
    document = report(replace(SAVER, roth=D(7500), today=date(2027, 10, 16)))
    assert titles(document)[:2] == [
        "Roth IRA: let a later year's limit take it up",
        "Roth IRA: take it out late",
    ]


def test_no_excess_no_cures() -> None:
    assert not any(title.startswith(("Roth", "Trad")) for title in titles(report(SAVER)))


def test_a_talk() -> None:
    talk = Talk().says("/start", "contributing directly", "2026", "single", "45", "160k", "yes")
    talk.says("120k", "0", "7500", "result")
    assert figures(talk.document)[ROTH] == "$4,000"


def test_what_was_answered_is_not_asked_again_for_another_goal() -> None:
    talk = Talk().says("/start", "direct", "2026", "single", "45", "160k", "yes", "120k", "0", "0")
    talk.says("result").taps("Backdoor Roth")
    assert talk.ask.text.startswith("Which of these, your own, will hold money")
    talk.says("none", "0", "no", "0", "0", "result").taps("Contributing directly").says("result")
    assert figures(talk.document)[ROTH] == "$4,000"


def test_another_goal_can_be_typed_at_the_end() -> None:
    talk = Talk().says("/start", "direct", "2026", "single", "45", "160k", "yes", "120k", "0", "0")
    assert talk.says("backdoor check").ask.text.startswith("Which of these, your own")


MONEY = st.integers(0, 20_000).map(D) | st.integers(0, 300_000).map(D)


@st.composite
def unsure_and_sure(draw: st.DrawFn) -> tuple[DirectYear, DirectYear]:
    joint = draw(st.booleans())
    truth = replace(
        SAVER,
        year=draw(st.sampled_from([2019, 2025, 2026])),
        filing_status=(
            FilingStatus.MARRIED_FILING_JOINTLY if joint else draw(st.sampled_from(_OTHERS))
        ),
        age=draw(st.sampled_from([45, 50, 70, 72])),
        income=draw(MONEY),
        covered=draw(st.booleans()),
        spouse_covered=draw(st.booleans()),
        pay=draw(MONEY),
        spouse_pay=draw(MONEY) if joint else D(0),
        spouse_contributions=draw(st.integers(0, 8600).map(D)) if joint else D(0),
        traditional=draw(st.sampled_from([D(0), D(2000), D(9000)])),
        roth=draw(st.sampled_from([D(0), D(3000), D(9000)])),
    )
    names = ["income", "covered", "spouse_covered", "pay"]
    names += ["spouse_pay", "spouse_contributions"] if joint else []
    forgotten = draw(st.sets(st.sampled_from(names)))
    return replace(truth, **dict.fromkeys(forgotten)), truth


_OTHERS = [one for one in FilingStatus if one is not FilingStatus.MARRIED_FILING_JOINTLY]


@given(unsure_and_sure())
def test_the_truth_lies_in_the_range(people: tuple[DirectYear, DirectYear]) -> None:
    unsure, truth = people
    (found,) = truth.every
    for name in ("limit", "roth", "deductible", "left", "roth_left", "excess", "roth_excess"):
        ends = Range.of(getattr(each, name) for each in unsure.every)
        assert ends.least <= getattr(found, name) <= ends.most, name
    assert report(unsure).blocks
