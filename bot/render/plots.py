"""How long the pieces of a bar are, and what they are called: all of a picture but its looks."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from calc.money import ZERO
from conversations.document import Bar, Chart, Sort

SEEN = Decimal("0.006")
"""The shortest piece of a bar: one cent of ten million is still seen."""


@dataclass(frozen=True)
class Piece:
    """Of a bar, from left to right."""

    sort: Sort
    share: float
    """Of the width that there is."""
    sure: bool = True


def pieces(chart: Chart) -> tuple[tuple[Piece, ...], ...]:
    """Of each of its bars."""
    longest = max((_least_and_most(bar)[1] for bar in chart.bars), default=ZERO)
    return tuple(
        tuple(_shortened(_pieces(bar, longest) if bar.whole is None else _of_its_whole(bar)))
        for bar in chart.bars
    )


def _least_and_most(bar: Bar) -> tuple[Decimal, Decimal]:
    """Its length in dollars; of a part that nothing bounds, its least."""
    least = sum((part.amount.least for part in bar.parts), ZERO)
    bounded = (
        part.amount.least if part.amount.unbounded else part.amount.most for part in bar.parts
    )
    return least, sum(bounded, ZERO)


def _pieces(bar: Bar, longest: Decimal) -> Iterator[tuple[Sort, Decimal, bool]]:
    """On a scale that all bars share; what nothing bounds goes on to its end."""
    left = longest
    for part in bar.parts:
        for dollars, sure in (
            (part.amount.least, True),
            (left if part.amount.unbounded else part.amount.most - part.amount.least, False),
        ):
            taken = min(dollars, left)
            left -= taken
            yield part.sort, taken / longest if longest else ZERO, sure


def _of_its_whole(bar: Bar) -> Iterator[tuple[Sort, Decimal, bool]]:
    """Its parts at their least; what may be of one or of another stands before the last part."""
    assert bar.whole is not None
    least, _ = _least_and_most(bar)
    whole = max(bar.whole, least)
    open_parts = [part for part in bar.parts if not part.amount.sure]
    for number, part in enumerate(bar.parts, start=1):
        if number == len(bar.parts) and open_parts and whole:
            yield open_parts[0].sort, (whole - least) / whole, False
        yield part.sort, part.amount.least / whole if whole else ZERO, True


def _shortened(shares: Iterator[tuple[Sort, Decimal, bool]]) -> Iterator[Piece]:
    """Without pieces of nothing, and none too short to be seen, at the cost of the longest."""
    there = [(sort, share, sure) for sort, share, sure in shares if share > 0]
    seen = [max(share, SEEN) for _, share, _ in there]
    over = sum(seen, ZERO) - 1
    if over > 0:
        longest = seen.index(max(seen))
        seen[longest] -= over
    for (sort, _, sure), share in zip(there, seen, strict=True):
        yield Piece(sort, float(share), sure)
