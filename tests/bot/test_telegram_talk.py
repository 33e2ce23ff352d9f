"""What a person meets on Telegram: the whole bot, with a Bot API server on loopback.

The server refuses what Telegram refuses, so a message that is seen here is one that fits.
"""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.keeping.storage import Storage
from bot.telegram.chat import PRIVATE_ONLY
from tests.bot.bot_api_server import BotApiServer
from tests.bot.phone import Chat, Content, Message, Tap
from tests.bot.talks import (
    KNOWN_TALK,
    answer,
    answers_of,
    asked,
    holds,
    kept_of,
    once_with,
    question,
    talking,
    text,
    until,
)

pytestmark = pytest.mark.usefixtures("our_bot")


async def test_the_known_answer_tapped_and_typed(server: BotApiServer, ann: Chat) -> None:
    result = text(await holds(ann, KNOWN_TALK))
    assert "$5,643.56" in result
    assert "$356.44" in result
    shown = sum(message.from_bot for message in ann.messages)
    asked_to_show = server.calls["sendMessage"] + server.calls["sendPhoto"]
    assert shown == len(asked_to_show), "Telegram refused a message"


async def test_a_couple(ann: Chat) -> None:
    """The spouse has nothing beside the backdoor. Both side by side, on no wide table."""
    await holds(ann, KNOWN_TALK.replace("Single", "Married filing jointly"))
    reply = await holds(
        ann,
        """
        taps My spouse too
        says 43
        taps No
        taps None of these
        says 7500
        taps By December 31
        taps No
        says 7500
        says 0
        taps Neither
        taps Show the result
        """,
    )
    result = text(reply)
    assert "Taxable, of $13,500 of conversions by both of you in 2026: $5,643.56" in result
    assert "Taxable\nYou: $5,643.56 · Your spouse: $0" in result
    lines = text(await holds(ann, "taps Form 8606 lines"))
    assert "You · Form 8606 for 2026" in lines
    assert "Your spouse · Form 8606 for 2026" in lines


async def test_two_people_at_once(ann: Chat, bob: Chat) -> None:
    bobs_talk = KNOWN_TALK.replace("95,000", "47,123.45")
    anns, bobs = await asyncio.gather(holds(ann, KNOWN_TALK), holds(bob, bobs_talk))
    assert "$5,643.56" in text(anns)
    assert "47,123.45" not in str(ann)
    assert "$47,123.45" in text(bobs)
    assert "$5,643.56" not in str(bob)


async def test_commands_with_what_telegram_adds_to_them(ann: Chat) -> None:
    """A link that opens the chat adds a payload, a menu in some clients the bot's name."""
    await ann.says("/start cpa_smith")
    first = await asked(ann)
    await ann.says("/help@prorata_bot")
    reply = await answer(ann)
    assert "/delete" in text(reply)
    assert question(reply) == first


async def test_a_question_back(storage: Storage, ann: Chat) -> None:
    """One message: the answer with its source, and the open question."""
    how_old = question(
        await holds(ann, "says /start \n taps Backdoor Roth \n taps 2026 \n taps Single")
    )
    for asked_back in ("does my 401(k) count?", "/ask@prorata_bot 401k", "/ask does a 401k count"):
        (reply,) = await holds(ann, f"says {asked_back}")
        assert "Only IRAs count" in reply.text
        assert "IRC 408(d)(2)(A)" in reply.text
        assert question([reply]) == how_old
    assert len(answers_of(storage, ann)) == 3


async def test_a_question_without_an_answer_leaves_no_words(storage: Storage, ann: Chat) -> None:
    await holds(ann, "says /start \n taps Backdoor Roth \n taps 2026 \n taps Single")
    assert "no entry here" in text(await holds(ann, "says how do zebrafish sleep?"))
    assert storage.db.execute("SELECT * FROM asked_in_vain").fetchall() == [("age", 1)]
    for file in storage.path.parent.iterdir():
        assert b"zebrafish" not in file.read_bytes()


class TestButtons:
    async def test_marking_changes_the_message_in_place(self, ann: Chat) -> None:
        (kinds,) = await holds(ann, KNOWN_TALK.partition("taps Rollover")[0])
        (after_one,) = await holds(ann, "taps Rollover IRA")
        (after_two,) = await holds(ann, "taps SEP IRA")
        assert after_one is after_two is kinds
        marked = [label for row in kinds.keyboard for label in row if label.startswith("✓")]
        assert marked == ["✓ Rollover IRA", "✓ SEP IRA"]

    async def test_marking_on_a_message_that_is_gone(self, ann: Chat) -> None:
        (kinds,) = await holds(ann, KNOWN_TALK.partition("taps Rollover")[0])
        kinds.deleted = True
        await ann.taps("Rollover IRA", on=kinds)
        (anew,) = await answer(ann)
        assert anew is not kinds
        assert ["✓ Rollover IRA"] in anew.keyboard

    async def test_every_tap_is_answered_or_the_button_keeps_spinning(self, ann: Chat) -> None:
        await holds(ann, KNOWN_TALK)
        taps = list(ann.taps_made.values())
        await until(lambda: all(tap.answer is not None for tap in taps))

    async def test_a_second_tap_is_only_noted(self, storage: Storage, ann: Chat) -> None:
        await holds(ann, "says /start \n taps Backdoor Roth \n taps 2026 \n taps Single")
        tap = await ann.taps("Single", on=once_with(ann, "Single"))
        await until(lambda: tap.answer is not None)
        assert "Single" in str(tap.answer)
        assert len(answers_of(storage, ann)) == 3

    async def test_an_earlier_button_changes_its_answer(self, ann: Chat) -> None:
        await holds(ann, "says /start \n taps Backdoor Roth \n taps 2026 \n taps Single \n says 45")
        await ann.taps("2025", on=once_with(ann, "2025"))
        reply = await answer(ann)
        assert "2025" in text(reply)
        assert "2025" in question(reply)

    async def test_a_button_of_a_question_that_no_longer_applies(self, ann: Chat) -> None:
        (apart,) = await holds(
            ann, "says /start \n taps Backdoor Roth \n taps 2026 \n taps Married filing separately"
        )
        await ann.taps("Single", on=once_with(ann, "Single"))
        now = await asked(ann)
        tap = await ann.taps("Yes", on=apart)
        assert await asked(ann) == now
        await until(lambda: tap.answer is not None)
        assert "does not apply" in str(tap.answer)

    @pytest.mark.parametrize(
        "data",
        [
            "",
            "a|age",
            "a|age|45|45",
            "a|age|minus one",
            "a|unheard_of|45",
            "m|age|45",
            "y|delete|yes",
            "c|reboot|",
            '{"question": "age", "key": "45"}',
            "\x00\xff\u202e|||",
            "a|ira_kinds|" + "sep+" * 3_000,
        ],
    )
    async def test_forged_data(self, storage: Storage, ann: Chat, data: str) -> None:
        await ann.says("/start")
        first = await asked(ann)
        tap = await forged_tap(ann, data)
        assert await asked(ann) == first
        await until(lambda: tap.answer is not None)
        assert answers_of(storage, ann) == {}
        assert await holds(ann, "taps Backdoor Roth")


async def forged_tap(chat: Chat, data: str) -> Tap:
    """A tap on a button that the bot never made."""
    button = {"text": "forged", "callback_data": data}
    message = chat.shows(Content("not by our bot", buttons=((button,),)))
    await chat.hears()
    return await chat.taps("forged", on=message)


SENT: dict[str, Callable[[Chat], Awaitable[object]]] = {
    "a photo": lambda ann: ann.sends_photo("my W-2"),
    "a sticker": lambda ann: ann.sends_sticker(),
    "a document of 10 MB": lambda ann: ann.sends_document(10_000_000),
    "4,096 emoji": lambda ann: ann.says("\U0001f600" * 4096),
    "right-to-left marks": lambda ann: ann.says("\u200f\u202e\u2067"),
    "markup": lambda ann: ann.says("<b>45</i> &amp; </blockquote>"),
    "an unknown command": lambda ann: ann.says("/frobnicate"),
    "a tap on a button of nobody": lambda ann: forged_tap(ann, "?"),
}


class TestWhatIsNoAnswer:
    @pytest.fixture
    async def how_old(self, ann: Chat) -> str:
        """The open question."""
        return question(
            await holds(ann, "says /start \n taps Backdoor Roth \n taps 2026 \n taps Single")
        )

    @pytest.mark.parametrize("what", SENT)
    async def test_is_followed_by_the_same_question(
        self, ann: Chat, how_old: str, what: str
    ) -> None:
        await SENT[what](ann)
        assert await asked(ann) == how_old
        assert question(await holds(ann, "says 45")) != how_old

    async def test_a_message_changed_afterwards(self, ann: Chat, how_old: str) -> None:
        said = await ann.says("45")
        after = await asked(ann)
        await ann.edits(said, "46")
        assert await asked(ann) == after
        assert "45" in text(await holds(ann, "says back"))

    async def test_a_service_message_needs_no_words(
        self, server: BotApiServer, ann: Chat, how_old: str
    ) -> None:
        timer = {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86_400}}
        said = Message(9_999, ann, ann.person, Content(), timer)
        server.deliver("message", said.as_json())
        before = len(ann.messages)
        assert question(await holds(ann, "says 45")) != how_old
        assert len(ann.messages) == before + 2


class TestDelete:
    async def test_nothing_is_kept(self, storage: Storage, ann: Chat, bob: Chat) -> None:
        await holds(bob, "says /start \n taps Backdoor Roth \n taps 2026")
        await holds(ann, KNOWN_TALK)
        await holds(ann, "says /delete")
        assert answers_of(storage, ann)
        await ann.taps("Yes, delete")
        await ann.hears()
        await until(lambda: kept_of(storage, ann) == "nothing")
        assert len(answers_of(storage, bob)) == 2

    async def test_begins_anew(self, ann: Chat) -> None:
        await ann.says("/start")
        first = await asked(ann)
        await holds(ann, "taps Backdoor Roth \n taps 2026 \n taps Single \n says /delete")
        await ann.taps("Yes, delete")
        await ann.hears()
        assert question(await holds(ann, "says hello")) == first


class TestGroups:
    @pytest.fixture
    def group(self, server: BotApiServer, ann: Chat) -> Chat:
        return server.group(-500, "Family", ann.person)

    async def test_one_line_once(
        self, server: BotApiServer, storage: Storage, group: Chat, ann: Chat, bob: Chat
    ) -> None:
        await group.lets_bot_in()
        assert (await group.hears()).text == PRIVATE_ONLY
        await group.says("/start")
        command = await group.says("/help@prorata_bot", by=bob.person)
        await server.confirms(command.update_id)
        await until(lambda: kept_of(storage, group) == "nothing")
        assert [m.text for m in group.messages if m.from_bot] == [PRIVATE_ONLY]
        assert kept_of(storage, ann) == "nothing"

    async def test_a_tap_is_answered(self, storage: Storage, group: Chat) -> None:
        button = {"text": "45", "callback_data": "a|age|45"}
        group.shows(Content("forwarded from somewhere", buttons=((button,),)))
        tap = await group.taps("45")
        await until(lambda: tap.answer == PRIVATE_ONLY)
        assert kept_of(storage, group) != "person"

    async def test_a_group_that_removes_the_bot(self, server: BotApiServer, group: Chat) -> None:
        await server.confirms(await group.shuts_bot_out())
        assert not group.messages

    async def test_the_line_survives_a_restart(
        self, server: BotApiServer, storage: Storage, group: Chat, our_bot: asyncio.Task[None]
    ) -> None:
        await group.lets_bot_in()
        await group.hears()
        our_bot.cancel()
        await asyncio.wait([our_bot])
        async with talking(server, storage):
            command = await group.says("/start")
            await server.confirms(command.update_id)
        assert len([m for m in group.messages if m.from_bot]) == 1
