"""A process beside the bot that draws: Typst takes 90 MB, and what people typed is set where
neither the token nor a key is.

It begins with the first drawing, and ends by itself when nothing was drawn for a minute or the bot
is gone.
"""

import asyncio
import atexit
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from bot.render import drawing as here
from bot.render.drawing import Drawing, Template

PROGRAM = Path(__file__).with_name("typesetting.py")


async def draw(drawing: Drawing) -> bytes:
    """The bytes of a file. Raises RuntimeError where it cannot be drawn."""
    if drawing.template in (Template.CALENDAR, Template.TEXT):
        return await asyncio.to_thread(here.draw, drawing)
    request = drawing.template, drawing.data.encode()
    return await asyncio.get_running_loop().run_in_executor(_ONE_THREAD, _BESIDE.draw, *request)


class _Beside:
    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def draw(self, template: str, data: bytes) -> bytes:
        for _ in range(2):  # it may have ended by itself just now
            with suppress(OSError, ValueError):
                drawn = self._asked(template, data)
                if not drawn:
                    raise RuntimeError("it cannot be drawn")
                return drawn
        raise RuntimeError("what draws ends before it has drawn")

    def _asked(self, template: str, data: bytes) -> bytes:
        if self._process is None:
            self._process = _begun()
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(b"%s %d\n" % (template.encode(), len(data)) + data)
            process.stdin.flush()
            length = int(process.stdout.readline())
            drawn = process.stdout.read(length)
            if len(drawn) < length:
                raise ValueError
        except (OSError, ValueError):
            self.end()
            raise
        return drawn

    def end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            with suppress(OSError), process:  # what was not written to it yet is nothing any more
                pass


def _begun() -> subprocess.Popen[bytes]:
    """In a session of its own: what is typed to end the bot in a terminal does not reach it, and
    what the bot has in hand is drawn to the end."""
    no_setting = (name for name in os.environ if not name.upper().startswith("PRORATA_"))
    return subprocess.Popen(
        [sys.executable, "-P", PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={name: os.environ[name] for name in no_setting},
        start_new_session=True,
    )


_ONE_THREAD = ThreadPoolExecutor(1, "drawing")
_BESIDE = _Beside()
atexit.register(_BESIDE.end)
