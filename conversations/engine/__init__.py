"""One event moves a talk: ``turn`` is the only place where that happens.

It is pure and total. Whatever the event is, wherever the talk stands, there is an answer that
leaves the person with a way on; nothing that was said is lost but by the person's own yes.
"""

from dataclasses import replace
from datetime import date

from conversations.answers import private
from conversations.commands import after_ask, command_in
from conversations.engine.answering import AT_THE_END, ask
from conversations.engine.commanded import command, try_out
from conversations.engine.meeting import greets_again, meet, welcome, welcome_and_forget
from conversations.engine.moment import Moment, Turn
from conversations.engine.tapped import choose, confirm, keep, mark
from conversations.engine.typed import typed
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
    Tried,
    Typed,
    Unreadable,
)
from conversations.flow import Flows, Said
from conversations.glossary import LookUp
from conversations.replies import Say

__all__ = ["AT_THE_END", "Turn", "turn"]


def turn(flows: Flows, said: Said | None, event: Event, today: date, look_up: LookUp) -> Turn:
    """Move the talk by one event. ``said`` None is a person never met, or forgotten; ``look_up``
    finds what the glossary says to a question."""
    talk = Moment(flows, said or Said(), today, look_up)
    moved = _first(talk, event) if said is None else _next(talk, event)
    if moved.said is None:
        return moved
    greeting = greets_again(talk, event, moved.replies)
    return replace(moved, said=replace(moved.said, day=today), replies=(*greeting, *moved.replies))


def _first(talk: Moment, event: Event) -> Turn:
    """From somebody never met."""
    match _asked_for(event):
        case Command.DELETE:
            return Turn(None, (Say("Nothing is kept about you here."),))
        case Command.HELP | Command.ASK | Command.PRIVACY as asked:
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
        case Typed(words) if (asked := command_in(words)) is not None:
            return command(talk, asked, None)
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
        case Tried() | Adopted():
            return try_out(talk, event)
        case Unreadable():
            return talk.again("Only text and buttons can be read here.")
        case Edited():
            return talk.again(
                "Changes to earlier messages are not read. Use back, or tap the earlier "
                "question's button, to change an answer."
            )


def _asked_for(event: Event) -> Command | None:
    match event:
        case Typed(words) if private(words) is None and after_ask(words) is None:
            return command_in(words)
        case Asked(asked):
            return asked
        case _:
            return None
