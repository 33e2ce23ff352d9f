"""How long the pieces of a bar are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.plots import SEEN, Piece, pieces
from conversations.document import Bar, Chart, Part, Sort
from conversations.ranges import Range
from tests.bot.test_renderers import BARS
from tests.conversations.results import D

TAXED, FREE, ROOM = Sort.TAXABLE, Sort.TAX_FREE, Sort.ROOM


def part(sort: Sort, least: str, most: str | None = None) -> Part:
    return Part(sort, "", "", Range(D(least), D(most or least)))


def of_whole(whole: str, *parts: Part) -> tuple[Piece, ...]:
    ((*only,),) = pieces(Chart("", (Bar("", "", parts, D(whole)),)))
    return tuple(only)


def compared(*parts: Part) -> tuple[tuple[Piece, ...], ...]:
    """A bar for each of them."""
    return pieces(Chart("", tuple(Bar("", "", (one,)) for one in parts)))


@pytest.mark.parametrize(
    ("whole", "parts", "drawn"),
    [
        ("100", (("75", None), ("25", None)), [(TAXED, 0.75, True), (FREE, 0.25, True)]),
        ("100", (("0", None), ("100", None)), [(FREE, 1.0, True)]),
        ("0", (("0", None), ("0", None)), []),
        # What may be the one or the other stands between them.
        (
            "100",
            (("20", "70"), ("30", "80")),
            [(TAXED, 0.2, True), (TAXED, 0.5, False), (FREE, 0.3, True)],
        ),
        ("100", (("0", "100"), ("0", "100")), [(TAXED, 1.0, False)]),
        # Over its whole already: what is there counts.
        ("100", (("150", None), ("50", None)), [(TAXED, 0.75, True), (FREE, 0.25, True)]),
    ],
)
def test_parts_of_a_whole(
    whole: str,
    parts: tuple[tuple[str, str | None], ...],
    drawn: list[tuple[Sort, float, bool]],
) -> None:
    shown = of_whole(whole, *(part(s, *a) for s, a in zip((TAXED, FREE), parts, strict=True)))
    assert [(piece.sort, piece.share, piece.sure) for piece in shown] == drawn


def test_one_cent_of_ten_million_is_seen() -> None:
    cent, rest = of_whole("10000000", part(TAXED, "0.01"), part(FREE, "9999999.99"))
    assert cent.share == float(SEEN)
    assert cent.share + rest.share == pytest.approx(1)


def test_bars_that_are_compared_share_a_scale() -> None:
    planned, other, none = compared(part(TAXED, "500"), part(TAXED, "2000"), part(TAXED, "0"))
    assert [piece.share for piece in (*planned, *other)] == [0.25, 1.0]
    assert none == ()


def test_what_may_be_more_is_drawn_as_such() -> None:
    bounded, unbounded = compared(part(TAXED, "500", "2000"), part(TAXED, "500", "1000000000000"))
    assert [(piece.share, piece.sure) for piece in bounded] == [(0.25, True), (0.75, False)]
    assert unbounded == bounded, "what nothing bounds goes on to the end of the scale"


@given(st.lists(BARS, max_size=4).map(tuple))
def test_no_bar_is_longer_than_there_is_room(bars: tuple[Bar, ...]) -> None:
    for drawn in pieces(Chart("", bars)):
        assert sum(piece.share for piece in drawn) <= 1.0000001
        assert all(piece.share > 0 for piece in drawn)
