"""What a result is made of. No markup, no channel: renderers draw it."""

from dataclasses import dataclass
from datetime import date


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


@dataclass(frozen=True)
class Checklist:
    items: tuple[ActionItem, ...]


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
    | Note
    | Sources
)


@dataclass(frozen=True)
class Document:
    blocks: tuple[Block, ...]
