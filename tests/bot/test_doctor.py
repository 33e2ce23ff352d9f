"""`python -m bot doctor` finds what is not as it has to be, says what mends it, and shows nothing
that is a secret or about a person."""

import asyncio
import fcntl
import shutil
import sqlite3
import threading
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from bot.keeping.backup import back_up
from bot.keeping.lease import held_by, lease, lease_file
from bot.keeping.master_key import write_key_file
from bot.keeping.storage import Moved, Storage
from bot.operating.doctor import all_well, examine, examine_quickly, machine
from bot.operating.doctor.line import Line, Mark
from bot.settings import Settings
from conversations.flow import Said
from tests.bot.a_key import MASTERS
from tests.bot.bot_api_server import TOKEN, BotApiServer
from tests.bot.phone import Chat
from tests.bot.telegram_webhook import Webhook

CHAT = 770001001
TOLD = "4711.17"
SECRETS = (
    TOKEN.partition(":")[2],
    urlsafe_b64encode(MASTERS[0]).decode(),
    "a-secret-path",
    str(CHAT),
    TOLD,
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: BotApiServer) -> Path:
    """All is well here: somebody has talked, and there is a backup."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"PRORATA_{name}".upper(), raising=False)
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    monkeypatch.setenv("PRORATA_API_URL", server.url)
    monkeypatch.setenv("PRORATA_TOKEN", TOKEN)
    monkeypatch.chdir(tmp_path)
    write_key_file(Path("keys/master.key"), MASTERS)
    database = Path("data/prorata.db")
    with closing(Storage(database, MASTERS)) as storage:
        storage.turn(CHAT, lambda _: Moved(Said(answers={"ira_value": TOLD})))
    back_up(database, Path("data/backups"), datetime.now(UTC))
    return tmp_path


async def examined(ahead: timedelta = timedelta()) -> dict[str, Line]:
    """What each line is about, and the line; with a clock of ours that is ``ahead``."""
    lines = await asyncio.to_thread(lambda: list(examine(lambda: datetime.now(UTC) + ahead)))
    told = "\n".join(map(str, lines))
    assert not [secret for secret in SECRETS if secret in told]
    return {line.about: line for line in lines}


async def found(about: str, **examined_how: timedelta) -> Line:
    return (await examined(**examined_how))[about]


class TestAllIsWell:
    async def test_each_line_says_so(self, folder: Path) -> None:
        with lease(Path("data/prorata.db")):
            lines = await examined()
        assert {about: line.mark for about, line in lines.items() if line.mark != "ok"} == {}
        assert list(lines) == [
            *("python", "packages", "time zones", "settings", "figures", "access", "consent"),
            *("database", "master key", "bot", "disk", "modes", "backup"),
            *("token", "rights", "updates", "clock"),
        ]
        assert "@prorata_bot" in lines["token"].words
        assert "0 updates wait" in lines["updates"].words

    async def test_the_command_ends_with_0(self, folder: Path) -> None:
        done = await asyncio.to_thread(CliRunner().invoke, main, ["doctor"])
        assert done.exit_code == 0, done.output
        assert [line[:4] for line in done.output.splitlines()].count("ok  ") == 16
        assert "note  bot           is not running" in done.output

    async def test_before_the_first_talk(self, tmp_path: Path, folder: Path) -> None:
        shutil.rmtree("data")
        shutil.rmtree("keys")
        lines = await examined()
        assert not [line for line in lines.values() if line.mark is Mark.FIX]
        assert "nothing is kept yet" in lines["database"].words
        assert not Path("data").exists()
        assert not Path("keys").exists()

    async def test_without_a_token_nothing_is_asked_of_telegram(
        self, folder: Path, server: BotApiServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("PRORATA_TOKEN")
        assert "python -m bot setup" in (await found("token")).words
        assert not server.calls

    async def test_it_changes_nothing(self, folder: Path) -> None:
        before = contents(folder)
        await examined()
        assert contents(folder) == before


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def damage() -> None:
    file = Path("data/prorata.db")
    whole = file.read_bytes()
    file.write_bytes(whole[:100] + b"\0" * (len(whole) - 100))


def of_another_program() -> None:
    Path("data/prorata.db").unlink()
    with closing(sqlite3.connect("data/prorata.db")) as db:
        db.execute("CREATE TABLE theirs (x)")


def of_a_newer_version() -> None:
    with closing(sqlite3.connect("data/prorata.db")) as db, db:
        db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
            "VALUES ('prorata', 'm999_later', '')"
        )


def with_keys_of_another_database() -> None:
    Path("data/prorata.keys.db").unlink()
    Storage(Path("data/other.db"), MASTERS).close()
    Path("data/other.keys.db").rename("data/prorata.keys.db")


def last_backup_long_ago() -> None:
    (copy,) = Path("data/backups").glob("*Z.db")
    copy.rename("data/backups/prorata-20260101T023000Z.db")


HERE: list[tuple[str, Callable[[], object], str]] = [
    ("database", damage, "Restore a copy"),
    ("database", of_another_program, "another program"),
    ("database", of_a_newer_version, "newer version"),
    ("master key", lambda: Path("keys/master.key").chmod(0o640), "chmod 600 keys/master.key"),
    ("master key", lambda: Path("keys/master.key").unlink(), "Bring it back"),
    ("master key", lambda: Path("keys/master.key").write_text("key"), "is not a master key"),
    (
        "master key",
        lambda: write_key_file(Path("keys/master.key"), (bytes(32),)),
        "wrapped by another master key",
    ),
    ("master key", with_keys_of_another_database, "the keys of another database"),
    ("modes", lambda: Path("data").chmod(0o755), "chmod 700 data"),
    ("modes", lambda: Path("data/prorata.db").chmod(0o644), "chmod 600 data/prorata.db"),
    ("modes", lambda: Path(".env").write_text(""), "chmod 600 .env"),
    ("backup", last_backup_long_ago, "last one 2026-01-01 02:30 UTC"),
]


@pytest.mark.parametrize(("about", "spoil", "words"), HERE)
async def test_what_is_wrong_here(
    folder: Path, about: str, spoil: Callable[[], object], words: str
) -> None:
    spoil()
    line = await found(about)
    assert line.mark is Mark.FIX
    assert words in line.words


SETTINGS = [
    ("PRORATA_TOKN", "x", "settings", Mark.FIX, "did you mean PRORATA_TOKEN?"),
    ("PRORATA_TODAY", "2026-11-21", "settings", Mark.NOTE, "take it out"),
    ("PRORATA_TODAY", "2031-01-01", "figures", Mark.FIX, "none for 2031"),
    ("PRORATA_TODAY", "2026-03-02", "figures", Mark.OK, "next date: 2026-04-01 for 2025"),
    ("PRORATA_CPA_CHAT", "7001", "consent", Mark.FIX, "PRORATA_CPA_NAME: is missing"),
    ("PRORATA_ACCESS", "listed", "access", Mark.FIX, "PRORATA_PEOPLE: is missing"),
    ("PRORATA_PEOPLE", f"{CHAT}, 12", "access", Mark.OK, "2 listed people"),
]


@pytest.mark.parametrize(("name", "value", "about", "mark", "words"), SETTINGS)
async def test_settings(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    value: str,
    about: str,
    mark: Mark,
    words: str,
) -> None:
    monkeypatch.setenv(name, value)
    line = await found(about)
    assert line.mark is mark
    assert words in line.words


class TestTheMachine:
    async def test_a_disk_that_is_nearly_full(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(machine, "LEAST_FREE", 10**18)
        line = await found("disk")
        assert line.mark is Mark.FIX
        assert "make room" in line.words

    @pytest.mark.parametrize(
        ("lock", "mark", "words"),
        [
            ("aiohttp==0.1 \\\n    --hash=x\n", Mark.NOTE, "for 0.1; `make setup`"),
            ("not-there==1.0 \\\n", Mark.FIX, "missing: not-there"),
            ("not-there==1.0 ; sys_platform == 'win32' \\\n", Mark.OK, "as tested"),
        ],
    )
    async def test_packages(
        self,
        folder: Path,
        monkeypatch: pytest.MonkeyPatch,
        lock: str,
        mark: Mark,
        words: str,
    ) -> None:
        (folder / "lock").write_text(lock)
        monkeypatch.setattr(machine, "LOCK", folder / "lock")
        line = await found("packages")
        assert line.mark is mark
        assert words in line.words

    async def test_older_keys_are_still_there(self, folder: Path) -> None:
        write_key_file(Path("keys/master.key"), (*MASTERS, bytes(32)))
        line = await found("master key")
        assert line.mark is Mark.NOTE
        assert "`rotate-key` ends that" in line.words

    async def test_no_backup_yet(self, folder: Path) -> None:
        shutil.rmtree("data/backups")
        line = await found("backup")
        assert line.mark is Mark.NOTE
        assert "python -m bot backup" in line.words


class TestOnTelegram:
    async def test_a_token_that_it_does_not_know(self, folder: Path, server: BotApiServer) -> None:
        server.token = "another"
        line = await found("token")
        assert line.mark is Mark.FIX
        assert "copy it again from @BotFather" in line.words

    async def test_no_answer(self, folder: Path, server: BotApiServer) -> None:
        await server.stop()
        lines = await examined()
        assert lines["token"].mark is Mark.FIX
        assert f"{server.url} gives no answer" in lines["token"].words
        assert lines["clock"].mark is Mark.NOTE
        await server.start()

    async def test_anybody_can_put_it_into_groups(self, folder: Path, server: BotApiServer) -> None:
        server.joins_groups = True
        line = await found("rights")
        assert line.mark is Mark.FIX
        assert "/setjoingroups" in line.words

    async def test_sharing_needs_inline_mode(self, folder: Path, server: BotApiServer) -> None:
        server.inline = False
        line = await found("rights")
        assert line.mark is Mark.NOTE
        assert "/setinline" in line.words

    async def test_many_updates_wait(self, folder: Path, server: BotApiServer, ann: Chat) -> None:
        for _ in range(100):
            await ann.says("hello")
        line = await found("updates")
        assert line.mark is Mark.NOTE
        assert "100 updates wait" in line.words

    @pytest.mark.parametrize(
        ("ours", "theirs", "words"),
        [
            ("", "https://other.example/a-secret-path", "sends them to other.example"),
            ("https://bot.example", "", "sends none to https://bot.example yet"),
            ("https://bot.example", "https://other.example/a-secret-path", "other.example and not"),
            ("https://bot.example", "https://bot.example.evil/a-secret-path", "and not to"),
        ],
    )
    async def test_a_webhook_that_does_not_fit(
        self,
        folder: Path,
        server: BotApiServer,
        monkeypatch: pytest.MonkeyPatch,
        ours: str,
        theirs: str,
        words: str,
    ) -> None:
        monkeypatch.setenv("PRORATA_WEBHOOK_URL", ours)
        server.webhook = Webhook(theirs, "a-secret", 40) if theirs else None
        line = await found("updates")
        assert line.mark is Mark.FIX
        assert words in line.words

    async def test_a_webhook_that_telegram_does_not_reach(
        self, folder: Path, server: BotApiServer, monkeypatch: pytest.MonkeyPatch, ann: Chat
    ) -> None:
        monkeypatch.setenv("PRORATA_WEBHOOK_URL", "https://bot.example")
        server.webhook = Webhook("https://bot.example/a-secret-path", "a-secret", 40)
        assert (await found("updates")).mark is Mark.OK
        server.webhook_error = "Wrong response from the webhook: 502 Bad Gateway"
        await ann.says("hello")
        line = await found("updates")
        assert line.mark is Mark.FIX
        assert "502 Bad Gateway. 1 updates wait" in line.words

    @pytest.mark.parametrize(
        ("seconds", "mark", "words"),
        [
            (100, Mark.FIX, "seconds ahead of Telegram's"),
            (-100, Mark.FIX, "seconds behind Telegram's"),
            (15, Mark.OK, "agrees"),
        ],
    )
    async def test_the_clock(self, folder: Path, seconds: int, mark: Mark, words: str) -> None:
        line = await found("clock", ahead=timedelta(seconds=seconds))
        assert line.mark is mark
        assert words in line.words


class TestQuick:
    """For a health check: exit code 0 or 1, and no network."""

    @pytest.fixture(autouse=True)
    def _no_network(self, server: BotApiServer) -> Iterator[None]:
        yield
        assert not server.calls

    async def test_a_bot_at_work(self, folder: Path) -> None:
        with lease(Path("data/prorata.db")), closing(Storage(Path("data/prorata.db"), MASTERS)):
            done = CliRunner().invoke(main, ["doctor", "--quick"])
        assert done.exit_code == 0, done.output
        assert len(done.output.splitlines()) == 3

    async def test_no_bot_at_work(self, folder: Path) -> None:
        with lease(Path("data/prorata.db")):
            pass  # the file stays when its holder ends
        done = CliRunner().invoke(main, ["doctor", "--quick"])
        assert done.exit_code == 1
        assert "FIX   bot           is not running" in done.output

    async def test_in_the_terminal_nobody_holds_the_lease(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("PRORATA_TOKEN")
        assert all_well(list(examine_quickly()))

    @pytest.mark.parametrize(
        "spoil",
        [
            of_another_program,
            lambda: Path("data/prorata.db").unlink(),
            lambda: Path("keys/master.key").unlink(),
            lambda: write_key_file(Path("keys/master.key"), (bytes(32),)),
        ],
    )
    async def test_what_keeps_it_from_working(
        self, folder: Path, spoil: Callable[[], object]
    ) -> None:
        spoil()
        with lease(Path("data/prorata.db")):
            assert not all_well(list(examine_quickly()))


class TestTheLease:
    def test_who_holds_it(self, tmp_path: Path) -> None:
        database = tmp_path / "prorata.db"
        assert held_by(database) is None
        with lease(database):
            assert "process" in str(held_by(database))
        assert held_by(database) is None

    def test_to_look_keeps_no_bot_from_starting(self, tmp_path: Path) -> None:
        database = tmp_path / "prorata.db"
        with lease(database):
            pass
        looking = lease_file(database).open()
        fcntl.flock(looking, fcntl.LOCK_SH)
        threading.Timer(0.03, looking.close).start()
        with lease(database):
            assert looking.closed
