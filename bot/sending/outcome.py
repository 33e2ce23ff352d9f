"""What became of a try to send something, read from the error that it ended with."""

import re
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from telegram.error import (
    BadRequest,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.sending.arrival import PerhapsSent

LONGEST_PAUSE = 60.0
"""Seconds between two tries, after some doubling."""


@dataclass(frozen=True)
class TooMany:
    """Telegram asks to wait, in this chat."""

    seconds: float


@dataclass(frozen=True)
class Unreachable:
    """Telegram or the way to it fails; nothing arrived."""

    why: str


@dataclass(frozen=True)
class Unsure:
    """Nobody knows whether it arrived."""

    why: str


@dataclass(frozen=True)
class Blocked:
    """Nothing can be sent to this chat any more."""


@dataclass(frozen=True)
class Refused:
    """It cannot be sent, now or ever."""

    reason: str


Trouble = TooMany | Unreachable | Unsure | Blocked | Refused


def trouble(error: Exception) -> Trouble:
    match error:
        case RetryAfter():
            return TooMany(seconds(error))
        case Forbidden():
            return Blocked()
        case BadRequest():
            return Refused(_plain(error))
        case TimedOut() | PerhapsSent():
            return Unsure(_plain(error))
        case NetworkError() if "too large" in str(error).lower():
            return Refused(_plain(error))
        case NetworkError() | InvalidToken():
            return Unreachable(_plain(error))
        case TelegramError():
            return Refused(_plain(error))
        case _:  # a bug, whose text could quote the message: its chat does not wait for the mend
            return Refused(type(error).__name__)


def _plain(error: TelegramError) -> str:
    """What Telegram says, without what it may quote: a piece of the message, or a chat's number."""
    words = re.sub(r'"[^"]*"', '"..."', str(error))
    return re.sub(r"-?\d{5,}", "...", words)[:100]


def seconds(limit: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    after = limit.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else after


class Backoff:
    """Pauses that double, each cut by chance to between a half and the whole, so that chats which
    failed together do not all come back together (M. Brooker, "Exponential Backoff And Jitter",
    AWS Architecture Blog, 2015)."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._longest = 1.0

    def pause(self) -> float:
        pause = self._longest * self._chance.uniform(0.5, 1)
        self._longest = min(self._longest * 2, LONGEST_PAUSE)
        return pause
