"""What is drawn: results on paper as PDF, their charts as PNG.

It is data first, so that it can wait in the database and be drawn when it is sent: the same data
give the same bytes.
"""

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from hashlib import sha256
from pathlib import Path

from bot.render.blocks import charts, of_document, text
from bot.render.calendar_file import calendar_file
from conversations.document import Document, Paper
from conversations.formats import day
from conversations.replies import Calendar

TEMPLATES = Path(__file__).parent / "drawn"

ESTIMATE = "An estimate for education, not tax advice"


class Template(StrEnum):
    PAPER = "paper"
    """A PDF."""
    PICTURE = "picture"
    """A PNG."""
    CALENDAR = "calendar"
    """An ICS: nothing is drawn, but it waits and is sent as the others are."""
    TEXT = "text"
    """As it is."""


@dataclass(frozen=True)
class Drawing:
    template: Template
    data: str
    """JSON; of a text, itself."""

    @property
    def mark(self) -> str:
        """The same for the same picture or paper."""
        return sha256(f"{_looks()} {self.template} {self.data}".encode()).hexdigest()[:32]


def on_paper(paper: Paper) -> Drawing:
    """Pages of Letter size."""
    return _drawing(
        Template.PAPER,
        title=text(paper.title),
        about=text(paper.about),
        reference=text(paper.reference),
        day=day(paper.day),
        edition=text(paper.edition),
        closing=ESTIMATE,
        blocks=of_document(paper.document),
    )


def picture(document: Document, dark: bool = False) -> Drawing:
    """All its charts below each other, to be looked at on a phone."""
    return _drawing(
        Template.PICTURE, dark=dark, charts=list(charts(document)), closing=f"{ESTIMATE}."
    )


def in_a_calendar(calendar: Calendar) -> Drawing:
    return _drawing(
        Template.CALENDAR,
        day=calendar.day.isoformat(),
        dates=[
            {"mark": one.mark, "title": one.title, "text": one.text, "due": one.due.isoformat()}
            for one in calendar.dates
        ],
    )


def as_it_is(text: str) -> Drawing:
    """A text as a file."""
    return Drawing(Template.TEXT, text)


def _drawing(template: Template, **data: object) -> Drawing:
    return Drawing(template, json.dumps(data, ensure_ascii=False))


def draw(drawing: Drawing) -> bytes:
    """The bytes of a file, drawn in this process; ``drawing_process`` has one for it. Raises
    RuntimeError where it cannot be drawn."""
    match drawing.template:
        case Template.TEXT:
            return drawing.data.encode()
        case Template.CALENDAR:
            data = json.loads(drawing.data)
            return calendar_file(data["dates"], date.fromisoformat(data["day"]))
        case Template.PAPER | Template.PICTURE:
            from bot.render.typesetting import typeset  # its 90 MB are of no use before

            return typeset(drawing.template, drawing.data)


@cache
def _looks() -> str:
    """Of the templates: a release that changes them draws anew."""
    every = b"".join(file.read_bytes() for file in sorted(TEMPLATES.glob("*.typ")))
    return sha256(every).hexdigest()
