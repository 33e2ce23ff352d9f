"""Reading a document in a test."""

from collections.abc import Iterator

from conversations.document import (
    Alternatives,
    Chart,
    Checklist,
    Document,
    FormLines,
    Formula,
    Heading,
    KeyFigure,
    Note,
    Paragraph,
    Sources,
    Table,
)
from conversations.formats import day


def words(document: Document) -> Iterator[str]:
    """The texts of a document, in the order in which they have to be shown."""
    for block in document.blocks:
        match block:
            case Heading(text) | Paragraph(text) | Note(text):
                yield text
            case KeyFigure(label, value):
                yield from (label, value)
            case Formula(steps):
                for step in steps:
                    yield from (step.words, step.value)
            case FormLines(lines):
                for line in lines:
                    yield from (line.number, line.label, line.origin, line.value)
            case Checklist(items):
                for item in items:
                    yield from (item.title, day(item.due) if item.due else "", item.text)
            case Alternatives(items):
                for way in items:
                    yield way.title
                    for step in way.figures:
                        yield from (step.words, step.value)
                    yield from (way.needs, day(way.due) if way.due else "")
            case Table(rows=rows, title=title):
                yield title
                for row in rows:
                    yield from (row.label, *row.values)
            case Chart(shows):
                yield shows
            case Sources(items):
                for source in items:
                    yield from (source.figure, source.authority)
