"""A database that was left in order and not written since need not be looked through at a start."""

import os
import random
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from secrets import token_hex

import pytest

from bot.keeping.left_in_order import leave, note, take_over
from bot.keeping.storage import Moved, Storage
from conversations.flow import Said
from tests.bot.a_key import MASTERS
from tests.bot.bot_api_server import TOKEN, BotApiServer
from tests.bot.program import ERRORS, Program, kill
from tests.bot.talks import until

PEOPLE = 100


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "prorata.db"
    with closing(Storage(path, MASTERS)) as storage:
        everybody_says_something(storage)
    return path


def everybody_says_something(storage: Storage) -> None:
    """So much that what is kept of people is most of the file."""
    for chat in range(1, PEOPLE + 1):
        storage.turn(chat, lambda _: Moved(Said({"name": token_hex(1000)})))


def damage(path: Path) -> None:
    """Its second half, in which people are: a start does not read it by itself."""
    half = path.stat().st_size // 2
    with path.open("r+b") as file:
        file.seek(half)
        file.write(random.Random(8606).randbytes(half))
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 1))  # a clock may tick only every few ms


def written_to(path: Path) -> None:
    with closing(Storage(path, MASTERS)) as storage:
        storage.turn(1, lambda _: Moved(Said({"year": "2025"})))
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 1))


def put_in_its_place(path: Path) -> None:
    copy = path.with_name("copy.db")
    copy.write_bytes(path.read_bytes())
    os.utime(copy, ns=(0, path.stat().st_mtime_ns))
    copy.replace(path)


def cut_off(path: Path) -> None:
    """What was committed last is in a log beside it."""
    path.with_name(f"{path.name}-wal").write_bytes(b"log")


def note_half_written(path: Path) -> None:
    note(path).write_bytes(note(path).read_bytes()[:-1])


def note_empty(path: Path) -> None:
    note(path).write_bytes(b"")


class TestAsItWasLeft:
    def test_it_is_once(self, database: Path) -> None:
        leave(database)
        assert note(database).stat().st_mode & 0o777 == 0o600
        assert take_over(database)
        assert not take_over(database), "whoever took it over has not left it yet"

    @pytest.mark.parametrize(
        "happens",
        [damage, written_to, put_in_its_place, cut_off, note_half_written, note_empty],
        ids=lambda happens: happens.__name__,
    )
    def test_it_is_not(self, database: Path, happens: Callable[[Path], None]) -> None:
        leave(database)
        happens(database)
        assert not take_over(database)

    def test_nor_where_it_is_still_open(self, database: Path) -> None:
        with closing(Storage(database, MASTERS)):
            leave(database)
            assert not take_over(database)
            leave(database)
        assert not take_over(database)

    def test_nor_where_it_was_never_left(self, database: Path, tmp_path: Path) -> None:
        assert not take_over(database)
        assert not take_over(tmp_path / "there is none.db")


def test_damage_that_a_turn_comes_upon_is_remembered(database: Path) -> None:
    """So that it is not left as if it were in order."""
    damage(database)
    with closing(Storage(database, MASTERS, as_left=True)) as storage:
        assert not storage.db.is_damaged
        with pytest.raises(sqlite3.DatabaseError, match="malformed"):
            everybody_says_something(storage)
        assert storage.db.is_damaged


class TestTheBot:
    async def test_one_that_was_stopped_left_it_in_order_and_one_that_was_killed_did_not(
        self, tmp_path: Path, server: BotApiServer, program: Program
    ) -> None:
        bot = {"PRORATA_TOKEN": TOKEN, "PRORATA_API_URL": server.url}
        database = tmp_path / "prorata.db"
        first = await program(tmp_path, "run", **bot)
        await until(lambda: server.calls["getUpdates"], 15)
        assert not note(database).exists()
        first.send_signal(signal.SIGTERM)
        await first.communicate()
        assert note(database).exists()
        server.calls["getUpdates"].clear()
        second = await program(tmp_path, "run", **bot)
        await until(lambda: server.calls["getUpdates"], 15)
        await kill(second)
        assert not note(database).exists()

    async def test_damage_done_since_is_found_at_the_start(
        self, database: Path, server: BotApiServer, program: Program
    ) -> None:
        leave(database)
        damage(database)
        before = database.read_bytes()
        bot = {"PRORATA_TOKEN": TOKEN, "PRORATA_API_URL": server.url}
        process = await program(database.parent, "run", **bot)
        await process.communicate()
        assert process.returncode == 1
        line = (database.parent / ERRORS).read_text()
        assert f"{database}: is damaged; nothing was changed." in line
        assert database.read_bytes() == before
        assert not server.calls
