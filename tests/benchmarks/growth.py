"""How cost grows with what there is more and more of: a few points, the exponent of the curve
through them, and what that is in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, log
from statistics import linear_regression

from tests.benchmarks.rows import number

UNNOTICED = 1.25
"""Times as much from one end to the other, or as little, that are called flat."""

IN_WORDS = (
    (0.05, "hardly grows"),
    (0.85, "grows, less than in proportion"),
    (1.15, "in proportion"),
    (inf, "more than in proportion"),
)
"""Exponents up to which a word holds. With 0.05, a million times as many cost twice as much; with
1, a million times as much."""


@dataclass(frozen=True)
class Series:
    name: str
    points: Sequence[tuple[float, float]]
    """How many, and what it costs then; at least two."""

    @property
    def exponent(self) -> float:
        """Of how many there are, in what they cost: the slope of the straight line that fits best
        where both are drawn as logarithms, to two places."""
        many, cost = ([log(value) for value in values] for values in zip(*self.points, strict=True))
        return round(linear_regression(many, cost).slope, 2) + 0.0

    @property
    def times(self) -> float:
        """As much from one end to the other."""
        return self.points[-1][1] / self.points[0][1]

    @property
    def in_words(self) -> str:
        if self.times < UNNOTICED:
            return "flat" if self.times > 1 / UNNOTICED else "falls"
        return next(words for up_to, words in IN_WORDS if self.exponent <= up_to)


@dataclass(frozen=True)
class Growth:
    mark: str
    """Of its part, and of its picture."""
    what: str
    """What is measured."""
    many: str
    """Of what there is more and more."""
    unit: str
    """Of the cost."""
    series: Sequence[Series]
    """What is spoken of comes first."""

    @property
    def line(self) -> str:
        """How it grows."""
        first = self.series[0]
        (few, cost_of_few), (most, cost_of_most) = first.points[0], first.points[-1]
        return (
            f"{first.in_words}: {number(cost_of_few)} {self.unit} with {few:,.0f}, "
            f"{number(cost_of_most)} with {most:,.0f} ({number(first.times)} times); exponent "
            f"{first.exponent:.2f}"
        )
