"""Lists to tick on Telegram: one message that changes where it stands."""

from dataclasses import replace
from io import BytesIO

from pypdf import PdfReader

from bot.keeping.storage import Storage
from conversations.flows.every import FLOWS
from tests.bot.bot_api_server import BotApiServer
from tests.bot.phone import Chat
from tests.bot.talks import KNOWN_TALK, answer, holds, talking, text

CONVERSION = "Plan the conversion with a CPA"
WITH_BOOKING = replace(FLOWS, booking="https://cpa.example/book?ref={code}")


async def test_ticked_in_place_and_still_ticked_after_a_restart(
    server: BotApiServer, storage: Storage, ann: Chat
) -> None:
    async with talking(server, storage):
        await holds(ann, KNOWN_TALK)
        (listed,) = await holds(ann, "taps To do")
        assert [f"☐ {CONVERSION}"] in listed.keyboard
        assert f"☐ {CONVERSION}\nby December 31, 2026" in listed.text
        (ticked,) = await holds(ann, f"taps ☐ {CONVERSION}")
        assert ticked is listed
        assert [f"✅ {CONVERSION}"] in ticked.keyboard
    async with talking(server, storage):
        result = text(await holds(ann, "taps Back to the result"))
        assert f"✅ {CONVERSION}" in result
        assert "☐ Document everything" in result


async def test_the_same_tap_twice_takes_nothing_back(
    server: BotApiServer, storage: Storage, ann: Chat
) -> None:
    async with talking(server, storage):
        (listed,) = await holds(ann, f"{KNOWN_TALK}taps To do")
        for _ in range(2):
            await ann.taps(f"☐ {CONVERSION}", on=listed)
        await answer(ann)
        (again,) = await holds(ann, "says /todo")
        assert [f"✅ {CONVERSION}"] in again.keyboard


async def test_documents_are_told_with_where_they_come_from(
    server: BotApiServer, storage: Storage, ann: Chat
) -> None:
    async with talking(server, storage):
        (listed,) = await holds(ann, f"{KNOWN_TALK}taps To do\ntaps Documents to bring")
        assert "☐ Form 5498 for 2026, for each IRA\nMostly sent in May" in listed.text


async def test_what_was_found_is_ticked_on_the_pdf(
    server: BotApiServer, storage: Storage, ann: Chat
) -> None:
    async with talking(server, storage):
        await holds(ann, f"{KNOWN_TALK}taps To do\ntaps Documents to bring")
        await holds(ann, "taps ☐ Any notice from the IRS")
        await ann.says("/pdf")
        pdf = (await ann.hears()).upload
        assert pdf is not None
        words = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf.content)).pages)
        assert "Any notice from the IRS found" in " ".join(words.split())


async def test_booking_opens_the_address(server: BotApiServer, storage: Storage, ann: Chat) -> None:
    async with talking(server, storage, flows=WITH_BOOKING):
        (booked,) = await holds(ann, f"{KNOWN_TALK}taps Book")
        link = booked.content.button("Book a session")
        assert link is not None
        code = link["url"].removeprefix("https://cpa.example/book?ref=")
        assert f"Reference code: {code}." in booked.text
        (ticked,) = await holds(ann, "taps ☐ Any notice from the IRS")
        assert ticked is booked
        assert ticked.content.button("Book a session") == link


async def test_book_is_in_the_menu_only_where_it_leads_somewhere(
    server: BotApiServer, storage: Storage, ann: Chat
) -> None:
    for flows, there in ((FLOWS, False), (WITH_BOOKING, True)):
        async with talking(server, storage, flows=flows):
            await holds(ann, "says /start")
        commands = server.calls["setMyCommands"][-1]["commands"]
        assert ("book" in str(commands)) is there
