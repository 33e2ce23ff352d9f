"""Telegram is full, broken or silent for a while, by chance: every talk goes on as if it were not.

``make chaos`` has more people in it.
"""

from random import Random

import pytest

from bot.keeping.storage import Storage
from tests.bot.bot_api_server import BotApiServer
from tests.chaos.bad_weather import KINDS, SEED, bad_weather

pytestmark = pytest.mark.usefixtures("our_bot", "pauses")


@pytest.mark.parametrize("kind", KINDS)
async def test_nothing_is_lost(kind: str, server: BotApiServer, storage: Storage) -> None:
    met = await bad_weather(server, storage, Random(SEED), people=8, kinds=KINDS[kind])
    print(f"seed {SEED}: {met}")
    assert met.faults > 40
    if kind != "silence":
        assert met.twice == 0
    assert storage.left_out() == []
