"""What an update of Telegram leads to: a turn, an answer to a client, a word to a group, or
nothing. Each ends in one transaction that marks it as seen."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from telegram import Bot, ChatMemberUpdated, InlineQuery, Update
from telegram.constants import ChatMemberStatus, ChatType

from bot.keeping.storage import Storage
from bot.sending.instead import regrets_of
from bot.sending.passing import Answer
from bot.telegram.chat import PRIVATE_ONLY, Incoming, incoming, speaks_to_a_group, toast
from bot.telegram.cpa_desk import CpaDesk
from bot.telegram.doors import Doors
from bot.telegram.message import Message, to_json
from bot.telegram.operator_desk import OperatorDesk
from bot.telegram.reminding import Now, next_time
from bot.telegram.sharing import answered_with
from bot.telegram.turns import Turns
from conversations.events import Event

TROUBLE = "Something went wrong here. Your answers are kept: please send that again."


@dataclass(frozen=True)
class Follows:
    """What an update leads to once it is committed."""

    served: tuple[int, ...] = ()
    """Chats that something is to be sent to."""
    answer: Answer | None = None


class Updates:
    def __init__(
        self,
        bot: Bot,
        storage: Storage,
        turns: Turns,
        doors: Doors,
        operator_desk: OperatorDesk,
        cpa_desk: CpaDesk | None,
        today: Callable[[], date],
        now: Now,
    ) -> None:
        self._bot = bot
        self._storage = storage
        self._turns = turns
        self._doors = doors
        self._operator_desk = operator_desk
        self._cpa_desk = cpa_desk
        self._today = today
        self._now = now

    def leave_out(self, update_id: int, update: Update | None) -> Follows:
        """Answer an update that cannot be answered: with a word of regret. Raises sqlite3.Error."""
        chat = None if update is None else update.effective_chat
        told = chat.id if chat is not None and chat.type == ChatType.PRIVATE else None
        regret = [] if told is None else [(told, to_json(Message(TROUBLE)))]
        self._storage.set_aside(update_id, regret)
        query = None if update is None else update.callback_query
        return Follows(
            () if told is None else (told,),
            None if query is None else _answer(query.from_user.id, query.id, None),
        )

    def take(self, update: Update) -> Follows:
        """Raises sqlite3.Error, and whatever a bug raises: then it is not to be marked as seen."""
        came = incoming(update)
        if update.inline_query is not None:
            return self._share(update.update_id, update.inline_query)
        if self._operator_desk.is_for(update):
            told = self._operator_desk.take(update)
            return Follows() if told is None else Follows((told,))
        if self._cpa_desk is not None and self._cpa_desk.is_for(update):
            return Follows(tuple(self._cpa_desk.take(update, self._today())))
        if came is not None and not came.private:
            return self._decline_group(update, came)
        if came is not None and update.my_chat_member is not None:
            return self._hear_of_being_let_in(update.update_id, came.chat, update.my_chat_member)
        if came is None or came.event is None:
            self._storage.set_aside(update.update_id)
            return Follows()
        return self._admit(update.update_id, came, came.event)

    def _admit(self, update_id: int, came: Incoming, event: Event) -> Follows:
        admission = self._doors.admits(came.chat, event)
        if admission.event is not None:
            return self._take_turn(update_id, came, admission.event)
        if admission.word is None:
            self._storage.set_aside(update_id)
            return Follows()
        word = to_json(Message(admission.word))
        if admission.once:
            self._storage.tell_visitor(update_id, came.chat, word)
        else:
            self._storage.set_aside(update_id, [(came.chat, word)])
        return Follows((came.chat,), _to_tap(came, None))

    def _take_turn(self, update_id: int, came: Incoming, event: Event) -> Follows:
        inline = bool(self._bot.supports_inline_queries)
        taken = self._turns.take(update_id, came.chat, came.message, event, inline=inline)
        return Follows(taken.served or (came.chat,), _to_tap(came, toast(taken.replies)))

    def _share(self, update_id: int, query: InlineQuery) -> Follows:
        """A private chat has the number of its person."""
        person = query.from_user.id
        if not self._doors.admits_query(person):
            self._storage.set_aside(update_id)
            return Follows()
        text = self._turns.share(update_id, person, query.query)
        parameters = {"inline_query_id": query.id, **answered_with(text)}
        return Follows(answer=Answer(person, "answerInlineQuery", parameters))

    def _hear_of_being_let_in(
        self, update_id: int, chat: int, member: ChatMemberUpdated
    ) -> Follows:
        """Or shut out."""
        if member.new_chat_member.status != ChatMemberStatus.BANNED:
            self._storage.let_in(chat, lambda said: next_time(said, self._now()), update_id)
            return Follows()
        regrets = regrets_of(self._storage.waiting(chat))
        self._storage.shut_out(chat, regrets, update_id)
        return Follows(tuple(other for other, _ in regrets))

    def _decline_group(self, update: Update, came: Incoming) -> Follows:
        chat, member = update.effective_chat, update.my_chat_member
        left = member is not None and member.new_chat_member.status in ("left", "kicked")
        answer = _to_tap(came, PRIVATE_ONLY)
        if chat is None or left or not speaks_to_a_group(chat):
            self._storage.set_aside(update.update_id)
            return Follows(answer=answer)
        self._storage.tell_group(update.update_id, came.chat, to_json(Message(PRIVATE_ONLY)))
        return Follows((came.chat,), answer)


def _to_tap(came: Incoming, text: str | None) -> Answer | None:
    return None if came.callback_query is None else _answer(came.chat, came.callback_query, text)


def _answer(person: int, callback_query: str, text: str | None) -> Answer:
    """Stops the button's spinning. Nothing is lost if that fails: the query may be too old."""
    parameters = {"callback_query_id": callback_query, "text": text}
    return Answer(person, "answerCallbackQuery", parameters)
