"""Telegram is spoken to no faster than it allows, and nobody waits for anybody else."""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sending.pacing import AT_ONCE, MOST_KEPT, Pace, Pacing

ANN, BOB, GROUP = 1001, 1002, -1001


class _NoWaiting(selectors.SelectSelector):
    """Nothing is waited for: the time goes on instead."""

    def __init__(self) -> None:
        super().__init__()
        self.time = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        self.time += timeout or 0.0
        return super().select(0)


def in_no_time(run: Callable[[], Coroutine[Any, Any, None]]) -> float:
    """Run on a clock of its own; gives how many seconds went by on that."""
    selector = _NoWaiting()
    loop = asyncio.SelectorEventLoop(selector)
    loop.time = lambda: selector.time  # type: ignore[method-assign]
    try:
        loop.run_until_complete(run())
    finally:
        loop.close()
    return selector.time


def times(pacing: Pacing, *messages: int) -> list[tuple[float, int]]:
    """When a message to each of these chats goes out, if all are there at once; those of one chat
    go one after the other."""
    sent: list[tuple[float, int]] = []

    async def serve(chat: int, how_many: int) -> None:
        for _ in range(how_many):
            await pacing.turn(chat)
            sent.append((asyncio.get_running_loop().time(), chat))

    async def run() -> None:
        await asyncio.gather(
            *(serve(chat, messages.count(chat)) for chat in dict.fromkeys(messages))
        )

    in_no_time(run)
    return sent


def most_within(seconds: float, sent: list[float]) -> int:
    return max(sum(start <= at < start + seconds for at in sent) for start in sent)


def test_a_step_of_a_talk_goes_out_at_once() -> None:
    assert times(Pacing(overall=1e9), *[ANN] * AT_ONCE)[-1][0] < 0.001


def test_a_chat_gets_one_a_second_in_the_long_run() -> None:
    sent = [at for at, _ in times(Pacing(), *[ANN] * 100)]
    assert sent[-1] == pytest.approx(100 - AT_ONCE, abs=0.1)
    assert most_within(10, sent) <= 10 + AT_ONCE


def test_all_chats_together_get_thirty_a_second() -> None:
    sent = [at for at, _ in times(Pacing(), *range(1, 301))]
    assert most_within(0.999, sent) == 30
    assert sent[-1] == pytest.approx(299 / 30)


def test_a_group_gets_no_more_than_twenty_a_minute() -> None:
    sent = [at for at, _ in times(Pacing(), *[GROUP] * 60)]
    assert most_within(59.99, sent) <= 20


def test_places_go_in_the_order_of_coming() -> None:
    chats = [chat for _, chat in times(Pacing(), *range(1, 101))]
    assert chats == list(range(1, 101))


def test_a_chat_with_a_lot_to_say_is_one_among_others() -> None:
    sent = times(Pacing(), *[ANN] * 200, *range(2000, 2100))
    others = [at for at, chat in sent if chat != ANN]
    assert others[-1] <= 101 / 30 + AT_ONCE / 30


def test_a_chat_that_telegram_wants_left_alone_waits_alone() -> None:
    pacing = Pacing()
    sent: dict[int, float] = {}

    async def turn(chat: int) -> None:
        await pacing.turn(chat)
        sent[chat] = asyncio.get_running_loop().time()

    async def run() -> None:
        pacing.hold(ANN, 7)
        await asyncio.gather(turn(ANN), turn(BOB))

    in_no_time(run)
    assert sent[BOB] < 0.1
    assert sent[ANN] == pytest.approx(7, abs=0.1)


def test_what_is_only_looks_takes_no_place_from_a_message() -> None:
    pacing = Pacing(overall=1e9)

    async def run() -> None:
        tidied = 0
        for _ in range(AT_ONCE):
            tidied += pacing.may_tidy(ANN)
            await asyncio.sleep(0.001)
        assert tidied == AT_ONCE - 2
        await pacing.turn(ANN)
        await pacing.turn(ANN)

    assert in_no_time(run) < 0.1


def test_chats_that_are_quiet_again_are_let_go() -> None:
    pacing = Pacing(overall=1e9)

    async def run() -> None:
        for chat in range(1, 20 * MOST_KEPT):
            await pacing.turn(chat)
            await asyncio.sleep(0.01)

    in_no_time(run)
    assert len(pacing._chats) <= MOST_KEPT


@given(st.lists(st.floats(0, 5), min_size=1), st.floats(0.1, 100), st.integers(1, 9))
def test_never_faster_than_allowed(gaps: list[float], a_second: float, at_once: int) -> None:
    pace, now = Pace(a_second, at_once), 0.0
    sent = []
    for gap in gaps:
        now += gap
        sent.append(now + pace.take(now))
    assert sent == sorted(sent)
    for start, first in enumerate(sent):
        for n, last in zip(count(1), sent[start:], strict=False):
            assert n <= (last - first) * a_second + at_once + 1e-6
