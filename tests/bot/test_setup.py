"""`python -m bot setup` asks everything first, writes it at the end, and shows no secret."""

import asyncio
import contextlib
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from dotenv import dotenv_values

from bot.__main__ import main
from bot.keeping.master_key import master_keys
from bot.keeping.storage import Storage
from bot.operating.env_file import CannotWrite, change_settings
from bot.settings import Settings, read_settings
from tests.bot.a_key import MASTERS
from tests.bot.bot_api_server import TOKEN, BotApiServer
from tests.bot.phone import JSON
from tests.bot.program import ROOT, environment

CONSENT = ROOT / "deploy" / "consent-sample.txt"
ENTER = ""
FIRST = [TOKEN, ENTER, *2 * [ENTER]]
"""The token, kept in .env; the picture and the privacy policy."""
NOTHING_MORE = 5 * [ENTER]
"""Access, operators, privacy policy, booking, CPA."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: BotApiServer) -> Path:
    """Where the program starts; nothing is set but where the test's Telegram is."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"PRORATA_{name}".upper(), raising=False)
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    monkeypatch.setenv("PRORATA_API_URL", server.url)
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


async def set_up(*answers: str) -> Result:
    """With the answers piped in, a line each."""
    lines = "".join(f"{answer}\n" for answer in answers)
    return await asyncio.to_thread(CliRunner().invoke, main, ["setup"], input=lines)


def words(result: Result) -> str:
    return " ".join(result.output.split())


def settings_in(folder: Path) -> list[str]:
    return (folder / ".env").read_text().splitlines()


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


class TestTheFirstTime:
    async def test_only_the_token_is_needed(self, folder: Path, server: BotApiServer) -> None:
        done = await set_up(*FIRST, *NOTHING_MORE)
        assert done.exit_code == 0, done.output
        assert settings_in(folder) == [f"PRORATA_TOKEN={TOKEN}"]
        assert mode(folder / ".env") == mode(folder / "keys" / "master.key") == 0o600
        assert mode(folder / "keys") == 0o700
        assert sorted(path.name for path in folder.iterdir()) == [".env", "keys"]
        token = read_settings().token
        assert token is not None
        assert token.get_secret_value() == TOKEN

    async def test_no_secret_is_shown(self, folder: Path) -> None:
        done = await set_up("wrong token", f"{TOKEN[:-1]}x", *FIRST, *NOTHING_MORE)
        assert done.exit_code == 0, done.output
        key = (folder / "keys" / "master.key").read_text().strip()
        for secret in (TOKEN.partition(":")[2], key, "wrong token"):
            assert secret not in done.output

    async def test_it_says_what_the_key_is_for_and_what_is_next(self, folder: Path) -> None:
        done = words(await set_up(*FIRST, *NOTHING_MORE))
        assert "send /newbot" in done
        assert "master key is in keys/master.key" in done
        assert "copy it now to where neither the database nor its backups are" in done
        assert "https://t.me/prorata_bot" in done
        assert "python -m bot doctor" in done

    async def test_commands_and_descriptions_are_set(
        self, folder: Path, server: BotApiServer
    ) -> None:
        policy, booking = "https://cpa.example/privacy", "https://cpa.example/book?ref={code}"
        await set_up(*FIRST, ENTER, ENTER, policy, booking, ENTER)
        (told,) = server.calls["setMyCommands"]
        assert "book" in [command["command"] for command in told["commands"]]
        assert policy in server.profile["description"]
        assert settings_in(folder)[1:] == [
            f"PRORATA_PRIVACY_URL={policy}",
            f"PRORATA_BOOKING_URL={booking}",
        ]

    async def test_telegram_may_refuse_them(self, folder: Path, server: BotApiServer) -> None:
        server.fails("setMyDescription", 400)
        done = await set_up(*FIRST, *NOTHING_MORE)
        assert done.exit_code == 0
        assert "Each start of the bot sets them" in words(done)


class TestTheToken:
    async def test_a_wrong_one_can_be_typed_again(self, folder: Path) -> None:
        done = await set_up("BotFather said", "123:unknown", *FIRST, *NOTHING_MORE)
        assert "is not a bot token" in done.output
        assert "does not know this token" in words(done)
        assert settings_in(folder) == [f"PRORATA_TOKEN={TOKEN}"]

    async def test_while_telegram_gives_no_answer_enter_tries_it_again(
        self, folder: Path, server: BotApiServer
    ) -> None:
        server.fails("getMe", 502)
        done = await set_up(TOKEN, ENTER, ENTER, ENTER, ENTER, *NOTHING_MORE)
        assert "gives no answer" in done.output
        assert settings_in(folder) == [f"PRORATA_TOKEN={TOKEN}"]

    async def test_in_a_file_of_its_own(self, folder: Path) -> None:
        await set_up(TOKEN, "secrets/token", *2 * [ENTER], *NOTHING_MORE)
        assert (folder / "secrets" / "token").read_text() == f"{TOKEN}\n"
        assert mode(folder / "secrets" / "token") == 0o600
        assert settings_in(folder) == ["PRORATA_TOKEN_FILE=secrets/token"]
        assert read_settings().token is not None

    async def test_a_file_that_is_there_is_not_overwritten(self, folder: Path) -> None:
        (folder / "notes.txt").write_text("ours")
        done = await set_up(TOKEN, "notes.txt", ENTER, *2 * [ENTER], *NOTHING_MORE)
        assert "is there already" in done.output
        assert (folder / "notes.txt").read_text() == "ours"

    async def test_another_one_goes_where_the_first_was(
        self, folder: Path, server: BotApiServer
    ) -> None:
        await set_up(TOKEN, "token", *2 * [ENTER], *NOTHING_MORE)
        server.token = new = f"{TOKEN[:-1]}n"
        done = await set_up(new, ENTER, *NOTHING_MORE)
        assert done.exit_code == 0, done.output
        assert (folder / "token").read_text() == f"{new}\n"
        assert settings_in(folder) == ["PRORATA_TOKEN_FILE=token"]

    async def test_one_in_the_environment_stays_there(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PRORATA_TOKEN", TOKEN)
        done = await set_up(*NOTHING_MORE)
        assert done.exit_code == 0, done.output
        assert not (folder / ".env").exists()

    async def test_one_in_the_environment_that_nobody_knows(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PRORATA_TOKEN", "123456:unknown")
        done = await set_up(*FIRST, *NOTHING_MORE)
        assert done.exit_code == 1
        assert "PRORATA_TOKEN: is in the environment; correct it there" in done.output
        assert list(folder.iterdir()) == []

    async def test_it_is_not_echoed_on_a_terminal(self, folder: Path, server: BotApiServer) -> None:
        shown = await asyncio.to_thread(typed_at_a_terminal, folder, server.url, TOKEN)
        assert "That is @prorata_bot" in shown
        assert TOKEN.partition(":")[2] not in shown
        assert "left before the end; nothing was written" in shown
        assert list(folder.iterdir()) == []


def typed_at_a_terminal(folder: Path, url: str, token: str) -> str:
    """What the screen shows until the operator presses Ctrl-D at the second question."""
    screen, terminal = pty.openpty()
    program = subprocess.Popen(
        [sys.executable, "-m", "bot", "setup"],
        cwd=folder,
        env=environment(folder, PRORATA_API_URL=url),
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
    )
    os.close(terminal)
    shown = shown_until(screen, b"then Enter):")
    os.write(screen, f"{token}\n".encode())
    shown += shown_until(screen, b"Enter for .env:")
    os.write(screen, b"\x04")
    shown += shown_until(screen, b"nothing was written")
    program.wait()
    os.close(screen)
    return shown.decode()


def shown_until(screen: int, words: bytes) -> bytes:
    shown = b""
    with contextlib.suppress(OSError):  # how a terminal says that the program has ended
        while words not in shown:
            shown += os.read(screen, 4096)
    return shown


class DoneMeanwhile(BotApiServer):
    """Where what is asked for is done when the bot is looked at for the third time."""

    def _get_me(self, parameters: JSON) -> JSON:
        self.joins_groups = len(self.calls["getMe"]) < 3
        return super()._get_me(parameters)


class TestAtBotFather:
    async def test_what_telegram_says_is_done_is_not_asked(self, folder: Path) -> None:
        done = await set_up(*FIRST, *NOTHING_MORE)
        assert "/setjoingroups" not in done.output
        assert "Done: out of groups." in done.output

    async def test_a_step_is_asked_until_it_is_done(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with DoneMeanwhile() as server:
            monkeypatch.setenv("PRORATA_API_URL", server.url)
            done = await set_up(TOKEN, ENTER, ENTER, ENTER, ENTER, ENTER, *NOTHING_MORE)
        assert done.exit_code == 0, done.output
        assert done.output.count("Send /setjoingroups") == 2
        assert "Telegram does not say so yet" in done.output
        assert "Done: out of groups." in done.output

    async def test_a_step_can_be_left_out(self, folder: Path, server: BotApiServer) -> None:
        server.inline = False
        done = await set_up(TOKEN, ENTER, "skip", ENTER, ENTER, *NOTHING_MORE)
        assert done.exit_code == 0, done.output
        assert "Left out: inline mode, for sharing." in done.output


class TestWhatNeedNotBeSet:
    async def test_a_wrong_value_is_asked_again(self, folder: Path) -> None:
        wrong = ["everyone", "open", "ann", ENTER, ENTER, "http://cpa.example", ENTER, ENTER]
        done = await set_up(*FIRST, *wrong)
        assert done.exit_code == 0, done.output
        assert "is none of open, listed and invited" in done.output
        assert "is not a list of Telegram's numbers" in words(done)
        assert settings_in(folder)[1:] == ["PRORATA_ACCESS=open"]

    async def test_who_may_talk(self, folder: Path) -> None:
        done = await set_up(*FIRST, "listed", ENTER, ENTER, "11, 12", ENTER, ENTER, ENTER)
        assert done.exit_code == 0, done.output
        settings = read_settings()
        assert (settings.access, settings.people) == ("listed", (11, 12))

    async def test_a_cpa_with_the_words_of_the_consent(
        self, folder: Path, server: BotApiServer
    ) -> None:
        server.chat(7001, "Cora")
        (folder / "empty.txt").write_text("I agree.")
        cpa = ["7001", ENTER, "Miller & O'Neil, CPAs", "empty.txt", str(CONSENT)]
        done = await set_up(*FIRST, *NOTHING_MORE[:-1], *cpa)
        assert done.exit_code == 0, done.output
        assert "empty.txt does not say" in done.output
        assert "cannot write there yet" not in done.output
        set_now = read_settings().cpa()
        assert set_now is not None
        assert set_now.name == "Miller & O'Neil, CPAs"
        (told,) = server.calls["setMyCommands"]
        assert "send" in [command["command"] for command in told["commands"]]

    async def test_a_cpa_whose_chat_the_bot_cannot_write_to(self, folder: Path) -> None:
        done = await set_up(*FIRST, *NOTHING_MORE[:-1], "7002", "Cora", str(CONSENT))
        assert done.exit_code == 0, done.output
        assert "cannot write there yet" in words(done)
        assert "press Start" in words(done)

    async def test_a_cpa_no_more(self, folder: Path) -> None:
        await set_up(*FIRST, *NOTHING_MORE[:-1], "7002", "Cora", str(CONSENT))
        done = await set_up(ENTER, *NOTHING_MORE[:-1], "-")
        assert done.exit_code == 0, done.output
        assert settings_in(folder) == [f"PRORATA_TOKEN={TOKEN}"]

    async def test_what_the_environment_says_is_not_asked(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PRORATA_BOOKING_URL", "https://cpa.example/book")
        done = await set_up(*FIRST, *NOTHING_MORE[:-1])
        assert done.exit_code == 0, done.output
        assert "PRORATA_BOOKING_URL is set in the environment, and stays." in done.output
        assert settings_in(folder) == [f"PRORATA_TOKEN={TOKEN}"]


class TestASecondTime:
    BEFORE = f"# ours\nOTHER=1\n\nPRORATA_TOKEN={TOKEN}\nPRORATA_LOG=json  # for the shipper\n"

    async def test_nothing_answered_anew_changes_nothing(self, folder: Path) -> None:
        await set_up(*FIRST, *NOTHING_MORE)
        (folder / ".env").write_text(self.BEFORE)
        key = (folder / "keys" / "master.key").read_bytes()
        done = await set_up(ENTER, *NOTHING_MORE)
        assert done.exit_code == 0, done.output
        assert "No setting is changed." in done.output
        assert (folder / ".env").read_text() == self.BEFORE
        assert (folder / "keys" / "master.key").read_bytes() == key

    async def test_one_answered_anew_changes_that_line(self, folder: Path) -> None:
        (folder / ".env").write_text(f"{self.BEFORE}PRORATA_ACCESS=open\n# the end\n")
        await set_up(ENTER, "invited", ENTER, ENTER, ENTER, ENTER, ENTER)
        after = f"{self.BEFORE}PRORATA_ACCESS=invited\n# the end\n"
        assert (folder / ".env").read_text() == after

    async def test_without_the_key_of_what_is_kept_nothing_is_asked(self, folder: Path) -> None:
        Storage(folder / "data" / "prorata.db", MASTERS).close()
        done = await set_up(*FIRST, *NOTHING_MORE)
        assert done.exit_code == 1
        assert "the master key is not there" in done.output
        assert "BotFather" not in done.output
        assert [path.name for path in folder.iterdir()] == ["data"]


async def test_whoever_leaves_at_any_question_has_changed_nothing(
    folder: Path, server: BotApiServer
) -> None:
    cpa = ["invited", "10", "11", ENTER, ENTER, "7002", "Cora", str(CONSENT)]
    answers = [TOKEN, "token", ENTER, ENTER, *cpa]
    for number in range(len(answers)):
        left = await set_up(*answers[:number])
        assert left.exit_code == 1
        assert "left before the end; nothing was written" in left.output
        assert list(folder.iterdir()) == [], f"after {number} answers"
        assert not server.calls["setMyCommands"]
    assert (await set_up(*answers)).exit_code == 0
    assert {path.name for path in folder.iterdir()} == {".env", "keys", "token"}
    assert len(master_keys(None, folder / "keys" / "master.key", make=False)) == 1


class TestAFileOfSettings:
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("", "A=new\n"),
            ("B=1", "B=1\nA=new\n"),
            ("A=old", "A=new\n"),
            ("# A=no\nA=old # why\n# end\n", "# A=no\nA=new # why\n# end\n"),
            ("A='old # no note'\nB=1\n", "A=new\nB=1\n"),
            ("A=1\nB='two\nlines'\nA=2\n", "A=new\nB='two\nlines'\n"),
            ("export B=1\n\na=old\n", "export B=1\n\nA=new\n"),
        ],
    )
    def test_the_rest_stays_as_it_is(self, tmp_path: Path, before: str, after: str) -> None:
        (tmp_path / ".env").write_text(before)
        change_settings(tmp_path / ".env", {"A": "new"})
        assert (tmp_path / ".env").read_text() == after

    def test_one_is_taken_out(self, tmp_path: Path) -> None:
        (tmp_path / ".env").write_text("# first\nA=1\n# second\nB=2\n")
        change_settings(tmp_path / ".env", {"A": None, "C": None})
        assert (tmp_path / ".env").read_text() == "# first\n# second\nB=2\n"

    @pytest.mark.parametrize(
        "value", ["O'Neil & Söhne", 'a "b" c', "back\\slash \\' #1", "{code}", "a=b", "ünï"]
    )
    def test_what_is_read_is_what_was_written(self, tmp_path: Path, value: str) -> None:
        change_settings(tmp_path / ".env", {"A": value, "B": "1"})
        assert dotenv_values(tmp_path / ".env") == {"A": value, "B": "1"}

    def test_what_would_be_read_as_something_else_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(CannotWrite, match=r"A cannot be written") as refusal:
            change_settings(tmp_path / ".env", {"A": "${HOME}-secret"})
        assert "secret" not in str(refusal.value)
        assert not (tmp_path / ".env").exists()

    def test_a_link_stays_one(self, tmp_path: Path) -> None:
        (tmp_path / "real").write_text("B=1\n")
        (tmp_path / ".env").symlink_to(tmp_path / "real")
        change_settings(tmp_path / ".env", {"A": "2"})
        assert (tmp_path / ".env").is_symlink()
        assert (tmp_path / "real").read_text() == "B=1\nA=2\n"

    def test_a_folder_that_cannot_be_written(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        with pytest.raises(CannotWrite, match="cannot be written"):
            change_settings(tmp_path / "file" / ".env", {"A": "2"})
