"""The one place that draws: results on paper as PDF, their charts as PNG.

What is drawn is data first, so that it can wait in the database and be drawn when it is sent: the
same data give the same bytes. Typst sets it, from the templates and fonts in ``drawn``; it is
imported with the first drawing, and drawing belongs in a thread.
"""

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from bot.render.blocks import charts, of_document, text
from bot.render.calendar_file import calendar_file
from conversations.document import Document, Paper
from conversations.formats import day
from conversations.replies import Calendar

if TYPE_CHECKING:
    import typst

FOLDER = Path(__file__).parent / "drawn"
FONTS = FOLDER / "fonts"

PIXELS_PER_INCH = 216
"""1,080 pixels for the 360 points of ``picture.typ``."""

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


_ONE_AT_A_TIME = Lock()


def draw(drawing: Drawing) -> bytes:
    """The bytes of a file. Raises RuntimeError where it cannot be drawn."""
    if drawing.template is Template.CALENDAR:
        data = json.loads(drawing.data)
        return calendar_file(data["dates"], date.fromisoformat(data["day"]))
    if drawing.template is Template.TEXT:
        return drawing.data.encode()
    inputs = {"data": drawing.data}
    with _ONE_AT_A_TIME:
        compiler = _compiler(drawing.template)
        match drawing.template:
            case Template.PAPER:
                drawn = _pdf(compiler, inputs)
            case Template.PICTURE:
                drawn = compiler.compile(format="png", sys_inputs=inputs, ppi=PIXELS_PER_INCH)
    assert isinstance(drawn, bytes)
    return drawn


def _pdf(compiler: "typst.Compiler", inputs: dict[str, str]) -> object:
    """Accessible as PDF/UA-1 asks; tagged all the same where it holds a sign that no font has,
    which that does not allow."""
    try:
        return compiler.compile(
            format="pdf", sys_inputs=inputs, timestamp=0, pdf_standards=["ua-1"]
        )
    except RuntimeError:
        return compiler.compile(format="pdf", sys_inputs=inputs, timestamp=0)


def pages(drawing: Drawing, pixels_per_inch: float) -> list[bytes]:
    """Each page as a PNG, to be looked at."""
    with _ONE_AT_A_TIME:
        drawn = _compiler(drawing.template).compile(
            format="png", sys_inputs={"data": drawing.data}, ppi=pixels_per_inch
        )
    return [drawn] if isinstance(drawn, bytes) else list(filter(None, drawn or ()))


@cache
def _looks() -> str:
    """Of the templates: a release that changes them draws anew."""
    every = b"".join(file.read_bytes() for file in sorted(FOLDER.glob("*.typ")))
    return sha256(every).hexdigest()


@cache
def _compiler(template: Template) -> "typst.Compiler":
    import typst  # its 81 MB are of no use to whoever only talks

    return typst.Compiler(
        FOLDER / f"{template}.typ", root=FOLDER, font_paths=[FONTS], ignore_system_fonts=True
    )
