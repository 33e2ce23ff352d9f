"""Sends what waits in the database: in order within a chat, chats side by side.

A message is taken off the queue once Telegram has it. A crash between the two, or a connection
that tells nothing, sends it once more: Telegram has no way to ask whether it arrived.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from random import Random
from typing import TypeVar

from telegram import Bot

from bot.keeping.commits import Commits
from bot.keeping.outbox import LeftOut, Letter
from bot.keeping.records import Shown
from bot.keeping.storage import Storage
from bot.keeping.until_kept import until_kept
from bot.operating.metrics import UNMEASURED, Metrics, SendOutcome
from bot.sending.instead import instead, regrets, regrets_of, rest, then
from bot.sending.one_try import Sending
from bot.sending.outcome import (
    Backoff,
    Blocked,
    Refused,
    TooMany,
    Trouble,
    Unreachable,
    Unsure,
    trouble,
)
from bot.sending.pacing import Pacing
from bot.telegram.message import Collapse, Outgoing, from_json, to_json

T = TypeVar("T")

_LOG = logging.getLogger(__name__)


MOST_AT_ONCE = 200
"""Messages on their way. `Carrier` has room for 256 requests; who finds none there fails."""


class Delivery:
    """Serves chats by one task each, as long as there is something to send. ``chance`` spreads
    tries out that failed together."""

    def __init__(
        self,
        bot: Bot,
        storage: Storage,
        commits: Commits,
        metrics: Metrics = UNMEASURED,
        *,
        pacing: Pacing | None = None,
        today: Callable[[], date] = date.today,
        chance: Random | None = None,
    ) -> None:
        self._storage = storage
        self._commits = commits
        self._metrics = metrics
        self._pacing = pacing or Pacing()
        self._today = today
        self._chance = chance or Random()
        self._sending = Sending(bot, commits, self._pacing)
        self._unreachable_since: float | None = None
        """On the loop's clock; None where the last try reached Telegram."""
        self._serving: dict[int, asyncio.Task[None]] = {}
        self._last: dict[int, int] = {}
        """The last message that is there, of chats that are being served."""
        self._room = asyncio.Semaphore(MOST_AT_ONCE)
        self._in_hand: set[int] = set()
        """Chats that something is being sent to at this moment."""

    def wake(self, chat: int) -> None:
        """There may be something to send to this chat."""
        if chat not in self._serving:
            task = asyncio.create_task(self._serve(chat))
            self._serving[chat] = task

    async def wake_all(self) -> None:
        for chat in await self._seen(self._storage.chats_to_serve):
            self.wake(chat)

    def unreachable_for(self) -> float:
        """Seconds in which no try reached Telegram, since the first that did not."""
        since = self._unreachable_since
        return 0.0 if since is None else asyncio.get_running_loop().time() - since

    async def stop(self, patience: float) -> None:
        """Finish what is in hand within ``patience`` seconds; the rest stays in the database."""
        tasks = list(self._serving.items())
        for chat, task in tasks:
            if chat not in self._in_hand:
                task.cancel()
        if tasks:
            _, unfinished = await asyncio.wait([task for _, task in tasks], timeout=patience)
            for task in unfinished:
                task.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)
        await self._sending.stop()

    async def _serve(self, chat: int) -> None:
        try:
            while (waiting := await self._waiting(chat)) is not None:
                position, text, shown = waiting
                if shown.blocked:
                    await self._shut_out(chat)
                else:
                    await self._deliver(chat, position, text, shown)
        finally:
            # No await since the queue was seen empty: nothing can have come in between.
            del self._serving[chat]
            self._last.pop(chat, None)

    async def _waiting(self, chat: int) -> tuple[int, str, Shown] | None:
        """The next message with its position, and what the chat shows so far."""

        def look() -> tuple[int, str, Shown] | None:
            waiting = self._storage.next_message(chat)
            return None if waiting is None else (*waiting, self._storage.shown(chat))

        return await self._seen(look)

    async def _deliver(self, chat: int, position: int, text: str, shown: Shown) -> None:
        """Try until the message is sent, or cannot be."""
        try:
            message = from_json(text)
        except ValueError as unreadable:
            # Its text may quote the message.
            await self._leave_out(chat, position, None, type(unreadable).__name__)
            return
        try:
            with self._metrics.delivery():
                await self._tried(chat, position, message, shown)
        finally:
            self._sending.files.let_go(chat)

    async def _tried(self, chat: int, position: int, message: Outgoing, shown: Shown) -> None:
        backoff, doubtful = Backoff(self._chance), False
        while True:
            match await self._try(chat, message, shown):
                case None:
                    self._ends("sent")
                    await self._sent(chat, position, message)
                    return
                case Blocked():
                    _LOG.info("a person has blocked the bot: nothing more is sent to them")
                    self._ends("blocked")
                    await self._shut_out(chat)
                    return
                case Refused(reason):
                    self._unreachable_since = None
                    await self._leave_out(chat, position, message, reason)
                    return
                case Unsure(why):
                    # It may have arrived. A question that is missing ends a talk, one that comes
                    # twice does not: so one more try.
                    self._does_not_reach()
                    if doubtful:
                        _LOG.warning("a message may not have arrived: %s", why)
                        self._metrics.send("unsure")
                        await self._give_up(chat, position, message)
                        return
                    doubtful = True
                    self._metrics.retry("unsure")
                    continue
                case TooMany(pause):
                    self._unreachable_since = None
                    self._metrics.retry("too_many")
                case Unreachable(why):
                    self._does_not_reach()
                    self._metrics.retry("unreachable")
                    pause = backoff.pause()
                    _LOG.warning("sending fails, trying again in %.1f s: %s", pause, why)
            await asyncio.sleep(pause)
            if not await self._seen(partial(self._storage.is_waiting, position)):
                return

    async def _try(self, chat: int, message: Outgoing, shown: Shown) -> Trouble | None:
        """None where it is sent."""
        if not isinstance(message, Collapse):  # which waits for nothing
            await self._commits.written(self._last.get(chat, 0))
            await self._pacing.turn(chat)
        async with self._room:
            self._in_hand.add(chat)
            try:
                await self._sending.send(chat, message, shown)
            except Exception as error:
                return trouble(error)
            finally:
                self._in_hand.discard(chat)
        return None

    # What comes of it

    async def _sent(self, chat: int, position: int, message: Outgoing) -> None:
        await self._next(chat, position, rest(message), then(message))

    async def _give_up(
        self, chat: int, position: int, message: Outgoing | None, left_out: LeftOut | None = None
    ) -> None:
        await self._next(chat, position, instead(message), regrets(message), left_out)

    async def _leave_out(
        self, chat: int, position: int, message: Outgoing | None, reason: str
    ) -> None:
        """It cannot be sent, or not even read, and keeps nothing waiting."""
        kind = "unreadable" if message is None else type(message).__name__.lower()
        _LOG.error("a message is left out: %s, %s", kind, reason)
        self._metrics.send("refused")
        await self._give_up(chat, position, message, LeftOut(self._today(), kind, reason))

    async def _next(
        self,
        chat: int,
        position: int,
        following: Outgoing | None,
        letters: Sequence[Letter],
        left_out: LeftOut | None = None,
    ) -> None:
        """What takes its place in the queue, and what others are told."""
        if following is not None:
            words = to_json(following)
            await self._kept(lambda: self._storage.sent_in_part(chat, position, words, left_out))
        elif letters or left_out is not None:
            await self._kept(lambda: self._storage.sent(position, letters, left_out))
        else:
            self._commits.note_sent(chat, position)
            self._last[chat] = position
        self._wake(letters)

    async def _shut_out(self, chat: int) -> None:
        letters: list[Letter] = []

        def shut_out() -> None:
            letters[:] = regrets_of(self._storage.waiting(chat))
            self._storage.shut_out(chat, letters)

        await self._kept(shut_out)
        self._wake(letters)

    # The database, waited for if need be

    async def _seen(self, look: Callable[[], T]) -> T:
        return await until_kept(lambda: self._commits.look(look))

    async def _kept(self, operation: Callable[[], None]) -> None:
        await until_kept(lambda: self._commits.kept(operation))

    def _wake(self, letters: Iterable[Letter]) -> None:
        for chat in {chat for chat, _ in letters}:
            self.wake(chat)

    def _ends(self, outcome: SendOutcome) -> None:
        """Telegram has answered."""
        self._unreachable_since = None
        self._metrics.send(outcome)

    def _does_not_reach(self) -> None:
        if self._unreachable_since is None:
            self._unreachable_since = asyncio.get_running_loop().time()
