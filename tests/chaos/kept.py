"""What a storage has to have after every turn that it acknowledged, told apart from the storage.

A random walk over all that the bot does with its storage. Each step either is acknowledged, and
then it is there whatever happens; or it is not, and then it is there wholly or not at all.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from random import Random

from bot.keeping.outbox import MOST_ANSWERS, Letter
from bot.keeping.records import Asking
from bot.keeping.storage import Moved, Storage
from conversations.flow import Said
from conversations.sharing.consent import Consent

PEOPLE = 6
LATELY = 20
"""Updates that are looked for."""
DAY = date(2026, 11, 21)


class Broken(AssertionError):
    """A promise was not kept."""


@dataclass
class Kept:
    """All of it, in the open."""

    said: dict[int, Said] = field(default_factory=dict)
    waiting: dict[int, list[str]] = field(default_factory=dict)
    asking: dict[int, Asking] = field(default_factory=dict)
    sent_to_cpa: dict[str, int] = field(default_factory=dict)
    reminded: dict[int, datetime] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)

    def copy(self) -> "Kept":
        waiting = {chat: [*messages] for chat, messages in self.waiting.items()}
        return Kept(
            {**self.said},
            waiting,
            {**self.asking},
            {**self.sent_to_cpa},
            {**self.reminded},
            {*self.seen},
        )

    def queue(self, letters: list[Letter]) -> None:
        for chat, message in letters:
            self.waiting.setdefault(chat, []).append(message)

    def forget(self, chat: int) -> None:
        self.said.pop(chat, None)
        self.asking.pop(chat, None)
        self.reminded.pop(chat, None)
        self.sent_to_cpa = {ref: of for ref, of in self.sent_to_cpa.items() if of != chat}


Step = tuple[Callable[[Storage], object], Callable[[Kept], object]]
"""What is done, and what is to be there after it."""


Found = dict[str, object]
"""What there is, by what it is called."""


class Walk:
    """Steps drawn from a seed, and what was acknowledged of them."""

    def __init__(self, at: Random) -> None:
        self.at = at
        self.kept = Kept()
        self.perhaps: list[Kept] = []
        """With a step that was refused, or cut off. Its commit may stand in the log all the same:
        then it happened for who starts anew, until something else is written there."""
        self.acknowledged = 0
        self.destroyed: set[int] = set()
        """Keys of those whose deletion was acknowledged; some perhaps only at the next start."""
        self._update = 0

    def step(self, storage: Storage) -> None:
        """One more. Raises what the storage raises."""
        act, expected = self._draw()
        with_it = self.kept.copy()
        expected(with_it)
        self.perhaps.append(with_it)
        before = _keys(storage)
        act(storage)
        if with_it == self.kept:  # nothing was written
            self.perhaps.pop()
        else:
            self.kept, self.perhaps = with_it, []
        self.acknowledged += 1
        self.destroyed |= before - _keys(storage)

    def _draw(self) -> Step:
        chat, other = self.at.sample(range(1, PEOPLE + 1), 2)
        draw = self.at.choices(
            (self._turn, self._sent, self._shown, self._deletion, self._left_out, self._shut_out),
            (6, 5, 2, 1, 1, 1),
        )
        return draw[0](chat, other)

    def _next_update(self) -> int:
        self._update += 1
        self.kept.seen = {n for n in self.kept.seen if n > self._update - LATELY}
        return self._update

    def _words(self) -> str:
        return f"{self.at.randrange(10**6)} " * self.at.choice((1, 1, 1, 300))

    def _turn(self, chat: int, other: int) -> Step:
        update = self._next_update()
        consents: tuple[Consent, ...] = ()
        if self.at.random() < 0.2:
            reference = f"ABCD-{chat:04}"
            consents = (Consent(reference, "CPA", DAY, DAY, "words", "content"),)
        answers = {"value": self._words(), "update": str(update)}
        said = Said(answers, consents=consents, salt="salt")
        messages = [f"{update}.{n}" for n in range(self.at.randrange(3))]
        if len(self.kept.waiting.get(chat, ())) + len(messages) > MOST_ANSWERS:
            messages = []
        elsewhere = [(other, f"{update}.other")] if self.at.random() < 0.2 else []
        reminds = datetime(2027, 1, 1 + self.at.randrange(28), tzinfo=UTC)
        moved = Moved(said, messages, elsewhere, reminds=reminds)

        def expected(kept: Kept) -> None:
            kept.seen.add(update)
            kept.said[chat] = said
            kept.reminded[chat] = reminds
            kept.queue([*((chat, one) for one in messages), *elsewhere])
            kept.sent_to_cpa = {r: of for r, of in kept.sent_to_cpa.items() if of != chat}
            kept.sent_to_cpa |= {one.reference: chat for one in consents}

        return lambda storage: storage.turn(chat, lambda _: moved, update), expected

    def _deletion(self, chat: int, _: int) -> Step:
        update = self._next_update()
        moved = Moved(None, [f"{update}.deleted"])

        def expected(kept: Kept) -> None:
            kept.seen.add(update)
            kept.forget(chat)
            # What waited was sealed with the key that goes.
            kept.waiting[chat] = [f"{update}.deleted"]

        return lambda storage: storage.turn(chat, lambda _: moved, update), expected

    def _left_out(self, chat: int, _: int) -> Step:
        update = self._next_update()
        letters = [(chat, f"{update}.trouble")]

        def expected(kept: Kept) -> None:
            kept.seen.add(update)
            kept.queue(letters)

        return lambda storage: storage.set_aside(update, letters), expected

    def _sent(self, chat: int, other: int) -> Step:
        then = [(other, f"{self._next_update()}.then")] if self.at.random() < 0.2 else []

        def act(storage: Storage) -> None:
            waiting = storage.next_message(chat)
            if waiting is not None:
                storage.sent(waiting[0], then)

        def expected(kept: Kept) -> None:
            if kept.waiting.get(chat):
                kept.waiting[chat].pop(0)
                kept.queue(then)

        return act, expected

    def _shut_out(self, chat: int, _: int) -> Step:
        def expected(kept: Kept) -> None:
            kept.waiting.pop(chat, None)
            kept.reminded.pop(chat, None)

        return lambda storage: storage.shut_out(chat), expected

    def _shown(self, chat: int, _: int) -> Step:
        asking = Asking("age", self.at.randrange(10**6))

        def expected(kept: Kept) -> None:
            if chat in kept.said:
                kept.asking[chat] = asking

        def act(storage: Storage) -> None:
            storage.note_shown(chat, lambda shown: shown.asks(asking))
            with storage.db.atomic():
                written = storage.write_notes()
            storage.forget_notes(written)

        return act, expected

    def look(self, storage: Storage, *, restarted: bool = True) -> None:
        """Raises Broken."""
        found = self._found(storage)
        if restarted:
            cut_off = (one for one in self.perhaps if found == _as_found(one))
            self.kept = next(cut_off, self.kept)
            self.perhaps = []
        if found != _as_found(self.kept):
            raise Broken("\n".join(_differences(found, _as_found(self.kept))))
        persons = _keys(storage)
        in_vault = {key for (key,) in storage.vault._db.execute("SELECT id FROM keys")}
        if not persons <= in_vault:
            raise Broken("a person cannot be read: their key is not there")
        if restarted and self.destroyed & in_vault:
            raise Broken("a key that was to be destroyed is still there")

    def _found(self, storage: Storage) -> Found:
        people = range(1, PEOPLE + 1)
        lately = range(max(0, self._update - LATELY) + 1, self._update + 1)
        kept = Kept(seen={*filter(storage.has_seen, lately)})
        for chat in people:
            person = storage.person(chat)
            if person is not None and person.said is not None:
                kept.said[chat] = person.said
                if person.shown.asking is not None:
                    kept.asking[chat] = person.shown.asking
            kept.waiting[chat] = storage.waiting(chat)
            sender = storage.sender(f"ABCD-{chat:04}")
            if sender is not None:
                kept.sent_to_cpa[f"ABCD-{chat:04}"] = sender
        return _as_found(
            kept,
            [storage.chat_of(one) for one in storage.to_remind(datetime(2028, 1, 1, tzinfo=UTC))],
        )


def _as_found(kept: Kept, reminded: Iterable[int] | None = None) -> Found:
    return {
        "said": kept.said,
        "waiting": {chat: messages for chat, messages in kept.waiting.items() if messages},
        "asking": kept.asking,
        "sent to the CPA": kept.sent_to_cpa,
        "reminded": {*(kept.reminded if reminded is None else reminded)},
        "seen": kept.seen,
    }


def _differences(found: Found, acknowledged: Found) -> Iterator[str]:
    for what, expected in acknowledged.items():
        if found[what] != expected:
            yield f"{what}: {str(found[what])[:500]}, and not {str(expected)[:500]}"


def _keys(storage: Storage) -> set[int]:
    return {key for (key,) in storage.db.execute("SELECT key FROM persons").fetchall()}
