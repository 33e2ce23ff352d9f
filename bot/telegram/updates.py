"""What an update of Telegram leads to: a turn, an answer to a client, a word to a group, or
nothing. Each ends in one transaction that marks it as seen."""

from collections.abc import Callable
from datetime import date
from functools import partial

from telegram import Bot, ChatMemberUpdated, InlineQuery, Update
from telegram.constants import ChatMemberStatus, ChatType

from bot.keeping.storage import Storage
from bot.operating.metrics import Metrics
from bot.sending.delivery import Delivery
from bot.sending.passing import Passing
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


class Updates:
    def __init__(
        self,
        bot: Bot,
        storage: Storage,
        turns: Turns,
        doors: Doors,
        operator_desk: OperatorDesk,
        cpa_desk: CpaDesk | None,
        delivery: Delivery,
        passing: Passing,
        metrics: Metrics,
        today: Callable[[], date],
        now: Now,
    ) -> None:
        self._bot = bot
        self._storage = storage
        self._turns = turns
        self._doors = doors
        self._operator_desk = operator_desk
        self._cpa_desk = cpa_desk
        self._delivery = delivery
        self._passing = passing
        self._metrics = metrics
        self._today = today
        self._now = now

    def leave_out(self, update_id: int, update: Update | None) -> None:
        """Answer an update that cannot be answered: with a word of regret. Raises sqlite3.Error."""
        chat = None if update is None else update.effective_chat
        told = chat.id if chat is not None and chat.type == ChatType.PRIVATE else None
        regret = [] if told is None else [(told, to_json(Message(TROUBLE)))]
        self._storage.set_aside(update_id, regret)
        if told is not None:
            self._delivery.wake(told)
        if update is not None and update.callback_query is not None:
            self._answer(update.callback_query.from_user.id, update.callback_query.id, None)

    def take(self, update: Update) -> None:
        """Raises sqlite3.Error, and whatever a bug raises: then it is not marked as seen."""
        came = incoming(update)
        if update.inline_query is not None:
            self._share(update.update_id, update.inline_query)
        elif self._operator_desk.is_for(update):
            told = self._operator_desk.take(update)
            if told is not None:
                self._delivery.wake(told)
        elif self._cpa_desk is not None and self._cpa_desk.is_for(update):
            for chat in self._cpa_desk.take(update, self._today()):
                self._delivery.wake(chat)
        elif came is not None and not came.private:
            self._decline_group(update, came)
        elif came is not None and update.my_chat_member is not None:
            self._hear_of_being_let_in(update.update_id, came.chat, update.my_chat_member)
        elif came is None or came.event is None:
            self._storage.set_aside(update.update_id)
        else:
            self._admit(update.update_id, came, came.event)

    def _admit(self, update_id: int, came: Incoming, event: Event) -> None:
        admission = self._doors.admits(came.chat, event)
        if admission.event is not None:
            self._take_turn(update_id, came, admission.event)
            return
        word = None if admission.word is None else to_json(Message(admission.word))
        if word is not None and admission.once:
            self._storage.tell_visitor(update_id, came.chat, word)
        else:
            self._storage.set_aside(update_id, [] if word is None else [(came.chat, word)])
        if word is not None:
            self._delivery.wake(came.chat)
            if came.callback_query is not None:
                self._answer(came.chat, came.callback_query, None)

    def _take_turn(self, update_id: int, came: Incoming, event: Event) -> None:
        inline = bool(self._bot.supports_inline_queries)
        with self._metrics.turn():
            taken = self._turns.take(update_id, came.chat, came.message, event, inline=inline)
        for chat in taken.served or (came.chat,):
            self._delivery.wake(chat)
        if came.callback_query is not None:
            self._answer(came.chat, came.callback_query, toast(taken.replies))

    def _share(self, update_id: int, query: InlineQuery) -> None:
        """A private chat has the number of its person."""
        person = query.from_user.id
        if not self._doors.admits_query(person):
            self._storage.set_aside(update_id)
            return
        text = self._turns.share(update_id, person, query.query)
        answer = partial(self._bot.answer_inline_query, query.id, **answered_with(text))
        self._passing.start(person, answer)

    def _hear_of_being_let_in(self, update_id: int, chat: int, member: ChatMemberUpdated) -> None:
        """Or shut out."""
        if member.new_chat_member.status == ChatMemberStatus.BANNED:
            regrets = self._delivery.regrets(chat)
            self._storage.shut_out(chat, regrets, update_id)
            for other, _ in regrets:
                self._delivery.wake(other)
        else:
            self._storage.let_in(chat, lambda said: next_time(said, self._now()), update_id)

    def _decline_group(self, update: Update, came: Incoming) -> None:
        chat, member = update.effective_chat, update.my_chat_member
        left = member is not None and member.new_chat_member.status in ("left", "kicked")
        if chat is None or left or not speaks_to_a_group(chat):
            self._storage.set_aside(update.update_id)
        else:
            self._storage.tell_group(update.update_id, came.chat, to_json(Message(PRIVATE_ONLY)))
            self._delivery.wake(came.chat)
        if came.callback_query is not None:
            self._answer(came.chat, came.callback_query, PRIVATE_ONLY)

    def _answer(self, chat: int, callback_query: str, text: str | None) -> None:
        """Stop the button's spinning. Nothing is lost if that fails: the query may be too old."""
        answer = partial(self._bot.answer_callback_query, callback_query, text)
        self._passing.start(chat, answer)
