"""The CPA's chat: results come in by their senders' consent, and answers go back.

    /reply ABCD-EFGH Please bring the December statement.

Whoever is in that chat can answer; nobody else can. A message that answers one of ours by
Telegram's own reply names its reference already.
"""

import re
from collections.abc import Sequence
from datetime import date

from telegram import Message as TelegramMessage
from telegram import Update
from telegram.constants import ChatMemberStatus, ChatType

from bot.keeping.outbox import Letter
from bot.keeping.storage import Storage
from bot.render import telegram_html
from bot.telegram.keyboard import rows
from bot.telegram.message import Message, to_json
from conversations.flow import Flows
from conversations.sharing.consent import holding
from conversations.sharing.screens import written_by

_REFERENCE = "[A-Z2-7]{4}-?[A-Z2-7]{4}"
_REPLY = re.compile(rf"/reply(?:@\w+)?(?:\s+({_REFERENCE})\b)?\s*(.*)", re.DOTALL | re.IGNORECASE)
_NAMED = re.compile(rf"\b{_REFERENCE}\b")

_HOW = (
    "Results that clients send to you come here. To answer one: /reply, its reference, and your "
    "words, like: /reply ABCD-EFGH Please bring the December statement."
)


_THERE = (ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR)


class CpaDesk:
    def __init__(self, storage: Storage, flows: Flows, chat: int) -> None:
        self._storage = storage
        self._flows = flows
        self.chat = chat

    def is_for(self, update: Update) -> bool:
        """An answer to a client, and whatever is said in a group of the CPA's. In a private chat
        they may have a talk of their own."""
        chat = update.effective_chat
        if chat is None or chat.id != self.chat:
            return False
        return chat.type != ChatType.PRIVATE or _reply(update.message) is not None

    def take(self, update: Update, today: date) -> Sequence[int]:
        """Pass an answer on; gives the chats that something is to be sent to. Raises
        sqlite3.Error."""
        found, change = _reply(update.message), update.my_chat_member
        letters: list[Letter] = []
        if found is not None:
            letters = self._passed_on(*found, today)
        elif change is not None and change.new_chat_member.status in _THERE:
            letters = [self._back(_HOW)]
        self._storage.set_aside(update.update_id, letters)
        return [chat for chat, _ in letters]

    def _passed_on(self, reference: str, words: str, today: date) -> list[Letter]:
        if not reference or not words:
            return [self._back(_HOW)]
        client, cpa = self._storage.sender(reference), self._flows.cpa
        said = None if client is None else self._storage.said(client)
        if client is None or said is None or cpa is None:
            gone = "is not known here, or its sender took it back"
            return [self._back(f"{reference} {gone}. Nothing was passed on.")]
        if holding(said.consents, reference, today) is None:
            return [self._back(f"The consent for {reference} has ended. Nothing was passed on.")]
        if self._storage.shown(client).blocked:
            why = "has blocked this bot"
            return [self._back(f"The sender of {reference} {why}. Nothing was passed on.")]
        told = written_by(cpa, reference, words, self._flows)
        *first, last = telegram_html.messages(told.text)
        messages = [*map(Message, first), Message(last, rows(told.choices))]
        passed_on = [(client, to_json(message)) for message in messages]
        return [*passed_on, self._back(f"Passed on to the sender of {reference}.")]

    def _back(self, words: str) -> Letter:
        (text,) = telegram_html.messages(words)
        return self.chat, to_json(Message(text))


def _reply(message: TelegramMessage | None) -> tuple[str, str] | None:
    """The reference and the words of an answer to a client, each empty where it is not there.
    None for what is none."""
    if message is None or message.text is None:
        return None
    answered = message.reply_to_message
    named = _NAMED.search(_text(answered)) if answered is not None else None
    typed = _REPLY.fullmatch(message.text.strip())
    if typed is not None:
        reference = typed[1] or (named[0] if named else "")
        return _as_written(reference), typed[2].strip()
    if answered is None or named is None or answered.from_user is None:
        return None
    return (_as_written(named[0]), message.text.strip()) if answered.from_user.is_bot else None


def _text(message: TelegramMessage) -> str:
    return message.text or message.caption or ""


def _as_written(reference: str) -> str:
    plain = reference.upper().replace("-", "")
    return f"{plain[:4]}-{plain[4:]}" if plain else ""
