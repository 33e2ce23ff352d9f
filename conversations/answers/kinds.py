"""What a kind of answer is, and the words that decline one whatever its kind."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Generic, TypeVar

T = TypeVar("T")

LONGEST = 200
"""Characters of a text that can still be meant as an answer."""


@dataclass(frozen=True)
class Declined:
    """A text that cannot be read, and the words to say so."""

    words: str
    meant: tuple[Any, ...] = ()
    """Values that it could mean, where the words name them: none of them is taken unasked."""
    private: bool = False
    """Whether the text must not stay in the chat."""


NEEDED = Declined("This one needs an answer. A rough guess will do: it can be changed later.")


@dataclass(frozen=True)
class Option:
    """One of a few answers."""

    key: str
    label: str


class Kind(ABC, Generic[T]):
    """A kind of answer."""

    several: ClassVar[bool] = False
    """Whether more than one option may be chosen."""

    @property
    def options(self) -> tuple[Option, ...]:
        """What may be tapped; empty where the answer must be typed."""
        return ()

    @abstractmethod
    def read(self, text: str, today: date | None = None) -> T | Declined:
        """The value that the text means, or why none. Words like *last year* are read where
        ``today`` is given; keys never need it."""

    def of_key(self, key: str) -> T | None:
        """The value of a key, where it can be told at once: the same that ``read`` would give. None
        for other texts."""
        return None

    def value(self, key: str) -> T | Declined:
        """What a key stands for; declined where it is none."""
        known = self.of_key(key)
        return self.read(key) if known is None else known

    def within(self, value: T, whole: T) -> T | Declined:
        """``value`` as a part of ``whole``, declined where it cannot be one."""
        return value

    @abstractmethod
    def key(self, value: T) -> str:
        """The text that ``read`` turns back into ``value``."""

    @abstractmethod
    def show(self, value: T) -> str:
        """The value in words for a person."""
