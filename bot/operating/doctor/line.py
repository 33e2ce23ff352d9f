"""One line of what the doctor says: that something is well, or what mends it."""

from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    OK = "ok"
    NOTE = "note"
    """Worth knowing; it may be meant."""
    FIX = "FIX"


@dataclass(frozen=True)
class Line:
    mark: Mark
    about: str
    words: str
    """No secret, and nothing of any person."""

    def __str__(self) -> str:
        return f"{self.mark:<4}  {self.about:<12}  {self.words}"


def ok(about: str, words: str) -> Line:
    return Line(Mark.OK, about, words)


def note(about: str, words: str) -> Line:
    return Line(Mark.NOTE, about, words)


def fix(about: str, words: str) -> Line:
    return Line(Mark.FIX, about, words)
