"""A result leaves the chat by the person's own hand: a text into a chat that they choose."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from bot.keeping.storage import Storage
from bot.telegram.sharing import GOOD_FOR
from tests.bot.bot_api_server import BotApiServer
from tests.bot.phone import Chat, InlineQuery
from tests.bot.talks import KNOWN_TALK, NOON, holds, talking, until

PICKER = "Choose a chat"


@dataclass
class Clock:
    at: datetime = field(default=NOON)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def inline() -> bool:
    """Whether BotFather was told /setinline."""
    return True


@pytest.fixture(autouse=True)
async def bot_at_work(
    server: BotApiServer, storage: Storage, clock: Clock, inline: bool
) -> AsyncIterator[None]:
    server.inline = inline
    async with talking(server, storage, now=clock):
        yield


@pytest.fixture
async def shared(ann: Chat) -> str:
    """The text that Ann may share, as it was shown to her."""
    await holds(ann, KNOWN_TALK)
    await ann.taps("Share")
    text = await ann.hears()
    told = await ann.hears()
    assert [PICKER] in told.keyboard
    return text.text


async def answered(query: InlineQuery) -> list[str]:
    await until(lambda: query.answer is not None)
    assert query.answer is not None
    assert query.answer["is_personal"] is True
    assert query.answer["cache_time"] == 0
    return query.texts


async def test_what_was_shown_goes_into_the_chosen_chat(ann: Chat, shared: str) -> None:
    assert "Taxable, of your $6,000 conversion in 2026: $5,643.56" in shared
    assert "not tax advice" in shared
    assert await answered(await ann.chooses_a_chat(PICKER)) == [shared]


async def test_only_once(ann: Chat, shared: str) -> None:
    await answered(await ann.chooses_a_chat(PICKER))
    assert await answered(await ann.chooses_a_chat(PICKER)) == []


async def test_not_by_another_person(ann: Chat, bob: Chat, shared: str) -> None:
    await holds(bob, KNOWN_TALK)
    assert await answered(await ann.chooses_a_chat(PICKER, by=bob.person)) == []
    assert await answered(await ann.chooses_a_chat(PICKER)) == [shared]


async def test_not_after_its_time(ann: Chat, shared: str, clock: Clock) -> None:
    clock.at += GOOD_FOR + timedelta(seconds=1)
    assert await answered(await ann.chooses_a_chat(PICKER)) == []


async def test_not_once_the_answers_have_changed(ann: Chat, shared: str) -> None:
    await holds(ann, "says change my age to 46")
    assert await answered(await ann.chooses_a_chat(PICKER)) == []


async def test_not_after_delete(ann: Chat, shared: str) -> None:
    await holds(ann, "says /delete")
    await ann.taps("Yes, delete")
    await ann.hears()
    assert await answered(await ann.chooses_a_chat(PICKER)) == []


async def test_an_earlier_button_is_replaced_by_a_later_one(ann: Chat, shared: str) -> None:
    earlier = next(m for m in reversed(ann.messages) if m.content.button(PICKER))
    await ann.says("/share")
    await ann.hears(2)
    token = earlier.content.button(PICKER)["switch_inline_query_chosen_chat"]["query"]
    assert await answered(await ann.asks_inline(token)) == []
    assert await answered(await ann.chooses_a_chat(PICKER)) == [shared]


@pytest.mark.parametrize("words", ["", "hello", "a|goal|backdoor", "\u202e" * 100, "x" * 256])
async def test_whoever_names_the_bot_elsewhere_gets_the_way_to_a_talk(
    bob: Chat, words: str
) -> None:
    query = await bob.asks_inline(words)
    assert await answered(query) == []
    assert query.answer is not None
    assert query.answer["button"]["start_parameter"] == "share"


async def test_that_way_leads_to_a_talk(bob: Chat) -> None:
    (_, first) = await holds(bob, "says /start share")
    assert "What would you like to know about?" in first.text


@pytest.mark.parametrize("inline", [False])
async def test_a_bot_without_inline_mode_shows_the_text_to_forward(ann: Chat) -> None:
    await holds(ann, KNOWN_TALK)
    await ann.says("/share")
    text, told = await ann.hears(), await ann.hears()
    assert "$5,643.56" in text.text
    assert "forward" in told.text
    assert [PICKER] not in told.keyboard


async def test_before_the_end_there_is_nothing_to_share(ann: Chat) -> None:
    await holds(ann, "says /start \n taps Backdoor Roth")
    (told,) = await holds(ann, "says /share")
    assert told.text.startswith("There is something to send after the last question.")
