"""Traditional IRAs over years of conversions, year by year in whole cents.

Each December 31 a part of the IRAs is converted: so much that a given amount is taxable, or all
that is there. What is left grows until the next December 31, when the contribution of that year
goes in; growth is pre-tax money, the contribution is basis. The Form 8606 of each year says the
same: half a cent of conversion is less than half a cent of pre-tax money, and line 17 is rounded by
half a cent at most, so that line 18 is the amount itself.

A search or a sweep asks for this thousands of times, so that a year is no more than its numbers.
"""

from collections.abc import Iterable
from typing import NamedTuple

MILLION = 1_000_000


class Iras(NamedTuple):
    """All traditional, SEP and SIMPLE IRAs of a person, in whole cents."""

    value: int
    """On December 31 of the first year, its contribution included, before the conversion."""
    pre_tax: int
    """The part of it that is not basis."""
    contribution: int = 0
    """Nondeductible, of each later year."""
    growth: int = 0
    """Of what is left on a December 31, by the next one, in millionths; pre-tax money."""


class Path(NamedTuple):
    """Year after year, in whole cents; the basis is what is not pre-tax."""

    value: list[int]
    """Before the conversion."""
    pre_tax: list[int]
    """Before the conversion."""
    taxable: list[int]
    """Line 18 of Form 8606."""
    converted: list[int]

    @property
    def pre_tax_left(self) -> int:
        """After the last conversion."""
        return self.pre_tax[-1] - self.taxable[-1]


def carried_out(iras: Iras, amounts: Iterable[int]) -> Path:
    """The conversions that make these amounts taxable, year by year in whole cents, or all that is
    there. Where no pre-tax money is left, everything is converted, as nothing of it is taxable.
    Conversions and growth are to the nearest cent, half a cent up."""
    value, pre_tax, contribution, growth = iras
    path = Path([], [], [], [])
    values, pre_taxes, taxables, conversions = path
    for amount in amounts:
        taxable = amount if amount < pre_tax else pre_tax
        converted = (value * taxable + pre_tax // 2) // pre_tax if pre_tax else value
        values.append(value)
        pre_taxes.append(pre_tax)
        taxables.append(taxable)
        conversions.append(converted)
        left = value - converted
        earned = (left * growth + MILLION // 2) // MILLION
        value = left + earned + contribution
        pre_tax += earned - taxable
    return path
