"""An answer that was given is changed, or asked again, wherever the talk stands."""

from typing import Any

from conversations.answers import Declined
from conversations.corrections import correction, named
from conversations.engine.answering import answer, ask_back, decline, take
from conversations.engine.moment import NOT_NOW, Moment, Turn
from conversations.formats import listed
from conversations.question import Question

MOST_NAMED = 4
"""Answers among which to choose the one that was meant."""


def correct(talk: Moment, words: str) -> Turn | None:
    """What a text changes of the answers; None where it is about none of them."""
    meant = correction(words)
    if meant is None:
        return None
    if meant.topic is None:
        return None if meant.value is None else _correct_the_last(talk, meant.value)
    found = named(meant.topic, talk.settled.flow.questions.values())
    if not found:
        return None
    if len(found) > 1:
        found = tuple(one for one in found if talk.settled.reached(one.id)) or found
    if len(found) > 1:
        names = listed([question.name for question in found], "or")
        return talk.again(f"Which one: {names}?")
    return change(talk, found[0], meant.value)


def _correct_the_last(talk: Moment, value: str) -> Turn | None:
    """A value meant for the last answer, or for the open question where that was gone back to, or
    where the last text was declined."""
    at = talk.position.open
    last = next((q for q in talk.position.answered if q.id == talk.said.last), None)
    if at is not None and (last is None or at.id in talk.said.reopened):
        return _answer_to_the_open(talk, at, value)
    if last is not None and _may_mean(talk, last, value):
        return change(talk, last, value)
    before = [question for question in talk.position.answered if _may_mean(talk, question, value)]
    names = [question.name for question in before[-MOST_NAMED:]]
    if not names:
        return None if at is None else _answer_to_the_open(talk, at, value)
    example = f"change {names[-1][0].lower()}{names[-1][1:]} to {value}"
    return talk.again(f"Which one: {listed(names, 'or')}? Say it like this: {example}.")


def _may_mean(talk: Moment, question: Question[Any], value: str) -> bool:
    """Whether it could be the answer, were it said another way."""
    read = question.read(value, talk.position.facts)
    return not isinstance(read, Declined) or bool(read.meant) or read.private


def change(talk: Moment, question: Question[Any], value: str | None) -> Turn:
    """An answer set to what was typed; asked again where that is not said, or declined."""
    there = talk.reaching(question.id)
    if there.reached(question.id) is None:
        if talk.given_later(question.id) is not None:
            return _change_later(talk, question, value)
        return talk.again(f"{question.name}: that is not asked at this point.")
    if question is there.position.open:
        return there.again() if value is None else _answer_to_the_open(there, question, value)
    before = there.position.facts.answer(question)
    there = there.moved(reopened=there.said.reopened | {question.id})
    if value is None:
        return there.again()
    now = question.read(value, there.position.facts)
    if isinstance(now, Declined):
        return there.forgets(now) if now.private else decline(there, question, value, now)
    asked_back = ask_back(there, question, now)
    if asked_back is not None:
        return asked_back
    return take(there, question, question.key(now), what_changed(question, before, now))


def _answer_to_the_open(talk: Moment, question: Question[Any], value: str) -> Turn:
    answered = answer(talk, question, value)
    return decline(talk, question, value, answered) if isinstance(answered, Declined) else answered


def ask_again(talk: Moment, question_id: str) -> Turn:
    """Back to a question that is answered."""
    there = talk.reaching(question_id)
    question = there.reached(question_id)
    if question is None:
        return change_later(talk, question_id, None)
    reopened = frozenset() if question is there.position.open else {question_id}
    return there.moved(reopened=there.said.reopened | reopened).again()


def change_later(talk: Moment, question_id: str, value: str | None) -> Turn:
    """A button of a question that stands behind the open one."""
    later = talk.given_later(question_id)
    return talk.stale(NOT_NOW) if later is None else _change_later(talk, later, value)


def _change_later(talk: Moment, question: Question[Any], value: str | None) -> Turn:
    """Behind the open question an answer is changed, or else asked again in its turn."""
    talk = talk.facing(question.id)
    facts = talk.given.facts
    before = facts.answer(question)
    now = before if value is None else question.read(value, facts)
    if isinstance(now, Declined) and now.private:
        return talk.forgets(now)
    if value is None or isinstance(now, Declined) or question.doubt(now, facts) is not None:
        note = f"{question.name}: that is asked again in its turn."
        return talk.moved(reopened=talk.said.reopened | {question.id}).again(note)
    return take(talk, question, question.key(now), what_changed(question, before, now))


def what_changed(question: Question[Any], before: object, now: object) -> str:
    return f"{question.name}: changed from {question.show(before)} to {question.show(now)}."
