"""Reminds people on Telegram: at nine in the morning of their time zone, each day at most once.

What is due moves into the queue of messages in the one transaction that also marks it as said, so
that it is said once, whatever is killed when. The time is looked at again and again, and not slept
up to: a clock that jumps, a machine that sleeps and a bot that was off lose no reminder.
"""

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.keeping.commits import Commits
from bot.keeping.retention import kept_until
from bot.keeping.storage import Moved, Storage
from bot.sending.delivery import Delivery
from bot.telegram.chat import outgoing
from bot.telegram.message import to_json
from conversations.engine import remind
from conversations.flow import Flows, Said
from conversations.reminders import FIRST_ZONE, ZONES, next_day

_LOG = logging.getLogger(__name__)

MORNING, EVENING = time(9), time(21)
"""When people may be reminded, in their time zone: from the one until the other."""

LONGEST_NAP = 60.0
"""Seconds between two looks at the time."""

A_SECOND = 10
"""People who are reminded in one. The rest of what may be sent (``bot.sending.pacing``) is left for
answers: on April 15 many are reminded at nine."""

Now = Callable[[], datetime]
"""The time, with a time zone."""


def next_time(said: Said | None, now: datetime) -> datetime | None:
    """When a person is to be reminded next; None where there is nothing to be reminded of."""
    day = None if said is None else next_day(said.reminders, said.done)
    if said is None or day is None:
        return None
    zone = _zone(said)
    at = _morning(day, zone)
    if at > now:
        return at
    local = now.astimezone(zone)
    if MORNING <= local.time() < EVENING:
        return now
    today = local.date()
    return _morning(today if local.time() < MORNING else today + timedelta(days=1), zone)


def _morning(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, MORNING, zone)


def _zone(said: Said) -> ZoneInfo:
    return ZoneInfo(ZONES.get(said.zone or FIRST_ZONE, ZONES[FIRST_ZONE]))


class Reminding:
    def __init__(
        self, storage: Storage, commits: Commits, delivery: Delivery, flows: Flows, now: Now
    ) -> None:
        self._storage = storage
        self._commits = commits
        self._delivery = delivery
        self._flows = flows
        self._now = now

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self.look()
                next_one = await self._commits.look(self._storage.next_reminder)
            except sqlite3.Error as error:
                _LOG.error("the database fails, reminders wait: %s", error)
                next_one = None
            left = LONGEST_NAP
            if next_one is not None:
                left = (next_one - self._now()).total_seconds()
            await asyncio.sleep(left if 0 < left < LONGEST_NAP else LONGEST_NAP)

    async def look(self) -> None:
        """Remind those whose time has come. Raises sqlite3.Error."""
        now = self._now()
        due = await self._commits.look(partial(self._storage.to_remind, now))
        for number, name in enumerate(due):
            if number and number % A_SECOND == 0:
                await asyncio.sleep(1)
            try:
                chat = await self._commits.kept(partial(self._remind, name, now))
            except sqlite3.Error:
                raise
            except Exception as error:  # one person's keeps nobody else's waiting
                _LOG.error("a person is not reminded: %s", type(error).__name__)
            else:
                if chat is not None:
                    self._delivery.wake(chat)

    def _remind(self, name: bytes, now: datetime) -> int | None:
        """Gives the chat that something is to be sent to."""
        chat = self._storage.chat_of(name)
        if chat is not None:
            self._storage.turn(chat, partial(self._reminded, now=now))
        return chat

    def _reminded(self, said: Said | None, now: datetime) -> Moved:
        moved = _reminded(said, now)
        return replace(moved, kept_until=kept_until(self._flows, moved.said, now.date()))


def _reminded(said: Said | None, now: datetime) -> Moved:
    """What is due, where it is day; otherwise nothing but the time to look again."""
    at = next_time(said, now)
    if said is None or at is None or at > now:
        return Moved(said, reminds=at)
    told = remind(said, now.astimezone(_zone(said)).date())
    if told is None:
        return Moved(said, reminds=at)
    said, message = told
    return Moved(said, list(map(to_json, outgoing((message,)))), reminds=next_time(said, now))
