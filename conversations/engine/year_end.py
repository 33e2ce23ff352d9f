"""A tax year that has ended since the person was here: what they expected of it is asked again.

Nothing is taken for settled that was said before it was: each of those answers is shown, and kept
by a tap.
"""

from typing import Any

from calc.tax_year import tax_year
from conversations.answers import private
from conversations.commands import command_in
from conversations.engine.moment import Moment, Turn
from conversations.events import (
    Asked,
    Command,
    Confirmed,
    Event,
    Preferred,
    Reminding,
    Typed,
    WithSaved,
)
from conversations.flow import Aside
from conversations.question import Question
from conversations.questions.year import the_year

_IN_ANY_CASE = frozenset(
    (
        *(Command.DELETE, Command.HELP, Command.PRIVACY, Command.ASK, Command.SAVED),
        *(Command.START_OVER, Command.SETTINGS),
    )
)
"""What is done whatever has ended."""


def ask_once_more(talk: Moment) -> Turn:
    """The first answer that was expected, of all those of the year."""
    year = talk.given.facts[the_year]
    expected = {question.id for question in expected_then(talk)}
    return talk.moved(aside=None, reopened=talk.said.reopened | expected).again(
        f"Welcome back. {year} is over, so what you expected of it is asked once more. Keep leaves "
        "an answer as it is."
    )


def expected_then(talk: Moment) -> tuple[Question[Any], ...]:
    """What was answered while the year lasted; empty where it has not ended since."""
    day = talk.said.day
    if day is None or day.year >= talk.today.year:  # no December 31 lies between
        return ()
    facts = talk.given.facts
    if the_year not in facts:
        return ()
    end = tax_year(facts[the_year]).conversion_deadline.value
    if not day <= end < talk.today:
        return ()
    return tuple(question for question in talk.given.answered if question.expected)


def is_about_the_talk(talk: Moment, event: Event) -> bool:
    """Not a way to leave, to read or to delete, nor what must not stay."""
    if talk.said.aside in (Aside.DELETING, Aside.STARTING_OVER):
        return False
    match event:
        case Asked(command) | Confirmed(command):
            return command not in _IN_ANY_CASE
        case Typed(words):
            return private(words) is None and command_in(words) not in _IN_ANY_CASE
        case WithSaved() | Reminding() | Preferred():
            return False
        case _:
            return True
