"""How late the event loop is while 64 people talk, and pictures and PDFs are drawn for them."""

from collections.abc import Iterator

from tests.benchmarks.contestants import OURS_DRAWING, at_work
from tests.benchmarks.rows import Goal, Row

MANY = 64
SECONDS = 6.0


def lateness() -> Iterator[Row]:
    """With both cores: what draws does so in a thread."""
    with at_work(OURS_DRAWING, pinned=False) as ours:
        ours.bot.tell("late")
        ours.plays(1, 1.0, anew=True)
        still = ours.bot.ask("late")
        ours.plays(MANY, SECONDS, anew=True)
        late = ours.bot.ask("late")
    milliseconds = {name: seconds * 1e3 for name, seconds in late.items()}
    yield Row(
        "event loop late, p99, commits and drawings",
        "",
        Goal(5, 2, unit=" ms"),
        milliseconds["p99"],
        f"{milliseconds['p50']:.1f} ms p50",
        f"{still['p99'] * 1e3:.1f} ms p99",
        remark=f"longest {milliseconds['longest']:.0f} ms; theirs: the same with one person. What "
        "waits 1 ms comes up to 1 ms later by itself",
    )
