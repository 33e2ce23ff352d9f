"""Settings on Telegram: dark pictures, and rich results that fall back to plain ones."""

import pytest

from bot.keeping.storage import Storage
from tests.bot.bot_api_server import BotApiServer
from tests.bot.phone import Chat
from tests.bot.phone import Message as Heard
from tests.bot.talks import KNOWN_TALK, answer, holds, text, until

pytestmark = pytest.mark.usefixtures("our_bot")

TURNED_ON = "says /settings \n taps Send me a test \n taps Yes, use it"
NUMBER = "Taxable, of your $6,000 conversion in 2026: $5,643.56"


@pytest.fixture
async def result(ann: Chat, our_bot: None) -> list[Heard]:
    return await holds(ann, KNOWN_TALK)


@pytest.fixture
async def turned_on(ann: Chat, result: list[Heard]) -> None:
    await holds(ann, TURNED_ON)


async def rich_result(ann: Chat) -> Heard:
    await ann.says("/result")
    picture = await ann.hears()
    assert picture.upload is not None, "the picture stays"
    return await ann.hears()


class TestDarkPictures:
    @pytest.mark.usefixtures("result")
    async def test_set_in_place_and_drawn_anew(self, ann: Chat, server: BotApiServer) -> None:
        light = (await holds_picture(ann)).upload
        (screen,) = await holds(ann, "says /settings")
        (changed,) = await holds(ann, "taps Dark pictures")
        assert changed is screen
        assert "Pictures are dark." in screen.text
        dark = (await holds_picture(ann)).upload
        assert light is not None
        assert dark is not None
        assert light.content != dark.content

    @pytest.mark.usefixtures("result")
    async def test_the_picture_of_a_result_too(self, ann: Chat, server: BotApiServer) -> None:
        uploads = len(server.files)
        await holds(ann, "says /settings \n taps Dark pictures \n says /result")
        assert len(server.files) == uploads + 1

    @pytest.mark.usefixtures("result")
    async def test_a_tap_that_comes_twice_takes_nothing_back(self, ann: Chat) -> None:
        (screen,) = await holds(ann, "says /settings")
        for _ in range(2):
            await ann.taps("Dark pictures", on=screen)
        await answer(ann)
        (again,) = await holds(ann, "says /settings")
        assert "Pictures are dark." in again.text


async def holds_picture(ann: Chat) -> Heard:
    await ann.says("/chart")
    return await ann.hears()


@pytest.mark.usefixtures("result")
class TestTheTest:
    async def test_a_table_of_three_lines_comes_and_a_question_below(
        self, ann: Chat, server: BotApiServer
    ) -> None:
        sample, asks = await holds(ann, "says /settings \n taps Send me a test")
        assert [block["type"] for block in sample.extra["rich_message"]["blocks"]] == ["table"]
        assert len(sample.text.strip().splitlines()) == 3
        assert not asks.is_rich, "it would be blank, too"
        assert asks.keyboard == [["Yes, use it"], ["No, or it is blank"]]

    async def test_the_answer_takes_the_place_of_the_question(self, ann: Chat) -> None:
        _, asks = await holds(ann, "says /settings \n taps Send me a test")
        (screen,) = await holds(ann, "taps Yes, use it")
        assert screen is asks
        assert "Results have tables" in screen.text

    async def test_blank(self, ann: Chat, server: BotApiServer) -> None:
        await holds(ann, "says /settings \n taps Send me a test \n taps No, or it is blank")
        await holds(ann, "says /result")
        assert len(server.calls["sendRichMessage"]) == 1

    async def test_a_server_that_takes_none(self, ann: Chat, server: BotApiServer) -> None:
        """It is said above the question, so that the answer is plain."""
        server.is_older("sendRichMessage")
        refused, asks = await holds(ann, "says /settings \n taps Send me a test")
        assert refused.text == "Telegram did not take the test: there is no table here."
        assert asks.text == "Do you see a table with three lines above?"


@pytest.mark.usefixtures("turned_on")
class TestRichResults:
    async def test_all_of_it_in_one_message_with_the_buttons(
        self, ann: Chat, server: BotApiServer
    ) -> None:
        result = await rich_result(ann)
        assert result.is_rich
        assert result.text.startswith(NUMBER)
        assert "18\tTaxable conversion" in result.text
        assert "Not tax advice" in result.text
        labels = [label for row in result.keyboard for label in row]
        assert {"What if?", "PDF", "Another check"} <= {*labels}
        sent = server.calls["sendRichMessage"][-1]
        assert sent["rich_message"]["skip_entity_detection"] is True
        assert sent["disable_notification"] is True, "the picture has told of it"

    async def test_its_buttons_work(self, ann: Chat) -> None:
        await rich_result(ann)
        (listed,) = await holds(ann, "taps To do")
        assert "Plan the conversion with a CPA" in listed.text

    async def test_plain_again_at_once(self, ann: Chat, server: BotApiServer) -> None:
        await holds(ann, "says /settings \n taps Plain results")
        plain = await holds(ann, "says /result")
        assert text(plain).startswith(NUMBER)
        assert not any(message.is_rich for message in plain)

    @pytest.mark.parametrize("status", [400, 404, 413])
    async def test_refused_it_is_sent_plain(
        self, ann: Chat, server: BotApiServer, status: int
    ) -> None:
        server.fails("sendRichMessage", status)
        await ann.says("/result")
        await ann.hears()
        first, second = await ann.hears(), await ann.hears()
        assert first.text.startswith(NUMBER)
        assert not first.is_rich
        assert any("What if?" in row for row in second.keyboard)

    async def test_a_server_that_is_older(self, ann: Chat, server: BotApiServer) -> None:
        server.is_older("sendRichMessage")
        plain = await holds(ann, "says /result")
        assert NUMBER in text(plain)

    async def test_what_comes_after_one_that_was_refused_comes_after_its_text(
        self, ann: Chat, server: BotApiServer
    ) -> None:
        server.fails("sendRichMessage", 400)
        server.delays("sendPhoto", 0.2)
        await ann.says("/result")
        await ann.says("/privacy")
        heard = await answer(ann)
        assert text(heard).index(NUMBER) >= 0
        assert (await ann.hears()).text.startswith("What is kept")

    async def test_telegram_is_broken_for_a_while(
        self, ann: Chat, server: BotApiServer, pauses: list[float]
    ) -> None:
        server.fails("sendRichMessage", 500, times=3)
        assert (await rich_result(ann)).is_rich
        assert len(pauses) >= 3

    async def test_telegram_asks_to_wait(
        self, ann: Chat, server: BotApiServer, pauses: list[float]
    ) -> None:
        server.fails("sendRichMessage", 429, retry_after=7)
        assert (await rich_result(ann)).is_rich
        assert pauses == [7]

    async def test_a_connection_that_tells_nothing_twice_ends_in_plain_text(
        self, ann: Chat, server: BotApiServer
    ) -> None:
        server.drops("sendRichMessage", acting=False, times=2)
        plain = await holds(ann, "says /result")
        assert NUMBER in text(plain)

    async def test_blocked_meanwhile(
        self, ann: Chat, server: BotApiServer, storage: Storage
    ) -> None:
        server.delays("sendPhoto", 0.1)
        await ann.says("/result")
        await until(lambda: server.calls["sendPhoto"])
        await ann.shuts_bot_out()
        await until(lambda: server.calls["sendRichMessage"])
        await until(lambda: not storage.waiting(ann.chat_id))
        assert not any(message.is_rich and NUMBER in message.text for message in ann.messages)
