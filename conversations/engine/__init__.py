"""One event moves a talk: ``turn`` is the only place where that happens.

It is pure and total. Whatever the event is, wherever the talk stands, there is an answer that
leaves the person with a way on; nothing that was said is lost but by the person's own yes.
"""

from dataclasses import replace
from datetime import date

from conversations.answers import plain, private
from conversations.commands import after_ask, command_in, referred_by
from conversations.engine.answering import AT_THE_END, ask
from conversations.engine.commanded import command, show_result, try_out
from conversations.engine.meeting import greets_again, meet, welcome, welcome_and_forget
from conversations.engine.moment import Moment, Turn
from conversations.engine.reminding import about_reminders, followed, remind
from conversations.engine.saving import save, save_beside, with_saved
from conversations.engine.sending import revoke
from conversations.engine.setting import set_as
from conversations.engine.tapped import choose, confirm, keep, mark
from conversations.engine.ticking import tick
from conversations.engine.typed import typed
from conversations.engine.year_end import ask_once_more, expected_then, is_about_the_talk
from conversations.events import (
    Adopted,
    Asked,
    Chosen,
    Command,
    Confirmed,
    Edited,
    Event,
    Kept,
    Marked,
    Opened,
    Preferred,
    Reminding,
    Revoked,
    Ticked,
    Tried,
    Typed,
    Unreadable,
    WithSaved,
)
from conversations.flow import Flows, Said
from conversations.glossary import LookUp
from conversations.replies import Button, Card, Say
from conversations.saved_results import name_in

__all__ = ["AT_THE_END", "Turn", "remind", "turn"]


def turn(flows: Flows, said: Said | None, event: Event, today: date, look_up: LookUp) -> Turn:
    """Move the talk by one event. ``said`` None is a person never met, or forgotten; ``look_up``
    finds what the glossary says to a question."""
    talk = Moment(flows, said or Said(), today, look_up)
    by = referred_by(event.text) if isinstance(event, Typed) else None
    if by is not None and private(by) is None:
        talk, event = talk.moved(referred_by=by), Asked(Command.START)
    if not expected_then(talk):
        return _taken(talk, event, met=said is not None)
    if is_about_the_talk(talk, event):
        return _kept(talk, ask_once_more(talk))
    moved = _taken(talk, event, met=True)  # and the next event is the first one again
    return (
        moved if moved.said is None else replace(moved, said=replace(moved.said, day=talk.said.day))
    )


def _taken(talk: Moment, event: Event, *, met: bool) -> Turn:
    moved = _next(talk, event) if met else _first(talk, event)
    if moved.said is None:
        return moved
    greeting = greets_again(talk, event, moved.replies)
    if greeting:
        moved = replace(moved, replies=(*greeting, *moved.replies))
    return _kept(talk, moved)


def _kept(talk: Moment, moved: Turn) -> Turn:
    if moved.said is None:
        return moved
    kept = followed(talk, moved.said)
    if kept.day != talk.today:
        kept = replace(kept, day=talk.today)
    return moved if kept is moved.said else replace(moved, said=kept)


def _first(talk: Moment, event: Event) -> Turn:
    """From somebody never met."""
    match _asked_for(event):
        case Command.DELETE | Command.EXPORT:
            return Turn(None, (Say("Nothing is kept about you here."),))
        case Command.HELP | Command.ASK | Command.PRIVACY | Command.SETTINGS as asked:
            return command(talk, asked, None)
        case Command():
            return welcome(talk)
    match event:
        case Typed(words) if (refused := private(words)) is not None:
            return welcome_and_forget(talk, refused)
        case Typed(words):
            asked_about = after_ask(words)
            return meet(talk, words) if asked_about is None else welcome(talk, asked_about)
        case _:
            return welcome(talk)


def _next(talk: Moment, event: Event) -> Turn:
    match event:
        case Typed(words) if (refused := private(words)) is not None:
            return talk.forgets(refused)
        case Typed(words) if (asked_about := after_ask(words)) is not None:
            return ask(talk, asked_about)
        case Typed(words) if (asked := command_in(words)) and not _is_a_choice(talk, words):
            return command(talk, asked, None)
        case Typed(words) if (button := _named_button(talk, words)) is not None:
            return _next(talk, button.makes)
        case Typed(words) if (name := name_in(words)) is not None:
            return save(talk, name)
        case Typed(words):
            return typed(talk, words)
        case Asked(asked, about):
            return command(talk, asked, about)
        case Chosen(question, key):
            return choose(talk, question, key)
        case Marked(question, option):
            return mark(talk, question, option)
        case Kept(question):
            return keep(talk, question)
        case Confirmed(asked, yes):
            return confirm(talk, asked, yes)
        case Adopted(beside=True):
            return save_beside(talk, event)
        case Tried() | Adopted():
            return try_out(talk, event)
        case WithSaved():
            return with_saved(talk, event)
        case Opened():
            return show_result(talk, event)
        case Ticked():
            return tick(talk, event)
        case Reminding():
            return about_reminders(talk, event)
        case Revoked():
            return revoke(talk, event)
        case Preferred():
            return set_as(talk, event)
        case Unreadable():
            return talk.again("Only text and buttons can be read here.")
        case Edited():
            return talk.again(
                "Changes to earlier messages are not read. Use back, or tap the earlier "
                "question's button, to change an answer."
            )


def _is_a_choice(talk: Moment, words: str) -> bool:
    """Whether a word, without a slash, names one of the answers to the open question."""
    question = talk.position.open if talk.said.aside is None else None
    return question is not None and plain(words) in {one.key for one in question.kind.options}


def _named_button(talk: Moment, words: str) -> Button | None:
    """A button below what is shown now, by its label; answers are read in another way."""
    if talk.said.aside is None and talk.position.open is not None:
        return None
    match talk.open():
        case Say(choices=buttons) | Card(controls=buttons):
            known = (*buttons, *(talk.ways_on if talk.position.open is None else ()))
            said = plain(words).rstrip("? ")
            return next((one for one in known if plain(one.label).rstrip("? ") == said), None)
    return None


def _asked_for(event: Event) -> Command | None:
    match event:
        case Typed(words) if private(words) is None and after_ask(words) is None:
            return command_in(words)
        case Asked(asked):
            return asked
        case _:
            return None
