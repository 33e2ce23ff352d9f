"""Numbers that open accounts: refused wherever they are typed, said so, and kept nowhere."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.answers import Dollars, private
from conversations.flow import Said
from conversations.replies import Ask, Forget, Say
from tests.conversations.talking import KNOWN_ANSWER, Talk

SOCIAL = [
    "123-45-6789",
    "123 45 6789",
    "123.45.6789",
    "123\u201345\u20116789",
    "\uff11\uff12\uff13-\uff14\uff15-\uff16\uff17\uff18\uff19",
    "\u0661\u0662\u0663-\u0664\u0665-\u0666\u0667\u0668\u0669",
    "1\u200b23-45-6789",
    "my ssn is 123-45-6789.",
    "912-70-1234",  # an ITIN
    "123456789",
    "ssn 123456789",
    "SSN ends in 6789",
    "/start 123-45-6789",
    "I'm 45, single, 123-45-6789, make 250k",
]
CARDS = [
    "4111111111111111",
    "4111 1111 1111 1111",
    "4111-1111-1111-1111",
    "378282246310005",
    "3782 822463 10005",
    "card: 5555 5555 5555 4444 exp 12/27",
]
ACCOUNTS = [
    "account number 12345678",
    "acct Z12-345678",
    "routing 021000021",
    "account # 55512345",
    "12345678901",
]
BIRTHS = ["born March 5, 1980", "dob 3/5/1980", "my date of birth is 1980-03-05"]

KINDS = {
    "a Social Security number": SOCIAL,
    "a card number": CARDS,
    "an account number": ACCOUNTS,
    "a date of birth": BIRTHS,
}
REFUSED = [(kind, text) for kind, texts in KINDS.items() for text in texts]

ANSWERS = [
    "95000",
    "123,456,789",
    "$123456789",
    "123456789.00",
    "100000000",  # round: hardly a number of a person
    "1000000000",
    "95 000 100 000 60 000 45 000",
    "1.234.567.890",
    "3,500 + 3,500 + 1,000 + 1,000",
    "2025-12-31",
    "12/31/2025",
    "born in 1980",
    "I have 250000 in my account",
    "social security 24,000",
    "line 14 of Form 8606 for 2024",
    "",
]


@pytest.mark.parametrize(("kind", "text"), REFUSED)
def test_refused_by_name(kind: str, text: str) -> None:
    refused = private(text)
    assert refused is not None
    assert refused.private
    assert refused.words.startswith(f"That looks like {kind}: it was not read or kept")


@pytest.mark.parametrize("text", ANSWERS)
def test_answers_are_not_taken_for_one(text: str) -> None:
    assert private(text) is None


@given(st.decimals(0, 10**9, places=2))
def test_no_amount_that_is_shown_or_typed_with_marks_is_refused(amount: Decimal) -> None:
    assert private(Dollars().show(amount)) is None
    assert private(f"{amount:,}") is None
    assert private(f"${amount}") is None


@given(st.text())
def test_any_text_is_looked_at(text: str) -> None:
    private(text)


# In a talk


def digits(talk: Talk) -> str:
    return "".join(filter(str.isdigit, repr((talk.said, talk.replies))))


@pytest.mark.parametrize(("_", "text"), REFUSED)
def test_nothing_of_it_is_kept_or_said(_: str, text: str) -> None:
    talk = Talk().says("/start", "backdoor", "2026", "single", "45")
    before = talk.said
    talk.says(text)
    assert talk.said == before
    forget, ask = talk.replies
    assert forget == Forget()
    assert isinstance(ask, Ask)
    assert "please delete it" in ask.note
    assert "6789" not in digits(talk)
    assert "1111" not in digits(talk)


@pytest.mark.parametrize(
    "steps",
    [
        ("2026", "/cancel"),
        ("2026", "/delete"),
        ("2026", "start over"),
        ("2026", "single", "45", "45"),  # asked whether the income is meant
        (*KNOWN_ANSWER, "no"),
        (*KNOWN_ANSWER, "no", "/start"),
    ],
)
def test_wherever_the_talk_stands(steps: tuple[str, ...]) -> None:
    talk = Talk().says("/start", *steps)
    before, shown = talk.said, talk.replies
    talk.says("123-45-6789")
    assert talk.said == before
    assert talk.replies[0] == Forget()
    assert len(talk.replies) == 2
    assert "please delete it" in str(talk.replies[1])
    assert shown  # there is something to go back to


def test_from_somebody_never_met() -> None:
    talk = Talk().says("123-45-6789")
    forget, greeting, ask = talk.replies
    assert forget == Forget()
    assert isinstance(greeting, Say)
    assert "please delete it" in ask.note
    assert talk.said == Said()


def test_a_date_where_an_age_is_asked() -> None:
    talk = Talk().says("/start", "backdoor", "2026", "single", "3/5/1980")
    assert talk.replies[0] == Forget()
    assert talk.says("45").said.answers["age"] == "45"


def test_an_amount_of_nine_digits_can_be_said() -> None:
    talk = Talk().says("/start", "backdoor", "2026", "single", "45", "123456789")
    assert talk.note.endswith("If it is an amount, type it with commas.")
    talk.says("123,456,789", "yes")
    assert talk.said.answers["income"] == "123456789"
