"""Documents and texts in Telegram's HTML, in messages that Telegram accepts.

A message holds 4,096 characters after its markup is read (Bot API, sendMessage). A document is
split between its blocks, a heading staying with what it heads; a block too long for any message is
split between its lines.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape, unescape
from itertools import chain, groupby

from conversations.document import (
    ActionItem,
    Alternatives,
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
    Table,
)
from conversations.formats import day
from conversations.replies import Card, Group, Tasks

LONGEST_MESSAGE = 4096
LONGEST_CAPTION = 1024
"""Of a file (Bot API, sendPhoto)."""
LINE_OF_A_PHONE = 40
"""Characters."""
LONGEST_LINE = 600
"""Characters of one line before it is escaped; escaping makes of one character six at most."""


@dataclass(frozen=True)
class Piece:
    """Lines that stand together in one element."""

    lines: tuple[str, ...]
    opening: str = ""
    closing: str = ""

    def __str__(self) -> str:
        """Empty where no line has anything to show: Telegram refuses empty messages."""
        if not any(line.strip() for line in self.lines):
            return ""
        return self.opening + "\n".join(self.lines) + self.closing


def document(shown: Document) -> list[str]:
    """As few messages as show the document, each within Telegram's limit."""
    return _packed(list(_sections(shown.blocks)))


def chunks(blocks: Sequence[Block]) -> list[str]:
    """What of them is not to be split, each within Telegram's limit. In a message an empty line
    stands between two."""
    return [chunk for section in _sections(blocks) for chunk in _whole(section) if chunk.strip()]


def messages(text: str) -> list[str]:
    """The messages that show a plain text."""
    return _packed([list(_halved(Piece(_plain(part)))) for part in text.split("\n\n")])


def card(shown: Card) -> list[str]:
    """The messages that show answers, each section in one piece."""
    words = [_plain(text) for text in (shown.note, shown.text) if text]
    groups = [tuple(_group(group)) for group in shown.groups]
    return _packed([list(_halved(Piece(lines))) for lines in (*words, *groups)])


def line(name: str, value: str) -> str:
    """An answer by itself."""
    return "\n".join(_figure(name, value))


def caption(sentences: Sequence[str]) -> str:
    """As many of the first as fit below a picture."""
    shown = ""
    for sentence in sentences:
        longer = "\n".join(filter(None, (shown, *_plain(sentence))))
        if not fits(longer, LONGEST_CAPTION):
            break
        shown = longer
    return shown


def tasks(shown: Tasks) -> list[str]:
    """The messages that show a list to tick."""
    pieces = (
        Piece((*_titled(task.item), *(_plain(task.item.text) if task.item.text else ())))
        for task in shown.items
    )
    return _packed([list(_halved(piece)) for piece in (Piece(_plain(shown.text)), *pieces)])


BOXES = {False: "☐", True: "✅"}
"""Before what is to be done, and what is."""


def _titled(item: ActionItem) -> Iterator[str]:
    yield from _styled(f"{BOXES[item.done]} <b>", item.title, "</b>")
    if item.due:
        yield from _styled("<i>by ", day(item.due), "</i>")


def _to_do(items: Sequence[ActionItem]) -> Iterator[str]:
    """Apart from each other where there are words to them."""
    for number, item in enumerate(items):
        if number and items[number - 1].text:
            yield ""
        yield from _titled(item)
        yield from _plain(item.text) if item.text else ()


def _group(group: Group) -> Iterator[str]:
    yield from _styled("<b>", group.title, "</b>")
    for line in group.lines:
        yield from _figure(line.name, line.value)


def _sections(blocks: Sequence[Block]) -> Iterator[list[Piece]]:
    """Blocks as pieces; headings in front of the block that they head, and figures that follow
    each other without anything between."""
    headings: list[Piece] = []
    for kind, run in groupby(blocks, type):
        pieces = list(map(_piece, run))
        if kind is Heading:
            headings += (half for piece in pieces for half in _halved(piece))
            continue
        if kind is KeyFigure:
            together = Piece(tuple(line for piece in pieces for line in piece.lines))
            pieces = [together] if fits(str(together), LONGEST_MESSAGE) else pieces
        for piece in pieces:
            yield [*headings, *_halved(piece)]
            headings = []
    if headings:
        yield headings


def _piece(block: Block) -> Piece:
    match block:
        case Heading(text):
            return Piece(_styled("<b>", text, "</b>"))
        case Paragraph(text):
            return Piece(_plain(text))
        case KeyFigure(label, value):
            return Piece(_figure(label, value))
        case Formula(steps):
            return Piece(tuple(line for step in steps for line in _figure(step.words, step.value)))
        case FormLines(lines):
            figures = (
                _figure(f"{line.number}  {line.words}", line.value or "(blank)") for line in lines
            )
            return Piece(tuple(chain.from_iterable(figures)), "<blockquote>", "</blockquote>")
        case Checklist(items):
            return Piece(tuple(_to_do(items)))
        case Alternatives(items):
            return Piece(
                tuple(
                    line
                    for item in items
                    for line in (
                        *_styled("<b>", item.title, "</b>"),
                        *(line for row in item.figures for line in _figure(row.words, row.value)),
                        *(_plain(item.needs) if item.needs else ()),
                        *(_styled("<i>by ", day(item.due), "</i>") if item.due else ()),
                        "",
                    )
                )[:-1]
            )
        case Table(columns, rows, title):
            heading = _styled("<b>", title, "</b>") if title else ()
            return Piece(
                heading
                + tuple(
                    line
                    for row in rows
                    for line in (
                        *_styled("<b>", row.label, "</b>"),
                        *_beside(columns, row.values),
                    )
                )
            )
        case Chart(shows):
            return Piece(_plain(shows))
        case Note(text):
            return Piece(_plain(f"• {text}"))
        case Sources(items):
            named = (
                line for source in items for line in _plain(f"{source.figure}: {source.authority}")
            )
            return Piece(tuple(named), "<blockquote>", "</blockquote>")


def _beside(columns: Sequence[str], values: Sequence[str]) -> Iterator[str]:
    """On one line of a phone, where they fit it."""
    cells = [f"{name}: {value or 'none'}" for name, value in zip(columns, values, strict=True)]
    together = " · ".join(cells)
    for line in [together] if len(together) <= LINE_OF_A_PHONE else cells:
        yield from _plain(line)


def _figure(label: str, value: str) -> tuple[str, ...]:
    """Words and an amount, on one line unless they are long."""
    if len(label) + len(value) <= LONGEST_LINE and "\n" not in label + value:
        return (f"{_plain(label)[0]}: {_styled('<b>', value, '</b>')[0]}",)
    return (*_plain(label), *_styled("<b>", value, "</b>"))


def _plain(text: str) -> tuple[str, ...]:
    return _styled("", text, "")


def _styled(opening: str, text: str, closing: str) -> tuple[str, ...]:
    """A text as escaped lines, each in its own element and short enough to be moved about."""
    lines = text.split("\n")
    if len(text) > LONGEST_LINE:
        lines = [part for line in lines for part in _parts(line)]
    return tuple(
        [
            f"{opening}{escape(line, quote=False)}{closing}" if line.strip() else line
            for line in lines
        ]
    )


def _parts(line: str) -> Sequence[str]:
    starts = range(0, len(line), LONGEST_LINE)
    return [line[start : start + LONGEST_LINE] for start in starts] or [line]


_MARKUP = re.compile("<[^>]*>")


def length(html: str) -> int:
    """As Telegram counts: UTF-16 code units of what is left once the markup is read."""
    return len(unescape(_MARKUP.sub("", html)).encode("utf-16-le")) // 2


def fits(html: str, longest: int) -> bool:
    """Whether it is no longer: seen at once where it would not be if all of it were read, and each
    character took two code units."""
    return 2 * len(html) <= longest or length(html) <= longest


def _halved(piece: Piece) -> Iterator[Piece]:
    """The piece, or halves of halves of it that each fit a message."""
    if len(piece.lines) == 1 or fits(str(piece), LONGEST_MESSAGE):
        yield piece
        return
    middle = len(piece.lines) // 2
    for lines in (piece.lines[:middle], piece.lines[middle:]):
        yield from _halved(Piece(lines, piece.opening, piece.closing))


def _whole(section: list[Piece]) -> list[str]:
    """In one, where it fits a message."""
    whole = "\n".join(map(str, section))
    return [whole] if fits(whole, LONGEST_MESSAGE) else list(map(str, section))


def _packed(sections: list[list[Piece]]) -> list[str]:
    """Sections put into as few messages as hold them, in order."""
    packed: list[str] = []
    for section in sections:
        for part in _whole(section):
            together = f"{packed[-1]}\n\n{part}" if packed else part
            if packed and fits(together, LONGEST_MESSAGE):
                packed[-1] = together
            else:
                packed.append(part)
    return [text for text in packed if text.strip()]
