"""The engine of numbers, against what other programs take for the same."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict
from decimal import Decimal
from random import Random
from statistics import median
from time import process_time

import numpy as np

from calc.filing_status import FilingStatus
from calc.iras.form_8606 import form_8606
from calc.iras.form_8606_scenarios import ScenariosFacts, form_8606_scenarios
from calc.strategies.conversion_paths import Iras, carried_out
from calc.strategies.plan_years import PlanYearsFacts, plan_years
from calc.tax_year import tax_year
from tests.benchmarks.bench_form_8606 import FACTS
from tests.benchmarks.contestants import BOTS_CORE, Process
from tests.benchmarks.peer_environment import PEERS, NoPeers, peers_python
from tests.benchmarks.rows import Goal, Row

ROUNDS = 9
MILLION = 1_000_000
SCENARIOS = 10_000
YEARS = 10

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
    """A plan over ten years for ten thousand scenarios, in Python alone. Balances, growth,
    contributions and amounts are each scenario's own. Every year is worked out; what is taxable in
    each, and what is left in the end, is kept."""
    scenarios = plan_scenarios(SCENARIOS)

    def work() -> object:
        paths = (carried_out(iras, amounts) for iras, amounts in scenarios)
        return [(path.taxable, path.pre_tax_left) for path in paths]

    took = _median(work)
    yield Row(
        *("10-year plan over 10,000 scenarios", "", Goal(120, 60, unit=" ms"), took * 1e3),
        our_cpu=took * 1e6,
    )
    yield from map(_searched, (Decimal(0), Decimal("0.05")))


def plan_scenarios(number: int) -> list[tuple[Iras, list[int]]]:
    """IRAs, and what is to be taxable in each year; whole cents."""
    draw = Random(8606)
    return [(_iras(draw), [draw.randrange(3_000_000) for _ in range(YEARS)]) for _ in range(number)]


def _iras(draw: Random) -> Iras:
    pre_tax, basis, contribution = (
        draw.randrange(most) for most in (20_000_000, 2_000_000, 860_000)
    )
    return Iras(pre_tax + basis + contribution, pre_tax, contribution, draw.randrange(100_000))


def _searched(growth: Decimal) -> Row:
    facts = PlanYearsFacts(
        filing_status=FilingStatus.SINGLE,
        age=45,
        income=Decimal(120_000),
        pre_tax=Decimal(95_000),
        basis=Decimal(6000),
        contribution=Decimal(7000),
        growth=growth,
        years=YEARS,
    )
    took = _median(lambda: plan_years(tax_year(2026), facts))
    return Row(
        f"the cheapest 10-year plan, found; {growth:.0%} growth",
        "",
        ours=f"{took * 1e3:.3g} ms",
        our_cpu=took * 1e6,
    )


def _median(work: Callable[[], object]) -> float:
    """Seconds of the processor."""
    rounds = []
    work()
    for _ in range(ROUNDS):
        began = process_time()
        work()
        rounds.append(process_time() - began)
    return median(rounds)


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
