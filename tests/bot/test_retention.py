"""What people said goes when its time is over, as if they had deleted it: also out of copies."""

import asyncio
from contextlib import closing, suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from shutil import copyfile

import pytest

from bot.keeping.database_file import keys_beside
from bot.keeping.retention import AT_THE_TERMINAL, forget_daily, forget_past, kept_until
from bot.keeping.storage import Moved, Storage
from conversations.flow import Said
from conversations.flows.every import FLOWS
from conversations.privacy import Privacy, what_is_kept
from conversations.reminders import Reminder
from tests.bot.a_key import MASTERS
from tests.bot.bot_api_server import BotApiServer
from tests.bot.phone import Chat
from tests.bot.program import Program
from tests.bot.tables import tables
from tests.bot.talks import KNOWN_TALK, holds, talking
from tests.conversations.talking import TODAY

ANN, BOB = 1001, 1002
KEPT = replace(FLOWS, privacy=Privacy(idle_days=30, finished_days=180))
BEGUN = Said({"goal": "backdoor", "year": "2026"}, day=TODAY)


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


def reminder(*on: date, off: bool = False, told: date | None = None) -> Reminder:
    return Reminder("2026.backdoor", "File", days(400), on, off, told)


class TestUntilWhen:
    def test_unfinished(self) -> None:
        assert kept_until(KEPT, BEGUN, TODAY) == days(30)

    def test_counted_from_the_last_turn_and_not_from_today(self) -> None:
        assert kept_until(KEPT, BEGUN, days(20)) == days(30)

    def test_a_result_that_was_saved(self) -> None:
        assert kept_until(KEPT, replace(BEGUN, saved={"mine": {}}), TODAY) == days(180)

    def test_never_before_the_last_reminder_that_is_on(self) -> None:
        said = replace(
            BEGUN, reminders={"a": reminder(days(50), days(300)), "b": reminder(days(2))}
        )
        assert kept_until(KEPT, said, TODAY) == days(330)

    @pytest.mark.parametrize("changes", [{"off": True}, {"off": False}])
    def test_reminders_that_are_off_or_done_keep_nothing(self, changes: dict[str, bool]) -> None:
        said = replace(BEGUN, reminders={"a": reminder(days(300), **changes)})
        if not changes["off"]:
            said = replace(said, done=frozenset("a"))
        assert kept_until(KEPT, said, TODAY) == days(30)

    def test_a_reminder_that_was_sent_leaves_time_to_act_on_it(self) -> None:
        said = replace(BEGUN, reminders={"a": reminder(told=days(300))})
        assert kept_until(KEPT, said, days(300)) == days(330)

    def test_where_nothing_is_set_the_person_ends_it(self) -> None:
        assert kept_until(FLOWS, BEGUN, TODAY) is None

    async def test_a_whole_talk_on_telegram(
        self, server: BotApiServer, storage: Storage, ann: Chat, bob: Chat
    ) -> None:
        async with talking(server, storage, flows=KEPT):
            await holds(ann, KNOWN_TALK)
            await holds(bob, "says /start \n taps Backdoor Roth")
        assert storage.past(days(30)) == 0
        assert storage.past(days(31)) == 1
        assert storage.past(days(180)) == 1
        assert storage.past(days(181)) == 2


class TestTheEnd:
    @pytest.fixture
    def two(self, storage: Storage) -> Storage:
        """Ann's time is over in the end of the month, Bob's a month later."""
        for person, until in ((ANN, days(30)), (BOB, days(60))):
            moved = Moved(replace(BEGUN, salt=f"of {person}"), ["a letter"], kept_until=until)
            storage.turn(person, lambda _, moved=moved: moved)
        return storage

    def test_rows_letters_and_key_are_gone(self, two: Storage) -> None:
        assert forget_past(two, KEPT, lambda: days(31)) == 1
        assert two.person(ANN) is None
        assert two.waiting(ANN) == []
        assert two.said(BOB) is not None
        assert two.waiting(BOB) == ["a letter"]
        for table in ("persons", "outbox"):
            assert tables(two).table(table).count == 1
        assert tables(two).table("keys_to_destroy").count == 0

    def test_an_old_copy_is_unreadable_for_them(self, two: Storage, tmp_path: Path) -> None:
        copy = tmp_path / "copy" / "prorata.db"
        copy.parent.mkdir()
        two.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        copyfile(two.path, copy)
        forget_past(two, KEPT, lambda: days(31))
        copyfile(keys_beside(two.path), keys_beside(copy))
        with closing(Storage(copy, MASTERS)) as old:
            assert tables(old).table("persons").count == 2
            assert old.said(ANN) is None
            assert old.waiting(ANN) == []
            assert old.said(BOB) is not None

    def test_not_on_the_last_day(self, two: Storage) -> None:
        assert forget_past(two, KEPT, lambda: days(30)) == 0

    def test_coming_back_is_a_new_beginning(self, two: Storage) -> None:
        forget_past(two, KEPT, lambda: days(31))
        two.turn(ANN, lambda said: Moved(Said() if said is None else BEGUN))
        assert two.said(ANN) == Said()

    def test_who_talked_before_there_was_an_end(self, storage: Storage) -> None:
        storage.turn(ANN, lambda _: Moved(BEGUN))
        assert forget_past(storage, KEPT, lambda: days(5)) == 0
        assert forget_past(storage, KEPT, lambda: days(31)) == 1

    def test_the_person_at_the_terminal_stays(self, storage: Storage) -> None:
        storage.turn(AT_THE_TERMINAL, lambda _: Moved(BEGUN))
        assert forget_past(storage, KEPT, lambda: days(4_000)) == 0

    async def test_the_bot_does_it_once_a_day(
        self, two: Storage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("bot.keeping.retention.NAP", 0)
        day, looked = [TODAY], []

        def today() -> date:
            return day[0]

        def forget() -> int:
            looked.append(today())
            return forget_past(two, KEPT, today)

        task = asyncio.create_task(forget_daily(forget, today))
        for later in (0, 0, 31, 31):
            day[0] = days(later)
            for _ in range(3):
                await asyncio.sleep(0)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        assert looked == [TODAY, days(31)]
        assert two.said(ANN) is None

    @pytest.mark.parametrize(("option", "left"), [("--dry-run", 2), (None, 1)])
    async def test_the_command(
        self, two: Storage, program: Program, option: str | None, left: int
    ) -> None:
        process = await program(
            two.path.parent,
            *filter(None, ("purge", option)),
            PRORATA_TODAY=days(31).isoformat(),
        )
        output, _ = await process.communicate()
        assert output.decode().split()[-1] == "1"
        assert tables(two).table("persons").count == left


class TestWhatPeopleAreTold:
    def test_the_days_as_they_are_set(self) -> None:
        told = what_is_kept(Privacy(11, 222, "https://example.com/privacy"))
        for words in ("11 days", "222 days", "/delete", "https://example.com/privacy"):
            assert words in told

    def test_it_fits_one_message_with_the_open_question(self) -> None:
        longest = what_is_kept(Privacy(3_650, 3_650, "https://" + "x" * 142))
        assert len(longest) < 4_096 - 800

    async def test_on_telegram(self, server: BotApiServer, storage: Storage, ann: Chat) -> None:
        flows = replace(FLOWS, privacy=Privacy(11, 222, "https://example.com/privacy"))
        async with talking(server, storage, flows=flows):
            reply = await holds(ann, "says /privacy")
            assert "11 days" in reply[0].text
            assert server.profile["description"].endswith("https://example.com/privacy")
            (greeting, *_) = await holds(ann, "says /start")
            assert "not end-to-end encrypted" in greeting.text
