"""A database of any earlier release is taken over as it is."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.keeping.database_file import (
    APPLICATION_ID,
    NEWEST_STEP,
    UnusableDatabase,
    copy_before_upgrade,
)
from bot.keeping.migrations import migrations
from bot.keeping.records import Asking, Shown
from bot.keeping.storage import Moved, Storage
from conversations.flow import Aside, Said
from conversations.flows.every import FLOWS
from conversations.reminders import Reminder
from tests.bot.a_key import MASTERS
from tests.bot.tables import tables

ANN, BOB = 1001, 1002

SCHEMA = """
CREATE TABLE "seen_updates" ( "position" INTEGER PRIMARY KEY, "update_id" INTEGER ) STRICT;
CREATE UNIQUE INDEX "idx_seen_updates_update_id" ON "seen_updates" ("update_id");
CREATE TABLE "asked_in_vain" ( "question" TEXT PRIMARY KEY, "times" INTEGER NOT NULL ) STRICT;
CREATE TABLE persons (name BLOB PRIMARY KEY, key INTEGER NOT NULL, met INTEGER NOT NULL,
    record BLOB NOT NULL, reminded_next INTEGER, kept_until INTEGER) STRICT, WITHOUT ROWID;
CREATE INDEX "idx_persons_reminded_next" ON "persons" ("reminded_next");
CREATE INDEX "idx_persons_kept_until" ON "persons" ("kept_until");
CREATE TABLE keys_to_destroy (key INTEGER PRIMARY KEY) STRICT;
CREATE TABLE sealed_with (name BLOB NOT NULL) STRICT;
CREATE TABLE "outbox" (position INTEGER PRIMARY KEY AUTOINCREMENT, name BLOB NOT NULL,
    letter BLOB NOT NULL, answers INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX "idx_outbox_name" ON "outbox" ("name");
CREATE TABLE sent_to_cpa (reference BLOB PRIMARY KEY, name BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX "idx_sent_to_cpa_name" ON "sent_to_cpa" ("name");
CREATE TABLE groups_told (name BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE visitors (name BLOB PRIMARY KEY, let_in INTEGER, told INTEGER NOT NULL)
    STRICT, WITHOUT ROWID;
CREATE TABLE invitations (name BLOB PRIMARY KEY, times INTEGER NOT NULL, until INTEGER NOT NULL)
    STRICT, WITHOUT ROWID;
CREATE TABLE "left_out" ( "day" INTEGER, "kind" TEXT, "reason" TEXT, "times" INTEGER NOT NULL,
    PRIMARY KEY ("day", "kind", "reason") ) STRICT;
"""
"""Blanks do not matter. Databases out there have it: a change needs a new migration."""

NEXT = datetime(2027, 4, 8, 13, tzinfo=UTC)
REMINDER = Reminder("2026.backdoor", "File", date(2027, 4, 15), (date(2027, 4, 8),))

WRITTEN = (
    ("m002_doubted_answers", "INSERT INTO people VALUES (1001, 'paused'), (1002, NULL)", ()),
    (
        "m002_doubted_answers",
        "INSERT INTO answers VALUES (1001, 'year', '2026', 1), (1001, 'age', '45', 0), "
        "(1001, 'basis', '', 2)",
        (),
    ),
    ("m002_doubted_answers", "INSERT INTO seen_updates VALUES (1, 700)", ()),
    ("m002_doubted_answers", "INSERT INTO outbox VALUES (1, 1001, 'next')", ()),
    ("m003_asked_in_vain", "INSERT INTO doubted VALUES (1001, 'income', '45')", ()),
    ("m004_goals", "INSERT INTO asked_in_vain VALUES ('age', 2)", ()),
    ("m006_messages_that_ask", "INSERT INTO last_turns VALUES (1001, 'age', '2026-11-21')", ()),
    ("m007_tried", "INSERT INTO asking VALUES (1001, 'year', 12)", ()),
    ("m008_saved_results", "UPDATE last_turns SET tried = 'wait'", ()),
    (
        "m009_files_sent",
        "INSERT INTO saved VALUES (1001, 'z', ?), (1001, 'a', '{}')",
        ('{"year": "2025"}',),
    ),
    ("m010_ticks", "INSERT INTO files VALUES (1001, 'a mark', 'an id')", ()),
    ("m011_reminders", "INSERT INTO ticks VALUES (1001, '2026.conversion')", ()),
    (
        "m012_one_record_a_person",
        "INSERT INTO reminders VALUES (1001, '2026.papers', ?)",
        (
            json.dumps(
                {
                    "check": "2026.backdoor",
                    "title": "File",
                    "due": "2027-04-15",
                    "days": ["2027-04-08"],
                    "off": False,
                    "told": None,
                }
            ),
        ),
    ),
    (
        "m012_one_record_a_person",
        "INSERT INTO reminded VALUES (1001, 'Pacific', ?)",
        (int(NEXT.timestamp()),),
    ),
)
"""What releases have written, each before the step that is named."""


def written_before(path: Path, step: str) -> None:
    """A database of the last release before a step, with all that releases until then wrote."""
    with closing(Database(path)) as db:
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        for before, statement, values in WRITTEN:
            if before > step:
                break
            migrations.apply(db, stop_before=before)
            with db.atomic():
                db.execute(statement, values)
        migrations.apply(db, stop_before=step)


def words_in(file: Path, words: str) -> bool:
    return words.encode() in file.read_bytes()


STEPS = [migration.name for migration in migrations.pending(Database(memory=True))][1:]


@pytest.mark.parametrize("step", STEPS)
def test_a_database_of_every_release_is_taken_over(tmp_path: Path, step: str) -> None:
    written_before(tmp_path / "prorata.db", step)

    def since(migration: str, value: object, before: object) -> object:
        """A value, where a release after a migration has written it."""
        return value if step > migration else before

    with closing(Storage(tmp_path / "prorata.db", MASTERS)) as storage:
        said, shown = storage.said(ANN), storage.shown(ANN)
        assert said is not None
        assert said.answers == {"goal": "both", "year": "2026", "age": "45"}
        assert FLOWS.of(said) is FLOWS.by_goal["both"]  # the mega backdoor was asked too, then
        assert said.reopened == {"year", "basis"}
        assert said.aside is Aside.PAUSED
        assert said.doubted == since("m002_doubted_answers", {"income": "45"}, {})
        assert said.last == since("m005_last_turns", "age", None)
        assert said.day == since("m005_last_turns", date(2026, 11, 21), None)
        assert said.tried == since("m007_tried", "wait", None)
        assert list(said.saved.items()) == since(
            "m008_saved_results", [("z", {"year": "2025"}), ("a", {})], []
        )
        assert said.done == since("m010_ticks", {"2026.conversion"}, frozenset())
        assert said.reminders == since("m011_reminders", {"2026.papers": REMINDER}, {})
        assert said.zone == since("m011_reminders", "Pacific", None)
        assert storage.next_reminder() == since("m011_reminders", NEXT, None)
        assert shown == Shown(
            since("m006_messages_that_ask", Asking("year", 12), None),
            since("m009_files_sent", {"a mark": "an id"}, {}),
        )
        assert storage.said(BOB) == Said()
        assert storage.has_seen(700)
        assert storage.next_message(ANN) == (1, "next")
        asked_in_vain = storage.db.execute("SELECT * FROM asked_in_vain").fetchall()
        assert asked_in_vain == since("m003_asked_in_vain", [("age", 2)], [])


@pytest.mark.parametrize("step", STEPS)
def test_nothing_stays_in_the_open(tmp_path: Path, step: str) -> None:
    written_before(tmp_path / "prorata.db", step)
    with closing(Storage(tmp_path / "prorata.db", MASTERS)):
        for file in tmp_path.iterdir():
            for words in ("conversion", "2026.papers", "paused"):
                assert not words_in(file, words), f"{file.name} holds {words}"


SEALED_SINCE = "m014_sealed"


@pytest.mark.parametrize("step", STEPS)
def test_a_copy_from_before_is_kept_unless_it_stands_in_the_open(tmp_path: Path, step: str) -> None:
    path = tmp_path / "prorata.db"
    written_before(path, step)
    if step > SEALED_SINCE:  # as a release that sealed it has left it
        with closing(Database(path)) as db:
            for table in db.table_names():
                if table.startswith("open_"):
                    db.table(table).drop()
    Storage(path, MASTERS).close()
    copy = copy_before_upgrade(path)
    assert copy.exists() is (step > SEALED_SINCE)
    if copy.exists():
        assert copy.stat().st_mode & 0o777 == 0o600
        with closing(Database(copy)) as db:
            assert next(one.name for one in migrations.pending(db)) == step
    Storage(path, MASTERS).close()  # nothing is pending now, so no other copy takes its place
    assert [file.name for file in tmp_path.iterdir() if "before" in file.name] == (
        [copy.name] if step > SEALED_SINCE else []
    )


def test_an_upgrade_that_fails_leaves_the_database_and_its_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "prorata.db"
    written_before(path, STEPS[-1])
    with closing(Database(path)) as db:
        before = sorted(statements(db.schema))

    def fails(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(migrations, "apply", fails)
    with pytest.raises(UnusableDatabase, match="disk is full"):
        Storage(path, MASTERS)
    for file in (path, copy_before_upgrade(path)):
        with closing(Database(file)) as db:
            assert sorted(statements(db.schema)) == before


def test_what_is_taken_over_can_be_changed(tmp_path: Path) -> None:
    written_before(tmp_path / "prorata.db", STEPS[-1])
    with closing(Storage(tmp_path / "prorata.db", MASTERS)) as storage:
        storage.turn(ANN, lambda said: Moved(None))
        assert storage.said(ANN) is None
        assert storage.said(BOB) == Said()


def statements(schema: str) -> list[str]:
    return [" ".join(line.split()) for line in schema.split(";") if line.strip()]


def test_a_database_that_has_taken_the_newest_step_is_left_alone() -> None:
    """A step that is appended has to be named there."""
    assert STEPS[-1] == NEWEST_STEP


def test_the_schema(storage: Storage) -> None:
    made = [line for line in statements(tables(storage).schema) if "sqlite_" not in line]
    assert sorted(made) == sorted(statements(SCHEMA))


def test_applying_them_again_changes_nothing(storage: Storage) -> None:
    storage.turn(ANN, lambda _: Moved(Said({"year": "2026"}), ["next"]), update_id=1)
    db = tables(storage)
    schema, before = db.schema, list(db.table("persons").rows)
    migrations.apply(db)
    assert (db.schema, list(db.table("persons").rows)) == (schema, before)


def test_a_first_start_that_was_cut_off(tmp_path: Path) -> None:
    """The file is there and marked as ours, and no table is in it."""
    path = tmp_path / "prorata.db"
    with closing(Storage(path, MASTERS)) as storage:
        for table in tables(storage).tables:
            if table.name != "sqlite_sequence":
                table.drop()
    with closing(Storage(path, MASTERS)) as storage:
        storage.turn(ANN, lambda _: Moved(Said()))
