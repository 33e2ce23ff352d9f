"""What is not known: the least and the most that it can be."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from calc.money import MOST, ZERO


@dataclass(frozen=True)
class Range:
    """From the least to the most that an amount in dollars can be."""

    least: Decimal
    most: Decimal

    @classmethod
    def of(cls, amounts: Iterable[Decimal]) -> "Range":
        every = tuple(amounts)
        return cls(min(every), max(every))

    @property
    def sure(self) -> bool:
        return self.least == self.most

    @property
    def unbounded(self) -> bool:
        """Whether nothing is known of its upper end."""
        return self.most >= MOST / 2


NOTHING = Range(ZERO, ZERO)


def ends(amount: Decimal | None, least: Decimal = ZERO, most: Decimal = MOST) -> set[Decimal]:
    """The amount; of one that nobody is sure of, the least and the most that it can be."""
    return {least, most} if amount is None else {amount}


def either(known: bool | None) -> set[bool]:
    """What is known; where nobody is sure, both."""
    return {False, True} if known is None else {known}
