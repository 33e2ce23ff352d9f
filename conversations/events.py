"""What can happen to a talk, in whatever channel."""

from dataclasses import dataclass
from enum import StrEnum

from conversations.what_ifs.ways import Way


class Command(StrEnum):
    """What a person can ask for at any point, typed as a word, after a slash, or tapped."""

    START = "start"
    BACK = "back"
    HELP = "help"
    ASK = "ask"
    WHY = "why"
    WHERE = "where"
    CHECK = "check"
    RESULT = "result"
    WHAT_IF = "whatif"
    START_OVER = "startover"
    CANCEL = "cancel"
    PRIVACY = "privacy"
    DELETE = "delete"


@dataclass(frozen=True)
class Typed:
    """A text: an answer, or a command."""

    text: str


@dataclass(frozen=True)
class Chosen:
    """A button that answers the question it belongs to."""

    question: str
    key: str


@dataclass(frozen=True)
class Marked:
    """A button of a question with several answers: one of them is added, or taken away."""

    question: str
    option: str


@dataclass(frozen=True)
class Kept:
    """A button that leaves an answer as it is now: what was said before, or marked."""

    question: str


@dataclass(frozen=True)
class Asked:
    """A button for a command, about the question it belongs to where it is about one."""

    command: Command
    question: str | None = None


@dataclass(frozen=True)
class Confirmed:
    """A button that agrees to what was asked to be confirmed, or takes it back."""

    command: Command
    yes: bool


@dataclass(frozen=True)
class Tried:
    """A what-if on a result: one thing done differently."""

    way: Way
    amount: str | None = None
    """The key of an amount in dollars."""


@dataclass(frozen=True)
class Adopted:
    """A button that keeps a what-if."""

    tried: Tried
    of: str
    """The answers that it was tried on (``what_ifs.screens.mark``)."""


@dataclass(frozen=True)
class Unreadable:
    """A photo, a sticker, a voice message: something that is not text."""


@dataclass(frozen=True)
class Edited:
    """A message sent before was changed afterwards."""


Event = Typed | Chosen | Marked | Kept | Asked | Confirmed | Tried | Adopted | Unreadable | Edited
