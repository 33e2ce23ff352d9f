"""Several facts in one message: taken when confirmed, never guessed, never for an answer."""

import pytest

from conversations.answers import Declined
from conversations.flow import Aside
from conversations.replies import Card, Say
from conversations.several_facts import several_facts
from tests.conversations.talking import EVERY_QUESTION, KNOWN_ANSWER, TODAY, Talk

EXAMPLE = "I'm 45, single, make 250k, have 95k in a rollover IRA, put in 7k and converted it all"
UNDERSTOOD = {
    EXAMPLE: {
        "age": "45",
        "status": "single",
        "income": "250000",
        "ira_kinds": "rollover",
        "value_rollover": "95000",
        "contributed": "7000",
        "converted": "7000",
    },
    "45 years old, married filing jointly. We make four hundred and fifty thousand, no IRAs": {
        "age": "45",
        "status": "mfj",
        "income": "450000",
        "ira_kinds": "none",
    },
    "hoh, 38 y/o, AGI 84,000, I didn't deduct it": {
        "status": "hoh",
        "age": "38",
        "income": "84000",
        "deducted": "none",
    },
    "20k in a sep and 30k in a SIMPLE IRA; no 401(k)": {
        "ira_kinds": "sep+simple",
        "value_sep": "20000",
        "value_simple": "30000",
        "plan": "no",
    },
    "Hi, I am 51\nmy income is $300,000\ncontributed 3,500 + 3,500 to a traditional IRA": {
        "age": "51",
        "income": "300000",
        "contributed": "7000",
    },
    "for 2025, converted 6,000 to Roth, covered by a plan at work, no other withdrawals": {
        "year": "2025",
        "converted": "6000",
        "covered": "yes",
        "withdrawn": "0",
    },
    # What is unclear is left out, and asked.
    "I'm 45, single, make 95,00": {"age": "45", "status": "single"},
    "I'm 45, single, make 7k or 8k": {"age": "45", "status": "single"},
    "I'm 45, single, put 90k-100k into an IRA": {"age": "45", "status": "single"},
    "I'm 45, single, put 7k into my roth": {"age": "45", "status": "single"},
    "I'm 45, single, my wife makes 90k": {"age": "45", "status": "single"},
    "I'm 45, single, put in 3k, put in 4k": {"age": "45", "status": "single"},
    "I'm 45, single, put in 3k, put in 4k, converted it all": {"age": "45", "status": "single"},
    "I'm 45, single, converted it all": {"age": "45", "status": "single"},
    "I'm 45, I'm 46, single, make 250k": {"status": "single", "income": "250000"},
    "I'm 45, married, make 250k": {"age": "45", "income": "250000"},
    "I'm 45, single, no IRAs, 20k in a sep": {
        "age": "45",
        "status": "single",
        "value_sep": "20000",
    },
    "have 95k in a rollover IRA and converted it all, I'm 45": {
        "ira_kinds": "rollover",
        "value_rollover": "95000",
        "age": "45",
    },
}
FEWER_THAN_TWO = (
    *("", ",,,", "7,000 and 8,000", "rollover, sep", "single, 45", "have 95k in a rollover IRA"),
    *("I'm 45", "my wife makes 90k, I'm 50", "not sure, maybe single", "put in 3k, put in 4k"),
    *("sep, simple and a rollover", "7k and 500", "by december 31, all of it", "x" * 5_000),
    "I'm 45, and so on, " * 100,
)


@pytest.mark.parametrize(("text", "facts"), UNDERSTOOD.items())
def test_what_is_understood(text: str, facts: dict[str, str]) -> None:
    found = several_facts(text, TODAY)
    assert {question.id: key for question, key in found.items()} == facts
    for question, key in found.items():
        assert not isinstance(question.kind.read(key), Declined)


@pytest.mark.parametrize("text", FEWER_THAN_TWO)
def test_one_fact_is_an_answer_or_none(text: str) -> None:
    assert several_facts(text, TODAY) == {}


@pytest.mark.parametrize("text", UNDERSTOOD)
def test_no_such_message_is_an_answer(text: str) -> None:
    for question in EVERY_QUESTION.values():
        assert isinstance(question.kind.read(text, TODAY), Declined), question.id


def card(talk: Talk) -> dict[str, str]:
    last = talk.replies[-1]
    assert isinstance(last, Card), last
    return {line.name: line.value for group in last.groups for line in group.lines}


class TestInATalk:
    def test_they_are_shown_before_they_count(self) -> None:
        talk = Talk().says("/start", "backdoor", "2026", EXAMPLE)
        assert card(talk) == {
            "Filing status": "Single",
            "Age": "45",
            "Income": "$250,000",
            "IRAs": "Rollover IRA",
            "Rollover IRAs": "$95,000",
            "Contributed": "$7,000",
            "Converted": "$7,000",
        }
        assert dict(talk.said.answers) == {"goal": "backdoor", "year": "2026"}

    def test_then_they_are_not_asked_again(self) -> None:
        talk = Talk().says("/start", "backdoor", "2026", EXAMPLE).taps("Yes")
        asked = [talk.ask.text]
        for answer in ("yes", "done", "by december 31", "no", "0", "no"):
            talk.says(answer)
            asked += [] if isinstance(talk.replies[-1], Card) else [talk.ask.text]
        assert [text.split()[0] for text in asked] == ["Are", "Which", "When", "For", "How", "Do"]
        assert isinstance(talk.replies[-1], Card)
        assert "$7,000 conversion" in talk.document.blocks[0].label

    def test_whether_there_are_other_iras_is_still_asked(self) -> None:
        talk = Talk().says("/start", "backdoor", "2026", EXAMPLE, "yes", "yes")
        assert talk.note == "You said: Rollover IRA."
        assert talk.taps("SEP IRA").taps("Done").ask.text.startswith("What will your SEP IRAs")

    def test_no_leaves_all_as_it_was(self) -> None:
        before = Talk().says("/start", "backdoor", "2026")
        talk = Talk().says("/start", "backdoor", "2026", EXAMPLE, "no")
        assert talk.said.answers == before.said.answers
        assert (talk.said.aside, talk.ask.text) == (None, before.ask.text)

    def test_what_is_neither_is_asked_again(self) -> None:
        talk = Talk().says("/start", EXAMPLE, "45")
        assert talk.note == "Answer yes or no."
        assert talk.said.aside is Aside.UNDERSTOOD

    def test_nothing_is_overridden_without_showing_it(self) -> None:
        talk = Talk().says("/start", *KNOWN_ANSWER, "I'm 46, make 310k")
        assert card(talk) == {"Age": "46 (before: 45)", "Income": "$310,000 (before: $300,000)"}
        assert talk.said.answers["age"] == "45"
        assert talk.says("yes").said.answers["age"] == "46"

    def test_at_the_check_card(self) -> None:
        talk = Talk().says("/start", *KNOWN_ANSWER, "no", "I'm 46, make 310k", "yes")
        assert card(talk)["Age"] == "46"

    def test_what_is_known_already_is_said_so(self) -> None:
        talk = Talk().says("/start", *KNOWN_ANSWER, "I'm 45, make 300k")
        assert talk.note == "All of that is noted already."

    def test_as_the_first_message_ever(self) -> None:
        talk = Talk().says(EXAMPLE)
        assert isinstance(talk.replies[0], Say)
        assert card(talk)["Age"] == "45"
        assert talk.says("yes").ask.text == Talk().says("/start").ask.text

    def test_a_long_message(self) -> None:
        assert card(Talk().says("/start", EXAMPLE + ", and there is a long story to it" * 6))

    def test_a_question_is_answered(self) -> None:
        talk = Talk().says("/start", f"what is basis if {EXAMPLE}")
        assert talk.note.startswith("What is basis?")

    def test_another_command_leaves_them_out(self) -> None:
        talk = Talk().says("/start", "backdoor", EXAMPLE, "/start")
        assert dict(talk.said.answers) == {"goal": "backdoor"}
