"""What a person asked to be reminded of, and on which days. No clock: the day is given."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

AHEAD = (timedelta(days=30), timedelta(days=7))
"""Before a date. A roll-in or a conversion can take weeks; a week is enough to send a form."""

AFTERWARDS = timedelta(days=1)
"""After the date by which a form is sent to the person."""

WEEK, SHORTLY = timedelta(days=7), timedelta(days=3)
"""For how long, or until when before a date, a reminder can be put off."""

ZONES = {
    "Eastern": "America/New_York",
    "Central": "America/Chicago",
    "Mountain": "America/Denver",
    "Arizona": "America/Phoenix",
    "Pacific": "America/Los_Angeles",
    "Alaska": "America/Anchorage",
    "Hawaii": "Pacific/Honolulu",
}
"""Time zones of the United States as people call them, by their names in the IANA database."""

FIRST_ZONE = "Eastern"
"""Until another one is chosen."""


@dataclass(frozen=True)
class Dated:
    """Something of a result that has a date."""

    mark: str
    """By which it is known again (``to_do.mark``)."""
    title: str
    text: str
    due: date
    awaited: bool = False
    """Whether it is what comes by that date, and not what is done."""


@dataclass(frozen=True)
class Reminder:
    check: str
    """The year and the goal of the result that it comes from."""
    title: str
    due: date
    days: tuple[date, ...]
    """On which it is still to be said."""
    off: bool = False
    told: date | None = None
    """When it was said last."""

    @property
    def on(self) -> bool:
        return not self.off


Reminders = Mapping[str, Reminder]
"""By the marks of what they are about."""


def days_for(due: date, awaited: bool, today: date) -> tuple[date, ...]:
    """Those still to come. What is awaited is asked for when it should be there."""
    days = (due + AFTERWARDS,) if awaited else tuple(due - ahead for ahead in AHEAD)
    return tuple(day for day in days if day > today)


def next_day(reminders: Reminders, done: Iterable[str]) -> date | None:
    """The next on which there is something to say; it may have passed."""
    days = [day for reminder in _open(reminders, done).values() for day in reminder.days]
    return min(days, default=None)


def last_day(reminders: Reminders, done: Iterable[str]) -> date | None:
    """The last on which something is or was said."""
    days = (
        day
        for reminder in _open(reminders, done).values()
        for day in (*reminder.days, reminder.told)
        if day is not None
    )
    return max(days, default=None)


def due_on(reminders: Reminders, done: Iterable[str], today: date) -> Reminders:
    """What is to be said today, or was on a day that nobody was there to say it."""
    return {
        mark: reminder
        for mark, reminder in _open(reminders, done).items()
        if any(day <= today for day in reminder.days)
    }


def _open(reminders: Reminders, done: Iterable[str]) -> Reminders:
    """Neither turned off nor done."""
    finished = frozenset(done)
    return {
        mark: reminder
        for mark, reminder in reminders.items()
        if reminder.on and mark not in finished
    }


def said_on(reminders: Reminders, due: Reminders, today: date) -> Reminders:
    """Once what is due was said."""
    return {
        mark: replace(
            reminder,
            days=tuple(day for day in reminder.days if day > today),
            told=today if mark in due else reminder.told,
        )
        for mark, reminder in reminders.items()
    }


def put_off(reminder: Reminder, today: date, shortly: bool) -> Reminder:
    """For a week, but not beyond the date; or until shortly before it, where that is to come."""
    again = today + WEEK
    if shortly:
        again = reminder.due - SHORTLY
    elif today < reminder.due < again:
        again = reminder.due
    if again <= today:
        return reminder
    return replace(reminder, days=tuple(sorted({*reminder.days, again})))
