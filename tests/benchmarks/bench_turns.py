"""The whole bot: people who answer a whole talk over and over, by polling and by webhook.

Pictures are drawn in each person's first talk, before what is measured; later they are known to
Telegram. What drawing does to others is measured by itself (``bench_lateness``).
"""

from collections.abc import Iterator
from contextlib import ExitStack
from statistics import median

from tests.benchmarks.contestants import (
    A1,
    A2,
    B0,
    B1,
    BARE,
    OURS,
    OURS_WEBHOOK,
    Contestant,
    Kind,
    Round,
    at_work,
    middle,
)
from tests.benchmarks.peer_environment import NoPeers
from tests.benchmarks.rows import Goal, Row

MANY = 64
DELAY = 0.05
ROUNDS = 5
SECONDS = 1.5

Rounds = dict[Kind, list[Round]]


def turns() -> Iterator[Row]:
    """Updates a second with 64 people, and the processor's time for each."""
    ran, missing = _interleaved((OURS, B1, B0, A1, A2), MANY, SECONDS)
    goals = {
        B1: Goal(5, 15, more_is_better=True),
        B0: None,
        A1: Goal(12, 40, more_is_better=True),
        A2: Goal(6, 20, more_is_better=True),
    }
    for peer, goal in goals.items():
        what = "updates/s, 64 people"
        if peer in missing:
            yield Row(what, peer.name, goal, remark=missing[peer])
            continue
        yield _rates(what, ran, OURS, peer, goal)
    if B1 in ran:
        ours, theirs = middle(ran[OURS]), middle(ran[B1])
        ratio = _ratio(ran, OURS, B1, "cpu")
        yield Row(
            "CPU of a durable turn",
            B1.name,
            Goal(0.20, 0.06),
            ratio,
            our_cpu=ours.cpu,
            their_cpu=theirs.cpu,
            remark=f"{ours.calls:.1f} calls of the Bot API a turn; theirs {theirs.calls:.1f}",
        )


def server() -> Iterator[Row]:
    """What the server gives to a bot that does nothing, and so the most that can be measured."""
    what = "the server that measures, updates/s"
    try:
        with at_work(BARE) as bare:
            bare.plays(MANY, 0.5, anew=True)
            began = bare.server.cpu()
            played = bare.plays(MANY, SECONDS)
            worked = bare.server.cpu() - began
    except NoPeers as reason:
        yield Row(what, BARE.name, remark=str(reason))
        return
    our_cpu, rate = worked / played.turns * 1e6, f"{played.rate:,.0f}/s"
    yield Row(what, BARE.name, None, None, "", rate, our_cpu, played.cpu)


def webhook() -> Iterator[Row]:
    """Updates a second by webhook."""
    ran, missing = _interleaved((OURS_WEBHOOK, B1), MANY, SECONDS)
    goal = Goal(6, 20, more_is_better=True)
    if missing:
        yield Row("updates/s by webhook", B1.name, goal, remark=next(iter(missing.values())))
        return
    row = _rates("updates/s by webhook", ran, OURS_WEBHOOK, B1, goal)
    calls = middle(ran[OURS_WEBHOOK]).calls
    yield Row(**{**vars(row), "remark": f"{calls:.1f} calls a turn, replies in responses included"})


def delay() -> Iterator[Row]:
    """The share of what 64 people could do whom only the network makes wait."""
    most = MANY / DELAY
    ran, missing = _interleaved((OURS, OURS_WEBHOOK, B1), MANY, SECONDS, delay=DELAY)
    theirs = middle(ran[B1]).rate if B1 in ran else None
    for kind, how in ((OURS, "polling"), (OURS_WEBHOOK, "webhook")):
        ours = middle(ran[kind])
        yield Row(
            f"people/delay at 50 ms, 64 people, {how}",
            "",
            Goal(0.90, 0.97, more_is_better=True),
            ours.rate / most,
            f"{ours.rate:,.0f}/s",
            "" if theirs is None else f"{theirs:,.0f}/s",
            ours.cpu,
            remark=missing.get(B1, f"at most {most:,.0f}/s; p50 {ours.p50 * 1e3:.0f} ms"),
        )


def one() -> Iterator[Row]:
    """How long one person waits."""
    ran, missing = _interleaved((OURS, B1), 1, SECONDS)
    goal = Goal(0.65, 0.30)
    if missing:
        yield Row("turn p50, one person", B1.name, goal, remark=missing[B1])
        return
    ours, theirs = middle(ran[OURS]), middle(ran[B1])
    yield Row(
        "turn p50, one person",
        B1.name,
        goal,
        _ratio(ran, OURS, B1, "p50"),
        f"{ours.p50 * 1e3:.2f} ms",
        f"{theirs.p50 * 1e3:.2f} ms",
        ours.cpu,
        theirs.cpu,
        f"p99 {ours.p99 * 1e3:.1f} ms; theirs {theirs.p99 * 1e3:.1f} ms",
    )


def _interleaved(
    kinds: tuple[Kind, ...], people: int, seconds: float, delay: float = 0.0
) -> tuple[Rounds, dict[Kind, str]]:
    """Each has its turn in every round; those that cannot be had are left out, with why."""
    missing: dict[Kind, str] = {}
    with ExitStack() as stack:
        playing: list[Contestant] = []
        for kind in kinds:
            try:
                contestant = stack.enter_context(at_work(kind))
                _warm(contestant, people)
            except (NoPeers, ChildProcessError, TimeoutError) as reason:
                if not kind.is_peer:
                    raise
                missing[kind] = str(reason)
                continue
            contestant.server.does("delays", seconds=delay)
            contestant.plays(people, 0.2)
            playing.append(contestant)
        ran: Rounds = {contestant.kind: [] for contestant in playing}
        for _ in range(ROUNDS):
            for contestant in playing:
                ran[contestant.kind].append(contestant.plays(people, seconds))
        return ran, missing


def _warm(contestant: Contestant, people: int) -> None:
    """Until everybody has had a result, and the pictures in it are known."""
    contestant.plays(people, 0.5, anew=True)
    talk = 20 * people if not contestant.kind.is_peer else people
    done = 0.0
    for _ in range(20):
        seconds = 1.0
        done += contestant.plays(people, seconds).rate * seconds
        if done >= talk:
            return


def _rates(what: str, ran: Rounds, ours: Kind, theirs: Kind, goal: Goal | None) -> Row:
    us, them = middle(ran[ours]), middle(ran[theirs])
    return Row(
        what,
        theirs.name,
        goal,
        _ratio(ran, ours, theirs, "rate"),
        f"{us.rate:,.0f}/s",
        f"{them.rate:,.0f}/s",
        us.cpu,
        them.cpu,
    )


def _ratio(ran: Rounds, ours: Kind, theirs: Kind, of: str) -> float:
    """The middle one of the rounds' ratios."""
    pairs = zip(ran[ours], ran[theirs], strict=True)
    ratios: list[float] = [getattr(our, of) / getattr(their, of) for our, their in pairs]
    return median(ratios)
