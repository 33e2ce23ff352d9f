"""Until when what people said is kept, and the end of it.

A talk goes after some days of silence, one with a result later, and neither before the last
reminder that is on has had its time. It goes as by /delete: rows, waiting messages and the
person's key. Nobody is told before: nothing is sent that was not asked for.
"""

import asyncio
import logging
import sqlite3
from collections.abc import Awaitable, Callable
from datetime import date, timedelta

from bot.keeping.storage import Storage
from conversations.flow import Flows, Said
from conversations.reminders import last_day
from conversations.replay import replay

_LOG = logging.getLogger(__name__)

AT_THE_TERMINAL = 0
"""The chat of who ends their talk themselves."""

NAP = 3_600.0
"""Seconds between two looks at the day."""


def kept_until(flows: Flows, said: Said | None, today: date) -> date | None:
    """The last day on which what somebody said is kept, if they say nothing more. None where that
    is for them to end."""
    if said is None or flows.privacy is None:
        return None
    idle = timedelta(flows.privacy.idle_days)
    kept = timedelta(flows.privacy.finished_days) if _has_a_result(flows, said, today) else idle
    until = (said.day or today) + kept
    reminded = last_day(said.reminders, said.done)
    return until if reminded is None else max(until, reminded + idle)


def _has_a_result(flows: Flows, said: Said, today: date) -> bool:
    if said.saved:
        return True
    return replay(flows.of(said), said.settled, today).open is None


def forget_past(storage: Storage, flows: Flows, today: Callable[[], date]) -> int:
    """Gives of how many people. Raises sqlite3.Error."""
    set_ends(storage, flows, today())
    return storage.forget_past(today())


def set_ends(storage: Storage, flows: Flows, today: date) -> None:
    """For those of whom none is set: an earlier release kept them for good. Raises
    sqlite3.Error."""
    for chat in storage.without_end():
        until = kept_until(flows, storage.said(chat), today)
        if chat != AT_THE_TERMINAL and until is not None:
            storage.keep_until(chat, until)


async def forget_daily(forget: Callable[[], Awaitable[int]], today: Callable[[], date]) -> None:
    """Once a day, and at the start, until cancelled. ``forget`` gives of how many people."""
    done: date | None = None
    while True:
        if today() != done:
            try:
                number = await forget()
            except sqlite3.Error as error:
                _LOG.error("the database fails, nobody is forgotten yet: %s", error)
            except Exception as error:  # the bot talks on
                _LOG.error("nobody is forgotten today: %s", type(error).__name__)
                done = today()
            else:
                done = today()
                _LOG.info("forgotten, as their time was over: %d", number)
        await asyncio.sleep(NAP)
