"""The answers, to look over: before the result, at any point of a talk, or several at once."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from conversations.answers import Declined
from conversations.events import Asked, Command, Confirmed
from conversations.flow import Flow, Position, Said, given
from conversations.question import Question
from conversations.replies import Button, Card, Group, Line

SHOW_RESULT = Button("Show the result", Asked(Command.RESULT))

_AT_THE_END = "These are your answers. Change what is not right, then see the result."
_ON_THE_WAY = "These are your answers so far."


def check_card(flow: Flow, position: Position, note: str | None = None) -> Card:
    """Every answer with its section, each of which can be changed; and the way on."""
    at = position.open
    on = SHOW_RESULT if at is None else Button("Go on", Asked(Command.BACK, at.id))
    return Card(
        text=_AT_THE_END if at is None else _ON_THE_WAY,
        groups=tuple(_groups(flow, position)),
        controls=(on,),
        note=note,
    )


def understood_card(flow: Flow, said: Said, today: date, note: str | None = None) -> Card | None:
    """Facts from one message, to be confirmed before they count; what one of them would take the
    place of stands beside it. None where there are none that this release can read."""
    before = given(flow, said, today)
    groups = []
    for section in flow.sections:
        lines = []
        for question in section.questions:
            key = said.doubted.get(question.id)
            value = Declined("not said") if key is None else question.kind.read(key)
            if isinstance(value, Declined):
                continue
            shown = question.show(value)
            if question in before.answered:
                shown += f" (before: {question.show(before.facts.answer(question))})"
            lines.append(Line(question.name, shown))
        if lines:
            groups.append(Group(section.title, tuple(lines)))
    if not groups:
        return None
    yes, no = (Confirmed(Command.CHECK, yes=yes) for yes in (True, False))
    controls = (Button("Yes", yes), Button("No", no))
    return Card("This is what I understood. Is it right?", tuple(groups), controls, note)


def _groups(flow: Flow, position: Position) -> Iterator[Group]:
    """The sections with an answer. What was passed over is named: it is not forgotten."""
    come_to = tuple(flow.questions.values())
    if position.open is not None:
        come_to = come_to[: come_to.index(position.open)]
    for section in flow.sections:
        answered = [question for question in section.questions if question in position.answered]
        passed_over = [
            question.name
            for question in section.questions
            if question in come_to and question not in position.answered and not section.of_years
        ]
        if answered:
            lines = tuple(_line(question, position) for question in answered)
            yield Group(section.title, lines, tuple(passed_over))


def _line(question: Question[Any], position: Position) -> Line:
    value = question.show(position.facts.answer(question))
    change = Button(question.name, Asked(Command.BACK, question.id))
    return Line(question.name, value, change)
