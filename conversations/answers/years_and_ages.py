"""Whole numbers as answers: tax years and ages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import ClassVar

from conversations.answers.kinds import Declined, Kind, Option
from conversations.answers.numerals import number
from conversations.answers.private import BIRTH, WHOLE_DATE
from conversations.answers.words import plain
from conversations.formats import listed


class _WholeNumber(Kind[int]):
    """What years and ages share."""

    def key(self, value: int) -> str:
        return str(value)

    def show(self, value: int) -> str:
        return str(value)


@dataclass(frozen=True)
class Year(_WholeNumber):
    """A tax year, out of those that are supported."""

    years: tuple[int, ...]
    """Newest first."""

    _ONE: ClassVar[str] = r"(?:'?[0-9]{2}|(?:19|20)[0-9]{2})"
    _AROUND: ClassVar[str] = r"(?:(?:for|in|the|my|our|tax|calendar|year|return|ty|it'?s|about) ?)*"
    _AFTER: ClassVar[str] = r"(?: (?:tax )?(?:year|return))?"
    _YEAR: ClassVar[re.Pattern[str]] = re.compile(rf"{_AROUND}({_ONE}){_AFTER}")
    _TWO: ClassVar[re.Pattern[str]] = re.compile(
        rf"{_AROUND}({_ONE})(?:,? (?:or|and|to) |\s*[-/,&]\s*){_AROUND}({_ONE})"
    )
    _BESIDE: ClassVar[re.Pattern[str]] = re.compile(
        rf"{_AROUND}(?:(this|current)|(last|previous|prior)|(next|coming)){_AFTER}"
    )

    @cached_property
    def options(self) -> tuple[Option, ...]:
        return tuple(Option(str(year), str(year)) for year in self.years)

    @cached_property
    def keys(self) -> Mapping[str, int]:
        return {str(year): year for year in self.years}

    def of_key(self, key: str) -> int | None:
        return self.keys.get(key)

    def read(self, text: str, today: date | None = None) -> int | Declined:
        said = plain(text)
        if beside := today and self._BESIDE.fullmatch(said):
            return self._supported(today.year - bool(beside[2]) + bool(beside[3]))
        if one := self._YEAR.fullmatch(said):
            return self._supported(_year(one[1]))
        if two := self._TWO.fullmatch(said):
            years = tuple(y for y in map(_year, two.groups()) if y in self.years)
            if len(set(years)) == 2:
                names = listed(tuple(map(str, years)), "or")
                return Declined(f"One tax year at a time: {names}?", years)
        return Declined(f"Enter a tax year from {self._span()}.")

    def _supported(self, year: int) -> int | Declined:
        if year in self.years:
            return year
        return Declined(
            f"There are no official figures here for {year}. "
            f"The years that work are {self._span()}."
        )

    def _span(self) -> str:
        return f"{self.years[-1]} to {self.years[0]}"


@dataclass(frozen=True)
class EarlierYear(Year):
    """A year before another, of which no figures are needed. The newest few can be tapped."""

    none_before: str = ""
    """Why no year before the first works, in words."""

    TAPPED: ClassVar[int] = 8

    @cached_property
    def options(self) -> tuple[Option, ...]:
        return tuple(Option(str(year), str(year)) for year in self.years[: self.TAPPED])

    def within(self, value: int, whole: int) -> int | Declined:
        return value if value < whole else Declined(f"Enter a year before {whole}.")

    def _supported(self, year: int) -> int | Declined:
        if year > self.years[0] and year - 100 in self.years:
            return year - 100  # '98
        if year in self.years:
            return year
        why = f" {self.none_before}" if self.none_before and year < self.years[-1] else ""
        return Declined(f"Enter a year from {self._span()}.{why}")


@dataclass(frozen=True)
class HowManyYears(_WholeNumber):
    """A number of years, more than one."""

    most: int

    _YEARS: ClassVar[re.Pattern[str]] = re.compile(r"(?:over |in |for |about )?(.+?)(?: years?)?")

    def read(self, text: str, today: date | None = None) -> int | Declined:
        found = self._YEARS.fullmatch(plain(text))
        value = number(found[1]) if found else None
        if value is None or value % 1 or not 2 <= value <= self.most:
            return Declined(f"Enter a number of years from 2 to {self.most}, like 5.")
        return int(value)


def _year(said: str) -> int:
    return int(said[-4:]) if len(said) == 4 else int(f"20{said[-2:]}")


@dataclass(frozen=True)
class Age(_WholeNumber):
    """Whole years."""

    YOUNGEST: ClassVar[int] = 10
    """Nobody younger has an IRA of this kind; a single digit is a slip."""
    OLDEST: ClassVar[int] = 120

    WHAT_WORKS: ClassVar[str] = "Enter an age in whole years, like 45."
    _YEARS: ClassVar[re.Pattern[str]] = re.compile(
        r"(?:i'?m |(?:i |i'?ll )?(?:am|be|will be|was|turn|turned|turning|age|aged) )*"
        r"(?P<years>.+?)"
        r"(?:[ -]?(?:years?(?:[ -]old)?|yrs?(?: old)?|yo|y/?o))?"
        r"(?: (?:by |on |at )?(?:then|that day|december 31|year end))?"
    )
    _AND_A_HALF: ClassVar[re.Pattern[str]] = re.compile(
        r"(?P<years>[0-9]{2,3})(?:\.[0-9]+|[ -]?(?:1/2|1\u20442)|(?: and (?:a half|1/2|1\u20442)))"
    )
    _BIRTH_YEAR: ClassVar[re.Pattern[str]] = re.compile(r"(?:born )?(?:in )?(?:19|20)[0-9]{2}")
    _TWO: ClassVar[re.Pattern[str]] = re.compile(r"([0-9]{2,3})(?: or | to |[-/])([0-9]{2,3})")

    def of_key(self, key: str) -> int | None:
        years = int(key) if len(key) <= 3 and key.isascii() and key.isdecimal() else 0
        return years if self.YOUNGEST <= years <= self.OLDEST else None

    def read(self, text: str, today: date | None = None) -> int | Declined:
        said = plain(text)
        if WHOLE_DATE.search(said):
            return BIRTH
        if self._BIRTH_YEAR.fullmatch(said):
            return Declined(f"{self.WHAT_WORKS} The year of birth is not needed.")
        found = self._YEARS.fullmatch(said)
        inner = found["years"] if found else said
        if part := self._AND_A_HALF.fullmatch(inner):
            years = part["years"]
            words = f"{self.WHAT_WORKS} If it is {years} and some months, enter {years}."
            return Declined(words, (int(years),))
        if two := self._TWO.fullmatch(inner):
            return Declined(f"Did you mean {two[1]} or {two[2]}?", tuple(map(int, two.groups())))
        value = number(inner)
        if value is None or value % 1 or not self.YOUNGEST <= value <= self.OLDEST:
            return Declined(self.WHAT_WORKS)
        return int(value)
