"""Reminders on Telegram: each once, in the morning where they are, whatever the clock does."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.keeping.commits import Commits
from bot.keeping.outbox import Outbox
from bot.keeping.storage import Moved, Storage
from bot.sending.delivery import Delivery
from bot.telegram.reminding import A_SECOND, EVENING, MORNING, Reminding, next_time
from conversations.flow import Said
from conversations.flows.every import FLOWS
from conversations.reminders import AHEAD, ZONES, Reminder
from tests.bot.a_key import MASTERS
from tests.bot.bot_api_server import BotApiServer
from tests.bot.phone import Chat
from tests.bot.program import Program
from tests.bot.talks import KNOWN_TALK, NOON, answer, holds, talking, until

ANN, BOB = 1001, 1002
YEAR_END = date(2026, 12, 31)


def asked_for(zone: str = "Eastern", due: date = YEAR_END) -> Said:
    days = tuple(due - ahead for ahead in AHEAD)
    return Said({"year": "2026"}, reminders={"2026.x": Reminder("", "File", due, days)}, zone=zone)


class Clock:
    """Shows what it is set to."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


class Deaf(Delivery):
    """Sends nothing: what is queued is looked at."""

    def __init__(self) -> None:
        self.woken: list[int] = []

    def wake(self, chat: int) -> None:
        self.woken.append(chat)


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON)


@pytest.fixture
def reminding(storage: Storage, clock: Clock) -> Reminding:
    return reminding_of(storage, clock)


def reminding_of(storage: Storage, clock: Clock) -> Reminding:
    return Reminding(storage, Commits(storage), Deaf(), FLOWS, clock)


def keep(storage: Storage, clock: Clock, chat: int, said: Said) -> None:
    storage.turn(chat, lambda _: Moved(said, reminds=next_time(said, clock())))


def queued(storage: Storage) -> list[int]:
    """To whom something is to be sent."""
    return [chat for chat in storage.chats_to_serve() for _ in storage.waiting(chat)]


class TestTheTime:
    @pytest.mark.parametrize(
        ("zone", "due", "utc"),
        [
            ("Eastern", date(2026, 12, 31), "2026-12-01T14:00"),
            ("Central", date(2026, 12, 31), "2026-12-01T15:00"),
            ("Pacific", date(2026, 12, 31), "2026-12-01T17:00"),
            ("Hawaii", date(2026, 12, 31), "2026-12-01T19:00"),
            # Daylight saving begins on March 14, 2027, except in Arizona and Hawaii.
            ("Eastern", date(2027, 4, 12), "2027-03-13T14:00"),
            ("Eastern", date(2027, 4, 13), "2027-03-14T13:00"),
            ("Arizona", date(2027, 4, 12), "2027-03-13T16:00"),
            ("Arizona", date(2027, 4, 13), "2027-03-14T16:00"),
        ],
    )
    def test_nine_in_the_morning_there(self, zone: str, due: date, utc: str) -> None:
        at = next_time(asked_for(zone, due), NOON)
        assert at is not None
        assert at.astimezone(UTC) == datetime.fromisoformat(utc).replace(tzinfo=UTC)

    def test_who_comes_late_waits_for_the_next_morning(self) -> None:
        """The bot was off until ten in the evening."""
        late = datetime(2026, 12, 1, 22, tzinfo=ZoneInfo(ZONES["Pacific"]))
        at = next_time(asked_for("Pacific"), late)
        assert at == datetime(2026, 12, 2, 9, tzinfo=ZoneInfo(ZONES["Pacific"]))

    def test_but_is_told_at_once_by_day(self) -> None:
        late = datetime(2026, 12, 1, 16, tzinfo=ZoneInfo(ZONES["Pacific"]))
        assert next_time(asked_for("Pacific"), late) == late

    @pytest.mark.parametrize("zone", ZONES)
    def test_every_zone_is_one(self, zone: str) -> None:
        assert next_time(asked_for(zone), NOON) is not None

    def test_nothing_asked_for(self) -> None:
        assert next_time(Said({"year": "2026"}), NOON) is None
        assert next_time(None, NOON) is None


class TestOnce:
    async def test_two_of_them(self, storage: Storage, clock: Clock, reminding: Reminding) -> None:
        keep(storage, clock, ANN, asked_for())
        for day in range(60):
            clock.at = NOON + timedelta(days=day)
            await reminding.look()
            await reminding.look()
        assert queued(storage) == [ANN, ANN]

    async def test_each_at_their_own_time(
        self, storage: Storage, clock: Clock, reminding: Reminding
    ) -> None:
        keep(storage, clock, ANN, asked_for("Hawaii"))
        keep(storage, clock, BOB, asked_for("Eastern"))
        clock.at = datetime(2026, 12, 1, 14, tzinfo=UTC)
        await reminding.look()
        assert queued(storage) == [BOB]
        clock.at = datetime(2026, 12, 1, 19, tzinfo=UTC)
        await reminding.look()
        assert queued(storage) == [BOB, ANN]

    async def test_after_a_restart(self, tmp_path: Path, clock: Clock) -> None:
        path = tmp_path / "prorata.db"
        with closing(Storage(path, MASTERS)) as storage:
            keep(storage, clock, ANN, asked_for())
        clock.at = datetime(2026, 12, 1, 15, tzinfo=UTC)
        for _ in range(2):
            with closing(Storage(path, MASTERS)) as storage:
                await reminding_of(storage, clock).look()
                assert queued(storage) == [ANN]

    async def test_what_is_sent_is_marked_in_the_same_transaction(
        self, storage: Storage, clock: Clock, reminding: Reminding, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Cut off between the two, neither has happened."""
        keep(storage, clock, ANN, asked_for())
        before = storage.said(ANN)

        def breaks(*_: object, **__: object) -> None:
            raise sqlite3.OperationalError("disk I/O error")

        clock.at = datetime(2026, 12, 1, 15, tzinfo=UTC)
        with monkeypatch.context() as broken:
            broken.setattr(Outbox, "queue", breaks)
            with pytest.raises(sqlite3.OperationalError):
                await reminding.look()
        assert storage.said(ANN) == before
        await reminding.look()
        assert queued(storage) == [ANN]

    async def test_one_that_fails_keeps_no_other_waiting(
        self, storage: Storage, clock: Clock, reminding: Reminding
    ) -> None:
        keep(storage, clock, ANN, asked_for())
        keep(storage, clock, BOB, asked_for())
        with closing(sqlite3.connect(storage.path, isolation_level=None)) as other:
            name = storage.vault.name(b"chat", str(ANN))
            other.execute("UPDATE persons SET record = x'00' WHERE name = ?", [name])
        clock.at = datetime(2026, 12, 1, 15, tzinfo=UTC)
        await reminding.look()
        assert queued(storage) == [BOB]

    async def test_no_more_at_once_than_leave_room_for_answers(
        self,
        storage: Storage,
        clock: Clock,
        reminding: Reminding,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        for chat in range(2 * A_SECOND + 1):
            keep(storage, clock, chat + 1, asked_for())
        so_far = []

        async def waits(seconds: float) -> None:
            so_far.append((seconds, len(queued(storage))))

        clock.at = datetime(2026, 12, 1, 15, tzinfo=UTC)
        monkeypatch.setattr("bot.telegram.reminding.asyncio", SimpleNamespace(sleep=waits))
        await reminding.look()
        assert so_far == [(1, A_SECOND), (1, 2 * A_SECOND)]
        assert len(queued(storage)) == 2 * A_SECOND + 1

    async def test_nobody_at_night(
        self, storage: Storage, clock: Clock, reminding: Reminding
    ) -> None:
        keep(storage, clock, ANN, asked_for("Pacific"))
        clock.at = datetime(2026, 12, 2, 5, tzinfo=UTC)  # nine in the evening before
        await reminding.look()
        assert queued(storage) == []
        clock.at = datetime(2026, 12, 2, 17, tzinfo=UTC)
        await reminding.look()
        assert queued(storage) == [ANN]

    async def test_nothing_of_somebody_forgotten(
        self, storage: Storage, clock: Clock, reminding: Reminding
    ) -> None:
        keep(storage, clock, ANN, asked_for())
        storage.turn(ANN, lambda _: Moved(None))
        assert storage.person(ANN) is None
        clock.at = datetime(2026, 12, 24, 15, tzinfo=UTC)
        await reminding.look()
        assert queued(storage) == []

    @given(
        st.sampled_from([*ZONES]),
        st.lists(st.integers(0, 60 * 24 * 60), max_size=40),
    )
    @settings(max_examples=30)
    def test_whatever_the_clock_does(self, zone: str, minutes: list[int]) -> None:
        """It jumps on and back; people are asleep; the bot is off in between."""
        clock = Clock(NOON)
        with (
            TemporaryDirectory() as folder,
            closing(Storage(Path(folder) / "prorata.db", MASTERS)) as storage,
        ):
            keep(storage, clock, ANN, asked_for(zone))
            reminding = reminding_of(storage, clock)
            for minute in minutes:
                clock.at = NOON + timedelta(minutes=minute)
                before = len(queued(storage))
                asyncio.run(reminding.look())
                local = clock.at.astimezone(ZoneInfo(ZONES[zone])).time()
                assert len(queued(storage)) == before or MORNING <= local < EVENING
            clock.at = NOON + timedelta(days=61, hours=3)  # by day in Hawaii, too
            asyncio.run(reminding.look())
            assert 1 <= len(queued(storage)) <= 2


class TestOnThePhone:
    async def test_asked_for_then_reminded_after_a_restart(
        self, server: BotApiServer, storage: Storage, ann: Chat
    ) -> None:
        async with talking(server, storage):
            await holds(ann, f"{KNOWN_TALK}says /remind\ntaps Turn all on\ntaps Eastern")
        clock = Clock(datetime(2026, 12, 1, 14, 30, tzinfo=UTC))
        async with talking(server, storage, now=clock):
            (said,) = await answer(ann)
            assert "Plan the conversion with a CPA: by December 31, 2026, in 30 days." in said.text
            await ann.taps("Again in a week", on=said)
            (put_off,) = await answer(ann)
            assert put_off is said, "it was not put off in place"
            assert "again on December 8, 2026" in said.text

    async def test_the_zone_takes_the_place_of_the_list(
        self, server: BotApiServer, storage: Storage, ann: Chat
    ) -> None:
        async with talking(server, storage):
            (listed,) = await holds(ann, f"{KNOWN_TALK}says /remind")
            (asked,) = await holds(ann, "taps Turn all on")
            assert asked is listed
            (now,) = await holds(ann, "taps Mountain")
            assert now is listed
            assert "Mountain time" in now.text
            assert sum(row[0].startswith("✅") for row in now.keyboard) == 7

    async def test_delete_ends_them(
        self, server: BotApiServer, storage: Storage, ann: Chat
    ) -> None:
        async with talking(server, storage):
            await holds(ann, f"{KNOWN_TALK}says /remind\ntaps Turn all on\ntaps Eastern")
            assert storage.next_reminder() is not None
            await ann.says("/delete")
            await answer(ann)
            await ann.taps("Yes, delete")
            await until(lambda: storage.person(ann.chat_id) is None)
        assert storage.next_reminder() is None

    async def test_by_the_program_itself_on_a_pretended_day(
        self, server: BotApiServer, tmp_path: Path, program: Program, ann: Chat
    ) -> None:
        with closing(Storage(tmp_path / "prorata.db", MASTERS)) as storage:
            keep(storage, Clock(NOON), ann.chat_id, asked_for("Hawaii"))
        settings = {"PRORATA_TOKEN": server.token, "PRORATA_API_URL": server.url}
        await program(tmp_path, "run", **settings, PRORATA_TODAY="2026-12-01")
        assert "File: by December 31, 2026, in 30 days." in (await ann.hears(timeout=15)).text
