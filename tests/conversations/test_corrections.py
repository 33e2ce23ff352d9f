"""What corrects an answer is never taken for an answer, nor an answer for a correction."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.answers import Declined
from conversations.corrections import Correction, correction, named
from conversations.events import Chosen
from conversations.flow import Aside
from conversations.flows.every import FLOWS
from conversations.replay import replay
from conversations.replies import Card
from tests.conversations.talking import EVERY_QUESTION, KNOWN_ANSWER, TODAY, Talk

LAST = {
    "no, I meant 8,000": "8,000",
    "I meant 8,000": "8,000",
    "sorry, meant 8k": "8k",
    "Oops! I meant to type 8000": "8000",
    "correction: 8000": "8000",
    "no, make it 8000": "8000",
    "no, it's 8000": "8000",
    "no wait, it should be 8000": "8000",
}
NAMED = {
    "change my age to 51": ("age", "51"),
    "Please change the age from 45 to 51": ("age", "51"),
    "I want to change my filing status to joint": ("status", "joint"),
    "set income = 250k": ("income", "250k"),
    "my age is 51": ("age", "51"),
    "my age is actually 51": ("age", "51"),
    "the conversion was 7,000": ("converted", "7,000"),
    "no, my income should be 250k": ("income", "250k"),
    "change my rollover IRA balance to 90k": ("value_rollover", "90k"),
    "change age": ("age", None),
    "edit my AGI": ("income", None),
    "go back to my filing status": ("status", None),
    "the conversion is wrong": ("converted", None),
    "change my contributon": ("contributed", None),
    "fix the 401k": ("plan", None),
}
ANSWERS = (
    *("8,000", "about 7000", "it's 8000", "make it 8000", "i make 250k", "it was 7,500", "7000"),
    *("no", "no, never", "yes", "not sure", "i'm not sure", "single", "married filing jointly"),
    *("i am 51", "51 years old", "age 51", "rollover, sep", "none of these", "by december 31"),
    *(
        "after december 31",
        "some of each",
        "last year",
        "tax year 2025",
        "i have none",
        "all of it",
    ),
    *("none was deducted", "i'll have to ask", "it will be 7000", "we file jointly", "2026"),
)


@pytest.mark.parametrize(("text", "value"), LAST.items())
def test_of_the_last_answer(text: str, value: str) -> None:
    assert correction(text) == Correction(None, value)


@pytest.mark.parametrize(("text", "meant"), NAMED.items())
def test_of_one_that_is_named(text: str, meant: tuple[str, str | None]) -> None:
    found = correction(text)
    assert found is not None
    assert found.value == meant[1]
    assert [q.id for q in named(found.topic or "", EVERY_QUESTION.values())] == [meant[0]]


@pytest.mark.parametrize("text", [*LAST, *NAMED])
def test_no_correction_is_read_as_an_answer(text: str) -> None:
    for question in EVERY_QUESTION.values():
        assert isinstance(question.kind.read(text, TODAY), Declined), question.id


@pytest.mark.parametrize("text", ANSWERS)
def test_no_answer_is_a_correction(text: str) -> None:
    found = correction(text)
    assert found is None or (
        found.topic is not None and not named(found.topic, EVERY_QUESTION.values())
    )


def test_nothing_to_tap_is_a_correction() -> None:
    for question in EVERY_QUESTION.values():
        for option in question.kind.options:
            assert correction(option.label) is None
            assert correction(option.key) is None


NEVER_BOTH = {"spouse_covered", "second_covered"}
"""One fact, asked where it counts for the one or for the other."""


@pytest.mark.parametrize("goal", FLOWS.by_goal)
def test_no_two_questions_of_a_talk_have_a_name_in_common(goal: str) -> None:
    questions = [q for q in FLOWS.by_goal[goal].questions.values() if q.id in EVERY_QUESTION]
    for question in questions:
        for name in (question.name, *question.names):
            found = {one.id for one in named(name, questions)}
            assert found in ({question.id}, NEVER_BOTH), name


def begun(*answers: str) -> Talk:
    return Talk().says("/start", *answers)


def at_the_conversion() -> Talk:
    """The time of the contribution, a choice, was answered last but one."""
    return begun(*KNOWN_ANSWER[: KNOWN_ANSWER.index("no") + 1])


class TestInATalk:
    def test_right_after_an_answer(self) -> None:
        talk = begun(*KNOWN_ANSWER[:9])
        assert talk.said.last == "contributed"
        talk.says("no, I meant 7,500")
        assert talk.said.answers["contributed"] == "7500"
        assert talk.note == "Contributed: changed from $6,000 to $7,500."
        assert "By December 31" in [button.label for button in talk.buttons]

    def test_with_a_question_in_between(self) -> None:
        talk = begun(*KNOWN_ANSWER[:9]).says("why", "what is basis?", "I meant 7,500")
        assert talk.said.answers["contributed"] == "7500"

    def test_of_what_was_declined_it_is_an_answer(self) -> None:
        """90k-100k was no answer: what was meant is the open question, not the one before."""
        talk = at_the_conversion().says("6k or 7k", "I meant 7k")
        assert talk.said.answers["converted"] == "7000"

    def test_of_a_question_gone_back_to_it_is_an_answer(self) -> None:
        talk = at_the_conversion().says("6000", "back", "I meant 7k")
        assert talk.said.answers["converted"] == "7000"
        assert "withdrawn" not in talk.said.answers

    def test_where_only_the_open_question_can_be_meant(self) -> None:
        talk = begun("backdoor", "2026", "single").says("I meant 51")
        assert talk.said.answers["age"] == "51"
        assert talk.said.answers["status"] == "single"

    def test_what_cannot_be_read_is_asked_again(self) -> None:
        talk = begun(*KNOWN_ANSWER[:5]).says("change my age to old")
        assert talk.note == "Enter an age in whole years, like 45."
        assert talk.ask.text.startswith("How old")
        talk.says("keep")
        assert talk.said == begun(*KNOWN_ANSWER[:5]).said

    def test_two_readings_are_not_guessed(self) -> None:
        talk = begun(*KNOWN_ANSWER[:9]).says("I meant 7000 or 8000")
        assert talk.note == "Did you mean $7,000 or $8,000?"
        assert talk.said.answers["contributed"] == "6000"
        assert talk.taps("$7,000").said.answers["contributed"] == "7000"

    def test_in_the_middle(self) -> None:
        talk = at_the_conversion()
        question = talk.ask.text
        talk.says("change my age to 51")
        assert talk.said.answers["age"] == "51"
        assert talk.ask.text == question

    def test_by_name_alone_it_is_asked_again_and_the_talk_goes_on(self) -> None:
        talk = at_the_conversion()
        question = talk.ask.text
        assert talk.says("change age").note == "You said: 45."
        assert talk.says("51").ask.text == question

    def test_what_looks_like_a_slip_is_asked_back(self) -> None:
        talk = at_the_conversion().says("change my contribution to 700000")
        assert talk.said.aside is Aside.DOUBTED
        assert talk.says("no, I meant 7,000").said.answers["contributed"] == "7000"

    def test_of_the_open_question_it_is_an_answer(self) -> None:
        assert at_the_conversion().says("my conversion is 7k").said.answers["converted"] == "7000"

    def test_of_a_question_to_come_nothing_is_taken(self) -> None:
        talk = begun("backdoor", "2026").says("change my conversion to 7k")
        assert talk.note == "Converted: that is not asked at this point."
        assert "converted" not in talk.said.answers

    def test_at_the_card_and_after_the_result(self) -> None:
        for talk in (begun(*FINISHED), begun(*FINISHED, "result")):
            talk.says("my income is 250k")
            assert talk.said.answers["income"] == "250000"
            assert isinstance(talk.says("income", "300k").replies[-1], Card)

    def test_while_another_talk_is_on_offer(self) -> None:
        talk = begun(*FINISHED, "result", "/start", "change my age to 51")
        assert talk.said.answers["age"] == "51"
        assert talk.said.answers["converted"] == "6000"

    def test_private_numbers_are_refused_as_everywhere(self) -> None:
        talk = at_the_conversion()
        said = talk.said
        talk.says("change my age to 3/5/1980")
        assert "date of birth" in talk.replies[1].note
        assert talk.said.answers == said.answers

    def test_a_question_about_changing_is_a_question(self) -> None:
        talk = at_the_conversion()
        said = talk.said
        talk.says("can I change my contribution to a Roth?")
        assert talk.said == said


CHANGES = {
    "status": "mfj",
    "age": "51",
    "income": "80000",
    "covered": "no",
    "value_rollover": "20000",
    "contributed": "7000",
    "made": "after",
    "earlier": "yes",
    "converted": "5000",
    "withdrawn": "1000",
}
THEN = {"spouse_covered": "no", "deducted": "none", "basis": "2000"}
"""What the changes make necessary."""


FINISHED = (*KNOWN_ANSWER, "no")


def changed(order: tuple[str, ...]) -> Talk:
    talk = begun(*FINISHED)
    for question in order:
        talk.says(f"change {EVERY_QUESTION[question].names[0]} to {CHANGES[question]}")
        assert talk.said.answers[question] == CHANGES[question]
    while (asked := replay(talk.flows.of(talk.said), talk.said, talk.today).open) is not None:
        talk.says(THEN[asked.id])
    return talk


@given(st.lists(st.sampled_from(list(CHANGES)), unique=True, min_size=2, max_size=4))
@settings(max_examples=25)
def test_the_order_of_corrections_does_not_matter(questions: list[str]) -> None:
    one, *others = (changed(order) for order in list(permutations(questions))[:4])
    assert all(other.document == one.document for other in others)


@given(st.sampled_from(list(begun(*FINISHED).said.answers)))
def test_saying_an_answer_again_changes_nothing(question: str) -> None:
    talk = begun(*FINISHED)
    said, key = talk.said, talk.said.answers[question]
    talk.says(f"change {EVERY_QUESTION[question].names[0]} to {key}")
    assert talk.said == said
    talk.says(f"change {EVERY_QUESTION[question].names[0]}", key)
    assert talk.said == said
    assert talk.does(Chosen(question, key)).said == said
