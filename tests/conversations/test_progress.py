"""How far a talk has come: part, number, and about how many questions there are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.answers import Declined
from conversations.flow import Flow, Position, Said
from conversations.flows.every import FLOWS
from conversations.progress import progress
from conversations.question import NOT_SURE, Facts, Question
from conversations.questions.spouse import PREFIX
from conversations.replay import replay
from tests.conversations.talking import TODAY, Talk
from tests.screens.walks import POOL

MOST_OPENED_BY_ONE_ANSWER = 12
"""Whoever has a plan, or converted in a year, is asked about that; nothing opens more at once."""


@dataclass(frozen=True)
class Step:
    """One question as it stood open."""

    open: Question[Any]
    number: int
    total: int | None
    to_come: frozenset[str]


def steps(flow: Flow, goal: str, chance: Random) -> Iterator[Step]:
    """A talk with answers taken at random."""
    said = {flow.goal.id: goal}
    while (position := replay(flow, Said(said), TODAY)).open is not None:
        yield step(flow, position)
        said[position.open.id] = any_answer(position.open, position.facts, chance)


def any_answer(question: Question[Any], facts: Facts, chance: Random) -> str:
    tapped = [option.key for option in question.kind.options]
    read = [question.read(text, facts) for text in (*tapped, *POOL, NOT_SURE.value)]
    works = [question.key(value) for value in read if not isinstance(value, Declined)]
    assert works, f"{question.id}: nothing in the pool answers it"
    return chance.choice(works)


def step(flow: Flow, position: Position) -> Step:
    assert position.open is not None
    told = re.fullmatch(r".+ · (\d+)(?: of about (\d+))?", progress(position))
    assert told is not None
    order = list(flow.questions.values())
    to_come = (q.id for q in order[order.index(position.open) :] if applies(q, position))
    return Step(position.open, int(told[1]), int(told[2]) if told[2] else None, frozenset(to_come))


def applies(question: Question[Any], position: Position) -> bool:
    try:
        return question.when(position.facts) and not question.only_kept
    except KeyError:
        return False


@pytest.mark.parametrize("goal", FLOWS.by_goal)
@given(st.randoms(use_true_random=False))
@settings(max_examples=20)
def test_the_total_moves_by_what_an_answer_opens_or_closes(goal: str, chance: Random) -> None:
    before: Step | None = None
    for now in steps(FLOWS.by_goal[goal], goal, chance):
        assert now.total is None or now.number <= now.total
        if before is not None:
            assert now.number == before.number + 1
            if before.total is not None:
                assert now.total is not None, f"{now.open.id}: the total is not told any more"
                opened = now.to_come - before.to_come
                closed = before.to_come - now.to_come - {before.open.id}
                assert now.total - before.total == len(opened) - len(closed)
                of_one = {id_.removeprefix(PREFIX) for id_ in opened}  # or of both spouses alike
                assert len(of_one) <= MOST_OPENED_BY_ONE_ANSWER, (before.open.id, opened)
        before = now


def test_years_are_counted_as_soon_as_they_are_known() -> None:
    """Each of 2020 to 2025 is a question at least, two more are known of 2019, and forms are one;
    before, a total would jump."""
    talk = Talk().says("/start", "finding my basis", "2026", "45")
    assert talk.ask.progress == "Where it begins · 4"
    talk.says("no")
    assert talk.ask.progress == "Where it begins · 5"
    talk.says("2019")
    assert talk.ask.progress == "2019 · 6 of about 15"
    talk.says("6000", "none of it", "no")
    assert talk.ask.progress == "2020 · 9 of about 15"
    talk.says("nothing, nor in any later year")
    assert talk.ask.progress == "Forms · 10 of about 10"
