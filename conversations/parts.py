"""A result in parts. Where not all of it can be seen at once, one of them is open at a time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from zlib import crc32

from conversations.document import Block, Document, FormLines, Heading, Note, Sources
from conversations.reports.for_the_cpa import method

MORE = "more"
"""Opened in the place of a part: everything else that can be tapped below a result."""

LINES = "Form 8606 lines"


@dataclass(frozen=True)
class Part:
    title: str
    blocks: tuple[Block, ...]
    folded: bool = False
    """Whether it is looked up rather than read: open only where somebody asks for it."""

    @property
    def mark(self) -> str:
        """By which a button names it."""
        return f"{crc32(self.title.encode()):08x}"


def parts(document: Document) -> tuple[Part, ...]:
    """What stands before the first heading, the sections, then what all of it closes with. What is
    looked up is put together."""
    closing = document.closing
    body = Document(document.blocks[: len(document.blocks) - len(closing)])
    head, *sections = body.sections
    every = [Part("The result in short", head)]
    for folded, run in groupby(sections, _is_looked_up):
        read = tuple(run)
        every += _looked_up(read) if folded else [Part(_title(one), one) for one in read]
    return (*every, *((Part("What to expect", closing),) if closing else ()))


def _is_looked_up(section: tuple[Block, ...]) -> bool:
    return any(isinstance(block, FormLines | Sources) for block in section)


def _looked_up(sections: tuple[tuple[Block, ...], ...]) -> Iterator[Part]:
    """The sources stand below the lines of one form, and apart from those of two."""
    forms = [section for section in sections if _has_lines(section)]
    if len(forms) == 1:
        yield Part(LINES, tuple(_with_method(sections)), folded=True)
        return
    if forms:
        yield Part(LINES, tuple(_with_method(forms)), folded=True)
    for section in sections:
        if section not in forms:
            yield Part(_title(section), section, folded=True)


def _has_lines(section: tuple[Block, ...]) -> bool:
    return any(isinstance(block, FormLines) for block in section)


def _with_method(sections: Iterable[tuple[Block, ...]]) -> Iterator[Block]:
    """How forms came about is said below them, and once where it is the same for two."""
    said: set[Note] = set()
    for section in sections:
        yield from section
        if _has_lines(section):
            yield from (note for note in method(section) if note not in said)
            said |= set(method(section))


def _title(section: tuple[Block, ...]) -> str:
    heading = section[0]
    assert isinstance(heading, Heading)
    return heading.text
