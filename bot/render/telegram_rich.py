"""Documents in the HTML of Telegram's rich messages: tables, and parts that open with a tap.

The tags are those of "Rich HTML style" (Bot API 10.1, InputRichMessage). A document is one
message or none: where it does not fit, it is sent plain, and nothing of it is left out.
"""

import re
from collections.abc import Iterable, Sequence
from html import escape, unescape

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
    Source,
    Sources,
    Step,
    Table,
)
from conversations.formats import day

MOST_TEXT = 32_768
"""Telegram says "UTF-8 characters", which may be bytes: they are counted here."""
MOST_BLOCKS = 500
"""Tables have one for each row, lists one for each item."""
MOST_COLUMNS = 20

_CLOSED = (Alternatives, FormLines, Sources)
"""What is opened with a tap, under its heading."""

_TAG = re.compile(r"<(/?)(\w+)[^>]*>")
_PARTS = frozenset(("b", "i", "br", "input", "th", "td", "caption", "summary"))
"""Of blocks."""


def document(shown: Document) -> str | None:
    """The message that shows all of it; None where there is nothing to show, or too much."""
    html = "\n".join(filter(None, map(_section, shown.sections)))
    return html if _fits(html) and all(map(_is_narrow, shown.blocks)) else None


def _fits(html: str) -> bool:
    text = unescape(_TAG.sub("", html))
    blocks = sum(not end and name not in _PARTS for end, name in _TAG.findall(html))
    return bool(text.strip()) and len(text.encode()) <= MOST_TEXT and blocks <= MOST_BLOCKS


def _is_narrow(block: Block) -> bool:
    return not isinstance(block, Table) or len(block.columns) < MOST_COLUMNS


def _section(blocks: Sequence[Block]) -> str:
    """A heading with what follows it. Sources are closed alone: what stands below them is about
    the whole result."""
    match blocks:
        case [Heading(text), *below] if any(isinstance(block, _CLOSED) for block in below):
            end = next((n for n, b in enumerate(below, 1) if isinstance(b, Sources)), len(below))
            return _closed(text, _blocks(below[:end])) + _blocks(below[end:])
        case _:
            return _blocks(blocks)


def _closed(title: str, html: str) -> str:
    summary = _element("summary", _line(title))
    return f"<details>{summary}{html}</details>" if summary and html else _heading(title) + html


def _blocks(blocks: Iterable[Block]) -> str:
    return "".join(map(_block, blocks))


def _block(block: Block) -> str:
    match block:
        case Heading(text):
            return _heading(text)
        case Paragraph(text) | Chart(text):
            return _element("p", _lines(text))
        case KeyFigure(label, value):
            return _element("h3", _figure(label, value))
        case Formula(steps):
            return _table("", map(_step, steps))
        case FormLines(lines):
            return _table("", map(_form_line, lines))
        case Checklist(items):
            return _element("ul", "".join(map(_item, items)))
        case Alternatives(items):
            return _table("", (row for way in items for row in _way(way)))
        case Table(columns, rows, title):
            head = _row(("",), map(_line, columns), cell="th")
            below = (_row((_line(row.label),), map(_line, row.values)) for row in rows)
            return _table(title, (head, *below))
        case Note(text):
            return _element("blockquote", _lines(text))
        case Sources(items):
            return _element("ul", "".join(map(_source, items)))


def _heading(text: str) -> str:
    return _element("h4", _line(text))


def _figure(label: str, value: str) -> str:
    return ": ".join(filter(None, (_line(label), _line(value))))


def _step(step: Step) -> str:
    return _row((_line(step.words),), (_element("b", _line(step.value)),))


def _form_line(line: FormLine) -> str:
    origin = _line(line.origin)
    words = " ".join(filter(None, (_line(line.label), origin and f"<i>({origin})</i>")))
    return _row((_line(line.number), words), (_line(line.value) or "(blank)",))


def _item(item: ActionItem) -> str:
    """Its title beside the box; when it is due and what to do below it."""
    due = f"<i>by {day(item.due)}</i>" if item.due else ""
    words = "<br>".join(filter(None, (_element("b", _line(item.title)), due, _lines(item.text))))
    box = '<input type="checkbox" checked>' if item.done else '<input type="checkbox">'
    return _element("li", words and box + words)


def _way(way: Alternative) -> Iterable[str]:
    """Below each other, so that no phone has to scroll sideways."""
    yield _element("tr", _element("th", _line(way.title), 'colspan="2" align="left"'))
    yield from map(_step, way.figures)
    needs = " ".join(filter(None, (_line(way.needs), f"by {day(way.due)}" if way.due else "")))
    yield _element("tr", _element("td", _element("i", needs), 'colspan="2"'))


def _source(source: Source) -> str:
    return _element("li", _figure(source.figure, source.authority))


def _table(title: str, rows: Iterable[str]) -> str:
    below = "".join(rows)
    caption = _element("caption", _line(title))
    return f"<table bordered striped>{caption}{below}</table>" if below else _heading(title)


def _row(words: Iterable[str], amounts: Iterable[str], cell: str = "td") -> str:
    """A line of a table, unless it is empty."""
    left, right = list(words), list(amounts)
    cells = [f"<{cell}>{text}</{cell}>" for text in left]
    cells += [f'<{cell} align="right">{text}</{cell}>' for text in right]
    return _element("tr", "".join(cells) if any((*left, *right)) else "")


def _element(tag: str, content: str, attributes: str = "") -> str:
    """Nothing where there is nothing to show."""
    opening = f"{tag} {attributes}".strip()
    return f"<{opening}>{content}</{tag}>" if content else ""


def _line(text: str) -> str:
    """Where one line is all there can be."""
    return escape(" ".join(text.split("\n")).strip(), quote=False)


def _lines(text: str) -> str:
    return escape(text.strip(), quote=False).replace("\n", "<br>")
