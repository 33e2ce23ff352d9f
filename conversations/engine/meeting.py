"""A person who comes for the first time, or comes back."""

from dataclasses import replace

from conversations.answers import Declined
from conversations.asking import is_question
from conversations.commands import command_in
from conversations.engine.moment import Moment, Turn
from conversations.engine.saving import saved_with_the_open_one
from conversations.engine.understanding import understand
from conversations.events import Asked, Command, Event, Typed
from conversations.flow import Aside
from conversations.replies import Ask, Card, Forget, Reply, Say
from conversations.saved_results import MOST
from conversations.screens.below_the_result import ANOTHER_CHECK, go_on_to_next_year
from conversations.screens.check_card import check_card
from conversations.screens.what_is_open import START_OVER, answers_are, known_so_far
from conversations.several_facts import several_facts

_IT_IS_SAVED = "Nothing is lost by another check: /saved will have your answers."
_NO_PLACE = (
    f"{MOST} results are saved, the most there can be: your answers are kept until you answer "
    "this, unless you delete one of the others (/saved)."
)


def meet(talk: Moment, words: str) -> Turn:
    """The first thing that somebody types."""
    if is_question(words):
        return welcome(talk, asked=words)
    understood = understand(talk, several_facts(words, talk.today))
    if understood is None:
        return welcome(talk)
    return replace(understood, replies=(Say(talk.flows.welcome), *understood.replies))


def welcome(talk: Moment, asked: str | None = None) -> Turn:
    """The greeting and the first question, with the answer to what was asked by way of one."""
    entry = None if asked is None else talk.look_up(asked)
    told = None if entry is None else entry.told(talk.position.facts)
    return talk.shows(Say(talk.flows.welcome), talk.open(told))


def welcome_and_forget(talk: Moment, refused: Declined) -> Turn:
    return talk.shows(Forget(), Say(talk.flows.welcome), talk.open(refused.words))


def start(talk: Moment) -> Turn:
    """Go on where the talk was left; after its end, offer another one."""
    there = talk.undisturbed
    if not there.said.answers:
        return welcome(there)
    if there.position.open is None:
        further = (ANOTHER_CHECK, *go_on_to_next_year(there.position))
        return there.shows(check_card(there.flow, there.position, "Welcome back.", further))
    kept, known = answers_are(there.said, "kept"), _known_since_before(talk)
    note = " ".join(filter(None, ("Welcome back.", kept, known)))
    return there.shows(there.open(note, (START_OVER,)))


def begin_another(talk: Moment) -> Turn:
    """The first question, and nothing lost by it."""
    there = talk.undisturbed
    if not there.said.answers:
        return there.again()
    full = saved_with_the_open_one(there) is None
    return there.moved(aside=Aside.ANOTHER).again(_NO_PLACE if full else _IT_IS_SAVED)


def greets_again(talk: Moment, event: Event, replies: tuple[Reply, ...]) -> tuple[Say, ...]:
    """What is known, for a person who comes back on another day; two messages are enough."""
    if not _comes_back(talk):
        return ()
    begins = event == Asked(Command.START) or (
        isinstance(event, Typed) and command_in(event.text) is Command.START
    )
    match replies:
        case (Ask(in_place=False) | Card() | Say(in_place=False),) if not begins:
            known = _known_since_before(talk)
            return (Say(f"Welcome back. {known}"),) if known else ()
    return ()


def _known_since_before(talk: Moment) -> str:
    """What was known when the person was here last, if that was on another day."""
    return known_so_far(talk.settled.position) if _comes_back(talk) else ""


def _comes_back(talk: Moment) -> bool:
    return talk.said.day is not None and talk.said.day < talk.today
