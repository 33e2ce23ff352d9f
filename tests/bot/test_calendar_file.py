"""Dates as a file that calendars read; looked at with the library's own reader."""

from datetime import date

import pytest
from icalendar import Calendar as Read

from bot.render.drawing import draw, in_a_calendar
from conversations.reminders import Dated
from conversations.replies import Calendar
from tests.bot.phone import Chat
from tests.bot.talks import KNOWN_TALK, holds

DAY = date(2026, 11, 21)
FILED = Dated("2026.papers", "File Form 8606", "With your 2026 return.", date(2027, 4, 15))
CONVERTED = Dated(
    "2026.conversion", "Convert, by plan; " * 9, "Ä \\ 😀\nNext line", date(2026, 12, 31)
)


def written(*dates: Dated, day: date = DAY) -> bytes:
    return draw(in_a_calendar(Calendar(dates, day)))


def events(file: bytes) -> list:
    return Read.from_ical(file).walk("VEVENT")


def test_each_date_is_a_whole_day_that_stays_free() -> None:
    (event,) = events(written(FILED))
    assert event.decoded("dtstart") == date(2027, 4, 15)
    assert event.decoded("dtend") == date(2027, 4, 16)
    assert event["transp"] == "TRANSPARENT"
    assert (event["summary"], event["description"]) == (FILED.title, FILED.text)


def test_any_words_come_back_as_they_were() -> None:
    (event,) = events(written(CONVERTED))
    assert (event["summary"], event["description"]) == (CONVERTED.title, CONVERTED.text)


def test_lines_are_as_long_as_calendars_read() -> None:
    """RFC 5545, 3.1: 75 bytes and a line break."""
    file = written(CONVERTED, FILED)
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))


def test_imported_again_it_takes_the_place_of_itself() -> None:
    """The id stays when the date moves, and what is newer has the higher sequence (RFC 5545,
    3.8.7.4)."""
    moved = Dated(FILED.mark, FILED.title, FILED.text, date(2027, 4, 20))
    (before,), (after,) = events(written(FILED)), events(written(moved, day=date(2026, 11, 22)))
    assert before["uid"] == after["uid"]
    assert after["sequence"] > before["sequence"]
    assert before["uid"] != events(written(CONVERTED))[0]["uid"]


def test_the_same_dates_give_the_same_bytes() -> None:
    assert written(FILED, CONVERTED) == written(FILED, CONVERTED)


@pytest.mark.usefixtures("our_bot")
async def test_on_telegram_it_is_a_document(ann: Chat) -> None:
    await holds(ann, KNOWN_TALK)
    await ann.says("/calendar")
    message = await ann.hears()
    assert message.upload is not None
    assert message.upload.filename == "prorata.ics"
    found = {event["summary"]: event.decoded("dtstart") for event in events(message.upload.content)}
    assert found["Plan the conversion with a CPA"] == date(2026, 12, 31)
    assert found["Look for Form 5498 for 2026"] == date(2027, 6, 1)
