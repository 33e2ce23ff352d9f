"""What is kept of a person: what they said, and what they were shown."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from zlib import MAX_WBITS, compress, decompress

from pydantic import TypeAdapter

from bot.render.drawing import Drawing, as_it_is
from conversations.flow import Aside, Said

FILES_KEPT = 6
"""Ids of files that a person was sent, so as not to send the same again."""


@dataclass(frozen=True)
class Asking:
    """A message in a chat, and the question in it."""

    question: str
    message: int


@dataclass(frozen=True)
class Offered:
    """A text that the person can put into a chat of theirs, once."""

    token: str
    """SHA-256 of what the button carries."""
    content: str
    """SHA-256 of the text as it was shown."""
    until: int
    """Seconds since 1970."""


@dataclass(frozen=True)
class Shown:
    """What stands in a chat, as far as later messages depend on it."""

    asking: Asking | None = None
    """The message that asks the open question."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Telegram's ids of files that were sent, by their marks (``Drawing.mark``)."""

    offered: Offered | None = None
    """What was offered last to be shared; nothing once it was."""

    blocked: bool = False
    """Whether the person has shut the bot out, as far as is known."""

    def offers(self, offered: Offered | None) -> "Shown":
        return replace(self, offered=offered)

    def asks(self, asking: Asking | None) -> "Shown":
        return replace(self, asking=asking)

    def has(self, mark: str, file: str) -> "Shown":
        """With a file that was sent, and without those sent longest ago."""
        others = {known: of for known, of in self.files.items() if known != mark}
        return replace(self, files=dict([*others.items(), (mark, file)][-FILES_KEPT:]))


@dataclass(frozen=True)
class Person:
    """All that is kept about somebody; of a chat that only gets messages, nothing said."""

    chat: int
    said: Said | None = None
    shown: Shown = field(default_factory=Shown)


_PERSON = TypeAdapter(Person)
_ASIDES = frozenset(Aside)


def to_bytes(person: Person) -> bytes:
    """JSON, made small."""
    return compress(_PERSON.dump_json(person, exclude_defaults=True), wbits=-MAX_WBITS)


def from_bytes(record: bytes) -> Person:
    return person_from(json.loads(decompress(record, wbits=-MAX_WBITS)))


def person_from(kept: dict[str, Any]) -> Person:
    """What stands between the person and the open question may be of another release: then
    nothing does."""
    said = kept.get("said") or {}
    if said.get("aside") not in _ASIDES:
        said.pop("aside", None)
    return _PERSON.validate_python(kept)


def everything(person: Person, today: date) -> Drawing:
    """All that is kept about a person, as it is stored, for themselves."""
    kept = {"exported": today.isoformat(), **json.loads(_PERSON.dump_json(person))}
    return as_it_is(json.dumps(kept, indent=2, ensure_ascii=False))
