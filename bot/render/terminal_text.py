"""Documents and texts for a terminal of 80 columns."""

import textwrap
from collections.abc import Iterator

from conversations.document import (
    ActionItem,
    Alternative,
    Alternatives,
    Block,
    Chart,
    Checklist,
    Document,
    FormLine,
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

COLUMNS = 80


def document(shown: Document) -> str:
    """The document as text, no line longer than 80 columns."""
    return "\n\n".join("\n".join(block_lines(block)) for block in shown.blocks)


def wrapped(text: str, indent: str = "", first: str | None = None) -> list[str]:
    """Paragraphs of a text as lines; ``first`` indents the first one."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += textwrap.wrap(
            paragraph,
            COLUMNS,
            initial_indent=indent if first is None or lines else first,
            subsequent_indent=indent,
        ) or [(indent if first is None or lines else first).rstrip()]
    return lines


def block_lines(block: Block) -> list[str]:
    return list(_lines(block))


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading(text):
            title = wrapped(text.upper())
            yield from title
            yield "-" * max(map(len, title))
        case Paragraph(text):
            yield from wrapped(text)
        case KeyFigure(label, value):
            yield from wrapped(f"{label}: {value}")
        case Formula(steps):
            for step in steps:
                yield from _step(step)
        case FormLines(lines):
            for line in lines:
                yield from _form_line(line)
        case Checklist(items):
            for item in items:
                yield from action_item(item, "  ")
        case Alternatives(items):
            for number, way in enumerate(items):
                yield from [""] if number else []
                yield from _alternative(way)
        case Table():
            yield from _table(block)
        case Chart(shows):
            yield from wrapped(shows)
        case Note(text):
            yield from wrapped(text, "  ", "* ")
        case Sources(items):
            for source in items:
                yield from wrapped(f"{source.figure}: {source.authority}", "    ", "  ")


LEAST_LABEL = 28
"""Columns for what the rows of a table are called."""


def _table(table: Table) -> Iterator[str]:
    """Labels left and columns right; a row that does not fit in one line, line by line."""
    cells = [cell for row in table.rows for cell in row.values]
    most = (COLUMNS - LEAST_LABEL) // len(table.columns) - 2
    width = max(1, min(most, max(map(len, (*table.columns, *cells)))))
    left = COLUMNS - (width + 2) * len(table.columns)
    aligned = all(_fits(name, width) for name in table.columns)
    if table.title and not (aligned and _fits(f"  {table.title}", left)):
        yield from wrapped(table.title, "  ")
    if aligned:
        title = f"  {table.title}" if _fits(f"  {table.title}", left) else ""
        yield from _aligned(title if table.title else "", table.columns, width)
    for row in table.rows:
        left = COLUMNS - (width + 2) * len(row.values)
        fits = _fits(f"  {row.label}", left) and all(_fits(cell, width) for cell in row.values)
        if aligned and fits:
            yield from _aligned(f"  {row.label}", row.values, width)
        else:
            yield from wrapped(row.label, "    ", "  ")
            for column, value in zip(table.columns, row.values, strict=True):
                yield from wrapped(f"{column}: {value or '-'}", "      ", "    ")


def _fits(text: str, width: int) -> bool:
    return len(text) <= width and len(text.splitlines()) <= 1


def _aligned(label: str, values: tuple[str, ...], width: int) -> Iterator[str]:
    left = COLUMNS - (width + 2) * len(values)
    yield f"{label:<{left}}" + "".join(f"  {value or '-':>{width}}" for value in values)


def _step(step: Step) -> Iterator[str]:
    """Words left, amount right; on a line of its own where both do not fit."""
    yield from _with_figure(wrapped(step.words, "    ", "  "), step.value)


def _form_line(line: FormLine) -> Iterator[str]:
    words = wrapped(line.words, "       ", f"  {line.number:<4} ")
    yield from _with_figure(words, line.value or "(blank)")


def _with_figure(words: list[str], figure: str) -> Iterator[str]:
    last = f"{words[-1]}  {figure:>{max(1, COLUMNS - len(words[-1]) - 2)}}"
    yield from words[:-1]
    if len(last) <= COLUMNS:
        yield last
    else:
        yield words[-1]
        yield from (f"{line:>{COLUMNS}}" for line in wrapped(figure))


def _alternative(way: Alternative) -> Iterator[str]:
    yield from wrapped(way.title, "    ", "  ")
    for figure in way.figures:
        yield from _with_figure(wrapped(figure.words, "      ", "    "), figure.value)
    if way.needs:
        yield from wrapped(way.needs, "    ")
    if way.due:
        yield from wrapped(f"By {day(way.due)}", "    ")


def action_item(item: ActionItem, before: str) -> Iterator[str]:
    """With its box, after a number or an indent."""
    due = f" (by {day(item.due)})" if item.due else ""
    box = f"{before}[{'x' if item.done else ' '}] "
    indent = " " * len(box)
    yield from wrapped(f"{item.title}{due}", indent, box)
    if item.text:
        yield from wrapped(item.text, indent)
