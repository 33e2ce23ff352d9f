"""Who comes back on another day is told what is known, and asked what is open."""

from datetime import date, timedelta

import pytest

from conversations.events import Asked, Chosen, Command, Event, Typed
from conversations.flow import Said
from conversations.replies import Ask, Card, Say, Show, Toast
from tests.conversations.talking import KNOWN_ANSWER, TODAY, Talk

TOMORROW = TODAY + timedelta(days=1)
ON_THE_WAY = ("backdoor", "2026", "single", "45", "300k")


def back(event: Event, day: date = TOMORROW, answers: tuple[str, ...] = ON_THE_WAY) -> Talk:
    talk = Talk().says("/start", *answers)
    talk.today = day
    return talk.does(event)


@pytest.mark.parametrize("event", [Typed("hello"), Typed("yes"), Chosen("covered", "yes")])
@pytest.mark.parametrize("days", [1, 7, 40])
def test_whatever_they_say_is_taken_and_they_are_greeted(event: Event, days: int) -> None:
    greeting, ask = back(event, TODAY + timedelta(days)).replies
    assert greeting == Say(
        "Welcome back. Known so far: Goal: Backdoor Roth; Tax year: 2026; Filing status: Single; "
        "Age: 45; Income: $300,000."
    )
    assert isinstance(ask, Ask)
    today = Talk().says("/start", *ON_THE_WAY).does(event)
    assert back(event).said == today.said


def test_on_the_same_day_they_are_not() -> None:
    assert len(back(Typed("yes"), TODAY).replies) == 1


def test_once_a_day_is_enough() -> None:
    assert len(back(Typed("yes")).says("none").replies) == 1


def test_start_says_it_with_the_question() -> None:
    talk = back(Asked(Command.START))
    assert talk.note.startswith("Welcome back. Your 5 answers are kept. Known so far: Goal:")
    assert talk.ask.text.startswith("Are you covered")
    assert len(back(Typed("/start")).replies) == 1


def test_many_answers_are_counted() -> None:
    greeting, _ = back(Typed("hm"), answers=KNOWN_ANSWER).replies
    assert greeting.text.endswith("Income: $300,000 and 9 more (/check lists them).")


def test_at_the_end() -> None:
    finished = (*KNOWN_ANSWER, "no")
    assert isinstance(back(Chosen("age", "51"), answers=finished).replies[-1], Card)
    (result,) = back(Typed("result"), answers=finished).replies
    assert isinstance(result, Show)


def test_what_pops_up_is_not_followed_by_a_greeting() -> None:
    assert back(Chosen("age", "45")).replies == (Toast("Noted already: 45."),)


def test_without_answers_there_is_nothing_to_tell() -> None:
    talk = Talk().says("/start")
    talk.today = TOMORROW
    assert len(talk.says("hello").replies) == 1


def test_a_talk_of_an_earlier_release_goes_on() -> None:
    """It does not say when it was held."""
    talk = Talk().says("/start")
    talk.said = Said({"goal": "backdoor", "year": "2026"})
    assert talk.says("single").ask.text.startswith("How old")
    assert len(talk.replies) == 1
