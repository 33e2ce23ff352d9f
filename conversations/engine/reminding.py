"""Reminders: asked for, moved with the answers, said on their days, put off and turned off."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from conversations.dates import check, dates
from conversations.engine.moment import Moment, Turn
from conversations.events import AboutReminders, Reminding
from conversations.flow import Said
from conversations.reminders import (
    FIRST_ZONE,
    ZONES,
    Dated,
    Reminder,
    Reminders,
    days_for,
    due_on,
    put_off,
    said_on,
)
from conversations.replies import Calendar, Say, Toast
from conversations.screens import reminders as remind_screens

_AFTER_THE_LAST = "Dates come with the result, after the last question."
_NO_DATES = "No date of this result is still to come."
_GONE = "That reminder is not there any more."


def show_reminders(talk: Moment, note: str = "", in_place: bool = False) -> Turn:
    """What there is to be reminded of: of this result, and what was turned on before."""
    talk = talk.undecided
    there = talk.settled
    finished = there.position.open is None
    offered = _offered(there)
    shown = remind_screens.overview(there.said, offered, finished, note, in_place)
    if shown.items:
        return there.shows(shown) if finished else talk.shows(shown)
    return talk.again(note or (_NO_DATES if finished else _AFTER_THE_LAST))


def calendar(talk: Moment) -> Turn:
    """The dates of the result, for a calendar."""
    there = talk.settled
    if there.position.open is not None:
        return talk.again(_AFTER_THE_LAST)
    offered = _offered(there)
    return there.shows(Calendar(offered, there.today)) if offered else talk.again(_NO_DATES)


def _offered(there: Moment) -> tuple[Dated, ...]:
    if there.position.open is not None:
        return ()
    return dates(there.flow, there.position, there.said)


def about_reminders(talk: Moment, asked: Reminding) -> Turn:
    talk = talk.undecided
    deed, kept = asked.deed, talk.said.reminders
    match deed:
        case AboutReminders.ALL_ON:
            return _turned_on(talk, {one.mark: one for one in _offered(talk.settled)}, tuple(kept))
        case AboutReminders.ON:
            offered = {one.mark: one for one in _offered(talk.settled) if one.mark == asked.what}
            return _turned_on(talk, offered, (asked.what,))
        case AboutReminders.ALL_OFF:
            there = talk.moved(reminders={})
            return show_reminders(there, "All reminders are off.", in_place=True)
        case AboutReminders.OFF:
            return _with(talk, {m: replace(kept[m], off=True) for m in kept if m == asked.what})
        case AboutReminders.ASK_ZONE:
            return talk.shows(remind_screens.which_zone(first=False))
        case AboutReminders.ZONE:
            zone = asked.what if asked.what in ZONES else FIRST_ZONE
            return show_reminders(talk.moved(zone=zone), in_place=True)
        case AboutReminders.WEEK | AboutReminders.SHORTLY | AboutReminders.OFF_FROM_NOW:
            return _about_those_said(talk, asked)


def _turned_on(talk: Moment, offered: Mapping[str, Dated], known: tuple[str, ...]) -> Turn:
    """What is offered, and what was turned off before. Where none was asked for before, the time
    zone is asked for."""
    first = talk.said.zone is None
    kept = talk.said.reminders
    again = {mark: replace(kept[mark], off=False) for mark in known if mark in kept}
    new = {mark: _reminder(talk.settled, one, kept.get(mark)) for mark, one in offered.items()}
    if not (again or new):
        return talk.shows(Toast(_GONE), *show_reminders(talk, in_place=True).replies)
    zone = talk.said.zone or FIRST_ZONE
    there = talk.moved(reminders={**kept, **again, **new}, zone=zone)
    if first:
        return there.shows(remind_screens.which_zone(first=True))
    return show_reminders(there, in_place=True)


def _reminder(there: Moment, one: Dated, before: Reminder | None) -> Reminder:
    """As it was, where its date is the same: what was said is not said again."""
    of = check(there.flow, there.position)
    if before is not None and before.due == one.due:
        return replace(before, check=of, title=one.title, off=False)
    return Reminder(of, one.title, one.due, days_for(one.due, one.awaited, there.today))


def _with(talk: Moment, changed: Reminders) -> Turn:
    if not changed:
        return talk.shows(Toast(_GONE), *show_reminders(talk, in_place=True).replies)
    there = talk.moved(reminders={**talk.said.reminders, **changed})
    return show_reminders(there, in_place=True)


def _about_those_said(talk: Moment, asked: Reminding) -> Turn:
    """Of a message that reminded, on its day, of those that are still the same."""
    kept, today = talk.said.reminders, talk.today
    those = {
        mark: one
        for mark, one in kept.items()
        if one.told is not None and one.told.isoformat() == asked.what
    }
    if not those:
        return talk.shows(Toast(_GONE), *show_reminders(talk).replies)
    if asked.deed is AboutReminders.OFF_FROM_NOW:
        changed = {mark: replace(one, off=True) for mark, one in those.items()}
    else:
        shortly = asked.deed is AboutReminders.SHORTLY
        changed = {mark: put_off(one, today, shortly) for mark, one in those.items()}
    there = talk.moved(reminders={**kept, **changed})
    return there.shows(remind_screens.changed(changed, today))


def followed(before: Moment, said: Said) -> Said:
    """What is kept, its reminders moved to the dates of changed answers, or taken back with them.
    Nothing is changed before there is a result again, nor by another check."""
    if not said.reminders or said.answers == before.said.answers:
        return said
    there = before.with_said(said).settled
    if there.position.open is not None:
        return said
    of = check(there.flow, there.position)
    of_this = {mark: one for mark, one in said.reminders.items() if one.check == of}
    if not of_this:
        return said
    others = {mark: one for mark, one in said.reminders.items() if one.check != of}
    now = {}
    for one in dates(there.flow, there.position, there.said):
        if one.mark not in others:
            moved = _reminder(there, one, of_this.get(one.mark))
            off = one.mark in of_this and of_this[one.mark].off
            now[one.mark] = replace(moved, off=off)
    finished = {mark: one for mark, one in of_this.items() if mark in said.done}
    return replace(said, reminders={**others, **finished, **now})


def remind(said: Said, today: date) -> tuple[Said, Say] | None:
    """What there is to say on a day, once: all of it in one message; None for nothing."""
    due = due_on(said.reminders, said.done, today)
    if not due:
        return None
    told = replace(said, reminders=said_on(said.reminders, due, today))
    return told, remind_screens.reminding(due, today)
