"""A number that opens accounts, typed on Telegram: taken out of the chat, and nowhere else."""

import asyncio
import logging
from pathlib import Path

import pytest

from bot.keeping.storage import Moved, Storage
from bot.telegram.message import Deletion, Message, from_json, to_json
from tests.bot.bot_api_server import BotApiServer
from tests.bot.phone import Chat
from tests.bot.talks import holds, question, talking, text, until

pytestmark = pytest.mark.usefixtures("our_bot")

SOCIAL = "123-45-6789"
CARD = "4111 1111 1111 1111"
NUMBERS = [SOCIAL, f"my ssn: {SOCIAL}", CARD]


@pytest.fixture
async def how_old(ann: Chat) -> str:
    """The open question."""
    return question(
        await holds(ann, "says /start \n taps Backdoor Roth \n taps 2026 \n taps Single")
    )


def nowhere_in(folder: Path) -> None:
    for file in folder.iterdir():
        for part in (b"45-6789", b"1111 1111"):
            assert part not in file.read_bytes(), f"{file.name} has it"


@pytest.mark.parametrize("number", NUMBERS)
async def test_the_message_is_deleted_and_the_question_asked_again(
    storage: Storage, ann: Chat, how_old: str, number: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    (reply,) = await holds(ann, f"says {number}")
    assert "was not read or kept" in reply.text
    assert question([reply]) == how_old
    assert [message.text for message in ann.messages if message.deleted] == [number]
    nowhere_in(storage.path.parent)
    assert "6789" not in caplog.text
    assert "1111" not in caplog.text
    assert question(await holds(ann, "says 45")) != how_old


async def test_as_the_first_message(storage: Storage, ann: Chat) -> None:
    reply = await holds(ann, f"says {SOCIAL}")
    assert "was not read or kept" in text(reply)
    assert [message.text for message in ann.messages if message.deleted] == [SOCIAL]
    nowhere_in(storage.path.parent)


async def test_the_person_was_faster(
    server: BotApiServer, storage: Storage, ann: Chat, how_old: str
) -> None:
    server.fails("deleteMessage", 400)
    assert question(await holds(ann, f"says {SOCIAL}")) == how_old
    await until(lambda: not storage.chats_to_serve())


async def test_an_answer_stays(ann: Chat, how_old: str) -> None:
    await holds(ann, "says 45 \n says 300k")
    assert not any(message.deleted for message in ann.messages)


async def test_a_deletion_outlives_a_restart(
    server: BotApiServer,
    storage: Storage,
    ann: Chat,
    how_old: str,
    our_bot: asyncio.Task[None],
) -> None:
    our_bot.cancel()
    await asyncio.wait([our_bot])
    said = await ann.says(SOCIAL)
    storage.turn(ann.chat_id, lambda said_: Moved(said_, [to_json(Deletion(said.message_id))]))
    async with talking(server, storage):
        await until(lambda: said.deleted)


async def test_what_waited_before_there_were_deletions_is_still_read() -> None:
    assert from_json('{"text": "45", "keyboard": [], "edits": null}') == Message("45")
    assert from_json(to_json(Deletion(7))) == Deletion(7)
