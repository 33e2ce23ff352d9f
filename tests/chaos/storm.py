"""Updates as Telegram may send them on a bad day: again, in another order between people, weeks
late, and with ids that begin anew anywhere.

Some people talk, each in order. Each has to be told, and to have kept of them, what it would be had
they talked alone and calmly.
"""

import asyncio
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from unittest.mock import patch

from bot.keeping.storage import Storage
from conversations.flow import Said
from tests.bot.a_key import MASTERS
from tests.bot.bot_api_server import BotApiServer
from tests.bot.phone import Chat
from tests.bot.talks import KNOWN_TALK, steps, takes, talking, until
from tests.chaos.kept import Broken

PEOPLE = 4
STEPS = steps(KNOWN_TALK)
LARGEST_ID = 2**31 - 1


@dataclass
class Storm:
    """How much came in the wrong way."""

    repeated: int = 0
    renumbered: int = 0
    restarts: int = 0

    @property
    def survived(self) -> int:
        return self.repeated + self.renumbered + self.restarts


@dataclass
class _Person:
    chat: Chat
    taken: int = 0

    def told(self) -> list[str]:
        return [str(message) for message in self.chat.messages if message.from_bot]


def storm(seed: int) -> Storm:
    """Raises Broken."""
    with _without_chance():
        (said, told), _ = asyncio.run(_held(Random(seed), people=1, calmly=True))
        disturbed, counts = asyncio.run(_held(Random(seed), PEOPLE))
    for kept, seen in zip(*disturbed, strict=True):
        if kept != said[0]:
            raise Broken(f"seed {seed}: kept is {kept}, and not {said[0]}")
        if seen != told[0]:
            raise Broken(f"seed {seed}: told {seen}, and not {told[0]}")
    return counts


Held = tuple[list[Said | None], list[list[str]]]
"""What is kept of each person, and what each was told."""


async def _held(at: Random, people: int, *, calmly: bool = False) -> tuple[Held, Storm]:
    counts = Storm()
    with TemporaryDirectory() as folder:
        async with BotApiServer() as server:
            everybody = [_Person(server.chat(1001 + n, "Ann")) for n in range(people)]
            while talkers := [one for one in everybody if one.taken < len(STEPS)]:
                with closing(Storage(Path(folder) / "prorata.db", MASTERS)) as storage:
                    async with talking(server, storage):
                        for _ in range(at.randrange(4, 12)):
                            await _round(at, server, storage, talkers, counts, calmly=calmly)
                        said = [storage.said(one.chat.chat_id) for one in everybody]
                counts.restarts += 1
            return (said, [one.told() for one in everybody]), counts


async def _round(
    at: Random,
    server: BotApiServer,
    storage: Storage,
    talkers: list[_Person],
    counts: Storm,
    *,
    calmly: bool,
) -> None:
    """Some of them take a step."""
    if not calmly and at.random() < 0.2:
        server.next_update_id = at.randrange(1, LARGEST_ID)
        counts.renumbered += 1
    first = server.next_update_id
    for one in at.sample(talkers, at.randrange(1, len(talkers) + 1)):
        if one.taken < len(STEPS):
            await takes(one.chat, STEPS[one.taken])
            one.taken += 1
    new = range(first, server.next_update_id)
    if not calmly:
        for update in at.choices([*server.all_updates], k=at.randrange(6)):
            server.repeat(update)
            counts.repeated += 1
    for update in new:
        await server.confirms(update, timeout=20)
    await until(lambda: not storage.chats_to_serve(), 20)


@contextmanager
def _without_chance() -> Iterator[None]:
    """References are drawn from a salt; all are to have the same."""
    with patch("bot.keeping.storage.token_hex", lambda _: "5a17"):
        yield
