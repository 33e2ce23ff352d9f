"""May I contribute directly? The limits, what is left of them, and the ways out of too much."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.filing_status import FilingStatus
from conversations.document import ActionItem, Checklist, Document, Formula
from conversations.ranges import Range
from conversations.reports.direct_contributions import report
from conversations.situations.direct_year import DirectYear
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
DEDUCTIBLE = "Deductible of all that goes into traditional IRAs, at most"
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
        # What is in a Roth IRA cannot be deducted any more.
        ({"roth": D(3000), "income": D(81000)}, "$7,500", "$4,500", "$4,500"),
        ({"traditional": D(7000), "income": D(60000)}, "$500", "$7,500", "$500"),
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


@pytest.mark.parametrize(
    ("changes", "moves", "rest"),
    [
        # One limit for both kinds (IRC 408A(c)(2)): $7,500, of which $4,000 may stay in the Roth.
        ({"roth": D(9000)}, "$3,500 has room there", "The other $1,500 has to come out"),
        ({"roth": D(9000), "pay": D(7000)}, "$3,260 has room there", "The other $2,000 has to"),
        ({"roth": D(7500)}, "start: $3,500 has room there", ""),
        ({"roth": D(7500), "traditional": D(2000)}, "$1,500 has room there", "The other $2,000"),
        ({"roth": D(9000), "income": D(175000)}, "$7,500 has room there", "The other $1,500"),
        ({"roth": D(9000), "income": None}, "as far as a traditional IRA has room", "the rest"),
        ({"roth": D(3000), "income": None}, "as far as a traditional", "the rest"),
    ],
)
def test_how_much_of_a_roth_excess_can_move(
    changes: dict[str, object], moves: str, rest: str
) -> None:
    text = cures(**({"roth": D(0)} | changes))[RECHARACTERIZE].text
    assert moves in text
    assert rest in text
    assert rest or "The other" not in text


@pytest.mark.parametrize(
    "changes",
    [
        {"traditional": D(9000), "roth": D(0), "income": D(90000)},
        {"traditional": D(5000), "roth": D(5000), "income": D(90000)},
    ],
)
def test_what_is_above_the_one_limit_has_room_in_neither_kind(changes: dict[str, object]) -> None:
    assert not any("change it into" in title for title in cures(**changes))


def test_what_was_too_late_for_a_traditional_ira_has_room_in_a_roth_ira() -> None:
    """IRC 219(d)(1), until 2019; a Roth IRA knows no age (IRC 408A(c)(4))."""
    old = {"year": 2018, "today": date(2019, 3, 1), "age": 71, "income": D(90000)}
    found = cures(**(old | {"traditional": D(5000), "roth": D(3000)}))
    text = found["Traditional IRA: change it into a contribution to a Roth IRA"].text
    assert "$3,500 has room there" in text
    assert "The other $1,500 has to come out" in text


@pytest.mark.parametrize(
    ("pay", "roth"), [(D(120000), "$4,000"), (D(7000), "$3,740"), (D(1000), "$540")]
)
def test_the_sum_ends_at_the_headline(pay: Decimal, roth: str) -> None:
    """The phase-out takes its share of the limit that pay allows (IRC 408A(c)(3)(A))."""
    document = report(replace(SAVER, pay=pay))
    (formula,) = (block for block in document.blocks if isinstance(block, Formula))
    (of_roth,) = (step.value for step in formula.steps if step.words.startswith("Roth: "))
    assert of_roth == figures(document)[ROTH] == roth


def test_late_there_are_other_ways() -> None:
    document = report(replace(SAVER, roth=D(7500), today=date(2027, 10, 16)))
    assert titles(document)[:2] == [
        "Roth IRA: let a later year's limit take it up",
        "Roth IRA: take it out late",
    ]


WITHDRAW, RECHARACTERIZE = (
    "Roth IRA: take the excess back",
    "Roth IRA: change it into a contribution to a traditional IRA",
)
LATE = "Roth IRA: take it out late"
CARRY = "Roth IRA: let a later year's limit take it up"


@pytest.mark.parametrize(
    ("today", "title", "words", "due"),
    [
        # IRC 408(d)(4), 6081: October 15 only with a return on time, or an extension.
        (date(2026, 11, 21), WITHDRAW, "by October 15, 2027 if you file", date(2027, 4, 15)),
        (date(2026, 11, 21), RECHARACTERIZE, "by October 15, 2027 if you", date(2027, 4, 15)),
        (date(2027, 4, 16), WITHDRAW, "only if your 2026 return was filed", date(2027, 10, 15)),
        # IRC 4973(a): what is in at the end of a year bears the 6% for it.
        (date(2027, 10, 16), LATE, "still in on December 31, 2027", date(2027, 12, 31)),
        (date(2027, 12, 31), LATE, "still in on December 31, 2027", date(2027, 12, 31)),
    ],
)
def test_dates_hold_for_whom_they_hold(today: date, title: str, words: str, due: date) -> None:
    item = cures(today=today, year=2026)[title]
    assert words in item.text
    assert item.due == due


@pytest.mark.parametrize(
    ("income", "words"),
    [
        (D(160000), "the limit of 2026 takes up to $4,000, less what else goes in for it"),
        (D(175000), "the limit of 2026 takes none of it: $0"),
        (None, "takes up to $7,500, less"),
    ],
)
def test_what_a_later_limit_takes_up(income: object, words: str) -> None:
    """IRC 4973(f)(2)(B): by the limit of that year, at its income."""
    assert words in cures(today=date(2026, 11, 21), year=2024, income=income)[CARRY].text


def test_what_a_limit_that_is_not_known_takes_up() -> None:
    assert "where your income stays too high, $0" in cures(today=date(2026, 11, 21))[CARRY].text


def test_a_roth_contribution_was_not_deducted() -> None:
    assert not any("deducted" in item.text for item in cures(today=date(2026, 11, 21)).values())


def cures(**changes: object) -> dict[str, ActionItem]:
    document = report(replace(SAVER, **({"roth": D(9000)} | changes)))
    found = [block for block in document.blocks if isinstance(block, Checklist)]
    return {item.title: item for block in found for item in block.items}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"traditional": D(9000), "income": D(100000)}, "More went into traditional IRAs than"),
        ({"traditional": D(7500), "income": D(100000)}, "uses up the one limit"),
        ({"traditional": D(7000), "income": D(60000)}, "You can contribute straight to a Roth"),
        ({"income": D(60000), "year": 2025, "today": date(2026, 5, 1)}, "You could contribute"),
        ({"year": 2025, "today": date(2026, 5, 1)}, "A part could go straight into a Roth IRA"),
    ],
)
def test_what_it_comes_to(changes: dict[str, object], said: str) -> None:
    assert any(said in text for text in words(report(replace(SAVER, **changes))))


@pytest.mark.parametrize("changes", [{"roth": D(7500)}, {"traditional": D(9000)}, {}])
def test_one_thing_is_to_be_done_about_contributions(changes: dict[str, object]) -> None:
    about = {"Cure what is too much", "Contribute directly", "Nothing more for this year"}
    about |= {"Look at the backdoor", "Look at the year that runs"}
    assert len(about.intersection(titles(report(replace(SAVER, **changes))))) == 1


def test_no_excess_no_cures() -> None:
    assert not any(title.startswith(("Roth", "Trad")) for title in titles(report(SAVER)))


def test_a_talk() -> None:
    talk = Talk().says("/start", "contributing directly", "2026", "single", "45", "160k", "yes")
    talk.says("120k", "0", "7500", "result")
    assert figures(talk.document)[ROTH] == "$4,000"


def test_what_was_answered_is_not_asked_again_for_another_goal() -> None:
    talk = Talk().says("/start", "direct", "2026", "single", "45", "160k", "yes", "120k", "0", "0")
    talk.says("result").taps("Backdoor Roth")
    assert talk.ask.text.startswith("Will any IRA of yours hold money")
    talk.says("none", "0", "no", "0", "0", "result").taps("Contributing directly").says("result")
    assert figures(talk.document)[ROTH] == "$4,000"


def test_another_goal_can_be_typed_at_the_end() -> None:
    talk = Talk().says("/start", "direct", "2026", "single", "45", "160k", "yes", "120k", "0", "0")
    assert talk.says("backdoor check").ask.text.startswith("Will any IRA of yours")


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
