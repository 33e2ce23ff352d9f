"""What is kept of a person, as JSON: one record of what they said, one of what they were shown."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pydantic import TypeAdapter

from conversations.flow import Aside, Said

FILES_KEPT = 6
"""Ids of files that a person was sent, so as not to send the same again."""


@dataclass(frozen=True)
class Asking:
    """A message in a chat, and the question in it."""

    question: str
    message: int


@dataclass(frozen=True)
class Shown:
    """What stands in a chat, as far as later messages depend on it."""

    asking: Asking | None = None
    """The message that asks the open question."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Telegram's ids of files that were sent, by their marks (``Drawing.mark``)."""

    def asks(self, asking: Asking | None) -> "Shown":
        return replace(self, asking=asking)

    def has(self, mark: str, file: str) -> "Shown":
        """With a file that was sent, and without those sent longest ago."""
        others = {known: of for known, of in self.files.items() if known != mark}
        return replace(self, files=dict([*others.items(), (mark, file)][-FILES_KEPT:]))


_SAID = TypeAdapter(Said)
_SHOWN = TypeAdapter(Shown)
_ASIDES = frozenset(Aside)


def said_to_json(said: Said) -> str:
    return _SAID.dump_json(said, exclude_defaults=True).decode()


def said_from_json(text: str) -> Said:
    """What stands between the person and the open question may be of another release: then
    nothing does."""
    record = json.loads(text)
    if record.get("aside") not in _ASIDES:
        record.pop("aside", None)
    return _SAID.validate_python(record)


def shown_to_json(shown: Shown) -> str:
    return _SHOWN.dump_json(shown, exclude_defaults=True).decode()


def shown_from_json(text: str) -> Shown:
    return _SHOWN.validate_json(text)
