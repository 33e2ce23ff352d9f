"""What looks like a slip is asked back: once, kindly, and never what is common."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from pydantic import TypeAdapter

from calc.iras.ira_limits import dollar_limit
from calc.tax_year import SUPPORTED_YEARS, tax_year
from conversations.document import Checklist
from conversations.events import Asked, Chosen, Command, Typed
from conversations.flow import Aside, Said
from conversations.question import Facts
from conversations.questions.contributions import contribution
from conversations.questions.person import age
from conversations.questions.year import the_year
from conversations.replies import Ask
from tests.conversations.talking import EVERY_QUESTION, TODAY, Talk

D = Decimal
TO_INCOME = ("/start", "backdoor", "2026", "single", "45")
FACTS = Facts(TODAY, {"year": 2026, "age": 45, "contributed": D(7000), "converted": D(6900)})


def doubt(question: str, value: str, facts: Facts = FACTS) -> str | None:
    asked = EVERY_QUESTION[question]
    found = asked.doubt(asked.kind.read(value), facts)
    return found and found.asks


ASKED_BACK = [
    ("age", "12", "12 years old on December 31: did you mean that?"),
    ("age", "101", "101 years old on December 31: did you mean that?"),
    ("income", "45", "$45 of income for the year: did you mean that, or $45,000?"),
    ("income", "999", "$999 of income for the year: did you mean that, or $999,000?"),
    ("income", "0.5", "$0.50 of income for the year: did you mean that?"),
    (
        "income",
        "25m",
        "$25,000,000 of income for the year: did you mean that, or $250,000?",
    ),
    ("contributed", "7", "$7 contributed: did you mean that, or $7,000?"),
    ("contributed", "700000", "$700,000 contributed: did you mean that, or $7,000?"),
    (
        "contributed",
        "7500.01",
        "For 2026 the limit at age 45 is $7,500, all IRAs together. Is $7,500.01 right?",
    ),
    (
        "converted",
        "700000",
        "$700,000 converted, against $7,000 contributed: did you mean that, or $7,000?",
    ),
    (
        "converted",
        "700",
        "$700 converted, against $7,000 contributed: did you mean that, or $7,000?",
    ),
    (
        "withdrawn",
        "6,900",
        "$6,900 was converted, and is counted there. Is this another $6,900, taken out to keep?",
    ),
    ("withdrawn", "20m", "$20,000,000 taken out: did you mean that, or $200,000?"),
    ("value_sep", "10,000,001", "$10,000,001 in SEP IRAs: did you mean that, or $100,000.01?"),
    (
        "basis",
        "0",
        "$0 on line 14, with after-tax money put in before: is all of it out again? If there is no "
        "such form, or you do not know, say not sure.",
    ),
    ("simple_since", "12/1/2026", "December 1, 2026 is still to come: did you mean that?"),
    ("simple_since", "12/31/1996", "SIMPLE IRAs began in 1997: did you mean December 31, 1996?"),
    (
        "state_rate",
        "15.1%",
        "15.1% is more than any state and city take: is it right?",
    ),
    ("withdrawn", "20m", "$20,000,000 taken out: did you mean that, or $200,000?"),
    ("pay", "200", "$200 of pay for the year: did you mean that, or $200,000?"),
    (
        "deferrals",
        "24501",
        "For 2026 the limit for deferrals at age 45 is $24,500, all plans together. Is $24,501 "
        "right?",
    ),
    (
        "employer",
        "72001",
        "For 2026 all contributions to a plan together may be $72,000, without catch-up. Is "
        "$72,001 right?",
    ),
]

COMMON = {
    "age": ("16", "45", "75", "95"),
    "income": ("0", "1000", "45k", "5m", "10m"),
    "contributed": ("0", "10", "0.5", "500", "6000", "7500"),
    "converted": ("0", "7000", "7000.04", "7500", "95000", "1m"),
    "value_traditional": ("0", "0.01", "3", "95k", "10m"),
    "basis": ("0.01", "6000", "150k"),
    "withdrawn": ("0", "12", "95k"),
    "pay": ("0", "20k", "200k", "3m"),
    "deferrals": ("0", "24,500"),
    "employer": ("0", "10k", "72k"),
    "after_tax_so_far": ("0", "47,500"),
}


@pytest.mark.parametrize(("question", "value", "asks"), ASKED_BACK)
def test_asked_back(question: str, value: str, asks: str) -> None:
    assert doubt(question, value) == asks


@pytest.mark.parametrize(
    ("question", "value"), [(name, value) for name, values in COMMON.items() for value in values]
)
def test_common(question: str, value: str) -> None:
    assert doubt(question, value) is None


@pytest.mark.parametrize("year", SUPPORTED_YEARS)
@pytest.mark.parametrize("years", [49, 50])
def test_a_contribution_up_to_the_limit_of_its_year_and_age(year: int, years: int) -> None:
    limit = dollar_limit(tax_year(year), years)
    facts = Facts(TODAY).with_answer(the_year, year).with_answer(age, years)
    assert contribution.doubt(limit, facts) is None
    assert contribution.doubt(limit + D("0.01"), facts) is not None


def test_deferrals_with_catch_up() -> None:
    for years, limit in ((50, 32_500), (61, 35_750)):
        facts = Facts(TODAY, {"year": 2026, "age": years})
        assert doubt("deferrals", str(limit), facts) is None
        assert doubt("deferrals", str(limit + 1), facts) is not None


# In a talk


def in_doubt() -> Talk:
    talk = Talk().says(*TO_INCOME, "45")
    assert talk.said.aside is Aside.DOUBTED
    return talk


def labels(talk: Talk) -> list[str]:
    return [button.label for button in talk.buttons]


def test_what_is_offered() -> None:
    talk = in_doubt()
    assert labels(talk) == ["Yes, $45", "$45,000", "No, change it"]
    assert "income" not in talk.said.answers


@pytest.mark.parametrize("yes", ["yes", "Yes!", "that's right", "keep", "45", "$45"])
def test_yes_takes_it(yes: str) -> None:
    talk = in_doubt().says(yes)
    assert talk.said.answers["income"] == "45"
    assert talk.said.aside is None
    assert talk.ask.text.startswith("Are you covered")


def test_tapping_yes_is_typing_it() -> None:
    assert in_doubt().taps("Yes, $45").said == in_doubt().says("yes").said


@pytest.mark.parametrize("no", ["no", "nope", "none", "/back"])
def test_no_asks_again(no: str) -> None:
    talk = in_doubt().says(no)
    assert talk.ask.text.startswith("What will your adjusted gross income be")
    assert "income" not in talk.said.answers
    assert talk.says("45k").said.answers["income"] == "45000"


def test_tapping_no_asks_again() -> None:
    talk = in_doubt().taps("No, change it")
    assert talk.said == in_doubt().says("no").said
    assert isinstance(talk.replies[-1], Ask)


def test_what_was_meant_instead() -> None:
    assert in_doubt().taps("$45,000").said.answers["income"] == "45000"
    talk = in_doubt().says("45k")
    assert talk.note == "Noted: $45,000."
    assert talk.said.answers["income"] == "45000"


@pytest.mark.parametrize(
    ("words", "income"),
    [
        ("no, 45k", "45000"),
        ("No, I meant 45,000", "45000"),
        ("oops, it's 45k", "45000"),
        ("Yes, $45", "45"),
        ("no idea", "not sure"),
    ],
)
def test_yes_or_no_and_the_answer(words: str, income: str) -> None:
    assert in_doubt().says(words).said.answers["income"] == income


def test_another_slip_is_asked_back_too() -> None:
    talk = in_doubt().says("46")
    assert "Yes, $46" in labels(talk)
    assert talk.says("yes").said.answers["income"] == "46"


def test_what_is_no_answer_either_leaves_the_question() -> None:
    talk = in_doubt().says("hm")
    assert talk.note.startswith("Enter an amount")
    assert talk.said.aside is None


def test_not_asked_twice() -> None:
    talk = in_doubt().says("no", "45")
    assert talk.said.answers["income"] == "45"
    talk.says("back", "45")
    assert talk.said.aside is None
    talk.says("back", "300k", "back", "45")
    assert talk.said.aside is None
    assert talk.said.answers["income"] == "45"


def test_why_and_a_question_back_leave_it_open() -> None:
    talk = in_doubt()
    for words in ("why?", "what is basis?", "help"):
        talk.says(words)
        assert talk.replies[-1].text.endswith("did you mean that, or $45,000?")
        assert "Yes, $45" in labels(talk)
    assert talk.says("yes").said.answers["income"] == "45"


def test_it_waits_while_the_talk_is_stopped() -> None:
    talk = in_doubt().says("/cancel", "/start")
    assert talk.ask.text.startswith("What will your adjusted gross income be")
    assert talk.says("45").said.answers["income"] == "45"


def test_a_stale_no_asks_for_that_answer_again() -> None:
    no = Asked(Command.BACK, "income")
    talk = in_doubt().says("yes", "yes").does(no)
    assert talk.note == "You said: $45."
    assert talk.ask.text.startswith("What will your adjusted gross income be")
    assert Talk().says("/start").does(no).note.startswith("That button belongs to a question that")


def test_a_tap_is_not_doubted() -> None:
    talk = Talk().says(*TO_INCOME).does(Chosen("income", "45"))
    assert talk.said.aside is None
    assert talk.said.answers["income"] == "45"


def test_the_answer_that_stands_is_not_doubted_when_another_changed() -> None:
    """A contribution that was fine at 50 is a finding at 45, and no slip."""
    talk = Talk().says("/start", "backdoor", "2026", "single", "50", "300k", "yes", "none", "8600")
    talk.does(Chosen("age", "45")).says("back", "8600")
    assert talk.said.aside is None


def test_talks_kept_before_there_were_doubts_still_load() -> None:
    kept = b'{"answers": {"year": "2026"}, "reopened": [], "aside": null}'
    assert TypeAdapter(Said).validate_json(kept) == Said({"year": "2026"})


def test_a_doubt_that_this_release_does_not_have() -> None:
    talk = Talk().says(*TO_INCOME)
    for doubted in ({}, {"income": "7000"}, {"income": "much"}, {"gone": "1"}):
        talk.said = Said(talk.said.answers, frozenset(), Aside.DOUBTED, doubted)
        talk.does(Typed("help"))
        assert talk.ask.text.startswith("What will your adjusted gross income be")


def test_what_is_told_of_an_unclear_amount_can_be_tapped() -> None:
    talk = Talk().says(*TO_INCOME, "95,00")
    assert talk.note == "Did you mean $9,500 or $95.00?"
    assert labels(talk)[:2] == ["$9,500", "$95"]
    assert talk.taps("$9,500").said.answers["income"] == "9500"


def test_what_cannot_be_meant_is_not_offered() -> None:
    answers: Mapping[str, str] = {
        **{"goal": "backdoor", "year": "2026", "status": "single", "age": "45"},
        **{"income": "84000", "covered": "yes"},
        **{"ira_kinds": "none", "contributed": "6000", "deducted": "part"},
    }
    talk = Talk()
    talk.said = Said(answers)
    talk.says("50,00")
    assert labels(talk)[:2] == ["$5,000", "$50"]
    talk.says("95,00")  # more than the $6,000 that it is a part of
    assert labels(talk)[:1] == ["$95"]


SEP_AT_74 = ("backdoor", "2026", "single", "74", "90k", "no", "sep", "210k", "0", "no", "10k")


@pytest.mark.parametrize(
    ("first", "withdrawn", "is_asked_back"),
    [
        ("yes", "0", True),
        ("no", "0", True),
        ("not sure", "7999", True),
        ("yes", "8000", False),
        ("yes", "9000", False),
    ],
)
def test_a_required_distribution_is_one_of_the_other_withdrawals(
    first: str, withdrawn: str, is_asked_back: bool
) -> None:
    """Line 7 of Form 8606 has it, so it is asked about before them."""
    talk = Talk().says("/start", *SEP_AT_74, first, "8000")
    assert talk.ask.question == "withdrawn"
    talk.says(withdrawn)
    back = "the required distribution of $8,000 is among them" in talk.replies[-1].text
    assert back is is_asked_back
    if back:
        assert talk.says("$8,000").said.answers["withdrawn"] == "8000"


def test_no_withdrawals_where_none_is_required() -> None:
    talk = Talk().says("/start", *SEP_AT_74, "none due", "0")
    assert talk.said.answers["withdrawn"] == "0"


def test_what_is_not_sure_of_a_required_distribution_says_what_it_would_change() -> None:
    """Treas. Reg. 1.408A-4, A-6: what of it is converted is a withdrawal and a contribution."""
    talk = Talk().says("/start", *SEP_AT_74, "not sure", "8000", "8000", "not sure", "no")
    items = [i for b in talk.document.blocks if isinstance(b, Checklist) for i in b.items]
    assert "(if not, $8,000 of the conversion is a withdrawal and" in items[0].text
