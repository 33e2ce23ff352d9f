"""What is said of a text that is no clear amount: which two it could be, or what works."""

import re
from collections.abc import Callable
from decimal import Decimal

from conversations.answers.amounts import PLAN_NAME, amount, bare
from conversations.answers.kinds import Declined
from conversations.answers.numerals import SCALES
from conversations.formats import dollars

WHAT_WORKS = "Enter an amount like 7,500 or 7.5k, or 0 for none."
ONE_AMOUNT = "Enter one amount; an estimate will do."

MOST = Decimal(10**9)
"""Above any account, in dollars: more is a slip of the finger."""

_PERCENT = re.compile(r"%|\bper ?cents?\b|\bpct\b")
_FOREIGN = re.compile(
    r"[\u20ac\u00a3\u00a5\u20b9\u20a9]|"
    r"\b(?:eur|euros?|gbp|pounds?|cad|aud|chf|yen|pesos?|rupees?)\b"
)
_NEGATIVE = re.compile(
    r"(?:minus|negative|-)\s*\$?\s*[0-9.a-z].*|\(\s*\$?\s*[0-9][0-9,.]*\s*[km]?\)?"
)
_LIMIT = re.compile(
    r"(?:[<>]=?|(?:no |not )?(?:more|less) than|over|under|above|below|at (?:least|most)|up to|"
    r"max(?:imum)?|min(?:imum)?)\s*(?P<amount>.+)"
)
_EACH = r" ?(?:/ ?|\bper |\ban? |\beach |\bevery )"
_MONTHLY = re.compile(rf"(?P<amount>.+?)(?:{_EACH}(?:month|mo)| monthly)")
_BY_PAY_DAY = re.compile(rf".+(?:{_EACH}(?:week|pay ?check|pay ?day|quarter|day)| weekly)")
_RANGE = re.compile(
    r"(?:between (?P<above>.+?) and |(?:from )?(?P<least>.+?)\s*(?:-|\bto\b|\bthrough\b)\s*)"
    r"(?P<most>.+)"
)
_EITHER = re.compile(
    r"\s*(?:,? \b(?:or|maybe|perhaps|possibly)\b|(?<=[0-9k]) ?/(?= ?\$?[0-9][0-9,]))\s*"
)
_BETWEEN_TWO = re.compile(r",? and |\s*&\s*|[,;] |\s")
_TWO_GROUPS = re.compile(r"\$?(?P<one>[0-9]{3}) (?P<other>[0-9]{3})")
_MARKED = re.compile(r"(?:us ?)?\$?\s*(?P<digits>[0-9][0-9.,'_]{,16}[0-9])\s*(?P<unit>[a-z]*)")


def unclear(text: str) -> Declined:
    """Words for a text that holds no clear amount."""
    said = bare(text)
    found = (explained(said) for explained in _EXPLANATIONS)
    return next(filter(None, found), Declined(WHAT_WORKS))


def _not_dollars(said: str) -> Declined | None:
    if _PERCENT.search(said):
        return Declined("Enter an amount in dollars rather than a percentage: 7,500 or 7.5k.")
    if _FOREIGN.search(said):
        return Declined("Enter an amount in US dollars: 7,500 or 7.5k.")
    return None


def _below_zero(said: str) -> Declined | None:
    if not _NEGATIVE.fullmatch(said):
        return None
    return Declined("An amount below zero cannot be used here. Enter 0 for none.")


def _plan(said: str) -> Declined | None:
    if not PLAN_NAME.fullmatch(said):
        return None
    words = "That could be a 401(k) plan or $401,000. For the amount, enter 401,000."
    return Declined(words, (Decimal(401_000),))


def _limit(said: str) -> Declined | None:
    limit = _LIMIT.fullmatch(said)
    if limit is None or amount(limit["amount"]) is None:
        return None
    return Declined(f"That is a limit rather than an amount. {ONE_AMOUNT}")


def _each_time(said: str) -> Declined | None:
    monthly = _MONTHLY.fullmatch(said)
    one = amount(monthly["amount"]) if monthly else None
    if one is not None:
        year = one * 12
        words = f"Enter the amount for the whole year: {dollars(one)} a month is {dollars(year)}."
        return Declined(words, (year,))
    if monthly or _BY_PAY_DAY.fullmatch(said):
        return Declined("Enter the amount for the whole year, like 7,500 or 7.5k.")
    return None


def _either(said: str) -> Declined | None:
    ends = _EITHER.split(said)
    two = _both(*ends) if len(ends) == 2 else None
    return two and _named({reading: dollars(reading) for reading in two})


def _range(said: str) -> Declined | None:
    between = _RANGE.fullmatch(said)
    two = between and _both(between["above"] or between["least"], between["most"])
    if not two or two[0] >= two[1]:
        return None
    return Declined(f"{dollars(two[0])} to {dollars(two[1])} is a range. {ONE_AMOUNT}", two)


def _both(one: str, other: str) -> tuple[Decimal, Decimal] | None:
    """Two amounts; a unit after the second one is meant for both: 90-100k."""
    unit = re.search(r"(?<![a-z])[a-z]+$", other)
    if unit and unit[0] in SCALES and not set(one.split()) & SCALES.keys() and one[-1:] not in "km":
        one = f"{one} {unit[0]}"
    first, second = amount(one), amount(other)
    return None if first is None or second is None else (first, second)


def _marks(said: str) -> Declined | None:
    """Digits with marks where none belong: 95,00 is 9,500 or 95.00."""
    found = _MARKED.fullmatch(said)
    if found is None or found["unit"] not in ("", "dollars", *SCALES):
        return None
    *groups, last = re.split("[.,'_]+", found["digits"])
    marks = re.findall("[.,'_]", found["digits"])
    scale = SCALES.get(found["unit"], Decimal(1))
    readings: dict[Decimal, str] = {}
    if len(marks) == 1 or len(last) == 3:
        whole = Decimal("".join((*groups, last))) * scale
        readings[whole] = dollars(whole)
    once = marks.count(marks[-1]) == 1
    in_threes = all(len(group) == 3 for group in groups[1:])
    if marks[-1] in ".," and in_threes and (once or len(last) <= 2):
        part = round(Decimal(f"{''.join(groups)}.{last}") * scale, 2)
        readings[part] = dollars(part) if found["unit"] else f"${part:,.2f}"
    return _named(readings)


def _two(said: str) -> Declined | None:
    if groups := _TWO_GROUPS.fullmatch(said):
        one, other = Decimal(groups["one"]), Decimal(groups["other"])
        whole = one * 1000 + other
        words = f"Did you mean {dollars(whole)}, or {_typed(one)} + {_typed(other)}?"
        return Declined(words, (whole, one + other))
    for between in _BETWEEN_TWO.finditer(said):
        first, second = amount(said[: between.start()]), amount(said[between.end() :])
        if first is not None and second is not None:
            words = (
                f"That holds two amounts, {dollars(first)} and {dollars(second)}. Enter one of "
                f"them, or {_typed(first)} + {_typed(second)} for both."
            )
            return Declined(words, tuple(dict.fromkeys((first, second, first + second))))
    return None


def _tentative(said: str) -> Declined | None:
    one = amount(said.rstrip("?,; ")) if said.endswith(("?", ",", ";")) else None
    return None if one is None else _named({one: dollars(one)})


def _typed(value: Decimal) -> str:
    return dollars(value).removeprefix("$")


def _named(readings: dict[Decimal, str]) -> Declined | None:
    """Words for the one or two amounts that a text can be read as."""
    match [(value, name) for value, name in readings.items() if value <= MOST]:
        case [(value, name)]:
            return Declined(f"If you mean {name}, enter {name.removeprefix('$')}.", (value,))
        case [(value, name), (other, other_name)]:
            return Declined(f"Did you mean {name} or {other_name}?", (value, other))
    return None


_EXPLANATIONS: tuple[Callable[[str], Declined | None], ...] = (
    _not_dollars,
    _below_zero,
    _plan,
    _limit,
    _each_time,
    _either,
    _range,
    _marks,
    _two,
    _tentative,
)
