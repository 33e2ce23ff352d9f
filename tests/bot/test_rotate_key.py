"""A new master key costs no answer, wherever it is cut off, and leaves nothing to the old one."""

import os
import shutil
import sqlite3
import subprocess
import sys
from base64 import urlsafe_b64encode
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from bot.keeping.database_file import keys_beside
from bot.keeping.lease import Taken, lease
from bot.keeping.master_key import Masters, UnusableKey, master_keys, write_key_file
from bot.keeping.rotate_key import CannotRotate, rotate_key, what_is_next
from bot.keeping.storage import Moved, Storage
from bot.keeping.vault import Vault
from conversations.flow import Said
from tests.bot.a_key import MASTERS
from tests.bot.program import ROOT
from tests.bot.rotated_and_killed import KEY_FILE

PEOPLE = {1001: "45", 1002: "51", 1003: "62"}
NEW = bytes(range(32, 64))


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Three people have said how old they are."""
    folder = tmp_path / "data"
    folder.mkdir()
    with closing(Storage(folder / "prorata.db", MASTERS)) as storage:
        for chat, age in PEOPLE.items():
            said = Said(answers={"age": age})
            storage.turn(chat, lambda _, said=said: Moved(said))  # type: ignore[misc]
    write_key_file(folder / KEY_FILE, MASTERS)
    return folder / "prorata.db"


@pytest.fixture
def key_file(database: Path) -> Path:
    return database.with_name(KEY_FILE)


def ages(database: Path, masters: Masters) -> dict[int, str]:
    with closing(Storage(database, masters)) as storage:
        said = {chat: storage.said(chat) for chat in PEOPLE}
    return {chat: one.answers["age"] for chat, one in said.items() if one is not None}


def in_base64(*keys: bytes) -> str:
    return ",".join(urlsafe_b64encode(key).decode() for key in keys)


class TestInAFile:
    def test_everyone_is_read_with_the_new_key_alone(self, database: Path, key_file: Path) -> None:
        rotated = rotate_key(database, None, key_file)
        masters = master_keys(None, key_file, make=False)
        assert rotated.wrapped == len(PEOPLE) + 1
        assert len(masters) == 1
        assert ages(database, masters) == PEOPLE
        assert key_file.stat().st_mode & 0o777 == 0o600

    def test_the_old_key_opens_nothing_any_more(self, database: Path, key_file: Path) -> None:
        rotate_key(database, None, key_file)
        with pytest.raises(UnusableKey, match="another master key"):
            Storage(database, MASTERS)

    def test_nothing_wrapped_with_the_old_key_is_left_in_the_file(
        self, database: Path, key_file: Path
    ) -> None:
        with closing(sqlite3.connect(keys_beside(database))) as db:
            before = [wrapped for (wrapped,) in db.execute("SELECT wrapped FROM keys")]
        rotate_key(database, None, key_file)
        files = database.parent.glob("prorata.keys.db*")
        left = b"".join(file.read_bytes() for file in files)
        assert not [wrapped for wrapped in before if wrapped in left]

    def test_a_key_that_does_not_fit_changes_nothing(self, database: Path, key_file: Path) -> None:
        write_key_file(key_file, (NEW,))
        with pytest.raises(UnusableKey, match="another master key"):
            rotate_key(database, None, key_file)
        assert master_keys(None, key_file, make=False) == (NEW,)
        assert ages(database, MASTERS) == PEOPLE

    def test_no_keys_yet(self, tmp_path: Path) -> None:
        with pytest.raises(CannotRotate, match="is not there yet"):
            rotate_key(tmp_path / "prorata.db", None, tmp_path / KEY_FILE)
        assert list(tmp_path.iterdir()) == []


class TestInUse:
    """What is wrapped meanwhile would be wrapped with the old key."""

    def test_a_bot_runs(self, database: Path, key_file: Path) -> None:
        with lease(database), pytest.raises(Taken, match="in use by process"):
            rotate_key(database, None, key_file)
        assert master_keys(None, key_file, make=False) == MASTERS

    def test_somebody_talks_in_the_terminal(self, database: Path, key_file: Path) -> None:
        with (
            closing(Storage(database, MASTERS)),
            pytest.raises(CannotRotate, match="is in use, perhaps by a talk in the terminal"),
        ):
            rotate_key(database, None, key_file)
        assert master_keys(None, key_file, make=False) == MASTERS


class TestWhereItCannotBeWritten:
    """In PRORATA_KEY, or in a credential of systemd."""

    def test_one_key_gets_a_word_on_how_to_give_two(self, database: Path, tmp_path: Path) -> None:
        with pytest.raises(CannotRotate, match=r"^PRORATA_KEY: .*openssl rand -base64 32"):
            rotate_key(database, in_base64(*MASTERS), tmp_path / "none.key")
        assert not (tmp_path / "none.key").exists()

    def test_two_keys(self, database: Path, tmp_path: Path) -> None:
        both = in_base64(NEW, *MASTERS)
        rotated = rotate_key(database, both, tmp_path / "none.key")
        assert ages(database, (NEW,)) == PEOPLE
        assert "remove the old one, the second, from PRORATA_KEY" in what_is_next(rotated)

    def test_a_key_of_openssl(self, database: Path, tmp_path: Path) -> None:
        """Its base64 has + and / where ours has - and _."""
        key = b"\xfb\xff" * 16
        standard = in_base64(key).replace("-", "+").replace("_", "/")
        rotate_key(database, f"{standard},{in_base64(*MASTERS)}", tmp_path / "none.key")
        assert ages(database, (key,)) == PEOPLE

    def test_a_credential(
        self, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        credential = tmp_path / "prorata-key"
        credential.write_text(in_base64(NEW, *MASTERS).replace(",", "\n"))
        monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
        rotated = rotate_key(database, None, tmp_path / "none.key")
        assert ages(database, (NEW,)) == PEOPLE
        assert rotated.kept_in == credential
        assert not rotated.old_is_gone


def test_killed_at_any_step_all_is_read_and_the_next_call_finishes(
    database: Path, tmp_path: Path
) -> None:
    killed = tmp_path / "killed"
    done = subprocess.run(
        [sys.executable, "-m", "tests.bot.rotated_and_killed", database.parent, killed],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    steps, lines = int(done.stdout), []
    for step in range(steps):
        database = killed / str(step) / "prorata.db"
        key_file = database.with_name(KEY_FILE)
        masters = master_keys(None, key_file, make=False)
        lines.append(len(masters))
        assert ages(database, masters) == PEOPLE, f"killed before step {step}"
        _is_finished_by_the_next_call(database, key_file, masters)
    assert steps > 40
    assert 2 in lines, "none was killed between the new key and the end of the old one"


def _is_finished_by_the_next_call(database: Path, key_file: Path, masters: Masters) -> None:
    rotate_key(database, None, key_file)
    (new,) = master_keys(None, key_file, make=False)
    Vault(keys_beside(database), (new,)).close()
    assert ages(database, (new,)) == PEOPLE
    assert len(masters) == 1 or new == masters[0], "the key that was begun with is the one in use"
    names = {file.name for file in database.parent.iterdir()}
    assert not {name for name in names if name.endswith(".new")}


def test_the_command_says_what_of_the_copies(
    database: Path, key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(database.parent)
    monkeypatch.setenv("PRORATA_DATABASE", str(database))
    monkeypatch.setenv("PRORATA_KEY_FILE", str(key_file))
    done = CliRunner().invoke(main, ["rotate-key"])
    assert done.exit_code == 0, done.output
    assert "4 keys are wrapped with the new master key" in done.output
    assert "python -m bot backup" in done.output
    assert key_file.read_text().strip() not in done.output
    shutil.rmtree(database.parent)
    again = CliRunner().invoke(main, ["rotate-key"])
    assert again.exit_code == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only an administrator gives files away")
def test_called_by_an_administrator_the_file_stays_that_of_the_bot(
    database: Path, key_file: Path
) -> None:
    os.chown(key_file, 12345, 12346)
    rotate_key(database, None, key_file)
    assert (key_file.stat().st_uid, key_file.stat().st_gid) == (12345, 12346)
    assert key_file.stat().st_mode & 0o777 == 0o600
