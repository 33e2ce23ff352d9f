"""The result as PDF and picture on Telegram: drawn when it is sent, and once."""

import asyncio
from functools import partial

import pytest

from bot.keeping.storage import Storage
from bot.render.drawing import Drawing
from bot.render.drawing_process import draw
from bot.sending import handing_over
from bot.sending.carrier import Carrier
from bot.telegram.message import File, from_json
from tests.bot.bot_api_server import BotApiServer
from tests.bot.phone import Chat, Message
from tests.bot.talks import KNOWN_TALK, answer, holds, talking, until

pytestmark = pytest.mark.usefixtures("our_bot")


@pytest.fixture
async def result(ann: Chat, our_bot: None) -> list[Message]:
    return await holds(ann, KNOWN_TALK)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Drawing]:
    """What was drawn so far."""
    every: list[Drawing] = []

    async def counted(drawing: Drawing) -> bytes:
        every.append(drawing)
        return await draw(drawing)

    monkeypatch.setattr(handing_over, "draw", counted)
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

    async def test_the_number_and_its_sum_stand_below_the_picture(
        self, result: list[Message]
    ) -> None:
        (picture, _) = result
        assert picture.upload is not None
        assert picture.upload.content.startswith(b"\x89PNG")
        assert "Tax-free share: $6,000 ÷ $101,000 (line 10): 5.94%" in picture.text
        assert "94.06% of all your IRA money was never taxed." in picture.text

    @pytest.mark.usefixtures("result")
    async def test_only_the_number_makes_a_sound(self, server: BotApiServer) -> None:
        assert server.calls["sendMessage"][-1]["disable_notification"] is True
        assert not server.calls["sendPhoto"][-1].get("disable_notification")

    @pytest.mark.usefixtures("result")
    async def test_the_picture_alone(self, ann: Chat, drawn: list[Drawing]) -> None:
        await ann.says("/chart")
        picture = await ann.hears()
        assert picture.text.startswith("Of the $6,000 that leaves your IRAs")
        assert picture.extra["photo"]
        assert not drawn, "drawn with the result already"


NUMBER = "Taxable, of your $6,000 conversion in 2026: $5,643.56"


class TestThePictureOfTheResultDoesNotGoThrough:
    """The number and the sum come all the same, in their place, and the picture can be tried."""

    async def test_it_is_refused(self, ann: Chat, server: BotApiServer) -> None:
        server.fails("sendPhoto", 400)
        await self.the_number_alone(ann)
        await ann.taps("Try the picture again")
        assert (await ann.hears()).upload is not None

    async def test_it_is_too_large(self, ann: Chat, server: BotApiServer) -> None:
        server.fails("sendPhoto", 413)
        await self.the_number_alone(ann)

    async def test_it_cannot_be_drawn(self, ann: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
        async def fails(_: Drawing) -> bytes:
            raise RuntimeError

        monkeypatch.setattr(handing_over, "draw", fails)
        await self.the_number_alone(ann)

    async def test_silence_is_tried_once_more(
        self,
        ann: Chat,
        server: BotApiServer,
        storage: Storage,
        monkeypatch: pytest.MonkeyPatch,
        our_bot: asyncio.Task[None],
    ) -> None:
        our_bot.cancel()
        await asyncio.wait([our_bot])
        monkeypatch.setattr("bot.telegram.bot.Carrier", partial(Carrier, read_timeout=0.1))
        async with talking(server, storage):
            server.delays("sendPhoto", 0.5, times=2)
            await holds(ann, KNOWN_TALK)
            alone = [["Try the picture again"]]
            await until(lambda: any(message.keyboard == alone for message in ann.messages))
        assert len(server.calls["sendPhoto"]) == 2

    async def the_number_alone(self, ann: Chat) -> None:
        number, *rest = await holds(ann, KNOWN_TALK)
        assert number.upload is None
        assert number.text.startswith(NUMBER)
        assert "5.94%" in number.text
        assert number.keyboard == [["Try the picture again"]]
        (rest_of_it,) = rest or await answer(ann)
        assert "What to do" in rest_of_it.text


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
        await until(lambda: storage.person(ann.chat_id) is None)


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
        server.fails("sendPhoto", 400, times=2)  # its id, then the picture
        await ann.says("/chart")
        told = await ann.hears()
        assert told.text.startswith("The picture did not go through")
        await ann.taps("Try again", told)
        assert (await ann.hears()).upload is not None

    async def test_what_cannot_be_drawn_is_told_too(
        self, ann: Chat, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def fails(_: Drawing) -> bytes:
            raise RuntimeError("$5,643.56 is no length")

        monkeypatch.setattr(handing_over, "draw", fails)
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
        monkeypatch.setattr("bot.telegram.bot.Carrier", partial(Carrier, read_timeout=0.1))
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
        assert len(pauses) >= 3
