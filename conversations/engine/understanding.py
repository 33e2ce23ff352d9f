"""Several facts from one text: confirmed first, then not asked again."""

from typing import Any

from conversations.answers import after_yes_or_no
from conversations.engine.moment import Moment, Turn
from conversations.flow import Aside
from conversations.question import Question
from conversations.questions.contributions import contribution
from conversations.questions.iras import conversion
from conversations.screens.question_screen import set_of
from conversations.several_facts import Understood, several_facts

MOST_LEFT_OUT = 3
"""Parts of a message that are said back."""

FEWEST = 2
"""One fact from somebody who was not asked for it is an answer to something else, or none."""


def understand(talk: Moment, found: Understood, fewest: int = FEWEST) -> Turn | None:
    """Facts from one text, to be confirmed; None where there are fewer."""
    if talk.said.aside not in (None, Aside.TRIED):
        return None
    facts = _of_the_flow(talk, found)
    if not facts or found.facts < fewest:
        return None
    new = {id_: key for id_, key in facts.items() if talk.said.answers.get(id_) != key}
    if not new:
        return talk.again("All of that is noted already.")
    left_out = "; ".join(found.left_out[:MOST_LEFT_OUT])
    note = f"Left out, and asked in its turn: {left_out}." if left_out else None
    return talk.moved(aside=Aside.UNDERSTOOD, doubted=new).again(note)


def _of_the_flow(talk: Moment, found: Understood) -> dict[str, str]:
    """Keys of what its flow asks for, by the ids of the questions."""
    known = talk.flow.questions
    return {question.id: key for question, key in found.answers.items() if question.id in known}


def says_something_else(question: Question[Any], found: Understood) -> bool:
    """Whether a sentence names another amount than the one asked for: "converted 7,000" where the
    contribution is asked. An amount by itself reads the same in both."""
    said = found.answers
    return question not in said and bool(said.keys() & {contribution, conversion})


def correct_the_card(talk: Moment, words: str) -> Turn | None:
    """Facts said to a card of facts: "no, I'm 46". They take the place of those on it."""
    facts = _of_the_flow(talk, several_facts(after_yes_or_no(words) or words, talk.today))
    if not facts:
        return None
    return talk.moved(doubted={**talk.said.doubted, **facts}).again()


def answers_alone(question: Question[Any], found: Understood) -> str | None:
    """The answer to the open question in a sentence that says nothing else."""
    alone = found.facts == 1 and not found.left_out
    return found.answers.get(question) if alone else None


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
