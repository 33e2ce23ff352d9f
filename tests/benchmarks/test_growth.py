"""How cost grows is said in words, and drawn."""

from pathlib import Path

import pytest

from tests.benchmarks import growth_picture
from tests.benchmarks.growth import Growth, Series

MANY = (1, 64, 500, 5_000)


def series(*costs: float) -> Series:
    return Series("of the processor", list(zip(MANY, costs, strict=True)))


@pytest.mark.parametrize(
    ("costs", "words"),
    [
        ((400, 200, 150, 100), "falls"),
        ((400, 410, 390, 405), "flat"),
        ((400, 470, 500, 520), "hardly grows"),
        ((1, 8, 22, 71), "grows, less than in proportion"),
        ((2, 128, 1_000, 10_000), "in proportion"),
        ((1, 64**2, 500**2, 5_000**2), "more than in proportion"),
    ],
)
def test_growth_in_words(costs: tuple[float, ...], words: str) -> None:
    assert series(*costs).in_words == words


def test_the_exponent_of_a_square_is_two() -> None:
    assert series(*(many**2 for many in MANY)).exponent == 2


def test_a_picture_is_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growth_picture, "OUTPUT", tmp_path)
    growth = Growth("people", "A turn", "people", "us", (series(4, 4, 4, 4), series(5, 5, 5, 6)))
    assert growth_picture.draw(growth, "a machine").read_bytes().startswith(b"\x89PNG")
