"""What people type around a what-if: keep it, back, two at once, too early, an answer changed."""

from datetime import date

import pytest

from conversations.events import Adopted, Asked, Command, Tried
from conversations.flow import Aside
from conversations.replies import Ask, Card, Say, Show
from conversations.what_ifs.ways import Way
from tests.conversations.talking import KNOWN_ANSWER, Talk


def finished() -> Talk:
    return Talk().says("/start", *KNOWN_ANSWER, "yes", "yes", "no")


def told(talk: Talk) -> str:
    return talk.replies[-1].text


class TestAfterOneWasShown:
    @pytest.mark.parametrize(
        "words",
        [
            *(
                "keep it",
                "keep",
                "Keep",
                "yes",
                "yes keep it",
                "ok keep it",
                "yes, keep that",
                "yep",
            ),
            *(
                "keep this please",
                "ok, take it",
                "I'll keep it",
                "let's do it",
                "i want to keep it",
            ),
        ],
    )
    def test_it_is_kept(self, words: str) -> None:
        talk = finished().says("what if I convert 10k", words)
        assert talk.note.startswith("Kept. Changed: ")
        assert talk.said.answers["converted"] == "10000"
        assert isinstance(talk.replies[-1], Show)

    @pytest.mark.parametrize("words", ["no", "nope", "no thanks", "back", "/back", "result"])
    def test_or_left(self, words: str) -> None:
        talk = finished()
        answers = talk.said.answers
        talk.says("what if I convert 10k", words)
        assert isinstance(talk.replies[-1], Show)
        assert talk.said.answers == answers

    def test_the_last_one_counts(self) -> None:
        talk = finished().says("what if I convert 10k", "what if I convert 3k", "keep it")
        assert talk.said.answers["converted"] == "3000"

    def test_a_question_between_does_not_lose_it(self) -> None:
        talk = finished().says("what if I convert 10k", "what is basis?")
        assert "taxed before it went in" in told(talk)
        assert "What if you convert $10,000?" in told(talk)
        assert talk.says("keep it").said.answers["converted"] == "10000"

    def test_an_answer_changed_between_lets_it_go(self) -> None:
        talk = finished().says("what if I convert 10k", "change my age to 51", "keep it")
        assert talk.said.answers["converted"] == "6000"

    def test_what_makes_no_difference_cannot_be_kept(self) -> None:
        talk = finished().says("what if I convert 6000")
        assert "Keep it" not in [button.label for button in talk.buttons]
        assert talk.says("keep it").said.answers["converted"] == "6000"

    def test_days_later(self) -> None:
        talk = finished().says("what if I convert 10k")
        talk.today = date(2026, 12, 1)
        assert talk.says("keep it").said.answers["converted"] == "10000"

    def test_there_is_nothing_to_keep_twice(self) -> None:
        talk = finished().says("what if I convert 10k", "keep it")
        once = talk.said.answers
        assert talk.says("keep it").said.answers == once

    def test_one_of_another_release_is_let_go(self) -> None:
        talk = finished().says("what if I convert 10k")
        talk.said = type(talk.said)(
            talk.said.answers, aside=Aside.TRIED, tried="emigrate 3", day=talk.said.day
        )
        assert talk.says("keep it").said.answers["converted"] == "6000"


class TestTooEarly:
    @pytest.mark.parametrize(
        "words",
        [
            *("what if I convert 10k", "What if I roll it in?", "how about waiting a year"),
            *("what if I convert 10k and roll in the rest", "what if i convert 95,00"),
        ],
    )
    def test_is_said_where_the_talk_stands(self, words: str) -> None:
        talk = Talk().says("/start", "backdoor", "2026", words)
        assert "type it again then. You are at You · 3 of about" in talk.note
        assert "How will you file" in talk.ask.text

    def test_an_amount_that_is_asked_for_is_an_answer(self) -> None:
        talk = Talk().says("/start", *KNOWN_ANSWER[:11])
        assert "How much do you convert" in talk.ask.text
        assert talk.says("6k").said.answers["converted"] == "6000"

    @pytest.mark.parametrize("goal", ["mega backdoor", "finding my basis"])
    def test_where_there_are_none(self, goal: str) -> None:
        talk = Talk().says("/start", goal, "what if I convert 10k")
        assert "after the result of a backdoor check" in talk.note
        assert isinstance(talk.replies[-1], Ask)

    def test_other_questions_are_answered(self) -> None:
        talk = Talk().says("/start", "backdoor", "what if I don't know my basis?")
        assert "taxed before it went in" in talk.note


class TestWhatCannotBeTriedAsItIs:
    def test_two_at_once(self) -> None:
        talk = finished().says("what if I convert 10k and roll in the rest")
        assert "One change is tried at a time" in told(talk)
        labels = [button.label for button in talk.buttons]
        assert labels[:2] == ["Convert $10,000", "Roll into the 401(k)"]
        assert "you convert $10,000" in told(talk.taps("Convert $10,000"))

    @pytest.mark.parametrize(
        ("words", "why"),
        [
            ("convert -5", "An amount below zero cannot be used here"),
            ("what if I convert minus 5", "An amount below zero cannot be used here"),
            ("what if I convert 95,00", "$9,500 or $95.00"),
            ("what if I contribute 1.234.567", "Contribute another amount:"),
        ],
    )
    def test_an_amount_that_cannot_be_read(self, words: str, why: str) -> None:
        talk = finished().says(words)
        assert why in told(talk)
        assert talk.says("3000").said.aside is Aside.TRIED

    def test_what_it_may_mean_can_be_tapped(self) -> None:
        talk = finished().says("what if I convert 95,00").taps("Convert $9,500")
        assert "you convert $9,500" in told(talk)

    @pytest.mark.parametrize(
        ("words", "name", "question"),
        [
            ("what if my income is higher", "Income", "income"),
            ("what if i earn 200k", "Income", "income"),
            ("what if i get a raise", "Income", "income"),
            ("what if I get married?", "Filing status", "status"),
            ("what if i was 50", "Age", "age"),
        ],
    )
    def test_an_answer_is_changed(self, words: str, name: str, question: str) -> None:
        talk = finished().says(words)
        assert "is one of your answers" in told(talk)
        assert talk.buttons[0].makes == Asked(Command.BACK, question)
        assert name.split()[0] in talk.buttons[0].label

    @pytest.mark.parametrize(
        ("words", "asked"),
        [("can I convert less", "How much would you convert"), ("could I roll it in?", "you roll")],
    )
    def test_can_i(self, words: str, asked: str) -> None:
        assert asked in told(finished().says(words))

    @pytest.mark.parametrize(
        "words",
        [
            *(
                "-5",
                "convert",
                "what if",
                "what if what",
                "keep",
                "and and",
                "what if I",
                "no",
                "yes",
            ),
            *("what if i convert and wait and roll it in", "roll 10k and 20k in"),
        ],
    )
    def test_there_is_always_a_way_on(self, words: str) -> None:
        talk = finished().says(words)
        assert isinstance(talk.replies[-1], Ask | Say | Card | Show)
        assert talk.buttons


def test_a_button_of_it_still_works_after_words() -> None:
    talk = finished().says("what if I convert 10k")
    keep = talk.button("Keep it")
    assert isinstance(keep, Adopted)
    assert keep.tried == Tried(Way.CONVERT, "10000")
    talk.says("what is basis?").does(keep)
    assert talk.said.answers["converted"] == "10000"
