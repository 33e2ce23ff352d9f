"""The chat reads as a record: an answered question becomes its answer, and only the open one has
buttons. That is for the eye: where an edit fails, the talk goes on all the same."""

import pytest

from bot.keeping.storage import Storage
from bot.telegram.message import Collapse, Deletion, Key, Message, from_json, to_json
from tests.bot.bot_api_server import BotApiServer
from tests.bot.phone import Chat
from tests.bot.talks import KNOWN_TALK, answer, holds, is_record, question, text, until

pytestmark = pytest.mark.usefixtures("our_bot")

TO_THE_INCOME = "says /start \n taps Backdoor Roth \n taps 2026 \n taps Single \n says 45"


def record(chat: Chat) -> list[str]:
    return [message.text for message in chat.messages if message.from_bot][1:]


async def test_answers_take_the_place_of_their_questions(ann: Chat) -> None:
    await holds(ann, TO_THE_INCOME)
    answers = ["Goal: Backdoor Roth", "Tax year: 2026", "Filing status: Single", "Age: 45"]
    await until(lambda: record(ann)[:-1] == answers)
    assert "adjusted gross income" in record(ann)[-1]


async def test_only_the_open_question_has_buttons(ann: Chat) -> None:
    """After an answer that was declined, a question back and a word in passing, too."""
    await holds(ann, f"{TO_THE_INCOME} \n says lots \n says what is basis? \n says /help")
    *before, last = [message for message in ann.messages if message.from_bot]
    await until(lambda: all(is_record(message) or not message.keyboard for message in before))
    assert last.keyboard[0] == ["Not sure", "Why?"]


async def test_the_pencil_goes_back(ann: Chat) -> None:
    await holds(ann, TO_THE_INCOME)
    await until(lambda: "Age: 45" in record(ann))
    age = next(message for message in ann.messages if message.text == "Age: 45")
    await ann.taps("\u270f\ufe0f Change", on=age)
    reply = await answer(ann)
    assert question(reply).startswith("How old")
    assert "You said: 45" in text(reply)
    assert question(await holds(ann, "says 51")).startswith("What will your adjusted gross")
    await until(lambda: record(ann)[-2] == "Age: 51")


async def test_why_and_where_open_in_place(server: BotApiServer, ann: Chat) -> None:
    (income,) = await holds(ann, TO_THE_INCOME)
    sent = len(server.calls["sendMessage"])
    for label, words in (("Why?", "contribute to a Roth"), ("Where do I find it?", "From Form")):
        await ann.taps(label)
        (opened,) = await answer(ann)
        assert opened is income
        assert words in opened.text
    assert len(server.calls["sendMessage"]) == sent
    await holds(ann, "says 300k")
    await until(lambda: "Income: $300,000" in record(ann))


async def test_a_whole_talk(ann: Chat) -> None:
    result = await holds(ann, KNOWN_TALK)
    assert "$5,643.56" in text(result)
    await until(lambda: {"Converted: $6,000", "Other withdrawals: $0"} <= {*record(ann)})


async def test_a_question_whose_message_is_gone(ann: Chat) -> None:
    (income,) = await holds(ann, TO_THE_INCOME)
    income.deleted = True
    assert question(await holds(ann, "says 300k")).startswith("Are you covered")


@pytest.mark.parametrize("status", [400, 429, 500])
async def test_an_edit_that_fails_holds_nothing_up(
    server: BotApiServer, ann: Chat, status: int
) -> None:
    await holds(ann, TO_THE_INCOME)
    await until(lambda: "Age: 45" in record(ann))
    server.fails("editMessageText", status)
    assert question(await holds(ann, "says 300k")).startswith("Are you covered")
    assert question(await holds(ann, "taps Yes")).startswith("Will any IRA of yours")
    await until(lambda: "Plan at work covers you: Yes" in record(ann))
    assert "Income: $300,000" not in record(ann)


async def test_nothing_is_kept_of_it_after_delete(storage: Storage, ann: Chat) -> None:
    await holds(ann, f"{TO_THE_INCOME} \n says /delete")
    assert storage.shown(ann.chat_id).asking
    await ann.taps("Yes, delete")
    await ann.hears()
    await until(lambda: not storage.shown(ann.chat_id).asking)


@pytest.mark.parametrize(
    "message",
    [
        Message("text"),
        Message("text", ((Key("label", "data"),),), 5, "age"),
        Deletion(7),
        Collapse("age", "Age: 45", ((Key("label", "data"),),)),
        Collapse("age", "Age: 45", ()),
    ],
)
async def test_what_waits_comes_back_as_it_was(message: Message | Deletion | Collapse) -> None:
    assert from_json(to_json(message)) == message


async def test_a_message_queued_by_the_release_before() -> None:
    assert from_json('{"text": "a", "keyboard": [], "edits": null}') == Message("a")
