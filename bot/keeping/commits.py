"""What many people do at the same time is committed together, and the loop goes on meanwhile.

A commit that outlives a loss of power takes a disk's time, however much is in it. So operations
that come close together share one transaction; in it, each is all or nothing by itself. The commit
runs in a thread; what comes meanwhile waits for it, and is the next group.

What came of sending is noted in memory, and written with the next group, or soon; only the next
message to the same chat waits for it. So if power is lost, the last message of a chat may come once
more, as it does where Telegram has it and its answer is not here yet, and never two of them.
"""

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from bot.keeping.records import Shown
from bot.keeping.storage import Storage, pause_after
from bot.keeping.until_kept import until_kept

T = TypeVar("T")

_LOG = logging.getLogger(__name__)

GATHERING = 0.005
"""Seconds in which others come along, at most."""

SOON = 0.01
"""Seconds until what is noted is written, where nothing else is."""


class Commits:
    """The running bot's way to its database: nothing else touches it while a loop runs."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._free = asyncio.Lock()
        """Held while a commit is under way: who waits for it comes next, one after the other."""
        self._waiting: list[asyncio.Future[None]] = []
        """For the commit of what they did."""
        self._committing: asyncio.Task[None] | None = None
        self._later: asyncio.TimerHandle | None = None
        self._failures = 0
        """Of commits in a row."""
        self._failure: sqlite3.Error | None = None

    async def kept(self, operation: Callable[[], T]) -> T:
        """What it does is on the disk when this returns. Raises what ``operation`` raises, and
        sqlite3.Error: then nothing of it is kept."""
        async with self._free:
            done = self._part_of_the_group(operation)
            committed = asyncio.get_running_loop().create_future()
            self._waiting.append(committed)
        self._commit_now()
        await committed
        return done

    async def look(self, operation: Callable[[], T]) -> T:
        """What only reads. Raises sqlite3.Error, also while nothing can be written: what is sent
        then could not be marked so."""
        async with self._free:
            if self._failure is not None:
                raise self._failure
            return operation()

    def note_sent(self, chat: int, position: int) -> None:
        """A message is there."""
        self._storage.note_sent(chat, position)
        self._commit_soon()

    def note_shown(self, chat: int, change: Callable[[Shown], Shown]) -> None:
        """What a chat was shown."""
        self._storage.note_shown(chat, change)
        self._commit_soon()

    async def written(self, position: int) -> None:
        """Wait until it is on the disk that this message is there."""
        while not self._storage.is_written(position):
            await until_kept(lambda: self.kept(lambda: None))

    async def finish(self) -> None:
        """Write what is noted, if that can be."""
        while self._committing is not None or (self._storage.has_notes and not self._failures):
            await asyncio.wait([self._commit_now(at_rest=True)])
        self._not_later()

    def _part_of_the_group(self, operation: Callable[[], T]) -> T:
        db = self._storage.db
        if not db.conn.in_transaction:
            db.begin()
        try:
            with db.atomic():
                return operation()
        except BaseException as error:
            if not db.conn.in_transaction:  # SQLite has taken all of it back: no room, or no disk
                self._tell(error)
            raise
        finally:
            if db.conn.in_transaction:
                self._commit_now()

    def _commit_now(self, at_rest: bool = False) -> asyncio.Task[None]:
        if self._committing is None:
            self._committing = asyncio.create_task(self._commit(at_rest))
        return self._committing

    def _commit_soon(self, seconds: float = SOON) -> None:
        if self._committing is None and self._later is None:
            loop = asyncio.get_running_loop()
            self._later = loop.call_later(seconds, self._commit_now, True)

    def _not_later(self) -> None:
        if self._later is not None:
            self._later.cancel()
            self._later = None

    async def _commit(self, at_rest: bool) -> None:
        """``at_rest`` where nothing else goes on."""
        self._not_later()
        await self._gather()
        async with self._free:
            self._committing = None
            try:
                await self._commit_group(at_rest)
            except Exception as error:
                self._storage.db.rollback()
                self._tell(error)
                self._fails(error)
            else:
                self._failure, self._failures = None, 0
                self._tell(None)
                if self._storage.has_notes:
                    self._commit_soon()

    async def _gather(self) -> None:
        """As long as others come along."""
        now = asyncio.get_running_loop().time
        before, until = -1, now() + GATHERING
        while before != len(self._waiting) and now() < until:
            before = len(self._waiting)
            await asyncio.sleep(0)

    async def _commit_group(self, at_rest: bool) -> None:
        db = self._storage.db
        if not db.conn.in_transaction:
            if not self._storage.has_notes:
                return
            db.begin()
        written = self._storage.write_notes(at_rest=at_rest and not self._waiting)
        await _to_the_end(asyncio.to_thread(self._storage.commit))
        self._storage.forget_notes(written)

    def _tell(self, error: BaseException | None) -> None:
        waiting, self._waiting = self._waiting, []
        for one in waiting:
            if one.done():  # whoever waited was cancelled
                continue
            if error is None:
                one.set_result(None)
            else:
                one.set_exception(error)

    def _fails(self, error: Exception) -> None:
        """It is tried again, as what is noted has to be written."""
        self._failure = error if isinstance(error, sqlite3.Error) else self._failure
        self._failures += 1
        if self._storage.has_notes:
            _LOG.error("the database fails, sending waits: %s", error)
        self._commit_soon(pause_after(self._failures))


async def _to_the_end(work: Coroutine[Any, Any, None]) -> None:
    """A thread cannot be cancelled: what it works with is not to be closed under it."""
    task = asyncio.create_task(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise
