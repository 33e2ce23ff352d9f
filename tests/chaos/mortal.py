"""The bot, in this process, and a point at which it dies.

It dies at its n-th step: before a statement in one of its databases, or where a task of it goes on
after it has waited. From then on nothing of it reaches a database or Telegram, whatever its code
still tries; what is on the disk at that moment is what the next one finds.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Collection, Coroutine, Generator
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from shutil import copyfile
from threading import Lock
from types import CoroutineType
from typing import Any
from unittest.mock import patch

from bot.keeping.storage import Storage
from bot.sending.carrier import Carrier
from bot.telegram.bot import TelegramBot
from tests.bot.a_key import MASTERS


class Dies(BaseException):
    """Nothing goes on after this."""


class Life:
    """One start of the bot, on the files of a folder, until it dies or is ended."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.dies_at: int | None = None
        """Steps from here on."""
        self.storage: Storage | None = None
        self.has_died = asyncio.Event()
        self.left = folder.with_name(f"{folder.name}-left")
        """What is on the disk at the moment of death."""
        self._tasks: dict[asyncio.Task[Any], CoroutineType[Any, Any, Any]] = {}
        self._connections: list[sqlite3.Connection] = []
        self._requests: list[Carrier] = []

    def begins(self, bot: Callable[[Storage], TelegramBot]) -> None:
        """It runs from here on."""
        asyncio.get_running_loop().set_task_factory(_task)
        alive = _LIFE.set(self)
        try:
            with (
                patch("sqlite3.connect", partial(sqlite3.connect, factory=_MortalConnection)),
                patch("bot.telegram.bot.Carrier", _MortalRequest),
            ):
                self.storage = Storage(self.folder / "prorata.db", MASTERS)
                running = bot(self.storage).run()
            asyncio.get_running_loop().create_task(running)
        except Dies:
            pass
        finally:
            _LIFE.reset(alive)

    def is_at_rest(self) -> bool:
        """Nothing is being sent, and nothing waits to be."""
        return self.storage is not None and not (
            self._at(_SENDING, done=False)
            or self.storage.chats_to_serve()
            or self.storage.has_notes
        )

    def ended_by(self) -> BaseException | None:
        """What it ended with, by itself, which it should not."""
        ended = [task for task, of in self._tasks.items() if of.__qualname__ == "TelegramBot.run"]
        return next((task.exception() for task in ended if task.done()), None)

    def _at(self, names: Collection[str], *, done: bool) -> bool:
        return any(
            task.done() == done and coroutine.__qualname__ in names
            for task, coroutine in self._tasks.items()
        )

    def step(self) -> None:
        if self.dies_at is not None and not self.has_died.is_set():
            self.dies_at -= 1
            if self.dies_at <= 0:
                self._die()
        if self.has_died.is_set():
            raise Dies

    def _die(self) -> None:
        self.left.mkdir()
        for file in self.folder.iterdir():
            if not file.name.endswith("-shm"):  # in memory
                copyfile(file, self.left / file.name)
        self.has_died.set()

    async def ends(self) -> Path:
        """Dies now, if it has not yet; gives what is left."""
        if not self.has_died.is_set():
            self._die()
        while tasks := [task for task in self._tasks if not task.done()]:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for coroutine in self._tasks.values():
            coroutine.close()  # one that was never begun
        for request in self._requests:
            await request.shutdown()
        for connection in self._connections:
            connection.close()
        return self.left


_LIFE: ContextVar[Life | None] = ContextVar("life", default=None)
"""Whose statements and tasks these are; none while a test looks."""

_SENDING = frozenset({"Delivery._serve", "Passing._answered"})
"""Tasks that end when there is nothing left to send."""


class _MortalConnection(sqlite3.Connection):
    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        life = _LIFE.get()
        assert life is not None
        life._connections.append(self)
        self._at_work = Lock()

    def execute(self, *given: Any) -> sqlite3.Cursor:
        life = _LIFE.get()
        if life is not None:
            life.step()
        with self._at_work:
            return super().execute(*given)

    def close(self) -> None:
        with self._at_work:  # a thread may be committing
            super().close()


class _MortalRequest(Carrier):
    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        life = _LIFE.get()
        assert life is not None
        life._requests.append(self)


class _Mortal:
    """A coroutine that takes a step of its life wherever it goes on."""

    def __init__(self, mortal: Coroutine[Any, Any, Any], life: Life) -> None:
        self._mortal = mortal
        self._life = life

    def __await__(self) -> Generator[Any, Any, Any]:
        go_on: Callable[[], Any] = partial(self._mortal.send, None)
        while True:
            try:
                self._life.step()
            except Dies as end:
                go_on = partial(self._mortal.throw, end)
            try:
                awaited = go_on()
            except StopIteration as done:
                return done.value
            try:
                go_on = partial(self._mortal.send, (yield awaited))
            except BaseException as error:
                go_on = partial(self._mortal.throw, error)


async def _lived(mortal: Coroutine[Any, Any, Any], life: Life) -> Any:
    return await _Mortal(mortal, life)


def _task(loop: asyncio.AbstractEventLoop, coro: Any, **named: Any) -> asyncio.Task[Any]:
    life = _LIFE.get()
    if life is None:
        return asyncio.Task(coro, loop=loop, **named)
    task = asyncio.Task(_lived(coro, life), loop=loop, **named)
    life._tasks[task] = coro
    return task
