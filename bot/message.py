"""A message to send to a chat, to change or to take out of it, as it waits in the database."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, TypeAdapter
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.render.drawing import Drawing


@dataclass(frozen=True)
class Key:
    """A button: what it says, and what it carries or opens."""

    label: str
    data: str = ""
    url: str = ""


@dataclass(frozen=True)
class Message:
    text: str
    """Telegram's HTML."""
    keyboard: tuple[tuple[Key, ...], ...] = ()
    edits: int | None = None
    """The message that this one takes the place of."""
    asks: str | None = None
    """The question that is open while this message is the last one that asks it."""

    @property
    def markup(self) -> InlineKeyboardMarkup | None:
        return _markup(self.keyboard)


@dataclass(frozen=True)
class Collapse:
    """The message of a question that is answered becomes its answer."""

    answered: str
    """The question. Which message asks it is known when its turn to be sent comes."""
    text: str
    """Telegram's HTML."""
    keyboard: tuple[tuple[Key, ...], ...]

    @property
    def markup(self) -> InlineKeyboardMarkup | None:
        return _markup(self.keyboard)


def _markup(keyboard: tuple[tuple[Key, ...], ...]) -> InlineKeyboardMarkup | None:
    if not keyboard:
        return None
    return InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton(key.label, url=key.url or None, callback_data=key.data or None)
                for key in row
            ]
            for row in keyboard
        ]
    )


@dataclass(frozen=True)
class Deletion:
    """A message that must not stay in the chat."""

    deletes: int


@dataclass(frozen=True)
class File:
    """A PDF or a picture; drawn when its turn to be sent comes."""

    drawing: Drawing
    name: str
    caption: str
    """Telegram's HTML."""
    regret: Message
    """What is said where it cannot be sent."""


Outgoing = Collapse | Message | Deletion | File

_ADAPTER: TypeAdapter[Outgoing] = TypeAdapter(
    # Each has a field that those before it lack.
    Annotated[Outgoing, Field(union_mode="left_to_right")]
)


def to_json(message: Outgoing) -> str:
    return _ADAPTER.dump_json(message).decode()


def from_json(text: str) -> Outgoing:
    return _ADAPTER.validate_json(text)
