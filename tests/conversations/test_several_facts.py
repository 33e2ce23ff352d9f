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
    "I'm single, 51, put in 8000 nondeductible, and I have a SEP IRA": {
        "status": "single",
        "age": "51",
        "contributed": "8000",
        "deducted": "none",
        "ira_kinds": "sep",
    },
    "I want to do a backdoor Roth, I'm 45": {"goal": "backdoor", "age": "45"},
    "single, 45": {"status": "single", "age": "45"},
    "I'm 45": {"age": "45"},
    "put in 3k, I'm 45, put in 4k": {"age": "45"},
    "have 95k in a rollover IRA": {"ira_kinds": "rollover", "value_rollover": "95000"},
    "im 45 single make 300k have 95k in a rollover IRA put in 6k and converted it all": {
        "age": "45",
        "status": "single",
        "income": "300000",
        "ira_kinds": "rollover",
        "value_rollover": "95000",
        "contributed": "6000",
        "converted": "6000",
    },
    "i am 45 single": {"age": "45", "status": "single"},
    # What is unclear is left out, and asked.
    "had 95k in a rollover IRA but moved it to my 401k, I'm 45, single": {
        "age": "45",
        "status": "single",
    },
    "I put 7k in my roth ira and 6k in a traditional ira, i'm 45": {"age": "45"},
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
LEFT_OUT = {
    "I'm 45, single, my wife makes 90k": ("my wife makes 90k",),
    "My husband is 47, I'm 45": ("my husband is 47",),
    "I'm 45, put in 3k, put in 4k": ("put in 3k", "put in 4k"),
    "I'm 45, and there is " + "a long story to it " * 8: (
        "there is a long story to it a long story to it a long...",
    ),
    EXAMPLE: (),
}
NONE = (
    *("", ",,,", "7,000 and 8,000", "rollover, sep", "not sure, maybe", "put in 3k, put in 4k"),
    *(
        "45",
        "45.",
        "sep, simple and a rollover",
        "7k and 500",
        "by december 31, all of it",
        "x" * 5_000,
    ),
    "I'm 45, and so on, " * 100,
)


@pytest.mark.parametrize(("text", "facts"), UNDERSTOOD.items())
def test_what_is_understood(text: str, facts: dict[str, str]) -> None:
    found = several_facts(text, TODAY).answers
    assert {question.id: key for question, key in found.items()} == facts
    for question, key in found.items():
        assert not isinstance(question.kind.read(key), Declined)


@pytest.mark.parametrize(("text", "left_out"), LEFT_OUT.items())
def test_what_is_not(text: str, left_out: tuple[str, ...]) -> None:
    assert several_facts(text, TODAY).left_out == left_out


@pytest.mark.parametrize("text", NONE)
def test_messages_without_a_fact(text: str) -> None:
    assert several_facts(text, TODAY).answers == {}


@pytest.mark.parametrize("text", [text for text, facts in UNDERSTOOD.items() if len(facts) > 2])
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
        for answer in ("yes", "done", "by december 31", "no", "0", "5%", "no"):
            talk.says(answer)
            asked += [] if isinstance(talk.replies[-1], Card) else [talk.ask.text]
        assert [text.split()[0] for text in asked] == [
            *("Are", "Will", "When", "For", "How", "At", "Do")
        ]
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


class TestOneFact:
    """A sentence where a word would do."""

    @pytest.mark.parametrize(
        ("known", "sentence", "noted"),
        [
            (("backdoor", "2026", "single"), "I'm 45", "Noted: 45."),
            (("backdoor", "2026", "single", "45"), "we make 250k", "Noted: $250,000."),
            (KNOWN_ANSWER[:8], "I put in 7k", "Noted: $7,000."),
            (KNOWN_ANSWER[:7], "95k in a rollover", "Noted: $95,000."),
        ],
    )
    def test_that_answers_the_question(
        self, known: tuple[str, ...], sentence: str, noted: str
    ) -> None:
        before = Talk().says("/start", *known)
        talk = Talk().says("/start", *known, sentence)
        assert talk.note == noted
        assert talk.ask.text != before.ask.text

    def test_about_something_else_is_shown_first(self) -> None:
        talk = Talk().says("/start", "backdoor", "2026", "I make 250k")
        assert card(talk) == {"Income": "$250,000"}
        assert talk.says("yes").ask.text.startswith("How will you file")

    def test_that_looks_like_a_slip_is_asked_back(self) -> None:
        talk = Talk().says("/start", "backdoor", "2026", "single", "45", "I make 250")
        assert "did you mean" in talk.replies[-1].text


class TestWhatIsLeftOut:
    def test_it_is_said_back(self) -> None:
        talk = Talk().says("/start", "backdoor", "2026", "I'm 45, single, my wife makes 90k")
        (shown,) = talk.replies
        assert shown.note == "Left out, and asked in its turn: my wife makes 90k."

    def test_with_nothing_left_out_nothing_is_said(self) -> None:
        (shown,) = Talk().says("/start", "backdoor", "2026", EXAMPLE).replies
        assert shown.note is None


class TestTryingToSayMuch:
    def test_how_to_say_it_is_told(self) -> None:
        talk = Talk().says("/start", "me 45 no spouse 300k roughly i guess")
        assert talk.note.endswith("with commas: I'm 45, single, make 250k.")

    def test_not_to_who_tried_to_answer(self) -> None:
        talk = Talk().says("/start", "backdoor", "2026", "single", "45", "95,00 or so")
        assert "commas: I'm" not in talk.note

    @pytest.mark.parametrize("words", ["hi", "Hello!", "thanks"])
    def test_politeness_is_no_answer_and_no_mistake(self, words: str) -> None:
        talk = Talk().says("/start", "backdoor", words)
        assert (talk.note, talk.ask.text[:14]) == ("", "Which tax year")

    def test_a_card_is_corrected_in_words(self) -> None:
        talk = Talk().says("/start", "backdoor", "2026", "I'm 45, single", "no, I'm 46")
        assert card(talk)["Age"] == "46"
        assert talk.says("yes").said.answers["age"] == "46"

    def test_another_amount_than_the_one_asked_for(self) -> None:
        talk = Talk().says("/start", *KNOWN_ANSWER[:8], "converted 7000")
        assert card(talk) == {"Converted": "$7,000"}
