"""Programs in a time that passes only where all of them wait: nothing depends on a machine's clock,
and one seed gives one order of things."""

from collections.abc import Callable, Generator
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import Any

Program = Generator[float, None, Any]
"""Gives the seconds that it waits, again and again. One that is stopped goes no further than the
wait it is in, and leaves its ``with`` blocks."""


class Time:
    def __init__(self, at: Random) -> None:
        self.at = at
        self.now = 0.0
        self._numbers = count()
        self._waiting: list[tuple[float, float, int, Program]] = []

    def starts(self, program: Program, after: float = 0.0) -> Program:
        # Of what is due at the same time, chance decides.
        due = (self.now + after, self.at.random(), next(self._numbers), program)
        heappush(self._waiting, due)
        return program

    def passes(self, until: Callable[[], bool], most: float) -> bool:
        """Until something is so; False where it is not after ``most`` seconds."""
        while not until():
            if self.now > most:
                return False
            self.now, _, _, program = heappop(self._waiting)
            seconds = next(program, None)
            if seconds is not None:
                self.starts(program, seconds)
        return True

    def some(self, least: float, most: float) -> float:
        """Seconds."""
        return self.at.uniform(least, most)
