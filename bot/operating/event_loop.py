"""What a bot at work runs in: uvloop where it is to be had, which does what asyncio's own loop does
and takes a sixth of the processor off a turn."""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from typing import Any

from bot.operating.collecting import keep_what_is_there


def serve(main: Coroutine[Any, Any, None]) -> None:
    """To its end, after all is imported that it needs all the time."""
    keep_what_is_there()
    with asyncio.Runner(loop_factory=_loop()) as runner:
        runner.run(main)


def _loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    if sys.platform == "win32":
        return None
    import uvloop

    return uvloop.new_event_loop
