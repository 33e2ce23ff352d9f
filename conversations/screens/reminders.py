"""Reminders as they are shown: what they are of, when they come, and how they end."""

from collections.abc import Iterable, Iterator
from datetime import date

from conversations.document import ActionItem
from conversations.events import AboutReminders, Asked, Command, Reminding
from conversations.flow import Said
from conversations.formats import day, listed
from conversations.reminders import (
    AHEAD,
    FIRST_ZONE,
    SHORTLY,
    ZONES,
    Dated,
    Reminder,
    Reminders,
    next_day,
)
from conversations.replies import Button, Say, Task, Tasks
from conversations.to_do import BACK, TO_DO

REMINDERS = Button("Reminders", Asked(Command.REMIND))
GO_ON = Button("Go on", Asked(Command.START))
_CALENDAR = Button("Calendar file", Asked(Command.CALENDAR))
_ALL_ON = Button("Turn all on", Reminding(AboutReminders.ALL_ON))
_ALL_OFF = Button("Turn all off", Reminding(AboutReminders.ALL_OFF))


def overview(
    said: Said, offered: Iterable[Dated], finished: bool, note: str = "", in_place: bool = False
) -> Tasks:
    """Every date with whether it is reminded of; what is ``offered`` can be turned on."""
    shown = {
        **{one.mark: ActionItem(one.title, "", one.due) for one in offered},
        **{
            mark: ActionItem(one.title, "", one.due, done=one.on)
            for mark, one in said.reminders.items()
            if mark not in said.done
        },
    }
    in_order = sorted(shown.items(), key=lambda one: one[1].due or date.max)
    items = tuple(Task(item, _toggle(mark, item.done)) for mark, item in in_order)
    words = "\n".join(
        filter(None, (note, *_words(said, any(item.done for item in shown.values()))))
    )
    return Tasks(words, items, tuple(_controls(said, shown.values(), finished)), (), in_place)


def _toggle(mark: str, on: bool) -> Reminding:
    return Reminding(AboutReminders.OFF if on else AboutReminders.ON, mark)


def _words(said: Said, some: bool) -> Iterator[str]:
    early, late = (ahead.days for ahead in AHEAD)
    when = (
        f"{early} and {late} days before each date, and the day after a form should have reached "
        "you"
    )
    if not some:
        yield f"No reminders unless you turn them on: {when}; at 9 in the morning."
        yield "What you tick off under To do is left out."
        return
    next_one = next_day(said.reminders, said.done)
    yield f"You are reminded {when}; at 9 in the morning, {said.zone or FIRST_ZONE} time."
    yield f"The next one: {day(next_one)}." if next_one else "None is left to come."


def _controls(said: Said, shown: Iterable[ActionItem], finished: bool) -> Iterator[Button]:
    on = [item.done for item in shown]
    if not all(on):
        yield _ALL_ON
    if any(on):
        yield _ALL_OFF
        zone = said.zone or FIRST_ZONE
        yield Button(f"Time zone: {zone}", Reminding(AboutReminders.ASK_ZONE))
    if finished:
        yield _CALENDAR
    yield BACK if finished else GO_ON


def which_zone(first: bool) -> Say:
    words = f"Reminders are on. In which time zone? Until you say, {FIRST_ZONE}."
    return Say(
        words if first else "In which time zone do you want to be reminded?",
        (*(Button(zone, Reminding(AboutReminders.ZONE, zone)) for zone in ZONES), REMINDERS),
        in_place=True,
    )


def reminding(due: Reminders, today: date) -> Say:
    """What is said on the day. What it can do is about all that it names."""
    lines = (f"{one.title}: {_when(one, today)}." for one in _by_date(due))
    told = today.isoformat()
    before = any(one.due - SHORTLY > today for one in due.values())
    again = Button(f"{SHORTLY.days} days before", Reminding(AboutReminders.SHORTLY, told))
    return Say(
        "\n\n".join(("A reminder, as you asked.", *lines)),
        (
            Button("Again in a week", Reminding(AboutReminders.WEEK, told)),
            *((again,) if before else ()),
            Button("Not again", Reminding(AboutReminders.OFF_FROM_NOW, told)),
            TO_DO,
            REMINDERS,
        ),
    )


def _when(one: Reminder, today: date) -> str:
    left = (one.due - today).days
    if left < 0:
        return f"due on {day(one.due)}"
    days = "today" if left == 0 else "tomorrow" if left == 1 else f"in {left} days"
    return f"by {day(one.due)}, {days}"


def _by_date(some: Reminders) -> list[Reminder]:
    return sorted(some.values(), key=lambda one: one.due)


def changed(some: Reminders, today: date) -> Say:
    """What became of those that were said, in the place where that was."""
    off = tuple(one.title for one in _by_date(some) if one.off)
    lines = [f"Not again: {listed(off, 'and')}."] if off else []
    for one in _by_date(some):
        if one.on:
            again = f"again on {day(min(one.days))}" if one.days else "no day is left for another"
            lines.append(f"{one.title} ({_when(one, today)}): {again}.")
    return Say("\n\n".join(lines), (REMINDERS, TO_DO), in_place=True)
