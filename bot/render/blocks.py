"""Documents as the data that templates draw: every text ready to be set as it stands."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from bot.render.plots import Piece, pieces
from conversations.document import (
    Alternative,
    Alternatives,
    Bar,
    Block,
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
    Step,
    Table,
)
from conversations.formats import day

Data = dict[str, Any]

LONGEST_WORD = 24
"""Characters, before a line may be broken inside it."""

_LONG = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S)")
_MAY_BREAK = "\u200b"


def text(words: str) -> str:
    """Without what cannot be seen and what turns the direction of all that follows; long words
    may be broken."""
    if not (words.isascii() and words.isprintable()):
        words = "".join(filter(_is_seen, words))
    return _LONG.sub(lambda long: long[0] + _MAY_BREAK, words)


def _is_seen(character: str) -> bool:
    return character == "\n" or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co")


def of_document(document: Document) -> list[Data]:
    """Its blocks in order; the first of its key figures is marked as the first, and short tables
    stand beside each other."""
    first = next((block for block in document.blocks if isinstance(block, KeyFigure)), None)
    drawn: list[Data] = []
    for are_tables, run in groupby(document.blocks, _is_short_table):
        blocks = list(run)
        data = [
            of_block(block) | ({"first": block is first} if isinstance(block, KeyFigure) else {})
            for block in blocks
        ]
        drawn += _halved(data) if are_tables and len(data) > 1 else data
    return drawn


MOST_ROWS = 20
"""Of a table that stands beside others; each has two columns."""


def _is_short_table(block: Block) -> bool:
    return isinstance(block, Table) and len(block.columns) == 2 and len(block.rows) <= MOST_ROWS


def _halved(tables: list[Data]) -> list[Data]:
    """In two columns of about the same length."""
    lengths = [len(table["rows"]) + 2 for table in tables]
    split = min(range(1, len(tables)), key=lambda n: (max(sum(lengths[:n]), sum(lengths[n:])), n))
    return [{"block": "tables", "halves": [tables[:split], tables[split:]]}]


TOGETHER = 3_000
"""Characters of a table that stays on one page."""


def of_block(block: Block) -> Data:
    match block:
        case Heading(words):
            return {"block": "heading", "text": text(words)}
        case Paragraph(words):
            return {"block": "paragraph", "text": text(words)}
        case KeyFigure(label, value):
            return {"block": "key-figure", "label": text(label), "value": text(value)}
        case Formula(steps):
            return {
                "block": "formula",
                "together": sum(len(step.words + step.value) for step in steps) < TOGETHER,
                "steps": _steps(steps),
            }
        case FormLines(lines):
            return {
                "block": "form-lines",
                "together": sum(len(line.words + line.value) for line in lines) < TOGETHER,
                "lines": [
                    {
                        "number": text(line.number),
                        "label": text(line.label),
                        "value": text(line.value),
                        "origin": text(line.origin),
                    }
                    for line in lines
                ],
            }
        case Checklist(items, if_done, if_open):
            return {
                "block": "checklist",
                # What has more to say than titles may go on on the next page.
                "together": not any(item.text for item in items)
                and sum(len(item.title) for item in items) < TOGETHER,
                "items": [
                    {
                        "title": text(item.title),
                        "text": text(item.text),
                        "due": _day(item.due),
                        "done": item.done,
                        "status": text(if_done if item.done else if_open),
                    }
                    for item in items
                ],
            }
        case Alternatives(items):
            return {
                "block": "alternatives",
                "together": sum(map(_length, items)) < TOGETHER,
                "items": [
                    {
                        "title": text(way.title),
                        "figures": _steps(way.figures),
                        "needs": text(way.needs),
                        "due": _day(way.due),
                    }
                    for way in items
                ],
            }
        case Table(columns, rows, title):
            return {
                "block": "table",
                "together": sum(len(row.label) + sum(map(len, row.values)) for row in rows)
                < TOGETHER,
                "title": text(title),
                "columns": list(map(text, columns)),
                "rows": [
                    {"label": text(row.label), "values": list(map(text, row.values))}
                    for row in rows
                ],
            }
        case Chart():
            return of_chart(block)
        case Note(words):
            return {"block": "note", "text": text(words)}
        case Sources(items):
            return {
                "block": "sources",
                "items": [
                    {"figure": text(item.figure), "authority": text(item.authority)}
                    for item in items
                ],
            }


def _length(way: Alternative) -> int:
    figures = (f"{step.words}{step.value}" for step in way.figures)
    return sum(map(len, (way.title, way.needs, *figures)))


def of_chart(chart: Chart) -> Data:
    bars = zip(chart.bars, pieces(chart), strict=True)
    return {
        "block": "chart",
        "shows": text(chart.shows),
        "values": text(chart.values),
        "bars": [_bar(bar, drawn) for bar, drawn in bars],
    }


def charts(document: Document) -> Iterator[Data]:
    """Those of a document, each with the heading it stands under."""
    under = ""
    for block in document.blocks:
        if isinstance(block, Heading):
            under = block.text
        elif isinstance(block, Chart):
            yield of_chart(block) | {"under": text(under)}


def _bar(bar: Bar, drawn: tuple[Piece, ...]) -> Data:
    return {
        "label": text(bar.label),
        "value": text(bar.value),
        "parts": [
            {"sort": part.sort.value, "label": text(part.label), "value": text(part.value)}
            for part in bar.parts
        ],
        "pieces": [
            {"sort": piece.sort.value, "share": piece.share, "sure": piece.sure} for piece in drawn
        ],
    }


def _steps(steps: tuple[Step, ...]) -> list[Data]:
    return [{"words": text(step.words), "value": text(step.value)} for step in steps]


def _day(due: date | None) -> str | None:
    return None if due is None else day(due)
