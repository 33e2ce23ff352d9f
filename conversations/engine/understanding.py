"""Several facts from one text: confirmed first, then not asked again."""

from conversations.engine.moment import Moment, Turn
from conversations.flow import Aside
from conversations.screens import set_of
from conversations.several_facts import several_facts


def understand(talk: Moment, words: str) -> Turn | None:
    """Several facts from one text, to be confirmed; None where there are none."""
    found = several_facts(words, talk.today) if talk.said.aside is None else {}
    facts = {
        question.id: key for question, key in found.items() if question.id in talk.flow.questions
    }
    if not facts:
        return None
    new = {id_: key for id_, key in facts.items() if talk.said.answers.get(id_) != key}
    if not new:
        return talk.again("All of that is noted already.")
    return talk.moved(aside=Aside.UNDERSTOOD, doubted=new).again()


def take_as_understood(talk: Moment) -> Turn:
    """Which of several there are was said in passing: whether that is all is still asked."""
    facts = {id_: key for id_, key in talk.said.doubted.items() if id_ in talk.flow.questions}
    in_passing = {id_ for id_, key in facts.items() if set_of(talk.flow.questions[id_], key)}
    there = talk.moved(
        answers={**talk.said.answers, **facts},
        reopened=talk.said.reopened.difference(facts).union(in_passing),
        aside=None,
    )
    return there.shows(there.open("Noted."))
