"""Where a talk stands: the flow is walked over what was said.

The first question that applies and is not answered is the open one. Answers to questions that do
not apply at the moment are left alone: they count again when they do.

Whether a question applies, and what is read of its answer, depends only on what was said to those
before it. So an answer to the open question leaves the walk up to there as it was, and it is gone
on with from there. And the same answers stand at the same place, however often they are asked.
"""

from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any, TypeVar

from conversations.answers import Declined
from conversations.flow import Flow, Position, Said
from conversations.question import NOT_SURE, Facts, NotSure, Question

T = TypeVar("T")

MOST_FOUND = 1_024
"""Positions that are known without a walk: the last ones that were asked for."""

_found: OrderedDict[Hashable, Position] = OrderedDict()


def answer(question: Question[T], said: Said, facts: Facts) -> T | NotSure | Declined:
    """What was said to a question, or what other answers come to where that is nothing sure. A
    stored answer that cannot be read any more (another release wrote it) counts as not given."""
    key = said.answers.get(question.id)
    value = _NOT_ANSWERED if key is None else question.read(key, facts)
    if question.found is None or not (value is NOT_SURE or isinstance(value, Declined)):
        return value
    found = question.found(facts)
    return value if found is None else found


_NOT_ANSWERED = Declined("not answered")


def replay(flow: Flow, said: Said, today: date, since: Position | None = None) -> Position:
    """Where the talk stands; ``since`` is where it stood before something was said to the question
    that was open then, and to none before it."""
    asked = (flow, today, said.reopened, *said.answers, *said.answers.values())
    position = _found.get(asked)
    if position is None:
        position = _found[asked] = _walk(flow, said, today, since)
        if len(_found) > MOST_FOUND:
            _found.popitem(last=False)
    else:
        _found.move_to_end(asked)
    return position


def forget() -> None:
    """All positions that are known without a walk."""
    _found.clear()


def _walk(flow: Flow, said: Said, today: date, since: Position | None) -> Position:
    if since is not None and since.flow is not flow:
        since = None
    drawn = _drawn(flow, said, today, since)
    if since is None or since.drawn != drawn:
        return _on(Position(flow, Facts(today, drawn), (), flow.goal, 0, drawn), said)
    return _on(since, said, looks_ahead=True)


def _drawn(
    flow: Flow, said: Said, today: date, since: Position | None = None
) -> Mapping[str, object]:
    """What another flow has come to, those of its answers that were gone back to left as they
    are."""
    other = flow.draws_on
    if other is None:
        return {}
    if since is not None and since.open is not None and since.open.id not in other.questions:
        return since.drawn
    position = replay(other, said.settled, today)
    return position.facts.by_id if position.open is None else {}


def _on(start: Position, said: Said, *, looks_ahead: bool = False) -> Position:
    """From where the talk stood, as far as it was answered."""
    flow = start.flow
    known, answered = dict(start.facts.by_id), list(start.answered)
    facts = Facts(start.facts.today, known)
    for place, question in enumerate(flow.in_order[start.place :], start.place):
        if not question.when(facts) or (question.only_kept and question.id not in said.answers):
            continue
        value = answer(question, said, facts)
        if isinstance(value, Declined) or question.id in said.reopened:
            foreseen = _ahead(start, facts, place) if looks_ahead else None
            return Position(flow, facts, tuple(answered), question, place, start.drawn, foreseen)
        known[question.id] = value
        known.update(question.says_too(value))
        answered.append(question)
    return Position(flow, facts, tuple(answered), None, len(flow.in_order), start.drawn)


def _ahead(start: Position, facts: Facts, place: int) -> bytes:
    answered = tuple(islice(facts.by_id, len(start.facts.by_id), None))
    return start.flow.ahead.after(start.ahead, answered, facts, place)


def given(flow: Flow, said: Said, today: date) -> Position:
    """All answers that are known to count, also those gone back to and those that stand behind
    the open question."""
    known = dict(_drawn(flow, said, today))
    facts = Facts(today, known)
    answered = []
    for question in flow.in_order:
        if not _known_to_apply(question, facts):
            continue
        value = answer(question, said, facts)
        if not isinstance(value, Declined):
            known[question.id] = value
            known.update(question.says_too(value))
            answered.append(question)
    return replace(replay(flow, said, today), facts=facts, answered=tuple(answered))


def _known_to_apply(question: Question[Any], facts: Facts) -> bool:
    try:
        return question.when(facts)
    except KeyError:  # it depends on an answer still to come
        return False
