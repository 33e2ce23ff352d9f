"""When Python looks for objects that nobody uses any more. What is imported stays for good: to look
through it is in vain, and stands still for up to 60 ms."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

AT_ONCE = 5_000
"""Objects that are new since the last look; a turn makes a few hundred that could be looked at."""


@contextmanager
def nothing_collected() -> Iterator[None]:
    """While all is imported: a tenth of the time that takes would go into looking."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def keep_what_is_there() -> None:
    """From here on only what is newer is looked through."""
    gc.freeze()
    gc.set_threshold(AT_ONCE, 20, 50)
