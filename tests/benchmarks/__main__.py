"""``python -m tests.benchmarks``, or ``make bench``: how fast it is, as ratios. Asserts nothing.

Words after the command choose parts: ``make bench ARGS="turns start"``. ``profile`` is only done
when it is asked for. Any other words choose among the pairs of ``calc``: those whose name contains
them. The table is written to bench/table.json too.
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

from tests.benchmarks import bench_drawing, bench_form_8606, bench_numbers, bench_start, bench_turns
from tests.benchmarks.bench_lateness import lateness
from tests.benchmarks.contestants import ERRORS
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

MODULES = (bench_form_8606,)
"""Each has a function ``pairs`` that yields what of ``calc`` to measure."""

ROW = "{:24} {:34} {:>7} {:>9} {:>9} {:>11} {:>9} {:>7}"
PAIRS_HEAD = ("measured", "against", "ratio", "us each", "against", "a second", "peak kB", "ratio")


def main() -> None:
    words = sys.argv[1:]
    parts = [word for word in words if word in PARTS]
    others = " ".join(word for word in words if word not in PARTS and word != "profile").lower()
    if parts or not words:
        _table(parts or list(PARTS))
    if others or not words:
        _pairs(others)
    if "profile" in words:
        profile()


def _table(parts: list[str]) -> None:
    print(f"{_machine()}\n\n{HEAD}", flush=True)
    rows, took = [], {}
    for part in parts:
        began = perf_counter()
        for row in _rows(part):
            print(line(row), flush=True)
            rows.append({"part": part, **asdict(row), "judged": row.judged})
        took[part] = round(perf_counter() - began, 1)
    file = OUTPUT / "table.json"
    OUTPUT.mkdir(exist_ok=True)
    about = {"machine": _machine(), "day": datetime.now(UTC).date().isoformat()}
    file.write_text(json.dumps({**about, "seconds": took, "rows": rows}, indent=2) + "\n")
    print(f"\nin {sum(took.values()):.0f} s; load {os.getloadavg()[0]:.1f}; also in {file}")


def _rows(part: str) -> Iterator[Row]:
    """A part that fails says so, and the others go on."""
    try:
        yield from PARTS[part]()
    except (OSError, TimeoutError, SubprocessError) as failure:
        yield Row(part, "", remark=f"fails: {failure}; see bench/{ERRORS}")


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
