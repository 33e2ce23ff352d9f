"""What a result is made of. No markup, no channel: renderers draw it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from itertools import takewhile

from conversations.ranges import Range


@dataclass(frozen=True)
class Heading:
    text: str


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class KeyFigure:
    """The number that people came for."""

    label: str
    value: str
    short: str = ""
    """What it is called beside that of another person or result, where the label says more."""

    @property
    def name(self) -> str:
        return self.short or self.label


@dataclass(frozen=True)
class Step:
    """One step of a sum: what it is, and what it comes to."""

    words: str
    value: str


@dataclass(frozen=True)
class Formula:
    """A sum in words, with the person's own figures."""

    steps: tuple[Step, ...]


@dataclass(frozen=True)
class FormLine:
    number: str
    label: str
    value: str
    """Empty where the form leaves the line blank."""
    origin: str
    """How the amount came about."""

    @property
    def words(self) -> str:
        """What the line is, and where its amount comes from."""
        return f"{self.label} ({self.origin})" if self.origin else self.label


@dataclass(frozen=True)
class FormLines:
    """Lines of a tax form, in its order."""

    lines: tuple[FormLine, ...]


@dataclass(frozen=True)
class ActionItem:
    """Something to do, and by when."""

    title: str
    text: str
    due: date | None = None
    key: str = ""
    """By which it is known again whatever its words are; without one it cannot be ticked off."""
    done: bool = False


@dataclass(frozen=True)
class Checklist:
    items: tuple[ActionItem, ...]
    if_done: str = "done"
    """What a ticked item is, in a word."""
    if_open: str = ""
    """What any other is; empty where its empty box says it."""


@dataclass(frozen=True)
class Alternative:
    """One of several ways, with what it comes to, what it needs, and by when."""

    title: str
    figures: tuple[Step, ...]
    needs: str = ""
    due: date | None = None


@dataclass(frozen=True)
class Alternatives:
    """Ways side by side."""

    items: tuple[Alternative, ...]


@dataclass(frozen=True)
class Row:
    """What is compared, and what it is in each column."""

    label: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Columns side by side, each under its name: people, years, results."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    title: str = ""
    """What the rows are about."""


class Sort(StrEnum):
    """What dollars are, so that the same are drawn alike everywhere."""

    TAXABLE = "taxable"
    TAX_FREE = "tax-free"
    LATER = "later"
    """Taxable, in another year."""
    OWN = "own"
    EMPLOYER = "employer"
    ROOM = "room"
    """Not used so far, and open."""
    CLOSED = "closed"
    """Not to be used."""


@dataclass(frozen=True)
class Part:
    """Dollars of one sort, from the least to the most that they can be."""

    sort: Sort
    label: str
    value: str
    """The amount as it is written."""
    amount: Range


@dataclass(frozen=True)
class Bar:
    """Dollars, in parts."""

    label: str
    value: str
    """What all of it comes to, as it is written."""
    parts: tuple[Part, ...]
    whole: Decimal | None = None
    """What the parts fill together, whatever each of them is; None where bars are compared."""


@dataclass(frozen=True)
class Chart:
    """Bars below each other: each as long as its whole, or all to one scale."""

    shows: str
    """The sentence that it shows: what stands for it where nothing is drawn."""
    bars: tuple[Bar, ...]
    values: str = ""
    """What the value of each bar is, where there are many bars of the same parts: this and the
    names of the parts are then said once, above them."""


@dataclass(frozen=True)
class Note:
    """What deserves attention beside the number."""

    text: str


@dataclass(frozen=True)
class Source:
    """A figure that was used, and the authority for it."""

    figure: str
    authority: str


@dataclass(frozen=True)
class Sources:
    items: tuple[Source, ...]


Block = (
    Heading
    | Paragraph
    | KeyFigure
    | Formula
    | FormLines
    | Checklist
    | Alternatives
    | Table
    | Chart
    | Note
    | Sources
)


@dataclass(frozen=True)
class Document:
    blocks: tuple[Block, ...]

    @property
    def sections(self) -> tuple[tuple[Block, ...], ...]:
        """What stands before the first heading, then each heading with what follows it."""
        starts = [n for n, block in enumerate(self.blocks) if isinstance(block, Heading)]
        ends = (*starts, len(self.blocks))
        return tuple(self.blocks[i:j] for i, j in zip((0, *starts), ends, strict=True))

    @property
    def closing(self) -> tuple[Note, ...]:
        """The notes that it ends with: they are about all of it."""
        last = takewhile(lambda block: isinstance(block, Note), reversed(self.blocks))
        return tuple(note for note in last if isinstance(note, Note))[::-1]

    @cached_property
    def charts(self) -> tuple[Chart, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Chart))

    @property
    def key_figures(self) -> tuple[KeyFigure, ...]:
        return tuple(block for block in self.blocks if isinstance(block, KeyFigure))


@dataclass(frozen=True)
class Paper:
    """A document to take along."""

    title: str
    reference: str
    """By which it can be told from others, and the same answers known again; empty for none."""
    day: date
    """On which it was worked out."""
    edition: str
    """Of the figures that were used."""
    document: Document
    about: str = "Summary for a CPA"
    """What it is, below its title."""
