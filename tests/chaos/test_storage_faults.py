"""What can happen to the files: no room, no right to write, taken away, damaged by a loss of power.

Each time nobody is told anything wrong, the operator reads one clear line, and it goes on by itself
as soon as it can.
"""

import logging
import shutil
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, closing, contextmanager
from pathlib import Path
from random import Random

import pytest

from bot.keeping.database_file import UnusableDatabase, keys_beside
from bot.keeping.storage import Moved, Storage
from bot.telegram.updates import TROUBLE
from conversations.flow import Said
from tests.bot.a_key import MASTERS
from tests.bot.bot_api_server import BotApiServer
from tests.bot.phone import Chat
from tests.bot.talks import answer, answers_of, holds, talking, until

TO_THE_AGE = "says /start \n taps Backdoor Roth \n taps 2026 \n taps Single"
SEED = 8606
TURNS = 30


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of a megabyte, where this user may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def full(folder: Path) -> Iterator[None]:
    """To the last byte."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (4096, 1):
            try:
                while file.write(bytes(size)):
                    pass
            except OSError:
                continue
    yield
    filler.unlink()


@contextmanager
def moved_away(path: Path) -> Iterator[None]:
    away = path.with_name("elsewhere")
    path.rename(away)
    yield
    away.rename(path)


@contextmanager
def replaced(path: Path) -> Iterator[None]:
    """By an older copy, under the running bot."""
    with moved_away(path):
        shutil.copyfile(path.with_name("elsewhere"), path)
        yield
        path.unlink()


@asynccontextmanager
async def a_talk(storage: Storage) -> AsyncIterator[tuple[BotApiServer, Chat]]:
    async with BotApiServer() as server, talking(server, storage):
        ann = server.chat(1001, "Ann")
        await holds(ann, TO_THE_AGE)
        await until(lambda: not storage.chats_to_serve())
        yield server, ann


Trouble = Callable[[], AbstractContextManager[None]]


async def operators_line(
    trouble: Trouble, storage: Storage, log: pytest.LogCaptureFixture, *, new: bool = False
) -> str:
    """Somebody answers while there is trouble, somebody new or not; gives what the operator reads.
    The answer waits, and is taken and answered by itself when the trouble is over."""
    log.set_level(logging.WARNING, "bot")
    async with a_talk(storage) as (server, ann):
        chat, words = (server.chat(1002, "Bob"), "/start") if new else (ann, "45")
        with trouble():
            said = await chat.says(words)
            await until(lambda: "updates wait" in log.text)
            with pytest.raises(TimeoutError):
                await server.confirms(said.update_id, timeout=0.2)
        assert len(await answer(chat)) == (2 if new else 1)
        await server.confirms(said.update_id)
        assert TROUBLE not in str(chat), "a person was told to say it again"
        if not new:
            assert answers_of(storage, ann)["age"] == "45"
    return next(line for line in log.text.splitlines() if "updates wait" in line)


class TestARunningBot:
    async def test_on_a_disk_without_room(
        self, small_disk: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        with closing(Storage(small_disk / "prorata.db", MASTERS)) as storage:
            line = await operators_line(lambda: full(small_disk), storage, caplog)
        assert line.endswith("updates wait: database or disk is full")

    @pytest.mark.parametrize("trouble", [moved_away, replaced])
    async def test_whose_database_is_taken_away(
        self,
        tmp_path: Path,
        caplog: pytest.LogCaptureFixture,
        trouble: Callable[[Path], AbstractContextManager[None]],
    ) -> None:
        """What is written to a file that is gone would be gone at the next start."""
        path = tmp_path / "prorata.db"
        with closing(Storage(path, MASTERS)) as storage:
            line = await operators_line(lambda: trouble(path), storage, caplog)
        assert f"{path}: was removed, moved or replaced while it is in use." in line

    async def test_whose_keys_are_taken_away(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        path = tmp_path / "prorata.db"
        keys = keys_beside(path)
        with closing(Storage(path, MASTERS)) as storage:
            line = await operators_line(lambda: moved_away(keys), storage, caplog, new=True)
        assert f"{keys}: was removed, moved or replaced while it is in use." in line


class TestAStart:
    def test_without_room(self, small_disk: Path) -> None:
        path = small_disk / "prorata.db"
        with full(small_disk), pytest.raises(UnusableDatabase, match=r"disk is full|No space left"):
            Storage(path, MASTERS)
        with closing(Storage(path, MASTERS)) as storage:
            assert storage.turn(1001, lambda _: Moved(Said()))

    def test_where_nothing_may_be_written(self, small_disk: Path) -> None:
        path = small_disk / "prorata.db"
        with closing(Storage(path, MASTERS)) as storage:
            storage.turn(1001, lambda _: Moved(Said({"year": "2026"})))
        remount(small_disk, "ro")
        with pytest.raises(UnusableDatabase, match="cannot be read and written"):
            Storage(path, MASTERS)
        remount(small_disk, "rw")
        with closing(Storage(path, MASTERS)) as storage:
            assert storage.said(1001) == Said({"year": "2026"})


def remount(folder: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", str(folder)], check=True)


def cut_off(log: bytes, at: Random) -> bytes:
    return log[: at.randrange(len(log))]


def spoilt(log: bytes, at: Random) -> bytes:
    where = at.randrange(len(log) - 512)
    return log[:where] + at.randbytes(512) + log[where + 512 :]


@pytest.mark.parametrize("damage", [cut_off, spoilt])
@pytest.mark.parametrize("seed", range(SEED, SEED + 10))
def test_of_a_damaged_log_what_came_before_is_left(
    tmp_path: Path, damage: Callable[[bytes, Random], bytes], seed: int
) -> None:
    """Turn by turn and each of them whole: answers, messages and the update that it was."""
    path, left = tmp_path / "prorata.db", tmp_path / "left"
    left.mkdir()
    with closing(Storage(path, MASTERS)) as storage:
        for turn in range(TURNS):
            moved = Moved(Said({"turn": str(turn)}, salt="salt"), [f"message {turn}"])
            storage.turn(1001 + turn % 3, lambda _, moved=moved: moved, turn)
        for name in ("prorata.db", "prorata.keys.db", "prorata.keys.db-wal"):
            shutil.copyfile(tmp_path / name, left / name)
        log = (tmp_path / "prorata.db-wal").read_bytes()
    (left / "prorata.db-wal").write_bytes(damage(log, Random(seed)))

    with closing(Storage(left / "prorata.db", MASTERS)) as storage:
        seen = [turn for turn in range(TURNS) if storage.has_seen(turn)]
        assert seen == [*range(len(seen))]
        for person in range(3):
            turns = seen[person::3]
            said = storage.said(1001 + person)
            assert (said and said.answers.get("turn")) == (str(turns[-1]) if turns else None)
            assert storage.waiting(1001 + person) == [f"message {turn}" for turn in turns]
        assert storage.turn(1001, lambda _: Moved(Said()), TURNS)
