"""Kinds of answer: each reads a text, or declines it with words that say what works.

The wording of rejections lives here and nowhere else. Every value also has a *key*, a short
text that ``read`` turns back into the same value: it is what is stored and what a button
carries, so that typed, tapped and stored answers all come in by one door.
"""

import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import ClassVar, Generic, TypeVar

from conversations.formats import dollars, listed

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

LONGEST = 200
"""Characters of a text that can still be meant as an answer."""


@dataclass(frozen=True)
class Declined:
    """A text that cannot be read, and the words to say so."""

    words: str


NEEDED = Declined("This one needs an answer. A rough guess will do: it can be changed later.")


@dataclass(frozen=True)
class Option:
    """One of a few answers."""

    key: str
    label: str


@dataclass(frozen=True)
class Wording:
    """How one of a few answers is called."""

    label: str
    also: tuple[str, ...] = ()
    """Other words that people use for it."""


class Kind(ABC, Generic[T]):
    """A kind of answer."""

    several: ClassVar[bool] = False
    """Whether more than one option may be chosen."""

    @property
    def options(self) -> tuple[Option, ...]:
        """What may be tapped; empty where the answer must be typed."""
        return ()

    @abstractmethod
    def read(self, text: str) -> T | Declined:
        """The value that the text means, or why none."""

    def within(self, value: T, whole: T) -> T | Declined:
        """``value`` as a part of ``whole``, declined where it cannot be one."""
        return value

    @abstractmethod
    def key(self, value: T) -> str:
        """The text that ``read`` turns back into ``value``."""

    @abstractmethod
    def show(self, value: T) -> str:
        """The value in words for a person."""


def plain(text: str) -> str:
    """Text as it is compared: compatibility forms unified (full-width digits, odd spaces),
    invisible marks dropped, case and outer punctuation ignored, spaces single."""
    if not (text.isascii() and text.isprintable()):
        unified = unicodedata.normalize("NFKC", text).replace(
            "\N{RIGHT SINGLE QUOTATION MARK}", "'"
        )
        text = "".join(
            character
            for character in unified
            if character.isspace() or unicodedata.category(character) not in ("Cc", "Cf", "Cs")
        )
    return " ".join(text.casefold().split()).strip(" !\"'").rstrip(".")


def phrases(listed: str) -> frozenset[str]:
    """Words and phrases that mean the same, divided by bars."""
    return frozenset(listed.split("|"))


NOT_SURE_WORDS = phrases(
    "not sure|unsure|im not sure|i'm not sure|don't know|dont know|do not know|i don't know|"
    "i dont know|idk|dunno|no idea|unknown|not certain"
)


@dataclass(frozen=True)
class _OfAFew(Kind[T], Generic[T, E]):
    """What choices of one and of several share."""

    wordings: Mapping[E, Wording]

    @property
    def options(self) -> tuple[Option, ...]:
        return tuple(Option(value.value, words.label) for value, words in self.wordings.items())

    @cached_property
    def names(self) -> Mapping[E, frozenset[str]]:
        """What each value may be called."""
        return {
            value: frozenset((value.value, *map(plain, (words.label, *words.also))))
            for value, words in self.wordings.items()
        }


@dataclass(frozen=True)
class Choice(_OfAFew[E, E]):
    """One of a few."""

    def read(self, text: str) -> E | Declined:
        found = match(plain(text), self.names)
        if len(found) == 1:
            return found[0]
        names = [self.wordings[value].label for value in found or self.wordings]
        if found:
            return Declined(f"That could be {listed(names, 'or')}. Which one?")
        return Declined(f"Choose one of these: {', '.join(names)}.")

    def key(self, value: E) -> str:
        return value.value

    def show(self, value: E) -> str:
        return self.wordings[value].label


def match(text: str, names: Mapping[E, frozenset[str]]) -> list[E]:
    """The values a text can stand for: those it names in full, else those it begins to name."""
    exact = [value for value, known in names.items() if text in known]
    if exact or len(text) < 3:
        return exact
    return [value for value, known in names.items() if any(name.startswith(text) for name in known)]


@dataclass(frozen=True)
class Several(_OfAFew[frozenset[E], E]):
    """Any number of a few, or none of them."""

    besides: str = ""
    """What people name that is none of them, and why not."""

    several: ClassVar[bool] = True
    NONE: ClassVar[str] = "none"
    _NONE_WORDS: ClassVar[frozenset[str]] = phrases(
        "none|none of these|none of them|no|nothing|neither|0|zero"
    )

    def read(self, text: str) -> frozenset[E] | Declined:
        said = plain(text)
        if said in self._NONE_WORDS:
            return frozenset()
        chosen = set()
        for part in filter(None, re.split(r"\s*(?:[,;+&/]|\band\b)\s*", said)):
            found = match(part, self.names)
            if len(found) != 1:
                break
            chosen.add(found[0])
        else:
            if chosen:
                return frozenset(chosen)
        names = ", ".join(words.label for words in self.wordings.values())
        declined = f"Name all that apply, with commas between: {names}. Or say none."
        return Declined(f"{declined} {self.besides}".rstrip())

    def key(self, value: frozenset[E]) -> str:
        return "+".join(one.value for one in self.wordings if one in value) or self.NONE

    def show(self, value: frozenset[E]) -> str:
        labels = [words.label for one, words in self.wordings.items() if one in value]
        return ", ".join(labels) or "none of these"


@dataclass(frozen=True)
class YesNo(Kind[bool]):
    """Yes or no."""

    _YES: ClassVar[frozenset[str]] = phrases("yes|y|yeah|yep|yup|sure|true|correct|i do|i did")
    _NO: ClassVar[frozenset[str]] = phrases("no|n|nope|nah|none|false|never|i don't|i didn't")

    @property
    def options(self) -> tuple[Option, ...]:
        return (Option("yes", "Yes"), Option("no", "No"))

    def read(self, text: str) -> bool | Declined:
        said = plain(text)
        if said in self._YES:
            return True
        if said in self._NO:
            return False
        return Declined("Answer yes or no.")

    def key(self, value: bool) -> str:
        return "yes" if value else "no"

    def show(self, value: bool) -> str:
        return "Yes" if value else "No"


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

    @property
    def options(self) -> tuple[Option, ...]:
        return tuple(Option(str(year), str(year)) for year in self.years)

    def read(self, text: str) -> int | Declined:
        said = re.fullmatch(r"(?:tax year )?(?:'?([0-9]{2})|([0-9]{4}))", plain(text))
        if said is None:
            return Declined(f"Enter a tax year from {self._span()}.")
        year = int(said[2] or f"20{said[1]}")
        if year not in self.years:
            return Declined(
                f"There are no official figures here for {year}. "
                f"The years that work are {self._span()}."
            )
        return year

    def _span(self) -> str:
        return f"{self.years[-1]} to {self.years[0]}"


@dataclass(frozen=True)
class Age(_WholeNumber):
    """Whole years."""

    YOUNGEST: ClassVar[int] = 10
    """Nobody younger has an IRA of this kind; a single digit is a slip."""
    OLDEST: ClassVar[int] = 120
    _YEARS: ClassVar[re.Pattern[str]] = re.compile(
        r"(?:i am |i'm |im |age )?([0-9]{1,3})(?: ?(?:years?(?: old)?|yrs?|yo|y/o))?"
    )

    def read(self, text: str) -> int | Declined:
        said = self._YEARS.fullmatch(plain(text))
        if said is None or not self.YOUNGEST <= int(said[1]) <= self.OLDEST:
            return Declined("Enter an age in whole years, like 45.")
        return int(said[1])


@dataclass(frozen=True)
class Dollars(Kind[Decimal]):
    """An amount of money, never negative."""

    MOST: ClassVar[Decimal] = Decimal(10**9)
    """Above any account, so more is a slip of the finger."""

    _ZERO: ClassVar[frozenset[str]] = phrases("none|no|nothing|nil|zero|n/a|na|nope|not any")
    _ABOUT: ClassVar[re.Pattern[str]] = re.compile(
        r"^(?:about|around|approximately|approx\.?|roughly|ca\.?|~)\s*"
    )
    _TERM: ClassVar[re.Pattern[str]] = re.compile(
        r"(?:us)?\$?\s*"
        r"(?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?"  # 95,000.00
        r"|[0-9]{1,3}(?: [0-9]{3})+(?:\.[0-9]+)?"  # 95 000.00
        r"|[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"  # 95000.00, .50
        r"\s*(?P<unit>k|thousand|grand|m|mm|mil|million)?\s*(?:\$|dollars?|bucks|usd)?"
    )
    _THOUSAND: ClassVar[frozenset[str]] = phrases("k|thousand|grand")

    def read(self, text: str) -> Decimal | Declined:
        said = self._ABOUT.sub("", plain(text))
        if said in self._ZERO:
            return Decimal(0)
        total = Decimal(0)
        for part in said.split("+"):
            amount = self._amount(part.strip())
            if amount is None:
                return self._declined(said)
            total += amount
        if total > self.MOST:
            return Declined(f"Amounts up to {dollars(self.MOST)} work here.")
        return total

    def within(self, value: Decimal, whole: Decimal) -> Decimal | Declined:
        if value > whole:
            return Declined(f"It is a part of {dollars(whole)}, so it cannot be more than that.")
        return value

    def _amount(self, said: str) -> Decimal | None:
        term = self._TERM.fullmatch(said)
        if term is None:
            return None
        digits, unit = re.sub("[, ]", "", term["number"]), term["unit"]
        if unit is None:
            # Three digits after a point are as likely a thousand written the European way.
            return Decimal(digits) if len(digits.partition(".")[2]) <= 2 else None
        amount = Decimal(digits) * (1_000 if unit in self._THOUSAND else 1_000_000)
        return amount if amount * 100 % 1 == 0 else None

    def _declined(self, said: str) -> Declined:
        if re.fullmatch(r"[-\N{MINUS SIGN}(]\s*\$?\s*[0-9][0-9,.]*\s*[km]?\)?", said):
            return Declined("An amount below zero cannot be used here. Enter 0 for none.")
        return Declined("Enter an amount like 7,500 or 7.5k, or 0 for none.")

    def key(self, value: Decimal) -> str:
        return f"{value:f}"

    def show(self, value: Decimal) -> str:
        return dollars(value)
