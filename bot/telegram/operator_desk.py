"""Commands of whoever runs the bot, in their own chat with it.

    /invite [people] [days]    an invitation link
    /letin NUMBER              somebody may talk
    /shutout NUMBER            somebody may not
    /stats                     how many talk

Who an operator is, is told by the number of the sender, never by what a menu shows (Bot API,
BotCommandScope). From anybody else these are words like others.
"""

import re
from collections.abc import Callable, Collection
from datetime import datetime
from html import escape

from telegram import Message as TelegramMessage
from telegram import Update
from telegram.constants import ChatType

from bot.keeping.stats import counts, in_words
from bot.keeping.storage import Storage
from bot.telegram.access import Access
from bot.telegram.inviting import DAYS, ONLY_WHERE_INVITED, PEOPLE, CannotInvite, invitation
from bot.telegram.message import Message, to_json

LARGEST_ID = 2**52
"""Of a person (Bot API, User: at most 52 bits)."""

_COMMAND = re.compile(r"\s*/(invite|letin|shutout|stats)(?:@\w+)?((?:\s+[0-9]{1,16}){0,2})\s*")
_ANY = re.compile(r"\s*/(?:invite|letin|shutout|stats)\b", re.IGNORECASE)

_HOW = (
    "/invite, or /invite 5 30 for five people within 30 days; /letin and /shutout with the "
    "Telegram number of a person; /stats."
)


class OperatorDesk:
    def __init__(
        self,
        storage: Storage,
        now: Callable[[], datetime],
        access: Access,
        operators: Collection[int],
        name: Callable[[], str],
    ) -> None:
        """``name`` is the bot's on Telegram."""
        self._storage = storage
        self._now = now
        self._access = access
        self._operators = frozenset(operators)
        self._name = name

    def is_for(self, update: Update) -> bool:
        return self._words(update.message) is not None

    def take(self, update: Update) -> int | None:
        """Do what is asked, once; gives the chat that something is to be sent to. Raises
        sqlite3.Error."""
        words = self._words(update.message)
        if words is None or update.message is None:
            return None
        chat = update.message.chat.id
        with self._storage.db.atomic():
            # Marked as seen with what it does, or not at all.
            if not self._storage.has_seen(update.update_id):
                answer = Message(escape(self._answer(words), quote=False))
                self._storage.set_aside(update.update_id, [(chat, to_json(answer))])
        return chat

    def _words(self, message: TelegramMessage | None) -> str | None:
        if message is None or message.from_user is None or message.text is None:
            return None
        of_their_own = (
            message.chat.type == ChatType.PRIVATE
            and message.chat.id == message.from_user.id
            and message.forward_origin is None
        )
        is_operator = of_their_own and message.from_user.id in self._operators
        return message.text if is_operator and _ANY.match(message.text) else None

    def _answer(self, words: str) -> str:
        came = _COMMAND.fullmatch(words)
        if came is None:
            return _HOW
        numbers = list(map(int, came[2].split()))
        match came[1], numbers:
            case "invite", [*some]:
                return self._invited(*some)
            case "letin" | "shutout" as deed, [person] if 0 < person < LARGEST_ID:
                return self._decided(person, let_in=deed == "letin")
            case "stats", []:
                return self._counted()
        return _HOW

    def _invited(self, people: int = PEOPLE, days: int = DAYS) -> str:
        if self._access is not Access.INVITED:
            return ONLY_WHERE_INVITED.format(access=self._access)
        try:
            link = invitation(self._storage, self._name(), self._now(), people, days)
        except CannotInvite as reason:
            return str(reason)
        return f"People: {people}. Days: {days}. This is not shown again:\n{link}"

    def _decided(self, person: int, let_in: bool) -> str:
        self._storage.visitors.decide(person, let_in)
        if not let_in:
            return "Shut out. What is kept about them stays theirs, to export and to delete."
        is_listed = self._access is Access.LISTED
        return "Let in." if not is_listed else "No longer shut out; PRORATA_PEOPLE says who may."

    def _counted(self) -> str:
        coming = self._storage.visitors.invitations(self._now())
        words = in_words(counts(self._storage.path, self._now()))
        return f"{words}\n\nPeople who can still come by an invitation: {coming}"
