"""The words of a consent, in a text file of whoever runs the bot."""

import re
from pathlib import Path
from string import Formatter

from conversations.sharing.consent import PLACES

LONGEST = 3_000
"""Characters, so that it fits a message with what is filled in."""

_PLACES = PLACES | {"reference"}


def consent_in(file: Path) -> str:
    """Each paragraph on one line, without lines that begin with #. Raises ValueError, in words for
    the operator."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise ValueError(f"{file} cannot be read as UTF-8 text") from None
    text = "\n".join(line for line in lines if not line.startswith("#")).strip()
    words = "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", text))
    if len(words) > LONGEST:
        raise ValueError(f"{file} is longer than {LONGEST} characters")
    try:
        places = {place for _, place, *_ in Formatter().parse(words) if place is not None}
    except ValueError:
        raise ValueError(f"{file} has a brace without the other one") from None
    for missing in sorted(PLACES - places):
        raise ValueError(f"{file} does not say {{{missing}}}")
    for unknown in sorted(places - _PLACES):
        raise ValueError(f"{file} has {{{unknown}}}, which stands for nothing")
    return words
