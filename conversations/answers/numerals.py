"""Numbers as people type and say them: 95,000, 1.2 million, ninety-five thousand, 7k and 500."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from conversations.answers.words import nearest

_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
BELOW_TWENTY = {word: Decimal(number) for number, word in enumerate(_ONES)}
TENS = {word: Decimal(number) for number, word in zip(range(20, 100, 10), _TENS, strict=True)}
SCALES = {
    **dict.fromkeys(("k", "thousand", "grand"), Decimal(1_000)),
    **dict.fromkeys(("m", "mm", "mil", "million"), Decimal(1_000_000)),
    **dict.fromkeys(("bn", "billion"), Decimal(1_000_000_000)),
}
PARTS = {"half": Decimal("0.5"), "quarter": Decimal("0.25")}
_SMALL = frozenset(("a", "an", "and", "of", "hundred"))
WORDS = frozenset((*BELOW_TWENTY, *TENS, *SCALES, *PARTS, *_SMALL))

NUMERAL = (
    r"[1-9][0-9]{0,2}(?P<mark>[,'_ ])[0-9]{3}(?:(?P=mark)[0-9]{3})*(?:\.[0-9]+)?"  # 95,000.00
    r"|[0-9]+(?:\.[0-9]*)?|\.[0-9]+"  # 95000.00, 7000., .50
)
"""Digits that can be read in one way; three after a point are looked at elsewhere."""

_TOKEN = re.compile(
    rf"\s*(?:(?P<digits>{NUMERAL})(?![0-9]|[.,'_][0-9])|(?P<word>[a-z]+)|(?<=[a-z])-(?=[a-z]))"
)
_USUAL = re.compile(r"(?P<digits>[1-9][0-9]{0,2}(?:,[0-9]{3}){0,3})(?P<thousands>k?)")
"""As most people type: 95,000 or 300k."""
LONGEST_NUMERAL = 20
"""Characters; decimal arithmetic is exact to 28 digits."""


class _Unclear(Exception):
    """The words are no single number."""


def number(text: str) -> Decimal | None:
    """The number that a plain text is, and nothing but that number; never below zero. None
    where it is no number, or could be two of them."""
    if usual := _USUAL.fullmatch(text):
        digits = Decimal(usual["digits"].replace(",", ""))
        return digits * SCALES["k"] if usual["thousands"] else digits
    try:
        return _Reader(tuple(_tokens(text))).number()
    except _Unclear:
        return None


def _tokens(text: str) -> Iterator[Decimal | str]:
    """Numerals and words. Raises _Unclear where there is something else."""
    at = 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            raise _Unclear
        at = token.end()
        if token["digits"]:
            yield _numeral(token["digits"], text[at:])
        elif token["word"]:
            yield _known(token["word"])


def _known(word: str) -> str:
    known = word if word in WORDS else nearest(word, WORDS)
    if known is None:
        raise _Unclear
    return known


def _numeral(digits: str, then: str) -> Decimal:
    """Spaces may stand between thousands or between two numbers: 150 500, 5 500k."""
    groups = digits.partition(".")[0].split()
    if len(groups) > 1 and (then.strip() or (len(groups[0]) == 3 and {*groups[1:]} != {"000"})):
        raise _Unclear
    if len(digits) > LONGEST_NUMERAL:
        raise _Unclear
    return Decimal(re.sub("[,'_ ]", "", digits))


class _Reader:
    """Reads the parts of a number, each smaller than the scale of the one before."""

    def __init__(self, tokens: Sequence[Decimal | str]) -> None:
        self._tokens = tokens
        self._at = 0

    def number(self) -> Decimal:
        if self._next is None:
            raise _Unclear
        total, scale = Decimal(0), Decimal(0)
        while self._next is not None:
            before = scale
            if before:
                self._took("and")
            in_digits = isinstance(self._next, Decimal)
            count = self._count()
            scale = self._scale()
            part = count * scale
            if before:
                # 7k 500 is 7,500, but 90k 95 is more likely a range.
                least = before / 10 if in_digits and scale == 1 else 1
                if not least <= part < before:
                    raise _Unclear
            # Three digits after a point are as likely a thousand written the European way.
            if scale == 1 and _places(count) > 2:
                raise _Unclear
            if (scale == 1 or count % 1) and self._next is not None:
                raise _Unclear
            total += part
        return total

    @property
    def _next(self) -> Decimal | str | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _took(self, *words: str) -> bool:
        if self._next not in words:
            return False
        self._at += 1
        return True

    def _scale(self) -> Decimal:
        scale = SCALES.get(str(self._next), Decimal(1))
        self._at += scale != 1
        return scale

    def _count(self) -> Decimal:
        """How many of a scale: 95, ninety-five, a, five hundred and ten, two and a half."""
        article = self._took("a", "an")
        if str(self._next) in PARTS:
            return self._part()
        if article or self._next == "hundred":
            if self._next != "hundred" and str(self._next) not in SCALES:
                raise _Unclear
            count = Decimal(1)
        else:
            count = self._below_hundred()
        if self._next == "quarter":
            return count * self._part()
        if self._next == "hundred":
            if not (1 <= count < 100 and count % 1 == 0):
                raise _Unclear
            count = self._hundreds(count)
        if self._tokens[self._at : self._at + 2] == ("and", "a"):
            self._at += 2
            return count + self._part()
        return count

    def _below_hundred(self) -> Decimal:
        """A numeral of any size, or words."""
        word = self._next
        self._at += 1
        if isinstance(word, Decimal):
            return word
        if word in TENS:
            unit = BELOW_TWENTY.get(str(self._next), Decimal(0))
            if not 1 <= unit < 10:
                return TENS[word]
            self._at += 1
            return TENS[word] + unit
        if word in BELOW_TWENTY:
            return BELOW_TWENTY[word]
        raise _Unclear

    def _hundreds(self, count: Decimal) -> Decimal:
        self._at += 1
        rest = self._tokens[self._at :]
        after = rest[1:2] if rest[:1] == ("and",) else rest[:1]
        if not after or not (
            after[0] in TENS
            or after[0] in BELOW_TWENTY
            or (isinstance(after[0], Decimal) and 10 <= after[0] < 100)
        ):
            return count * 100
        self._took("and")
        return count * 100 + self._below_hundred()

    def _part(self) -> Decimal:
        """A half or a quarter of a scale, which has to follow."""
        part = PARTS.get(str(self._next))
        self._at += 1
        self._took("of")
        self._took("a", "an")
        if part is None or str(self._next) not in SCALES:
            raise _Unclear
        return part


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0
