"""Stopped anywhere in any kind of turn, and started again, the bot has lost no answer.

``make chaos`` stops it at every step; here are some, the same in every run.
"""

import pytest

from tests.chaos.stopped import failing, stopped, undisturbed
from tests.chaos.unreliable_disk import SQLITE

SOME = (2, 24, 52)
"""Steps of a turn: in its transaction, while it is sent, after that."""


async def test_a_talk_in_which_the_bot_dies_in_every_turn() -> None:
    calm = await undisturbed()
    for step in SOME:
        stops = await stopped(calm, step)
        print(f"step {step}: {stops}")
        assert stops.points


@pytest.mark.skipif(SQLITE is None, reason="this Python has SQLite built in")
async def test_a_talk_in_which_a_write_fails_in_every_turn() -> None:
    calm = await undisturbed()
    for write in (1, 20):
        failures = await failing(calm, write)
        print(f"write {write}: {failures}")
        assert failures.points
