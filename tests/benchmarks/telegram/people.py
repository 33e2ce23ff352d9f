"""People who talk with the bot: each answers, and waits until the bot says something new."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count, cycle
from time import perf_counter, time_ns

from tests.benchmarks.stored import FIRST_STORED
from tests.benchmarks.telegram.talks import Talk

Deliver = Callable[[int, bytes], None]
"""Takes an update's id, and the update."""

FIRST_PERSON = 3_000_000_000


@dataclass(slots=True)
class Person:
    at: int = 0
    """In the talk."""
    asked_at: float | None = None
    """When they said something that is not answered yet."""
    message: int = 0
    """The last of the bot's."""
    body: bytes = b""


@dataclass
class Played:
    """How it went, from the first thing that was said to the last that was answered."""

    turns: int = 0
    """Answered in time."""
    late: int = 0
    """Answered after nobody went on."""
    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)


class People:
    def __init__(self, talk: Talk, deliver: Deliver) -> None:
        self._talk = talk
        self._deliver = deliver
        # A database that was there before has seen others.
        self._update_ids = count(time_ns() // 50_000)
        self._who: Iterator[int] = count(FIRST_PERSON + time_ns() // 100_000 % FIRST_PERSON)
        self._take_turns = False
        self._people: dict[int, Person] = {}
        self.played = Played()
        self.playing = False

    @property
    def waiting(self) -> int:
        """How many have not been answered."""
        return sum(person.asked_at is not None for person in self._people.values())

    def are_stored(self, number: int, take_turns: bool) -> None:
        """Instead of strangers, those talk whom the bot has met. Where they ``take_turns``, whoever
        has come to the end of the talk goes, and the next of so many comes."""
        self._who = cycle(range(FIRST_STORED, FIRST_STORED + number))
        self._take_turns = take_turns
        self._people.clear()

    def play(self, number: int, anew: bool) -> None:
        """So many go on where they are, or begin."""
        if anew:
            self._people.clear()
        while len(self._people) < number:
            self._comes()
        self.played = Played()
        self.playing = True
        for who, person in list(self._people.items())[:number]:
            self._says(who, person)

    def hears(self, who: int, method: bytes, message: int, body: bytes) -> None:
        person = self._people.get(who)
        if person is None or person.asked_at is None:
            return
        if method.startswith(b"edit") and message != person.message:
            return  # an answered question, which becomes its answer
        if not self._talk.is_answered_by(person.at, method, body):
            return
        if b"inline_keyboard" in body:
            person.message, person.body = message, body
        self.played.waits.append(perf_counter() - person.asked_at)
        person.asked_at = None
        person.at = self._talk.after(person.at)
        if self._take_turns and person.at == self._talk.again_from:
            del self._people[who]
            who, person = self._comes()
        if self.playing:
            self.played.turns += 1
            self._says(who, person)
        else:
            self.played.late += 1

    def _comes(self) -> tuple[int, Person]:
        who = next(one for one in self._who if one not in self._people)
        self._people[who] = Person()
        return who, self._people[who]

    def _says(self, who: int, person: Person) -> None:
        update_id = next(self._update_ids)
        update = self._talk.update(person.at, update_id, who, person.message, person.body)
        person.asked_at = perf_counter()
        self._deliver(update_id, update)
