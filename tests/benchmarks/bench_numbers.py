"""The engine of numbers, against what other programs take for the same."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, replace
from decimal import Decimal
from statistics import median
from time import process_time

import numpy as np

from calc.filing_status import FilingStatus
from calc.iras.form_8606 import form_8606
from calc.iras.form_8606_scenarios import ScenariosFacts, form_8606_scenarios
from calc.strategies.plan_years import PlanYearsFacts, plan_years
from calc.tax_year import tax_year
from tests.benchmarks.bench_form_8606 import FACTS
from tests.benchmarks.contestants import BOTS_CORE, Process
from tests.benchmarks.peer_environment import PEERS, NoPeers, peers_python
from tests.benchmarks.rows import Goal, Row

ROUNDS = 9
MILLION = 1_000_000
SCENARIOS = 10_000
SOME_PLANS = 6


GIVEN = {
    name: int(amount * 100)
    for name, amount in asdict(FACTS).items()
    if name in ScenariosFacts.__annotations__ and name != "line8_conversions"
}
"""Whole cents."""


def form() -> Iterator[Row]:
    """One Form 8606 with all lines and their trace."""
    goal = Goal(0.5, 0.2)

    def work() -> object:
        return form_8606(FACTS).lines

    yield _against("Form 8606, its lines and trace", "habutax", goal, "habutax_8606", work, 2000)


def scenarios() -> Iterator[Row]:
    """A million scenarios, exact to the cent, each with a conversion of its own."""
    goal = Goal(25, 16)
    converted = np.arange(MILLION, dtype=np.int64) * 100

    def work() -> object:
        return form_8606_scenarios(ScenariosFacts(**GIVEN, line8_conversions=converted))

    yield _against("1,000,000 scenarios in exact cents", "numpy.add", goal, "numpy_add", work, 3)


def plan() -> Iterator[Row]:
    """A plan over ten years for ten thousand scenarios, without numpy."""
    figures = tax_year(2026)
    facts = PlanYearsFacts(
        filing_status=FilingStatus.SINGLE,
        age=45,
        income=Decimal(120_000),
        pre_tax=Decimal(95_000),
        basis=Decimal(6000),
        contribution=Decimal(7000),
        growth=Decimal("0.05"),
        years=10,
    )
    began = process_time()
    for number in range(SOME_PLANS):
        plan_years(figures, replace(facts, pre_tax=Decimal(95_000 + number)))
    each = (process_time() - began) / SOME_PLANS
    yield Row(
        "10-year plan over 10,000 scenarios",
        "",
        Goal(120, 60, unit=" ms"),
        None,
        f"{each * 1e3:,.0f} ms each",
        our_cpu=each * 1e6,
        remark="no engine for many scenarios yet; one plan, with its search for the cheapest way",
    )


def _against(
    what: str,
    against: str,
    goal: Goal,
    module: str,
    work: Callable[[], object],
    repeats: int,
    times: float = 1.0,
) -> Row:
    """Ours and theirs in turns; ``times`` is how much more theirs does at once."""
    try:
        python = peers_python()
    except NoPeers as reason:
        return Row(what, against, goal, remark=str(reason))
    rounds = []
    with closing(Process([python, "at_work.py", module], BOTS_CORE, folder=PEERS)) as peer:
        peer.hear()
        work()
        for _ in range(ROUNDS):
            began = process_time()
            for _ in range(repeats):
                work()
            ours = (process_time() - began) * times / repeats
            their_repeats = max(repeats, 100)
            rounds.append((ours, peer.ask(str(their_repeats)) / their_repeats))
    ours, theirs = (median(seconds) for seconds in zip(*rounds, strict=True))
    ratio = median(our / their for our, their in rounds)
    return Row(what, against, goal, ratio, our_cpu=ours * 1e6, their_cpu=theirs * 1e6)
