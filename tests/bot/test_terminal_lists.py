"""Lists, reminders and the calendar file at a terminal: numbers tick, nothing comes by itself."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar

from bot.glossary_search import GlossarySearch
from bot.keeping.storage import Storage
from bot.terminal.chat import CHAT, TerminalChat
from conversations.flows.every import FLOWS
from tests.conversations.talking import KNOWN_ANSWER, TODAY

Holds = Callable[..., str]
GLOSSARY = GlossarySearch()


@pytest.fixture
def holds(storage: Storage) -> Holds:
    """Types lines after the known answer; each call is a new start."""

    def holds(*lines: str, today: date = TODAY) -> str:
        known = () if storage.said(CHAT) else (*KNOWN_ANSWER, "no")
        typed = io.StringIO("".join(f"{line}\n" for line in (*known, *lines)))
        screen = io.StringIO()
        TerminalChat(storage, FLOWS, GLOSSARY, lambda: today, typed, screen).run()
        return screen.getvalue()

    return holds


def test_a_number_ticks(holds: Holds) -> None:
    screen = holds("todo", "3", "result")
    assert "  3  [ ] Plan the conversion with a CPA (by December 31, 2026)" in screen
    assert "  3  [x] Plan the conversion with a CPA (by December 31, 2026)" in screen
    assert "  [x] Plan the conversion with a CPA" in screen.rpartition("> result")[2]


def test_it_is_still_ticked_at_the_next_start(holds: Holds) -> None:
    holds("todo", "3")
    assert "  3  [x] Plan the conversion with a CPA" in holds("todo")


def test_reminders_say_that_they_come_on_telegram(holds: Holds) -> None:
    screen = holds("remind")
    assert "  4  [ ] Look for Form 1099-R for 2026 (by February 1, 2027)" in screen
    assert "sent on Telegram only" in screen


def test_what_is_due_is_said_at_the_next_start(holds: Holds) -> None:
    """Once; and nobody else is sent anything."""
    holds("remind", "8", "1")
    screen = holds(today=date(2026, 12, 3))
    assert "Plan the conversion with a CPA: by December 31, 2026, in 28 days." in screen
    assert "A reminder" not in holds(today=date(2026, 12, 3))


def test_no_bot_sends_what_was_asked_for_here(holds: Holds, storage: Storage) -> None:
    holds("remind", "8", "1")
    assert storage.said(CHAT).reminders
    assert storage.next_reminder() is None


def test_the_calendar_file(holds: Holds, tmp_path: Path) -> None:
    file = tmp_path / "dates.ics"
    assert f"Written: {file}" in holds(f"ics {file}").replace("\n", "")
    titles = {event["summary"] for event in Calendar.from_ical(file.read_bytes()).walk("VEVENT")}
    assert "Plan the conversion with a CPA" in titles


def test_a_file_that_is_there_stays(holds: Holds, tmp_path: Path) -> None:
    file = tmp_path / "dates.ics"
    file.write_text("mine")
    assert "is there already" in " ".join(holds(f"ics {file}").split())
    assert file.read_text() == "mine"


class TestSettings:
    def test_what_only_telegram_shows_is_not_offered(self, holds: Holds) -> None:
        screen = holds("settings").rpartition("> settings")[2]
        assert "Pictures are light." in screen
        assert "  1  Dark pictures" in screen
        assert "Send me a test" not in screen

    def test_a_picture_is_drawn_as_set(self, holds: Holds, tmp_path: Path) -> None:
        holds(f"chart {tmp_path / 'light.png'}", "settings", "1", f"chart {tmp_path / 'dark.png'}")
        light, dark = ((tmp_path / name).read_bytes() for name in ("light.png", "dark.png"))
        assert light != dark
