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
    PDF = "pdf"
    CHART = "chart"
    TO_DO = "todo"
    DOCUMENTS = "documents"
    BOOK = "book"
    REMIND = "remind"
    SHARE = "share"
    SEND = "send"
    EXPORT = "export"
    SETTINGS = "settings"
    CALENDAR = "calendar"
    SAVE = "save"
    SAVED = "saved"
    NEXT_YEAR = "nextyear"
    ANOTHER = "another"
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
    """The answers that it was tried on (``what_ifs.kept.mark``)."""
    beside: bool = False
    """Whether it is saved as another result, and the answers stay as they are."""


class Deed(StrEnum):
    """What can be done with a saved result. The values are carried by buttons."""

    LOOK = "look"
    OPEN = "open"
    COMPARE = "compare"
    DELETE = "delete"
    DELETE_SURELY = "surely"


@dataclass(frozen=True)
class WithSaved:
    """A button for a saved result; compared, where it is said, with another one."""

    deed: Deed
    result: str
    """Which one (``saved_results.mark``)."""
    other: str | None = None


@dataclass(frozen=True)
class Opened:
    """A button that opens a part of a result where the result stands."""

    part: str
    """Which one (``parts.Part.mark``, or ``parts.MORE``); empty for the result with none open."""
    of: str
    """The answers whose result it is (``what_ifs.kept.mark``)."""


@dataclass(frozen=True)
class Ticked:
    """A button of a list: something is done, or found, or is not."""

    on: Command
    """What shows the list."""
    item: str
    """Which one (``to_do.mark``)."""
    done: bool


class AboutReminders(StrEnum):
    """What can be done about reminders. The values are carried by buttons."""

    ON = "on"
    OFF = "off"
    ALL_ON = "all"
    ALL_OFF = "none"
    ASK_ZONE = "zones"
    ZONE = "zone"
    WEEK = "week"
    """Those said on a day: again in a week."""
    SHORTLY = "shortly"
    """Those said on a day: again shortly before their dates."""
    OFF_FROM_NOW = "stop"
    """Those said on a day: not again."""


@dataclass(frozen=True)
class Reminding:
    """A button about reminders."""

    deed: AboutReminders
    what: str = ""
    """The mark of a reminder, the day on which some were said, or a time zone."""


class Setting(StrEnum):
    """What a button of the settings makes. The values are carried by buttons."""

    LIGHT = "light"
    DARK = "dark"
    TEST = "test"
    """A rich message comes, to find out whether it can be seen."""
    RICH = "rich"
    PLAIN = "plain"


@dataclass(frozen=True)
class Preferred:
    """A button of the settings: so it is then, whatever it was before."""

    setting: Setting


@dataclass(frozen=True)
class Revoked:
    """A button that takes a consent back."""

    reference: str
    """Of the result that it was for."""


@dataclass(frozen=True)
class Unreadable:
    """A photo, a sticker, a voice message: something that is not text."""


@dataclass(frozen=True)
class Edited:
    """A message sent before was changed afterwards."""


Event = (
    Typed
    | Chosen
    | Marked
    | Kept
    | Asked
    | Confirmed
    | Tried
    | Adopted
    | WithSaved
    | Opened
    | Ticked
    | Reminding
    | Preferred
    | Revoked
    | Unreadable
    | Edited
)
