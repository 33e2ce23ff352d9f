"""``python -m tests.benchmarks``, or ``make bench``: how fast it is, as ratios, and how cost grows,
as pictures. Asserts nothing.

Words after the command choose parts: ``make bench ARGS="turns start"``; ``growth`` is all that
grows. ``profile`` and ``day`` are only done when they are asked for. Any other words choose among
the pairs of ``calc``: those whose name contains them. All is written to bench/ too: table.json, and
a picture for each line of what grows.
"""

import json
import os
import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from subprocess import SubprocessError
from time import perf_counter
from typing import Any

from tests.benchmarks import (
    bench_drawing,
    bench_form_8606,
    bench_growth,
    bench_numbers,
    bench_start,
    bench_turns,
)
from tests.benchmarks.bench_day import day
from tests.benchmarks.bench_lateness import lateness
from tests.benchmarks.contestants import ERRORS
from tests.benchmarks.growth import Growth
from tests.benchmarks.growth_picture import draw
from tests.benchmarks.pairs import measure
from tests.benchmarks.peer_environment import OUTPUT
from tests.benchmarks.profile_turn import profile
from tests.benchmarks.rows import HEAD, Row, line

PARTS: dict[str, Callable[[], Iterator[Row]]] = {
    "turns": bench_turns.turns,
    "server": bench_turns.server,
    "webhook": bench_turns.webhook,
    "delay": bench_turns.delay,
    "one": bench_turns.one,
    "lateness": lateness,
    "start": bench_start.start,
    "stored": bench_start.stored,
    "memory": bench_start.memory,
    "disk": bench_start.disk,
    "form": bench_numbers.form,
    "scenarios": bench_numbers.scenarios,
    "plan": bench_numbers.plan,
    "picture": bench_drawing.picture,
    "pdf": bench_drawing.pdf,
}

GROWTHS: dict[str, Callable[[], Growth]] = {
    "people-at-once": bench_growth.people_at_once,
    "people-stored": bench_growth.people_stored,
    "length-of-a-talk": bench_growth.length_of_a_talk,
    "years-of-basis": bench_growth.years_of_basis,
    "scenarios-of-a-plan": bench_growth.scenarios_of_a_plan,
}
"""Each draws a picture, too. "growth" chooses all of them."""

MODULES = (bench_form_8606,)
"""Each has a function ``pairs`` that yields what of ``calc`` to measure."""

ASKED_FOR: dict[str, Callable[[], None]] = {"profile": profile, "day": day}
"""Only done then."""

FAILURES = (OSError, TimeoutError, SubprocessError)

ROW = "{:24} {:34} {:>7} {:>9} {:>9} {:>11} {:>9} {:>7}"
PAIRS_HEAD = ("measured", "against", "ratio", "us each", "against", "a second", "peak kB", "ratio")


def main() -> None:
    words = sys.argv[1:]
    if "growth" in words:
        words = [*(word for word in words if word != "growth"), *GROWTHS]
    known = {*PARTS, *GROWTHS}
    parts = [word for word in words if word in known] if words else [*PARTS, *GROWTHS]
    others = " ".join(word for word in words if word not in known | {*ASKED_FOR}).lower()
    if parts:
        _measured(parts)
    if others or not words:
        _pairs(others)
    for word in filter(ASKED_FOR.__contains__, words):
        ASKED_FOR[word]()


def _measured(parts: list[str]) -> None:
    machine, day = _machine(), datetime.now(UTC).date().isoformat()
    print(machine, flush=True)
    took: dict[str, float] = {}
    rows = _table([part for part in parts if part in PARTS], took)
    growths = _growths([part for part in parts if part in GROWTHS], f"{machine}, {day}", took)
    written = {"machine": machine, "day": day, "seconds": took, "rows": rows, "growths": growths}
    file = OUTPUT / "table.json"
    OUTPUT.mkdir(exist_ok=True)
    file.write_text(json.dumps(written, indent=2) + "\n")
    print(f"\nin {sum(took.values()):.0f} s; load {os.getloadavg()[0]:.1f}; also in {file}")


def _table(parts: list[str], took: dict[str, float]) -> list[dict[str, Any]]:
    rows = []
    if parts:
        print(f"\n{HEAD}", flush=True)
    for part in parts:
        began = perf_counter()
        for row in _rows(part):
            print(line(row), flush=True)
            rows.append({"part": part, **asdict(row), "judged": row.judged})
        took[part] = round(perf_counter() - began, 1)
    return rows


def _growths(parts: list[str], about: str, took: dict[str, float]) -> list[dict[str, Any]]:
    growths = []
    if parts:
        print("\nhow cost grows", flush=True)
    for part in parts:
        began = perf_counter()
        try:
            growth = GROWTHS[part]()
        except FAILURES as failure:
            print(f"{part}: {_fails(failure)}", flush=True)
            continue
        print(f"{growth.what}\n    {growth.line}\n    {draw(growth, about)}", flush=True)
        exponents = {one.name: one.exponent for one in growth.series}
        growths.append({**asdict(growth), "exponents": exponents, "line": growth.line})
        took[part] = round(perf_counter() - began, 1)
    return growths


def _rows(part: str) -> Iterator[Row]:
    """A part that fails says so, and the others go on."""
    try:
        yield from PARTS[part]()
    except FAILURES as failure:
        yield Row(part, "", remark=_fails(failure))


def _fails(failure: BaseException) -> str:
    return f"fails: {failure}; see bench/{ERRORS}"


def _machine() -> str:
    return f"{os.cpu_count()} cores, {_processor()}, Python {platform.python_version()}"


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    lines = described.read_text().splitlines() if described.exists() else []
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(models, platform.processor())


def _pairs(chosen: str) -> None:
    print()
    print(ROW.format(*PAIRS_HEAD))
    for pair in (pair for module in MODULES for pair in module.pairs()):
        if chosen not in pair.name.lower():
            continue
        took = measure(pair)
        print(
            ROW.format(
                pair.name,
                pair.against,
                f"{took.ratio:.2f}",
                f"{took.work:.2f}",
                f"{took.baseline:.2f}",
                f"{1e6 / took.work:,.0f}",
                f"{took.memory / 1000:.1f}",
                f"{took.memory_ratio:.2f}",
            )
        )


if __name__ == "__main__":
    main()
