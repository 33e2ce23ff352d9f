"""The edges: Telegram, terminal, SQLite, settings and the clock."""

import os
import sys

# Asks python-telegram-bot for time spans as timedelta, which its next version always gives.
os.environ.setdefault("PTB_TIMEDELTA", "1")

# sqlite_utils takes numpy along where it is installed, for types that nothing here stores: a tenth
# of a second of every start, and 20 MB. So there is none while sqlite_utils is imported.
if "numpy" not in sys.modules:
    sys.modules["numpy"] = None  # type: ignore[assignment]
    import sqlite_utils  # noqa: F401

    del sys.modules["numpy"]
