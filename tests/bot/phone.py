"""What a person does and sees on a phone: the other end of a talk with the bot.

    ann = server.chat(user_id=1001, first_name="Ann")
    await ann.says("/start")
    question = await ann.hears()
    await ann.taps("Single")

`BotApiServer` makes chats; nothing here knows of HTTP.
"""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.bot.telegram_html import utf16_length

JSON = dict[str, Any]

NEW_YEAR_2026 = 1_767_225_600  # the server's clock starts here and ticks with every message
_COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,32}(?:@\w+)?")


@dataclass(frozen=True)
class Person:
    user_id: int
    first_name: str
    language_code: str = "en"
    is_bot: bool = False

    def as_json(self) -> JSON:
        """The Bot API's User."""
        language = {} if self.is_bot else {"language_code": self.language_code}
        return {
            "id": self.user_id,
            "is_bot": self.is_bot,
            "first_name": self.first_name,
        } | language


BOT = Person(7_000_000_001, "Prorata", is_bot=True)


@dataclass(frozen=True)
class Upload:
    """A file that the bot sent along."""

    filename: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Content:
    """What an edit can change."""

    text: str = ""
    entities: tuple[JSON, ...] = ()
    buttons: tuple[tuple[JSON, ...], ...] = ()  # as the bot gave them

    def button(self, label: str) -> JSON | None:
        """The button that reads *label*."""
        return next((b for row in self.buttons for b in row if b["text"] == label), None)


@dataclass(eq=False)
class Message:
    message_id: int
    chat: "Chat"
    sender: Person
    content: Content
    extra: JSON = field(default_factory=dict)  # photo, document, rich_message: as in the Bot API
    upload: Upload | None = None
    before: list[Content] = field(default_factory=list)  # what stood here before each edit
    deleted: bool = False
    update_id: int = 0  # of the update that told the bot, where a person sent it

    @property
    def from_bot(self) -> bool:
        return self.sender.is_bot

    @property
    def is_rich(self) -> bool:
        return "rich_message" in self.extra

    @property
    def text(self) -> str:
        """The text, or the caption, without markup."""
        return self.content.text

    @property
    def keyboard(self) -> list[list[str]]:
        """The labels of the buttons under the message, row by row."""
        return [[button["text"] for button in row] for row in self.content.buttons]

    @property
    def edited(self) -> bool:
        return bool(self.before)

    def becomes(self, content: Content) -> None:
        self.before.append(self.content)
        self.content = content

    def as_json(self) -> JSON:
        """The Bot API's Message."""
        text, entities = ("caption", "caption_entities") if self.extra else ("text", "entities")
        optional = {
            text: not self.is_rich and self.content.text,
            entities: list(self.content.entities),
            "reply_markup": self.content.buttons and {"inline_keyboard": self.content.buttons},
            "edit_date": self.edited and NEW_YEAR_2026 + self.message_id + len(self.before),
        }
        return {
            "message_id": self.message_id,
            "date": NEW_YEAR_2026 + self.message_id,
            "chat": self.chat.as_json(),
            "from": self.sender.as_json(),
            **self.extra,
            **{key: value for key, value in optional.items() if value},
        }

    def __str__(self) -> str:
        buttons = "".join(f" [{label}]" for row in self.keyboard for label in row)
        return f"{self.sender.first_name}: {self.text}{' (edited)' * self.edited}{buttons}"


@dataclass(eq=False)
class Tap:
    """A button was pressed; `answer` is what the bot let pop up, "" for nothing to read."""

    query_id: str
    message: Message
    data: str
    answer: str | None = None
    too_old: bool = False  # set it, and Telegram refuses to pass an answer on
    update_id: int = 0


@dataclass(eq=False)
class InlineQuery:
    """The bot was named in some chat, with words behind its name."""

    query_id: str
    answer: JSON | None = None  # as the bot gave it
    update_id: int = 0

    @property
    def texts(self) -> list[str]:
        """What could be put into the chat."""
        results = (self.answer or {}).get("results", [])
        return [result["input_message_content"]["message_text"] for result in results]


class Bell:
    """Wakes everybody who waits for something to have changed."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def ring(self) -> None:
        self._next.set()
        self._next = asyncio.Event()

    async def wait(self) -> None:
        await self._next.wait()


class Chat:
    """A chat with the bot, from the person's side.

    `messages` has everything in order, the person's and the bot's; messages change in place when
    they are edited and stay, marked, when they are deleted.
    """

    def __init__(
        self,
        person: Person,
        deliver: Callable[[str, JSON], int],
        next_id: Callable[[], int],
        group: JSON | None = None,
        overlooks: Callable[["Message"], bool] = lambda _: False,
    ) -> None:
        """``overlooks`` tells of edits that nobody waits for."""
        self.person = person
        self._overlooks = overlooks
        self.messages: list[Message] = []
        self.taps_made: dict[str, Tap] = {}
        self.queries_made: dict[str, InlineQuery] = {}
        self.bot_shut_out = False
        self._deliver = deliver
        self._next_id = next_id
        self._group = group
        self._from_bot: list[Message] = []  # again for every edit
        self._heard = 0
        self._bell = Bell()

    @property
    def chat_id(self) -> int:
        return int(self.as_json()["id"])

    @property
    def is_group(self) -> bool:
        return self._group is not None

    # What the person does. `by` is for groups, where others talk too.

    async def says(
        self, text: str, by: Person | None = None, answering: Message | None = None
    ) -> Message:
        """Sends a text. Commands in it are marked, as Telegram does."""
        commands = tuple(
            {
                "type": "bot_command",
                "offset": utf16_length(text[: command.start()]),
                "length": len(command[0]),
            }
            for command in _COMMAND.finditer(text)
        )
        return self._sends(Content(text, commands), by=by, answering=answering)

    async def chooses_a_chat(self, button: str, by: Person | None = None) -> InlineQuery:
        """Presses a button that opens the picker of chats, and chooses one: the bot is asked what
        goes there."""
        seen = (m.content.button(button) for m in reversed(self.messages))
        found = next(filter(None, seen))
        return await self.asks_inline(found["switch_inline_query_chosen_chat"]["query"], by)

    async def asks_inline(self, words: str, by: Person | None = None) -> InlineQuery:
        """Names the bot in some chat, with words behind its name."""
        asked = InlineQuery(str(self._next_id()))
        self.queries_made[asked.query_id] = asked
        query = {
            "id": asked.query_id,
            "from": (by or self.person).as_json(),
            "query": words,
            "offset": "",
            "chat_type": "private",
        }
        asked.update_id = self._deliver("inline_query", query)
        return asked

    async def taps(self, label: str, on: Message | None = None, by: Person | None = None) -> Tap:
        """Presses the button that reads *label* on the newest message that has it.

        *on* an older message, also a button that has gone since: a phone without a network still
        shows it.
        """
        seen = (
            [(on, content) for content in (on.content, *reversed(on.before))]
            if on
            else [(m, m.content) for m in reversed(self.messages) if not m.deleted]
        )
        found = next(((m, b) for m, content in seen if (b := content.button(label))), None)
        if found is None:
            raise AssertionError(f"no button reads {label!r} in:\n{self}")
        message, button = found
        if "callback_data" not in button:
            raise AssertionError(f"the bot does not hear of taps on {button}")
        tap = Tap(str(self._next_id()), message, button["callback_data"])
        self.taps_made[tap.query_id] = tap
        query = {
            "id": tap.query_id,
            "from": (by or self.person).as_json(),
            "message": message.as_json(),
            "chat_instance": str(self.chat_id),
            "data": tap.data,
        }
        tap.update_id = self._deliver("callback_query", query)
        return tap

    async def edits(self, message: Message, text: str) -> None:
        """Changes a text that was sent; Telegram tells the bot of the edit."""
        message.becomes(Content(text))
        message.update_id = self._deliver("edited_message", message.as_json())

    async def sends_photo(self, caption: str = "") -> Message:
        size = {"width": 90, "height": 90, "file_size": 1_000}
        return self._sends(Content(caption), {"photo": [self._file() | size]})

    async def sends_sticker(self) -> Message:
        kind = {"type": "regular", "is_animated": False, "is_video": False}
        return self._sends(
            Content(), {"sticker": self._file() | kind | {"width": 512, "height": 512}}
        )

    async def sends_document(self, size: int, name: str = "form.pdf", caption: str = "") -> Message:
        """Sends a file of *size* bytes."""
        document = self._file() | {"file_name": name, "file_size": size}
        return self._sends(Content(caption), {"document": document})

    async def shuts_bot_out(self) -> int:
        """Blocks the bot, or removes it from the group; gives the id of the update."""
        self.bot_shut_out = True
        return self._changes_membership("member", "left" if self.is_group else "kicked")

    async def lets_bot_in(self) -> int:
        """Unblocks the bot, or adds it to the group; gives the id of the update."""
        self.bot_shut_out = False
        return self._changes_membership("left" if self.is_group else "kicked", "member")

    # What the person sees.

    async def hears(self, count: int = 1, timeout: float = 5) -> Message:
        """Waits for the next *count* messages or edits of the bot and gives the last of them.

        Waits *timeout* seconds at most, then fails with the talk so far.
        """
        try:
            async with asyncio.timeout(timeout):
                while len(self._from_bot) < self._heard + count:
                    await self._bell.wait()
        except TimeoutError:
            heard = len(self._from_bot) - self._heard
            raise AssertionError(f"heard {heard} of {count} in {timeout} s:\n{self}") from None
        self._heard += count
        return self._from_bot[self._heard - 1]

    def __str__(self) -> str:
        return "\n".join(f"  {m}" for m in self.messages if not m.deleted) or "  (no messages)"

    # The server's side.

    def shows(
        self, content: Content, extra: JSON | None = None, upload: Upload | None = None
    ) -> Message:
        """A new message of the bot."""
        message = Message(self._next_id(), self, BOT, content, extra or {}, upload)
        self.messages.append(message)
        self._tell(message)
        return message

    def shows_edit(self, message: Message, content: Content) -> None:
        message.becomes(content)
        if not self._overlooks(message):
            self._tell(message)

    def find(self, message_id: int) -> Message | None:
        found = (m for m in self.messages if m.message_id == message_id and not m.deleted)
        return next(found, None)

    def as_json(self) -> JSON:
        """The Bot API's Chat."""
        private = {
            "id": self.person.user_id,
            "type": "private",
            "first_name": self.person.first_name,
        }
        return self._group or private

    def _changes_membership(self, old: str, new: str) -> int:
        def membership(status: str) -> JSON:
            until = {"until_date": 0} if status == "kicked" else {}
            return {"status": status, "user": BOT.as_json()} | until

        change = {
            "chat": self.as_json(),
            "from": self.person.as_json(),
            "date": NEW_YEAR_2026 + self._next_id(),
            "old_chat_member": membership(old),
            "new_chat_member": membership(new),
        }
        return self._deliver("my_chat_member", change)

    def _tell(self, message: Message) -> None:
        self._from_bot.append(message)
        self._bell.ring()

    def _sends(
        self,
        content: Content,
        extra: JSON | None = None,
        by: Person | None = None,
        answering: Message | None = None,
    ) -> Message:
        message = Message(self._next_id(), self, by or self.person, content, extra or {})
        self.messages.append(message)
        answered = {"reply_to_message": answering.as_json()} if answering else {}
        # A bot in privacy mode hears only commands, and what answers it.
        if not self.is_group or content.entities or (answering and answering.from_bot):
            message.update_id = self._deliver("message", message.as_json() | answered)
        return message

    def _file(self) -> JSON:
        number = self._next_id()
        return {"file_id": f"file-{number}", "file_unique_id": f"unique-{number}"}
