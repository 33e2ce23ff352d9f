"""A button that answers, marks, keeps or confirms. It may be of any age."""

from dataclasses import replace

from conversations.answers import Declined
from conversations.engine.answering import take
from conversations.engine.changing import change_later, what_changed
from conversations.engine.moment import NOT_NOW, OLD_BUTTON, Moment, Turn
from conversations.engine.next_year import take_what_lasts
from conversations.engine.sending import send
from conversations.engine.understanding import take_as_understood
from conversations.events import Command
from conversations.flow import Aside
from conversations.replies import Say, Toast
from conversations.screens.question_screen import kept_answer, question_screen, set_of
from conversations.texts import text


def choose(talk: Moment, question_id: str, key: str) -> Turn:
    there = talk.reaching(question_id)
    question, facts = there.reached(question_id), there.position.facts
    if question is None:
        return change_later(talk, question_id, key)
    value = question.read(key, facts)
    if isinstance(value, Declined):
        return talk.stale(OLD_BUTTON)
    if question is there.position.open:
        return take(there, question, question.key(value))
    before = facts.answer(question)
    if before == value:
        return talk.shows(Toast(f"Noted already: {question.show(value)}."))
    return take(there, question, question.key(value), what_changed(question, before, value))


def mark(talk: Moment, question_id: str, option: str) -> Turn:
    """What is marked is kept as an answer that is still open, so that no tap is lost however fast
    they come."""
    there = talk.facing(question_id)
    question = there.reached(question_id)
    if question is None:
        return talk.stale(NOT_NOW)
    if option not in {known.key for known in question.kind.options if question.kind.several}:
        return talk.stale(OLD_BUTTON)
    answered = question is not there.position.open
    begun = answered or question.id in there.said.reopened
    before = set_of(question, there.said.answers.get(question.id) if begun else None)
    marked = question.key(before ^ set_of(question, option))
    said = replace(
        there.said,
        answers={**there.said.answers, question.id: marked},
        reopened=there.said.reopened | {question.id},
    )
    there = there.with_said(said, since=None if answered else there.position)
    # A list that was answered before is shown again below, where the person looks.
    note = "This changes an earlier answer: tap Done when it is right." if answered else None
    return there.shows(
        question_screen(there.said, there.position, question, note, in_place=not answered)
    )


def keep(talk: Moment, question_id: str) -> Turn:
    """The answer that the open question has already."""
    there = talk.facing(question_id)
    question = there.position.open
    if question is None or question.id != question_id:
        return talk.stale(NOT_NOW)
    kept = kept_answer(there.said, there.position, question)
    return talk.stale(NOT_NOW) if kept is None else take(there, question, kept)


def confirm(talk: Moment, command: Command, yes: bool) -> Turn:
    if command is not asked_to_confirm(talk):
        return talk.stale("There is nothing to confirm now.")
    if command is Command.SEND:
        return send(talk, yes)
    if not yes and command is not Command.NEXT_YEAR:
        return talk.undisturbed.again("Nothing was changed.")
    match command:
        case Command.CHECK:
            return take_as_understood(talk)
        case Command.NEXT_YEAR:
            return take_what_lasts(talk, yes)
        case Command.DELETE:
            return Turn(None, (Say(text("deleted")),))
        case _:
            return talk.with_said(talk.said.without_answers()).again()


def asked_to_confirm(talk: Moment) -> Command | None:
    match talk.said.aside:
        case Aside.DELETING:
            return Command.DELETE
        case Aside.STARTING_OVER:
            return Command.START_OVER
        case Aside.UNDERSTOOD:
            return Command.CHECK
        case Aside.STILL_TRUE:
            return Command.NEXT_YEAR
        case Aside.CONSENTING:
            return Command.SEND
        case _:
            return None
