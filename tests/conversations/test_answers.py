"""What each kind of answer reads, and what it declines with which words."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.filing_status import FilingStatus
from conversations.answers import Age, Declined, Dollars, Kind, Year, YesNo
from conversations.flows.backdoor_check import BACKDOOR_CHECK
from conversations.question import NOT_SURE, Facts
from conversations.questions.iras import ira_kinds
from conversations.questions.person import filing_status
from conversations.situation import IraKind

DOLLARS = {
    "95000": "95000",
    "95,000": "95000",
    "$95,000.00": "95000",
    "$ 95,000.5": "95000.5",
    "95k": "95000",
    "95 K": "95000",
    "7.5k": "7500",
    "1.2m": "1200000",
    "1.2 million": "1200000",
    "95 thousand": "95000",
    "95 000": "95000",
    "95\u00a0000": "95000",
    "\uff19\uff15\uff0c\uff10\uff10\uff10": "95000",  # full-width digits
    "\u200f95k\u200f": "95000",  # right-to-left marks
    "about 7000": "7000",
    "~7k": "7000",
    "7,000 + 500": "7500",
    "3,500+3,500": "7000",
    "6000 dollars": "6000",
    "6000 USD": "6000",
    "6000$": "6000",
    ".50": "0.50",
    "0.01": "0.01",
    "7000.": "7000",
    "007": "7",
    "none": "0",
    "None.": "0",
    "zero": "0",
    "n/a": "0",
    "0": "0",
    "no": "0",
}

NOT_DOLLARS = [
    "",
    "95,00",
    "9,5,000",
    "1.234.567",
    "1.234",  # a thousand, or one dollar and a bit
    "7000 or 8000",
    "90k-100k",
    "90k to 100k",
    "7000 8000",
    "1e5",
    "7%",
    "12,345.678",
    "1.23456789k",
    "ten",
    "7000+",
    "+",
    "k",
    "$",
    "7kk",
    "0x10",
    "\u0665",  # a digit that not every reader can check
    "\u00bd",
    "infinity",
    "nan",
]


@pytest.mark.parametrize(("text", "amount"), DOLLARS.items())
def test_dollars(text: str, amount: str) -> None:
    assert Dollars().read(text) == Decimal(amount)


@pytest.mark.parametrize("text", NOT_DOLLARS)
def test_not_dollars(text: str) -> None:
    assert Dollars().read(text) == Declined("Enter an amount like 7,500 or 7.5k, or 0 for none.")


@pytest.mark.parametrize("text", ["-5", "- $5,000", "\u22125", "(500)"])
def test_less_than_nothing(text: str) -> None:
    declined = Dollars().read(text)
    assert isinstance(declined, Declined)
    assert "below zero" in declined.words


def test_more_than_anybody_has() -> None:
    assert Dollars().read("1,000,000,000") == 10**9
    assert Dollars().read("1,000,000,000.01") == Declined("Amounts up to $1,000,000,000 work here.")


def test_a_part_is_no_more_than_the_whole() -> None:
    assert Dollars().within(Decimal(2000), Decimal(6000)) == 2000
    assert Dollars().within(Decimal(6001), Decimal(6000)) == Declined(
        "It is a part of $6,000, so it cannot be more than that."
    )


@pytest.mark.parametrize("text", ["yes", "Y", "Yes!", "yep", "YEAH", " yes. "])
def test_yes(text: str) -> None:
    assert YesNo().read(text) is True


@pytest.mark.parametrize("text", ["no", "N", "nope", "No.", "never"])
def test_no(text: str) -> None:
    assert YesNo().read(text) is False


@pytest.mark.parametrize("text", ["", "maybe", "1", "yes and no", "\U0001f44d"])
def test_neither(text: str) -> None:
    assert YesNo().read(text) == Declined("Answer yes or no.")


YEARS = Year((2026, 2025, 2018))


@pytest.mark.parametrize(("text", "year"), [("2025", 2025), ("'25", 2025), ("18", 2018)])
def test_years(text: str, year: int) -> None:
    assert YEARS.read(text) == year


@pytest.mark.parametrize("text", ["2017", "2027", "99"])
def test_a_year_without_figures_names_those_that_have_them(text: str) -> None:
    declined = YEARS.read(text)
    assert isinstance(declined, Declined)
    assert declined.words.endswith("The years that work are 2018 to 2026.")


@pytest.mark.parametrize(
    ("text", "years"), [("45", 45), ("I'm 45", 45), ("45 years old", 45), ("101", 101)]
)
def test_ages(text: str, years: int) -> None:
    assert Age().read(text) == years


@pytest.mark.parametrize("text", ["0", "9", "121", "45.5", "-5", "forty-five", "1980", ""])
def test_not_an_age(text: str) -> None:
    assert Age().read(text) == Declined("Enter an age in whole years, like 45.")


STATUS = filing_status.kind


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("single", FilingStatus.SINGLE),
        ("MFJ", FilingStatus.MARRIED_FILING_JOINTLY),
        ("joint", FilingStatus.MARRIED_FILING_JOINTLY),
        ("Married filing jointly", FilingStatus.MARRIED_FILING_JOINTLY),
        ("married filing s", FilingStatus.MARRIED_FILING_SEPARATELY),
        ("hoh", FilingStatus.HEAD_OF_HOUSEHOLD),
        ("head", FilingStatus.HEAD_OF_HOUSEHOLD),
        ("widow", FilingStatus.QUALIFYING_SURVIVING_SPOUSE),
    ],
)
def test_one_of_a_few(text: str, status: FilingStatus) -> None:
    assert STATUS.read(text) is status


def test_what_could_be_two_is_asked_back() -> None:
    assert STATUS.read("married") == Declined(
        "That could be Married filing jointly or Married filing separately. Which one?"
    )


def test_what_is_none_of_them_lists_them() -> None:
    declined = STATUS.read("it's complicated")
    assert isinstance(declined, Declined)
    assert declined.words.startswith("Choose one of these: Single, Married filing jointly, ")


IRAS = ira_kinds.kind


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("none", set()),
        ("None of these", set()),
        ("SEP", {IraKind.SEP}),
        ("rollover and simple", {IraKind.ROLLOVER, IraKind.SIMPLE}),
        ("Traditional IRA, SEP IRA", {IraKind.TRADITIONAL, IraKind.SEP}),
        ("traditional+rollover+sep+simple", set(IraKind)),
    ],
)
def test_several(text: str, kinds: set[IraKind]) -> None:
    assert IRAS.read(text) == kinds


@pytest.mark.parametrize("text", ["", ",", "roth", "sep, roth", "ira"])
def test_not_several(text: str) -> None:
    assert isinstance(IRAS.read(text), Declined)


# What holds for every kind

KINDS = sorted({type(q.kind).__name__: q for q in BACKDOOR_CHECK.questions.values()}.items())


@pytest.mark.parametrize(("name", "question"), KINDS, ids=lambda x: str(x)[:10])
@given(text=st.text() | st.from_regex(r"\A[$]?[0-9.,+ km%-]{1,30}\Z"))
def test_any_text_is_read_or_declined(name: str, question: object, text: str) -> None:
    kind: Kind[object] = question.kind  # type: ignore[attr-defined]
    value = kind.read(text)
    if isinstance(value, Declined):
        assert value.words.endswith((".", "?"))
    else:
        assert kind.read(kind.key(value)) == value
        assert kind.show(value)


@pytest.mark.parametrize("question", BACKDOOR_CHECK.questions.values(), ids=lambda q: q.id)
def test_every_option_reads_as_itself(question: object) -> None:
    kind: Kind[object] = question.kind  # type: ignore[attr-defined]
    for option in kind.options:
        assert kind.key(kind.read(option.key)) == option.key  # type: ignore[arg-type]
        assert kind.read(option.label) == kind.read(option.key)


@pytest.mark.parametrize("question", BACKDOOR_CHECK.questions.values(), ids=lambda q: q.id)
def test_not_sure_is_an_answer_where_a_person_may_not_know(question: object) -> None:
    value = question.read("I don't know", Facts(date(2026, 1, 1)))  # type: ignore[attr-defined]
    assert (value is NOT_SURE) == question.not_sure  # type: ignore[attr-defined]
