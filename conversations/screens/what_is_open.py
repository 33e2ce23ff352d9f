"""Where a talk stands: the open question, the answers to look over, or what stands between."""

from dataclasses import replace
from typing import Any

from conversations.answers import Declined
from conversations.events import Asked, Chosen, Command, Confirmed
from conversations.flow import Aside, Flow, Position, Said
from conversations.replies import Button, Reply, Say
from conversations.screens.check_card import check_card, still_true_card, understood_card
from conversations.screens.question_screen import question_screen, readings
from conversations.screens.settings import can_it_be_seen
from conversations.what_ifs.screens import after, left_open

START_OVER = Button("Start over", Asked(Command.START_OVER))
BACK_TO_THE_LAST = Button("Back to my answers", Asked(Command.START))


def screen(
    flow: Flow,
    said: Said,
    position: Position,
    note: str | None = None,
    further: tuple[Button, ...] = (),
    meant: tuple[Any, ...] = (),
) -> Reply:
    """What is open now, after a note; ``further`` buttons stand beside a question's own. What
    the last text could have ``meant``, or what is likely, can be tapped where it has to be typed
    otherwise."""
    match said.aside:
        case Aside.PAUSED:
            words = "Stopped. Your answers are kept: /start goes on, /delete erases them."
            return Say(_after(note, words), (Button("Go on", Asked(Command.START)),))
        case Aside.DELETING:
            return _confirming(
                Command.DELETE,
                _after(note, "Delete everything that is kept about you here? There is no undo."),
                "Yes, delete",
            )
        case Aside.STARTING_OVER:
            return _confirming(
                Command.START_OVER,
                _after(note, f"Start over? {answers_are(said, 'forgotten then')}{_ends(said)}"),
                "Yes, start over",
            )
        case Aside.ANOTHER:
            further = (*further, BACK_TO_THE_LAST)
        case Aside.UNDERSTOOD:
            understood = understood_card(flow, said, position.facts.today, note)
            if understood is not None:
                return understood
        case Aside.STILL_TRUE:
            still_true = still_true_card(flow, said, note)
            if still_true is not None:
                return still_true
        case Aside.DOUBTED:
            doubted = _doubted(said, position)
            if doubted is not None:  # it is None where another release has no such doubt
                return replace(doubted, text=_after(note, doubted.text))
        case Aside.CONVERTING | Aside.CONTRIBUTING | Aside.GIVING | Aside.PLANNING | Aside.TRIED:
            what_if = left_open(flow, said, position)
            if what_if is not None:  # it is None where the talk has moved on
                return what_if if note is None else after(f"{note}\n", what_if)
        case Aside.RICHLY:
            return can_it_be_seen(note)
        case Aside.CONSENTING | None:
            pass
    if position.open is None:
        return check_card(flow, position, note)
    asked = question_screen(said, position, position.open, note, further=further)
    likely = position.open.suggests
    meant = meant or (likely(position.facts) if likely else ())
    if asked.choices or not meant:
        return asked
    return replace(asked, choices=readings(position.open, meant, position))


def _doubted(said: Said, position: Position) -> Say | None:
    """What was answered to the open question, asked back: taken as it is, or changed."""
    question = position.open
    key = None if question is None else said.doubted.get(question.id)
    if question is None or key is None:
        return None
    value = question.read(key, position.facts)
    doubt = None if isinstance(value, Declined) else question.doubt(value, position.facts)
    if doubt is None:
        return None
    return Say(
        doubt.asks,
        (
            Button(f"Yes, {question.show(value)}", Chosen(question.id, key)),
            *readings(question, doubt.instead, position),
            Button("No, change it", Asked(Command.BACK, question.id)),
        ),
    )


def answers_are(said: Said, fate: str) -> str:
    count = len(said.answers)
    return f"Your answer is {fate}." if count == 1 else f"Your {count} answers are {fate}."


def _ends(said: Said) -> str:
    """What else is forgotten with the answers."""
    gone = ["ticks"] if said.done else []
    gone += ["reminders"] if said.reminders else []
    return f" So are your {' and '.join(gone)}." if gone else ""


MOST_KNOWN = 5
"""Answers that are named to a person who comes back."""


def known_so_far(position: Position) -> str:
    """The first answers, and how many more there are; empty where there are none."""
    told = [
        f"{question.name}: {question.show(position.facts.answer(question))}"
        for question in position.answered
    ]
    if not told:
        return ""
    more = len(told) - MOST_KNOWN
    rest = f" and {more} more (/check lists them)" if more > 0 else ""
    return f"Known so far: {'; '.join(told[:MOST_KNOWN])}{rest}."


def _confirming(command: Command, words: str, yes: str) -> Say:
    return Say(
        words,
        (
            Button(yes, Confirmed(command, yes=True)),
            Button("No, keep them", Confirmed(command, yes=False)),
        ),
    )


def _after(note: str | None, words: str) -> str:
    return words if note is None else f"{note}\n\n{words}"
