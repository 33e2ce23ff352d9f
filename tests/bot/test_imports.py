"""What takes long to import, or much memory, waits until it is needed."""

import subprocess
import sys
from functools import cache

import pytest

from tests.bot.program import ROOT

HEAVY = {
    "aiohttp": "requests by a proxy",
    "bot.terminal": "a talk in the terminal",
    "httpx": "nothing: python-telegram-bot asks for it",
    "icalendar": "a calendar file",
    "numpy": "many forms at once",
    "prometheus_client": "metrics",
    "sqlite_utils": "a step of the schema",
    "starlette": "the webhook, and metrics",
    "typst": "a drawing",
    "uvicorn": "the webhook, and metrics",
}


@cache
def imported() -> set[str]:
    """By a bot that polls, until somebody writes to it."""
    code = (
        "import sys, bot.__main__, bot.on_telegram\n"
        "print(*(name for name, module in sys.modules.items() if hasattr(module, '__file__')))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(told.stdout.split())


@pytest.mark.parametrize("name", HEAVY, ids=lambda name: f"{name}, for {HEAVY[name]}")
def test_a_bot_does_without(name: str) -> None:
    assert "bot.telegram.bot" in imported()
    assert name not in imported()
