"""What a person can ask for at any point, typed or tapped."""

from dataclasses import replace

from conversations.check_card import check_card
from conversations.engine.changing import ask_again
from conversations.engine.meeting import start
from conversations.engine.moment import Moment, Turn
from conversations.events import Adopted, Command, Tried
from conversations.flow import Aside
from conversations.question import worded
from conversations.replies import Ask
from conversations.screens import result
from conversations.texts import text
from conversations.what_ifs import screens as what_ifs


def command(talk: Moment, asked: Command, about: str | None) -> Turn:
    """A command, about a question where its button belongs to one."""
    match asked:
        case Command.START:
            return start(talk)
        case Command.BACK:
            return _back(talk, about)
        case Command.WHY | Command.WHERE:
            return _explain(talk, asked, about)
        case Command.HELP | Command.ASK | Command.PRIVACY:
            return talk.again(text(asked.value))
        case Command.CHECK:
            return _check(talk)
        case Command.RESULT:
            return show_result(talk)
        case Command.WHAT_IF:
            return try_out(talk, None)
        case Command.CANCEL:
            return _cancel(talk)
        case Command.START_OVER:
            aside = Aside.STARTING_OVER if talk.said.answers else None
            return talk.moved(aside=aside).again()
        case Command.DELETE:
            return talk.moved(aside=Aside.DELETING).again()


def _cancel(talk: Moment) -> Turn:
    if talk.moved(aside=None).position.open is None:
        return talk.moved(aside=None).again(
            "Nothing is open. Your result is kept; /start begins another check."
        )
    return talk.moved(aside=Aside.PAUSED).again()


def _back(talk: Moment, about: str | None) -> Turn:
    """To the question before, or to the one that is asked ``about``."""
    if about is not None:
        return ask_again(talk, about)
    if talk.said.aside is not None:
        return talk.moved(aside=None).again()
    answered = talk.position.answered
    if not answered:
        return talk.again("This is the first question.")
    return talk.moved(reopened=talk.said.reopened | {answered[-1].id}).again()


def _explain(talk: Moment, asked: Command, about: str | None) -> Turn:
    question = talk.reached(about) if about else talk.position.open
    if question is None:
        return talk.again("Each question has its own: go back to it and ask there.")
    words = question.why if asked is Command.WHY else question.where
    if words is None:
        return talk.again("There is no paper to look at for this one.")
    told = talk.again(worded(words, talk.position.facts))
    match told.replies:
        case (Ask() as open_question,) if open_question.question == about:
            # Its own button was tapped.
            return talk.shows(replace(open_question, in_place=True))
    return told


def _check(talk: Moment) -> Turn:
    """The answers so far, those that were gone back to among them."""
    there = talk.moved(aside=None)
    if not there.given.answered:
        return there.again("There are no answers yet.")
    return there.shows(check_card(there.flow, there.given))


def show_result(talk: Moment) -> Turn:
    """The result, with the answers that were gone back to left as they are."""
    there = talk.settled
    if there.position.open is None:
        return there.shows(result(there.flow, there.position))
    return talk.moved(aside=None).again("The result comes after the last question.")


def try_out(talk: Moment, asked: Tried | Adopted | None) -> Turn:
    """What can be tried on the result, what comes of it, or the answers with it kept."""
    there = talk.settled
    shown = what_ifs.screen(there.flow, there.said, there.position, asked)
    if shown is None:
        return talk.moved(aside=None).again(what_ifs.NO_RESULT)
    there = there.moved(answers=shown.answers, aside=shown.aside)
    if shown.answers == talk.said.answers:
        return there.shows(shown.reply)
    if there.position.open is None:
        return there.shows(shown.reply, result(there.flow, there.position))
    return there.shows(there.open(shown.reply.text))
