"""Our bot without a network: one update goes in, and all that comes of it is looked at.

Ann has a talk with amounts that nobody else types. Whatever others send, none of it comes to them,
and nothing of hers changes.
"""

import json
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from typing import Any
from unittest.mock import patch

from telegram.request import BaseRequest

from bot.glossary_search import GlossarySearch
from bot.keeping.storage import Storage
from bot.operating.metrics import Metrics, UpdateOutcome
from bot.receiving.intake import Intake
from bot.sending.pacing import Pacing
from bot.telegram.bot import TelegramBot
from bot.telegram.doors import Doors
from bot.telegram.message import (
    Collapse,
    Deletion,
    File,
    Key,
    Message,
    Outgoing,
    Rich,
    To,
    from_json,
)
from bot.telegram.updates import TROUBLE
from conversations.flows.every import FLOWS
from tests.bot.a_key import MASTERS
from tests.bot.forged_updates import ANN, BOB, EVIL, SAVED
from tests.bot.phone import BOT, JSON
from tests.bot.talks import NOON
from tests.bot.telegram_html import read_html
from tests.bot.telegram_rules import captioned, rich_message, text_message

ANNS_TALK = (
    *("/start", "backdoor", "2026", "single", "47", "277,331", "yes", "rollover", "84,177"),
    *("6,543", "by december 31", "no", "5,432", "0", "not sure", "no", "result"),
    *("/save quokka", "/share"),
)
BOBS_TALK = (
    *("/start", "backdoor", "2026", "single", "52", "190k", "yes", "rollover", "20k", "7,000"),
    *("by december 31", "no", "7,000", "0", "not sure", "no", "result", f"/save {SAVED}"),
)
"""So that there is something of his to show, to save and to share."""
_SECRET = re.compile(r"(?<![0-9])(?:277,?331|84,?177|6,?543|5,?432)(?![0-9])|quokka")


class _Counted(Metrics):
    def __init__(self) -> None:
        self.outcomes: Counter[UpdateOutcome] = Counter()

    def update(self, outcome: UpdateOutcome) -> None:
        self.outcomes[outcome] += 1


class _Line(BaseRequest):
    """Telegram says yes to everything."""

    def __init__(self, asked: list[JSON]) -> None:
        self._asked = asked

    @property
    def read_timeout(self) -> float:
        return 1.0

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(self, url: str, method: str, request_data: Any = None, *_: Any, **__: Any):
        result: object = True
        if url.endswith("/getMe"):
            result = BOT.as_json() | {"username": "prorata_bot", "supports_inline_queries": True}
        elif request_data is not None:
            self._asked.append(request_data.parameters)
        return 200, json.dumps({"ok": True, "result": result}).encode()


@dataclass
class Entrance:
    storage: Storage
    intake: Intake
    asked: list[JSON]
    """What Telegram was asked at once, without the queue of messages."""
    metrics: _Counted
    buttons: list[str]
    """What those carry that were shown to anybody."""
    failures: list[str] = field(default_factory=list)
    taken: int = 0
    sent: int = 0

    @property
    def left_out(self) -> int:
        """Updates that could not be read."""
        return self.metrics.outcomes["left_out"]

    async def takes(self, raw: JSON) -> list[tuple[int, Outgoing]]:
        """What is to be sent for an update. Raises AssertionError where that is wrong."""
        before = self.storage.said(ANN)
        from_ann = _sender(raw) == ANN
        self.asked.clear()
        answer = await self.intake.take(raw)
        if answer is not None:
            self.asked.append(answer.parameters)
        assert self.storage.has_seen(raw["update_id"]), "it would come again and again"
        assert not self.failures, f"{self.failures} at {raw!r}"
        letters = self._letters()
        self.taken += 1
        self.sent += len(letters)
        for chat, message in letters:
            _looks_right(message)
            self.buttons += [key.data for _, rows in _texts(message) for row in rows for key in row]
            assert chat == ANN or not _secrets_in(repr(message)), f"{chat} reads Ann's: {raw!r}"
        if not from_ann:
            assert not _secrets_in(repr(self.asked)), f"Ann's is handed out: {raw!r}"
            assert self.storage.said(ANN) == before, f"Ann's talk was changed: {raw!r}"
        return letters

    def _letters(self) -> list[tuple[int, Outgoing]]:
        letters = []
        for chat in self.storage.chats_to_serve():
            while (waiting := self.storage.next_message(chat)) is not None:
                position, text = waiting
                letters.append((chat, from_json(text)))
                self.storage.sent(position)
        return letters


@asynccontextmanager
async def entrance(folder: Path, **doors: Any) -> AsyncIterator[Entrance]:
    """With Ann's talk in it, and Bob's; the doors are as they are said to be from then on."""
    if not _BEGUN:
        async with _entrance(folder) as begun:
            for number, words in enumerate(ANNS_TALK, start=1):
                await begun.takes(said(number, ANN, words))
            for number, words in enumerate(BOBS_TALK, start=50):
                await begun.takes(said(number, BOB, words))
        _SHOWN.extend(begun.buttons)
        _BEGUN.update({file.name: file.read_bytes() for file in folder.iterdir()})
    for name, content in _BEGUN.items():
        (folder / name).write_bytes(content)
    async with _entrance(folder, **doors) as opened:
        for person in (ANN, BOB):
            talk = opened.storage.said(person)
            assert talk is not None
            assert len(talk.saved) == 1
        yield opened


_BEGUN: dict[str, bytes] = {}
_SHOWN: list[str] = []
"""The files with both talks, and the buttons, so as not to hold them again for every test."""


@asynccontextmanager
async def _entrance(folder: Path, **doors: Any) -> AsyncIterator[Entrance]:
    asked: list[JSON] = []
    storage = Storage(folder / "prorata.db", MASTERS)
    for db in (storage.db.conn, storage.vault._db):
        db.execute("PRAGMA synchronous = OFF")  # no power is lost here
    with (
        patch("bot.telegram.bot.Carrier", lambda **_: _Line(asked)),
        patch("bot.receiving.intake.pause_after", lambda _: 0),
    ):
        bot = TelegramBot(
            BOT_TOKEN,
            "http://nowhere",
            storage,
            FLOWS,
            GlossarySearch(),
            lambda: NOON.date(),
            lambda: NOON,
            doors=Doors(storage, lambda: NOON, **doors),
            operators=(9_009,),
            pacing=Pacing(inf, inf),
        )
        metrics = _Counted()
        intake = bot._intake
        intake._wake = lambda _: None
        intake._metrics = metrics
        opened = Entrance(storage, intake, asked, metrics, list(_SHOWN))

        async def note(_: object, context: Any) -> None:
            opened.failures.append(repr(context.error))

        bot._application.add_error_handler(note)
        await bot._application.initialize()
        try:
            yield opened
        finally:
            await bot._application.shutdown()
            storage.close()


BOT_TOKEN = "7000000001:a-token-that-opens-nothing"


def said(update_id: int, person: int, words: str) -> JSON:
    chat = {"id": person, "type": "private", "first_name": "x"}
    who = {"id": person, "is_bot": False, "first_name": "x"}
    message = {"message_id": update_id, "date": 1, "chat": chat, "from": who, "text": words}
    return {"update_id": update_id, "message": message}


def tapped(update_id: int, person: int, data: str) -> JSON:
    message = said(update_id, person, "?")["message"]
    query = {
        "id": str(update_id),
        "from": message["from"],
        "message": message,
        "chat_instance": "1",
        "data": data,
    }
    return {"update_id": update_id, "callback_query": query}


def _sender(raw: JSON) -> object:
    """Whom Telegram says that an update is from."""
    for payload in raw.values():
        if isinstance(payload, dict) and isinstance(payload.get("from"), dict):
            return payload["from"].get("id")
    return None


def _secrets_in(text: str) -> bool:
    return _SECRET.search(text) is not None


def _looks_right(message: Outgoing) -> None:
    """Telegram takes it, and nothing that was typed became markup."""
    for html, keyboard in _texts(message):
        markup = {"inline_keyboard": [list(map(_button, row)) for row in keyboard]}
        text_message({"text": html, "parse_mode": "HTML", "reply_markup": markup})
        assert EVIL not in str(read_html(html)[1]), f"a link of theirs in {html!r}"
    match message:
        case File(caption=caption):
            captioned({"caption": caption, "parse_mode": "HTML"})
        case Rich(html=html):
            rich_message({"rich_message": {"html": html}})


def _texts(message: Outgoing) -> Iterable[tuple[str, tuple[tuple[Key, ...], ...]]]:
    match message:
        case Message(text, keyboard) | Collapse(text=text, keyboard=keyboard):
            yield text, keyboard
        case File(regret=regret, then=then):
            for one in (regret, *then):
                yield from _texts(one.message if isinstance(one, To) else one)
        case Rich(plain=plain):
            for one in plain:
                yield from _texts(one)
        case Deletion():
            pass


def _button(key: Key) -> JSON:
    assert EVIL not in key.url
    what = {"callback_data": key.data} if key.data else {"url": key.url or key.shares}
    return {"text": key.label, **what}


def is_trouble(letters: Iterable[tuple[int, Outgoing]]) -> bool:
    return any(isinstance(one, Message) and one.text == TROUBLE for _, one in letters)
