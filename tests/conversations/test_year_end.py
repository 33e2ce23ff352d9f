"""A year that has ended since: what was expected of it is asked once more, and nothing is lost."""

from datetime import date

import pytest

from conversations.events import Asked, Command, Event, Typed, Unreadable
from conversations.replies import Forget, Show
from tests.conversations.talking import KNOWN_ANSWER, Talk

FEBRUARY = date(2027, 2, 10)


def finished_in_november() -> Talk:
    talk = Talk(today=date(2026, 11, 21)).says("/start", *KNOWN_ANSWER, "no")
    talk.today = FEBRUARY
    return talk


@pytest.mark.parametrize(
    "event", [Asked(Command.RESULT), Typed("result"), Typed("/start"), Typed("45"), Unreadable()]
)
def test_whatever_comes_first(event: Event) -> None:
    """No November guess is a settled balance in February."""
    talk = finished_in_november()
    before = talk.said
    talk.does(event)
    assert len(talk.replies) == 1
    assert talk.note.startswith("Welcome back. 2026 is over, so what you expected of it is asked")
    assert talk.ask.text.startswith("What was your adjusted gross income for 2026")
    assert talk.said.answers == before.answers


def test_each_is_kept_by_a_tap_or_said_anew() -> None:
    talk = finished_in_november().says("result")
    asked = []
    for _ in range(6):
        asked.append(talk.ask.text.split()[2])
        talk.says("keep")
    assert asked == ["your", "your", "goes", "the", "did", "else"]
    assert isinstance(talk.says("result").replies[-1], Show)


def test_a_balance_that_came_out_otherwise() -> None:
    talk = finished_in_november().says("result", "keep", "98,000")
    talk.says("keep", "keep", "keep", "keep", "result")
    assert talk.said.answers["value_rollover"] == "98000"
    assert talk.document.blocks[0].value != "$5,643.56"


def test_it_is_asked_once() -> None:
    talk = finished_in_november().says("result", *["keep"] * 6)
    talk.today = date(2027, 3, 1)
    assert isinstance(talk.says("result").replies[-1], Show)


@pytest.mark.parametrize("words", [["/help"], ["/privacy"], ["/saved"], ["/delete", "no"]])
def test_what_is_about_something_else_comes_first(words: list[str]) -> None:
    talk = finished_in_november().says(*words)
    assert not talk.said.reopened
    assert talk.says("hello").note.startswith("Welcome back. 2026 is over")


def test_everything_can_still_be_deleted() -> None:
    assert finished_in_november().says("/delete", "yes").said is None


def test_a_number_that_must_not_stay_is_still_refused() -> None:
    assert finished_in_november().says("123-45-6789").replies[0] == Forget()


def test_a_year_that_was_over_already_is_settled() -> None:
    talk = Talk(today=date(2027, 1, 10)).says("/start", *KNOWN_ANSWER, "no")
    talk.today = FEBRUARY
    assert isinstance(talk.says("result").replies[-1], Show)


def test_a_talk_that_was_not_finished() -> None:
    talk = Talk(today=date(2026, 11, 21)).says("/start", *KNOWN_ANSWER[:8])
    talk.today = FEBRUARY
    talk.says("6000")
    assert talk.ask.text.startswith("What was your adjusted gross income")
    assert "contributed" not in talk.said.answers
