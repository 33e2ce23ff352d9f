"""Texts as they are compared: what is the same but for marks, capitals and slips of the finger."""

import unicodedata
from collections.abc import Collection

_QUOTES = str.maketrans("\u2018\u2019\u00b4\u201c\u201d", "'''\"\"")


def plain(text: str) -> str:
    """Text as it is compared: compatibility forms unified (full-width digits, odd spaces),
    invisible marks dropped, case and outer punctuation ignored, spaces single."""
    if not (text.isascii() and text.isprintable()):
        # Before NFKC, which takes the accent that people type for an apostrophe apart.
        unified = unicodedata.normalize("NFKC", text.translate(_QUOTES))
        text = "".join(
            character
            for character in unified
            if character.isspace() or unicodedata.category(character) not in ("Cc", "Cf", "Cs")
        )
    return " ".join(text.casefold().split()).strip(" !\"'").rstrip(".")


def phrases(listed: str) -> frozenset[str]:
    """Words and phrases that mean the same, divided by bars."""
    return frozenset(listed.split("|"))


def nearly(typed: str, meant: str) -> bool:
    """Whether two texts are the same word for word, but for slips."""
    words, others = typed.split(), meant.split()
    if len(words) != len(others):
        return False
    shortest = 5 if len(words) == 1 else 4  # what stands beside a short word bears it out
    return all(_a_slip_apart(*pair, shortest) for pair in zip(words, others, strict=True))


def nearest(typed: str, known: Collection[str]) -> str | None:
    """The only known word that is a slip away, if there is one."""
    found = [word for word in known if _a_slip_apart(typed, word, 5)]
    return found[0] if len(found) == 1 else None


def _a_slip_apart(typed: str, meant: str, shortest: int) -> bool:
    """One slip in words of ``shortest`` letters or more, two in words of eight. The first letter
    is hardly ever missed, and a word with another one is mostly another word (done, none)."""
    if typed == meant:
        return True
    allowed = 2 if len(meant) >= 8 else 1 if len(meant) >= shortest else 0
    if not allowed or typed[0] != meant[0] or abs(len(typed) - len(meant)) > allowed:
        return False
    return slips(typed, meant) <= allowed


def slips(typed: str, meant: str) -> int:
    """How many letters were added, left out, replaced, or swapped with their neighbour."""
    before: list[int] = []
    last = list(range(len(meant) + 1))
    for i, letter in enumerate(typed):
        row = [i + 1]
        for j, other in enumerate(meant):
            row.append(min(last[j + 1] + 1, row[j] + 1, last[j] + (letter != other)))
            if i and j and letter == meant[j - 1] and other == typed[i - 1]:
                row[-1] = min(row[-1], before[j - 1] + 1)
        before, last = last, row
    return last[-1]
