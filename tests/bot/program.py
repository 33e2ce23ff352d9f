"""Our program as the operator runs it: a process of its own, which can be killed."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path
from typing import Protocol

from tests.bot.a_key import PRORATA_KEY
from tests.conversations.talking import TODAY

ROOT = Path(__file__).parents[2]
ERRORS = "errors.txt"
"""Where the program's standard error goes, run after run."""


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """A clean one, with the database in *folder*: no setting of this machine gets in."""
    inherited = {k: v for k, v in os.environ.items() if not k.upper().startswith("PRORATA_")}
    return inherited | {
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "PRORATA_DATABASE": str(folder / "prorata.db"),
        "PRORATA_KEY": PRORATA_KEY,
        "PRORATA_TODAY": TODAY.isoformat(),
        **settings,
    }


class Program(Protocol):
    async def __call__(self, folder: Path, *arguments: str, **settings: str) -> Process:
        """Runs `python -m bot` in *folder*, where no `.env` is."""


async def start(folder: Path, *arguments: str, **settings: str) -> Process:
    with (folder / ERRORS).open("ab") as errors:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *arguments),
            cwd=folder,
            env=environment(folder, **settings),
            stdin=PIPE,
            stdout=PIPE,
            stderr=errors,
        )


async def kill(process: Process) -> None:
    """Ends the program at once and unasked (SIGKILL), as a crash or a power cut would."""
    process.kill()
    await process.communicate()
