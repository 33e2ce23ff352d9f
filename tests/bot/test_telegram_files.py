"""The result as PDF and picture on Telegram: drawn when it is sent, and once."""

import asyncio
import threading
from functools import partial

import pytest

from bot import delivery
from bot.aiohttp_request import AiohttpRequest
from bot.message import File, from_json
from bot.render.drawing import Drawing, draw
from bot.storage import Storage
from tests.bot.bot_api_server import BotApiServer
from tests.bot.phone import Chat, Message
from tests.bot.talks import KNOWN_TALK, answer, holds, rows_about, talking, until

pytestmark = pytest.mark.usefixtures("our_bot")


@pytest.fixture
async def result(ann: Chat, our_bot: None) -> list[Message]:
    return await holds(ann, KNOWN_TALK)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Drawing]:
    """What was drawn so far."""
    every: list[Drawing] = []

    def counted(drawing: Drawing) -> bytes:
        every.append(drawing)
        return draw(drawing)

    monkeypatch.setattr(delivery, "draw", counted)
    return every


async def pdf(ann: Chat) -> Message:
    await ann.says("/pdf")
    return await ann.hears()


class TestTheResult:
    async def test_the_number_comes_first(self, result: list[Message]) -> None:
        assert result[0].text.startswith("Taxable, of your $6,000 conversion in 2026: $5,643.56")

    async def test_two_messages_are_enough(self, result: list[Message]) -> None:
        assert [bool(message.keyboard) for message in result] == [False, True]
        assert any("PDF" in row for row in result[-1].keyboard)

    @pytest.mark.usefixtures("result")
    async def test_the_picture_is_a_tap_away_and_says_what_it_shows(self, ann: Chat) -> None:
        await ann.taps("Picture")
        picture = await ann.hears()
        assert picture.upload is not None
        assert picture.upload.content.startswith(b"\x89PNG")
        assert "94.06% of all your IRA money was never taxed." in picture.text


class TestThePdf:
    @pytest.mark.usefixtures("result")
    async def test_a_tap_brings_it(self, ann: Chat) -> None:
        await ann.taps("PDF")
        came = await ann.hears()
        assert came.upload is not None
        assert came.upload.content.startswith(b"%PDF")
        assert came.upload.filename.startswith("prorata-")
        assert "for your CPA" in came.text

    @pytest.mark.usefixtures("result")
    async def test_the_same_is_neither_drawn_nor_uploaded_twice(
        self, ann: Chat, server: BotApiServer, drawn: list[Drawing]
    ) -> None:
        first, again = await pdf(ann), await pdf(ann)
        assert len(drawn) == 1
        assert again.extra["document"]["file_id"] == first.extra["document"]["file_id"]
        assert server.calls["sendDocument"][-1]["document"] == first.extra["document"]["file_id"]

    @pytest.mark.usefixtures("result")
    async def test_it_is_drawn_beside_the_event_loop(
        self, ann: Chat, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Nobody else waits for it."""
        threads: list[threading.Thread] = []

        def watched(drawing: Drawing) -> bytes:
            threads.append(threading.current_thread())
            return draw(drawing)

        monkeypatch.setattr(delivery, "draw", watched)
        await pdf(ann)
        assert threading.main_thread() not in threads
        assert len(threads) == 1

    @pytest.mark.usefixtures("result")
    async def test_one_that_waits_outlives_a_restart(
        self, ann: Chat, server: BotApiServer, storage: Storage, our_bot: asyncio.Task[None]
    ) -> None:
        """What is to be drawn stands in the queue, and not what was drawn."""
        server.fails("sendDocument", 500)
        await ann.says("/pdf")
        await until(lambda: server.calls["sendDocument"])
        our_bot.cancel()
        await asyncio.wait([our_bot])
        waiting = storage.next_message(ann.chat_id)
        assert waiting is not None
        assert isinstance(from_json(waiting[1]), File)
        async with talking(server, storage):
            assert (await ann.hears()).upload is not None

    @pytest.mark.usefixtures("result")
    async def test_another_answer_makes_another(self, ann: Chat, drawn: list[Drawing]) -> None:
        await pdf(ann)
        await ann.says("change my age to 46")
        await answer(ann)
        await pdf(ann)
        assert len(drawn) == 2

    @pytest.mark.usefixtures("result")
    async def test_one_that_telegram_has_no_more_is_drawn_again(
        self, ann: Chat, server: BotApiServer, drawn: list[Drawing]
    ) -> None:
        await pdf(ann)
        server.files.clear()
        came = await pdf(ann)
        assert came.upload is not None
        assert len(drawn) == 2

    async def test_before_the_end_there_is_none(self, ann: Chat) -> None:
        await holds(ann, "says /start \n taps Backdoor Roth")
        await ann.says("pdf")
        (told,) = await answer(ann)
        assert told.text.startswith("The result comes after the last question.")

    @pytest.mark.usefixtures("result")
    async def test_nothing_about_it_outlives_the_person(self, ann: Chat, storage: Storage) -> None:
        await pdf(ann)
        await until(lambda: storage.shown(ann.chat_id).files)
        await holds(ann, "says /delete")
        await ann.taps("Yes, delete")
        await ann.hears()
        await until(lambda: rows_about(storage.db, ann.chat_id) == {})


@pytest.mark.usefixtures("result")
class TestItDoesNotGoThrough:
    @pytest.mark.parametrize("status", [400, 413])
    async def test_a_refusal_is_told_and_can_be_tried_again(
        self, ann: Chat, server: BotApiServer, status: int
    ) -> None:
        server.fails("sendDocument", status)
        told = await pdf(ann)
        assert told.text.startswith("The PDF did not go through")
        await ann.taps("Try again")
        assert (await ann.hears()).upload is not None

    async def test_a_picture_that_is_refused(self, ann: Chat, server: BotApiServer) -> None:
        server.fails("sendPhoto", 400)
        await ann.says("/chart")
        told = await ann.hears()
        assert told.text.startswith("The picture did not go through")
        await ann.taps("Try again", told)
        assert (await ann.hears()).upload is not None

    async def test_what_cannot_be_drawn_is_told_too(
        self, ann: Chat, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fails(_: Drawing) -> bytes:
            raise RuntimeError("$5,643.56 is no length")

        monkeypatch.setattr(delivery, "draw", fails)
        assert (await pdf(ann)).text.startswith("The PDF did not go through")

    async def test_silence_is_tried_once_more_then_told(
        self,
        ann: Chat,
        server: BotApiServer,
        storage: Storage,
        monkeypatch: pytest.MonkeyPatch,
        our_bot: asyncio.Task[None],
        drawn: list[Drawing],
    ) -> None:
        our_bot.cancel()
        await asyncio.wait([our_bot])
        monkeypatch.setattr(
            "bot.telegram_bot.AiohttpRequest", partial(AiohttpRequest, read_timeout=0.1)
        )
        async with talking(server, storage):
            server.delays("sendDocument", 0.5, times=2)
            await ann.says("/pdf")
            await until(lambda: ann.messages[-1].text.startswith("The PDF did not go through"))
        assert len(server.calls["sendDocument"]) == 2
        assert len(drawn) == 1, "not drawn anew for the second try"

    async def test_telegram_is_broken_for_a_while(
        self, ann: Chat, server: BotApiServer, pauses: list[float], drawn: list[Drawing]
    ) -> None:
        server.fails("sendDocument", 500, times=3)
        assert (await pdf(ann)).upload is not None
        assert len(drawn) == 1
        assert pauses[:3] == [1, 2, 4]
