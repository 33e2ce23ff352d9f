"""Days as answers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from conversations.answers.kinds import Declined, Kind
from conversations.answers.words import nearest, plain
from conversations.formats import MONTHS, day, listed

_NUMBERS = {name.casefold(): number for number, name in enumerate(MONTHS, start=1)}
_SHORT = {name[:3]: number for name, number in _NUMBERS.items()} | {"sept": 9} | _NUMBERS


@dataclass(frozen=True)
class Date(Kind[date]):
    """A day, in the order that is usual in the United States: month, day, year."""

    WHAT_WORKS: ClassVar[str] = "Enter a date like March 5, 2026 or 3/5/2026."
    EARLIEST: ClassVar[int] = 1974
    """There were no IRAs before (ERISA, Pub. L. 93-406)."""
    LATEST: ClassVar[int] = 2099

    _BESIDE: ClassVar[dict[str, int]] = {"today": 0, "yesterday": -1, "tomorrow": 1}
    _AROUND: ClassVar[re.Pattern[str]] = re.compile(
        r"^(?:(?:on|about|around|it was|the|(?:mon|tues|wednes|thurs|fri|satur|sun)day),? )+"
    )
    _YEAR: ClassVar[str] = r"(?P<year>'?[0-9]{2}|[0-9]{4})"
    _YEAR_FIRST: ClassVar[re.Pattern[str]] = re.compile(
        r"(?P<year>[0-9]{4})([-/.])(?P<month>[0-9]{1,2})\2(?P<day>[0-9]{1,2})"
    )
    _DIGITS: ClassVar[re.Pattern[str]] = re.compile(
        rf"(?P<one>[0-9]{{1,2}})(?P<mark>[-/.])(?P<other>[0-9]{{1,2}})(?:(?P=mark){_YEAR})?"
    )
    _MONTH_FIRST: ClassVar[re.Pattern[str]] = re.compile(
        rf"(?P<month>[a-z]+)\.?[ -]?(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:(?:, ?| |-){_YEAR})?"
    )
    _DAY_FIRST: ClassVar[re.Pattern[str]] = re.compile(
        r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?[ -]?(?:of )?(?P<month>[a-z]+)\.?"
        rf"(?:(?:, ?| |-){_YEAR})?"
    )

    def read(self, text: str, today: date | None = None) -> date | Declined:
        said = plain(text)
        if today and said in self._BESIDE:
            return today + timedelta(days=self._BESIDE[said])
        try:
            days = tuple(dict.fromkeys(self._days(self._AROUND.sub("", said), today)))
        except _NoSuchDay as no_day:
            return Declined(f"{no_day} {self.WHAT_WORKS}")
        match [one for one in days if self.EARLIEST <= one.year <= self.LATEST]:
            case []:
                return Declined(self.WHAT_WORKS)
            case [one]:
                return one
            case several:
                return Declined(
                    f"Did you mean {listed(list(map(day, several)), 'or')}?", tuple(several)
                )

    def _days(self, said: str, today: date | None) -> Iterator[date]:
        """All days that a text can mean. Raises _NoSuchDay where it names one that is none."""
        if iso := self._YEAR_FIRST.fullmatch(said):
            yield _day(int(iso["year"]), int(iso["month"]), int(iso["day"]))
        elif digits := self._DIGITS.fullmatch(said):
            one, other = int(digits["one"]), int(digits["other"])
            if one > 12 >= other:  # 25/12/2025 has one reading only
                one, other = other, one
            yield from _in_years(digits["year"], one, other, today)
            if digits["mark"] == "." and one != other <= 12:  # the day mostly comes first
                yield from _in_years(digits["year"], other, one, today)
        elif named := self._MONTH_FIRST.fullmatch(said) or self._DAY_FIRST.fullmatch(said):
            month = _month(named["month"])
            if month is not None:
                yield from _in_years(named["year"], month, int(named["day"]), today)

    def key(self, value: date) -> str:
        return value.isoformat()

    def show(self, value: date) -> str:
        return day(value)


class _NoSuchDay(Exception):
    """A day that no calendar has; the message says which."""


def _day(year: int, month: int, number: int) -> date:
    try:
        return date(year, month, number)
    except ValueError:
        if not 1 <= month <= 12:
            raise _NoSuchDay(f"There is no month {month}.") from None
        raise _NoSuchDay(f"There is no {MONTHS[month - 1]} {number}, {year}.") from None


def _in_years(said: str | None, month: int, number: int, today: date | None) -> Iterator[date]:
    """The day in the year that was said. Where none was: this year's, and last year's if this
    year's is still to come."""
    if said is not None:
        digits = said.removeprefix("'")
        # No IRA is older than 1974, so two digits have one reading.
        century = "" if len(digits) == 4 else "20" if int(digits) < 74 else "19"
        yield _day(int(f"{century}{digits}"), month, number)
    elif today is not None:
        this_year = _day(today.year, month, number)
        yield this_year
        if this_year > today:
            yield _day(today.year - 1, month, number)


def _month(name: str) -> int | None:
    if name in _SHORT:
        return _SHORT[name]
    return _NUMBERS.get(nearest(name, _NUMBERS) or "")
