"""The answers, to look over: before the result, at any point of a talk, or several at once."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from conversations.events import Asked, Command, Confirmed
from conversations.flow import Flow, Position, Said
from conversations.question import Question
from conversations.questions.year import the_year
from conversations.replay import given
from conversations.replies import Button, Card, Group, Line

SHOW_RESULT = Button("Show the result", Asked(Command.RESULT))

_AT_THE_END = "These are your answers. Change what is not right, then see the result."
_ON_THE_WAY = "These are your answers so far."


def check_card(
    flow: Flow, position: Position, note: str | None = None, further: tuple[Button, ...] = ()
) -> Card:
    """Every answer with its section, each of which can be changed; and the way on."""
    at = position.open
    on = SHOW_RESULT if at is None else Button("Go on", Asked(Command.BACK, at.id))
    return Card(
        text=_AT_THE_END if at is None else _ON_THE_WAY,
        groups=tuple(_groups(flow, position)),
        controls=(on, *further),
        note=note,
    )


def understood_card(flow: Flow, said: Said, today: date, note: str | None = None) -> Card | None:
    """Facts from one message, to be confirmed before they count; what one of them would take the
    place of stands beside it. None where there are none that this release can read."""
    before = given(flow, said, today)

    def line(question: Question[Any], shown: str) -> Line:
        if question in before.answered:
            shown += f" (before: {question.show(before.facts.answer(question))})"
        return Line(question.name, shown)

    yes, no = (Confirmed(Command.CHECK, yes=yes) for yes in (True, False))
    controls = (Button("Yes", yes), Button("No", no))
    return _to_confirm("This is what I understood. Is it right?", flow, said, line, controls, note)


def still_true_card(flow: Flow, said: Said, note: str | None = None) -> Card | None:
    """What held in the year before, to be confirmed for this one; each can be asked anew. None
    where there is nothing that this release can read."""

    def line(question: Question[Any], shown: str) -> Line:
        return Line(question.name, shown, Button(question.name, Asked(Command.BACK, question.id)))

    yes, no = (Confirmed(Command.NEXT_YEAR, yes=yes) for yes in (True, False))
    controls = (Button("All still true", yes), Button("Ask me everything", no))
    year = said.answers.get(the_year.id, "the new year")
    words = f"From the year before. Is this still true for {year}? What is not, tap or type."
    return _to_confirm(words, flow, said, line, controls, note)


def _to_confirm(
    words: str,
    flow: Flow,
    said: Said,
    line: Callable[[Question[Any], str], Line],
    controls: tuple[Button, ...],
    note: str | None,
) -> Card | None:
    """A card of what is kept among the answers that were doubted."""
    groups = []
    for section in flow.sections:
        told = [
            line(question, shown)
            for question in section.questions
            if (key := said.doubted.get(question.id)) and (shown := question.told(key))
        ]
        if told:
            groups.append(Group(section.title, tuple(told)))
    return Card(words, tuple(groups), controls, note) if groups else None


def _groups(flow: Flow, position: Position) -> Iterator[Group]:
    """The sections with an answer. What other answers left out goes without saying."""
    for section in flow.sections:
        answered = [question for question in section.questions if question in position.answered]
        if answered:
            yield Group(section.title, tuple(_line(question, position) for question in answered))


def _line(question: Question[Any], position: Position) -> Line:
    value = question.show(position.facts.answer(question))
    change = Button(question.name, Asked(Command.BACK, question.id))
    return Line(question.name, value, change)
