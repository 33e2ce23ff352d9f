"""Results that are saved, opened, compared and deleted. No answer is lost on the way."""

from collections.abc import Mapping
from dataclasses import replace

from conversations import saved_results
from conversations.answers import Declined, plain
from conversations.engine.moment import Moment, Turn
from conversations.events import Adopted, Deed, WithSaved
from conversations.replies import Button, Say, Toast
from conversations.saved_results import MOST, Saved
from conversations.what_ifs import screens as what_ifs
from conversations.what_ifs.kept import mark
from conversations.what_ifs.shown import to_keep

NO_PLACE = Say(
    f"{MOST} results are saved, the most there can be: delete one first.", (saved_results.ALL,)
)
_NOT_AS_TRIED = "Your answers have changed since then."
_GONE = "That saved result is not there any more."


def save(talk: Moment, name: str | Declined | None = None) -> Turn:
    """The result put aside, under a name that says what it is where none is given."""
    there = talk.settled
    if isinstance(name, Declined):
        return talk.forgets(name) if name.private else talk.again(name.words)
    tried = to_keep(talk.said)
    if tried is not None:
        return save_beside(talk, Adopted(tried, mark(talk.said.answers), beside=True), name)
    if not there.said.answers or there.position.open is not None:
        return talk.again("A result can be saved once it is there: after the last question.")
    before = name_of(there.said.answers, there.said.saved)
    if before is not None and name in (None, before):
        return there.again(f"Saved already, as {before}.")
    others = {kept: answers for kept, answers in there.said.saved.items() if kept != before}
    if len(others) >= MOST:
        return there.shows(NO_PLACE)
    if name is None:
        name = saved_results.suggested_name(there.flow, there.position, others)
    elif plain(name) in map(plain, others):
        return there.again(f"There is a saved result {name} already: delete it, or say another.")
    there = there.moved(saved={**others, name: there.said.answers})
    if before is not None:
        return there.again(f"The saved result {before} is called {name} now.")
    return there.again(f"Saved as {name}. For another name say: save as, and the name.")


def save_beside(talk: Moment, what_if: Adopted, name: str | None = None) -> Turn:
    """A what-if as a result of its own; the answers stay as they are."""
    there = talk.settled
    found = what_ifs.beside(there.flow, there.said, there.position, what_if)
    if found is None:
        return talk.shows(Toast(_NOT_AS_TRIED), *talk.again().replies)
    suggested, answers = found
    saved = there.said.saved
    before = name_of(answers, saved)
    if before is not None:
        return there.again(f"Saved already, as {before}.")
    if len(saved) >= MOST:
        return there.shows(NO_PLACE)
    name = saved_results.free_name(name or suggested, saved)
    one = WithSaved(Deed.COMPARE, saved_results.mark(name, answers), saved_results.THE_OPEN_ONE)
    return there.moved(saved={**saved, name: answers}).shows(
        Say(
            f"Saved as {name}, beside this result.",
            (Button("Compare the two", one), what_ifs.ANOTHER, what_ifs.BACK),
        )
    )


def name_of(answers: Mapping[str, str], saved: Mapping[str, Mapping[str, str]]) -> str | None:
    """Under which these very answers are saved."""
    return next((name for name, kept in saved.items() if kept == answers), None)


def saved_with_the_open_one(talk: Moment) -> Mapping[str, Mapping[str, str]] | None:
    """What is saved once the answers of this talk make room for others: they too, finished or
    not. None where there is no place for them."""
    there = talk.settled
    saved, answers = there.said.saved, there.said.answers
    if not answers or name_of(answers, saved) is not None:
        return saved
    if len(saved) >= MOST:
        return None
    return {**saved, saved_results.suggested_name(there.flow, there.given, saved): answers}


def with_saved(talk: Moment, asked: WithSaved) -> Turn:
    """What a button for a saved result does. One that is gone is no longer there."""
    there = talk.settled
    one = saved_results.found(talk.flows, talk.said, talk.today, asked.result)
    if one is None:
        return talk.shows(Toast(_GONE), saved_results.listing(talk.said))
    match asked.deed:
        case Deed.LOOK:
            return there.shows(saved_results.look(one))
        case Deed.OPEN:
            return _open(talk, one)
        case Deed.COMPARE:
            return _compare(there, one, asked.other)
        case Deed.DELETE:
            return there.shows(saved_results.delete_surely(one))
        case Deed.DELETE_SURELY:
            others = {name: kept for name, kept in talk.said.saved.items() if name != one.name}
            there = there.moved(saved=others)
            return there.shows(Say(f"{one.name} is deleted.", (saved_results.ALL,)))


def _open(talk: Moment, one: Saved) -> Turn:
    saved = saved_with_the_open_one(talk)
    if saved is None:
        return talk.shows(NO_PLACE)
    there = talk.with_said(talk.said.anew(one.answers, saved))
    note = f"Opened: {one.name}."
    if there.position.open is None:
        return there.shows(replace(there.result(), note=note))
    return there.again(note)


def _compare(talk: Moment, one: Saved, other: str | None) -> Turn:
    if other is None:
        return talk.shows(saved_results.compare_with_which(talk.flows, talk.said, talk.today, one))
    second = saved_results.found(talk.flows, talk.said, talk.today, other)
    if second is None:
        return talk.shows(Toast(_GONE), saved_results.listing(talk.said))
    if not (one.finished and second.finished):
        return talk.shows(Say("Only finished results can be compared.", (saved_results.ALL,)))
    return talk.shows(saved_results.compared(one, second))
