"""Dates as a calendar file (RFC 5545), whole days each."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

NAME = "Prorata"


def calendar_file(dates: list[Mapping[str, str]], day: date) -> bytes:
    """The same dates give the same bytes. What is known again by its mark takes the place of
    itself when it is imported again: its id stays, and its sequence grows with the days."""
    from icalendar import Calendar, Event  # takes long to import

    calendar = Calendar()
    calendar.add("prodid", f"-//{NAME}//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", NAME)
    for one in dates:
        due = date.fromisoformat(one["due"])
        event = Event()
        event.add("uid", str(uuid5(NAMESPACE_URL, f"prorata:{one['mark']}")))
        event.add("sequence", day.toordinal())
        event.add("dtstamp", datetime.combine(day, time(), UTC))
        event.add("dtstart", due)
        event.add("dtend", due + timedelta(days=1))
        event.add("summary", one["title"])
        event.add("description", one["text"])
        event.add("transp", "TRANSPARENT")  # it fills no day
        calendar.add_component(event)
    written = calendar.to_ical()
    assert isinstance(written, bytes)
    return written
