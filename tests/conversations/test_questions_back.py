"""A question back, at any point of a talk: a short answer, and the open question again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.engine import AT_THE_END
from conversations.events import Asked, Command
from conversations.flow import Aside
from conversations.replies import Ask, Card, Say, Show
from tests.conversations.talking import BASIS, KNOWN_ANSWER, Talk

TOLD = f"{BASIS.asked}\n{BASIS.answer}\nSource: {BASIS.source}"
MEGA = ("yes", "yes", "yes", "yes", "200k", "23.5k", "10k", "0")


def begun(*answers: str) -> Talk:
    return Talk().says("/start", *answers)


def at_the_age() -> Talk:
    return begun("backdoor", "2026", "single")


BOTH = ("both", *KNOWN_ANSWER[1:], *MEGA)


@pytest.mark.parametrize("answered", range(len(BOTH)))
def test_at_every_question(answered: int) -> None:
    talk = begun(*BOTH[:answered])
    said, question = talk.said, talk.ask.text
    talk.says("what's basis?")
    assert len(talk.replies) == 1
    assert (talk.note, talk.ask.text) == (TOLD, question)
    assert (talk.said, talk.in_vain) == (said, None)


@pytest.mark.parametrize(
    "asked", ["basis?", "what is basis", "explain basis", "/ask basis", "/ask tell me of BASIS"]
)
def test_in_any_form(asked: str) -> None:
    assert at_the_age().says(asked).note == TOLD


def test_what_has_no_entry_is_said_and_counted_where_it_was_asked() -> None:
    talk = at_the_age()
    said = talk.said
    talk.says("how do I cook rice?")
    assert talk.note.startswith("There is no entry here on that: a question for your CPA.")
    assert talk.ask.text.startswith("How old")
    assert (talk.said, talk.in_vain) == (said, "age")
    assert talk.says("45").in_vain is None


class TestAnAnswerWithAQuestionMark:
    """It is neither taken nor looked up: the person says whether it is meant."""

    @pytest.mark.parametrize(
        ("answers", "text"),
        [
            (("backdoor", "2026", "single"), "45?"),
            (("backdoor", "2026", "single", "45"), "300k?"),
            (("backdoor", "2026", "single", "45"), "about 7000?"),
            (("backdoor", "2026", "single", "45", "300k"), "yes?"),
            (("backdoor",), "2025?"),
        ],
    )
    def test_is_asked_back(self, answers: tuple[str, ...], text: str) -> None:
        talk = begun(*answers)
        said = talk.said
        talk.says(text)
        assert "If you mean" in talk.note
        assert (talk.said, talk.in_vain) == (said, None)

    def test_not_sure_is_not_sure(self) -> None:
        talk = begun("backdoor", "2026", "single", "45").says("not sure?")
        assert talk.said.answers["income"] == "not sure"

    def test_not_sure_where_an_answer_is_needed(self) -> None:
        assert "needs an answer" in at_the_age().says("not sure?").note

    def test_two_readings_are_declined_like_any(self) -> None:
        talk = begun("backdoor", "2026", "single", "45").says("7000 or 8000?")
        assert talk.in_vain is None
        assert "income" not in talk.said.answers


class TestTheOpenQuestion:
    """Why it is asked, and where its answer is found, in the words that people use."""

    @pytest.mark.parametrize(
        "text",
        [
            "why do you ask?",
            "Why are you asking me that?",
            "why do you need to know my age",
            "why does it matter?",
            "what is this for?",
            "what do you mean?",
            "I don't understand",
            "huh?",
            "what?",
        ],
    )
    def test_why(self, text: str) -> None:
        talk = begun("backdoor", "2026", "single", "45")
        assert talk.says(text).note == begun("backdoor", "2026", "single", "45").taps("Why?").note
        assert talk.in_vain is None

    @pytest.mark.parametrize(
        "text",
        [
            "where do I find it?",
            "Where can I find this",
            "where do i look?",
            "where is that?",
            "how do I find it?",
            "which form says it?",
        ],
    )
    def test_where(self, text: str) -> None:
        talk = begun("backdoor", "2026", "single", "45")
        where = begun("backdoor", "2026", "single", "45").taps("Where do I find it?").note
        assert talk.says(text).note == where
        assert talk.in_vain is None


class TestBesideTheQuestions:
    def test_before_the_talk(self) -> None:
        """The greeting, and the answer with the first question."""
        talk = Talk().says("what is basis?")
        greeting, _ = talk.replies
        assert isinstance(greeting, Say)
        assert talk.note == TOLD

    @pytest.mark.parametrize("text", ["hello?", "are you there?", "/ask rice"])
    def test_before_the_talk_in_vain(self, text: str) -> None:
        talk = Talk().says(text)
        assert isinstance(talk.replies[0], Say)
        assert (talk.note, talk.in_vain) == ("", None)

    def test_after_the_result(self) -> None:
        talk = begun(*KNOWN_ANSWER, "no")
        (reply,) = talk.says("what is basis?").replies
        assert isinstance(reply, Say)
        assert reply.text == TOLD
        assert talk.says("how is rice cooked?").in_vain == AT_THE_END
        assert isinstance(talk.taps("Show the result").replies[-1], Show)

    @pytest.mark.parametrize(
        ("command", "aside"),
        [
            ("/cancel", Aside.PAUSED),
            ("/delete", Aside.DELETING),
            ("start over", Aside.STARTING_OVER),
        ],
    )
    def test_while_something_stands_between(self, command: str, aside: Aside) -> None:
        talk = at_the_age().says(command)
        (between,) = talk.replies
        (reply,) = talk.says("what is basis?").replies
        assert isinstance(reply, Say)
        assert isinstance(between, Say)
        assert reply.text == f"{TOLD}\n\n{between.text}"
        assert talk.said.aside is aside

    def test_a_doubtful_yes_deletes_nothing(self) -> None:
        talk = at_the_age().says("/delete", "yes?")
        assert talk.said.aside is Aside.DELETING

    @pytest.mark.parametrize("text", ["/ask", "ask", "/ask   "])
    def test_asking_how_to_ask(self, text: str) -> None:
        talk = at_the_age().says(text)
        assert "in your own words" in talk.note
        assert talk.ask.text.startswith("How old")
        assert talk.does(Asked(Command.ASK)).note == at_the_age().says("ask").note

    def test_a_question_of_any_length(self) -> None:
        assert at_the_age().says(f"what is basis, {'so ' * 200}?").note == TOLD


@given(
    st.lists(
        st.sampled_from(
            (
                *("what's basis?", "basis?", "/ask basis", "is rice cooked?", "why do you ask?"),
                *("45?", "not sure?", "2026", "single", "back", "/cancel", "/start", "result"),
            )
        )
        | st.text(max_size=12).map(lambda text: f"is {text}?"),
        max_size=25,
    )
)
@settings(max_examples=100)
def test_asking_never_answers_nor_breaks(texts: list[str]) -> None:
    talk = begun()
    for text in texts:
        answers = talk.said.answers
        talk.says(text)
        assert 1 <= len(talk.replies) <= 2
        assert isinstance(talk.replies[-1], Ask | Card | Say | Show)
        if text.endswith("?") and text != "not sure?":
            assert talk.said.answers == answers
