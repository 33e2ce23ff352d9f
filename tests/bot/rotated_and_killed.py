"""Rotates a master key and is killed (SIGKILL) before its first step, its second, and so on.

A step is a call out of our code: of SQLite, of a file, of the operating system. Run as a program of
its own, because it forks: python -m tests.bot.rotated_and_killed KEYS_FILE FOLDER. It leaves a
folder for each step, as it stood after the kill, and prints how many there are.
"""

import os
import shutil
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from bot.keeping import rotate_key

KEY_FILE = "master.key"
OURS = {"rotate_key", "master_key", "private_file", "on_disk", "vault"}


def main(before: Path, after: Path) -> None:
    step = 0
    while True:
        folder = after / str(step)
        shutil.copytree(before, folder)
        child = os.fork()
        if child == 0:
            _rotate(folder, die_at=step)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        step += 1
        if not os.WIFSIGNALED(status):
            break
    print(step)


def _rotate(folder: Path, die_at: int) -> None:
    steps = 0

    def count(frame: FrameType, event: str, _: Any) -> None:
        nonlocal steps
        if (
            event == "c_call"
            and frame.f_globals.get("__name__", "").removeprefix("bot.keeping.") in OURS
        ):
            if steps == die_at:
                os.kill(os.getpid(), signal.SIGKILL)
            steps += 1

    sys.setprofile(count)
    rotate_key.rotate_key(folder / "prorata.db", None, folder / KEY_FILE)
    sys.setprofile(None)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
