"""Lists to tick: what to do, what to bring, and the latter beside where a session is booked."""

from conversations.engine.moment import Moment, Turn
from conversations.events import Command, Ticked
from conversations.replies import Toast
from conversations.to_do import LISTS, listed_in, mark, tasks

_AFTER_THE_LAST = "That comes with the result, after the last question."
_NO_BOOKING = "No address for booking a session is set here: ask your CPA for theirs."
_GONE = "That is not on the list any more."


def show_list(talk: Moment, which: Command, in_place: bool = False) -> Turn:
    there = talk.settled
    if there.position.open is not None:
        return talk.undisturbed.again(_AFTER_THE_LAST)
    shown = tasks(which, there.flow, there.position, there.said, there.flows.booking, in_place)
    return there.again(_NO_BOOKING) if shown is None else there.shows(shown)


def tick(talk: Moment, asked: Ticked) -> Turn:
    """An item is done, or is not. A button of any age says which: a second tap on it, or a tap on
    an old list, changes nothing more."""
    there = talk.settled
    if there.position.open is not None or asked.on not in LISTS:
        return show_list(talk, Command.TO_DO)
    items = listed_in(asked.on, there.flow, there.position, there.said)
    if asked.item not in {mark(there.position, item) for item in items}:
        return there.shows(Toast(_GONE), *show_list(there, asked.on, in_place=True).replies)
    before = there.said.done - {asked.item}
    done = before | {asked.item} if asked.done else before
    return show_list(there.moved(done=done), asked.on, in_place=True)
