"""Many people at once: one commit for all, and each of them whole or not at all."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.keeping.commits import Commits
from bot.keeping.records import Asking
from bot.keeping.storage import Moved, Storage
from conversations.flow import Said
from tests.bot.a_key import MASTERS

PEOPLE = range(1, 21)
ANN = 1


@pytest.fixture
def commits(storage: Storage) -> Commits:
    return Commits(storage)


@pytest.fixture
def number_of_commits(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    committed: list[None] = []
    commit = storage.commit

    def counted() -> None:
        committed.append(None)
        commit()

    monkeypatch.setattr(storage, "commit", counted)
    return committed.__len__


@pytest.fixture
def on_disk(storage: Storage) -> Callable[[], Iterator[int]]:
    """Who is committed, as another program sees it: how often each was answered."""

    def seen() -> Iterator[int]:
        with closing(sqlite3.connect(storage.path)) as other:
            yield from (number for (number,) in other.execute("SELECT count(*) FROM persons"))

    return seen


def says(storage: Storage, chat: int, answer: str, message: str = "next") -> Callable[[], bool]:
    moved = Moved(Said({"year": answer}, salt="salt"), [message])
    return lambda: storage.turn(chat, lambda _: moved)


class TestTogether:
    async def test_one_commit_for_all(
        self, storage: Storage, commits: Commits, number_of_commits: Callable[[], int]
    ) -> None:
        await asyncio.gather(*(commits.kept(says(storage, chat, "2026")) for chat in PEOPLE))
        assert number_of_commits() == 1
        assert all(storage.said(chat) for chat in PEOPLE)

    async def test_nobody_goes_on_before_it(
        self, storage: Storage, commits: Commits, on_disk: Callable[[], Iterator[int]]
    ) -> None:
        async def counted(chat: int) -> int:
            await commits.kept(says(storage, chat, "2026"))
            return next(on_disk())

        assert await asyncio.gather(*map(counted, PEOPLE)) == [len(PEOPLE)] * len(PEOPLE)

    async def test_one_that_fails_takes_nobody_along(
        self, storage: Storage, commits: Commits
    ) -> None:
        def fails() -> None:
            says(storage, ANN, "2025")()
            raise ZeroDivisionError

        others = [commits.kept(says(storage, chat, "2026")) for chat in PEOPLE[1:]]
        failed, *kept = await asyncio.gather(commits.kept(fails), *others, return_exceptions=True)
        assert isinstance(failed, ZeroDivisionError)
        assert kept == [True] * len(others)
        assert storage.said(ANN) is None
        assert storage.waiting(ANN) == []
        assert all(storage.said(chat) for chat in PEOPLE[1:])

    async def test_a_commit_that_fails_is_told_to_all(
        self, storage: Storage, commits: Commits, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full() -> None:
            raise sqlite3.OperationalError("database or disk is full")

        with monkeypatch.context() as disk:
            disk.setattr(storage, "commit", full)
            asked = [commits.kept(says(storage, chat, "2026")) for chat in PEOPLE]
            told = await asyncio.gather(*asked, return_exceptions=True)
        assert {type(one) for one in told} == {sqlite3.OperationalError}
        assert not any(storage.said(chat) for chat in PEOPLE)
        await commits.kept(says(storage, ANN, "2026"))
        assert storage.said(ANN) == Said({"year": "2026"})

    async def test_who_goes_away_meanwhile_takes_nobody_along(
        self, storage: Storage, commits: Commits
    ) -> None:
        gone, stays = (
            asyncio.create_task(commits.kept(says(storage, chat, "2026"))) for chat in (1, 2)
        )
        await asyncio.sleep(0)
        gone.cancel()
        assert await stays
        assert all(map(storage.said, (1, 2)))


class TestWhatIsToBeSent:
    async def test_waits_for_the_commit(self, storage: Storage, commits: Commits) -> None:
        """A question that is sent and not kept would be asked once more."""
        seen: list[object] = []

        def turn_and_look() -> None:
            says(storage, ANN, "2026")()
            seen.append(storage.next_message(ANN))

        await commits.kept(turn_and_look)
        seen.append(storage.next_message(ANN))
        assert seen == [None, (1, "next")]

    async def test_is_marked_with_what_is_committed_next(
        self, storage: Storage, commits: Commits, number_of_commits: Callable[[], int]
    ) -> None:
        await commits.kept(says(storage, ANN, "2026", "first"))
        commits.note_sent(ANN, 1)
        assert storage.next_message(ANN) is None
        await commits.kept(says(storage, ANN, "2025", "second"))
        assert storage.is_written(1)
        assert number_of_commits() == 2
        assert storage.next_message(ANN) == (2, "second")

    async def test_or_soon_where_nobody_says_anything(
        self, storage: Storage, commits: Commits
    ) -> None:
        await commits.kept(says(storage, ANN, "2026"))
        commits.note_sent(ANN, 1)
        commits.note_shown(ANN, lambda shown: shown.asks(Asking("age", 7)))
        await commits.finish()
        assert not storage.has_notes
        with closing(Storage(storage.path, MASTERS)) as restarted:
            assert restarted.waiting(ANN) == []
            assert restarted.shown(ANN).asking == Asking("age", 7)

    async def test_what_others_showed_waits_for_a_rest(
        self, storage: Storage, commits: Commits
    ) -> None:
        """It is only for looks, and goes along with what they say next."""
        for chat in (1, 2):
            await commits.kept(says(storage, chat, "2026"))
            commits.note_shown(chat, lambda shown: shown.asks(Asking("age", 7)))
        await commits.kept(says(storage, 1, "2025"))
        with closing(Storage(storage.path, MASTERS)) as other:
            asking = [other.shown(chat).asking for chat in (1, 2)]
        assert asking == [Asking("age", 7), None]
        await commits.finish()


def test_what_another_program_changed_is_read_anew(tmp_path: Path) -> None:
    """`purge`, `restore` and the like, while the bot runs."""
    path = tmp_path / "prorata.db"
    with closing(Storage(path, MASTERS)) as bot, closing(Storage(path, MASTERS)) as other:
        says(bot, ANN, "2026")()
        assert bot.said(ANN) == Said({"year": "2026"})
        says(other, ANN, "2025")()
        assert bot.said(ANN) == Said({"year": "2025"})
        other.turn(ANN, lambda _: Moved(None))
        assert bot.said(ANN) is None
        says(bot, ANN, "2024")()
        assert other.said(ANN) == Said({"year": "2024"})
