"""Many people at once are served in order, and one who floods the bot slows down nobody else.

``make chaos`` measures it with 500 people.
"""

import asyncio
import sys
from random import Random

import pytest

from bot.keeping.outbox import MOST_ANSWERS
from bot.keeping.storage import Storage
from bot.receiving.polling import by_person
from bot.sending.passing import OF_A_PERSON
from tests.bot.bot_api_server import BotApiServer
from tests.bot.crowds import Crowds
from tests.bot.phone import JSON, Chat
from tests.bot.talks import holds, talking, until
from tests.chaos.load import MOST_MEMORY, bot_process, resident

SEED = 8606
FLOOD = 150
"""Messages; more than Telegram hands over at once."""


async def test_everybody_at_once_is_served_in_order(
    server: BotApiServer, storage: Storage, caplog: pytest.LogCaptureFixture
) -> None:
    async with talking(server, storage):
        crowds = Crowds(server, Random(SEED))
        await crowds.begin()
        await crowds.hold(20)
        await until(lambda: not storage.chats_to_serve() and not at_work())
    assert caplog.messages == []


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
async def test_memory_does_not_grow_with_the_people_it_met() -> None:
    async with BotApiServer() as server, bot_process(server) as pid:
        crowds = Crowds(server, Random(SEED))
        await crowds.begin()
        await crowds.hold(15)
        before = resident(pid)
        await crowds.hold(15)
        assert resident(pid) / before < MOST_MEMORY


def at_work() -> int:
    """Tasks of the bot that send or answer something."""
    names = (getattr(task.get_coro(), "__qualname__", "") for task in asyncio.all_tasks())
    return sum(name.startswith(("Delivery.", "Passing.")) for name in names)


class TestOneWhoFloods:
    def test_stands_in_a_line_of_its_own(self) -> None:
        flood = [update(number, 1) for number in range(98)]
        others = [update(98, 2), {"update_id": 99, "poll": {}}, update(100, 2)]
        lines = [[raw["update_id"] for raw in line] for line in by_person([*flood, *others])]
        assert lines == [list(range(98)), [98, 100], [99]]

    async def test_is_answered_after_everybody_who_came_with_them(
        self, server: BotApiServer, storage: Storage, ann: Chat, bob: Chat
    ) -> None:
        for n in range(50):
            await ann.says(f"{n} dollars")
        await bob.says("/start")
        async with talking(server, storage):
            await bob.hears(2)
            assert sum(message.from_bot for message in ann.messages) < 10

    async def test_has_a_queue_that_ends(
        self, server: BotApiServer, storage: Storage, ann: Chat, bob: Chat
    ) -> None:
        async with talking(server, storage):
            await holds(ann, "says /start")
            server.fails("sendMessage", 429, retry_after=60)
            most = 0
            for _ in range(FLOOD):
                said = await ann.says("what is basis?")
            while server.has_unconfirmed(said.update_id):
                most = max(most, len(storage.waiting(ann.chat_id)))
                await asyncio.sleep(0.005)
            assert most == MOST_ANSWERS
            await holds(bob, "says /start \n taps Backdoor Roth")

    async def test_has_few_taps_answered_at_once(
        self, server: BotApiServer, storage: Storage, ann: Chat
    ) -> None:
        async with talking(server, storage):
            await holds(ann, "says /start")
            server.delays("answerCallbackQuery", 0.5, times=FLOOD)
            for _ in range(FLOOD):
                tap = await ann.taps("Backdoor Roth")
            await server.confirms(tap.update_id)
            assert len(server.calls["answerCallbackQuery"]) <= 4 * OF_A_PERSON


def update(number: int, person: int) -> JSON:
    return {"update_id": number, "message": {"from": {"id": person}, "text": "45"}}
