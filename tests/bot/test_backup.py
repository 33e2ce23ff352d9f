"""What was copied can be put back, whatever was lost; who said /delete is in no copy."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.keeping.backup import BackupFailed, back_up, back_up_keys
from bot.keeping.database_file import keys_beside
from bot.keeping.lease import Taken, lease
from bot.keeping.restore import RestoreFailed, restore
from bot.keeping.storage import Moved, Storage
from conversations.flow import Said
from tests.bot.a_key import MASTERS
from tests.bot.bot_api_server import TOKEN, BotApiServer
from tests.bot.program import ERRORS, Program, kill
from tests.bot.talks import holds, question

ANN, BOB = 1001, 1002
OTHER_MASTERS = (bytes(range(32, 64)),)
NIGHT = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "data" / "prorata.db"


@pytest.fixture
def copies(tmp_path: Path) -> Path:
    return tmp_path / "copies"


def says(database: Path, chat: int, **answers: str) -> None:
    with closing(Storage(database, MASTERS)) as storage:
        storage.turn(chat, lambda _: Moved(Said(answers=answers)))


def says_delete(database: Path, chat: int) -> None:
    with closing(Storage(database, MASTERS)) as storage:
        storage.turn(chat, lambda _: Moved(None))


def answers(database: Path, chat: int) -> dict[str, str] | None:
    with closing(Storage(database, MASTERS)) as storage:
        said = storage.said(chat)
    return None if said is None else dict(said.answers)


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def contents(folder: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def lose(database: Path) -> None:
    for file in (database, keys_beside(database)):
        file.unlink()


class TestACopy:
    def test_its_name_is_the_time_and_nobody_else_can_read_it(
        self, database: Path, copies: Path
    ) -> None:
        says(database, ANN, age="45")
        copy = back_up(database, copies, NIGHT)
        assert copy == copies / "prorata-20261122T023000Z.db"
        assert names(copies) == [copy.name, "prorata.keys.db"]
        assert [mode(path) for path in (copies, copy, keys_beside(database))] == [
            0o700,
            0o600,
            0o600,
        ]

    def test_it_is_whole_whatever_the_bot_writes_meanwhile(
        self, database: Path, copies: Path
    ) -> None:
        """Each copy has all that was kept when it began, and can be used."""
        with closing(Storage(database, MASTERS)) as storage:
            storage.turn(ANN, lambda _: Moved(Said(answers={"turn": "0"})))
            turns, stop = [0], threading.Event()
            copied: list[tuple[int, Path]] = []

            def make_copies() -> None:
                for number in range(4):
                    begun = turns[-1]
                    at = NIGHT + timedelta(seconds=number)
                    copied.append((begun, back_up(database, copies, at)))
                stop.set()

            copying = threading.Thread(target=make_copies)
            copying.start()
            while not stop.is_set():
                said = Said(answers={"turn": str(turns[-1] + 1)})
                storage.turn(ANN, lambda _, said=said: Moved(said))  # type: ignore[misc]
                turns.append(turns[-1] + 1)
            copying.join()
        assert len(copied) == 4
        for begun, copy in copied:
            kept = answers(copy.rename(copies / "prorata.db"), ANN)
            assert kept is not None
            assert begun <= int(kept["turn"]) <= turns[-1]

    def test_the_newest_are_kept_and_other_files_left_alone(
        self, database: Path, copies: Path
    ) -> None:
        says(database, ANN, age="45")
        copies.mkdir()
        for other in ("prorata-for-the-firm.db", "notes.txt"):
            (copies / other).write_text("ours")
        for day in range(5):
            back_up(database, copies, NIGHT + timedelta(days=day), keep=3)
        assert names(copies) == [
            "notes.txt",
            "prorata-20261124T023000Z.db",
            "prorata-20261125T023000Z.db",
            "prorata-20261126T023000Z.db",
            "prorata-for-the-firm.db",
            "prorata.keys.db",
        ]

    def test_what_a_crash_left_is_cleared_away(self, database: Path, copies: Path) -> None:
        says(database, ANN, age="45")
        back_up(database, copies, NIGHT)
        (copies / "prorata-20261122T023001Z.db.part").write_text("half")
        (copies / "prorata.keys.db.part").write_text("half")
        back_up(database, copies, NIGHT + timedelta(days=1))
        assert not [name for name in names(copies) if name.endswith(".part")]

    def test_neither_the_master_key_nor_an_answer_can_be_read_in_it(
        self, database: Path, copies: Path
    ) -> None:
        says(database, ANN, ira_value="95000.17")
        back_up(database, copies, NIGHT)
        everything = b"".join(contents(copies).values())
        assert MASTERS[0] not in everything
        assert b"95000.17" not in everything

    def test_a_disk_that_is_full_costs_no_copy(
        self, database: Path, copies: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        says(database, ANN, age="45")
        back_up(database, copies, NIGHT)
        before = contents(copies)

        def is_full(_: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("bot.keeping.on_disk.os.fsync", is_full)
        with pytest.raises(BackupFailed, match=r"copies: no backup was made: No space left"):
            back_up(database, copies, NIGHT + timedelta(days=1), keep=1)
        assert before.items() <= contents(copies).items()


class TestNoCopy:
    def test_of_what_is_not_there(self, database: Path, copies: Path) -> None:
        with pytest.raises(BackupFailed, match=r"prorata\.db: is not there"):
            back_up(database, copies, NIGHT)
        assert not copies.exists()

    def test_of_a_damaged_database(self, database: Path, copies: Path) -> None:
        says(database, ANN, age="45")
        whole = back_up(database, copies, NIGHT)
        with database.open("r+b") as file:
            file.seek(4096)
            file.write(b"\xff" * 8 * 4096)
        with pytest.raises(BackupFailed, match="no backup was made"):
            back_up(database, copies, NIGHT + timedelta(days=1))
        assert names(copies)[0] == whole.name
        assert names(copies)[-1] == "prorata.keys.db"

    def test_of_another_database_over_the_keys_that_older_copies_need(
        self, database: Path, copies: Path
    ) -> None:
        """The database is lost, the bot starts with an empty one, and the night comes."""
        says(database, ANN, age="45")
        copy = back_up(database, copies, NIGHT)
        lose(database)
        says(database, BOB, age="60")
        with pytest.raises(BackupFailed, match="holds copies of another database"):
            back_up(database, copies, NIGHT + timedelta(days=1), keep=1)
        with pytest.raises(BackupFailed, match="holds copies of another database"):
            back_up_keys(database, copies)
        assert names(copies) == [copy.name, "prorata.keys.db"]
        restore(copy, database, MASTERS, NIGHT)
        assert answers(database, ANN) == {"age": "45"}

    def test_of_keys_where_nothing_needs_them(self, database: Path, copies: Path) -> None:
        says(database, ANN, age="45")
        with pytest.raises(BackupFailed, match="make a whole one first"):
            back_up_keys(database, copies)


class TestWhoSaidDelete:
    def test_is_in_no_older_copy_once_the_next_is_made(self, database: Path, copies: Path) -> None:
        """The older copy still has their row; the key to it is gone everywhere."""
        says(database, ANN, age="45")
        says(database, BOB, age="60")
        old = back_up(database, copies, NIGHT)
        says_delete(database, ANN)
        back_up(database, copies, NIGHT + timedelta(days=1))
        lose(database)
        restore(old, database, MASTERS, NIGHT)
        assert answers(database, ANN) is None
        assert answers(database, BOB) == {"age": "60"}

    def test_is_in_none_once_the_keys_are_copied(self, database: Path, copies: Path) -> None:
        says(database, ANN, age="45")
        old = back_up(database, copies, NIGHT)
        says_delete(database, ANN)
        back_up_keys(database, copies)
        lose(database)
        restore(old, database, MASTERS, NIGHT)
        assert answers(database, ANN) is None

    def test_stays_forgotten_when_an_older_copy_is_restored_at_once(
        self, database: Path, copies: Path
    ) -> None:
        says(database, ANN, age="45")
        says(database, BOB, age="60")
        old = back_up(database, copies, NIGHT)
        says_delete(database, ANN)
        restore(old, database, MASTERS, NIGHT)
        assert answers(database, ANN) is None
        assert answers(database, BOB) == {"age": "60"}


@pytest.fixture
def copy(database: Path, copies: Path) -> Path:
    """Of a database that went on after it."""
    says(database, ANN, age="45")
    copy = back_up(database, copies, NIGHT)
    says(database, ANN, age="46")
    return copy


class TestRestoring:
    def test_what_was_there_is_kept_and_can_be_taken_back(self, database: Path, copy: Path) -> None:
        was_there = restore(copy, database, MASTERS, NIGHT)
        assert answers(database, ANN) == {"age": "45"}
        assert was_there == database.with_name("prorata-until-20261122T023000Z.db")
        restore(was_there, database, MASTERS, NIGHT + timedelta(hours=1))
        assert answers(database, ANN) == {"age": "46"}

    def test_nobody_else_can_read_it_and_nothing_is_left_lying_about(
        self, database: Path, copy: Path
    ) -> None:
        restore(copy, database, MASTERS, NIGHT)
        folder = database.parent
        assert {mode(folder / name) for name in names(folder)} == {0o600}
        assert names(folder) == [
            "prorata-until-20261122T023000Z.db",
            "prorata.db",
            "prorata.db.lock",
            "prorata.keys.db",
        ]

    def test_what_was_committed_and_not_yet_in_the_file_is_kept_too(
        self, database: Path, copy: Path
    ) -> None:
        """A killed bot leaves it in a file of its own."""
        killed = Storage(database, MASTERS)
        killed.turn(ANN, lambda _: Moved(Said(answers={"age": "47"})))
        left = {end: Path(f"{database}{end}").read_bytes() for end in ("", "-wal")}
        killed.close()
        for end, content in left.items():
            Path(f"{database}{end}").write_bytes(content)
        was_there = restore(copy, database, MASTERS, NIGHT)
        assert answers(database, ANN) == {"age": "45"}
        assert was_there is not None
        restore(was_there, database, MASTERS, NIGHT + timedelta(hours=1))
        assert answers(database, ANN) == {"age": "47"}

    def test_the_log_of_a_lost_database_is_not_taken_for_that_of_the_copy(
        self, database: Path, copy: Path
    ) -> None:
        killed = Storage(database, MASTERS)
        killed.turn(ANN, lambda _: Moved(Said(answers={"age": "47"})))
        log = Path(f"{database}-wal").read_bytes()
        killed.close()
        database.unlink()
        Path(f"{database}-wal").write_bytes(log)
        assert restore(copy, database, MASTERS, NIGHT) is None
        assert answers(database, ANN) == {"age": "45"}

    def test_on_another_machine(self, tmp_path: Path, copy: Path) -> None:
        """All that is needed is the folder of the copies, and the master key."""
        there = tmp_path / "another machine" / "prorata.db"
        assert restore(copy, there, MASTERS, NIGHT) is None
        assert answers(there, ANN) == {"age": "45"}

    def test_after_a_new_beginning_the_keys_of_that_are_put_aside(
        self, database: Path, copy: Path
    ) -> None:
        lose(database)
        says(database, BOB, age="60")
        was_there = restore(copy, database, MASTERS, NIGHT)
        assert answers(database, ANN) == {"age": "45"}
        assert answers(database, BOB) is None
        assert was_there is not None
        restore(was_there, database, MASTERS, NIGHT + timedelta(hours=1))
        assert answers(database, BOB) == {"age": "60"}

    def test_a_restore_that_was_cut_off_can_be_done_again(self, database: Path, copy: Path) -> None:
        left_over = database.with_name(".restoring")
        left_over.mkdir()
        (left_over / "prorata.db").write_text("half")
        restore(copy, database, MASTERS, NIGHT)
        assert answers(database, ANN) == {"age": "45"}
        assert not left_over.exists()


class TestNotRestored:
    """One line says why, and no file is touched."""

    @pytest.fixture(autouse=True)
    def _nothing_changes(self, database: Path, copy: Path) -> Iterator[None]:
        with lease(database):  # its file stays
            pass
        before = contents(database.parent)
        yield
        assert contents(database.parent).keys() == before.keys()
        assert answers(database, ANN) == {"age": "46"}

    @pytest.mark.parametrize(
        ("content", "told"),
        [
            (b"", "empty"),
            (b"Dear diary", "is not an SQLite database"),
            (b"SQLite format 3\0" + bytes(4080), "is a database of another program"),
        ],
    )
    def test_what_is_no_copy_of_ours(
        self, database: Path, copies: Path, content: bytes, told: str
    ) -> None:
        other = copies / "other.db"
        other.write_bytes(content)
        with pytest.raises(RestoreFailed, match=rf"other\.db: .*{told}"):
            restore(other, database, MASTERS, NIGHT)

    def test_a_damaged_copy(self, database: Path, copy: Path) -> None:
        with copy.open("r+b") as file:
            file.seek(4096)
            file.write(b"\xff" * 8 * 4096)
        with pytest.raises(RestoreFailed, match=rf"^{copy}: .*damaged"):
            restore(copy, database, MASTERS, NIGHT)

    def test_a_copy_of_a_newer_version(self, database: Path, copy: Path) -> None:
        with closing(sqlite3.connect(copy)) as db, db:
            db.execute(
                "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
                "VALUES ('prorata', 'm999_from_the_future', '2030-01-01')"
            )
        with pytest.raises(RestoreFailed, match="written by a newer version"):
            restore(copy, database, MASTERS, NIGHT)

    def test_without_the_master_key_that_it_needs(self, database: Path, copy: Path) -> None:
        with pytest.raises(RestoreFailed, match="wrapped by another master key"):
            restore(copy, database, OTHER_MASTERS, NIGHT)

    def test_while_a_bot_runs(self, database: Path, copy: Path) -> None:
        with lease(database), pytest.raises(Taken, match="is in use by process"):
            restore(copy, database, MASTERS, NIGHT)


def test_without_the_keys_of_people(tmp_path: Path, copy: Path) -> None:
    keys_beside(copy.with_name("prorata.db")).unlink()
    with pytest.raises(RestoreFailed, match=r"prorata\.keys\.db: is not there"):
        restore(copy, tmp_path / "new" / "prorata.db", MASTERS, NIGHT)


async def test_the_drill(tmp_path: Path, program: Program) -> None:
    """As in the handbook: copied while it runs, lost with all that came after, put back; the talk
    goes on from the copy."""

    async def command(*arguments: str) -> int | None:
        process = await program(tmp_path, *arguments)
        await process.communicate()
        return process.returncode

    async with BotApiServer() as server:
        ann = server.chat(ANN, "Ann")
        on_telegram = {"PRORATA_TOKEN": TOKEN, "PRORATA_API_URL": server.url}
        bot = await program(tmp_path, "run", **on_telegram)
        reply = await holds(ann, "says /start \n taps Backdoor Roth \n taps 2026 \n taps Single")
        asked = question(reply)
        assert await command("backup") == 0
        (copy,) = (tmp_path / "backups").glob("prorata-2*.db")
        await holds(ann, "says 45")
        assert await command("restore", str(copy)) == 1
        assert "is in use by process" in (tmp_path / ERRORS).read_text()
        await kill(bot)
        for file in tmp_path.glob("prorata.*"):
            file.unlink()
        assert await command("restore", str(copy)) == 0
        await program(tmp_path, "run", **on_telegram)
        assert question(await holds(ann, "says /start")) == asked
        assert question(await holds(ann, "says 46")) != asked
