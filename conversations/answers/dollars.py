"""Amounts of money as answers."""

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import ClassVar

from conversations.answers.amounts import bare, total
from conversations.answers.kinds import Declined, Kind
from conversations.answers.unclear_amounts import MOST, unclear
from conversations.formats import dollars
from conversations.ranges import Range


@dataclass(frozen=True)
class Dollars(Kind[Decimal]):
    """An amount of money, never negative."""

    MOST: ClassVar[Decimal] = MOST

    _KEY: ClassVar[re.Pattern[str]] = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,2})?")

    def of_key(self, key: str) -> Decimal | None:
        return Decimal(key) if self._KEY.fullmatch(key) else None

    def read(self, text: str, today: date | None = None) -> Decimal | Declined:
        if self._KEY.fullmatch(text):
            return Decimal(text)
        amount = total(bare(text))
        if amount is None:
            return unclear(text)
        if amount > self.MOST:
            return Declined(f"Amounts up to {dollars(self.MOST)} work here.")
        return amount

    def within(self, value: Decimal, whole: Decimal) -> Decimal | Declined:
        if value > whole:
            return Declined(f"It is a part of {dollars(whole)}, so it cannot be more than that.")
        return value

    def key(self, value: Decimal) -> str:
        return f"{value.normalize():f}"

    def show(self, value: Decimal) -> str:
        return dollars(value)


@dataclass(frozen=True)
class DollarsFound(Kind[Range]):
    """An amount of money that is typed, or the range that other answers come to."""

    _KEY: ClassVar[re.Pattern[str]] = re.compile(r"([0-9.]+)\.\.([0-9.]+)")

    def of_key(self, key: str) -> Range | None:
        amount = Dollars().of_key(key)
        return None if amount is None else Range(amount, amount)

    def read(self, text: str, today: date | None = None) -> Range | Declined:
        ends = self._KEY.fullmatch(text)
        read = [Dollars().read(one, today) for one in (ends.groups() if ends else (text, text))]
        for one in read:
            if isinstance(one, Declined):
                return replace(one, meant=tuple(Range(value, value) for value in one.meant))
        return Range.of(amount for amount in read if isinstance(amount, Decimal))

    def key(self, value: Range) -> str:
        ends = (Dollars().key(value.least), Dollars().key(value.most))
        return ends[0] if value.sure else "..".join(ends)

    def show(self, value: Range) -> str:
        ends = (Dollars().show(value.least), Dollars().show(value.most))
        return ends[0] if value.sure else " to ".join(ends)
