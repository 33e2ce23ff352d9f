"""What the operator reads: one line an event, on standard error, as text or as JSON.

Never the token, and nothing personal: an error is told by its kind and its places, for its text
could quote what a person wrote.
"""

import asyncio
import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

_ANY_TOKEN = re.compile(r"[0-9]{6,}:[A-Za-z0-9_-]{30,}")
_ANY_CHAT = re.compile(r"(?<![0-9.])-?[0-9]{7,}")
"""Telegram's numbers of chats and people are longer than any other number that is logged."""

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

_OF_A_RECORD = {*vars(logging.makeLogRecord({})), "message", "asctime", "taskName", "color_message"}


class _Discreet(logging.Formatter):
    """Covers the token wherever it would stand."""

    def __init__(self, token: str, line: str | None = None) -> None:
        super().__init__(line)
        self._token = token

    def format(self, record: logging.LogRecord) -> str:
        return self._covered(super().format(record))

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802 - logging's name
        return "".join(_told(ei[1])).rstrip()

    def _covered(self, text: str) -> str:
        text = _ANY_TOKEN.sub("[token]", text.replace(self._token, "[token]"))
        return _ANY_CHAT.sub("[number]", text)


class _Json(_Discreet):
    """One object a line. ``event`` is the same whenever the same happens; ``message`` says it with
    its particulars."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "ts": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": self._covered(str(record.msg)),
            "message": self._covered(record.getMessage()),
        }
        for name, value in vars(record).items():
            if name not in _OF_A_RECORD:
                line[name] = self._covered(str(value))
        if record.exc_info:
            line["error"] = self._covered(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


def write_logs(token: str, form: str = "text", level: str = "info") -> None:
    """Our own lines from ``level`` on, those of libraries from WARNING on."""
    handler = logging.StreamHandler()
    text = "%(asctime)s %(levelname)s %(name)s: %(message)s"
    handler.setFormatter(_Json(token) if form == "json" else _Discreet(token, text))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("bot").setLevel(level.upper())
    # python-telegram-bot logs what servers answer and people write; our own lines tell what fails.
    logging.getLogger("telegram").setLevel(logging.CRITICAL)


def log_what_python_prints() -> None:
    """Warnings, and the error that ends the program."""
    logging.captureWarnings(True)
    sys.excepthook = _log_the_end


def log_loop_failure(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """For the event loop: its own words would hold the error's text, by way of its task."""
    error = context.get("exception")
    logging.getLogger("bot").error(
        "a task fails: %s",
        context.get("message", ""),
        exc_info=error if isinstance(error, BaseException) else None,
    )


def _log_the_end(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    logging.getLogger("bot").critical("the program ends", exc_info=(kind, error, trace))


def _told(error: BaseException | None) -> list[str]:
    """An error's kind and places, those of what it came of before it, without their texts."""
    if error is None:
        return []
    before = error.__cause__
    if before is None and not error.__suppress_context__:
        before = error.__context__
    return [*_told(before), *traceback.format_tb(error.__traceback__), f"{type(error).__name__}\n"]
