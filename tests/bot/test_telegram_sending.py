"""What waits to be sent is sent: in order, once, whatever Telegram answers."""

import asyncio
import re
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from bot.keeping.outbox import MOST_ANSWERS, LeftOut
from bot.keeping.records import Asking
from bot.keeping.storage import Moved, Storage
from bot.sending.carrier import Carrier
from bot.sending.one_try import Sending
from bot.telegram.message import Collapse, Message, to_json
from conversations.flow import Said
from conversations.reminders import Reminder
from tests.bot.bot_api_server import BotApiServer
from tests.bot.phone import Chat
from tests.bot.talks import NOON, answer, holds, question, talking, until
from tests.conversations.talking import TODAY

pytestmark = pytest.mark.usefixtures("our_bot")

START = "says /start"


@pytest.fixture
async def usual(storage: Storage, bob: Chat, our_bot: None) -> list[str]:
    """What anybody hears after /start: a greeting, then the first question."""
    greeting_and_question = [message.text for message in await holds(bob, START)]
    await until(lambda: not storage.chats_to_serve())
    return greeting_and_question


def heard(chat: Chat) -> list[str]:
    return [message.text for message in chat.messages if message.from_bot]


async def test_telegram_asks_to_wait(
    server: BotApiServer, usual: list[str], pauses: list[float], ann: Chat
) -> None:
    server.fails("sendMessage", 429, times=2, retry_after=7)
    await holds(ann, START)
    assert heard(ann) == usual
    assert pauses == [7, 7]


async def test_one_chat_that_waits_holds_up_no_other(
    server: BotApiServer, ann: Chat, bob: Chat
) -> None:
    server.fails("sendMessage", 429, retry_after=1)
    await ann.says("/start")
    await until(lambda: server.calls["sendMessage"])
    await holds(bob, START)
    assert heard(ann) == []
    await answer(ann)


async def test_telegram_is_broken_for_a_while(
    server: BotApiServer, usual: list[str], pauses: list[float], ann: Chat
) -> None:
    server.fails("sendMessage", 500, times=8)
    await holds(ann, START)
    assert heard(ann) == usual
    longest = (1, 2, 4, 8, 16, 32, 60, 60)
    assert len(pauses) == len(longest)
    assert all(most / 2 <= pause <= most for pause, most in zip(pauses, longest, strict=True))


async def test_telegram_is_away_for_a_while(
    server: BotApiServer, usual: list[str], pauses: list[float], ann: Chat
) -> None:
    server.fails("sendMessage", 500, times=1)
    await ann.says("/start")
    await until(lambda: pauses)
    await server.stop()
    await until(lambda: len(pauses) > 5)
    await server.start()
    await answer(ann)
    assert heard(ann) == usual


async def test_the_second_message_waits_for_the_first(
    server: BotApiServer, usual: list[str], pauses: list[float], ann: Chat
) -> None:
    server.delays("sendMessage", 0)
    server.fails("sendMessage", 500, times=3)
    await holds(ann, START)
    assert heard(ann) == usual


async def test_a_connection_that_breaks_before_telegram_has_acted(
    server: BotApiServer, usual: list[str], pauses: list[float], ann: Chat
) -> None:
    server.drops("sendMessage", acting=False)
    await holds(ann, START)
    assert heard(ann) == usual


class TestAMessageThatCannotBeSent:
    """It is set aside for the operator, and keeps nothing waiting."""

    async def test_because_telegram_refuses_it(
        self,
        server: BotApiServer,
        storage: Storage,
        usual: list[str],
        ann: Chat,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        server.fails("sendMessage", 400)
        await holds(ann, START)
        assert heard(ann) == usual[1:]
        assert storage.left_out() == [LeftOut(TODAY, "message", "Bad Request")]
        assert len(left_out(caplog)) == 1

    async def test_because_it_cannot_be_read(
        self, storage: Storage, usual: list[str], ann: Chat, caplog: pytest.LogCaptureFixture
    ) -> None:
        storage.set_aside(1, [(ann.chat_id, "{}"), (ann.chat_id, '{"text": 7000}')])
        await holds(ann, START)
        assert heard(ann) == usual
        (one,) = storage.left_out()
        assert (one.kind, one.times) == ("unreadable", 2)
        assert "7000" not in caplog.text

    async def test_because_of_a_bug(
        self,
        storage: Storage,
        usual: list[str],
        monkeypatch: pytest.MonkeyPatch,
        ann: Chat,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        def breaks(self: Sending, chat: int, edits: Collapse, asking: Asking | None) -> None:
            raise ZeroDivisionError("95,000")

        monkeypatch.setattr(Sending, "_collapse", breaks)
        await holds(ann, "says /start \n taps Backdoor Roth")
        assert storage.left_out() == [LeftOut(TODAY, "collapse", "ZeroDivisionError")]
        assert "95,000" not in caplog.text

    async def test_is_counted_without_what_was_in_it(
        self, server: BotApiServer, storage: Storage, ann: Chat, caplog: pytest.LogCaptureFixture
    ) -> None:
        """Telegram quotes what it stumbles over."""
        quoted = 'can\'t parse entities: unsupported start tag "95,000" in -1001234567890'
        server.refuses("sendMessage", quoted, times=2)
        await ann.says("/start")
        await until(lambda: storage.left_out() and not storage.waiting(ann.chat_id))
        (one,) = storage.left_out()
        assert one.times == 2
        assert not {"95,000", "1234567890"} & set(re.findall(r"[\d,]+", f"{one} {caplog.text}"))


def left_out(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [line for line in caplog.messages if "is left out" in line]


class TestForgottenOnItsWay:
    async def test_a_message_is_not_sent_later(
        self, server: BotApiServer, storage: Storage, ann: Chat
    ) -> None:
        """It waits for Telegram, and the person blocks the bot and comes back."""
        server.fails("sendMessage", 429, retry_after=1)
        await ann.says("/start")
        await until(lambda: server.calls["sendMessage"])
        storage.shut_out(ann.chat_id)
        await holds(ann, "says /help")
        assert len(heard(ann)) == 1

    async def test_a_message_takes_no_later_one_along(
        self, server: BotApiServer, storage: Storage, ann: Chat, bob: Chat
    ) -> None:
        server.delays("sendMessage", 0.3)
        await ann.says("/start")
        await until(lambda: heard(ann))
        storage.shut_out(ann.chat_id)
        server.fails("sendMessage", 429, retry_after=1)
        await holds(bob, START)
        assert len(heard(bob)) == 2


class TestNobodyKnowsWhetherItArrived:
    """Then it is sent once more, and no oftener: a missing question ends a talk."""

    async def test_a_connection_that_breaks_after_telegram_has_acted(
        self, server: BotApiServer, usual: list[str], pauses: list[float], ann: Chat
    ) -> None:
        server.drops("sendMessage", acting=True, times=4)
        await holds(ann, "says /start \n taps Backdoor Roth")
        for message in set(heard(ann)):
            assert heard(ann).count(message) <= 2
        assert set(usual) <= set(heard(ann))

    async def test_silence(
        self,
        server: BotApiServer,
        storage: Storage,
        monkeypatch: pytest.MonkeyPatch,
        ann: Chat,
        our_bot: asyncio.Task[None],
    ) -> None:
        await until(lambda: server.calls["getUpdates"])
        our_bot.cancel()
        await asyncio.wait([our_bot])
        monkeypatch.setattr("bot.telegram.bot.Carrier", partial(Carrier, read_timeout=0.05))
        async with talking(server, storage):
            server.delays("sendMessage", 0.3, times=4)
            await ann.says("/start")
            await until(lambda: storage.said(ann.chat_id) and not storage.waiting(ann.chat_id))
        first, *more = heard(ann)
        assert more.count(first) == 1
        assert len(more) == 3


class TestSomebodyWhoBlockedTheBot:
    async def test_gets_nothing_more(
        self, server: BotApiServer, storage: Storage, ann: Chat, bob: Chat
    ) -> None:
        await holds(ann, "says /start \n taps Backdoor Roth \n taps 2026")
        await ann.says("single")
        await ann.shuts_bot_out()
        await holds(bob, START)
        await until(lambda: not storage.waiting(ann.chat_id))
        assert storage.said(ann.chat_id)

    async def test_goes_on_after_letting_it_in_again(
        self, server: BotApiServer, storage: Storage, ann: Chat
    ) -> None:
        how_to_file = question(await holds(ann, "says /start \n taps Backdoor Roth \n taps 2026"))
        ann.bot_shut_out = True
        await ann.says("why")
        await until(lambda: not storage.waiting(ann.chat_id))
        await ann.lets_bot_in()
        assert question(await holds(ann, START)) == how_to_file

    async def test_is_remembered(self, server: BotApiServer, storage: Storage, ann: Chat) -> None:
        await holds(ann, START)
        ann.bot_shut_out = True
        await ann.says("/help")
        await until(lambda: storage.shown(ann.chat_id).blocked)
        tries = len(server.calls["sendMessage"])
        storage.set_aside(1, [(ann.chat_id, to_json(Message("A word of the CPA.")))])
        await ann.shuts_bot_out()  # the bot looks at what waits, and has nothing to say
        await until(lambda: not storage.waiting(ann.chat_id))
        assert len(server.calls["sendMessage"]) == tries

    async def test_is_known_before_anything_is_sent(
        self, server: BotApiServer, storage: Storage, ann: Chat
    ) -> None:
        await holds(ann, START)
        await ann.shuts_bot_out()
        await until(lambda: storage.shown(ann.chat_id).blocked)
        await ann.lets_bot_in()
        await until(lambda: not storage.shown(ann.chat_id).blocked)

    async def test_is_not_reminded_until_they_are_back(
        self, server: BotApiServer, storage: Storage, ann: Chat
    ) -> None:
        due = Reminder("2026.backdoor", "File", TODAY, (TODAY + timedelta(days=7),))
        kept = replace(Said(), reminders={"2026.papers": due}, zone="Eastern")
        storage.turn(ann.chat_id, lambda _: Moved(kept, reminds=NOON))
        await ann.shuts_bot_out()
        await until(lambda: storage.shown(ann.chat_id).blocked)
        assert storage.next_reminder() is None
        await ann.lets_bot_in()
        await until(storage.next_reminder)


class TestOneWhoWritesFasterThanMessagesMayBeSent:
    async def test_gets_the_newest_answers(
        self, server: BotApiServer, storage: Storage, ann: Chat
    ) -> None:
        await holds(ann, START)
        server.fails("sendMessage", 429, retry_after=1)
        for _ in range(2 * MOST_ANSWERS):
            said = await ann.says("what is basis?")
        await ann.says("/cancel")
        await server.confirms(said.update_id)
        await until(lambda: len(storage.waiting(ann.chat_id)) == MOST_ANSWERS)
        await until(lambda: not storage.waiting(ann.chat_id))
        assert "kept" in heard(ann)[-1]

    async def test_still_gets_what_others_write(self, storage: Storage, ann: Chat) -> None:
        of_the_cpa = to_json(Message("A word of the CPA."))
        storage.turn(ann.chat_id, lambda _: Moved(Said()), 1)
        storage.set_aside(2, [(ann.chat_id, of_the_cpa)])
        storage.turn(ann.chat_id, lambda said: Moved(said, ["{}"] * 2 * MOST_ANSWERS), 3)
        assert storage.waiting(ann.chat_id) == [of_the_cpa, *["{}"] * MOST_ANSWERS]
