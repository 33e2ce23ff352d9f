"""Who sends too much is not read for a while, and keeps nobody else waiting."""

import pytest

from bot.keeping.storage import Storage
from bot.telegram.doors import Doors
from bot.telegram.limits import A_DAY, A_MINUTE, DAY, HOUR, MINUTE, MOST_WATCHED, Limits
from tests.bot.bot_api_server import BotApiServer
from tests.bot.phone import Chat
from tests.bot.talks import KNOWN_TALK, NOON, answers_of, holds, talking, until

ANN, BOB = 1001, 1002
TO_THE_AGE = "says /start \n taps Backdoor Roth \n taps 2026 \n taps Single"


class Clock:
    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


def taken(limits: Limits, person: int, tries: int) -> int:
    return sum(limits.too_much(person) is None for _ in range(tries))


class TestBuckets:
    def test_so_many_at_once(self, clock: Clock) -> None:
        limits = Limits(5, 100, clock)
        assert taken(limits, ANN, 50) == 5

    def test_the_first_that_is_too_much_is_told_from_those_after_it(self, clock: Clock) -> None:
        limits = Limits(5, 100, clock)
        taken(limits, ANN, 5)
        over = [limits.too_much(ANN) for _ in range(3)]
        assert [one is not None and one.first for one in over] == [True, False, False]

    def test_nothing_is_read_until_the_pause_is_over(self, clock: Clock) -> None:
        limits = Limits(5, 100, clock)
        taken(limits, ANN, 6)
        clock.seconds += MINUTE - 1
        assert taken(limits, ANN, 3) == 0
        clock.seconds += 1
        assert taken(limits, ANN, 50) == 5

    def test_a_day(self, clock: Clock) -> None:
        limits = Limits(5, 8, clock)
        assert taken(limits, ANN, 6) == 5
        clock.seconds += MINUTE
        assert taken(limits, ANN, 5) == 3
        clock.seconds += HOUR - 1
        assert taken(limits, ANN, 1) == 0
        clock.seconds += DAY
        assert taken(limits, ANN, 50) == 5

    def test_others_are_not_touched(self, clock: Clock) -> None:
        limits = Limits(5, 100, clock)
        taken(limits, ANN, 50)
        assert taken(limits, BOB, 5) == 5

    def test_a_clock_that_stands_still_or_a_crowd_take_no_more_memory(self, clock: Clock) -> None:
        limits = Limits(1, 2, clock)
        for person in range(2 * MOST_WATCHED + 10):
            limits.too_much(person)
        assert len(limits._people) <= MOST_WATCHED

    def test_a_steady_talk_is_never_too_much(self, clock: Clock) -> None:
        """Somebody who reads: a tap every five seconds for an hour."""
        limits = Limits(A_MINUTE, A_DAY, clock)
        for _ in range(720):
            assert limits.too_much(ANN) is None
            clock.seconds += 5


async def test_a_flood_slows_one_person_only(
    server: BotApiServer, storage: Storage, ann: Chat, bob: Chat, clock: Clock
) -> None:
    limits = Limits(6, 1_000, clock)
    async with talking(server, storage, doors=Doors(storage, lambda: NOON, limits=limits)):
        await holds(ann, TO_THE_AGE)
        before = answers_of(storage, ann)
        for _ in range(300):
            last = await ann.says("I am 45 or so, maybe")
        await holds(bob, TO_THE_AGE)
        await server.confirms(last.update_id)
        assert answers_of(storage, ann) == before
        await until(lambda: told(ann) == 1)
        clock.seconds += MINUTE
        await ann.says("45")
        await until(lambda: answers_of(storage, ann).get("age") == "45")
    assert told(ann) == 1


def told(chat: Chat) -> int:
    return sum(message.from_bot and "is not read" in message.text for message in chat.messages)


async def test_a_whole_talk_is_within_them(
    server: BotApiServer, storage: Storage, ann: Chat, clock: Clock
) -> None:
    """All at once, which no person can."""
    limits = Limits(clock=clock)
    async with talking(server, storage, doors=Doors(storage, lambda: NOON, limits=limits)):
        await holds(ann, KNOWN_TALK)
