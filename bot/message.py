"""A message to send to a chat, as it waits in the database."""

from dataclasses import dataclass

from pydantic import TypeAdapter
from telegram import InlineKeyboardButton, InlineKeyboardMarkup


@dataclass(frozen=True)
class Key:
    """A button: what it says, and what it carries."""

    label: str
    data: str


@dataclass(frozen=True)
class Message:
    text: str
    """Telegram's HTML."""
    keyboard: tuple[tuple[Key, ...], ...] = ()
    edits: int | None = None
    """The message that this one takes the place of."""

    @property
    def markup(self) -> InlineKeyboardMarkup | None:
        if not self.keyboard:
            return None
        return InlineKeyboardMarkup(
            [
                [InlineKeyboardButton(key.label, callback_data=key.data) for key in row]
                for row in self.keyboard
            ]
        )


_ADAPTER = TypeAdapter(Message)


def to_json(message: Message) -> str:
    return _ADAPTER.dump_json(message).decode()


def from_json(text: str) -> Message:
    return _ADAPTER.validate_json(text)
