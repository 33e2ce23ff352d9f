"""The edges: Telegram, terminal, SQLite, settings and the clock."""

import os

# Asks python-telegram-bot for time spans as timedelta, which its next version always gives.
os.environ.setdefault("PTB_TIMEDELTA", "1")
