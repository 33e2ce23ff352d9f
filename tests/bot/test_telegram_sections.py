"""Parts of a result open in its second message, and close again: nothing floods the chat."""

import pytest

from tests.bot.bot_api_server import BotApiServer
from tests.bot.phone import Chat, Message
from tests.bot.talks import KNOWN_TALK, answer, holds

pytestmark = pytest.mark.usefixtures("our_bot")

BACK = [["Back to the result"]]


@pytest.fixture
async def second(ann: Chat, our_bot: None) -> Message:
    """The message below the number."""
    return (await holds(ann, KNOWN_TALK))[-1]


async def test_form_lines_open_in_place_and_close(
    server: BotApiServer, ann: Chat, second: Message
) -> None:
    before, sent = second.text, len(server.calls["sendMessage"])
    (opened,) = await holds(ann, "taps Form 8606 lines")
    assert opened is second
    assert "\n18  Taxable conversion (line 16 - line 17): $5,643.56" in opened.text
    assert "Method: the lines of the form." in opened.text
    assert "Notice 2025-67" in opened.text
    assert opened.keyboard == BACK
    (closed,) = await holds(ann, "taps Back to the result")
    assert closed is second
    assert closed.text == before
    assert len(server.calls["sendMessage"]) == sent


async def test_more_changes_only_the_buttons(ann: Chat, second: Message) -> None:
    before = second.text
    (opened,) = await holds(ann, "taps More")
    assert opened is second
    assert opened.text == before
    assert ["Save this result"] in opened.keyboard
    assert opened.keyboard[-1:] == BACK


async def test_a_second_tap_changes_nothing(ann: Chat, second: Message) -> None:
    for _ in range(2):
        await ann.taps("Form 8606 lines", on=second)
    await answer(ann)
    await holds(ann, "taps Back to the result")
    assert second.text.startswith("Worth knowing")


async def test_after_an_answer_was_changed_the_whole_result_comes(
    ann: Chat, second: Message
) -> None:
    """In place, it would stand below a number that is no longer right."""
    await holds(ann, "says change my conversion to 3000 \n taps Show the result")
    await ann.taps("Form 8606 lines", on=second)
    number, below = await answer(ann)
    assert number.text.startswith("Taxable, of your $3,000 conversion in 2026")
    assert below is not second


async def test_what_was_kept_is_said_above_the_number(ann: Chat, second: Message) -> None:
    await holds(ann, "taps What if? \n taps Contribute only")
    number, _ = await holds(ann, "taps Keep it")
    assert number.text.startswith("Kept. Changed: ")
    assert "Converted: $0.\n\nTaxable in 2026: $0" in number.text


async def test_where_the_message_is_gone_it_opens_in_a_new_one(ann: Chat, second: Message) -> None:
    second.deleted = True
    await ann.taps("Form 8606 lines", on=second)
    (opened,) = await answer(ann)
    assert opened is not second
    assert opened.text.startswith("Form 8606 for 2026, line by line")
