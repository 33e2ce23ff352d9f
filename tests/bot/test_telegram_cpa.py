"""A result goes to the CPA by the person's consent, which they can take back; the answer comes to
them through the bot."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from bot.keeping.storage import Storage
from bot.operating.consent_file import consent_in
from conversations.flows.every import FLOWS
from conversations.sharing.consent import Consent, Cpa
from tests.bot.bot_api_server import BotApiServer
from tests.bot.phone import Chat, Message, Person
from tests.bot.talks import KNOWN_TALK, NOON, holds, talking, until

OFFICE = -1_001_000_000_001
NAME = "Rivera & Co."
AGREE, REFUSE = f"Yes, send it to {NAME}", "No, send nothing"

SAMPLE = Path(__file__).parents[2] / "deploy" / "consent-sample.txt"
WITH_CPA = replace(
    FLOWS, cpa=Cpa(NAME, consent_in(SAMPLE)), booking="https://example.com/book?ref={code}"
)


class Clock:
    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def partner() -> Person:
    return Person(2001, "Pat")


@pytest.fixture
def office(server: BotApiServer, partner: Person) -> Chat:
    return server.group(OFFICE, "Clients", partner)


@pytest.fixture(autouse=True)
async def bot_at_work(
    server: BotApiServer, storage: Storage, clock: Clock, office: Chat
) -> AsyncIterator[None]:
    async with talking(server, storage, flows=WITH_CPA, now=clock, cpa_chat=OFFICE):
        yield


async def asked(ann: Chat) -> Message:
    """What Ann is asked to agree to, below what would be sent."""
    await holds(ann, KNOWN_TALK)
    await ann.taps("Send to the CPA")
    content = await ann.hears()
    assert "Taxable, of your $6,000 conversion in 2026: $5,643.56" in content.text
    return await ann.hears()


async def sent(ann: Chat, office: Chat) -> str:
    """Ann sends her result; gives its reference."""
    await asked(ann)
    await ann.taps(AGREE)
    assert (await ann.hears()).text.startswith(f"It is on its way to {NAME}:")
    await office.hears(2)
    told = await ann.hears()
    assert f"is with {NAME}" in told.text
    return told.text.split()[2]


def consents(storage: Storage, ann: Chat) -> tuple[Consent, ...]:
    said = storage.said(ann.chat_id)
    assert said is not None
    return said.consents


class TestWhatIsAsked:
    async def test_who_what_what_for_until_when_and_that_no_changes_nothing(
        self, ann: Chat
    ) -> None:
        told = (await asked(ann)).text
        assert f"Send this to {NAME}?" in told
        for words in (
            "What is sent: the text above, and the PDF ",
            "What for: ",
            "Until when: November 21, 2027.",
            "You need not agree. If you do not, nothing changes",
        ):
            assert words in told

    async def test_nothing_goes_before_the_tap(self, ann: Chat, office: Chat) -> None:
        await asked(ann)
        await ann.taps("See the PDF first")
        assert (await ann.hears()).upload is not None
        assert office.messages == []

    async def test_refused(self, ann: Chat, office: Chat, storage: Storage) -> None:
        await asked(ann)
        await ann.taps(REFUSE)
        assert (await ann.hears()).text.startswith("Nothing was sent.")
        assert office.messages == []
        assert consents(storage, ann) == ()
        assert "$5,643.56" in "".join(m.text for m in await holds(ann, "says /result"))

    async def test_an_old_yes_sends_nothing(
        self, ann: Chat, office: Chat, storage: Storage
    ) -> None:
        await asked(ann)
        await holds(ann, "says /result")
        tap = await ann.taps(AGREE)
        await until(lambda: tap.answer is not None)
        assert office.messages == []
        assert consents(storage, ann) == ()

    async def test_a_yes_on_another_day_is_asked_for_again(
        self, ann: Chat, office: Chat, clock: Clock
    ) -> None:
        """The end that was shown is counted from the day on which it was shown."""
        await asked(ann)
        clock.at += timedelta(days=1)
        await ann.taps(AGREE)
        await ann.hears()
        assert "Until when: November 22, 2027." in (await ann.hears()).text
        assert office.messages == []


class TestWhatArrives:
    async def test_pdf_and_text_with_the_reference(
        self, ann: Chat, office: Chat, storage: Storage
    ) -> None:
        reference = await sent(ann, office)
        pdf, text = office.messages
        assert pdf.text.startswith(f"Summary {reference}, sent by a client with their consent of ")
        assert f"/reply {reference}" in pdf.text
        assert pdf.upload is not None
        pages = PdfReader(BytesIO(pdf.upload.content)).pages
        assert reference in pages[0].extract_text()
        assert "Taxable, of your $6,000 conversion in 2026: $5,643.56" in text.text
        assert "Ann" not in pdf.text + text.text  # no name was typed for it

        (consent,) = consents(storage, ann)
        assert (consent.reference, consent.recipient) == (reference, NAME)
        assert (consent.given, consent.until) == (date(2026, 11, 21), date(2027, 11, 21))
        assert len(consent.content) == len(consent.words) == 64

    async def test_two_people_with_the_same_answers_have_references_of_their_own(
        self, ann: Chat, bob: Chat, office: Chat
    ) -> None:
        assert await sent(ann, office) != await sent(bob, office)

    async def test_a_booking_is_a_tap_away(self, ann: Chat, office: Chat) -> None:
        reference = await sent(ann, office)
        (book,) = await holds(ann, "taps Book")
        assert book.content.button("Book a session")["url"].endswith(reference)

    async def test_who_sent_the_person_here_is_named(self, ann: Chat, office: Chat) -> None:
        await holds(ann, "says /start ref_smith-cpa_2026")
        await sent(ann, office)
        assert "Came by the link of smith-cpa_2026." in office.messages[0].text

    @pytest.mark.parametrize("status", [400, 403])
    async def test_a_chat_that_refuses_it_is_told_of_to_the_person(
        self, server: BotApiServer, ann: Chat, office: Chat, status: int
    ) -> None:
        await asked(ann)
        server.fails("sendDocument", status)
        await ann.taps(AGREE)
        await ann.hears()
        regret = await ann.hears()
        assert f"could not be handed to {NAME}" in regret.text
        await ann.taps("Try again")
        await ann.hears(2)
        await ann.taps(AGREE)
        await ann.hears()
        assert f"is with {NAME}" in (await ann.hears()).text
        assert len(office.messages) == 2


class TestTheAnswer:
    async def test_comes_to_the_one_who_sent_the_result(
        self, ann: Chat, bob: Chat, office: Chat
    ) -> None:
        reference = await sent(ann, office)
        await sent(bob, office)
        await office.says(f"/reply {reference} Bring the <December> statement & W-2.")
        told = await ann.hears()
        assert told.text == (
            f"{NAME} writes about your summary {reference}:\n\n"
            "Bring the <December> statement & W-2."
        )
        assert (await office.hears()).text == f"Passed on to the sender of {reference}."
        assert not any("W-2" in message.text for message in bob.messages)

    async def test_by_telegrams_own_reply(self, ann: Chat, office: Chat) -> None:
        await sent(ann, office)
        await office.says("See you on Tuesday.", answering=office.messages[0])
        assert (await ann.hears()).text.endswith("\n\nSee you on Tuesday.")

    @pytest.mark.parametrize(
        ("typed", "told"),
        [
            ("/reply", "To answer one: /reply, its reference, and your words"),
            ("/reply ABCD-EFGH", "To answer one: /reply, its reference, and your words"),
            ("/reply 2026 hello", "To answer one: /reply, its reference, and your words"),
            ("/reply ABCD-EFGH hello", "ABCD-EFGH is not known here"),
            ("/reply abcdefgh hello", "ABCD-EFGH is not known here"),
        ],
    )
    async def test_that_finds_nobody(self, office: Chat, typed: str, told: str) -> None:
        await office.says(typed)
        assert told in (await office.hears()).text

    async def test_from_another_chat_goes_nowhere(self, ann: Chat, bob: Chat, office: Chat) -> None:
        reference = await sent(ann, office)
        heard = len(ann.messages)
        await holds(bob, f"says /start \n says /reply {reference} hello")
        assert len(ann.messages) == heard

    async def test_not_after_the_consent_has_ended(
        self, ann: Chat, office: Chat, clock: Clock
    ) -> None:
        reference = await sent(ann, office)
        clock.at += timedelta(days=366)
        await office.says(f"/reply {reference} hello")
        assert "has ended" in (await office.hears()).text

    async def test_other_talk_of_the_office_is_not_answered(
        self, server: BotApiServer, office: Chat
    ) -> None:
        said = await office.says("/lunch")
        await server.confirms(said.update_id)
        await office.lets_bot_in()
        assert (await office.hears()).text.startswith("Results that clients send to you come here.")


class TestTakenBack:
    async def test_in_the_settings(self, ann: Chat, office: Chat, storage: Storage) -> None:
        reference = await sent(ann, office)
        await holds(ann, "says /settings")
        await ann.taps(f"Take back {reference}")
        assert (await ann.hears()).text.startswith(f"Your consent for {reference} is taken back")
        asked_to_delete = await office.hears()
        assert reference in asked_to_delete.text
        assert "delete" in asked_to_delete.text
        (consent,) = consents(storage, ann)
        assert consent.revoked == date(2026, 11, 21)
        await office.says(f"/reply {reference} hello")
        assert "Nothing was passed on." in (await office.hears()).text

    async def test_once(self, ann: Chat, office: Chat) -> None:
        reference = await sent(ann, office)
        await holds(ann, "says /settings")
        await ann.taps(f"Take back {reference}")
        await ann.hears()
        await office.hears()
        tap = await ann.taps(f"Take back {reference}")
        await until(lambda: tap.answer is not None)
        assert "taken back already" in str(tap.answer)

    async def test_a_restart_keeps_it_all(
        self, ann: Chat, office: Chat, storage: Storage, clock: Clock
    ) -> None:
        reference = await sent(ann, office)
        assert storage.sender(reference) == ann.chat_id
        await holds(ann, "says /delete")
        await ann.taps("Yes, delete")
        await ann.hears()
        await asyncio.sleep(0)
        assert storage.sender(reference) is None
        await office.says(f"/reply {reference} hello")
        assert "is not known here" in (await office.hears()).text
