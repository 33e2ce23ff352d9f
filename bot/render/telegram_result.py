"""A result on Telegram, in two messages whatever it holds.

The first is the number and its sum, below the picture where there is one. The second is what there
is to know and to do; what is looked up, and what has no room in it, is opened in its place.
"""

from dataclasses import dataclass, replace
from html import escape

from bot.render.telegram_html import LONGEST_CAPTION, LONGEST_MESSAGE, chunks, length
from conversations.document import Chart, Checklist, Document, Formula, Heading, Table
from conversations.parts import Part, parts
from conversations.to_do import TO_DO

COMFORTABLE = 2_800
"""Characters of the second message: about three screens of a phone. More is opened by who wants
it."""

MOST_CLOSING = 1_000
"""Characters of what a result closes with, to stand in the second message in any case."""

BETWEEN = "\n\n"
"""What a message has between its chunks."""

TOO_MUCH = "There is more to this result than fits here: choose a part of it."


@dataclass(frozen=True)
class TwoMessages:
    """Telegram's HTML."""

    first: str
    """Empty where there is nothing for it."""
    second: str
    behind: tuple[Part, ...]
    """What is not in them, or only begun: to be opened."""


def longest_first(document: Document) -> int:
    """Characters of the first message."""
    return LONGEST_CAPTION if document.charts else LONGEST_MESSAGE


def in_two_messages(document: Document) -> TwoMessages:
    """Whole parts, in order, as far as there is room; what is to be done is named in any case."""
    every, closing = _without_closing(document)
    head, *rest = every
    to_begin_with = [head, *([rest.pop(0)] if rest and _shows_the_sum(rest[0]) else [])]
    first = _Message(longest_first(document))
    second = _Message(COMFORTABLE, closing)
    behind: list[Part] = []
    for part in to_begin_with:
        for chunk in chunks(part.blocks):
            # Nothing goes back to the first once something of it stands in the second.
            if second.empty and first.takes(chunk):
                continue
            if not second.takes(chunk) and part not in behind:
                behind.append(part)
    places = [second.place(_titles(part)) for part in rest]
    for part, place in zip(rest, places, strict=True):
        if part.folded or (not second.takes(_all_of(part), place) and not _is_to_do(part)):
            behind.append(part)
    return TwoMessages(str(first), str(second) or TOO_MUCH, tuple(behind))


class _Message:
    def __init__(self, longest: int, closing: str = "") -> None:
        self._chunks: list[str] = []
        self._taken: list[int] = []
        """By each of them."""
        self._closing = closing
        self._room = longest + len(BETWEEN) - _takes(closing)

    def __str__(self) -> str:
        return BETWEEN.join(filter(None, (*self._chunks, self._closing)))

    @property
    def empty(self) -> bool:
        return not any(self._chunks)

    def place(self, for_now: str) -> int:
        """Where something is to stand; until it does, what stands there ``for_now`` if it fits."""
        self._chunks.append("")
        self._taken.append(0)
        place = len(self._chunks) - 1
        self.takes(for_now, place)
        return place

    def takes(self, chunk: str, place: int | None = None) -> bool:
        """All of it, or nothing."""
        place = self.place("") if place is None else place
        taken = _takes(chunk)
        fits = sum(self._taken) - self._taken[place] + taken <= self._room
        if fits:
            self._chunks[place], self._taken[place] = chunk, taken
        return fits


def _takes(chunk: str) -> int:
    """Characters, with what stands between it and the next one."""
    return length(chunk) + len(BETWEEN) if chunk else 0


def _without_closing(document: Document) -> tuple[tuple[Part, ...], str]:
    """The parts, and what stands below them."""
    every = parts(document)
    closing = _all_of(every[-1]) if document.closing else ""
    if not closing or length(closing) > MOST_CLOSING:
        return every, ""
    return every[:-1], closing


def _shows_the_sum(part: Part) -> bool:
    return any(isinstance(block, Formula | Table | Chart) for block in part.blocks)


def _all_of(part: Part) -> str:
    return "\n\n".join(chunks(part.blocks))


def _is_to_do(part: Part) -> bool:
    """Whether the list to tick, which has a button of its own, holds all of it."""
    items = [item for one in part.blocks if isinstance(one, Checklist) for item in one.items]
    return bool(items) and all(item.key for item in items)


def _titles(part: Part) -> str:
    """Of the lists in it, what is to be done and when; empty without any."""
    lists = [block for block in part.blocks if isinstance(block, Checklist)]
    if not lists:
        return ""
    items = (replace(item, text="") for one in lists for item in one.items)
    headings = [block for block in part.blocks if isinstance(block, Heading)]
    button = TO_DO.label if _is_to_do(part) else part.title
    in_full = f"<i>In full below: {escape(button, quote=False)}.</i>"
    return "\n".join((*chunks((*headings, Checklist(tuple(items)))), in_full))
