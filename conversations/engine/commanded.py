"""What a person can ask for at any point, typed or tapped."""

from dataclasses import replace

from conversations.conclusion import conclusion
from conversations.engine.changing import ask_again
from conversations.engine.meeting import begin_another, start
from conversations.engine.moment import Moment, Turn
from conversations.engine.next_year import all_but, go_on
from conversations.engine.reminding import calendar, show_reminders
from conversations.engine.saving import save
from conversations.engine.sending import ask_consent, share
from conversations.engine.setting import show_settings
from conversations.engine.ticking import show_list
from conversations.events import Adopted, Command, Opened, Tried
from conversations.flow import Aside
from conversations.paper import on_paper
from conversations.privacy import what_is_kept
from conversations.question import worded
from conversations.replies import Ask, Export, Hand, Picture, Show
from conversations.reports.kept import everything_kept
from conversations.saved_results import listing
from conversations.screens.check_card import check_card
from conversations.texts import text
from conversations.what_ifs import screens as what_ifs
from conversations.what_ifs.not_tried import instead
from conversations.what_ifs.plan_screens import shown_last
from conversations.what_ifs.shown import last_shown
from conversations.what_ifs.ways import ASKED

_TO_THE_CARD = (Command.START, Command.BACK, Command.CHECK)
"""What shows the answers of the year before again, while it is asked whether they hold."""

_AFTER_THE_LAST = "The result comes after the last question."


def command(talk: Moment, asked: Command, about: str | None) -> Turn:
    """A command, about a question where its button belongs to one."""
    if talk.said.aside is Aside.STILL_TRUE and about is None and asked in _TO_THE_CARD:
        return talk.again()
    match asked:
        case Command.START:
            return start(talk)
        case Command.BACK:
            return _back(talk, about)
        case Command.WHY | Command.WHERE:
            return _explain(talk, asked, about)
        case Command.HELP | Command.ASK:
            return talk.again(text(asked.value))
        case Command.PRIVACY:
            return talk.again(what_is_kept(talk.flows.privacy))
        case Command.CHECK:
            return _check(talk)
        case Command.RESULT:
            return show_result(talk)
        case Command.WHAT_IF:
            return try_out(talk, None)
        case Command.PDF | Command.CHART:
            return _drawn(talk, asked)
        case Command.TO_DO | Command.DOCUMENTS | Command.BOOK:
            return show_list(talk, asked)
        case Command.REMIND:
            return show_reminders(talk)
        case Command.SHARE:
            return share(talk)
        case Command.SEND:
            return ask_consent(talk)
        case Command.EXPORT:
            return talk.shows(Export(everything_kept(talk.flows, talk.said, talk.today)))
        case Command.SETTINGS:
            return show_settings(talk)
        case Command.CALENDAR:
            return calendar(talk)
        case Command.SAVE:
            return save(talk)
        case Command.SAVED:
            return talk.undisturbed.shows(listing(talk.said))
        case Command.NEXT_YEAR:
            return go_on(talk)
        case Command.CANCEL:
            return _cancel(talk)
        case Command.ANOTHER:
            return begin_another(talk)
        case Command.START_OVER:
            aside = Aside.STARTING_OVER if talk.said.answers else None
            return talk.moved(aside=aside).again()
        case Command.DELETE:
            return talk.moved(aside=Aside.DELETING).again()


def _cancel(talk: Moment) -> Turn:
    if talk.undisturbed.position.open is None:
        return talk.undisturbed.again(
            "Nothing is open. Your result is kept; another check begins a new one."
        )
    return talk.moved(aside=Aside.PAUSED).again()


def _back(talk: Moment, about: str | None) -> Turn:
    """To the question before, or to the one that is asked ``about``."""
    if about is not None and talk.said.aside is Aside.STILL_TRUE:
        return all_but(talk, about)
    if about is not None:
        return ask_again(talk, about)
    if talk.said.aside in (Aside.TRIED, Aside.PLANNING, *ASKED.values()):
        return show_result(talk)
    if talk.said.aside is not None:
        return talk.undisturbed.again()
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
    there = talk.undisturbed
    if not there.given.answered:
        return there.again("There are no answers yet.")
    return there.shows(check_card(there.flow, there.given))


def show_result(talk: Moment, asked: Opened | None = None) -> Turn:
    """The result, with the answers that were gone back to left as they are."""
    there = talk.settled
    if there.position.open is None:
        return there.shows(there.result(asked))
    return talk.undisturbed.again(_AFTER_THE_LAST)


def _drawn(talk: Moment, asked: Command) -> Turn:
    """The result as paper, or its charts as a picture."""
    there = talk.settled
    if there.position.open is not None:
        return talk.undisturbed.again(_AFTER_THE_LAST)
    if asked is Command.PDF:
        return there.shows(Hand(on_paper(there.flow, there.position, there.said)))
    plan = shown_last(talk.flow, talk.said, talk.position) if last_shown(talk.said) else None
    if plan is not None:
        return talk.shows(Picture(plan))
    document = conclusion(there.flow, there.position.facts)
    if not document.charts:
        return there.again("There is nothing to draw in this result.")
    return there.shows(Picture(document))


def try_out(talk: Moment, asked: Tried | Adopted | None) -> Turn:
    """What can be tried on the result, what comes of it, or the answers with it kept."""
    there = talk.settled
    shown = what_ifs.screen(there.flow, there.said, there.position, asked)
    if shown is None:
        return talk.undisturbed.again(what_ifs.NO_RESULT)
    there = there.moved(answers=shown.answers, aside=shown.aside, tried=shown.tried)
    if shown.answers == talk.said.answers or isinstance(shown.reply, Show):
        return there.shows(shown.reply)
    if there.position.open is None:
        return there.shows(replace(there.result(), note=shown.reply.text))
    return there.shows(there.open(shown.reply.text))


def try_otherwise(talk: Moment, words: str) -> Turn | None:
    """What is said to a what-if that cannot be tried as it was typed; None for another text."""
    there = talk.settled
    shown = instead(words, there.flow, there.said, there.position)
    return None if shown is None else there.moved(aside=shown.aside).shows(shown.reply)
