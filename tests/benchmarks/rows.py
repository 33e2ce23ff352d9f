"""What is measured, as rows of one table: ratios first, what they are made of beside them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Goal:
    """Of a ratio, or of a number in ``unit``."""

    must: float
    aim: float
    more_is_better: bool = False
    unit: str = ""

    def judged(self, value: float) -> str:
        sign = 1 if self.more_is_better else -1
        if sign * value >= sign * self.aim:
            return "aim"
        return "must" if sign * value >= sign * self.must else "below"


@dataclass(frozen=True)
class Row:
    what: str
    against: str
    goal: Goal | None = None
    value: float | None = None
    """What the goal is about; None where it cannot be measured, and ``remark`` says why."""
    ours: str = ""
    theirs: str = ""
    our_cpu: float | None = None
    """Microseconds of the processor."""
    their_cpu: float | None = None
    remark: str = ""

    @property
    def judged(self) -> str:
        if self.value is None:
            return "-"
        return "" if self.goal is None else self.goal.judged(self.value)


_LINE = "{:47} {:>8} {:>6} {:>8} {:>8}  {:>13} {:>13} {:>9} {:>9}  {}"
HEAD = _LINE.format(
    *("what, against what", "measured", "", "must", "aim", "ours", "theirs", "us CPU", "theirs"),
    "",
).rstrip()


def line(row: Row) -> str:
    what = f"{row.what}; {row.against}" if row.against else row.what
    unit = row.goal.unit if row.goal else ""
    return _LINE.format(
        what,
        "-" if row.value is None else number(row.value) + unit,
        row.judged,
        number(row.goal.must) + unit if row.goal else "",
        number(row.goal.aim) + unit if row.goal else "",
        row.ours,
        row.theirs,
        "" if row.our_cpu is None else number(row.our_cpu),
        "" if row.their_cpu is None else number(row.their_cpu),
        row.remark,
    ).rstrip()


def number(value: float) -> str:
    """Three digits that say something."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
