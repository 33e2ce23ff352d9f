"""What a button carries: the event that it makes, in at most 64 bytes (Bot API,
InlineKeyboardButton). Data that comes back is untrusted: anybody can send anything."""

import re

from conversations.events import (
    AboutReminders,
    Adopted,
    Asked,
    Chosen,
    Command,
    Confirmed,
    Deed,
    Event,
    Kept,
    Marked,
    Opened,
    Preferred,
    Reminding,
    Revoked,
    Setting,
    Ticked,
    Tried,
    WithSaved,
)
from conversations.what_ifs.ways import Way

MOST_BYTES = 64

_OURS = re.compile(r"[ -~]*")
"""What is in the data of a button: printable ASCII."""


def encode(event: Event) -> str:
    """Raises ValueError for an event that no button can carry."""
    match event:
        case Chosen(question, key):
            parts: tuple[str, ...] = ("a", question, key)
        case Asked(command, question):
            parts = ("c", command, question or "")
        case Marked(question, option):
            parts = ("m", question, option)
        case Kept(question):
            parts = ("k", question)
        case Confirmed(command, yes):
            parts = ("y", command, "yes" if yes else "no")
        case Tried(way, amount):
            parts = ("w", way, amount or "")
        case Adopted(Tried(way, amount), of, beside):
            parts = ("ws" if beside else "wk", way, amount or "", of)
        case WithSaved(deed, result, other):
            parts = ("s", deed, result, other or "")
        case Opened(part, of):
            parts = ("o", part, of)
        case Ticked(on, item, done):
            parts = ("t", on, item, "yes" if done else "no")
        case Revoked(reference):
            parts = ("v", reference)
        case Reminding(deed, what):
            parts = ("r", deed, what)
        case Preferred(setting):
            parts = ("p", setting)
        case _:
            raise ValueError(f"a button cannot carry {event}")
    data = "|".join(parts)
    if len(data.encode()) > MOST_BYTES:
        raise ValueError(f"{data!r} is longer than {MOST_BYTES} bytes")
    return data


def decode(data: str) -> Event:
    """The event of a button. Data that is none of ours becomes an answer to no question, which
    a talk declines with words."""
    if len(data) > MOST_BYTES or _OURS.fullmatch(data) is None:
        return Chosen("", "")
    match data.split("|"):
        case ["a", question, key]:
            return Chosen(question, key)
        case ["m", question, option]:
            return Marked(question, option)
        case ["k", question]:
            return Kept(question)
        case ["c", command, question] if command in _COMMANDS:
            return Asked(Command(command), question or None)
        case ["y", command, "yes" | "no" as yes] if command in _COMMANDS:
            return Confirmed(Command(command), yes == "yes")
        case ["w", way, amount] if way in _WAYS:
            return Tried(Way(way), amount or None)
        case ["wk" | "ws" as kept, way, amount, of] if way in _WAYS:
            return Adopted(Tried(Way(way), amount or None), of, beside=kept == "ws")
        case ["s", deed, result, other] if deed in _DEEDS:
            return WithSaved(Deed(deed), result, other or None)
        case ["o", part, of]:
            return Opened(part, of)
        case ["t", on, item, "yes" | "no" as done] if on in _COMMANDS:
            return Ticked(Command(on), item, done == "yes")
        case ["v", reference]:
            return Revoked(reference)
        case ["r", deed, what] if deed in _ABOUT_REMINDERS:
            return Reminding(AboutReminders(deed), what)
        case ["p", setting] if setting in _SETTINGS:
            return Preferred(Setting(setting))
        case _:
            return Chosen("", "")


_COMMANDS = frozenset(command.value for command in Command)
_ABOUT_REMINDERS = frozenset(deed.value for deed in AboutReminders)
_DEEDS = frozenset(deed.value for deed in Deed)
_SETTINGS = frozenset(setting.value for setting in Setting)
_WAYS = frozenset(way.value for way in Way)
