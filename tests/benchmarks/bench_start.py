"""From the start of a program to its first reply; with nobody stored, and with a million people."""

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from shutil import rmtree
from statistics import median
from tempfile import mkdtemp
from time import perf_counter

from tests.benchmarks.contestants import (
    B1,
    BOTS_CORE,
    OURS,
    Process,
    Server,
    at_work,
    work_folder,
)
from tests.benchmarks.peer_environment import NoPeers
from tests.benchmarks.rows import Goal, Row
from tests.benchmarks.stored import MILLION, stored_people
from tests.bot.a_key import PRORATA_KEY

ROUNDS = 7
TOKEN = "1:ours"

Took = tuple[float, float]
"""Seconds of the clock, and of the processor."""


def start() -> Iterator[Row]:
    """Against B1."""
    goal = Goal(0.85, 0.50)
    with _a_folder() as folder:
        try:
            B1.command("", folder)
        except NoPeers as reason:
            yield Row("start to first reply", B1.name, goal, remark=str(reason))
            return
        _our_start(folder)
        _peers_start(folder)
        rounds = [(_our_start(folder), _peers_start(folder)) for _ in range(ROUNDS)]
    yield _row("start to first reply", B1.name, goal, rounds)


def stored() -> Iterator[Row]:
    """A million stored people against none."""
    with _a_folder() as empty:
        full = stored_people(MILLION)
        _our_start(empty)
        _our_start(full)
        rounds = [(_our_start(full), _our_start(empty)) for _ in range(ROUNDS)]
    yield _row("start, 1,000,000 stored people", "none stored", Goal(1.05, 1.01), rounds)


def memory() -> Iterator[Row]:
    """The most that is held while 64 people talk and a million are stored."""
    with at_work(OURS, folder=stored_people(MILLION)) as ours:
        ours.plays(64, 4.0, anew=True)
        held = ours.bot.memory("VmHWM")
    goal = Goal(1.2, 0.9)
    what = "memory under load, 1,000,000 stored people"
    try:
        with at_work(B1) as peer:
            peer.plays(64, 4.0, anew=True)
            theirs = peer.bot.memory("VmHWM")
    except NoPeers as reason:
        yield Row(what, B1.name, goal, None, _megabytes(held), remark=str(reason))
        return
    yield Row(what, B1.name, goal, held / theirs, _megabytes(held), _megabytes(theirs))


def disk() -> Iterator[Row]:
    """For a person who has said twelve answers and does nothing now: both files, their indexes
    included."""
    folder = stored_people(MILLION)
    nobody = stored_people(1)
    size = (_size(folder) - _size(nobody)) / MILLION
    yield Row("disk for an idle person", "", Goal(700, 500, unit=" B"), size)


def _row(what: str, against: str, goal: Goal, rounds: list[tuple[Took, Took]]) -> Row:
    ours, theirs = (
        [median(times) for times in zip(*side, strict=True)] for side in zip(*rounds, strict=True)
    )
    return Row(
        what,
        against,
        goal,
        median(our[0] / their[0] for our, their in rounds),
        f"{ours[0] * 1e3:,.0f} ms",
        f"{theirs[0] * 1e3:,.0f} ms",
        ours[1] * 1e6,
        theirs[1] * 1e6,
    )


def _our_start(folder: Path) -> Took:
    """As an operator starts it, with what was kept before."""
    with closing(Server("ours")) as server:
        environment = {
            "PRORATA_TOKEN": TOKEN,
            "PRORATA_API_URL": server.url,
            "PRORATA_DATABASE": str(folder / "prorata.db"),
            "PRORATA_KEY": PRORATA_KEY,
        }
        return _first_reply(server, [sys.executable, "-m", "bot"], folder, environment)


def _peers_start(folder: Path) -> Took:
    with closing(Server("typed")) as server:
        return _first_reply(server, B1.command(server.url, folder), folder, {})


def _first_reply(
    server: Server, command: list[str], folder: Path, environment: dict[str, str]
) -> Took:
    server.does("says_something")
    began = perf_counter()
    bot = Process(command, BOTS_CORE, environment, folder)
    try:
        if not server.does("is_answered")["answered"]:
            raise TimeoutError(f"{command} does not answer")
        return perf_counter() - began, bot.cpu()
    finally:
        bot.close()


@contextmanager
def _a_folder() -> Iterator[Path]:
    folder = Path(mkdtemp(dir=work_folder()))
    try:
        yield folder
    finally:
        rmtree(folder)


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.glob("*.db"))


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.0f} MB"
