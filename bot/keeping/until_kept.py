"""The database is waited for where nothing can go on without it."""

import asyncio
import logging
import sqlite3
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.keeping.storage import pause_after

T = TypeVar("T")

_LOG = logging.getLogger(__name__)


async def until_kept(operation: Callable[[], Awaitable[T]]) -> T:
    """Something done in the database, however often it takes: what was sent and is not marked so
    would be sent again."""
    failures = 0
    while True:
        try:
            return await operation()
        except sqlite3.Error as error:
            failures += 1
            _LOG.error("the database fails, sending waits: %s", error)
            await asyncio.sleep(pause_after(failures))
