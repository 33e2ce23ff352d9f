"""What a talk shows in return. A button holds the event that it makes."""

from dataclasses import dataclass
from datetime import date

from conversations.document import ActionItem, Document, Paper
from conversations.events import Event, Opened
from conversations.preferences import Preferences
from conversations.reminders import Dated


@dataclass(frozen=True)
class Button:
    label: str
    makes: Event
    chosen: bool = False
    """Whether this is the answer so far."""


@dataclass(frozen=True)
class Say:
    """A text, perhaps with something to choose."""

    text: str
    choices: tuple[Button, ...] = ()
    in_place: bool = False
    """Whether the message of the button that was tapped is to change into this one."""
    takes_a_number: bool = False
    """Whether a number that is typed is an answer, so that no button can be called by one."""


@dataclass(frozen=True)
class Ask:
    """The open question."""

    progress: str
    """Where in the talk this is."""
    text: str
    choices: tuple[Button, ...]
    """Answers to tap."""
    controls: tuple[Button, ...]
    """Everything else to tap: not sure, why, where, back."""
    several: bool
    """Whether more than one choice may be named at once."""
    note: str | None = None
    """What is to be said first: why the last text did not work, what was asked in return."""
    in_place: bool = False
    """Whether the message of the button that was tapped is to change into this one."""
    question: str = ""
    """The id of what is asked."""


@dataclass(frozen=True)
class Line:
    """An answer on a card."""

    name: str
    value: str
    change: Button | None = None
    """Goes back to its question."""


@dataclass(frozen=True)
class Group:
    """The answers of a section."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Card:
    """Answers to look over."""

    text: str
    groups: tuple[Group, ...]
    controls: tuple[Button, ...]
    note: str | None = None


@dataclass(frozen=True)
class Task:
    """Something to tick off, and what ticking it makes."""

    item: ActionItem
    makes: Event


@dataclass(frozen=True)
class Link:
    """An address to open, and what is there."""

    label: str
    url: str


@dataclass(frozen=True)
class Tasks:
    """A list to tick."""

    text: str
    items: tuple[Task, ...]
    controls: tuple[Button, ...]
    links: tuple[Link, ...] = ()
    in_place: bool = False
    """Whether the message of the button that was tapped is to change into this one."""


@dataclass(frozen=True)
class Show:
    """A result."""

    document: Document
    controls: tuple[Button, ...]
    note: str | None = None
    further: tuple[Button, ...] = ()
    """What else there is to tap, where there is room for it."""
    opened: Opened | None = None
    """What is open of it; None where none of its parts can be opened by itself."""
    in_place: bool = False
    """Whether the message of the button that was tapped is to change into this one."""
    prefers: Preferences = frozenset()


@dataclass(frozen=True)
class Hand:
    """A result on paper, to keep and to take along."""

    paper: Paper


@dataclass(frozen=True)
class Calendar:
    """Dates of a result, for a calendar."""

    dates: tuple[Dated, ...]
    day: date
    """On which they were worked out."""


@dataclass(frozen=True)
class Picture:
    """The charts of a result."""

    document: Document
    prefers: Preferences = frozenset()


@dataclass(frozen=True)
class Sample:
    """What a rich message looks like, where a chat has them."""

    document: Document
    refused: str
    """What is said where it cannot be sent."""


@dataclass(frozen=True)
class Share:
    """A text that the person may put into any chat."""

    text: str


@dataclass(frozen=True)
class Delivered:
    """A result that goes to the CPA, and what the person is told of it."""

    text: str
    paper: Paper
    told: Say
    """Once it is there."""
    regret: Say
    """Where it could not be handed over."""


@dataclass(frozen=True)
class ToCpa:
    """A word to the CPA, perhaps with a result."""

    text: str
    result: Delivered | None = None


@dataclass(frozen=True)
class Export:
    """Everything that is kept about the person, also as paper."""

    paper: Paper


@dataclass(frozen=True)
class Toast:
    """A word in passing that needs no message of its own."""

    text: str


@dataclass(frozen=True)
class Forget:
    """The message that was typed must not stay: it is deleted where the chat can do that."""


Reply = (
    Say
    | Ask
    | Card
    | Tasks
    | Show
    | Hand
    | Calendar
    | Picture
    | Sample
    | Share
    | ToCpa
    | Export
    | Toast
    | Forget
)
