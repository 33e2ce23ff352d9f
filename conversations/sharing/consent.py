"""Consent to send a result to a CPA: named, dated, for a time, revocable (IRC 7216; Treas. Reg.
301.7216-3). The words are those of whoever runs the assistant; nothing is sent without it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

PLACES = frozenset(("recipient", "content", "until"))
"""What the words of a consent must name, in braces; ``reference`` they may."""


@dataclass(frozen=True)
class Cpa:
    """Where results can be sent to."""

    name: str
    words: str
    """What a person agrees to, with the places of ``PLACES``."""

    def asks(self, content: str, until: str, reference: str) -> str:
        """The words as they are agreed to."""
        return self.words.format(
            recipient=self.name, content=content, until=until, reference=reference
        )


@dataclass(frozen=True)
class Consent:
    reference: str
    """Of the result that was sent."""
    recipient: str
    given: date
    until: date
    """The last day on which it holds."""
    words: str
    """SHA-256 of what was agreed to, as it was shown."""
    content: str
    """SHA-256 of what was sent."""
    revoked: date | None = None

    def holds(self, today: date) -> bool:
        return self.revoked is None and today <= self.until


def a_year_from(day: date) -> date:
    """A consent that names no end lasts a year (Treas. Reg. 301.7216-3(b)(5)); here it names it."""
    return day.replace(year=day.year + 1, day=min(day.day, 28) if day.month == 2 else day.day)


def fingerprint(*texts: str) -> str:
    return sha256("\0".join(texts).encode()).hexdigest()


def holding(consents: Iterable[Consent], reference: str, today: date) -> Consent | None:
    """By which a result may be with the CPA, and answered."""
    held = (one for one in consents if one.reference == reference and one.holds(today))
    return next(held, None)
