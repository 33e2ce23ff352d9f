"""What each kind of answer reads, and what it declines with which words. Amounts have a file of
their own."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.filing_status import FilingStatus
from conversations.answers import (
    NEEDED,
    NOT_SURE_WORDS,
    Age,
    Date,
    Declined,
    Kind,
    Percent,
    StateRate,
    Year,
    YesNo,
    not_sure,
    plain,
)
from conversations.answers.state_rates import WITH_TAX, WITHOUT_TAX
from conversations.answers.words import nearly, slips
from conversations.question import NOT_SURE, Facts
from conversations.questions.contributions import Deducted, contribution_made, deducted
from conversations.questions.iras import ira_kinds, prior_basis, withdrawals
from conversations.questions.made import Made
from conversations.questions.person import filing_status
from conversations.situations.situation import IraKind
from tests.conversations.talking import EVERY_QUESTION

TODAY = date(2026, 11, 21)


def declined(kind: Kind[object], text: str) -> str:
    """The words that decline a text."""
    value = kind.read(text, TODAY)
    assert isinstance(value, Declined), value
    return value.words


# Yes or no


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "Y",
        "Yes!",
        "yep",
        "YEAH",
        " yes. ",
        "yess",
        "of course",
        "I do",
        "yes, I did",
        "corect",
    ],
)
def test_yes(text: str) -> None:
    assert YesNo().read(text) is True


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "N",
        "nope",
        "No.",
        "never",
        "not yet",
        "I don't",
        "I did not",
        "no, we haven\u2019t yet",
    ],
)
def test_no(text: str) -> None:
    assert YesNo().read(text) is False


@pytest.mark.parametrize(
    "text",
    [
        "",
        "maybe",
        "1",
        "yes and no",
        "no I do",
        "yes I don't",
        "yes but not mine",
        "year",
        "\U0001f44d",
    ],
)
def test_neither(text: str) -> None:
    assert YesNo().read(text) == Declined("Answer yes or no.")


# Years and ages

YEARS = Year((2026, 2025, 2018))


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2025", 2025),
        ("'25", 2025),
        ("\u201925", 2025),
        ("18", 2018),
        ("tax year 2025", 2025),
        ("TY25", 2025),
        ("for the 2025 tax year", 2025),
        ("my 2025 return", 2025),
        ("this year", 2026),
        ("last year", 2025),
        ("the current tax year", 2026),
    ],
)
def test_years(text: str, year: int) -> None:
    assert YEARS.read(text, TODAY) == year


@pytest.mark.parametrize("text", ["2017", "2027", "99", "next year"])
def test_a_year_without_figures_names_those_that_have_them(text: str) -> None:
    assert declined(YEARS, text).endswith("The years that work are 2018 to 2026.")


def test_years_that_are_none() -> None:
    assert declined(YEARS, "2025 or 2026") == "One tax year at a time: 2025 or 2026?"
    assert declined(YEARS, "2025/26") == "One tax year at a time: 2025 or 2026?"
    for text in ("soon", "20255", "1e3", ""):
        assert declined(YEARS, text) == "Enter a tax year from 2018 to 2026."
    assert isinstance(YEARS.read("last year"), Declined)  # nobody said what day it is


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("45", 45),
        ("I'm 45", 45),
        ("45 years old", 45),
        ("101", 101),
        ("forty-five", 45),
        ("fourty five", 45),
        ("45yo", 45),
        ("turning 50", 50),
        ("I'll be 50 by then", 50),
    ],
)
def test_ages(text: str, years: int) -> None:
    assert Age().read(text) == years


@pytest.mark.parametrize("text", ["0", "9", "121", "-5", "45k", "45 46", "old", ""])
def test_not_an_age(text: str) -> None:
    assert Age().read(text) == Declined("Enter an age in whole years, like 45.")


def test_ages_that_are_asked_back() -> None:
    for text in ("59.5", "59 1/2", "59\u00bd", "59 and a half"):
        assert declined(Age(), text).endswith("If it is 59 and some months, enter 59.")
    assert declined(Age(), "45 or 46") == "Did you mean 45 or 46?"
    assert declined(Age(), "1980").endswith("The year of birth is not needed.")


@pytest.mark.parametrize("text", ["3/5/1980", "1980-03-05", "born March 5, 1980", "5 March 1980"])
def test_a_date_of_birth_is_not_kept(text: str) -> None:
    value = Age().read(text)
    assert isinstance(value, Declined)
    assert value.private


# Dates


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-05", date(2026, 3, 5)),
        ("2026/3/5", date(2026, 3, 5)),
        ("3/5/2026", date(2026, 3, 5)),
        ("03-05-2026", date(2026, 3, 5)),
        ("3/5/26", date(2026, 3, 5)),
        ("3/5/98", date(1998, 3, 5)),
        ("March 5, 2026", date(2026, 3, 5)),
        ("Mar 5 2026", date(2026, 3, 5)),
        ("mar. 5, '26", date(2026, 3, 5)),
        ("March 5th, 2026", date(2026, 3, 5)),
        ("on the 5th of March 2026", date(2026, 3, 5)),
        ("5 March 2026", date(2026, 3, 5)),
        ("5-Mar-2026", date(2026, 3, 5)),
        ("Febuary 3, 2025", date(2025, 2, 3)),
        ("Sunday, March 8, 2026", date(2026, 3, 8)),
        ("25/12/2025", date(2025, 12, 25)),  # only one reading
        ("March 5", date(2026, 3, 5)),  # it is November
        ("3/5", date(2026, 3, 5)),
        ("today", date(2026, 11, 21)),
        ("yesterday", date(2026, 11, 20)),
    ],
)
def test_dates(text: str, day: date) -> None:
    assert Date().read(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("5.3.2026", "Did you mean May 3, 2026 or March 5, 2026?"),
        ("December 15", "Did you mean December 15, 2026 or December 15, 2025?"),
        (
            "2/30/2026",
            "There is no February 30, 2026. Enter a date like March 5, 2026 or 3/5/2026.",
        ),
        ("2026-13-01", "There is no month 13. Enter a date like March 5, 2026 or 3/5/2026."),
    ],
)
def test_dates_that_are_asked_back(text: str, words: str) -> None:
    assert declined(Date(), text) == words


@pytest.mark.parametrize(
    "text", ["", "March", "March 2026", "March 5 or 6", "3/2026", "20260305", "5", "1/1/1066"]
)
def test_not_a_date(text: str) -> None:
    assert declined(Date(), text) == "Enter a date like March 5, 2026 or 3/5/2026."


def test_without_a_today_a_date_needs_its_year() -> None:
    for text in ("March 5", "3/5", "yesterday"):
        assert isinstance(Date().read(text), Declined)


@given(st.dates(date(1974, 1, 1), date(2099, 12, 31)))
def test_a_date_shown_back_reads_as_the_same(day: date) -> None:
    kind = Date()
    slashes = f"{day.month}/{day.day}/{day.year}"
    for text in (kind.show(day), kind.key(day), slashes, f"{day:%d %B %Y}"):
        assert kind.read(text) == day


# Percentages


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("6%", "0.06"),
        ("6 percent", "0.06"),
        ("six per cent", "0.06"),
        ("about 6 pct", "0.06"),
        ("6", "0.06"),
        ("5.125%", "0.05125"),
        (".5%", "0.005"),
        ("1%", "0.01"),
        ("100%", "1"),
        ("0", "0"),
        ("none", "0"),
    ],
)
def test_percentages(text: str, share: str) -> None:
    assert Percent().read(text) == Decimal(share)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("0.06", "Did you mean 6% or 0.06%?"),
        ("1", "Did you mean 100% or 1%?"),
        ("6,5%", "Did you mean 6.5% or 65%?"),
        ("12,5", "If you mean 12.5%, enter 12.5%."),
        ("5.1255%", "At most 3 places work here, like 5.125%."),
    ],
)
def test_percentages_that_are_asked_back(text: str, words: str) -> None:
    assert declined(Percent(), text) == words


@pytest.mark.parametrize("text", ["", "%", "6-7%", "6 or 7%", "101", "-3", "$6", "1e1", "6%%"])
def test_not_a_percentage(text: str) -> None:
    assert declined(Percent(), text) == "Enter a percentage from 0% to 100%, like 6% or 5.5%."


@given(st.integers(0, 100_000))
def test_a_percentage_shown_back_reads_as_the_same(thousandths: int) -> None:
    share = Decimal(thousandths) / 100_000
    assert Percent().read(Percent().show(share)) == share


@pytest.mark.parametrize(
    "text", ["Texas", "tx", "I live in Florida", "in Washington", "no state tax", "none", "0"]
)
def test_a_state_without_an_income_tax_is_a_rate_of_nothing(text: str) -> None:
    assert StateRate().read(text) == 0


@pytest.mark.parametrize(
    ("text", "name"),
    [
        *(("new jersey", "New Jersey"), ("NJ", "New Jersey"), ("I'm in Oregon", "Oregon")),
        ("washington dc", None),  # neither that state nor any rate
        *(("ok", None), ("me", None)),  # words, not Oklahoma and Maine
    ],
)
def test_of_another_state_the_rate_has_to_be_said(text: str, name: str | None) -> None:
    words = declined(StateRate(), text)
    asks = f"{name}: at what rate? A percentage, like 6%, or not sure."
    assert words == (asks if name else Percent.WHAT_WORKS)


def test_every_state_is_known_once() -> None:
    assert len({*WITHOUT_TAX.values(), *WITH_TAX.values()}) == 51  # with the District of Columbia
    assert not WITHOUT_TAX.keys() & WITH_TAX.keys()


# One of a few, and several of them

STATUS = filing_status.kind


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("single", FilingStatus.SINGLE),
        ("I'm single", FilingStatus.SINGLE),
        ("sinlge", FilingStatus.SINGLE),
        ("MFJ", FilingStatus.MARRIED_FILING_JOINTLY),
        ("joint", FilingStatus.MARRIED_FILING_JOINTLY),
        ("we file jointly", FilingStatus.MARRIED_FILING_JOINTLY),
        ("Married, filing jointly", FilingStatus.MARRIED_FILING_JOINTLY),
        ("maried filing joinlty", FilingStatus.MARRIED_FILING_JOINTLY),
        ("mfs", FilingStatus.MARRIED_FILING_SEPARATELY),
        ("married filing s", FilingStatus.MARRIED_FILING_SEPARATELY),
        ("seperately", FilingStatus.MARRIED_FILING_SEPARATELY),
        ("hoh", FilingStatus.HEAD_OF_HOUSEHOLD),
        ("head", FilingStatus.HEAD_OF_HOUSEHOLD),
        ("head of houshold", FilingStatus.HEAD_OF_HOUSEHOLD),
        ("surviving spouse", FilingStatus.QUALIFYING_SURVIVING_SPOUSE),
        ("I am a qualifying widower", FilingStatus.QUALIFYING_SURVIVING_SPOUSE),
    ],
)
def test_one_of_a_few(text: str, status: FilingStatus) -> None:
    assert STATUS.read(text) is status


@pytest.mark.parametrize("text", ["married", "we are married"])
def test_what_could_be_two_is_asked_back(text: str) -> None:
    assert declined(STATUS, text) == (
        "That could be Married filing jointly or Married filing separately. Which one?"
    )


@pytest.mark.parametrize("text", ["it's complicated", "not single", "mfx", "", "divorced", "done"])
def test_what_is_none_of_them_lists_them(text: str) -> None:
    assert declined(STATUS, text).startswith(
        "Choose one of these: Single, Married filing jointly, "
    )


def test_a_word_that_begins_otherwise_is_no_slip() -> None:
    assert deducted.kind.read("none") is Deducted.NONE
    for text in ("done", "gone", "nine", "same", "it was"):
        assert isinstance(deducted.kind.read(text), Declined)
    assert contribution_made.kind.read("some of each") is Made.SOME_OF_EACH


IRAS = ira_kinds.kind


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("none", set()),
        ("None of these", set()),
        ("SEP", {IraKind.SEP}),
        ("just the rollover", {IraKind.ROLLOVER}),
        ("rolover ira", {IraKind.ROLLOVER}),
        ("rollover and simple", {IraKind.ROLLOVER, IraKind.SIMPLE}),
        ("Traditional IRA, SEP IRA", {IraKind.TRADITIONAL, IraKind.SEP}),
        ("traditional+rollover+sep+simple+fromplan+transit", set(IraKind)),
        ("all of them", set(IraKind)),
    ],
)
def test_several(text: str, kinds: set[IraKind]) -> None:
    assert IRAS.read(text) == kinds


@pytest.mark.parametrize(
    "text", ["", ",", "roth", "sep, roth", "ira", "no sep", "sep, not rollover", "all but sep"]
)
def test_not_several(text: str) -> None:
    assert isinstance(IRAS.read(text), Declined)


# Not sure

UNSURE = [
    *("not sure", "I'm not sure", "unsure", "idk", "dunno", "no idea", "no clue", "?", "???"),
    *("I don't know", "i don\u2019t really know", "dont knwo", "not sure yet", "not 100% sure"),
    *("I can't remember", "I have no idea", "I'd have to look it up", "need to check"),
    *("I'll check later", "have to ask my CPA", "hmm, not sure about that", "let me check", "TBD"),
]


@pytest.mark.parametrize("text", UNSURE)
def test_not_sure_in_many_words(text: str) -> None:
    facts = Facts(TODAY)
    assert prior_basis.read(text, facts) is NOT_SURE
    assert withdrawals.read(text, facts) == NEEDED


@pytest.mark.parametrize(
    "text",
    ["sure", "7000", "not 7000", "not sure, 7000", "I know", "check", "none", "", "I don't", "ask"],
)
def test_what_says_something_else(text: str) -> None:
    assert not not_sure(text)


# Words


@pytest.mark.parametrize(
    ("typed", "meant", "count"),
    [
        ("", "", 0),
        ("single", "single", 0),
        ("singel", "single", 1),  # swapped
        ("sngle", "single", 1),
        ("siingle", "single", 1),
        ("simgle", "single", 1),
        ("sgnile", "single", 2),
        ("", "abc", 3),
    ],
)
def test_slips(typed: str, meant: str, count: int) -> None:
    assert slips(typed, meant) == slips(meant, typed) == count


def test_short_words_are_read_as_they_stand() -> None:
    assert not nearly("mfx", "mfj")
    assert not nearly("not", "no")
    assert nearly("seperatley", "separately")  # two, of ten letters


@given(st.text())
def test_what_is_plain_stays_so(text: str) -> None:
    assert plain(plain(text)).strip(" !\"'.") == plain(text).strip(" !\"'.")


# What holds for every kind

KINDS = {type(q.kind).__name__: q.kind for q in EVERY_QUESTION.values()}
KINDS |= {"Date": Date(), "Percent": Percent()}
PIECES = ["i", "am", "not", "sure", "or", "and", "the", "of", "single", "yes", "45", "2025"]


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@given(
    text=st.text()
    | st.from_regex(r"\A[$]?[0-9.,+ km%-]{1,30}\Z")
    | st.from_regex(r"\A'?[0-9]{1,4}[-/. ]?(mar|may )?[0-9]{0,2}[-/. ][0-9]{0,4}(th)?\Z")
    | st.lists(st.sampled_from(PIECES)).map(" ".join)
)
def test_any_text_is_read_or_declined(kind: Kind[object], text: str) -> None:
    value = kind.read(text, TODAY)
    if isinstance(value, Declined):
        assert value.words.endswith((".", "?"))
    else:
        assert kind.read(kind.key(value)) == value
        assert kind.show(value)
    assert kind.of_key(text) in (value, None), "a key is read as it would be if it were typed"


@pytest.mark.parametrize("question", EVERY_QUESTION.values(), ids=lambda q: q.id)
def test_every_option_reads_as_itself(question: object) -> None:
    kind: Kind[object] = question.kind  # type: ignore[attr-defined]
    for option in kind.options:
        assert kind.key(kind.read(option.key)) == option.key  # type: ignore[arg-type]
        assert kind.of_key(option.key) == kind.read(option.key)
        assert option.key not in NOT_SURE_WORDS
        assert kind.read(option.label) == kind.read(option.key)


@pytest.mark.parametrize("question", EVERY_QUESTION.values(), ids=lambda q: q.id)
def test_not_sure_is_an_answer_where_a_person_may_not_know(question: object) -> None:
    value = question.read("I don't know", Facts(date(2026, 1, 1)))  # type: ignore[attr-defined]
    assert (value is NOT_SURE) == question.not_sure  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("by dec 31", Made.IN_THE_YEAR),
        ("dec 31", Made.IN_THE_YEAR),
        ("december", Made.IN_THE_YEAR),
        ("in december", Made.IN_THE_YEAR),
        ("before dec 31", Made.IN_THE_YEAR),
        ("before december 31, 2026", Made.IN_THE_YEAR),
        ("12/15", Made.IN_THE_YEAR),
        ("it was on June 3rd", Made.IN_THE_YEAR),
        ("march 2026", Made.IN_THE_YEAR),
        ("3/3/2026", Made.IN_THE_YEAR),
        ("already made", Made.IN_THE_YEAR),
        ("march 3 2027", Made.AFTER_IT),
        ("in march 2027", Made.AFTER_IT),
        ("after dec 31", Made.AFTER_IT),
        ("1/2/27", Made.AFTER_IT),
        # What may be of either year is not guessed.
        ("in march", "March: by December 31, 2026, or in 2027?"),
        ("by april 15", "April 15: by December 31, 2026, or in 2027?"),
        ("after june", "June: by December 31, 2026, or in 2027?"),
        ("april 16", Made.IN_THE_YEAR),  # past the due date of the year after
        # And what is neither is named.
        ("december 2025", "December 1, 2025 is no time for 2026: a contribution for it goes in"),
        ("may 2 2027", "May 2, 2027 is no time for 2026"),
        ("whenever", "Choose one of these: By December 31, After December 31, Some of each."),
    ],
)
def test_the_time_of_a_contribution_is_a_day_too(text: str, made: object) -> None:
    read = contribution_made.read(text, Facts(date(2026, 11, 21), {"year": 2026}))
    if isinstance(made, Made):
        assert read is made
    else:
        assert isinstance(read, Declined)
        assert read.words.startswith(str(made))


def test_already_made_in_the_year_after_may_be_either() -> None:
    facts = Facts(date(2027, 2, 1), {"year": 2026})
    read = contribution_made.read("already made", facts)
    assert isinstance(read, Declined)
    assert read.meant == (Made.IN_THE_YEAR, Made.AFTER_IT)
