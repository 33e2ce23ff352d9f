"""``make bench ARGS=day``: how long people wait on a busy day; simulated, with what a turn took of
the processor when that was measured last."""

import json
import subprocess
import sys

from tests.benchmarks.contestants import ROOT
from tests.benchmarks.peer_environment import OUTPUT

TURN = 1000.0
"""Microseconds, where nothing was measured."""


def day() -> None:
    module = "tests.benchmarks.product.filing_day"
    subprocess.run([sys.executable, "-m", module, str(_a_turn() / 1e6)], cwd=ROOT, check=True)


def _a_turn() -> float:
    table = OUTPUT / "table.json"
    rows = json.loads(table.read_text())["rows"] if table.exists() else []
    measured = (row["our_cpu"] for row in rows if row["what"] == "CPU of a durable turn")
    return next(measured, TURN)
