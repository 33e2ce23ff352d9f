"""Two bots on one database: the second says who is there, and stops."""

import os
import signal
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.keeping.lease import Taken, lease, lease_file
from tests.bot.bot_api_server import TOKEN, BotApiServer
from tests.bot.program import ERRORS, Program, kill
from tests.bot.talks import until


def test_one_at_a_time(tmp_path: Path) -> None:
    database = tmp_path / "prorata.db"
    with lease(database):
        with pytest.raises(Taken) as taken, lease(database):
            pass
        with lease(tmp_path / "another.db"):
            pass
    with lease(database):
        pass
    line = str(taken.value)
    assert line.startswith(f"{database}: is in use by process {os.getpid()} on ")
    assert f" since {datetime.now(UTC):%Y-}" in line
    assert "\n" not in line


def test_another_way_to_the_same_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "prorata.db").touch()
    (tmp_path / "link.db").symlink_to("data/prorata.db")
    monkeypatch.chdir(tmp_path / "data")
    with lease(tmp_path / "link.db"):
        for way in ("prorata.db", "../data/prorata.db", "../link.db"):
            with pytest.raises(Taken), lease(Path(way)):
                pass


def test_the_folder_may_have_to_be_made(tmp_path: Path) -> None:
    database = tmp_path / "data" / "prorata.db"
    with lease(database):
        assert database.parent.stat().st_mode & 0o777 == 0o700
        assert lease_file(database).stat().st_mode & 0o777 == 0o600
        assert not database.exists()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with (
        pytest.raises(Taken, match=r"^/.*prorata\.db\.lock: "),
        lease(tmp_path / "data/prorata.db"),
    ):
        pass


@pytest.mark.parametrize("note", [b"", b"\xff\xfe", b"two\nlines", b"x" * 10_000])
def test_what_stands_in_the_file_decides_nothing(tmp_path: Path, note: bytes) -> None:
    """A file left by a program that was killed while it wrote it, or by somebody's editor."""
    database = tmp_path / "prorata.db"
    lease_file(database).write_bytes(note)
    with lease(database):
        lease_file(database).write_bytes(note)
        with pytest.raises(Taken) as taken, lease(database):
            pass
    assert "\n" not in str(taken.value)
    assert len(str(taken.value)) < 1_000


class TestTwoPrograms:
    def settings(self, server: BotApiServer) -> dict[str, str]:
        return {"PRORATA_TOKEN": TOKEN, "PRORATA_API_URL": server.url}

    async def test_the_second_gives_way(
        self, tmp_path: Path, server: BotApiServer, program: Program
    ) -> None:
        first = await program(tmp_path, "run", **self.settings(server))
        await until(lambda: server.calls["getUpdates"], 15)
        before = (tmp_path / ERRORS).read_text()
        second = await program(tmp_path, "run", **self.settings(server))
        await second.communicate()
        assert second.returncode == 1
        line = (tmp_path / ERRORS).read_text().removeprefix(before)
        assert line.count("\n") == 1
        assert f"is in use by process {first.pid} on " in line
        assert first.returncode is None
        assert len(server.calls["getMe"]) == 1, "the second spoke to Telegram"

    async def test_a_killed_one_holds_nothing(
        self, tmp_path: Path, server: BotApiServer, program: Program
    ) -> None:
        first = await program(tmp_path, "run", **self.settings(server))
        await until(lambda: server.calls["getUpdates"], 15)
        await kill(first)
        second = await program(tmp_path, "run", **self.settings(server))
        await until(lambda: len(server.calls["getMe"]) == 2, 15)
        second.send_signal(signal.SIGTERM)
        await second.communicate()
        assert second.returncode == 0

    async def test_the_chat_in_the_terminal_may_be_held_beside(
        self, tmp_path: Path, server: BotApiServer, program: Program
    ) -> None:
        await program(tmp_path, "run", **self.settings(server))
        await until(lambda: server.calls["getUpdates"], 15)
        chat = await program(tmp_path, "chat", **self.settings(server))
        shown, _ = await chat.communicate(b"backdoor\n2026\n")
        assert chat.returncode == 0
        assert "Qualifying surviving spouse" in shown.decode()
