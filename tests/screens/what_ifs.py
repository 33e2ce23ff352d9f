"""What-ifs tried on a few people: what comes of them, and why they are not open."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from conversations.document import Document
from conversations.events import Tried
from conversations.reports.plan_over_years import plan_over_years
from conversations.situations.situation import IraKind, Situation
from conversations.what_ifs.outcome import Amount, Closed, Outcome, Trials
from conversations.what_ifs.over_years import EACH_YEAR, GROWTH, Assumed, asks, work_out
from conversations.what_ifs.told import told
from conversations.what_ifs.ways import LABELS, Way
from tests.conversations.results import PERSON, PLAN, D
from tests.conversations.talking import KNOWN_ANSWER, Talk
from tests.documents import words


def what_if_texts(today: date) -> dict[str, list[str]]:
    """By the name of the button."""
    talk = Talk(today).says("/start", *KNOWN_ANSWER, "yes", "yes", "no")
    menu = talk.says("what if").replies[-1].text
    kept = talk.does(Tried(Way.ROLL_IN)).taps("Keep it").note
    found: dict[str, list[str]] = {"What can be tried": [menu], "Keep it": [kept]}
    found |= {label: [] for label in LABELS.values()}
    for person in _people(today):
        trials = Trials(person)
        for way, label in LABELS.items():
            for amount in (None, D(3000), D(7000), D(20000), D(500000)):
                found[label].append(_shown(person, trials.of(way, amount)))
        if isinstance(trials.of(Way.OVER_YEARS), Amount):
            found[LABELS[Way.OVER_YEARS]] += _plan(person)
    return found


def _plan(person: Situation) -> Iterator[str]:
    yield from (asks(person, wanted) for wanted in (GROWTH, EACH_YEAR))
    for key in ("10,5%,yes", "2,0%,no"):
        assumed = Assumed.read(key)
        plan = plan_over_years(person, assumed, work_out(person, assumed))
        yield "\n".join(filter(None, words(Document(tuple(plan)))))


def _people(today: date) -> Iterator[Situation]:
    person = replace(PERSON, today=today, plan=PLAN)
    yield person
    yield replace(person, plan=None)
    yield replace(person, plan=replace(PLAN, takes_roll_ins=False))
    yield replace(person, plan=replace(PLAN, takes_roll_ins=None))
    yield replace(person, year=today.year - 1)
    yield replace(person, prior_basis=None)
    yield replace(person, made_after=None)
    yield replace(person, ira_values={IraKind.SIMPLE: None})
    yield replace(person, ira_values={IraKind.SIMPLE: D(95000)}, age=71, withdrawals=D(4000))
    new_simple = {IraKind.ROLLOVER: D(95000), IraKind.SIMPLE: D(5000)}
    yield replace(person, ira_values=new_simple, simple_first_deposit=today)
    yield replace(person, ira_values={IraKind.SIMPLE: D(5000)}, simple_first_deposit=today)
    yield replace(person, age=75, required_distribution=D(4000), required_taken_first=True)
    yield replace(person, state_rate=D("0.05"))
    yield replace(person, age=75)
    yield replace(person, ira_values={})
    yield replace(person, ira_values={}, conversion=D(0))
    yield replace(person, conversion=D(0))
    yield replace(person, conversion=D(101000), ira_values={})
    yield replace(person, contribution=D(9000))
    yield replace(person, made_after=D(6000))


def _shown(person: Situation, found: Outcome | Amount | Closed) -> str:
    match found:
        case Outcome():
            return "\n".join(told(person, found))
        case Amount(asks):
            return asks
        case Closed(why):
            return f"Not open. {why}"
