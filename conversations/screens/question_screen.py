"""A question with its buttons: what can be answered by a tap, and everything else."""

from functools import cache
from typing import Any

from conversations.answers import Declined
from conversations.events import Asked, Chosen, Command, Kept, Marked
from conversations.flow import Position, Said
from conversations.progress import progress
from conversations.question import NOT_SURE, Facts, Question, worded
from conversations.replay import answer
from conversations.replies import Ask, Button

_BACK = Button("Back", Asked(Command.BACK))


def question_screen(
    said: Said,
    position: Position,
    question: Question[Any],
    note: str | None = None,
    further: tuple[Button, ...] = (),
    in_place: bool = False,
) -> Ask:
    """A question; ``in_place`` where only what is marked has changed."""
    kept = kept_answer(said, position, question)
    shown = None if kept is None else question.show(question.read(kept, position.facts))
    if shown is not None and note is None and not in_place:
        note = f"You said: {shown}." if question.id in said.answers else f"Now: {shown}."
    return Ask(
        progress=progress(position),
        text=worded(question.asks, position.facts),
        choices=_choices(question, kept, position.facts),
        controls=(*_controls(question, kept, shown, first=not position.answered), *further),
        several=question.kind.several,
        note=note,
        in_place=in_place,
        question=question.id,
    )


def kept_answer(said: Said, position: Position, question: Question[Any]) -> str | None:
    """The answer of a question that was gone back to, if it can still be meant."""
    if question.id not in said.reopened:
        return None
    value = answer(question, said, position.facts)
    return None if isinstance(value, Declined) else question.key(value)


def _choices(question: Question[Any], kept: str | None, facts: Facts) -> tuple[Button, ...]:
    """Answers to tap that can be meant, the one given before marked as such."""
    if question.kind.several:
        return _marks(question, kept)
    if kept is None and question.part_of is None:
        return _options(question)
    return tuple(
        Button(option.label, Chosen(question.id, option.key), chosen=option.key == kept)
        for option in question.kind.options
        if not isinstance(question.read(option.key, facts), Declined)
    )


@cache
def _options(question: Question[Any]) -> tuple[Button, ...]:
    return tuple(
        Button(option.label, Chosen(question.id, option.key)) for option in question.kind.options
    )


def _marks(question: Question[Any], kept: str | None) -> tuple[Button, ...]:
    """Each option adds itself to what is marked, or takes itself away; the last button answers."""
    marked = set_of(question, kept)
    if not marked:
        return _unmarked(question)
    toggles = (
        Button(
            option.label,
            Marked(question.id, option.key),
            chosen=set_of(question, option.key) <= marked,
        )
        for option in question.kind.options
    )
    return (*toggles, Button("Done", Kept(question.id)))


@cache
def _unmarked(question: Question[Any]) -> tuple[Button, ...]:
    toggles = (
        Button(option.label, Marked(question.id, option.key)) for option in question.kind.options
    )
    none = question.show(frozenset()).capitalize()
    return (*toggles, Button(none, Chosen(question.id, question.key(frozenset()))))


def set_of(question: Question[Any], key: str | None) -> frozenset[Any]:
    """What a key of a question with several answers stands for; nothing for none."""
    value = None if key is None else question.kind.value(key)
    return value if isinstance(value, frozenset) else frozenset()


def _controls(
    question: Question[Any], kept: str | None, shown: str | None, first: bool
) -> tuple[Button, ...]:
    unsure = kept == NOT_SURE.value
    can_keep = kept is not None and not unsure and not question.kind.options
    return (
        *((Button(f"Keep {shown}", Kept(question.id)),) if can_keep else ()),
        *(_not_sure(question, unsure) if question.not_sure else ()),
        *_help(question),
        *(() if first else (_BACK,)),
    )


@cache
def _not_sure(question: Question[Any], chosen: bool) -> tuple[Button, ...]:
    return (Button("Not sure", Chosen(question.id, NOT_SURE.value), chosen),)


@cache
def _help(question: Question[Any]) -> tuple[Button, ...]:
    where = Button("Where do I find it?", Asked(Command.WHERE, question.id))
    return (
        Button("Why?", Asked(Command.WHY, question.id)),
        *((where,) if question.where else ()),
    )


def readings(
    question: Question[Any], meant: tuple[Any, ...], position: Position
) -> tuple[Button, ...]:
    """Answers that may have been meant, to tap; none for those that cannot be."""
    keys = {question.show(value): question.key(value) for value in meant}
    return tuple(
        Button(label, Chosen(question.id, key))
        for label, key in keys.items()
        if not isinstance(question.read(key, position.facts), Declined)
    )
