"""What is counted and timed while the bot runs. Numbers only: nobody's chat, answer or amount.

Here nothing is done with them; ``bot.operating.prometheus`` keeps them where they are asked for.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

UpdateOutcome = Literal["taken", "left_out", "put_off"]
"""What became of an update: committed; given up; the database failed, so it has to come again."""

SendOutcome = Literal["sent", "refused", "blocked", "unsure"]
"""What became of a message: Telegram has it; refuses it; the person has blocked the bot; the
connection broke, and it may have arrived or not."""

RetryReason = Literal["too_many", "unreachable", "unsure"]
"""Why a message is tried again: Telegram asked to wait; it or the way to it fails; silence."""


class Metrics:
    """Each method is told of something that happened."""

    def update(self, outcome: UpdateOutcome) -> None: ...

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Around a turn, its commit included."""
        yield

    @contextmanager
    def delivery(self) -> Iterator[None]:
        """Around a message on its way, all tries included."""
        yield

    def send(self, outcome: SendOutcome) -> None: ...

    def retry(self, reason: RetryReason) -> None: ...


UNMEASURED = Metrics()
