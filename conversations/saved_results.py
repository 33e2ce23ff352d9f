"""Results that a person saves under a name: to see again, to compare, to go back to."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zlib import crc32

from conversations.answers import Declined, phrases, plain, private
from conversations.commands import command_in
from conversations.conclusion import conclusion
from conversations.document import Block, Document, Heading, KeyFigure, Row, Table
from conversations.events import Asked, Command, Deed, WithSaved
from conversations.flow import Flow, Flows, Position, Said
from conversations.question import Question
from conversations.questions.year import the_year
from conversations.replay import replay
from conversations.replies import Button, Say, Show

MOST = 12
"""Results that one person can save."""

LONGEST_NAME = 40
"""Characters."""

ALL = Button("Saved results", Asked(Command.SAVED))
THE_OPEN_ONE = "now"
"""In the place of a mark: the answers of the talk that is open."""

_NONE_YET = (
    "No results are saved. Below a result, Save this result puts it aside, to compare it with "
    "another one or to come back to it."
)
_NAMED = re.compile(
    r"\s*(?:/save|save(?: (?:it|this|that|(?:this|the|my) result))?"
    r"|(?:name|call) (?:it|this|that|(?:this|the) result))\s+(?:as\s+)?"
    r"(?P<name>\S.*?)\s*",
    re.IGNORECASE | re.DOTALL,
)
_NO_NAMES = phrases("please|now|this please|it please|beside|it beside|this one|that one|thanks")
_SAID = tuple(
    (deed, re.compile(way))
    for deed, way in (
        (Deed.OPEN, r"(?:open|reopen|go back to|load) (?P<name>.+)"),
        (Deed.LOOK, r"(?:show|see|look at) (?P<name>.+)"),
        (Deed.DELETE, r"(?:delete|remove|erase) (?P<name>.+)"),
        (Deed.COMPARE, r"compare (?:(?:this|it|now) (?:with|to|and) )?(?P<name>.+)"),
        (Deed.COMPARE, r"compare (?P<name>.+?) (?:with|to|and|vs\.?|against) (?P<other>.+)"),
    )
)


@dataclass(frozen=True)
class Saved:
    """A result with its name, as it is on a day."""

    name: str
    answers: Mapping[str, str]
    flow: Flow
    position: Position

    @property
    def mark(self) -> str:
        return mark(self.name, self.answers)

    @property
    def finished(self) -> bool:
        """Not one that another release or another day asks more of."""
        return self.position.open is None


def mark(name: str, answers: Mapping[str, str]) -> str:
    """Tells a saved result from others, shortly: a button carries it. One that is saved anew with
    other answers is another one, so no old button opens or deletes it."""
    return f"{crc32(repr((name, sorted(answers.items()))).encode()):08x}"


def found(flows: Flows, said: Said, today: date, result: str | None) -> Saved | None:
    """The saved result of a mark; None where it is not there any more."""
    if result == THE_OPEN_ONE:
        return _as_saved(flows, "Now", said.answers, today)
    marks = {mark(name, answers): name for name, answers in said.saved.items()}
    name = marks.get(result or "")
    return None if name is None else _as_saved(flows, name, said.saved[name], today)


def _as_saved(flows: Flows, name: str, answers: Mapping[str, str], today: date) -> Saved:
    said = Said(answers)
    flow = flows.of(said)
    return Saved(name, answers, flow, replay(flow, said, today))


# Names


def name_in(words: str) -> str | Declined | None:
    """The name in "save as 2026, rolled in"; None for a text that gives none."""
    given = _NAMED.fullmatch(words)
    if given is None or command_in(words) or plain(given["name"]) in _NO_NAMES:
        return None
    name = " ".join(given["name"].split())
    if (refused := private(name)) is not None:
        return refused
    if len(name) > LONGEST_NAME:
        return Declined(f"A name of at most {LONGEST_NAME} characters, please.")
    return name


def suggested_name(flow: Flow, position: Position, taken: Mapping[str, object]) -> str:
    """The tax year and the goal, with a number where that is taken."""
    named: tuple[Question[Any], ...] = (the_year, flow.goal)
    about = [
        question.show(position.facts.answer(question))
        for question in named
        if question in position.facts
    ]
    return free_name(" ".join(about), taken)


def free_name(name: str, taken: Mapping[str, object]) -> str:
    """The name, with a number where it is taken."""
    used = {plain(other) for other in taken}
    numbered = (name, *(f"{name}, {number}" for number in range(2, MOST + 2)))
    return next(each for each in numbered if plain(each) not in used)


def meant(words: str, said: Said) -> WithSaved | None:
    """What a text such as "compare 2025 with 2026" wants of saved results; None for a text that
    names none."""
    if not said.saved:
        return None
    marks = {plain(name): mark(name, answers) for name, answers in said.saved.items()}
    for deed, way in _SAID:
        parts = way.fullmatch(plain(words))
        names = () if parts is None else tuple(parts.groupdict().values())
        if names and all(name in marks for name in names):
            others = [marks[name] for name in names]
            alone = THE_OPEN_ONE if deed is Deed.COMPARE else None
            return WithSaved(deed, others[0], others[1] if others[1:] else alone)
    return None


# Screens


def listing(said: Said) -> Say:
    buttons = tuple(
        Button(name, WithSaved(Deed.LOOK, mark(name, answers)))
        for name, answers in said.saved.items()
    )
    back = Button("Back", Asked(Command.BACK))
    if not buttons:
        return Say(_NONE_YET, (back,))
    return Say("Saved results. Tap one to see it, open it, compare or delete it.", (*buttons, back))


def look(saved: Saved) -> Say:
    """Its figures, and what can be done with it."""
    if saved.finished:
        figures = conclusion(saved.flow, saved.position.facts).key_figures
        words = "\n".join(f"{figure.label}: {figure.value}" for figure in figures)
    else:
        words = f"Not finished: {len(saved.answers)} answers."
    compare = (_button("Compare", Deed.COMPARE, saved),) if saved.finished else ()
    return Say(
        f"{saved.name}\n{words}",
        (_button("Open", Deed.OPEN, saved), *compare, _button("Delete", Deed.DELETE, saved), ALL),
    )


def compare_with_which(flows: Flows, said: Said, today: date, one: Saved) -> Say:
    others = [
        other
        for name, answers in said.saved.items()
        if name != one.name and (other := _as_saved(flows, name, answers, today)).finished
    ]
    buttons = [
        Button(other.name, WithSaved(Deed.COMPARE, one.mark, other.mark)) for other in others
    ]
    now = _as_saved(flows, "Now", said.answers, today)
    if now.finished and now.answers != one.answers:
        open_one = Button("The open one", WithSaved(Deed.COMPARE, one.mark, THE_OPEN_ONE))
        buttons.insert(0, open_one)
    if not buttons:
        return Say("There is no other finished result to compare it with.", (ALL,))
    return Say(f"Compare {one.name} with which one?", (*buttons, ALL))


def compared(one: Saved, other: Saved) -> Show:
    controls = tuple(
        Button(f"Open {each.name}", WithSaved(Deed.OPEN, each.mark))
        for each in (one, other)
        if each.name != "Now"
    )
    return Show(Document(tuple(_side_by_side(one, other))), (*controls, ALL))


def _side_by_side(one: Saved, other: Saved) -> Iterator[Block]:
    pair = one, other
    names = (one.name, other.name)
    of_one, of_other = (
        _by_name(conclusion(each.flow, each.position.facts).key_figures) for each in pair
    )
    said_of_one, said_of_other = (_answers(each) for each in pair)
    yield Heading(f"{one.name} and {other.name}")
    yield Table(names, tuple(_rows(of_one, of_other)))
    different = tuple(
        row for row in _rows(said_of_one, said_of_other, "not asked") if len(set(row.values)) > 1
    )
    if different:
        yield Heading("Answers that differ")
        yield Table(names, different)


def _by_name(figures: tuple[KeyFigure, ...]) -> dict[str, str]:
    return {figure.name: figure.value for figure in figures}


def _answers(saved: Saved) -> dict[str, str]:
    position = saved.position
    return {
        question.name: question.show(position.facts.answer(question))
        for question in position.answered
    }


def _rows(one: Mapping[str, str], other: Mapping[str, str], missing: str = "") -> Iterator[Row]:
    for name in {**one, **other}:
        yield Row(name, (one.get(name, missing), other.get(name, missing)))


def delete_surely(saved: Saved) -> Say:
    return Say(
        f"Delete the saved result {saved.name}? There is no undo.",
        (
            _button("Yes, delete", Deed.DELETE_SURELY, saved),
            _button("No, keep it", Deed.LOOK, saved),
        ),
    )


def _button(label: str, deed: Deed, saved: Saved) -> Button:
    return Button(label, WithSaved(deed, saved.mark))
