"""A talk of every kind of turn, in which the bot dies at some step of every turn.

It is held once without a break. Then again and again, and each time the bot dies in every turn,
at its first step, at its second, and so on, until a turn is over before its bot would die. After
each turn the same has to be kept and the same to have been shown.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from unittest.mock import patch

from bot.keeping.database_file import UnusableDatabase
from bot.keeping.records import Person as Record
from bot.keeping.storage import Storage
from bot.operating.consent_file import consent_in
from bot.telegram.bot import TelegramBot
from conversations.flows.every import FLOWS
from conversations.sharing.consent import Cpa
from tests.bot import talks
from tests.bot.bot_api_server import BotApiServer
from tests.bot.phone import Chat, Message, Person
from tests.bot.talks import KNOWN_TALK, NOON, steps
from tests.chaos.failing_disk import Writes
from tests.chaos.kept import Broken
from tests.chaos.mortal import Life
from tests.chaos.unreliable_disk import unreliable_disk

OFFICE = -1_001_000_000_001
NAME = "Rivera & Co."
CONSENT = Path(__file__).parents[2] / "deploy" / "consent-sample.txt"

TALK = f"""
    {KNOWN_TALK}
    says /pdf
    says /chart
    says What if I convert 5,000?
    says /whatif
    says /back
    says why
    says /remind
    taps Turn all on
    taps Eastern
    says /share
    chooses Choose a chat
    says /send
    taps Yes, send it to {NAME}
    office replies Please bring the December statement.
    three weeks pass
    says /export
    says /delete
    taps Yes, delete
    says /start
"""
"""Every kind of turn: typed, tapped, commands, files, a what-if, reminders, sharing, the consent,
the CPA's answer, everything handed over, everything forgotten."""

STEPS = [step for step in steps(TALK) if step]

PATIENCE = 20.0
"""Seconds for a turn; where one takes longer, something hangs."""

Seen = list[tuple[str, list[list[str]], str]]
"""The bot's messages as they came in: text, buttons, the name of the file."""


@dataclass
class Stops:
    """What came of a talk."""

    points: int = 0
    """Turns in which the bot died, or its disk failed."""
    sent_twice: int = 0


@dataclass
class _After:
    """A turn."""

    kept: Record | None
    seen: dict[int, Seen]


Calm = list[_After]
"""A talk without a break, turn by turn."""


@dataclass
class _Talk:
    folder: Path
    server: BotApiServer
    now: datetime = NOON
    lives: int = 0

    def __post_init__(self) -> None:
        self.ann = self.server.chat(1001, "Ann")
        self.office = self.server.group(OFFICE, "Clients", Person(2001, "Pat"))

    async def begins(self, dies_at: int | None = None) -> None:
        """The bot starts on what is left; a death in its start is followed by another."""
        while True:
            self.lives += 1
            if self.lives == 1:
                self.folder = self.folder / "1"
                self.folder.mkdir()
            self.life = Life(self.folder)
            self.life.dies_at = dies_at
            polls = self.server.calls["getUpdates"]
            polls.clear()
            try:
                self.life.begins(self._bot)
            except UnusableDatabase:  # whoever keeps it running starts it again
                continue
            await self._until(polls.__len__)
            if not self.life.has_died.is_set():
                return
            dies_at = None
            await self._buries()

    async def _buries(self) -> None:
        left = await self.life.ends()
        rmtree(self.folder)
        self.folder = left.rename(left.with_name(str(self.lives + 1)))

    def _bot(self, storage: Storage) -> TelegramBot:
        cpa = Cpa(NAME, consent_in(CONSENT))
        flows = replace(FLOWS, cpa=cpa)
        return talks.our_bot(
            self.server, storage, flows=flows, now=lambda: self.now, cpa_chat=OFFICE
        )

    async def takes(self, step: str, dies_at: int | None) -> bool:
        """One turn, to its end; gives whether the bot died in it."""
        before = self.lives
        if step == "three weeks pass":
            self.now += timedelta(days=21)
            await self._buries()
            await self.begins(dies_at)
            await self._rests()
            return self.lives > before + 1
        self.life.dies_at = dies_at
        update = await self._act(step)
        confirmed = asyncio.create_task(self.server.confirms(update, PATIENCE))
        await self._until(confirmed.done)
        if self.life.has_died.is_set():
            await self._buries()
            await self.begins()
        await confirmed
        await self._rests()
        self.life.dies_at = None
        return self.lives > before

    async def _rests(self) -> None:
        await self._until(self._is_at_rest)
        if self.life.has_died.is_set():
            await self._buries()
            await self.begins()
            await self._until(self._is_at_rest)

    def _is_at_rest(self) -> bool:
        storage = self.life.storage
        return self.life.is_at_rest() and storage is not None and not storage.to_remind(self.now)

    async def _act(self, step: str) -> int:
        verb, _, what = step.partition(" ")
        match verb:
            case "says":
                return (await self.ann.says(what)).update_id
            case "taps":
                return (await self.ann.taps(what)).update_id
            case "chooses":
                return (await self.ann.chooses_a_chat(what)).update_id
            case "office":
                reference = next(m for m in self.office.messages if m.upload).text.split()[1]
                words = f"/reply {reference.strip(',')} {what.partition(' ')[2]}"
                return (await self.office.says(words)).update_id
        raise ValueError(step)

    async def _until(self, happened: Callable[[], object]) -> None:
        """Or until the bot dies."""
        async with asyncio.timeout(PATIENCE):
            while not self.life.has_died.is_set() and not happened():
                if (error := self.life.ended_by()) is not None:
                    raise Broken(f"the bot has ended by itself: {error!r}") from error
                await asyncio.sleep(0.001)

    def after(self) -> _After:
        assert self.life.storage is not None
        kept = self.life.storage.person(self.ann.chat_id)
        return _After(kept, {chat.chat_id: _seen(chat) for chat in (self.ann, self.office)})


def _seen(chat: Chat) -> Seen:
    return [_first(message) for message in chat.messages if message.from_bot]


def _first(message: Message) -> tuple[str, list[list[str]], str]:
    content = (*message.before, message.content)[0]
    buttons = [[button["text"] for button in row] for row in content.buttons]
    return content.text, buttons, message.upload.filename if message.upload else ""


def _once(seen: Seen) -> Seen:
    return [one for one, _ in groupby(seen)]


@contextmanager
def _without_chance() -> Iterator[None]:
    """References are drawn from a salt; two talks are to have the same."""
    with patch("bot.keeping.storage.token_hex", lambda _: "5a17"):
        yield


async def undisturbed() -> Calm:
    after = []
    async with _a_talk() as talk:
        for step in STEPS:
            await talk.takes(step, None)
            after.append(talk.after())
    return after


async def stopped(calm: Calm, dies_at: int) -> Stops:
    """A talk in which the bot dies at that step of every turn. Raises Broken."""
    stops = Stops()
    async with _a_talk() as talk:
        for step, expected in zip(STEPS, calm, strict=True):
            try:
                stops.points += await talk.takes(step, dies_at)
                twice = _compare(talk.after(), expected)
                if max(twice) > stops.points:
                    raise Broken("more came twice to a chat than was on its way")
            except (Broken, TimeoutError, AssertionError) as broken:
                raise Broken(f"died at step {dies_at} of {step!r}: {broken!r}") from broken
            stops.sent_twice = sum(twice)
    return stops


async def failing(calm: Calm, fails_at: int) -> Stops:
    """A talk in which that write of every turn fails, and two more; nobody is to notice. Raises
    Broken."""
    stops = Stops()
    with unreliable_disk() as disk, _short_pauses():
        async with _a_talk() as talk:
            for step, expected in zip(STEPS, calm, strict=True):
                failure = disk.fault = Writes(fails_at, lasts=3)
                try:
                    await talk.takes(step, None)
                    if any(_compare(talk.after(), expected)):
                        raise Broken("a message came twice")
                except (Broken, TimeoutError, AssertionError) as broken:
                    raise Broken(f"write {fails_at} failed in {step!r}: {broken!r}") from broken
                stops.points += failure.failed > 0
            disk.fault = None
    return stops


@asynccontextmanager
async def _a_talk() -> AsyncIterator[_Talk]:
    with _without_chance(), TemporaryDirectory() as folder:
        async with BotApiServer() as server:
            talk = _Talk(Path(folder), server)
            await talk.begins()
            yield talk
            await talk.life.ends()


@contextmanager
def _short_pauses() -> Iterator[None]:
    with ExitStack() as patches:
        for module in (
            *("receiving.intake", "receiving.polling"),
            *("keeping.until_kept", "keeping.commits"),
        ):
            patches.enter_context(patch(f"bot.{module}.pause_after", lambda _: 0.001))
        patches.enter_context(patch("bot.telegram.reminding.LONGEST_NAP", 0.1))
        yield


def _compare(now: _After, calm: _After) -> list[int]:
    """How many messages came twice, for each chat. Raises Broken."""
    said = [person and person.said for person in (now.kept, calm.kept)]
    if said[0] != said[1]:
        raise Broken(f"kept is {said[0]}, and not {said[1]}")
    offered = [bool(person and person.shown.offered) for person in (now.kept, calm.kept)]
    if offered[0] != offered[1]:
        raise Broken("what was offered to be shared is not what it was")
    repeats = []
    for chat, expected in calm.seen.items():
        seen = now.seen[chat]
        if _once(seen) != _once(expected):
            raise Broken(f"seen was {_once(seen)[-3:]}, and not {_once(expected)[-3:]}")
        repeats.append(len(seen) - len(expected))
    return repeats
