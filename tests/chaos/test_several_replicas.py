"""That a storage runs a pure function inside its transaction is enough for several bots on one
database: none loses an answer, and none takes one twice.

And the model notices it where one of the rules is left out. ``make chaos`` holds more of them.
"""

from inspect import signature

import pytest

from bot.keeping.storage import Storage
from tests.chaos.kept import Broken
from tests.chaos.replicas import Shared
from tests.chaos.row_locks import Key, Transaction
from tests.chaos.several_replicas import replicated
from tests.simulated_time import Program

SEEDS = range(8606, 8612)


@pytest.mark.parametrize("seed", SEEDS)
def test_replicas_that_die_lose_no_answer_and_take_none_twice(seed: int) -> None:
    counts = replicated(seed)
    print(f"seed {seed}: {counts}")
    assert counts.deaths > 5
    assert counts.repeated > 5
    assert counts.tapped_twice > 5


def test_the_seam_is_that_of_the_storage() -> None:
    assert list(signature(Shared.turn).parameters) == list(signature(Storage.turn).parameters)


class WithoutRowLocks(Shared):
    def lock_person(self, transaction: Transaction, chat: int) -> Program:
        yield self.rows.statement()


class SeenInATransactionOfItsOwn(Shared):
    def mark_seen(self, transaction: Transaction, update_id: int) -> Program:
        with Transaction(self.rows) as own:
            is_new = yield from own.insert(("seen_updates", update_id), True)
            yield from own.commit()
        return is_new


class LooksWhetherItWasSeen(Shared):
    """And does not wait for another that has not committed yet."""

    def mark_seen(self, transaction: Transaction, update_id: int) -> Program:
        was_seen = transaction.read(("seen_updates", update_id))
        yield from transaction.write(("seen_updates", update_id), True)
        return not was_seen


class SendsWhateverIsFree(Shared):
    def to_send(self) -> list[Key]:
        return sorted(key for key in self.rows.committed if key[0] == "outbox")


@pytest.mark.parametrize(
    ("storage", "broken"),
    [
        (WithoutRowLocks, "done was"),
        (SeenInATransactionOfItsOwn, "no answer comes"),
        (LooksWhetherItWasSeen, "done was"),
        (SendsWhateverIsFree, "told was"),
    ],
)
def test_without_one_of_the_rules_a_promise_is_broken(storage: type[Shared], broken: str) -> None:
    with pytest.raises(Broken, match=broken):
        _every_seed(storage)


def _every_seed(storage: type[Shared]) -> None:
    for seed in SEEDS:
        replicated(seed, storage)
