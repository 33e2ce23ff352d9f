"""What a person likes otherwise than it is at first."""

from enum import StrEnum


class Preference(StrEnum):
    """The values are kept."""

    DARK = "dark"
    """Pictures on a dark ground."""
    RICH = "rich"
    """Results as rich messages, where a chat has them."""


Preferences = frozenset[Preference]
