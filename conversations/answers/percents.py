"""Percentages as answers."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from conversations.answers.kinds import Declined, Kind
from conversations.answers.numerals import number
from conversations.answers.words import phrases, plain


@dataclass(frozen=True)
class Percent(Kind[Decimal]):
    """A fraction of one, from 0 to 1, asked for and shown as a percentage."""

    PLACES: ClassVar[int] = 3
    """Of the percentage: 5.125%."""

    WHAT_WORKS: ClassVar[str] = "Enter a percentage from 0% to 100%, like 6% or 5.5%."
    _NONE: ClassVar[frozenset[str]] = phrases("none|no|nothing|nil|zero|n/a|0|0%")
    _BEFORE: ClassVar[re.Pattern[str]] = re.compile(
        r"^(?:(?:about|around|approximately|approx\.?|roughly|it'?s|it is|i think|maybe|exactly)"
        r" |[~\u2248]\s*)+"
    )
    _SIGN: ClassVar[re.Pattern[str]] = re.compile(r"\s*(?:%|per ?cents?|pct)$")
    _DIGITS: ClassVar[re.Pattern[str]] = re.compile(r"[0-9]{1,3}(?:\.[0-9]*)?|\.[0-9]+")
    _COMMA: ClassVar[re.Pattern[str]] = re.compile(r"([0-9]{1,2}),([0-9]{1,3})")

    def read(self, text: str, today: date | None = None) -> Decimal | Declined:
        said = self._BEFORE.sub("", plain(text))
        if said in self._NONE:
            return Decimal(0)
        bare = self._SIGN.sub("", said)
        if comma := self._COMMA.fullmatch(bare):
            return self._either(f"{comma[1]}.{comma[2]}", f"{comma[1]}{comma[2]}")
        named = number(bare) if bare.replace(" ", "").replace("-", "").isalpha() else None
        value = Decimal(bare) if self._DIGITS.fullmatch(bare) else named
        if value is None or value > 100:
            return Declined(self.WHAT_WORKS)
        if bare == said and 0 < value <= 1:
            # Without a sign 0.06 is 6% to one person and 0.06% to another.
            return self._either(f"{value * 100:f}", f"{value:f}")
        return self._whole(value)

    def _either(self, *percentages: str) -> Declined:
        readings = [self._whole(Decimal(percentage)) for percentage in percentages]
        meant = tuple(one for one in readings if isinstance(one, Decimal) and one <= 1)
        match [self.show(one) for one in meant]:
            case [name]:
                return Declined(f"If you mean {name}, enter {name}.", meant)
            case [name, other]:
                return Declined(f"Did you mean {name} or {other}?", meant)
            case _:
                return Declined(self.WHAT_WORKS)

    def _whole(self, percentage: Decimal) -> Decimal | Declined:
        value = percentage / 100
        if percentage.scaleb(self.PLACES) % 1:
            return Declined(f"At most {self.PLACES} places work here, like 5.125%.")
        return value.normalize()

    def key(self, value: Decimal) -> str:
        return self.show(value)

    def show(self, value: Decimal) -> str:
        return f"{(value * 100).normalize():f}%"
