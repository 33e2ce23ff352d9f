"""/export hands a person everything that is kept about them, as it is stored and as paper."""

import dataclasses
import json
from io import BytesIO

import pytest
from pypdf import PdfReader

from bot.keeping.records import Person
from bot.keeping.storage import Storage
from tests.bot.bot_api_server import BotApiServer
from tests.bot.phone import Chat
from tests.bot.tables import tables
from tests.bot.talks import KNOWN_TALK, holds, until

pytestmark = pytest.mark.usefixtures("our_bot")


async def exported(ann: Chat) -> tuple[dict[str, object], str]:
    """The record, and the words of the paper."""
    await ann.says("/export")
    record, paper = await ann.hears(), await ann.hears()
    assert record.upload is not None
    assert paper.upload is not None
    assert record.upload.filename == "prorata-export.json"
    pages = PdfReader(BytesIO(paper.upload.content)).pages
    return json.loads(record.upload.content), " ".join(page.extract_text() for page in pages)


async def test_all_that_is_kept_is_in_it(ann: Chat, storage: Storage) -> None:
    await holds(ann, "says /start ref_smith-cpa")
    await holds(ann, KNOWN_TALK)
    await holds(ann, "says save as 2026, as planned \n says /todo")
    await ann.taps("☐ Plan the conversion with a CPA")
    await ann.hears()
    await holds(ann, "says /remind \n taps Turn all on \n taps Pacific")
    record, paper = await exported(ann)

    said = storage.said(ann.chat_id)
    assert said is not None
    kept = record["said"]
    assert isinstance(kept, dict)
    assert kept["answers"] == said.answers
    assert list(kept["saved"]) == ["2026, as planned"]
    assert kept["done"] == ["2026.conversion"]
    assert kept["zone"] == "Pacific"
    assert kept["referred_by"] == "smith-cpa"
    assert record["chat"] == ann.chat_id

    for words in (
        "Everything kept about you",
        *("Rollover IRAs $95,000", "Saved result: 2026, as planned", "2026, conversion"),
        *("Time zone Pacific", "Came by the link of smith-cpa"),
    ):
        assert words in " ".join(paper.split()), words


async def test_in_the_middle_of_a_talk(ann: Chat) -> None:
    await holds(ann, "says /start \n taps Backdoor Roth")
    record, paper = await exported(ann)
    assert record["said"]["answers"] == {"goal": "backdoor"}
    assert "Goal Backdoor Roth" in " ".join(paper.split())


async def test_nothing_of_a_person_is_left_out(ann: Chat) -> None:
    await holds(ann, "says /start")
    record, _ = await exported(ann)
    fields = {field.name for field in dataclasses.fields(Person)}
    assert fields == set(record) - {"exported"}


async def test_of_somebody_never_met(ann: Chat) -> None:
    await ann.says("/export")
    assert (await ann.hears()).text == "Nothing is kept about you here."


async def test_a_refusal_is_told_and_can_be_tried_again(server: BotApiServer, ann: Chat) -> None:
    await holds(ann, "says /start")
    server.fails("sendDocument", 400, times=2)
    await ann.says("/export")
    told = await ann.hears()
    assert told.text == "The export did not go through. Nothing is lost."
    await ann.hears()
    await ann.taps("Try again")
    assert (await ann.hears()).upload is not None


async def test_nothing_of_it_waits_after_it_was_sent(ann: Chat, storage: Storage) -> None:
    await holds(ann, "says /start")
    await exported(ann)
    await until(lambda: tables(storage).table("outbox").count == 0)
