"""Whether the bot can do its work, for who has to start it anew or send it no traffic."""

import sqlite3

from bot.keeping.commits import Commits
from bot.keeping.storage import Storage
from bot.sending.delivery import Delivery

LONGEST_SILENCE = 120.0
"""Seconds in which every try to send something may fail. The longest pause between two is a
minute."""


class Health:
    def __init__(self, storage: Storage, commits: Commits, delivery: Delivery) -> None:
        self._storage = storage
        self._commits = commits
        self._delivery = delivery
        self.started = False
        """Whether updates can come, and it is not being stopped."""

    async def troubles(self) -> list[str]:
        """What keeps it from working, in a word or two each; nothing where it works."""
        troubles = [] if self.started else ["not started, or stopping"]
        try:
            await self._commits.look(lambda: self._storage.has_seen(0))
        except sqlite3.Error:
            troubles.append("the database does not answer")
        if self._delivery.unreachable_for() > LONGEST_SILENCE:
            troubles.append("nothing can be sent to Telegram")
        return troubles
