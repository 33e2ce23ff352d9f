"""The Bot API server of our tests refuses what Telegram refuses, and keeps what Telegram keeps."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Conflict, Forbidden, NetworkError, RetryAfter
from telegram.ext import filters

from tests.bot.bot_api_server import BotApiServer
from tests.bot.phone import Chat

HTML = "HTML"


def keyboard(*rows: list[str]) -> InlineKeyboardMarkup:
    """Buttons that send back their own label."""
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=label) for label in row] for row in rows]
    )


Ask = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
async def ask(server: BotApiServer) -> AsyncIterator[Ask]:
    """Calls a method with nothing between that rewords what the server says."""
    async with aiohttp.ClientSession(f"{server.url}/bot{server.token}/") as telegram:

        async def ask(method: str, **parameters: object) -> dict[str, Any]:
            async with telegram.post(method, json=parameters) as answer:
                said: dict[str, Any] = await answer.json()
                assert said["ok"] or said["error_code"] == answer.status
                return said

        yield ask


@pytest.fixture
def ann(server: BotApiServer) -> Chat:
    return server.chat(user_id=1001, first_name="Ann")


class TestTheTalk:
    async def test_a_command_a_question_and_a_tap(self, bot: Bot, ann: Chat) -> None:
        await ann.says("/start cpa")
        (start,) = await bot.get_updates()
        assert filters.Regex("^/start cpa$").check_update(start)
        assert filters.COMMAND.check_update(start)
        assert filters.User(user_id=1001).check_update(start)

        await bot.send_message(
            ann.chat_id, "<b>How do you file?</b>", HTML, reply_markup=keyboard(["Single", "Joint"])
        )
        question = await ann.hears()
        assert question.text == "How do you file?"
        assert question.keyboard == [["Single", "Joint"]]

        tap = await ann.taps("Single")
        (update,) = await bot.get_updates(offset=start.update_id + 1)
        assert update.callback_query
        assert update.callback_query.data == "Single"
        await update.callback_query.answer("Noted")
        await update.callback_query.edit_message_text("You file as: single")
        assert tap.answer == "Noted"
        assert await ann.hears() is question
        assert (question.text, question.keyboard, question.edited) == (
            "You file as: single",
            [],
            True,
        )

    async def test_the_newest_button_is_tapped_unless_told(self, bot: Bot, ann: Chat) -> None:
        await bot.send_message(ann.chat_id, "old", reply_markup=keyboard(["Yes"]))
        await bot.send_message(ann.chat_id, "new", reply_markup=keyboard(["Yes"]))
        old, new = ann.messages
        assert (await ann.taps("Yes")).message is new
        assert (await ann.taps("Yes", on=old)).message is old

    async def test_a_button_that_is_gone_may_still_be_tapped(self, bot: Bot, ann: Chat) -> None:
        await bot.send_message(ann.chat_id, "old", reply_markup=keyboard(["Yes"]))
        question = await ann.hears()
        await bot.edit_message_reply_markup(ann.chat_id, question.message_id)
        with pytest.raises(AssertionError, match="no button reads 'Yes' in:\n  Prorata: old"):
            await ann.taps("Yes")
        assert (await ann.taps("Yes", on=question)).data == "Yes"

    async def test_what_else_people_send(self, bot: Bot, ann: Chat) -> None:
        await ann.sends_photo("my form")
        await ann.sends_sticker()
        await ann.sends_document(size=123, name="1099-R.pdf")
        await ann.edits(await ann.says("7,000"), "7,500")
        photo, sticker, document, text, edit = await bot.get_updates()
        assert (filters.PHOTO & filters.CaptionRegex("^my form$")).check_update(photo)
        assert filters.Sticker.ALL.check_update(sticker)
        assert filters.Document.FileExtension("pdf").check_update(document)
        assert filters.Text(["7,000"]).check_update(text)
        assert (filters.Text(["7,500"]) & filters.UpdateType.EDITED_MESSAGE).check_update(edit)
        assert [message.text for message in ann.messages] == ["my form", "", "", "7,500"]

    async def test_silence_is_reported_with_the_talk_so_far(self, ann: Chat) -> None:
        await ann.says("hello?")
        with pytest.raises(AssertionError, match=r"heard 0 of 1 in 0.01 s:\n  Ann: hello\?"):
            await ann.hears(timeout=0.01)

    async def test_in_a_group_only_commands_are_heard(
        self, bot: Bot, server: BotApiServer, ann: Chat
    ) -> None:
        group = server.group(-500, "Family", ann.person)
        bob = server.chat(user_id=1002, first_name="Bob").person
        await group.lets_bot_in()
        await group.says("hello everybody")
        await group.says("/start", by=bob)
        added, command = await bot.get_updates()
        assert added.my_chat_member
        assert (filters.COMMAND & filters.ChatType.GROUP).check_update(command)
        assert filters.User(user_id=1002).check_update(command)
        await bot.leave_chat(group.chat_id)
        with pytest.raises(Forbidden, match="not a member of the group"):
            await bot.send_message(group.chat_id, "hello")

    async def test_nobody_can_write_to_who_shut_the_bot_out(self, bot: Bot, ann: Chat) -> None:
        await ann.shuts_bot_out()
        with pytest.raises(Forbidden, match="bot was blocked by the user"):
            await bot.send_message(ann.chat_id, "hello")
        await ann.lets_bot_in()
        await bot.send_message(ann.chat_id, "hello")


class TestUpdates:
    async def test_they_come_until_they_are_confirmed(
        self, bot: Bot, server: BotApiServer, ann: Chat
    ) -> None:
        first, second = await ann.says("one"), await ann.says("two")
        for _ in range(2):
            assert [u.update_id for u in await bot.get_updates()] == [
                first.update_id,
                second.update_id,
            ]
        (update,) = await bot.get_updates(offset=second.update_id, limit=100)
        assert update.update_id == second.update_id
        await server.confirms(first.update_id)
        assert await bot.get_updates(offset=second.update_id + 1) == ()

    async def test_at_most_limit_come_at_once(self, bot: Bot, ann: Chat) -> None:
        for number in range(3):
            await ann.says(str(number))
        assert len(await bot.get_updates(limit=2)) == 2

    async def test_a_poll_waits_for_the_next(self, bot: Bot, ann: Chat) -> None:
        poll = asyncio.create_task(bot.get_updates(timeout=5))
        await asyncio.sleep(0.02)
        assert not poll.done()
        await ann.says("at last")
        (update,) = await poll
        assert filters.Text(["at last"]).check_update(update)

    async def test_the_newer_poll_ends_the_older(self, bot: Bot, ann: Chat) -> None:
        older = asyncio.create_task(bot.get_updates(timeout=5))
        await asyncio.sleep(0.02)
        newer = asyncio.create_task(bot.get_updates(timeout=5))
        with pytest.raises(Conflict, match="only one bot instance"):
            await older
        await ann.says("hi")
        assert len(await newer) == 1

    async def test_one_may_come_again_after_it_was_confirmed(
        self, bot: Bot, server: BotApiServer, ann: Chat
    ) -> None:
        said = await ann.says("hi")
        await bot.get_updates(offset=said.update_id + 1)
        server.repeat(said.update_id)
        (again,) = await bot.get_updates(offset=said.update_id + 1)
        assert again.update_id == said.update_id
        assert await bot.get_updates(offset=said.update_id + 1) == ()

    async def test_ids_may_begin_anew_below_the_offset(
        self, bot: Bot, server: BotApiServer, ann: Chat
    ) -> None:
        said = await ann.says("before a week of silence")
        server.next_update_id = 1_000
        await ann.says("after it")
        assert len(await bot.get_updates(offset=said.update_id + 1)) == 2

    async def test_unwanted_kinds_do_not_come(self, bot: Bot, ann: Chat) -> None:
        await bot.get_updates(allowed_updates=["callback_query"])
        await ann.says("hi")
        assert await bot.get_updates() == ()


LONG = "x" * 4097
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
ONE_OF_THEM = "exactly one of html and markdown must be used"
REFUSED = [
    ("sendMessage", {"text": ""}, "message text is empty"),
    ("sendMessage", {"text": " \n "}, "message text is empty"),
    ("sendMessage", {"text": "<b></b>", "parse_mode": HTML}, "message text is empty"),
    ("sendMessage", {"text": LONG}, "message is too long"),
    ("sendMessage", {"text": "\U0001f600" * 2049}, "message is too long"),
    ("sendMessage", {"text": "hi", "chat_id": 77}, "chat not found"),
    ("sendRichMessage", {}, "rich message must be non-empty"),
    ("sendRichMessage", {"rich_message": {}}, ONE_OF_THEM),
    ("sendRichMessage", {"rich_message": {"html": "<p>1</p>", "markdown": "1"}}, ONE_OF_THEM),
    ("sendRichMessage", {"rich_message": {"text": "hi"}}, "{'text'} is not known to this server"),
    (
        "sendRichMessage",
        {"rich_message": {"html": "<p>1"}},
        "can't parse rich message: <p> is not ended",
    ),
    ("editMessageText", {"text": "hi", "message_id": 999}, "message to edit not found"),
    ("editMessageReplyMarkup", {"message_id": 999}, "message to edit not found"),
    ("deleteMessage", {"message_id": 999}, "message to delete not found"),
    ("answerCallbackQuery", {"callback_query_id": "999"}, TOO_OLD),
    (
        "setMyCommands",
        {"commands": [{"command": "Start", "description": "x"}]},
        "BOT_COMMAND_INVALID",
    ),
    (
        "setMyCommands",
        {"commands": [{"command": "x" * 33, "description": "x"}]},
        "BOT_COMMAND_INVALID",
    ),
    (
        "setMyCommands",
        {"commands": [{"command": "x", "description": ""}]},
        "BOT_COMMAND_DESCRIPTION_INVALID",
    ),
    ("setMyDescription", {"description": "x" * 513}, "description is too long"),
    ("setMyShortDescription", {"short_description": "x" * 121}, "short_description is too long"),
    ("setMyName", {"name": "x" * 65}, "name is too long"),
    ("sendDocument", {}, "there is no document in the request"),
    ("sendDocument", {"document": "unknown"}, "wrong file identifier/HTTP URL specified"),
    ("sendMessage", {"text": "hi", "reply_markup": "{"}, "can't parse JSON object"),
]

REFUSED_HTML = [
    ("<h1>Result</h1>", 'Unsupported start tag "h1" at byte offset 0'),
    ("é<br>", 'Unsupported start tag "br" at byte offset 2'),
    ("<b>bold", 'Can\'t find end tag corresponding to start tag "b"'),
    ("bold</b>", "Unexpected end tag at byte offset 4"),
    ("<b><i>both</b></i>", 'Unmatched end tag at byte offset 10, expected "</i>", found "</b>"'),
    ("1 < 2", "Unclosed start tag at byte offset 2"),
    ('<a href="x>link</a>', "Unclosed start tag at byte offset 0"),
    ("<span>secret</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ("<tg-emoji>x</tg-emoji>", "Invalid custom emoji identifier specified"),
    ("profit & loss", "Unknown character reference at byte offset 7"),
    ("7&nbsp;000", "Unknown character reference at byte offset 1"),
]

REFUSED_BUTTONS = [
    ([[{"text": "A", "callback_data": ""}]], "BUTTON_DATA_INVALID"),
    ([[{"text": "A", "callback_data": "é" * 33}]], "BUTTON_DATA_INVALID"),
    ([[{"text": "", "callback_data": "a"}]], "inline keyboard button text must be non-empty"),
    ([[{"text": "A", "style": "danger"}]], "Text buttons are unallowed in the inline keyboard"),
    ([[{"text": "A", "callback_data": "a"}] * 9], "reply markup is too long"),
    ([[{"text": "A", "callback_data": "a"}]] * 101, "reply markup is too long"),
]


class TestRefusals:
    @pytest.mark.parametrize(("method", "parameters", "reason"), REFUSED)
    async def test_requests(
        self, ask: Ask, ann: Chat, method: str, parameters: dict[str, object], reason: str
    ) -> None:
        answer = await ask(method, **{"chat_id": ann.chat_id} | parameters)
        assert answer == {
            "ok": False,
            "error_code": 400,
            "description": f"Bad Request: {reason}",
        }
        assert ann.messages == []

    @pytest.mark.parametrize(("html", "reason"), REFUSED_HTML)
    async def test_html(self, ask: Ask, ann: Chat, html: str, reason: str) -> None:
        answer = await ask("sendMessage", chat_id=ann.chat_id, text=html, parse_mode=HTML)
        assert answer["description"] == f"Bad Request: can't parse entities: {reason}"

    @pytest.mark.parametrize(("rows", "reason"), REFUSED_BUTTONS)
    async def test_buttons(
        self, ask: Ask, ann: Chat, rows: list[list[dict[str, str]]], reason: str
    ) -> None:
        buttons = {"inline_keyboard": rows}
        answer = await ask("sendMessage", chat_id=ann.chat_id, text="x", reply_markup=buttons)
        assert answer["description"] == f"Bad Request: {reason}"

    async def test_an_edit_that_changes_nothing(self, bot: Bot, ann: Chat) -> None:
        await bot.send_message(ann.chat_id, "<b>Hi</b>", HTML, reply_markup=keyboard(["Yes"]))
        sent = await ann.hears()
        with pytest.raises(BadRequest, match="essage is not modified"):
            await bot.edit_message_text(
                "<strong>Hi</strong> ",
                ann.chat_id,
                sent.message_id,
                None,
                HTML,
                reply_markup=keyboard(["Yes"]),
            )
        await bot.edit_message_text("Hi", ann.chat_id, sent.message_id)
        assert (sent.text, sent.keyboard) == ("Hi", [])

    async def test_a_persons_message_cannot_be_edited(self, bot: Bot, ann: Chat) -> None:
        said = await ann.says("hi")
        with pytest.raises(BadRequest, match="can't be edited"):
            await bot.edit_message_text("bye", ann.chat_id, said.message_id)

    async def test_a_deleted_message_cannot_be_edited(self, bot: Bot, ann: Chat) -> None:
        await bot.send_message(ann.chat_id, "hi")
        sent = await ann.hears()
        await bot.delete_message(ann.chat_id, sent.message_id)
        with pytest.raises(BadRequest, match="essage to edit not found"):
            await bot.edit_message_text("bye", ann.chat_id, sent.message_id)
        assert sent.deleted

    async def test_an_old_tap_cannot_be_answered(self, bot: Bot, ann: Chat) -> None:
        await bot.send_message(ann.chat_id, "old", reply_markup=keyboard(["Yes"]))
        tap = await ann.taps("Yes")
        tap.too_old = True
        with pytest.raises(BadRequest, match="Query is too old"):
            await bot.answer_callback_query(tap.query_id)
        assert tap.answer is None

    async def test_a_wrong_token(self, server: BotApiServer) -> None:
        async with (
            aiohttp.ClientSession(server.url) as telegram,
            telegram.get("/bot123:wrong/getMe") as answer,
        ):
            assert answer.status == 401
            assert (await answer.json())["description"] == "Unauthorized"

    async def test_an_unknown_method(self, ask: Ask) -> None:
        answer = await ask("sendFax")
        assert (answer["error_code"], answer["description"]) == (404, "Not Found: method not found")


class TestWhatIsAllowed:
    async def test_every_tag(self, bot: Bot, ann: Chat) -> None:
        html = (
            "<b>1</b><strong>2</strong><i>3</i><em>4</em><u>5</u><ins>6</ins><s>7</s>"
            '<strike>8</strike><del>9</del><span class="tg-spoiler">a</span>'
            "<tg-spoiler>b</tg-spoiler><a href='https://www.irs.gov/?a=1&amp;b=2'>c</a>"
            '<code>d</code><pre><code class="language-text">e</code></pre>'
            "<blockquote>f</blockquote><blockquote expandable>g</blockquote>"
            '<tg-emoji emoji-id="5368324170671202286">h</tg-emoji> &lt;&gt;&amp;&quot;&#36;&#x24; >'
        )
        await bot.send_message(ann.chat_id, html, HTML)
        sent = await ann.hears()
        assert sent.text == '123456789abcdefgh <>&"$$ >'
        assert [entity["type"] for entity in sent.content.entities] == (
            ["bold"] * 2 + ["italic"] * 2 + ["underline"] * 2 + ["strikethrough"] * 3
            + ["spoiler"] * 2 + ["text_link", "code", "pre", "code"]
            + ["blockquote", "expandable_blockquote", "custom_emoji"]
        )  # fmt: skip
        assert {"url": "https://www.irs.gov/?a=1&b=2"}.items() <= sent.content.entities[11].items()

    async def test_entities_count_as_telegram_counts(self, bot: Bot, ann: Chat) -> None:
        message = await bot.send_message(ann.chat_id, "\n \U0001f600 <b>7,000</b>\n", HTML)
        assert message.text == "\U0001f600 7,000"
        assert message.parse_entities() == {message.entities[0]: "7,000"}

    async def test_the_largest_message(self, bot: Bot, ann: Chat) -> None:
        rows = [["x"] * 8] * 12 + [["x"] * 4]
        await bot.send_message(
            ann.chat_id, f"<b>{'x' * 4096}</b>", HTML, reply_markup=keyboard(*rows)
        )

    async def test_requests_as_json_and_as_a_form(
        self, ask: Ask, bot: Bot, server: BotApiServer, ann: Chat
    ) -> None:
        await ask("sendmessage", chat_id=ann.chat_id, text="json")
        await bot.send_message(ann.chat_id, "form")
        assert [message.text for message in ann.messages] == ["json", "form"]
        assert [call["chat_id"] for call in server.calls["sendMessage"]] == [ann.chat_id] * 2

    async def test_what_the_bot_says_about_itself(self, bot: Bot, server: BotApiServer) -> None:
        english, spanish = BotCommand("start", "Begin"), BotCommand("start", "Empezar")
        await bot.set_my_commands([english])
        await bot.set_my_commands([spanish], language_code="es")
        assert await bot.get_my_commands() == (english,)
        assert await bot.get_my_commands(language_code="es") == (spanish,)
        await bot.set_my_name("Prorata")
        await bot.set_my_description("d" * 512)
        await bot.set_my_short_description("s" * 120)
        assert server.profile["description"] == "d" * 512
        assert await bot.delete_webhook()
        assert await bot.send_chat_action(server.chat(1001, "Ann").chat_id, "typing")


class TestTroubles:
    async def test_errors_come_as_often_as_told_and_nothing_is_done(
        self, bot: Bot, server: BotApiServer, ann: Chat
    ) -> None:
        server.fails("sendMessage", status=500, times=2)
        server.fails("sendMessage", status=429, retry_after=3)
        for _ in range(2):
            with pytest.raises(NetworkError, match="Internal Server Error"):
                await bot.send_message(ann.chat_id, "hi")
        with pytest.raises(RetryAfter, match="3"):
            await bot.send_message(ann.chat_id, "hi")
        assert ann.messages == []
        await bot.send_message(ann.chat_id, "hi")
        assert len(server.calls["sendMessage"]) == 4

    async def test_they_can_be_over_before_they_came(
        self, bot: Bot, server: BotApiServer, ann: Chat
    ) -> None:
        server.fails("sendMessage", status=500, times=2)
        server.recovers("sendMessage")
        await bot.send_message(ann.chat_id, "hi")
        assert len(ann.messages) == 1

    @pytest.mark.parametrize("acting", [False, True])
    async def test_a_dropped_connection_does_not_tell_whether_it_acted(
        self, bot: Bot, server: BotApiServer, ann: Chat, acting: bool
    ) -> None:
        server.drops("sendMessage", acting=acting)
        with pytest.raises(NetworkError):
            await bot.send_message(ann.chat_id, "hi")
        assert len(ann.messages) == acting

    async def test_a_late_answer(self, bot: Bot, server: BotApiServer, ann: Chat) -> None:
        server.delays("sendMessage", seconds=0.1)
        sending = asyncio.create_task(bot.send_message(ann.chat_id, "hi"))
        await ann.hears()
        assert not sending.done()
        await sending

    async def test_a_telegram_that_is_down_for_a_while(
        self, bot: Bot, server: BotApiServer, ann: Chat
    ) -> None:
        said = await ann.says("hi")
        await server.stop()
        with pytest.raises(NetworkError, match="NOT sent"):
            await bot.get_updates()
        await server.start()
        assert [update.update_id for update in await bot.get_updates()] == [said.update_id]
