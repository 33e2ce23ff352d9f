"""A message to send to a chat, or to take out of it, as it waits in the database."""

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


@dataclass(frozen=True)
class Deletion:
    """A message that must not stay in the chat."""

    deletes: int


_ADAPTER: TypeAdapter[Message | Deletion] = TypeAdapter(Message | Deletion)


def to_json(message: Message | Deletion) -> str:
    return _ADAPTER.dump_json(message).decode()


def from_json(text: str) -> Message | Deletion:
    return _ADAPTER.validate_json(text)
