"""Where a talk stands: gone on with from where it stood before, it is where a walk from the
beginning ends."""

import gc
from collections.abc import Mapping
from random import Random
from typing import Any
from weakref import ref

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations import remembered
from conversations.flow import Flow, Position, Said
from conversations.flows.every import FLOWS
from conversations.progress import progress
from conversations.questions.goal import Goal
from conversations.replay import replay
from tests.conversations.talking import KNOWN_ANSWER, TODAY, Talk
from tests.conversations.test_progress import any_answer


def from_the_beginning(flow: Flow, said: Said) -> Position:
    """In another order the answers are others to whoever has met them; to a flow they are not."""
    return replay(flow, Said(dict(reversed(said.answers.items())), said.reopened), TODAY)


def told(position: Position) -> tuple[Any, ...]:
    known = {question.id: position.facts.answer(question) for question in position.answered}
    return position.open, position.answered, known, progress(position)


def answers_of(goal: str, chance: Random) -> Mapping[str, str]:
    """To all that is asked on the way to a result; what is known of one flow is kept for others."""
    flow, said = FLOWS.by_goal[goal], Said({"goal": goal})
    while (at := replay(flow, said, TODAY)).open is not None:
        said = Said({**said.answers, at.open.id: any_answer(at.open, at.facts, chance)})
    return said.answers


@pytest.mark.parametrize("goal", FLOWS.by_goal)
@given(st.randoms(use_true_random=False), st.booleans())
@settings(max_examples=8, deadline=None)
def test_it_is_gone_on_with_from_the_open_question(
    goal: str, chance: Random, years_are_known: bool
) -> None:
    flow = FLOWS.by_goal[goal]
    begun = answers_of(Goal.BASIS, chance) if years_are_known else {}
    said = Said({**begun, "goal": goal})
    at = from_the_beginning(flow, said)
    while at.open is not None:
        answer = any_answer(at.open, at.facts, chance)
        said = Said({**said.answers, at.open.id: answer})
        at = replay(flow, said, TODAY, since=at)
        assert told(at) == told(from_the_beginning(flow, said))


@pytest.mark.parametrize("goal", FLOWS.by_goal)
@given(st.randoms(use_true_random=False), st.booleans())
@settings(max_examples=8, deadline=None)
def test_so_it_is_where_other_answers_stand_behind(
    goal: str, chance: Random, years_are_known: bool
) -> None:
    """Questions that were gone back to, answered anew one after the other."""
    flow = FLOWS.by_goal[goal]
    begun = answers_of(Goal.BASIS, chance) if years_are_known else {}
    answers = {**begun, **answers_of(goal, chance)}
    several = chance.sample(sorted(answers.keys() - {flow.goal.id}), k=3)
    said = Said(answers, frozenset(several))
    at = from_the_beginning(flow, said)
    while at.open is not None:
        answer = any_answer(at.open, at.facts, chance)
        said = Said({**said.answers, at.open.id: answer}, said.reopened - {at.open.id})
        at = replay(flow, said, TODAY, since=at)
        assert told(at) == told(from_the_beginning(flow, said))


def test_nothing_of_a_talk_is_left_in_memory_once_all_is_forgotten() -> None:
    talk = Talk().says("/start", *KNOWN_ANSWER, "no", "result")
    said = talk.said
    assert said is not None
    facts = ref(replay(FLOWS.of(said), said, TODAY).facts)
    assert facts() is not None
    del said, talk
    remembered.forget()
    gc.collect()
    assert facts() is None
