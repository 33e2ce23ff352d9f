"""Every person's key is wrapped by the master key, and what it sealed is lost with it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from shutil import copyfile

import pytest

from bot.keeping.database_file import UnusableDatabase, keys_beside
from bot.keeping.master_key import (
    UnusableKey,
    master_keys,
    write_key_file,
)
from bot.keeping.storage import Moved, Storage
from bot.keeping.vault import Seal, Unreadable, Vault
from conversations.flow import Said
from tests.bot.a_key import MASTERS, PRORATA_KEY
from tests.bot.tables import tables

ANN, BOB = 1001, 1002
OTHER = (bytes(32),)
ABOUT = b"record of Ann"


@contextmanager
def opened(path: Path, masters: tuple[bytes, ...] = MASTERS) -> Iterator[Vault]:
    with closing(Vault(path, masters)) as vault:
        yield vault


class TestSeal:
    def test_what_is_sealed_is_opened_with_the_same_key(self) -> None:
        assert Seal(MASTERS[0]).open(Seal(MASTERS[0]).seal(b"$95,000", ABOUT), ABOUT) == b"$95,000"

    @pytest.mark.parametrize(
        ("key", "about", "change"),
        [
            (OTHER[0], ABOUT, 0),
            (MASTERS[0], b"record of Bob", 0),
            (MASTERS[0], ABOUT, 1),
        ],
        ids=["another key", "another place", "changed"],
    )
    def test_and_not_otherwise(self, key: bytes, about: bytes, change: int) -> None:
        sealed = bytearray(Seal(MASTERS[0]).seal(b"$95,000", ABOUT))
        sealed[-1] ^= change
        with pytest.raises(Unreadable):
            Seal(key).open(bytes(sealed), about)

    @pytest.mark.parametrize("length", [0, 5, 12, 27])
    def test_what_is_cut_off_is_not_opened(self, length: int) -> None:
        with pytest.raises(Unreadable):
            Seal(MASTERS[0]).open(bytes(length), ABOUT)

    def test_the_same_text_is_never_sealed_alike(self) -> None:
        assert Seal(MASTERS[0]).seal(b"$0", ABOUT) != Seal(MASTERS[0]).seal(b"$0", ABOUT)


class TestKeys:
    def test_they_are_there_after_a_restart(self, tmp_path: Path) -> None:
        with opened(tmp_path / "keys.db") as vault:
            number, name = vault.new_key(), vault.name(b"chat", "1001")
            sealed = vault.seal(number).seal(b"$95,000", ABOUT)
        with opened(tmp_path / "keys.db") as vault:
            assert vault.seal(number).open(sealed, ABOUT) == b"$95,000"
            assert vault.name(b"chat", "1001") == name

    def test_a_key_that_was_destroyed_is_in_no_file(self, tmp_path: Path) -> None:
        with opened(tmp_path / "keys.db") as vault:
            number = vault.new_key()
            (wrapped,) = (
                sqlite3.connect(vault.path)
                .execute("SELECT wrapped FROM keys WHERE id = ?", [number])
                .fetchone()
            )
            vault.forget(number)
            with pytest.raises(Unreadable):
                vault.seal(number)
            for file in tmp_path.iterdir():
                assert wrapped not in file.read_bytes(), file.name

    def test_names_differ_between_databases(self, tmp_path: Path) -> None:
        """Or a list of all numbers would show who is in them."""
        with opened(tmp_path / "a.db") as one, opened(tmp_path / "b.db") as other:
            assert one.name(b"chat", "1001") != other.name(b"chat", "1001")

    def test_another_master_key_is_refused(self, tmp_path: Path) -> None:
        with opened(tmp_path / "keys.db"):
            pass
        with pytest.raises(UnusableKey, match="another master key"):
            Vault(tmp_path / "keys.db", OTHER)

    def test_only_the_owner_can_read_them(self, tmp_path: Path) -> None:
        with opened(tmp_path / "keys.db"):
            modes = {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}
        assert modes == {0o600}


class TestRotation:
    def test_all_is_read_with_the_new_one_alone(self, tmp_path: Path) -> None:
        with opened(tmp_path / "keys.db") as vault:
            numbers = [vault.new_key() for _ in range(20)]
            sealed = [vault.seal(number).seal(b"%d" % number, ABOUT) for number in numbers]
            name = vault.name(b"chat", "1001")
        with opened(tmp_path / "keys.db", OTHER + MASTERS) as vault:
            assert vault.wrap_anew() == 21  # and what names are hashed with
        with opened(tmp_path / "keys.db", OTHER) as vault:
            for number, text in zip(numbers, sealed, strict=True):
                assert vault.seal(number).open(text, ABOUT) == b"%d" % number
            assert vault.name(b"chat", "1001") == name
        with pytest.raises(UnusableKey):
            Vault(tmp_path / "keys.db", MASTERS)

    def test_before_it_the_older_one_is_enough(self, tmp_path: Path) -> None:
        """Cut off between the new line in the file and the last key."""
        with opened(tmp_path / "keys.db") as vault:
            number = vault.new_key()
        with opened(tmp_path / "keys.db", OTHER + MASTERS) as vault:
            newer = vault.new_key()
            vault.seal(number)
        with opened(tmp_path / "keys.db", OTHER + MASTERS) as vault:
            vault.seal(newer)


class TestTheDatabase:
    def test_a_copy_from_before_delete_cannot_be_read(self, tmp_path: Path) -> None:
        path, copy = tmp_path / "prorata.db", tmp_path / "copy.db"
        with closing(Storage(path, MASTERS)) as storage:
            for chat in (ANN, BOB):
                storage.turn(chat, lambda _: Moved(Said({"year": "2026"}), ["next"]))
            with closing(sqlite3.connect(copy)) as into:
                storage.db.conn.backup(into)
            storage.turn(ANN, lambda _: Moved(None))
        copyfile(keys_beside(path), keys_beside(copy))
        with closing(Storage(copy, MASTERS)) as storage:
            assert storage.said(ANN) is None
            assert storage.chats_to_serve() == [BOB]
            assert storage.said(BOB) == Said({"year": "2026"})
            # Who comes back after all begins anew.
            storage.turn(ANN, lambda said: Moved(Said({"year": "2025"}) if said is None else said))
            assert storage.said(ANN) == Said({"year": "2025"})

    def test_without_its_keys_it_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "prorata.db"
        with closing(Storage(path, MASTERS)) as storage:
            storage.turn(ANN, lambda _: Moved(Said({"year": "2026"})))
        keys_beside(path).unlink()
        with pytest.raises(UnusableDatabase, match="Bring back a copy"):
            Storage(path, MASTERS)
        assert not keys_beside(path).exists()

    def test_with_the_keys_of_another_it_is_refused(self, tmp_path: Path) -> None:
        for name in ("prorata.db", "other.db"):
            Storage(tmp_path / name, MASTERS).close()
        copyfile(keys_beside(tmp_path / "other.db"), keys_beside(tmp_path / "prorata.db"))
        with pytest.raises(UnusableDatabase, match="the keys of another database"):
            Storage(tmp_path / "prorata.db", MASTERS)

    def test_a_chat_that_was_only_answered_leaves_nothing(self, tmp_path: Path) -> None:
        with closing(Storage(tmp_path / "prorata.db", MASTERS)) as storage:
            storage.turn(ANN, lambda _: Moved(None, ["Nothing is kept about you here."]))
            position, _ = storage.next_message(ANN)
            storage.sent(position)
            assert tables(storage).table("persons").count == 0
            with closing(sqlite3.connect(storage.vault.path)) as keys:
                assert keys.execute("SELECT id FROM keys").fetchall() == [(0,)]


class TestMasterKey:
    def test_it_is_made_once_for_its_owner_alone(self, tmp_path: Path) -> None:
        file = tmp_path / "keys" / "master.key"
        (made,) = master_keys(None, file, make=True)
        assert len(made) == 32
        assert file.stat().st_mode & 0o777 == 0o600
        assert file.parent.stat().st_mode & 0o777 == 0o700
        assert master_keys(None, file, make=True) == (made,)

    def test_none_is_made_where_something_is_sealed(self, tmp_path: Path) -> None:
        with pytest.raises(UnusableKey, match=r"master\.key: the master key is not there"):
            master_keys(None, tmp_path / "master.key", make=False)

    def test_one_that_others_can_read_is_refused(self, tmp_path: Path) -> None:
        file = tmp_path / "master.key"
        write_key_file(file, MASTERS)
        file.chmod(0o640)
        with pytest.raises(UnusableKey, match="chmod 600"):
            master_keys(None, file, make=False)

    @pytest.mark.parametrize("text", ["", "\n\n", "short", "x" * 44, "Zm9v", "\u00e9" * 10])
    def test_what_is_none_is_refused(self, tmp_path: Path, text: str) -> None:
        file = tmp_path / "master.key"
        file.write_text(text, encoding="utf-8")
        file.chmod(0o600)
        with pytest.raises(UnusableKey, match=r"master\.key"):
            master_keys(None, file, make=False)

    def test_the_setting_comes_first(self, tmp_path: Path) -> None:
        assert master_keys(PRORATA_KEY, tmp_path / "none", make=False) == MASTERS
        assert not (tmp_path / "none").exists()

    def test_then_a_credential_of_systemd(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "prorata-key").write_text(f"{PRORATA_KEY}\n", encoding="ascii")
        monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
        assert master_keys(None, tmp_path / "none", make=False) == MASTERS

    def test_an_older_one_stands_below(self, tmp_path: Path) -> None:
        file = tmp_path / "master.key"
        write_key_file(file, OTHER + MASTERS)
        assert master_keys(None, file, make=False) == OTHER + MASTERS
