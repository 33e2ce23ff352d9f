"""A typed text that is no command: an answer, a question back, a correction, several facts."""

from dataclasses import replace

from conversations.answers import (
    LONGEST,
    Declined,
    Dollars,
    YesNo,
    after_yes_or_no,
    phrases,
    plain,
)
from conversations.asking import begins_to_ask, is_question
from conversations.corrections import named
from conversations.engine.answering import answer, ask, decline, take
from conversations.engine.changing import change, correct
from conversations.engine.commanded import show_result, try_otherwise, try_out
from conversations.engine.moment import Moment, Turn
from conversations.engine.next_year import go_on, say_what_changed
from conversations.engine.saving import with_saved
from conversations.engine.setting import set_as
from conversations.engine.tapped import asked_to_confirm, choose, confirm
from conversations.engine.understanding import (
    answers_alone,
    correct_the_card,
    says_something_else,
    understand,
)
from conversations.events import Adopted, Asked, Command, Preferred, Setting, Tried
from conversations.flow import Aside
from conversations.question import Question
from conversations.saved_results import meant
from conversations.screens.question_screen import kept_answer
from conversations.several_facts import may_say_what_moved, several_facts
from conversations.what_ifs.not_tried import too_early
from conversations.what_ifs.plan_screens import said_of_a_plan
from conversations.what_ifs.shown import said_to_it
from conversations.what_ifs.typed import what_if
from conversations.what_ifs.ways import ASKED

KEEPING = frozenset(("keep", "done"))
"""What a text begins with that leaves the answer of a question gone back to as it is."""

AGREEING = phrases("ok|okay|done|looks good|looks right|all right|all correct|next|continue|go on")
"""What says at the end, as yes does, that the answers are right."""

POLITE = phrases(
    "hi|hello|hey|hi there|hello there|hola|good morning|good afternoon|good evening|thanks|"
    "thank you|thanks a lot|thx|ty"
)
"""What says nothing: the open question stays as it is."""

SEVERAL_FACTS = 5
"""Words with a number among them that hold more than an answer."""

WITH_COMMAS = "Several facts can stand in one message, with commas: I'm 45, single, make 250k."
NOT_THAT = Declined("That is about something else. Enter the amount alone.")
_CHANGE_WHICH = "To change an answer, say which one: change age, or change my age to 51."


def typed(talk: Moment, words: str) -> Turn:
    saved = meant(words, talk.said)
    if saved is not None:
        return with_saved(talk, saved)
    if talk.said.aside is Aside.DOUBTED:
        return _to_a_doubt(talk, words)
    if talk.said.aside is Aside.RICHLY:
        return _to_a_sample(talk, words)
    if asked_to_confirm(talk) or talk.said.aside is Aside.PAUSED:
        return _to_what_stands_between(talk, words)
    about_what_ifs = _what_if(talk, words)
    if about_what_ifs is not None:
        return about_what_ifs
    if words.lstrip().startswith("/"):
        return talk.again("That command is not known. /help lists those that are.")
    question = talk.position.open
    if begins_to_ask(words) or (question is None and is_question(words)):
        return ask(talk, words)
    return _after_the_end(talk, words) if question is None else _to(talk, question, words)


def _what_if(talk: Moment, words: str) -> Turn | None:
    """A text about what-ifs: one to try, to keep, to leave, or none that can be tried as it is."""
    early = too_early(words, talk.flow, talk.position)
    if early is not None:
        return talk.again(early)
    if talk.position.open is not None:
        return None
    of_a_plan = said_of_a_plan(words, talk.flow, talk.said, talk.position)
    planned = None if isinstance(of_a_plan, Declined) else of_a_plan
    meant = said_to_it(words, talk.said) or planned or what_if(words, talk.said.aside)
    match meant:
        case Tried() | Adopted():
            return try_out(talk, meant)
        case Asked():
            return show_result(talk)
    return try_otherwise(talk, words)


def _to(talk: Moment, question: Question[object], words: str) -> Turn:
    """A text while a question is open."""
    if plain(words).rstrip(" !.") in POLITE:
        return talk.again()
    if len(words) > LONGEST:
        return understand(talk, several_facts(words, talk.today)) or talk.again(
            "That is too long to be an answer. A word or an amount is enough."
        )
    kept = kept_answer(talk.said, talk.position, question)
    if kept is not None and plain(words).partition(" ")[0] in KEEPING:
        return take(talk, question, kept)
    found = several_facts(words, talk.today) if may_say_what_moved(words) else None
    if found is not None and says_something_else(question, found):
        return understand(talk, found, fewest=1) or decline(talk, question, words, NOT_THAT)
    answered = answer(talk, question, words)
    if isinstance(answered, Turn):
        return answered
    found = found or several_facts(words, talk.today)
    alone = answers_alone(question, found)
    if alone is not None:
        said = answer(talk, question, alone)
        if isinstance(said, Turn):
            return said
    return (
        understand(talk, found)
        or correct(talk, words)
        or understand(talk, found, fewest=1)
        or decline(talk, question, words, _hinting(words, answered))
    )


def _hinting(words: str, declined: Declined) -> Declined:
    """With how to say much at once, to somebody who tried."""
    if len(words.split()) < SEVERAL_FACTS or not any(map(str.isdigit, words)) or declined.meant:
        return declined
    return replace(declined, words=f"{declined.words} {WITH_COMMAS}")


def _after_the_end(talk: Moment, words: str) -> Turn:
    return (
        understand(talk, several_facts(words, talk.today))
        or correct(talk, words)
        or _unclear(talk, words)
        or _goes_on_with(talk, words)
    )


def _unclear(talk: Moment, words: str) -> Turn | None:
    """What a what-if asked for, not said: what can be read of that was taken for an answer."""
    if talk.said.aside is Aside.PLANNING:
        said: object = said_of_a_plan(words, talk.flow, talk.said, talk.position)
    elif talk.said.aside in ASKED.values():
        said = Dollars().read(words)
    else:
        return None
    return talk.again(said.words) if isinstance(said, Declined) else None


def _goes_on_with(talk: Moment, words: str) -> Turn:
    """After the end a text is a yes to the answers, the name of one, or another goal."""
    about = named(words, talk.position.answered)
    if len(about) == 1:
        return change(talk, about[0], None)
    if plain(words) in AGREEING or YesNo().read(words) is True:
        return show_result(talk)
    if plain(words) == "next year":  # before the end it is an answer
        return go_on(talk)
    goal = talk.flow.goal
    meant = goal.read(words, talk.position.facts)
    if isinstance(meant, Declined):
        return talk.again(_CHANGE_WHICH)
    return choose(talk, goal.id, goal.key(meant))


def _to_a_doubt(talk: Moment, words: str) -> Turn:
    """Yes takes the answer that was asked back about, no leaves the question open; what is
    neither is another answer."""
    if is_question(words):
        return ask(talk, words)
    there = talk.undisturbed
    question = there.position.open
    key = None if question is None else talk.said.doubted.get(question.id)
    meant = plain(words) in KEEPING or YesNo().read(words)
    if question is None or key is None:
        return typed(there, words)
    if isinstance(meant, Declined):
        unread = isinstance(question.read(words, there.position.facts), Declined)
        return typed(there, (after_yes_or_no(words) if unread else None) or words)
    return take(there, question, key) if meant else there.again()


def _to_a_sample(talk: Moment, words: str) -> Turn:
    """Whether it can be seen; what is neither yes nor no goes on with the talk."""
    if is_question(words):
        return ask(talk, words)
    seen = YesNo().read(words)
    if isinstance(seen, Declined):
        return typed(talk.undisturbed, words)
    return set_as(talk, Preferred(Setting.RICH if seen else Setting.PLAIN))


def _to_what_stands_between(talk: Moment, words: str) -> Turn:
    """A yes or a no to what is asked to be confirmed."""
    if is_question(words):
        return ask(talk, words)
    if talk.said.aside is Aside.STILL_TRUE:
        return say_what_changed(talk, words)
    command = asked_to_confirm(talk)
    if command is None:
        return talk.again()
    yes = YesNo().read(words)
    if isinstance(yes, Declined):
        corrected = correct_the_card(talk, words) if command is Command.CHECK else None
        return corrected or talk.again(yes.words)
    return confirm(talk, command, yes)
