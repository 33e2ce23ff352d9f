"""How cost grows: with people, with the length of a talk, with years, with scenarios.

People stand in the middle of a talk, answer and go back, over and over: every turn is of the same
two kinds, however many there are, however many are stored, and however long their talk is.
"""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from statistics import median
from time import process_time

from calc.iras.basis import LedgerFacts, YearFacts, ledger
from calc.iras.form_8606 import FIRST_ROTH_YEAR, FIRST_YEAR
from calc.strategies.conversion_paths import carried_out
from tests.benchmarks.bench_numbers import plan_scenarios
from tests.benchmarks.contestants import OURS_TO_AND_FRO, Contestant, Round, at_work
from tests.benchmarks.growth import Growth, Series
from tests.benchmarks.stored import MILLION, stored_people

MANY = 64
AT_ONCE = (1, MANY, 500, 5_000)
STORED = (1, 1_000, MILLION)
ANSWERS = (12, 60, 200)
YEARS = (1, 2, 5, 10, 20, 40)
SCENARIOS = (1, 10, 100, 1_000, 10_000)

ROUNDS = 3
SECONDS = 1.0
CALC_ROUNDS = 5
CALC_SECONDS = 0.02
"""A round repeats its work for so long at least."""


def people_at_once() -> Growth:
    with at_work(OURS_TO_AND_FRO, folder=stored_people(max(AT_ONCE))) as ours:
        ours.server.does("are_stored", number=max(AT_ONCE))
        ours.plays(MANY, SECONDS)
        rounds: dict[int, list[Round]] = {number: [] for number in AT_ONCE}
        for turn in range(ROUNDS):
            for number in AT_ONCE:
                if turn and number > 1_000:
                    continue  # who all wait for an answer take as long as all others together
                rounds[number].append(ours.plays(number, SECONDS))
    what = "A turn of the whole bot, with more people at once"
    return Growth("people-at-once", what, "people at once", "us for a turn", _of_turns(rounds))


def people_stored() -> Growth:
    """Who comes is another one every time."""
    kept = {number: (stored_people(number), number) for number in STORED}
    rounds = _played(kept, at_once=1, take_turns=True)
    what = "A turn of the whole bot, with more people stored"
    return Growth("people-stored", what, "people stored", "us for a turn", _of_turns(rounds))


def length_of_a_talk() -> Growth:
    """Each answer is understood in the light of all others."""
    kept = {answers: (stored_people(MANY, answers), MANY) for answers in ANSWERS}
    rounds = _played(kept, at_once=MANY)
    what = "A turn of the whole bot, the longer the talk is"
    return Growth("length-of-a-talk", what, "answers", "us for a turn", _of_turns(rounds))


def years_of_basis() -> Growth:
    def worked_out(years: int) -> Callable[[], object]:
        facts = LedgerFacts(years=tuple(map(_year, range(FIRST_YEAR, FIRST_YEAR + years))))
        return lambda: ledger(facts)

    series = _of_calc({years: worked_out(years) for years in YEARS}, unit=1e6)
    what = "The basis worked out over more years, a Form 8606 each"
    return Growth("years-of-basis", what, "years", "us", series)


def scenarios_of_a_plan() -> Growth:
    """Each with balances, growth, contributions and amounts of its own."""
    every = plan_scenarios(max(SCENARIOS))

    def carried(scenarios: int) -> Callable[[], object]:
        some = every[:scenarios]
        return lambda: [carried_out(iras, amounts).pre_tax_left for iras, amounts in some]

    series = _of_calc({many: carried(many) for many in SCENARIOS}, unit=1e6)
    what = "A plan over ten years, for more scenarios"
    return Growth("scenarios-of-a-plan", what, "scenarios", "us", series)


def _played(
    kept: dict[int, tuple[Path, int]], at_once: int, *, take_turns: bool = False
) -> dict[int, list[Round]]:
    """Bots with something kept, in turns: each its folder, and how many are stored in it."""
    with ExitStack() as stack:
        playing: dict[int, Contestant] = {}
        for many, (folder, stored) in kept.items():
            ours = stack.enter_context(at_work(OURS_TO_AND_FRO, folder=folder))
            ours.server.does("are_stored", number=stored, take_turns=take_turns)
            ours.plays(at_once, SECONDS)
            playing[many] = ours
        rounds: dict[int, list[Round]] = {many: [] for many in kept}
        for _ in range(ROUNDS):
            for many, ours in playing.items():
                rounds[many].append(ours.plays(at_once, SECONDS))
        return rounds


def _of_turns(rounds: dict[int, list[Round]]) -> Sequence[Series]:
    def middle(name: str, of: Callable[[Round], float]) -> Series:
        return Series(name, [(many, median(map(of, some))) for many, some in rounds.items()])

    return (
        middle("of the processor", lambda one: one.cpu),
        middle("of the clock", lambda one: one.clock * 1e6),
    )


def _of_calc(works: dict[int, Callable[[], object]], unit: float) -> Sequence[Series]:
    """Of the processor, in parts of a second."""
    took: dict[int, list[float]] = {many: [] for many in works}
    for _ in range(CALC_ROUNDS):
        for many, work in works.items():
            began, times = process_time(), 0
            while (worked := process_time() - began) < CALC_SECONDS:
                work()
                times += 1
            took[many].append(worked / times)
    points = [(many, median(seconds) * unit) for many, seconds in took.items()]
    return (Series("of the processor", points),)


def _year(year: int) -> YearFacts:
    """Money goes in, and some comes out."""
    roth = year >= FIRST_ROTH_YEAR
    return YearFacts(
        year=year,
        line1_nondeductible_contributions=Decimal(2000),
        line6_year_end_value=Decimal(50_000),
        line7_distributions=Decimal(100 if roth else 600),
        line8_conversions=Decimal(500 if roth else 0),
    )
