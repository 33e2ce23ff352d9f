"""A message to send to a chat, to change or to take out of it, as it waits in the database."""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from bot.render.drawing import Drawing

Markup = dict[str, Any]
"""Of buttons, as the Bot API takes it."""


@dataclass(frozen=True)
class Key:
    """A button: what it says, and what it carries or opens."""

    label: str
    data: str = ""
    url: str = ""
    shares: str = ""
    """A token, with which Telegram asks for what is put into the chat that the person chooses."""


@dataclass(frozen=True)
class Message:
    text: str
    """Telegram's HTML."""
    keyboard: tuple[tuple[Key, ...], ...] = ()
    edits: int | None = None
    """The message that this one takes the place of."""
    asks: str | None = None
    """The question that is open while this message is the last one that asks it."""
    silent: bool = False
    """Whether it comes without a sound: it goes on with the message before."""

    @property
    def markup(self) -> Markup | None:
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
    def markup(self) -> Markup | None:
        return _markup(self.keyboard)


def _markup(keyboard: tuple[tuple[Key, ...], ...]) -> Markup | None:
    return (
        {"inline_keyboard": [[_button(key) for key in row] for row in keyboard]}
        if keyboard
        else None
    )


def _button(key: Key) -> Markup:
    """As in the Bot API, InlineKeyboardButton."""
    if key.url:
        return {"text": key.label, "url": key.url}
    if key.shares:
        chosen = {"query": key.shares, "allow_user_chats": True, "allow_group_chats": True}
        return {"text": key.label, "switch_inline_query_chosen_chat": chosen}
    return {"text": key.label, "callback_data": key.data}


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
    regret: "Message | To"
    """What is said where it cannot be sent."""
    then: "tuple[To, ...]" = ()
    """What is said once it is there."""


@dataclass(frozen=True)
class Rich:
    """A rich message (Bot API 10.1). Not every server takes one."""

    html: str
    """Telegram's HTML of rich messages."""
    plain: tuple[Message, ...]
    """What is sent in its place where it is refused."""
    keyboard: tuple[tuple[Key, ...], ...] = ()
    silent: bool = False
    """Whether the message before has told of it."""

    @property
    def markup(self) -> Markup | None:
        return _markup(self.keyboard)


@dataclass(frozen=True)
class Plainly:
    """What a rich message says, where it was refused; sent one by one."""

    plain: tuple[Message, ...]


@dataclass(frozen=True)
class To:
    """A message to another chat."""

    chat: int
    message: Message


Outgoing = Collapse | Message | Deletion | File | Rich | Plainly

_ADAPTER: TypeAdapter[Outgoing] = TypeAdapter(
    # Each has a field that those before it lack.
    Annotated[Outgoing, Field(union_mode="left_to_right")]
)


def to_json(message: Outgoing) -> str:
    return _ADAPTER.dump_json(message).decode()


def from_json(text: str) -> Outgoing:
    return _ADAPTER.validate_json(text)
