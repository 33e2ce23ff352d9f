"""Whole talks as transcripts, the way the terminal shows them on piped input.

A ``.talk`` file begins with the pretended date and a line on who talks; what the person types
follows a ``>``. Record anew what a change has altered, and read the difference::

    make test ARGS="--record tests/conversations/test_talks.py"

The 25 questions that people ask most have a talk each, ``q01_...`` to ``q25_...``: somebody who has
that question, fear or mistake meets it where it belongs, and gets to the end. ``talks/README.md``
lists them; it is recorded too. The ``vector_...`` talks are sums from public threads.
"""

import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.glossary_search import GlossarySearch
from bot.keeping.storage import Storage
from bot.terminal.chat import TerminalChat
from conversations.flows.every import FLOWS
from tests.bot.a_key import MASTERS

TALKS = sorted((Path(__file__).parent / "talks").glob("*.talk"))
OF_QUESTIONS = [file for file in TALKS if re.match(r"q\d\d_", file.name)]
GLOSSARY = GlossarySearch()
HEAD = re.compile(r"# (?P<today>\d{4}-\d\d-\d\d) (?P<who>.+)\n")
OF_A_QUESTION = re.compile(r"Question (?P<number>\d+), (?P<question>.+?\?) (?P<who>.+)")
INDEX = """# The 25 questions that people ask most, and their talks

| | asked | talk |
| --: | -- | -- |
"""


@pytest.mark.parametrize("file", TALKS, ids=lambda file: file.stem)
def test_talk(file: Path, tmp_path: Path, recorded: Callable[[Path, str], None]) -> None:
    before = file.read_text("utf-8")
    head = HEAD.match(before)
    assert head, f"{file.name} does not begin with a date and who talks"
    typed = re.findall(r"^> (.+)$", before, re.MULTILINE)
    held = hold(typed, date.fromisoformat(head["today"]), tmp_path / "talk.db")
    recorded(file, head[0] + held)


@pytest.mark.parametrize("file", OF_QUESTIONS, ids=lambda file: file.stem)
def test_a_question_is_asked_and_the_talk_gets_to_the_end(file: Path) -> None:
    talk = file.read_text("utf-8")
    assert "\nSource: " in talk, "nothing is asked back"
    assert "under the rules for" in re.sub(r"\s+", " ", talk), "no result is shown"


def test_each_of_the_25_questions_has_one_talk(recorded: Callable[[Path, str], None]) -> None:
    heads = [HEAD.match(file.read_text("utf-8")) for file in OF_QUESTIONS]
    found = [OF_A_QUESTION.fullmatch(head["who"]) for head in heads if head]
    named = [f"q{int(each['number']):02}" if each else "no question" for each in found]
    assert named == [file.name[:3] for file in OF_QUESTIONS]
    assert named == [f"q{number:02}" for number in range(1, 26)]
    rows = (
        f"| {each['number']} | {each['question']} | [{each['who']}]({file.name}) |\n"
        for file, each in zip(OF_QUESTIONS, found, strict=True)
        if each
    )
    recorded(Path(__file__).parent / "talks" / "README.md", INDEX + "".join(rows))


def hold(typed: list[str], today: date, database: Path) -> str:
    """What the terminal shows while these lines are typed."""
    screen = io.StringIO()
    storage = Storage(database, MASTERS)
    try:
        source = io.StringIO("".join(f"{line}\n" for line in typed))
        TerminalChat(storage, FLOWS, GLOSSARY, lambda: today, source, screen).run()
    finally:
        storage.close()
    return screen.getvalue()
