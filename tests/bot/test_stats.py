"""The operator sees how much there is, and of nobody what it is."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from bot.keeping.database_file import UnusableDatabase
from bot.keeping.outbox import LeftOut
from bot.keeping.stats import counts, in_bytes, in_words
from bot.keeping.storage import Moved, Storage
from bot.telegram.message import Message, to_json
from conversations.flow import Said
from tests.bot.a_key import MASTERS

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SECRET = "4711.17"
LETTER = to_json(Message("for you alone"))


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Three people; two are reminded, one of them soon; a fourth, a CPA, only gets a letter."""
    path = tmp_path / "prorata.db"
    soon, late = NOW + timedelta(days=30), NOW + timedelta(days=31)
    with closing(Storage(path, MASTERS)) as storage:
        said = Said(answers={"ira_value": SECRET})
        storage.turn(770001001, lambda _: Moved(said, [LETTER], reminds=soon))
        storage.turn(770001002, lambda _: Moved(said, asked_in_vain="ira_value", reminds=late))
        storage.turn(770001003, lambda _: Moved(said, asked_in_vain="goal"))
        storage.turn(770001003, lambda _: Moved(said, asked_in_vain="ira_value"))
        storage.set_aside(1, [(770009009, LETTER)])
        storage.sent(99, left_out=LeftOut(NOW.date(), "photo", "too large"))
    return path


def test_what_is_counted(database: Path) -> None:
    counted = counts(database, NOW)
    assert counted.people == 3
    assert counted.messages_waiting == 2
    assert counted.messages_left_out == {"photo, too large": 1}
    assert counted.people_reminded_in_30_days == 1
    assert list(counted.asked_in_vain.items()) == [("ira_value", 2), ("goal", 1)]
    assert counted.bytes_kept > 10_000


def test_in_words(database: Path) -> None:
    *lines, kept = in_words(counts(database, NOW)).splitlines()
    assert lines == [
        "People whose answers are kept: 3",
        "Messages waiting to be sent: 2",
        "Messages that could not be sent: 1",
        "  photo, too large: 1",
        "People to be reminded within 30 days: 1",
        "Questions that found no answer: 3",
        "  ira_value: 2",
        "  goal: 1",
    ]
    assert kept.endswith(" kB")


def test_while_the_bot_writes(database: Path) -> None:
    with closing(Storage(database, MASTERS)) as storage, storage.db.atomic():
        storage.db.execute("DELETE FROM outbox")
        assert counts(database, NOW).messages_waiting == 2


def test_nobody_is_in_it(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a number of a chat nor its hash, nor what was said; and no key is asked for."""
    monkeypatch.chdir(database.parent)
    monkeypatch.setenv("PRORATA_DATABASE", str(database))
    with closing(sqlite3.connect(database)) as db:
        names = [name.hex() for (name,) in db.execute("SELECT name FROM persons")]
    for arguments in (["stats"], ["stats", "--json"]):
        shown = CliRunner().invoke(main, arguments)
        assert shown.exit_code == 0, shown.output
        assert not [one for one in ("77000", SECRET, *names) if one in shown.output]


def test_as_json(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(database.parent)
    monkeypatch.setenv("PRORATA_DATABASE", str(database))
    monkeypatch.setenv("PRORATA_TODAY", "2026-11-22")
    counted = json.loads(CliRunner().invoke(main, ["stats", "--json"]).output)
    assert counted.pop("bytes_kept") > 0
    assert counted == {
        "people": 3,
        "messages_waiting": 2,
        "messages_left_out": {"photo, too large": 1},
        "people_reminded_in_30_days": 1,
        "asked_in_vain": {"ira_value": 2, "goal": 1},
    }


class TestWithoutADatabase:
    def test_none_yet(self, tmp_path: Path) -> None:
        with pytest.raises(UnusableDatabase, match="is not there yet"):
            counts(tmp_path / "prorata.db", NOW)
        assert list(tmp_path.iterdir()) == []

    def test_one_of_another_program(self, tmp_path: Path) -> None:
        with closing(sqlite3.connect(tmp_path / "prorata.db")) as db:
            db.execute("CREATE TABLE theirs (x)")
        with pytest.raises(UnusableDatabase, match="another program"):
            counts(tmp_path / "prorata.db", NOW)

    def test_one_of_an_older_version(self, database: Path) -> None:
        with closing(sqlite3.connect(database)) as db:
            db.execute("DROP TABLE persons")
        with pytest.raises(UnusableDatabase, match="is of an older version"):
            counts(database, NOW)


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0 bytes"), (999, "999 bytes"), (1_000, "1.0 kB"), (1_400_000, "1.4 MB")],
)
def test_bytes_as_people_read_them(number: int, words: str) -> None:
    assert in_bytes(number) == words
