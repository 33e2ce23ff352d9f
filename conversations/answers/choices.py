"""One of a few answers, several of them, yes or no."""

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import ClassVar, Generic, TypeVar

from conversations.answers.kinds import Declined, Kind, Option
from conversations.answers.words import nearly, phrases, plain
from conversations.formats import listed

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
V = TypeVar("V", bound=Hashable)


@dataclass(frozen=True)
class Wording:
    """How one of a few answers is called."""

    label: str
    also: tuple[str, ...] = ()
    """Other words that people use for it."""


@dataclass(frozen=True)
class _OfAFew(Kind[T], Generic[T, E]):
    """What choices of one and of several share."""

    wordings: Mapping[E, Wording]

    @cached_property
    def options(self) -> tuple[Option, ...]:
        return tuple(Option(value.value, words.label) for value, words in self.wordings.items())

    @cached_property
    def keys(self) -> Mapping[str, E]:
        return {value.value: value for value in self.wordings}

    @cached_property
    def names(self) -> Mapping[E, frozenset[str]]:
        """What each value may be called."""
        return {
            value: frozenset((value.value, *map(_bare, (words.label, *words.also))))
            for value, words in self.wordings.items()
        }

    def match(self, said: str) -> list[E]:
        """The values that a text can stand for, small words around it left aside."""
        said = _bare(said)
        inner = " ".join(word for word in said.split() if word not in _SMALL_WORDS)
        return match(said, self.names) or (match(inner, self.names) if inner else [])


_SMALL_WORDS = phrases(
    "i|i'm|im|am|we|we're|are|it|it's|its|is|was|be|will|would|a|an|the|my|our|as|just|only|"
    "think|probably|have|has|had|got|file|filed"
)


def _bare(text: str) -> str:
    """Without the marks that stand between words."""
    return " ".join(re.sub(r"[,;:.\u2013\u2014-]", " ", plain(text)).split())


def match(text: str, names: Mapping[V, frozenset[str]]) -> list[V]:
    """The values a text can stand for: those it names in full, else those it begins to name,
    else those it names but for slips."""
    exact = [value for value, known in names.items() if text in known]
    if exact or len(text) < 3:
        return exact
    begun = [value for value, known in names.items() if any(n.startswith(text) for n in known)]
    return begun or [
        value for value, known in names.items() if any(nearly(text, name) for name in known)
    ]


@dataclass(frozen=True)
class Choice(_OfAFew[E, E]):
    """One of a few."""

    def of_key(self, key: str) -> E | None:
        return self.keys.get(key)

    def read(self, text: str, today: date | None = None) -> E | Declined:
        found = self.match(text)
        if len(found) == 1:
            return found[0]
        names = [self.wordings[value].label for value in found or self.wordings]
        if found:
            return Declined(f"That could be {listed(names, 'or')}. Which one?", tuple(found))
        return Declined(f"Choose one of these: {', '.join(names)}.")

    def key(self, value: E) -> str:
        return value.value

    def show(self, value: E) -> str:
        return self.wordings[value].label


@dataclass(frozen=True)
class Several(_OfAFew[frozenset[E], E]):
    """Any number of a few, or none of them."""

    besides: str = ""
    """What people name that is none of them, and why not."""

    several: ClassVar[bool] = True
    NONE: ClassVar[str] = "none"
    _NONE_WORDS: ClassVar[frozenset[str]] = phrases(
        "none|none of these|none of them|none of those|no|nothing|neither|not any|0|zero|n/a|"
        "i have none|i don't have any|i dont have any"
    )
    _ALL_WORDS: ClassVar[frozenset[str]] = phrases(
        "all|all of them|all of these|all of those|every one|everything"
    )

    def of_key(self, key: str) -> frozenset[E] | None:
        if key == self.NONE:
            return frozenset()
        chosen = [self.keys.get(one) for one in key.split("+")]
        return None if None in chosen else frozenset(filter(None, chosen))

    def read(self, text: str, today: date | None = None) -> frozenset[E] | Declined:
        said = plain(text)
        if said in self._NONE_WORDS:
            return frozenset()
        if said in self._ALL_WORDS:
            return frozenset(self.wordings)
        chosen = set()
        for part in filter(None, re.split(r"\s*(?:[,;+&/]|\b(?:and|plus)\b)\s*", said)):
            found = self.match(part)
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

    _NAMES: ClassVar[Mapping[bool, frozenset[str]]] = {
        True: phrases(
            "yes|y|ya|yea|yess|yse|yeah|yep|yup|sure|of course|certainly|definitely|absolutely|"
            "true|correct|right|that's right|that is right|yes please"
        ),
        False: phrases(
            "no|n|nope|nah|none|false|never|not yet|not at all|not really|no never|no thanks|"
            "incorrect|negative"
        ),
    }
    _WHO: ClassVar[str] = r"(?:i|we|it|he|she|they)"
    _DOES: ClassVar[str] = r"(?:do|did|does|am|are|is|was|were|will|have|has|had|can)"
    _AFFIRMS: ClassVar[re.Pattern[str]] = re.compile(
        rf"(?:(?:yes|yeah|yep|yup|sure),? )?{_WHO} {_DOES}(?: indeed)?"
    )
    _DENIES: ClassVar[re.Pattern[str]] = re.compile(
        r"(?:(?:no|nope|nah),? )?"
        rf"(?:{_WHO} {_DOES} ?not"
        rf"|(?:{_WHO} )?(?:do|did|does|are|is|was|were|wo|have|has|had|ca)n'?t"
        r"|(?:i'?m|we'?re|it'?s|he'?s|she'?s|they'?re) not)(?: yet)?"
    )

    _OPTIONS: ClassVar[tuple[Option, ...]] = (Option("yes", "Yes"), Option("no", "No"))
    _KEYS: ClassVar[Mapping[str, bool]] = {"yes": True, "no": False}

    @property
    def options(self) -> tuple[Option, ...]:
        return self._OPTIONS

    def of_key(self, key: str) -> bool | None:
        return self._KEYS.get(key)

    def read(self, text: str, today: date | None = None) -> bool | Declined:
        said = plain(text)
        for value, names in self._NAMES.items():
            if said in names:
                return value
        if self._AFFIRMS.fullmatch(said):
            return True
        if self._DENIES.fullmatch(said):
            return False
        found = [v for v, names in self._NAMES.items() if any(nearly(said, n) for n in names)]
        return found[0] if len(found) == 1 else Declined("Answer yes or no.")

    def key(self, value: bool) -> str:
        return "yes" if value else "no"

    def show(self, value: bool) -> str:
        return "Yes" if value else "No"


_AFTER_YES_OR_NO = re.compile(
    r"(?:yes|yeah|yep|no|nope|nah|sorry|oops)[,.;: ]+(?:(?:sorry|actually)[, ]+)?"
    r"(?:(?:i|we) (?:meant?|said) |it'?s |it is |make (?:it|that) |it should be )?(?P<rest>.+)"
)


def after_yes_or_no(text: str) -> str | None:
    """What is said after a yes or a no: 8,000 in "no, I meant 8,000". None where nothing is."""
    said = _AFTER_YES_OR_NO.fullmatch(plain(text))
    return said["rest"] if said else None
