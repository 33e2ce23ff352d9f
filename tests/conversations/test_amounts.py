"""Amounts as people type them: read where they are clear, asked back where they are not."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.answers import Declined, Dollars
from conversations.formats import dollars

D = Decimal

READ = {
    # Digits and marks
    "95000": "95000",
    "95,000": "95000",
    "$95,000.00": "95000",
    "$ 95,000.5": "95000.5",
    "95 000": "95000",
    "1 234 567": "1234567",
    "150 000": "150000",
    "95'000": "95000",
    "95\u2019000": "95000",
    "95_000": "95000",
    ".50": "0.50",
    "0.01": "0.01",
    "7000.": "7000",
    "007": "7",
    "$7,000.-": "7000",
    "7,000,-": "7000",
    "\u201c95,000\u201d": "95000",
    "7000!": "7000",
    # Digits and spaces that only look like ours
    "95\u00a0000": "95000",  # no-break
    "95\u2009000": "95000",  # thin
    "95\u202f000": "95000",  # narrow no-break
    "\uff19\uff15\uff0c\uff10\uff10\uff10": "95000",  # full-width
    "\u200f95k\u200f": "95000",  # right-to-left marks
    # Units
    "95k": "95000",
    "95 K": "95000",
    "7.5k": "7500",
    "1.234k": "1234",
    "1.2m": "1200000",
    "1.2 million": "1200000",
    "95 thousand": "95000",
    "2.5 grand": "2500",
    "1m 200k": "1200000",
    "95 thousand 500": "95500",
    "7k and 500": "7500",
    # Words
    "ninety five thousand": "95000",
    "Ninety-five thousand": "95000",
    "one hundred and five thousand": "105000",
    "seventy-five hundred": "7500",
    "seven thousand five hundred dollars": "7500",
    "one million two hundred thousand and one": "1200001",
    "half a million": "500000",
    "a quarter million": "250000",
    "three quarters of a million": "750000",
    "two and a half million": "2500000",
    "a thousand": "1000",
    "ninty five thosand": "95000",
    "fourty k": "40000",
    # Currency
    "6000 dollars": "6000",
    "6000 USD": "6000",
    "USD 7000": "7000",
    "us$ 7,000": "7000",
    "6000$": "6000",
    "7000 bucks": "7000",
    "7,000 dollers": "7000",
    "$401k": "401000",
    "7 dollars and 50 cents": "7.50",
    "99 cents": "0.99",
    # Words around
    "about 7000": "7000",
    "~7k": "7000",
    "roughly $95k in total": "95000",
    "7000 or so": "7000",
    "7000ish": "7000",
    "just over 95k": "95000",
    "it's 7000": "7000",
    "I make 250k a year": "250000",
    "I put in 7,000": "7000",
    "i think 7k": "7000",
    # Sums
    "7,000 + 500": "7500",
    "3,500+3,500": "7000",
    "$7k plus 500": "7500",
    "1,000 + 1,000 + half a million": "502000",
    # None
    "none": "0",
    "None.": "0",
    "zero": "0",
    "n/a": "0",
    "0": "0",
    "no": "0",
    "nothing yet": "0",
    "zero dollars": "0",
}

GENERIC = "Enter an amount like 7,500 or 7.5k, or 0 for none."
BELOW_ZERO = "An amount below zero cannot be used here. Enter 0 for none."
PERCENTAGE = "Enter an amount in dollars rather than a percentage: 7,500 or 7.5k."
ABROAD = "Enter an amount in US dollars: 7,500 or 7.5k."
LIMIT = "That is a limit rather than an amount. Enter one amount; an estimate will do."
RANGE = "$90,000 to $100,000 is a range. Enter one amount; an estimate will do."

ASKED_BACK: dict[str, tuple[str, tuple[str, ...]]] = {
    # A mark that can be read in two ways
    "95,00": ("Did you mean $9,500 or $95.00?", ("9500", "95")),
    "95,5k": ("Did you mean $955,000 or $95,500?", ("955000", "95500")),
    "1.234": ("Did you mean $1,234 or $1.23?", ("1234", "1.23")),
    "7.000": ("Did you mean $7,000 or $7.00?", ("7000", "7")),
    "12,345.678": ("Did you mean $12,345,678 or $12,345.68?", ("12345678", "12345.68")),
    "0,500": ("Did you mean $500 or $0.50?", ("500", "0.5")),
    "7,0000": ("Did you mean $70,000 or $7.00?", ("70000", "7")),
    # One that makes no sense as it stands
    "1.234.567": ("If you mean $1,234,567, enter 1,234,567.", ("1234567",)),
    "12,34,567": ("If you mean $1,234,567, enter 1,234,567.", ("1234567",)),
    "1.234,56": ("If you mean $1,234.56, enter 1,234.56.", ("1234.56",)),
    "95.000,00": ("If you mean $95,000.00, enter 95,000.00.", ("95000",)),
    "9,5,000": ("If you mean $95,000, enter 95,000.", ("95000",)),
    "7000?": ("If you mean $7,000, enter 7,000.", ("7000",)),
    "7000,": ("If you mean $7,000, enter 7,000.", ("7000",)),
    "401k": (
        "That could be a 401(k) plan or $401,000. For the amount, enter 401,000.",
        ("401000",),
    ),
    # Two amounts
    "7000 or 8000": ("Did you mean $7,000 or $8,000?", ("7000", "8000")),
    "seven or eight thousand": ("Did you mean $7,000 or $8,000?", ("7000", "8000")),
    "90k-100k": (RANGE, ("90000", "100000")),
    "90-100k": (RANGE, ("90000", "100000")),
    "90k \u2013 100k": (RANGE, ("90000", "100000")),
    "90k to 100k": (RANGE, ("90000", "100000")),
    "between 90 and 100 thousand": (RANGE, ("90000", "100000")),
    "7000 8000": (
        "That holds two amounts, $7,000 and $8,000. Enter one of them, or 7,000 + 8,000 for both.",
        ("7000", "8000", "15000"),
    ),
    "$7,000 and $500": (
        "That holds two amounts, $7,000 and $500. Enter one of them, or 7,000 + 500 for both.",
        ("7000", "500", "7500"),
    ),
    "7 000 8": (
        "That holds two amounts, $7,000 and $8. Enter one of them, or 7,000 + 8 for both.",
        ("7000", "8", "7008"),
    ),
    "500 500": ("Did you mean $500,500, or 500 + 500?", ("500500", "1000")),
    # Something else than an amount for the year
    "500 a month": (
        "Enter the amount for the whole year: $500 a month is $6,000.",
        ("6000",),
    ),
    "$200 per week": ("Enter the amount for the whole year, like 7,500 or 7.5k.", ()),
    "more than 7000": (LIMIT, ()),
    "over 95k": (LIMIT, ()),
    "7%": (PERCENTAGE, ()),
    "six percent": (PERCENTAGE, ()),
    "\u20ac7000": (ABROAD, ()),
    "7000 pounds": (ABROAD, ()),
    "-5": (BELOW_ZERO, ()),
    "- $5,000": (BELOW_ZERO, ()),
    "\u22125": (BELOW_ZERO, ()),
    "(500)": (BELOW_ZERO, ()),
    "minus five": (BELOW_ZERO, ()),
}

NO_AMOUNT = [
    "",
    "1e5",
    "7000+",
    "+",
    "k",
    "$",
    "7kk",
    "thousand",
    "half",
    "a couple thousand",
    "eighy",  # eight, or eighty
    "0x10",
    "2 x 500",
    "7000 - 500",
    "not 7000",
    "7000 for 2025",
    "7000 not 8000",
    "3.5.2026",
    "2026-03-05",
    "\u0665",  # a digit that not every reader can check
    "\u00bd",
    "infinity",
    "nan",
    "9" * 40,
]


@pytest.mark.parametrize(("text", "amount"), READ.items())
def test_read(text: str, amount: str) -> None:
    assert Dollars().read(text) == D(amount)


@pytest.mark.parametrize("text", ASKED_BACK)
def test_asked_back(text: str) -> None:
    words, meant = ASKED_BACK[text]
    assert Dollars().read(text) == Declined(words, tuple(map(D, meant)))


@pytest.mark.parametrize("text", NO_AMOUNT)
def test_no_amount(text: str) -> None:
    assert Dollars().read(text) == Declined(GENERIC)


def test_more_than_anybody_has() -> None:
    assert Dollars().read("1,000,000,000") == 10**9
    assert Dollars().read("1,000,000,000.01") == Declined("Amounts up to $1,000,000,000 work here.")


def test_a_part_is_no_more_than_the_whole() -> None:
    assert Dollars().within(D(2000), D(6000)) == 2000
    assert Dollars().within(D(6001), D(6000)) == Declined(
        "It is a part of $6,000, so it cannot be more than that."
    )


# What holds for any amount

CENTS = st.integers(0, 10**11) | st.integers(0, 10**6)


@given(CENTS)
def test_what_is_shown_back_reads_as_the_same(cents: int) -> None:
    amount = D(cents) / 100
    for written in (dollars(amount), f"{amount}", f"{amount:,.2f}", f"about {amount:,} dollars"):
        assert Dollars().read(written) == amount
    assert Dollars().read(Dollars().key(amount)) == amount


ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
ONES += " fifteen sixteen seventeen eighteen nineteen"
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"


def in_words(number: int) -> str:
    """The number as it is said."""
    for scale, name in ((10**6, "million"), (10**3, "thousand"), (100, "hundred")):
        if number >= scale:
            rest = f" {in_words(number % scale)}" if number % scale else ""
            return f"{in_words(number // scale)} {name}{rest}"
    if number < 20:
        return ONES.split()[number]
    tens = TENS.split()[number // 10 - 2]
    return f"{tens}-{in_words(number % 10)}" if number % 10 else tens


@given(st.integers(0, 10**9 - 1) | st.integers(0, 10**5))
def test_numbers_in_words(number: int) -> None:
    assert Dollars().read(in_words(number)) == number


STRICT = re.compile(
    r"[0-9]+(\.[0-9]{1,2})?|[1-9][0-9]{0,2}([,' ])[0-9]{3}(\2[0-9]{3})*(\.[0-9]{1,2})?"
)


@given(st.from_regex(r"[0-9]{1,4}([.,' ][0-9]{1,4}){1,3}", fullmatch=True))
def test_marks_are_read_in_one_way_or_not_at_all(text: str) -> None:
    value = Dollars().read(text)
    if not isinstance(value, Declined):
        assert STRICT.fullmatch(text)
        assert value == D(re.sub("[,' ]", "", text))


def written(amount: int) -> st.SearchStrategy[str]:
    ways = [str(amount), f"{amount:,}", f"${amount:,}", f"{amount}.00", f"{amount}$"]
    if amount % 100 == 0:
        ways += [f"{D(amount) / 1000:f}k", f"{D(amount) / 1000:f} thousand"]
    return st.sampled_from([*ways, in_words(amount)])


AMOUNTS = st.integers(1, 999) | st.integers(1, 9_999).map(lambda k: k * 100)
BETWEEN = [" ", "  ", ", ", "; ", " - ", "-", "/", " / ", "\n", "\u2013", "... ", ": ", " = ", "?"]
BETWEEN += [" or ", " to ", " and ", " but ", " not ", " plus ", " + ", " minus ", " vs ", " was "]
BETWEEN += [" maybe ", ", no, ", " (", " in ", " of ", " for ", " then ", " a ", " by "]


@given(st.data(), AMOUNTS, AMOUNTS)
def test_two_amounts_are_never_read_as_one_of_them(
    data: st.DataObject, one: int, other: int
) -> None:
    if one == other:
        return
    text = data.draw(written(one)) + data.draw(st.sampled_from(BETWEEN)) + data.draw(written(other))
    assert Dollars().read(text) not in (one, other), text


PIECES = "0 7 95 000 500 1.5 7,000 95,00 k m thousand hundred million half quarter a and of five"
PIECES += " ninety zero $ % + - . , ( ) or to about ? cents dollars 401k each month none ' / x"


@given(st.lists(st.sampled_from(PIECES.split()), max_size=8), st.sampled_from(["", " "]))
def test_any_pieces_are_read_or_asked_back(pieces: list[str], between: str) -> None:
    value = Dollars().read(between.join(pieces))
    if isinstance(value, Declined):
        assert value.words.endswith((".", "?"))
        for meant in value.meant:
            assert Dollars().read(Dollars().key(meant)) == meant
    else:
        assert value >= 0
        assert value * 100 % 1 == 0
        assert Dollars().read(Dollars().show(value)) == value
