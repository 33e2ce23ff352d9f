"""A number is never taken for a question, nor a question for an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.answers import Declined
from conversations.asking import begins_to_ask, is_question, subject, words_of
from conversations.question import Question
from tests.conversations.talking import EVERY_QUESTION, TODAY

QUESTIONS = (
    "what's basis?",
    "what is basis",
    "basis?",
    "Does my 401(k) count?",
    "does 401k count",
    "is 7000 too much?",
    "is 7000 too much",
    "so is this legal?",
    "ok, but why is line 6 so large",
    "explain the pro rata rule",
    "tell me about recharacterization",
    "difference between a rollover and a conversion",
    "i was wondering if my spouse's ira counts",
    "can i convert $12,001.85?",
    "\uff57\uff48\uff41\uff54 is basis\uff1f",
    "WHAT IS BASIS???",
    "do i owe tax on 7k",
    "403(b)?",
    "8606?",
)

NO_QUESTIONS = (
    "7000",
    "7000?",
    "about 7000?",
    "7k or 8k?",
    "90k-100k?",
    "$95,000.00?",
    "what about 7000?",
    "is it 7000?",
    "how about 7k",
    "45?",
    "2025?",
    "yes?",
    "no?",
    "is it?",
    "will be about 7000",
    "was around 95k in the rollover",
    "is not covered",
    "is none of these",
    "do not have one",
    "have 95k in a rollover ira",
    "will convert it all",
    "May 5",
    "not sure",
    "not sure?",
    "who knows",
    "i don't know",
    "my wife has an ira",
    "?",
    "...",
    "",
)


@pytest.mark.parametrize("text", QUESTIONS)
def test_is_a_question(text: str) -> None:
    assert is_question(text)


@pytest.mark.parametrize("text", NO_QUESTIONS)
def test_is_no_question(text: str) -> None:
    assert not is_question(text)


AMOUNTS = st.builds(
    str.format,
    st.sampled_from(
        ["{}", "${:,}", "{}k", "{:,} dollars", "about {}", "is it {}", "what about {}"]
    ),
    st.decimals(0, 10**7, places=2) | st.integers(0, 10**9),
)


@given(st.lists(AMOUNTS, min_size=1, max_size=3), st.sampled_from([" ", " + ", " or ", " - "]))
def test_amounts_in_any_company_are_no_question(amounts: list[str], between: str) -> None:
    if not any(amount in ("8606", "1040", "1099") for amount in amounts):
        assert not is_question(between.join(amounts))


@pytest.mark.parametrize("question", EVERY_QUESTION.values(), ids=lambda q: q.id)
def test_nothing_to_tap_is_put_as_a_question(question: Question[object]) -> None:
    for option in question.kind.options:
        assert not begins_to_ask(option.label)
        assert not begins_to_ask(option.key)


@pytest.mark.parametrize("question", EVERY_QUESTION.values(), ids=lambda q: q.id)
@pytest.mark.parametrize("text", [text for text in QUESTIONS if begins_to_ask(text)])
def test_no_question_is_read_as_an_answer(question: Question[object], text: str) -> None:
    assert isinstance(question.kind.read(text, TODAY), Declined)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Does my 401(k) count?", "does my 401k count"),
        ("401 k", "401k"),
        ("my 401", "my 401k"),
        ("is $401 a lot", "is 401 a lot"),
        ("403 (b) and 457", "403b and 457b"),
        ("the 1099-R, box 2a", "the 1099r box2a"),
        ("Line 14 of form8606", "line14 of form 8606"),
        ("after-tax, pre tax", "aftertax pretax"),
        ("rolled over the back door", "rollover the backdoor"),
        ("my wife's IRA", "my spouse ira"),
    ],
)
def test_names_in_several_parts_are_one_word(text: str, words: str) -> None:
    assert " ".join(words_of(text)) == words


def test_the_subject_is_what_is_left_without_amounts_and_filling() -> None:
    assert subject("Is $7,000 too much for my Roth?") == ("too", "much", "roth")
    assert subject("what is form 8606 for?") == ("form", "8606")
    assert subject("is it 7,000?") == ()
