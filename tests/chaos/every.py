"""All that `make chaos` does, each on every core."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from tests.bot.test_kill_and_restart import talk_with_kills
from tests.chaos import bad_weather, load
from tests.chaos.failing_disk import FAILURES, every_failure
from tests.chaos.fuzz import fuzz
from tests.chaos.kept import Broken
from tests.chaos.power_loss import lose_power
from tests.chaos.several_replicas import replicated
from tests.chaos.stopped import Calm, Stops, failing, stopped, undisturbed
from tests.chaos.storm import storm

T = TypeVar("T")

LOSSES, AT_ONCE = 100_000, 1_000
"""All, and those of one seed."""
WALKS = 2
"""In which every single operation on a file fails."""
KILLED, STORMS = 12, 60
"""Talks."""
AT_A_TIME = 20
"""Steps."""
REPLICATED = 200
"""Runs of the model."""
FORGED = 40
"""Times a thousand updates."""


@dataclass
class Tally:
    survived: int
    sent_twice: int = 0


def _power(seed: int) -> Tally:
    shards = _on_every_core(
        partial(lose_power, losses=AT_ONCE), range(seed, seed + LOSSES // AT_ONCE)
    )
    return Tally(sum(shard.losses for shard in shards))


def _failures(failure: str, seed: int) -> Tally:
    walks = _on_every_core(partial(every_failure, failure=failure), range(seed, seed + WALKS))
    return Tally(sum(walk.survived for walk in walks))


def _deaths(_: int) -> Tally:
    """There is nothing to draw: the bot dies at every step."""
    return _in_every_turn(_died)


def _failing_turns(_: int) -> Tally:
    return _in_every_turn(_failed)


def _in_every_turn(talk: Callable[[Calm, int], Stops]) -> Tally:
    """At its first step, at its second, until no turn has so many."""
    calm = asyncio.run(undisturbed())
    tally = Tally(0)
    for first in count(1, AT_A_TIME):
        stops = _on_every_core(partial(talk, calm), range(first, first + AT_A_TIME))
        tally.survived += sum(one.points for one in stops)
        tally.sent_twice += sum(one.sent_twice for one in stops)
        if not any(one.points for one in stops):
            break
    return tally


def _died(calm: Calm, at: int) -> Stops:
    return asyncio.run(stopped(calm, at))


def _failed(calm: Calm, at: int) -> Stops:
    return asyncio.run(failing(calm, at))


def _kills(seed: int) -> Tally:
    talks = _on_every_core(_killed, range(seed, seed + KILLED))
    return Tally(sum(kills for kills, _ in talks), sum(twice for _, twice in talks))


def _killed(seed: int) -> tuple[int, int]:
    with TemporaryDirectory() as folder:
        try:
            return asyncio.run(talk_with_kills(Path(folder), seed))
        except AssertionError as broken:
            raise Broken(f"seed {seed}: {broken}") from None


def _storms(seed: int) -> Tally:
    held = _on_every_core(storm, range(seed, seed + STORMS))
    return Tally(sum(one.survived for one in held))


def _replicas(seed: int) -> Tally:
    runs = _on_every_core(replicated, range(seed, seed + REPLICATED))
    return Tally(sum(one.survived for one in runs), sum(one.sent_twice for one in runs))


def _forged(seed: int) -> Tally:
    return Tally(sum(_on_every_core(fuzz, range(seed, seed + FORGED))))


def _bad_weather(seed: int) -> Tally:
    every = bad_weather.run(seed).values()
    return Tally(sum(one.faults for one in every), sum(one.twice for one in every))


def _load(seed: int) -> Tally:
    """Nothing fails: it is answers that are counted."""
    return Tally(load.run(seed).answers)


def _on_every_core(work: Callable[[int], T], numbers: Iterable[int]) -> list[T]:
    # A fork would take no threads along, and drawing would wait for them.
    pool = ProcessPoolExecutor(mp_context=get_context("spawn"), initializer=logging.disable)
    with pool as cores:
        return list(cores.map(work, numbers))


EVERY: dict[str, Callable[[int], Tally]] = {
    "losses of power": _power,
    **{f"an operation fails: {name}": partial(_failures, name) for name in FAILURES},
    "every write of every turn fails": _failing_turns,
    "dies at every step of every turn": _deaths,
    "killed from outside (SIGKILL)": _kills,
    "repeated and reordered updates": _storms,
    "replicas that die (a model)": _replicas,
    "429, 5xx and silence": _bad_weather,
    "500 people at once, and floods": _load,
    "forged updates": _forged,
}
