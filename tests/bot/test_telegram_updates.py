"""Every update is taken once, whatever fails: no answer is lost, none is given twice."""

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from telegram import Update

from bot.keeping.storage import Storage
from bot.receiving.intake import TRIES
from bot.telegram.chat import Incoming, incoming
from bot.telegram.updates import TROUBLE
from conversations.engine import Turn, turn
from conversations.events import Typed
from tests.bot.bot_api_server import BotApiServer
from tests.bot.phone import Chat
from tests.bot.talks import KNOWN_TALK, asked, holds, locked, question, talking, text, until

TO_THE_AGE = "says /start \n taps Backdoor Roth \n taps 2026 \n taps Single"


async def test_an_update_that_telegram_sends_twice(
    server: BotApiServer, our_bot: asyncio.Task[None], ann: Chat
) -> None:
    await holds(ann, TO_THE_AGE)
    said = await ann.says("45")
    await asked(ann)
    before = len(ann.messages)
    server.repeat(said.update_id)
    await holds(ann, "says 300k")
    assert len(ann.messages) == before + 2


async def test_a_tap_that_telegram_sends_twice(
    server: BotApiServer, our_bot: asyncio.Task[None], ann: Chat
) -> None:
    await holds(ann, "says /start")
    tap = await ann.taps("Backdoor Roth")
    await asked(ann)
    server.repeat(tap.update_id)
    await holds(ann, "taps 2026 \n taps Single")
    assert len([m for m in ann.messages if m.from_bot]) == 2 + 3


async def test_ids_that_begin_anew_at_a_lower_number(
    server: BotApiServer, our_bot: asyncio.Task[None], ann: Chat
) -> None:
    await holds(ann, TO_THE_AGE)
    server.next_update_id = 1_000
    said = await ann.says("45")
    after = await asked(ann)
    await server.confirms(said.update_id)
    assert question(await holds(ann, "says 300k")) != after


async def test_what_was_said_while_the_bot_was_away(
    server: BotApiServer, storage: Storage, ann: Chat
) -> None:
    for text_ in ("/start", "backdoor", "2026", "single", "45"):
        await ann.says(text_)
    async with talking(server, storage):
        await ann.hears(2 + 3)
    said = storage.said(ann.chat_id)
    assert said
    assert said.answers["age"] == "45"


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"message_id": 1},
        {"message_id": 1, "date": "yesterday", "chat": {"id": 1002, "type": "private"}},
        {"message_id": 1, "date": 0, "chat": {"id": 1002}},
        {"message_id": 1, "date": 0, "chat": "not an object"},
    ],
)
async def test_an_update_that_cannot_be_read_stops_nobody(
    server: BotApiServer,
    storage: Storage,
    our_bot: asyncio.Task[None],
    pauses: list[float],
    ann: Chat,
    broken: dict[str, Any],
) -> None:
    await holds(ann, TO_THE_AGE)
    update_id = server.deliver("message", broken)
    await holds(ann, "says 45")
    await server.confirms(update_id)
    assert storage.has_seen(update_id)


async def test_an_update_of_a_kind_from_the_future(
    server: BotApiServer, storage: Storage, ann: Chat
) -> None:
    update_id = server.deliver("telepathy", {"from": {"id": 1001}})
    async with talking(server, storage):
        await holds(ann, TO_THE_AGE)
        await server.confirms(update_id)


class TestADatabaseThatFails:
    """It is locked by a backup, or its disk is full for a while."""

    @pytest.fixture
    def fails(self, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, int], None]:
        """Makes a method of the storage fail the next few times."""

        def fails(method: str, times: int) -> None:
            left = times
            works = getattr(Storage, method)

            def failing(*given: Any, **named: Any) -> Any:
                nonlocal left
                left -= 1
                if left >= 0:
                    raise sqlite3.OperationalError("database is locked")
                return works(*given, **named)

            monkeypatch.setattr(Storage, method, failing)

        return fails

    @pytest.mark.parametrize("times", [1, TRIES, 2 * TRIES])
    async def test_the_answer_waits_until_it_can_be_kept(
        self,
        server: BotApiServer,
        our_bot: asyncio.Task[None],
        pauses: list[float],
        ann: Chat,
        fails: Callable[[str, int], None],
        times: int,
    ) -> None:
        how_old = question(await holds(ann, TO_THE_AGE))
        fails("turn", times)
        reply = await holds(ann, "says 45")
        assert TROUBLE not in text(reply), "a person was told to say it again"
        assert question(reply) != how_old
        before = len(ann.messages)
        await holds(ann, "says 300k")
        assert len(ann.messages) == before + 2, "an answer came twice"

    async def test_a_lock_of_another_program(
        self,
        server: BotApiServer,
        storage: Storage,
        our_bot: asyncio.Task[None],
        pauses: list[float],
        ann: Chat,
    ) -> None:
        how_old = question(await holds(ann, TO_THE_AGE))
        await until(lambda: not storage.chats_to_serve())
        with locked(storage):
            said = await ann.says("45")
            await until(lambda: len(pauses) > 2 * TRIES)
            with pytest.raises(TimeoutError):
                await server.confirms(said.update_id, timeout=0.01)
        reply = await asked(ann)
        assert reply != how_old
        assert TROUBLE not in str(ann)

    async def test_a_disk_that_is_full_for_a_night(
        self,
        storage: Storage,
        caplog: pytest.LogCaptureFixture,
        our_bot: asyncio.Task[None],
        pauses: list[float],
        ann: Chat,
        fails: Callable[[str, int], None],
    ) -> None:
        await holds(ann, TO_THE_AGE)
        tries = 9 * 3_600 // 30
        fails("turn", tries)
        fails("set_aside", tries)
        caplog.set_level(logging.CRITICAL, "bot")
        said = await ann.says("45")
        await until(lambda: storage.has_seen(said.update_id) or our_bot.done(), 20)
        assert not our_bot.done()
        assert max(pauses) <= 60

    @pytest.mark.parametrize("method", ["next_message", "sent"])
    async def test_sending_goes_on_by_itself(
        self,
        storage: Storage,
        our_bot: asyncio.Task[None],
        pauses: list[float],
        ann: Chat,
        fails: Callable[[str, int], None],
        method: str,
    ) -> None:
        await holds(ann, TO_THE_AGE)
        await until(lambda: not storage.chats_to_serve())
        fails(method, 1)
        assert await holds(ann, "says 45")
        await until(lambda: not storage.chats_to_serve())


class TestABugInTheEngine:
    @pytest.fixture
    def tries(self, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
        """The talk breaks at a word, like at a bug that nobody found yet; here are the tries."""
        tries = []

        def breaking(flow: Any, said: Any, event: Any, *world: Any) -> Turn:
            if event == Typed("abracadabra"):
                tries.append(event)
                raise ZeroDivisionError("abracadabra")
            return turn(flow, said, event, *world)

        monkeypatch.setattr("bot.telegram.turns.turn", breaking)
        return tries

    async def test_is_told_to_that_person_only(
        self,
        server: BotApiServer,
        storage: Storage,
        our_bot: asyncio.Task[None],
        pauses: list[float],
        tries: list[Any],
        ann: Chat,
        bob: Chat,
    ) -> None:
        how_old = question(await holds(ann, TO_THE_AGE))
        kept = storage.said(ann.chat_id)
        said = await ann.says("abracadabra")
        assert (await ann.hears()).text == TROUBLE
        assert storage.said(ann.chat_id) == kept
        await holds(bob, TO_THE_AGE)
        assert TROUBLE not in str(bob)
        await server.confirms(said.update_id)
        assert len(tries) == TRIES
        assert question(await holds(ann, "says 45")) != how_old

    async def test_is_no_reason_to_log_what_was_said(
        self,
        our_bot: asyncio.Task[None],
        pauses: list[float],
        tries: list[Any],
        ann: Chat,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        await ann.says("abracadabra")
        await ann.hears()
        assert "ZeroDivisionError" in caplog.text
        assert "abracadabra" not in caplog.text

    async def test_before_it_is_known_who_speaks_stops_nobody(
        self,
        server: BotApiServer,
        monkeypatch: pytest.MonkeyPatch,
        our_bot: asyncio.Task[None],
        pauses: list[float],
        ann: Chat,
        bob: Chat,
    ) -> None:
        def breaking(update: Update) -> Incoming | None:
            if update.effective_user and update.effective_user.id == ann.person.user_id:
                raise ZeroDivisionError
            return incoming(update)

        monkeypatch.setattr("bot.telegram.updates.incoming", breaking)
        said = await ann.says("/start")
        await holds(bob, TO_THE_AGE)
        await server.confirms(said.update_id)

    async def test_a_tap_is_answered_all_the_same(
        self,
        monkeypatch: pytest.MonkeyPatch,
        our_bot: asyncio.Task[None],
        pauses: list[float],
        ann: Chat,
    ) -> None:
        await holds(ann, "says /start")
        monkeypatch.setattr("bot.telegram.turns.turn", None)
        tap = await ann.taps("Backdoor Roth")
        assert (await ann.hears()).text == TROUBLE
        await until(lambda: tap.answer is not None)


async def test_an_answer_is_kept_before_it_is_confirmed(
    server: BotApiServer, storage: Storage, our_bot: asyncio.Task[None], ann: Chat
) -> None:
    kept_when_confirmed = []
    for line in KNOWN_TALK.strip().splitlines():
        verb, _, what = line.strip().partition(" ")
        sent = await (ann.says(what) if verb == "says" else ann.taps(what))
        await server.confirms(sent.update_id)
        kept_when_confirmed.append(storage.has_seen(sent.update_id))
        await asked(ann)
    assert all(kept_when_confirmed)
