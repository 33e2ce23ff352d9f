"""What must never be kept: numbers that open accounts, typed where an answer was asked for."""

import re
import unicodedata

from conversations.answers.kinds import Declined
from conversations.answers.words import plain

_GONE = (
    "it was not read or kept, and nothing here needs it. If your message is still in the chat, "
    "please delete it."
)
_SOCIAL = Declined(f"That looks like a Social Security number: {_GONE}", private=True)
_NINE_DIGITS = Declined(
    f"{_SOCIAL.words} If it is an amount, type it with commas.",
    private=True,
)
_CARD = Declined(f"That looks like a card number: {_GONE}", private=True)
_ACCOUNT = Declined(f"That looks like an account number: {_GONE}", private=True)
BIRTH = Declined(f"That looks like a date of birth: {_GONE}", private=True)

_MARK = r"[ ./_\u2010-\u2015\u2212-]"
_ALONE = r"(?<![0-9$])(?<![0-9][.,])(?:{})(?![0-9]|[.,][0-9])"
"""A number by itself: not a part of a longer one, nor of an amount."""

_BETWEEN = rf" ?{_MARK} ?"
_THREE_TWO_FOUR = re.compile(_ALONE.format(rf"[0-9]{{3}}{_BETWEEN}[0-9]{{2}}{_BETWEEN}[0-9]{{4}}"))
_NAMED_SOCIAL = re.compile(
    r"\b(?:ssn|itin|social(?: security)? (?:number|no|num|#))(?![a-z])[^0-9]{0,12}"
    r"[0-9](?:[^a-z0-9]?[0-9]){3,8}"
)
_NINE = re.compile(_ALONE.format("[0-9]{9}"))
_CARDS = re.compile(
    _ALONE.format(
        r"[0-9]{13,19}"
        rf"|[0-9]{{4}}(?:{_MARK}[0-9]{{4}}){{3}}(?:{_MARK}?[0-9]{{1,3}})?"
        rf"|[0-9]{{4}}{_MARK}[0-9]{{6}}{_MARK}[0-9]{{4,5}}"
    )
)
_LONG = re.compile(_ALONE.format("[0-9]{10,19}"))
_NAMED_ACCOUNT = re.compile(
    r"\b(?:(?:account|acct|routing|card|iban|policy)(?: (?:number|no|num|nr|id)\b|\s?#)[^0-9]{0,12}"
    r"|(?:acct|routing)\b[^0-9a-z]{0,4})[a-z]{0,3}[0-9](?:[^a-z0-9$,]?[0-9]){4,}"
)
WHOLE_DATE = re.compile(
    r"(?<![0-9])(?:[0-9]{1,2}[-/. ][0-9]{1,2}[-/. ](?:[0-9]{2}){1,2}"
    r"|[0-9]{4}[-/. ][0-9]{1,2}[-/. ][0-9]{1,2}"
    r"|[a-z]{3,}\.? [0-9]{1,2}(?:st|nd|rd|th)?,? [0-9]{4}"
    r"|[0-9]{1,2}(?:st|nd|rd|th)? (?:of )?[a-z]{3,},? [0-9]{4})(?![0-9])"
)
_BIRTH = re.compile(r"\b(?:born|birth|birthday|birthdate|dob)\b")


def private(text: str) -> Declined | None:
    """Words for a text with a Social Security, card or account number or a date of birth in it;
    None where there is none. What a person types is looked at before anything else is done with
    it."""
    said = _with_plain_digits(plain(text))
    if sum(map(str.isdigit, said)) < 4:
        return None
    if _THREE_TWO_FOUR.search(said) or _NAMED_SOCIAL.search(said):
        return _SOCIAL
    if any(_adds_up(found[0]) for found in _CARDS.finditer(said)):
        return _CARD
    if any(_may_be_social(found[0]) for found in _NINE.finditer(said)):
        return _NINE_DIGITS
    if _NAMED_ACCOUNT.search(said):
        return _ACCOUNT
    # Above any amount that can be answered, so it is none.
    if any(not found[0].endswith("0000") for found in _LONG.finditer(said)):
        return _ACCOUNT
    return BIRTH if _BIRTH.search(said) and WHOLE_DATE.search(said) else None


def _with_plain_digits(text: str) -> str:
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(c, c)) for c in text)


def _may_be_social(digits: str) -> bool:
    """No number has all zeros in one of its parts, nor begins with 666 (SSA, POMS RM 10201.035).
    Those that begin with 9 are ITINs."""
    area, group, serial = digits[:3], digits[3:5], digits[5:]
    return area not in ("000", "666") and group != "00" and serial != "0000"


def _adds_up(number: str) -> bool:
    """Whether the check digit of a card number is right (ISO/IEC 7812-1, annex B)."""
    digits = [int(digit) for digit in number if digit.isdigit()]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[-2::-2])
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
