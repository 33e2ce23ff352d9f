"""The server that benchmarks measure with: what it gives is what Telegram would."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.benchmarks.stored import FIRST_STORED
from tests.benchmarks.telegram.people import People
from tests.benchmarks.telegram.server import Connection, Server
from tests.benchmarks.telegram.talks import our_talk, to_and_fro, typed_talk


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Bot:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def calls(self, method: str, **given: object) -> Any:
        body = urlencode(given).encode()
        head = f"POST /bot1:t/{method} HTTP/1.1\r\nContent-Length: {len(body)}\r\n\r\n"
        self._writer.write(head.encode() + body)
        answer = await self._reader.readuntil(b"\r\n\r\n")
        length = int(answer.lower().partition(b"content-length: ")[2].split()[0])
        return json.loads(await self._reader.readexactly(length))["result"]


class Stage:
    def __init__(self, buttons: bool) -> None:
        self.server = Server(lambda *heard: self.people.hears(*heard))
        talk = our_talk() if buttons else typed_talk()
        self.people = People(talk, self.server.deliver)


@pytest.fixture
def stage() -> Stage:
    return Stage(buttons=False)


@pytest.fixture
async def bot(stage: Stage) -> AsyncIterator[Bot]:
    loop = asyncio.get_running_loop()
    http = await loop.create_server(lambda: Connection(stage.server), "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*http.sockets[0].getsockname())
    yield Bot(reader, writer)
    writer.close()
    await writer.wait_closed()
    http.close()


async def test_an_update_comes_again_until_it_is_confirmed(stage: Stage, bot: Bot) -> None:
    stage.people.play(1, anew=True)
    (first,) = await bot.calls("getUpdates", timeout=5)
    (again,) = await bot.calls("getUpdates", offset=first["update_id"], timeout=5)
    assert again == first
    assert await bot.calls("getUpdates", offset=first["update_id"] + 1) == []


async def test_a_person_goes_on_when_answered_and_not_before(stage: Stage, bot: Bot) -> None:
    stage.people.play(1, anew=True)
    (first,) = await bot.calls("getUpdates", timeout=5)
    person = first["message"]["chat"]["id"]
    assert first["message"]["text"] == "/start"
    assert stage.people.waiting == 1
    sent = await bot.calls("sendMessage", chat_id=person, text="What is it about?")
    assert sent["text"] == "What is it about?"
    (second,) = await bot.calls("getUpdates", offset=first["update_id"] + 1, timeout=5)
    assert second["message"]["text"] == "Backdoor Roth"
    assert stage.people.played.turns == 1


async def test_no_more_than_a_hundred_updates_come_at_once(stage: Stage, bot: Bot) -> None:
    stage.people.play(150, anew=True)
    updates = await bot.calls("getUpdates", timeout=5)
    assert len(updates) == 100
    rest = await bot.calls("getUpdates", offset=updates[-1]["update_id"] + 1, timeout=5)
    assert len(rest) == 50


async def test_people_who_are_stored_take_turns(bot: Bot, stage: Stage) -> None:
    stage.people = People(to_and_fro(), stage.server.deliver)
    stage.people.are_stored(2, take_turns=True)
    stage.people.play(1, anew=False)
    came, offset = [], 0
    for _ in range(5):
        (update,) = await bot.calls("getUpdates", offset=offset, timeout=5)
        person, offset = update["message"]["chat"]["id"], update["update_id"] + 1
        came.append(person - FIRST_STORED)
        markup = json.dumps({"inline_keyboard": []})
        await bot.calls("sendMessage", chat_id=person, text="How much?", reply_markup=markup)
    assert came == [0, 0, 1, 1, 0]


class TestWithButtons:
    @pytest.fixture
    def stage(self) -> Stage:
        return Stage(buttons=True)

    async def test_a_tap_carries_what_the_button_carries(self, stage: Stage, bot: Bot) -> None:
        stage.people.play(1, anew=True)
        (first,) = await bot.calls("getUpdates", timeout=5)
        person = first["message"]["chat"]["id"]
        markup = {"inline_keyboard": [[{"text": "Backdoor Roth", "callback_data": "a|goal|x"}]]}
        await bot.calls("sendMessage", chat_id=person, text="Hello")  # nothing to tap
        assert stage.people.waiting == 1
        asked = await bot.calls(
            "sendMessage", chat_id=person, text="What?", reply_markup=json.dumps(markup)
        )
        (tap,) = await bot.calls("getUpdates", offset=first["update_id"] + 1, timeout=5)
        assert tap["callback_query"]["data"] == "a|goal|x"
        assert tap["callback_query"]["message"]["message_id"] == asked["message_id"]
        assert tap["callback_query"]["message"]["reply_markup"] == markup
