"""``python -m tests.benchmarks.product.filing_day SECONDS``, or ``make bench ARGS=day``: how long
people wait behind Telegram's ceilings on a day of the filing season.

A model in simulated time, drawn from a seed, of the bot's own pacing (``bot.sending.pacing``). What
is measured elsewhere, the time that a message takes to Telegram and back, is left out; SECONDS is
what a turn takes of the processor (``make bench`` measures it).
"""

import sys
from dataclasses import dataclass, replace
from math import inf
from random import Random
from statistics import quantiles
from typing import Self

from bot.sending.pacing import A_CHAT, AT_ONCE, MESSAGES_A_STEP, OVERALL, Pace
from bot.telegram.chat import collapsed, outgoing
from bot.telegram.reminding import A_SECOND
from conversations.engine import turn
from conversations.events import Typed
from conversations.flows.every import FLOWS
from tests.bot.talks import KNOWN_TALK, steps
from tests.conversations.talking import TODAY, Talk
from tests.simulated_time import Program, Time

SEED = 8606
PAID = 1_000.0
"""Messages a second (Bot API, allow_paid_broadcast)."""

HOURS = (1, 1, 0, 0, 0, 0, 1, 2, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7, 9, 10, 7, 3, 2)
"""Of a hundred people, how many come in each hour of the day: an assumption."""
BUSIEST, MORNING = HOURS.index(max(HOURS)), 9
HOUR = 3600.0
THINKS = 20.0
"""Seconds that a person takes for an answer, on average: the greeting promises six minutes."""

ROW = "{:>12} {:>10} {:>16} {:>15} {:>9} {:>9} {:>9} {:>7}"
HEAD = (
    *("people a day", "at most /s", "reminded at nine", "busiest hour /s"),
    *("p50 then", "p99 then", "longest", "tidied"),
)


@dataclass(frozen=True)
class Turn:
    messages: int
    edits: int
    """That collapse an answered question, where there is room."""


def turns() -> list[Turn]:
    """Of a whole talk up to a result."""
    talk, found = Talk(), []
    for step in steps(KNOWN_TALK):
        verb, _, what = step.partition(" ")
        event = Typed(what) if verb == "says" else talk.button(what)
        moved = turn(FLOWS, talk.said, event, TODAY, talk.look_up)
        edits = [] if moved.settled is None else [collapsed(moved.settled)]
        found.append(Turn(len(outgoing(moved.replies, 1)), len(edits)))
        talk.does(event)
    return found


@dataclass(frozen=True)
class Setting:
    """Of a day."""

    people: int
    overall: float = OVERALL
    """Messages a second."""
    processor: float = 0.001
    """Seconds for a turn."""
    reminded: int = 0
    """From nine in the morning on."""
    hours: range = range(len(HOURS))
    """In which people come."""


class Day:
    """Seconds since midnight."""

    def __init__(self, setting: Setting, seed: int = SEED) -> None:
        self.setting = setting
        self._at = Random(seed)
        self._time = Time(self._at)
        self._overall = Pace(setting.overall, at_once=1)
        self._free_at = 0.0
        """When the processor is."""
        self._talking = 0
        self.waits: list[tuple[float, float]] = []
        """When something was said, and how long until the last message that answers it is sent."""
        self.edits = self.edits_made = 0

    def passes(self) -> Self:
        talk = turns()
        for hour in self.setting.hours:
            for _ in range(self.setting.people * HOURS[hour] // 100):
                self._time.starts(self._talks(talk), after=(hour + self._at.random()) * HOUR)
                self._talking += 1
        for number in range(self.setting.reminded):
            after = MORNING * HOUR + number // A_SECOND
            self._time.starts(self._sends(Pace(A_CHAT, AT_ONCE)), after=after)
        self._time.passes(lambda: not self._talking, most=inf)
        return self

    def _talks(self, talk: list[Turn]) -> Program:
        chat = Pace(A_CHAT, AT_ONCE)
        for one in talk:
            said_at = self._time.now
            self._free_at = max(said_at, self._free_at) + self.setting.processor
            yield self._free_at - said_at
            for _ in range(one.edits):
                self._tidies(chat)
            for _ in range(one.messages):
                yield from self._sends(chat)
            self.waits.append((said_at, self._time.now - said_at))
            yield self._at.expovariate(1 / THINKS)
        self._talking -= 1

    def _sends(self, chat: Pace) -> Program:
        """As ``Pacing.turn``."""
        for pace in (chat, self._overall):
            if wait := pace.take(self._time.now):
                yield wait

    def _tidies(self, chat: Pace) -> None:
        """As ``Pacing.may_tidy``."""
        now = self._time.now
        self.edits += 1
        if self._overall.has(1, now) and chat.has(1 + MESSAGES_A_STEP, now):
            self._overall.take(now)
            chat.take(now)
            self.edits_made += 1

    def waited(self, hour: int) -> list[float]:
        """Those who said something in that hour."""
        return [wait for at, wait in self.waits if hour <= at / HOUR < hour + 1]


def main(processor: float) -> None:
    talk = turns()
    messages, edits = sum(one.messages for one in talk), sum(one.edits for one in talk)
    print(
        f"a talk: {len(talk)} turns, {messages} messages, {edits} answered questions to tidy up; "
        f"a turn takes {processor * 1e3:.2f} ms of the processor; seed {SEED}\n"
    )
    print(ROW.format(*HEAD))
    days = [Setting(people) for people in (10_000, 25_000, 40_000, 50_000, 60_000)]
    days.append(Setting(10_000, reminded=10_000))
    busiest = range(BUSIEST, BUSIEST + 1)
    days += [Setting(people, PAID, hours=busiest) for people in (250_000, 1_000_000)]
    for setting in days:
        setting = replace(setting, processor=processor)
        day = Day(setting).passes()
        cuts = quantiles(day.waited(BUSIEST), n=100)
        print(
            ROW.format(
                f"{setting.people:,}",
                f"{setting.overall:,.0f}",
                f"{setting.reminded:,}",
                f"{setting.people * max(HOURS) / 100 * messages / HOUR:,.1f}",
                f"{cuts[49]:.2f} s",
                f"{cuts[98]:.2f} s",
                f"{max(wait for _, wait in day.waits):.1f} s",
                f"{day.edits_made / day.edits:.0%}",
            ),
            flush=True,
        )


if __name__ == "__main__":
    main(float(sys.argv[1]))
