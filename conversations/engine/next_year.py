"""Another year for a person whose last one is finished here: only changes are asked."""

from dataclasses import replace

from conversations.answers import Declined, YesNo
from conversations.corrections import correction, named
from conversations.engine.moment import Moment, Turn
from conversations.engine.saving import NO_PLACE, saved_with_the_open_one
from conversations.engine.understanding import correct_the_card
from conversations.flow import Aside
from conversations.next_year import carried_over, next_year
from conversations.questions.year import the_year

_YES_NO_OR_WHAT = (
    "Say yes if all of it is still true, no to be asked everything, or what has changed: change "
    "filing status to joint."
)
_NOT_YET = "The next year comes after a result, once it has begun and its figures are known here."


def go_on(talk: Moment) -> Turn:
    """The year is saved; what lasts of it is shown to be confirmed for the next one."""
    there = talk.settled
    if next_year(there.position) is None:
        return talk.again(_NOT_YET)
    saved = saved_with_the_open_one(talk)
    if saved is None:
        return talk.shows(NO_PLACE)
    carried = dict(carried_over(there.flow, there.position))
    begun = {id_: carried.pop(id_) for id_ in (there.flow.goal.id, the_year.id)}
    there = talk.with_said(talk.said.anew(begun, saved))
    return there.moved(aside=Aside.STILL_TRUE, doubted=carried).again()


def take_what_lasts(talk: Moment, yes: bool) -> Turn:
    taken = _taken(talk) if yes else talk.moved(aside=None, doubted={})
    return taken.again("Noted." if yes else "Then from the beginning.")


def all_but(talk: Moment, question_id: str) -> Turn:
    """What is not true any more leaves the card, and is asked."""
    question = talk.flow.questions.get(question_id)
    if question is None or question_id not in talk.said.doubted:
        return talk.again()
    rest = {id_: key for id_, key in talk.said.doubted.items() if id_ != question_id}
    return talk.moved(doubted=rest).again(f"{question.name}: that will be asked.")


def say_what_changed(talk: Moment, words: str) -> Turn:
    """Yes, no, or what has changed: "change my age to 51"."""
    yes = YesNo().read(words)
    if not isinstance(yes, Declined):
        return take_what_lasts(talk, yes)
    return _corrected(talk, words) or correct_the_card(talk, words) or talk.again(_YES_NO_OR_WHAT)


def _corrected(talk: Moment, words: str) -> Turn | None:
    meant = correction(words)
    asked = talk.flow.questions
    lasting = [asked[id_] for id_ in talk.said.doubted if id_ in asked]
    about = named(meant.topic, lasting) if meant and meant.topic else ()
    if meant is None or len(about) != 1:
        return None
    question = about[0]
    if meant.value is None:
        return all_but(talk, question.id)
    now = question.kind.read(meant.value, talk.today)
    if isinstance(now, Declined):
        return talk.again(now.words)
    key = question.key(now)
    before = question.told(talk.said.doubted[question.id])
    return talk.moved(doubted={**talk.said.doubted, question.id: key}).again(
        f"{question.name}: changed from {before} to {question.show(now)}."
    )


def _taken(talk: Moment) -> Moment:
    lasting = {id_: key for id_, key in talk.said.doubted.items() if id_ in talk.flow.questions}
    said = replace(talk.said, answers={**talk.said.answers, **lasting}, doubted={}, aside=None)
    return talk.with_said(said)
