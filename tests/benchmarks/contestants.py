"""Bots that answer the same people: ours and the peers, each a process of its own.

Each has a Bot API server to itself. The bot has one core, its server and whoever measures have the
other, so that a second of the clock is a second of the bot's processor.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from statistics import median
from subprocess import PIPE, Popen
from tempfile import mkdtemp
from typing import Any

from tests.benchmarks.peer_environment import OUTPUT, PEERS, peers_python

ROOT = Path(__file__).parents[2]
SERVERS_CORE, BOTS_CORE = 0, 1
ERRORS = "errors.txt"
PATIENCE = 30
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Kind:
    """``command`` gets the server's address and a folder to keep things in."""

    name: str
    talk: str
    program: tuple[str, ...]
    is_peer: bool = True
    keeps: bool = False

    def command(self, api: str, folder: Path) -> list[str]:
        if not self.is_peer:
            module, *others = self.program
            return [sys.executable, "-m", module, api, str(folder), *others]
        script, *others = self.program
        kept = [str(folder / "kept.db")] if self.keeps else []
        return [peers_python(), str(PEERS / script), api, *kept, *others]


OURS = Kind("Prorata", "ours", ("tests.benchmarks.product.serving",), is_peer=False)
OURS_DRAWING = Kind("Prorata", "drawn", ("tests.benchmarks.product.serving",), is_peer=False)
OURS_TO_AND_FRO = Kind(
    "Prorata", "to and fro", ("tests.benchmarks.product.serving",), is_peer=False
)
OURS_WEBHOOK = Kind(
    "Prorata, webhook", "ours", ("tests.benchmarks.product.serving", "webhook"), is_peer=False
)
B0 = Kind("B0 echo, python-telegram-bot", "typed", ("echo_ptb.py", "without-sniffio"))
B1 = Kind("B1 the same with sniffio", "typed", ("echo_ptb.py",))
BARE = Kind("a bot without anything", "typed", ("bare_bot.py",))
A1 = Kind("A1 aiogram, FSM in SQLite", "typed", ("fsm_aiogram.py",), keeps=True)
A2 = Kind("A2 the same, WAL and FULL", "typed", ("fsm_aiogram.py", "wal"), keeps=True)


@dataclass(frozen=True)
class Round:
    rate: float
    """Turns a second."""
    cpu: float
    """Microseconds of the bot's processor for a turn."""
    p50: float
    """Seconds from what a person says to what the bot says."""
    p99: float
    calls: float
    """Of the Bot API, for a turn."""
    turns: float
    """With those that were answered when nobody went on any more."""
    clock: float
    """Seconds for one of them, until the last was answered."""


class Process:
    """Told by lines, answers by lines."""

    def __init__(
        self,
        command: list[str],
        core: int | None,
        environment: Mapping[str, str] | None = None,
        folder: Path = ROOT,
    ) -> None:
        self._name = " ".join(command[1:3])
        OUTPUT.mkdir(exist_ok=True)
        self._errors = (OUTPUT / ERRORS).open("ab")
        self.popen = Popen(
            command,
            cwd=folder,
            env={**environment_of_programs(), **(environment or {})},
            stdin=PIPE,
            stdout=PIPE,
            stderr=self._errors,
            text=True,
            preexec_fn=None if core is None else lambda: os.sched_setaffinity(0, {core}),
        )

    def tell(self, line: str) -> None:
        assert self.popen.stdin is not None
        self.popen.stdin.write(line + "\n")
        self.popen.stdin.flush()

    def hear(self) -> str:
        """Raises ChildProcessError where it has ended."""
        assert self.popen.stdout is not None
        line = self.popen.stdout.readline()
        if not line:
            raise ChildProcessError(f"{self._name} has ended; see bench/{ERRORS}")
        return line

    def ask(self, line: str) -> Any:
        self.tell(line)
        return json.loads(self.hear())

    def cpu(self) -> float:
        """Seconds that it has worked, all threads together."""
        return sum(self.cpu_in_parts())

    def cpu_in_parts(self) -> tuple[float, float]:
        """By itself, and the system for it."""
        fields = Path(f"/proc/{self.popen.pid}/stat").read_text().rpartition(")")[2].split()
        return int(fields[11]) / TICK, int(fields[12]) / TICK

    def memory(self, which: str) -> int:
        """Bytes; VmRSS or VmHWM (the most so far)."""
        lines = Path(f"/proc/{self.popen.pid}/status").read_text().splitlines()
        (line,) = (line for line in lines if line.startswith(f"{which}:"))
        return int(line.split()[1]) * 1024

    def close(self) -> None:
        self.popen.terminate()
        try:
            self.popen.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.popen.kill()
            self.popen.wait()
        for end in (self.popen.stdin, self.popen.stdout, self._errors):
            if end is not None:
                end.close()


class Server(Process):
    def __init__(self, talk: str) -> None:
        super().__init__([sys.executable, "-m", "tests.benchmarks.telegram", talk], SERVERS_CORE)
        self.url = f"http://127.0.0.1:{json.loads(self.hear())['port']}"

    def does(self, do: str, **given: Any) -> Any:
        return self.ask(json.dumps({"do": do, **given}))


class Contestant:
    """A bot at work."""

    def __init__(self, kind: Kind, server: Server, bot: Process) -> None:
        self.kind = kind
        self.server = server
        self.bot = bot

    def plays(self, people: int, seconds: float, *, anew: bool = False) -> Round:
        """Raises TimeoutError where people are left without an answer."""
        began = self.bot.cpu()
        played = self.server.does("play", people=people, seconds=seconds, anew=anew)
        worked = self.bot.cpu() - began
        turns = played["turns"] + played["late"]
        if not played["all_answered"] or not played["turns"]:
            raise TimeoutError(f"{self.kind.name} leaves people without an answer")
        return Round(
            played["turns"] / played["seconds"],
            worked / turns * 1e6,
            played["p50"],
            played["p99"],
            played["calls"] / turns,
            turns,
            played["until_answered"] / turns,
        )


@contextmanager
def at_work(kind: Kind, *, folder: Path | None = None, pinned: bool = True) -> Iterator[Contestant]:
    """A bot that has begun, with something kept before where there is a ``folder``."""
    own = Path(mkdtemp(dir=work_folder())) if folder is None else folder
    command = kind.command("", own)  # raises NoPeers before anything is started
    server = Server(kind.talk)
    try:
        command = kind.command(server.url, own)
        bot = Process(command, BOTS_CORE if pinned else None)
        try:
            server.does("is_ready")
            yield Contestant(kind, server, bot)
        finally:
            bot.close()
    finally:
        server.close()
        if folder is None:
            rmtree(own)


def environment_of_programs() -> dict[str, str]:
    """Programs are compiled once and not at each start, as they are where they were installed."""
    kept = {name: it for name, it in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(ROOT)}


def work_folder() -> Path:
    """On a disk: a commit that costs nothing is none."""
    folder = OUTPUT / "work"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def middle(rounds: list[Round]) -> Round:
    """Of each number by itself."""
    return Round(
        *(
            median(getattr(one, name) for one in rounds)
            for name in ("rate", "cpu", "p50", "p99", "calls", "turns", "clock")
        )
    )
