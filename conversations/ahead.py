"""Which questions are still to come, as far as it is known.

A condition is asked again only when something that it has looked at was answered since: until then
it says the same, as it looks at nothing but answers.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from conversations.question import Facts, Question

DOES_NOT_COUNT, COUNTS, NOT_KNOWN = range(3)
"""What a question still to come is for the number of all: one that does not apply, or is not asked
by itself; one that applies; one of a year of which it is not known yet whether it is asked about.
"""


class Ahead:
    """The questions of a flow. ``of_years`` are those that are asked about years one by one."""

    def __init__(
        self, questions: Sequence[Question[Any]], of_years: Collection[Question[Any]]
    ) -> None:
        self._questions = questions
        self._unknown = [NOT_KNOWN if one in of_years else DOES_NOT_COUNT for one in questions]
        self._looking: defaultdict[str, set[int]] = defaultdict(set)
        """By the ids of answers, the questions whose conditions have ever looked at them."""

    def of(self, facts: Facts, at: int) -> bytes:
        """What each question behind the one ``at`` which a talk stands is."""
        known = bytearray(len(self._questions))
        self._ask(known, range(at + 1, len(known)), facts)
        return bytes(known)

    def after(self, before: bytes, answered: Collection[str], facts: Facts, at: int) -> bytes:
        """The same, as it was ``before`` these ids were answered."""
        known = bytearray(at + 1) + before[at + 1 :]
        looking = set().union(*(self._looking.get(id_, ()) for id_ in answered))
        self._ask(known, [place for place in looking if place > at], facts)
        return bytes(known)

    def _ask(self, known: bytearray, places: Collection[int], facts: Facts) -> None:
        watched = _Watched(facts.by_id, self._looking)
        seen = Facts(facts.today, watched)
        for place in places:
            watched.by = place
            known[place] = self._is(place, seen)

    def _is(self, place: int, facts: Facts) -> int:
        question = self._questions[place]
        try:
            applies = question.when(facts)
        except KeyError:  # it depends on an answer still to come
            return self._unknown[place]
        return COUNTS if applies and not question.only_kept else DOES_NOT_COUNT


class _Watched(Mapping[str, object]):
    """Answers, with who looks at which."""

    def __init__(self, answers: Mapping[str, object], looking: Mapping[str, set[int]]) -> None:
        self._answers, self._looking = answers, looking
        self.by = 0

    def __getitem__(self, id_: str) -> object:
        self._looking[id_].add(self.by)
        return self._answers[id_]

    def __iter__(self) -> Iterator[str]:
        raise TypeError("a condition looks at answers one by one")

    def __len__(self) -> int:
        raise TypeError("a condition looks at answers one by one")

    def __contains__(self, id_: object) -> bool:
        self._looking[str(id_)].add(self.by)
        return id_ in self._answers

    def get(self, id_: str, default: Any = None) -> Any:
        self._looking[id_].add(self.by)
        return self._answers.get(id_, default)
