"""Buttons below a message."""

from collections.abc import Sequence

from bot.telegram.callback_data import encode
from bot.telegram.message import Key, Message
from conversations.events import Asked, Command
from conversations.replies import Button

ROW_CHARACTERS = 26
"""About what fits beside each other on a phone before labels are cut off."""

Rows = tuple[tuple[Key, ...], ...]


def rows(buttons: Sequence[Button]) -> Rows:
    """Short labels beside each other, long ones below each other."""
    found: list[list[Key]] = []
    room = 0
    for button in buttons:
        label = f"✓ {button.label}" if button.chosen else button.label
        needed = len(label) + 4
        if needed > room:
            found.append([])
            room = ROW_CHARACTERS
        found[-1].append(Key(label, encode(button.makes)))
        room -= needed
    return tuple(map(tuple, found))


def with_keyboard(texts: list[str], keyboard: Rows, edits: int | None = None) -> list[Message]:
    """The keyboard hangs on the last message; what is more than one takes no other's place."""
    edited = edits if len(texts) == 1 else None
    return [*map(Message, texts[:-1]), Message(texts[-1], keyboard, edited)]


def to_try_again(words: str, command: Command, label: str = "Try again") -> Message:
    """What is said where a file did not go through."""
    return Message(words, rows([Button(label, Asked(command))]))
