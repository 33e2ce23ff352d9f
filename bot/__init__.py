"""The edges: Telegram, terminal, SQLite, settings and the clock."""

import os
import sys
from types import ModuleType

# Asks python-telegram-bot for time spans as timedelta, which its next version always gives.
os.environ.setdefault("PTB_TIMEDELTA", "1")


class _NotUsed(ModuleType):
    """Where types are named by it, anything will do."""

    def __getattr__(self, name: str) -> type[object]:
        if name.startswith("__"):
            raise AttributeError(name)
        return object


# python-telegram-bot has an HTTP client of its own on httpx, which takes as long to import as all
# the rest of it, and is not what carries requests here (bot.sending).
sys.modules.setdefault("httpx", _NotUsed("httpx"))
