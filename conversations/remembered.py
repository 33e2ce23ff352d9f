"""What is held in memory of the last talks, so as not to work it out again."""

from conversations import replay
from conversations.conclusion import conclusion


def forget() -> None:
    """Of everybody: nothing that somebody said is left for whom all is deleted."""
    replay.forget()
    conclusion.cache_clear()
