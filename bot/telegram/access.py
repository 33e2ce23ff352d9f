"""The ways to say who may talk here."""

from enum import StrEnum


class Access(StrEnum):
    OPEN = "open"
    """Everybody."""
    LISTED = "listed"
    """The people of PRORATA_PEOPLE."""
    INVITED = "invited"
    """They, who came by an invitation link, and who has a talk here already."""
