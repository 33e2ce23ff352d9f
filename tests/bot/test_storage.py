"""What is kept is kept whole or not at all, and no file is touched that is not ours."""

import os
import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.keeping.database_file import UnusableDatabase
from bot.keeping.records import FILES_KEPT, Asking, Shown, person_from
from bot.keeping.storage import SEEN_KEPT, Moved, Storage
from conversations.flow import Aside, Said
from conversations.preferences import Preference
from conversations.reminders import ZONES, Reminder
from tests.bot.a_key import MASTERS
from tests.bot.tables import tables

ANN, BOB = 1001, 1002


def keeps(said: Said | None, *messages: str):
    """A move to *said*, whatever was said before."""
    return lambda _: Moved(said, messages)


def everything(storage: Storage) -> dict[str, list[tuple[object, ...]]]:
    return {
        table.name: storage.db.execute(f"SELECT * FROM {table.name}").fetchall()
        for table in tables(storage).tables
        if "sqlite_" not in table.name
    }


@contextmanager
def opened(path: Path) -> Iterator[Storage]:
    with closing(Storage(path, MASTERS)) as storage:
        yield storage


class TestOneUpdateIsOneTransaction:
    def test_answers_messages_and_the_update_are_kept_together(self, storage: Storage) -> None:
        said = Said(answers={"year": "2026"})
        assert storage.turn(ANN, keeps(said, "first", "second"), update_id=7)
        assert storage.said(ANN) == said
        assert storage.has_seen(7)
        assert storage.chats_to_serve() == [ANN]

    def test_a_move_that_fails_leaves_nothing(self, storage: Storage) -> None:
        storage.turn(ANN, keeps(Said(answers={"year": "2026"})), update_id=1)
        before = everything(storage)

        def breaks(_: Said | None) -> Moved:
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            storage.turn(ANN, breaks, update_id=2)
        assert everything(storage) == before
        assert not storage.has_seen(2)

    def test_an_update_seen_before_moves_nothing(self, storage: Storage) -> None:
        storage.turn(ANN, keeps(Said(answers={"year": "2026"}), "next"), update_id=1)
        before = everything(storage)
        assert not storage.turn(ANN, keeps(Said(answers={"year": "2018"}), "again"), update_id=1)
        assert everything(storage) == before

    def test_ids_are_a_set(self, storage: Storage) -> None:
        """Telegram may begin anew at any number after a week of silence."""
        assert storage.turn(ANN, keeps(Said()), update_id=900)
        assert storage.turn(ANN, keeps(Said()), update_id=5)
        assert not storage.turn(ANN, keeps(Said()), update_id=900)

    def test_a_turn_without_an_update_is_always_taken(self, storage: Storage) -> None:
        """At the terminal nothing comes twice."""
        assert storage.turn(0, keeps(Said(answers={"year": "2025"})))
        assert storage.turn(0, keeps(Said(answers={"year": "2026"})))
        assert storage.said(0) == Said(answers={"year": "2026"})

    def test_all_of_it_is_there_after_a_restart(self, tmp_path: Path) -> None:
        path = tmp_path / "prorata.db"
        with opened(path) as storage:
            storage.turn(ANN, keeps(Said(aside=Aside.PAUSED), "next"), update_id=1)
            before = everything(storage)
        with opened(path) as storage:
            assert everything(storage) == before

    def test_the_oldest_ids_are_forgotten_at_a_start(self, tmp_path: Path) -> None:
        path = tmp_path / "prorata.db"
        with opened(path) as storage, storage.db.atomic():
            for update_id in range(SEEN_KEPT + 5):
                storage.set_aside(update_id)
        with opened(path) as storage:
            assert not storage.has_seen(4)
            assert storage.has_seen(5)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


REMINDERS = st.builds(
    Reminder,
    check=TEXTS,
    title=TEXTS,
    due=st.dates(),
    days=st.lists(st.dates(), max_size=3).map(tuple),
    off=st.booleans(),
    told=st.none() | st.dates(),
)


@st.composite
def any_talk(draw: st.DrawFn) -> Said:
    answers = draw(st.dictionaries(TEXTS, TEXTS, max_size=6))
    reopened = frozenset(question for question in (*answers, "found") if draw(st.booleans()))
    doubted = draw(st.dictionaries(TEXTS, TEXTS, max_size=3))
    aside = draw(st.none() | st.sampled_from(Aside))
    last, tried = draw(st.none() | TEXTS), draw(st.none() | TEXTS)
    day = draw(st.none() | st.dates())
    saved = draw(st.dictionaries(TEXTS, st.dictionaries(TEXTS, TEXTS, max_size=3), max_size=3))
    done = frozenset(draw(st.sets(TEXTS, max_size=3)))
    reminders = draw(st.dictionaries(TEXTS, REMINDERS, max_size=3))
    zone = draw(st.none() | st.sampled_from([*ZONES]))
    prefers = draw(st.frozensets(st.sampled_from(Preference)))
    talk = Said(answers, reopened, aside, doubted, last, day, saved, tried, done, reminders, zone)
    return replace(talk, prefers=prefers)


A_REMINDER = Reminder("2026.backdoor", "File", date(2027, 4, 15), (date(2027, 4, 8),))


class TestWhatWasSaid:
    def test_nothing_of_somebody_never_met(self, storage: Storage) -> None:
        assert storage.said(ANN) is None

    def test_a_person_who_said_nothing_yet_is_met(self, storage: Storage) -> None:
        storage.turn(ANN, keeps(Said()))
        assert storage.said(ANN) == Said()

    def test_forgetting_leaves_no_row(self, storage: Storage) -> None:
        doubted = {"income": "45"}
        storage.turn(
            ANN,
            keeps(
                Said(
                    {"year": "2026"},
                    frozenset({"year"}),
                    Aside.DELETING,
                    doubted,
                    done=frozenset({"2026.conversion"}),
                    reminders={"2026.papers": A_REMINDER},
                    zone="Eastern",
                )
            ),
        )
        storage.turn(BOB, keeps(Said({"year": "2025"})))
        storage.turn(ANN, keeps(None))
        assert storage.said(ANN) is None
        assert {table: len(rows) for table, rows in everything(storage).items() if rows} == {
            "persons": 1,
            "sealed_with": 1,
        }
        assert storage.said(BOB) == Said({"year": "2025"})

    def test_forgetting_leaves_no_trace_in_the_files(self, storage: Storage) -> None:
        """SQLite only marks deleted rows as free, unless it is told to overwrite them."""
        storage.turn(ANN, keeps(Said({"value_rollover": "94321.07"}), "You said: $94,321.07"))
        storage.shut_out(ANN)
        storage.turn(ANN, keeps(None))
        for file in storage.path.parent.iterdir():
            assert b"94321.07" not in file.read_bytes(), f"{file.name} still has it"
            assert b"94,321.07" not in file.read_bytes(), f"{file.name} still has it"

    def test_an_aside_of_another_release_is_none(self) -> None:
        assert person_from({"chat": ANN, "said": {"aside": "asleep"}}).said == Said()

    @given(st.lists(st.none() | any_talk(), min_size=1, max_size=4))
    @settings(max_examples=30)
    def test_any_talk_comes_back_as_it_was(self, talks: list[Said | None]) -> None:
        with TemporaryDirectory() as folder, opened(Path(folder) / "prorata.db") as storage:
            for said in talks:
                storage.turn(ANN, keeps(said))
                kept = storage.said(ANN)
                assert kept == said
                if said and kept:
                    assert (kept.last, kept.day) == (said.last, said.day)
                    assert kept.tried == said.tried


class TestWhatWasAskedInVain:
    def test_is_counted_by_question_in_the_turn(self, storage: Storage) -> None:
        for chat, question in ((ANN, "age"), (BOB, "age"), (ANN, "basis"), (ANN, None)):
            storage.turn(chat, lambda _, at=question: Moved(Said(), asked_in_vain=at))
        assert everything(storage)["asked_in_vain"] == [("age", 2), ("basis", 1)]

    def test_says_nothing_of_who_asked(self, storage: Storage) -> None:
        storage.turn(ANN, lambda _: Moved(Said(), asked_in_vain="age"))
        storage.turn(ANN, keeps(None))
        assert everything(storage)["asked_in_vain"] == [("age", 1)]

    def test_is_not_counted_twice_for_one_update(self, storage: Storage) -> None:
        for _ in range(2):
            storage.turn(ANN, lambda _: Moved(Said(), asked_in_vain="age"), update_id=7)
        assert everything(storage)["asked_in_vain"] == [("age", 1)]


class TestMessagesToSend:
    def test_each_chat_has_them_in_order(self, storage: Storage) -> None:
        storage.turn(BOB, keeps(Said(), "b1"))
        storage.turn(ANN, keeps(Said(), "a1", "a2"))
        storage.turn(BOB, keeps(Said(), "b2"))
        assert storage.chats_to_serve() == [BOB, ANN]
        sent = []
        while (waiting := storage.next_message(BOB)) is not None:
            sent.append(waiting[1])
            storage.sent(waiting[0])
        assert sent == ["b1", "b2"]
        assert storage.chats_to_serve() == [ANN]

    def test_dropping_is_for_one_chat(self, storage: Storage) -> None:
        storage.turn(ANN, keeps(Said(), "a1", "a2"))
        storage.turn(BOB, keeps(Said(), "b1"))
        storage.shut_out(ANN)
        assert storage.chats_to_serve() == [BOB]

    def test_a_group_is_told_once(self, storage: Storage) -> None:
        storage.tell_group(1, -500, "only in private")
        storage.tell_group(2, -500, "only in private")
        assert storage.has_seen(2)
        assert len(everything(storage)["outbox"]) == 1


# Files


def damaged(path: Path) -> None:
    """Random bytes over a part in the middle."""
    with opened(path) as storage:
        for chat in range(200):
            storage.turn(chat, keeps(Said({"year": "2026", "age": "45"})), update_id=chat)
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(random.Random(8606).randbytes(4096))


def truncated(path: Path) -> None:
    """Half of a database, as after a copy that was cut off."""
    with opened(path) as storage:
        for chat in range(200):
            storage.turn(chat, keeps(Said({"year": "2026"})))
    os.truncate(path, path.stat().st_size // 2)


def only_a_header(path: Path) -> None:
    with opened(path):
        pass
    os.truncate(path, 100)


def of_another_program(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE people (chat INTEGER)")


def of_a_newer_version(path: Path) -> None:
    with opened(path) as storage:
        row = {"migration_set": "prorata", "name": "m999_the_future", "applied_at": "2030-01-01"}
        tables(storage).table("_sqlite_migrations").insert(row)


def a_text(path: Path) -> None:
    path.write_text("Dear diary,\n" * 50)


def random_bytes(path: Path) -> None:
    path.write_bytes(random.Random(8606).randbytes(10_000))


UNUSABLE = {
    a_text: "not an SQLite database",
    random_bytes: "not an SQLite database",
    of_another_program: "another program",
    of_a_newer_version: "newer version",
    damaged: "damaged",
    truncated: "damaged",
    only_a_header: "",
}


class TestFiles:
    @pytest.mark.parametrize("make", UNUSABLE, ids=lambda make: make.__name__)
    def test_an_unusable_one_is_named_and_left_alone(
        self, tmp_path: Path, make: Callable[[Path], None]
    ) -> None:
        path = tmp_path / "some.db"
        make(path)
        before = path.read_bytes()
        with pytest.raises(UnusableDatabase) as refusal:
            Storage(path, MASTERS)
        assert str(path) in str(refusal.value)
        assert UNUSABLE[make] in str(refusal.value)
        assert "\n" not in str(refusal.value)
        assert path.read_bytes() == before
        assert {file.name for file in tmp_path.iterdir()} <= {"some.db", "some.keys.db"}

    @pytest.mark.parametrize("seed", range(8))
    def test_damage_is_found_or_does_no_harm(self, tmp_path: Path, seed: int) -> None:
        """A page of random bytes anywhere after the first page."""
        path = tmp_path / "some.db"
        with opened(path) as storage:
            for chat in range(200):
                storage.turn(chat, keeps(Said({"year": "2026"})), update_id=chat)
            before = everything(storage)
        at = random.Random(seed)
        with path.open("r+b") as file:
            file.seek(at.randrange(4096, path.stat().st_size - 4096))
            file.write(at.randbytes(4096))
        with suppress(UnusableDatabase), opened(path) as storage:
            assert everything(storage) == before

    def test_a_directory(self, tmp_path: Path) -> None:
        with pytest.raises(UnusableDatabase, match=str(tmp_path)):
            Storage(tmp_path, MASTERS)
        assert list(tmp_path.iterdir()) == []

    def test_a_path_below_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "notes").write_text("mine")
        path = tmp_path / "notes" / "prorata.db"
        with pytest.raises(UnusableDatabase, match=str(path)):
            Storage(path, MASTERS)
        assert (tmp_path / "notes").read_text() == "mine"

    def test_a_name_that_no_file_can_have(self, tmp_path: Path) -> None:
        path = tmp_path / ("x" * 300)
        with pytest.raises(UnusableDatabase, match="x" * 300):
            Storage(path, MASTERS)

    def test_a_link_to_nowhere(self, tmp_path: Path) -> None:
        link = tmp_path / "prorata.db"
        link.symlink_to(tmp_path / "gone" / "prorata.db")
        with pytest.raises(UnusableDatabase, match=str(link)):
            Storage(link, MASTERS)

    def test_a_database_that_another_program_holds(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("bot.keeping.database_file.LOCK_PATIENCE", 0.01)
        path = tmp_path / "prorata.db"
        with opened(path):
            pass
        with closing(sqlite3.connect(path)) as other:
            other.execute("PRAGMA journal_mode = DELETE")
            other.execute("BEGIN EXCLUSIVE")
            with pytest.raises(UnusableDatabase, match="locked"):
                Storage(path, MASTERS)

    def test_an_empty_one_is_filled(self, tmp_path: Path) -> None:
        path = tmp_path / "prorata.db"
        path.touch()
        with opened(path) as storage:
            storage.turn(ANN, keeps(Said()))
        with opened(path) as storage:
            assert storage.said(ANN) == Said()

    def test_only_the_owner_can_read_it(self, tmp_path: Path) -> None:
        path = tmp_path / "data" / "prorata.db"
        with opened(path) as storage:
            storage.turn(ANN, keeps(Said()))
            modes = {file.name: file.stat().st_mode & 0o777 for file in path.parent.iterdir()}
        assert set(modes.values()) == {0o600}, modes
        assert path.parent.stat().st_mode & 0o777 == 0o700

    def test_a_commit_outlives_a_loss_of_power(self, storage: Storage) -> None:
        pragmas = ("journal_mode", "synchronous")
        values = [storage.db.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas]
        assert values == ["wal", 2]  # 2 is FULL

    def test_a_copy_made_while_it_is_open_can_be_used(self, tmp_path: Path) -> None:
        with opened(tmp_path / "prorata.db") as storage:
            storage.turn(ANN, keeps(Said({"year": "2026"})))
            with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
                storage.db.conn.backup(copy)
        copyfile(tmp_path / "prorata.keys.db", tmp_path / "copy.keys.db")
        with opened(tmp_path / "copy.db") as storage:
            assert storage.said(ANN) == Said({"year": "2026"})


class TestWhoIsToBeReminded:
    def test_each_when_their_time_has_come(self, storage: Storage) -> None:
        for chat, hour in ((ANN, 15), (BOB, 14)):
            at = datetime(2026, 12, 1, hour, tzinfo=UTC)
            said = Said({"year": "2026"}, zone="Eastern")
            storage.turn(chat, lambda _, said=said, at=at: Moved(said, reminds=at))
        assert storage.next_reminder() == datetime(2026, 12, 1, 14, tzinfo=UTC)

        def to_remind(*at: int) -> list[int | None]:
            return list(map(storage.chat_of, storage.to_remind(datetime(*at, tzinfo=UTC))))

        assert to_remind(2026, 12, 1, 13, 59) == []
        assert to_remind(2026, 12, 1, 14) == [BOB]
        assert to_remind(2026, 12, 2) == [BOB, ANN]
        storage.turn(BOB, keeps(None))
        assert to_remind(2026, 12, 2) == [ANN]

    def test_nobody_who_did_not_ask_for_it(self, storage: Storage) -> None:
        storage.turn(ANN, keeps(Said({"year": "2026"})))
        assert storage.next_reminder() is None


class TestWhatAChatWasShown:
    def test_only_the_last_files_are_remembered(self, storage: Storage) -> None:
        storage.turn(ANN, keeps(Said()))
        for n in range(FILES_KEPT + 2):
            storage.note_shown(ANN, lambda shown, n=n: shown.has(f"mark {n}", f"id {n}"))
        assert storage.shown(ANN).files == {
            f"mark {n}": f"id {n}" for n in range(2, FILES_KEPT + 2)
        }

    def test_a_turn_leaves_it(self, storage: Storage) -> None:
        asking = Asking("age", 7)
        storage.turn(ANN, keeps(Said()))
        storage.note_shown(ANN, lambda shown: shown.asks(asking))
        storage.turn(ANN, keeps(Said({"year": "2026"})))
        assert storage.shown(ANN) == Shown(asking)

    def test_nothing_of_somebody_forgotten(self, storage: Storage) -> None:
        storage.turn(ANN, keeps(Said()))
        storage.note_shown(ANN, lambda shown: shown.has("a mark", "an id"))
        storage.turn(ANN, keeps(None))
        storage.note_shown(ANN, lambda shown: shown.has("another", "another id"))
        assert storage.shown(ANN) == Shown()
        assert tables(storage).table("persons").count == 0


def test_saved_results_stay_in_their_order(storage: Storage) -> None:
    names = ["z", "a", "m"]
    storage.turn(ANN, keeps(Said(saved={name: {} for name in names})))
    assert list(storage.said(ANN).saved) == names
