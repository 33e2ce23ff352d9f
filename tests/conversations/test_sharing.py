"""The text that is shared, and consents: what they say, and how long they hold."""

from dataclasses import replace
from datetime import date

import pytest

from conversations.commands import referred_by
from conversations.events import Revoked
from conversations.flows.every import FLOWS
from conversations.replies import Say, Share, Toast, ToCpa
from conversations.sharing.consent import Consent, Cpa, a_year_from, holding
from conversations.sharing.summary import LONGEST
from tests.conversations.talking import KNOWN_ANSWER, TODAY, Talk
from tests.conversations.test_to_do import SPOUSES

CPA = Cpa("Rivera & Co.", "Send {content} to {recipient}, until {until}? ({reference})")


def shared(talk: Talk) -> str:
    talk.says("share")
    (reply,) = talk.replies
    assert isinstance(reply, Share), reply
    return reply.text


class TestTheText:
    def test_of_the_known_answer(self) -> None:
        text = shared(Talk().says("/start", *KNOWN_ANSWER, "no"))
        lines = text.splitlines()
        assert lines[0] == "Backdoor Roth, 2026"
        assert "Taxable, of your $6,000 conversion in 2026: $5,643.56" in lines
        assert "- Tax-free share: $6,000 ÷ $101,000 (line 10): 5.94%" in lines
        assert "- Review your IRA balances, by December 31, 2026" in lines
        assert lines[-1].endswith("An estimate under the rules for 2026, not tax advice.")

    def test_of_a_couple_it_has_both(self) -> None:
        text = shared(Talk().says("/start", *SPOUSES))
        assert "both of you" in text.lower()
        assert len(text) <= LONGEST

    def test_what_was_not_sure_is_said(self) -> None:
        talk = Talk().says("/start", *KNOWN_ANSWER, "no", "change state tax rate", "not sure")
        assert "Not sure of: State tax rate." in shared(talk)

    def test_a_tick_is_on_it(self) -> None:
        talk = Talk().says("/start", *KNOWN_ANSWER, "no", "/todo")
        talk.taps("Plan the conversion with a CPA")
        assert "- Plan the conversion with a CPA, by December 31, 2026 (done)" in shared(talk)

    def test_its_reference_is_the_persons_own(self) -> None:
        """Or answers could be guessed from it: there are not so many."""
        talk = Talk().says("/start", *KNOWN_ANSWER, "no")
        before = shared(talk).splitlines()[-1]
        talk.said = replace(talk.said, salt="another person")
        assert shared(talk).splitlines()[-1] != before

    def test_there_is_none_before_the_end(self) -> None:
        talk = Talk().says("/start", "backdoor", "share")
        assert not any(isinstance(reply, Share) for reply in talk.replies)


CONSENT = Consent("ABCD-EFGH", "Rivera", TODAY, a_year_from(TODAY), "", "")


@pytest.mark.parametrize(
    ("today", "holds"),
    [
        (TODAY, True),
        (date(2027, 11, 21), True),
        (date(2027, 11, 22), False),
    ],
)
def test_a_consent_holds_for_a_year(today: date, holds: bool) -> None:
    assert CONSENT.holds(today) is holds
    assert (holding([CONSENT], "ABCD-EFGH", today) is CONSENT) is holds


def test_one_that_was_taken_back_does_not() -> None:
    assert not replace(CONSENT, revoked=TODAY).holds(TODAY)
    assert holding([CONSENT], "another", TODAY) is None


def test_a_year_from_the_29th_of_february() -> None:
    assert a_year_from(date(2028, 2, 29)) == date(2029, 2, 28)


class TestConsent:
    @pytest.fixture
    def talk(self) -> Talk:
        return Talk(flows=replace(FLOWS, cpa=CPA)).says("/start", *KNOWN_ANSWER, "no")

    def test_typed(self, talk: Talk) -> None:
        talk.says("send it to my cpa", "yes")
        told, to_cpa = talk.replies
        assert isinstance(told, Say)
        assert isinstance(to_cpa, ToCpa)
        assert [one.recipient for one in talk.said.consents] == ["Rivera & Co."]

    def test_typed_no(self, talk: Talk) -> None:
        talk.says("send it to my cpa", "no")
        (told,) = talk.replies
        assert isinstance(told, Say)
        assert told.text.startswith("Nothing was sent.")
        assert talk.said.consents == ()

    def test_what_is_typed_otherwise_is_no_yes(self, talk: Talk) -> None:
        talk.says("send it to my cpa", "perhaps")
        assert talk.said.consents == ()
        assert "until November 21, 2027?" in talk.replies[-1].text

    def test_it_outlives_starting_over(self, talk: Talk) -> None:
        """What was sent was sent."""
        talk.says("send it to my cpa", "yes", "start over", "yes")
        assert len(talk.said.consents) == 1

    def test_taking_back_one_that_is_not_there(self, talk: Talk) -> None:
        talk.does(Revoked("ABCD-EFGH"))
        assert isinstance(talk.replies[0], Toast)
        assert not any(isinstance(reply, ToCpa) for reply in talk.replies)

    def test_without_a_cpa_it_says_what_can_be_done(self) -> None:
        talk = Talk().says("/start", *KNOWN_ANSWER, "no", "send it to my cpa")
        assert talk.replies[-1].text.startswith("No CPA to send it to is set here.")


@pytest.mark.parametrize(
    ("typed", "by"),
    [
        ("/start ref_smith", "smith"),
        ("/start ref_Smith-CPA_2026", "Smith-CPA_2026"),
        ("/start ref_" + "x" * 60, "x" * 60),
        ("/start ref_" + "x" * 61, None),
        ("/start ref_<b>", None),
        ("/start ref_", None),
        ("/start", None),
        ("/start share", None),
    ],
)
def test_who_sent_the_person_here(typed: str, by: str | None) -> None:
    assert referred_by(typed) == by
    talk = Talk().says(typed)
    assert talk.said.referred_by == by


def test_what_looks_like_a_social_security_number_names_nobody() -> None:
    talk = Talk().says("/start ref_123-45-6789")
    assert talk.said.referred_by is None
