"""Whole talks as transcripts, the way the terminal shows them on piped input.

A ``.talk`` file begins with the pretended date and a line on who talks; what the person types
follows a ``>``. Record anew what a change has altered, and read the difference::

    make test ARGS="--record tests/conversations/test_talks.py"
"""

import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.glossary_search import GlossarySearch
from bot.storage import Storage
from bot.terminal_chat import TerminalChat
from conversations.flows.every import FLOWS

TALKS = sorted((Path(__file__).parent / "talks").glob("*.talk"))
GLOSSARY = GlossarySearch()
HEAD = re.compile(r"# (?P<today>\d{4}-\d\d-\d\d) (?P<who>.+)\n")


@pytest.mark.parametrize("file", TALKS, ids=lambda file: file.stem)
def test_talk(file: Path, tmp_path: Path, recorded: Callable[[Path, str], None]) -> None:
    before = file.read_text("utf-8")
    head = HEAD.match(before)
    assert head, f"{file.name} does not begin with a date and who talks"
    typed = re.findall(r"^> (.+)$", before, re.MULTILINE)
    held = hold(typed, date.fromisoformat(head["today"]), tmp_path / "talk.db")
    recorded(file, head[0] + held)


def hold(typed: list[str], today: date, database: Path) -> str:
    """What the terminal shows while these lines are typed."""
    screen = io.StringIO()
    storage = Storage(database)
    try:
        source = io.StringIO("".join(f"{line}\n" for line in typed))
        TerminalChat(storage, FLOWS, GLOSSARY, lambda: today, source, screen).run()
    finally:
        storage.close()
    return screen.getvalue()
