"""An answer to a question: read, asked back about where it looks like a slip, and taken."""

from dataclasses import replace
from typing import Any

from conversations.answers import Declined, plain
from conversations.asking import ends_with_a_mark, is_question
from conversations.engine.moment import Moment, Turn
from conversations.engine.saving import saved_with_the_open_one
from conversations.events import Asked, Command
from conversations.flow import Aside
from conversations.question import Question
from conversations.replies import Button, Line

AT_THE_END = "the end"
"""Where something is asked when no question is open."""

_NO_ENTRY = "There is no entry here on that: a question for your CPA."
_PERHAPS_AN_ANSWER = "If it was meant as an answer, a word or an amount is enough."


def answer(talk: Moment, question: Question[Any], words: str) -> Turn | Declined:
    """What a text answers to the open question."""
    value = question.read(words, talk.position.facts)
    if isinstance(value, Declined):
        return talk.forgets(value) if value.private else value
    asked_back = ask_back(talk, question, value)
    if asked_back is not None:
        return asked_back
    shown = question.show(value)
    # Said as it was read, unless that is how it was typed.
    note = None if plain(words) == plain(shown) else f"Noted: {shown}."
    return take(talk, question, question.key(value), note)


def ask_back(talk: Moment, question: Question[Any], value: object) -> Turn | None:
    """What looks like a slip is asked back, unless it was asked or said before."""
    key, said = question.key(value), talk.said
    known = (said.answers.get(question.id), said.doubted.get(question.id))
    if key in known or said.aside is Aside.ANOTHER:
        return None
    if question.doubt(value, talk.position.facts) is None:
        return None
    return talk.moved(aside=Aside.DOUBTED, doubted={**said.doubted, question.id: key}).again()


def take(talk: Moment, question: Question[Any], key: str, note: str | None = None) -> Turn:
    said = talk.said
    if said.aside is Aside.ANOTHER:  # the finished talk makes room for another one
        saved = saved_with_the_open_one(talk)
        said = said.anew({}, said.saved if saved is None else saved)
    was_open = question is talk.position.open
    now = replace(
        talk.said,
        answers={**said.answers, question.id: key},
        reopened=said.reopened - {question.id},
        aside=None,
        doubted=said.doubted,
        last=question.id,
        saved=said.saved,
    )
    talk = talk.with_said(now, since=talk.position if was_open else None)
    change = Button("Change", Asked(Command.BACK, question.id))
    settled = Line(question.name, question.told(key), change)
    return talk.shows(talk.open(note), settled=settled)


def decline(talk: Moment, question: Question[Any], words: str, declined: Declined) -> Turn:
    """The question again, after words that say what works."""
    if ends_with_a_mark(words) and not declined.meant:
        return _in_doubt_or_asked(talk, question, words, declined)
    talk = talk.moved(last=None)
    return talk.shows(talk.open(declined.words, meant=declined.meant))


def _in_doubt_or_asked(
    talk: Moment, question: Question[Any], words: str, declined: Declined
) -> Turn:
    """A text with a question mark that is no answer as it stands: an answer in doubt, or a
    question."""
    value = question.read(plain(words).rstrip("? "), talk.position.facts)
    if not isinstance(value, Declined):
        shown = question.show(value)
        note = f"If you mean {shown}, say it without the question mark."
        return talk.shows(talk.open(note, meant=(value,)))
    return ask(talk, words) if is_question(words) else talk.again(declined.words)


def ask(talk: Moment, words: str) -> Turn:
    """What the glossary says to a question, then what is open."""
    entry = talk.look_up(words)
    if entry is not None:
        return talk.again(entry.told(talk.position.facts))
    at = talk.position.open
    if at is None:
        return replace(talk.again(_NO_ENTRY), in_vain=AT_THE_END)
    return replace(talk.again(f"{_NO_ENTRY} {_PERHAPS_AN_ANSWER}"), in_vain=at.id)
