"""Telegram's Bot API on loopback, for tests: it answers, keeps and refuses as Telegram does.

    async with BotApiServer() as server:
        ann = server.chat(user_id=1001, first_name="Ann")
        ...  # a bot at work, here or in another process, with server.token and server.url
        await ann.says("/start")
        assert (await ann.hears()).text == "Welcome!"

People and what they see are in `phone`, what Telegram refuses is in `telegram_rules`, how it sends
updates by itself in `telegram_webhook`.
"""

import asyncio
import contextlib
import itertools
import json
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Self

from aiohttp import web

from tests.bot.phone import BOT, JSON, NEW_YEAR_2026, Bell, Chat, Content, Message, Person, Upload
from tests.bot.telegram_rules import (
    CALLBACK_ANSWER,
    DOCUMENT,
    PHOTO,
    Refusal,
    captioned,
    check_commands,
    check_inline_answer,
    check_profile,
    inline_buttons,
    rich_message,
    text_message,
    uploaded,
)
from tests.bot.telegram_webhook import Webhook, send_updates, webhook

TOKEN = f"{BOT.user_id}:{'a-token-that-opens-nothing':-<35}"

FAR_AHEAD = 10  # an offset beyond this is of ids before a restart and confirms nothing
WRITTEN_AS_JSON = {
    *("allowed_updates", "commands", "entities", "caption_entities", "reply_markup", "scope"),
    *("chat_id", "message_id", "offset", "limit", "timeout", "show_alert", "disable_notification"),
    "max_connections",
    *("link_preview_options", "protect_content", "drop_pending_updates", "rich_message"),
    *("results", "cache_time", "is_personal", "button"),
}


@dataclass
class Trouble:
    """What goes wrong with a request, whatever is in it."""

    refusal: Refusal | None = None  # answered without acting
    drops: bool = False  # the connection ends without an answer
    acts: bool = True
    delay: float = 0  # seconds between acting and answering


class BotApiServer:
    """One bot's Telegram. Stopped and started again, it keeps its port and its memory.

    `calls["sendMessage"]` has the parameters of every such request, refused ones too; `profile`
    has what the bot set about itself.
    """

    def __init__(self, token: str = TOKEN, first_update_id: int = 500_000_001) -> None:
        self.token = token
        self.port = 0
        self.calls: defaultdict[str, list[JSON]] = defaultdict(list)
        self.profile: dict[str, str] = {}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, Upload] = {}  # by their ids; may be emptied: Telegram forgets, too
        self.next_update_id = first_update_id  # may be set: ids jump after a week of silence
        self.inline = True  # BotFather, /setinline
        self.joins_groups = False  # BotFather, /setjoingroups
        self.reads_groups = False  # BotFather, /setprivacy
        self.proxy = ""  # where the public address of a webhook leads: http://127.0.0.1:8080
        self.webhook: Webhook | None = None
        self.webhook_error = ""  # what went wrong at the public address
        self.webhook_answers: list[tuple[int, int]] = []  # update id and status; 0: none came
        self._ids = itertools.count(1)
        self.all_updates: dict[int, JSON] = {}
        self._unconfirmed: dict[int, JSON] = {}
        self._repeats: list[JSON] = []
        self._allowed_updates: list[str] = []
        self._poll: object = None
        self._commands: dict[str, list[JSON]] = {}
        self._troubles: defaultdict[str, deque[Trouble]] = defaultdict(deque)
        self._bell = Bell()
        self.overlooks: Callable[[Message], bool] = lambda _: False
        self._runner: web.AppRunner | None = None
        self._sending: asyncio.Task[None] | None = None
        methods: dict[str, Callable[[JSON], object]] = {
            "getMe": self._get_me,
            "getUpdates": self._get_updates,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._get_webhook_info,
            "sendMessage": self._send_message,
            "sendRichMessage": self._send_rich_message,
            "sendDocument": self._send_document,
            "sendPhoto": self._send_photo,
            "sendChatAction": self._send_chat_action,
            "editMessageText": self._edit_message_text,
            "editMessageReplyMarkup": self._edit_message_reply_markup,
            "deleteMessage": self._delete_message,
            "answerCallbackQuery": self._answer_callback_query,
            "answerInlineQuery": self._answer_inline_query,
            "leaveChat": self._leave_chat,
            "setMyCommands": self._set_my_commands,
            "getMyCommands": self._get_my_commands,
            "setMyName": partial(self._set_profile, "name"),
            "setMyDescription": partial(self._set_profile, "description"),
            "setMyShortDescription": partial(self._set_profile, "short_description"),
        }
        self._methods = {name.lower(): (name, act) for name, act in methods.items()}

    @property
    def url(self) -> str:
        """Stands for https://api.telegram.org; PRORATA_API_URL of a bot in another process."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        app = web.Application(client_max_size=2 * DOCUMENT)
        app.router.add_route("*", "/bot{token}/{method}", self._serve)
        # A poll whose bot was killed must not wait on and take the next bot's updates.
        self._runner = web.AppRunner(
            app, access_log=None, handler_cancellation=True, shutdown_timeout=0.01
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self._send_to_webhook()

    async def stop(self) -> None:
        await self._stop_sending()
        if self._runner:
            await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    def chat(self, user_id: int, first_name: str, language_code: str = "en") -> Chat:
        """A person's private chat with the bot, which has not been started yet."""
        person = Person(user_id, first_name, language_code)
        chat = Chat(
            person,
            self.deliver,
            self._ids.__next__,
            overlooks=lambda message: self.overlooks(message),
        )
        return self.chats.setdefault(user_id, chat)

    def group(self, chat_id: int, title: str, person: Person) -> Chat:
        """A group that the bot is in, as *person* sees it; others talk there with `by`."""
        group = {"id": chat_id, "type": "group", "title": title}
        chat = Chat(person, self.deliver, self._ids.__next__, group)
        return self.chats.setdefault(chat_id, chat)

    def deliver(self, kind: str, payload: JSON) -> int:
        """Queues an update for the bot and gives its id, or 0 if the bot does not want the kind."""
        if self._allowed_updates and kind not in self._allowed_updates:
            return 0
        update_id = self.next_update_id
        self.next_update_id += 1
        update = {"update_id": update_id, kind: payload}
        self.all_updates[update_id] = self._unconfirmed[update_id] = update
        self._bell.ring()
        return update_id

    def repeat(self, update_id: int) -> None:
        """Sends an update once more, confirmed or not, as Telegram may."""
        self._repeats.append(self.all_updates[update_id])
        self._bell.ring()

    def has_unconfirmed(self, update_id: int) -> bool:
        """Whether the bot still has to confirm an update."""
        return update_id in self._unconfirmed

    async def confirms(self, update_id: int, timeout: float = 5) -> None:
        """Waits until the bot has confirmed an update, *timeout* seconds at most."""
        async with asyncio.timeout(timeout):
            while update_id in self._unconfirmed:
                await self._bell.wait()

    def is_older(self, method: str) -> None:
        """From now on a server of before *method* was there."""
        del self._methods[method.lower()]

    # Troubles: each meets the next *times* requests of a method

    def fails(
        self, method: str, status: int, times: int = 1, retry_after: int | None = None
    ) -> None:
        """Answers with an error and does nothing; 429 carries *retry_after* seconds."""
        reason = f"retry after {retry_after}" if retry_after else ""
        self.meets(method, [Trouble(Refusal(status, reason, retry_after), acts=False)] * times)

    def refuses(self, method: str, reason: str, times: int = 1) -> None:
        """Answers that the request is a bad one, and does nothing."""
        self.meets(method, [Trouble(Refusal(400, reason), acts=False)] * times)

    def drops(self, method: str, acting: bool, times: int = 1) -> None:
        """Closes the connection without an answer, having done what was asked or not."""
        self.meets(method, [Trouble(drops=True, acts=acting)] * times)

    def delays(self, method: str, seconds: float, times: int = 1) -> None:
        """Does what was asked at once and answers *seconds* later."""
        self.meets(method, [Trouble(delay=seconds)] * times)

    def meets(self, method: str, troubles: Iterable[Trouble]) -> None:
        """One for each of the next requests."""
        self._troubles[method].extend(troubles)

    def left(self, method: str) -> list[Trouble]:
        """The troubles of a method that are still to come."""
        return list(self._troubles[method])

    def recovers(self, method: str) -> None:
        """Ends the troubles of a method that are still to come."""
        self._troubles[method].clear()

    async def _serve(self, request: web.Request) -> web.Response:
        try:
            result = await self._answer(request)
        except Refusal as refusal:
            return web.json_response(refusal.as_json(), status=refusal.status)
        return web.json_response({"ok": True, "result": result})

    async def _answer(self, request: web.Request) -> object:
        if request.match_info["token"] != self.token:
            raise Refusal(401)
        given = request.match_info["method"]
        name, act = self._methods.get(given.lower(), (given, None))  # capitals do not matter
        parameters = await _parameters(request)
        self.calls[name].append(parameters)
        if act is None:
            raise Refusal(404, "method not found")
        trouble = self._troubles[name].popleft() if self._troubles[name] else Trouble()
        if trouble.refusal:
            raise trouble.refusal
        result = act(parameters) if trouble.acts else None
        if isinstance(result, Awaitable):
            result = await result
        await asyncio.sleep(trouble.delay)
        if trouble.drops and request.transport:
            request.transport.abort()
        return result

    # Methods: parameters in, result out, as in https://core.telegram.org/bots/api#available-methods

    async def _set_webhook(self, parameters: JSON) -> bool:
        self.webhook = webhook(parameters)
        self._allowed_updates = parameters.get("allowed_updates", self._allowed_updates)
        self._poll = None
        self._bell.ring()
        await self._stop_sending()
        self._send_to_webhook()
        return True

    async def _delete_webhook(self, _: JSON) -> bool:
        self.webhook = None
        await self._stop_sending()
        return True

    def _get_webhook_info(self, _: JSON) -> JSON:
        last: JSON = {}
        for number, (_, status) in enumerate(self.webhook_answers):
            if not 200 <= status < 300:
                last["last_error_date"] = NEW_YEAR_2026 + number
                last["last_error_message"] = f"Wrong response from the webhook: {status}"
        if self.webhook_error:
            last = {"last_error_date": NEW_YEAR_2026, "last_error_message": self.webhook_error}
        return last | {
            "url": self.webhook.url if self.webhook else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self._unconfirmed) + len(self._repeats),
        }

    def _send_to_webhook(self) -> None:
        if self.webhook is not None:
            sending = send_updates(
                self.webhook,
                self.proxy,
                lambda: [*self._repeats, *self._unconfirmed.values()],
                self._answered,
                self._bell,
            )
            self._sending = asyncio.create_task(sending)

    async def _stop_sending(self) -> None:
        if self._sending is not None:
            self._sending.cancel()
            await asyncio.wait([self._sending])
            self._sending = None

    def _answered(self, update: JSON, status: int) -> None:
        self.webhook_answers.append((update["update_id"], status))
        if not 200 <= status < 300:
            return
        if update in self._repeats:
            self._repeats.remove(update)
        else:
            self._unconfirmed.pop(update["update_id"], None)
        self._bell.ring()

    async def _get_updates(self, parameters: JSON) -> list[JSON]:
        if self.webhook is not None:
            raise Refusal(
                409,
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete "
                "the webhook first",
            )
        offset = parameters.get("offset", 0)
        if offset <= self.next_update_id + FAR_AHEAD:
            self._unconfirmed = {n: u for n, u in self._unconfirmed.items() if n >= offset}
        self._allowed_updates = parameters.get("allowed_updates", self._allowed_updates)
        this = self._poll = object()
        self._bell.ring()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(parameters.get("timeout", 0)):
                while not self._repeats and not self._unconfirmed:
                    await self._bell.wait()
                    if self._poll is not this:
                        raise Refusal(
                            409,
                            "terminated by other getUpdates request; make sure "
                            "that only one bot instance is running",
                        )
        limit = min(max(parameters.get("limit", 100), 1), 100)
        repeats = [self._repeats.pop(0) for _ in self._repeats[:limit]]
        return [*repeats, *self._unconfirmed.values()][:limit]

    def _get_me(self, _: JSON) -> JSON:
        able = {
            "can_join_groups": self.joins_groups,
            "can_read_all_group_messages": self.reads_groups,
        }
        return (
            BOT.as_json()
            | {"username": "prorata_bot", "supports_inline_queries": self.inline}
            | able
        )

    def _send_message(self, parameters: JSON) -> JSON:
        return self._chat(parameters).shows(text_message(parameters)).as_json()

    def _send_rich_message(self, parameters: JSON) -> JSON:
        content, blocks = rich_message(parameters)
        extra = {"rich_message": {"blocks": blocks}}
        return self._chat(parameters).shows(content, extra).as_json()

    def _send_document(self, parameters: JSON) -> JSON:
        return self._send_file("document", DOCUMENT, parameters)

    def _send_photo(self, parameters: JSON) -> JSON:
        return self._send_file("photo", PHOTO, parameters)

    def _send_file(self, kind: str, most: int, parameters: JSON) -> JSON:
        chat = self._chat(parameters)
        known = parameters.get(kind)  # the id of a file that was sent before
        if isinstance(known, str) and known not in self.files:
            raise Refusal(400, "wrong file identifier/HTTP URL specified")
        upload = self.files.get(known) or uploaded(parameters, kind, most)
        file_id = known if isinstance(known, str) else f"file-{next(self._ids)}"
        self.files[file_id] = upload
        file: JSON = {
            "file_id": file_id,
            "file_unique_id": f"unique-{file_id}",
            "file_size": len(upload.content),
        }
        if kind == "photo":
            extra: JSON = {"photo": [file | {"width": 1080, "height": 720}]}
        else:
            extra = {"document": file | {"file_name": upload.filename}}
        return chat.shows(captioned(parameters), extra, upload).as_json()

    def _edit_message_text(self, parameters: JSON) -> JSON:
        message = self._own_message(parameters)
        if message.extra:
            raise Refusal(400, "there is no text in the message to edit")
        return _edited(message, text_message(parameters))

    def _edit_message_reply_markup(self, parameters: JSON) -> JSON:
        message = self._own_message(parameters)
        return _edited(message, replace(message.content, buttons=inline_buttons(parameters)))

    def _delete_message(self, parameters: JSON) -> bool:
        message = self._chat(parameters).find(parameters.get("message_id", 0))
        if message is None:
            raise Refusal(400, "message to delete not found")
        message.deleted = True
        return True

    def _answer_callback_query(self, parameters: JSON) -> bool:
        query_id = parameters.get("callback_query_id", "")
        taps = (chat.taps_made.get(query_id) for chat in self.chats.values())
        tap = next(filter(None, taps), None)
        if tap is None or tap.too_old:
            raise Refusal(
                400, "query is too old and response timeout expired or query ID is invalid"
            )
        text = parameters.get("text", "")
        if len(text) > CALLBACK_ANSWER:
            raise Refusal(400, "MESSAGE_TOO_LONG")
        tap.answer = text
        return True

    def _answer_inline_query(self, parameters: JSON) -> bool:
        query_id = parameters.get("inline_query_id", "")
        queries = (chat.queries_made.get(query_id) for chat in self.chats.values())
        query = next(filter(None, queries), None)
        if query is None:
            raise Refusal(
                400, "query is too old and response timeout expired or query ID is invalid"
            )
        check_inline_answer(parameters)
        query.answer = parameters
        return True

    def _send_chat_action(self, parameters: JSON) -> bool:
        self._chat(parameters)
        return True

    def _leave_chat(self, parameters: JSON) -> bool:
        self._chat(parameters).bot_shut_out = True
        return True

    def _set_my_commands(self, parameters: JSON) -> bool:
        commands = parameters.get("commands", [])
        check_commands(commands)
        self._commands[_audience(parameters)] = commands
        return True

    def _get_my_commands(self, parameters: JSON) -> list[JSON]:
        return self._commands.get(_audience(parameters), [])

    def _set_profile(self, field: str, parameters: JSON) -> bool:
        text = parameters.get(field, "")
        check_profile(field, text)
        self.profile[field] = text
        return True

    def _chat(self, parameters: JSON) -> Chat:
        chat = self.chats.get(parameters.get("chat_id", 0))
        if chat is None:
            raise Refusal(400, "chat not found")
        if chat.bot_shut_out:
            group = "bot is not a member of the group chat"
            raise Refusal(403, group if chat.is_group else "bot was blocked by the user")
        return chat

    def _own_message(self, parameters: JSON) -> Message:
        message = self._chat(parameters).find(parameters.get("message_id", 0))
        if message is None:
            raise Refusal(400, "message to edit not found")
        if not message.from_bot:
            raise Refusal(400, "message can't be edited")
        return message


async def _parameters(request: web.Request) -> JSON:
    """From the URL, a form, files or JSON, whichever it is; numbers and objects as themselves."""
    given: JSON = dict(request.query)
    if request.content_type == "application/json":
        given |= await request.json()
    else:
        for key, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                with value.file as file:
                    given[key] = Upload(value.filename, value.content_type, file.read())
            else:
                given[key] = value
    try:
        return {
            key: json.loads(value) if key in WRITTEN_AS_JSON and isinstance(value, str) else value
            for key, value in given.items()
        }
    except ValueError:
        raise Refusal(400, "can't parse JSON object") from None


def _edited(message: Message, content: Content) -> JSON:
    if content == message.content:
        raise Refusal(
            400,
            "message is not modified: specified new message content and reply markup are exactly "
            "the same as a current content and reply markup of the message",
        )
    message.chat.shows_edit(message, content)
    return message.as_json()


def _audience(parameters: JSON) -> str:
    """Commands are kept apart by scope and language."""
    return json.dumps([parameters.get("scope"), parameters.get("language_code", "")])
