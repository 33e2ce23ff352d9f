"""The bot on Telegram: python-telegram-bot as transport, the talk as what it carries."""

import asyncio
import logging
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from telegram import Bot, ChatMemberUpdated, InlineQuery, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.ext import Application, ApplicationBuilder, CallbackContext, TypeHandler

from bot.keeping.outbox import Letter
from bot.keeping.records import Person
from bot.keeping.retention import kept_until
from bot.keeping.storage import Moved, Storage
from bot.keeping.until_kept import until_kept
from bot.operating.health import Health
from bot.operating.metrics import UNMEASURED, Metrics
from bot.receiving.intake import Intake
from bot.receiving.polling import poll
from bot.sending.aiohttp_request import AiohttpRequest
from bot.sending.delivery import Delivery
from bot.sending.pacing import Pacing
from bot.sending.passing import Passing
from bot.sending.reaching_telegram import reach
from bot.telegram.chat import (
    PRIVATE_ONLY,
    Incoming,
    collapsed,
    incoming,
    outgoing,
    speaks_to_a_group,
    toast,
)
from bot.telegram.cpa_desk import CpaDesk
from bot.telegram.doors import Doors
from bot.telegram.message import File, Message, to_json
from bot.telegram.operator_desk import OperatorDesk
from bot.telegram.profile import introduce
from bot.telegram.reminding import Now, Reminding, next_time
from bot.telegram.sharing import (
    Offering,
    answered_with,
    exported,
    is_offered,
    offering,
    to_cpa,
)
from conversations.engine import turn
from conversations.events import Asked, Command, Event
from conversations.flow import Flows, Said
from conversations.glossary import LookUp
from conversations.replies import Export, Reply, Share, ToCpa
from conversations.sharing.consent import fingerprint

if TYPE_CHECKING:
    from bot.receiving.webhook import Webhook

_LOG = logging.getLogger(__name__)

TROUBLE = "Something went wrong here. Your answers are kept: please send that again."


class TelegramBot:
    """One bot, one database. Runs until it is cancelled."""

    def __init__(
        self,
        token: str,
        api_root: str,
        storage: Storage,
        flows: Flows,
        look_up: LookUp,
        today: Callable[[], date],
        now: Now,
        cpa_chat: int | None = None,
        *,
        webhook: "Webhook | None" = None,
        metrics: Metrics = UNMEASURED,
        pacing: Pacing | None = None,
        doors: Doors | None = None,
        operators: Collection[int] = (),
    ) -> None:
        """Updates are fetched by polling where there is no ``webhook``; everybody may talk where
        there are no ``doors``."""
        self._storage = storage
        self._flows = flows
        self._look_up = look_up
        self._today = today
        self._now = now
        self._cpa_desk = None if cpa_chat is None else CpaDesk(storage, flows, cpa_chat)
        self._doors = doors or Doors(storage, now)
        self._operator_desk = OperatorDesk(
            storage, now, self._doors.access, operators, lambda: self._bot.username
        )
        self._requests = AiohttpRequest(), AiohttpRequest(connection_pool_size=1)
        self._application: Application[Any, Any, Any, Any, Any, Any] = (
            ApplicationBuilder()
            .token(token)
            .base_url(f"{api_root}/bot")
            .base_file_url(f"{api_root}/file/bot")
            .request(self._requests[0])
            .get_updates_request(self._requests[1])
            .updater(None)
            .build()
        )
        self._application.add_handler(TypeHandler(Update, self._on_update))
        self._bot: Bot = self._application.bot
        self._webhook = webhook
        self._metrics = metrics
        pacing = pacing or Pacing()
        self._delivery = Delivery(self._bot, storage, metrics, pacing=pacing, today=today)
        self.health = Health(storage, self._delivery)
        self._reminding = Reminding(storage, self._delivery, flows, now)
        self._passing = Passing(pacing)

    async def run(self) -> None:
        """Talk until cancelled; then finish what is being sent. Raises CannotRun."""
        reminding: asyncio.Task[None] | None = None
        try:
            await self._start()
            await until_kept(self._delivery.wake_all)
            reminding = asyncio.create_task(self._reminding.run())
            intake = Intake(self._application, self._storage, self._leave_out, self._metrics)
            if self._webhook is None:
                self.health.started = True
                await poll(intake)
            else:
                await self._webhook.receive(intake, self.health)
        finally:
            self.health.started = False
            if reminding is not None:
                reminding.cancel()
            await self._delivery.stop(patience=5)
            await self._application.shutdown()
            for request in self._requests:  # left open by a start that failed
                await request.shutdown()

    async def _start(self) -> None:
        await reach(self._bot, self._application.initialize)
        _LOG.info("talking as @%s", self._bot.username)
        if self._webhook is None:  # with one, Telegram answers no polls
            await reach(self._bot, self._bot.delete_webhook)
        for failure in await introduce(self._bot, self._flows):
            _LOG.warning("a command or description was not set: %s", failure)

    # Updates

    def _leave_out(self, update_id: int, update: Update | None) -> None:
        """Answer an update that cannot be answered: with a word of regret. Raises sqlite3.Error."""
        chat = None if update is None else update.effective_chat
        told = chat.id if chat is not None and chat.type == ChatType.PRIVATE else None
        regret = [] if told is None else [(told, to_json(Message(TROUBLE)))]
        self._storage.set_aside(update_id, regret)
        if told is not None:
            self._delivery.wake(told)
        if update is not None and update.callback_query is not None:
            self._answer(update.callback_query.from_user.id, update.callback_query.id, None)

    async def _on_update(self, update: Update, _: CallbackContext[Any, Any, Any, Any]) -> None:
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

    def _hear_of_being_let_in(self, update_id: int, chat: int, member: ChatMemberUpdated) -> None:
        """Or shut out."""
        if member.new_chat_member.status == ChatMemberStatus.BANNED:
            regrets = self._delivery.regrets(chat)
            self._storage.shut_out(chat, regrets, update_id)
            for other, _ in regrets:
                self._delivery.wake(other)
        else:
            self._storage.let_in(chat, lambda said: next_time(said, self._now()), update_id)

    def _take_turn(self, update_id: int, came: Incoming, event: Event) -> None:
        replies: tuple[Reply, ...] = ()

        def move(said: Said | None) -> Moved:
            nonlocal replies
            taken = turn(self._flows, said, event, self._today(), self._look_up)
            replies = taken.replies
            offered = self._offering(replies)
            messages = [
                *([] if taken.settled is None else [collapsed(taken.settled)]),
                *outgoing(replies, came.message, None if offered is None else offered.token),
                *self._exports(replies, taken.said, came.chat),
            ]
            return Moved(
                taken.said,
                list(map(to_json, messages)),
                elsewhere=self._to_cpa(replies, came.chat),
                offered=None if offered is None else offered.offered,
                asked_in_vain=taken.in_vain,
                reminds=next_time(taken.said, self._now()),
                kept_until=kept_until(self._flows, taken.said, self._today()),
            )

        with self._metrics.turn():
            self._storage.turn(came.chat, move, update_id)
        self._delivery.wake(came.chat)
        if self._cpa_desk is not None and self._to_cpa(replies, came.chat):
            self._delivery.wake(self._cpa_desk.chat)
        if came.callback_query is not None:
            self._answer(came.chat, came.callback_query, toast(replies))

    def _offering(self, replies: Iterable[Reply]) -> Offering | None:
        """A token for what is shared; None where nothing is, or no token would be answered."""
        share = next((reply for reply in replies if isinstance(reply, Share)), None)
        if share is None or not self._bot.supports_inline_queries:
            return None
        return offering(share, self._now())

    def _exports(self, replies: Iterable[Reply], said: Said | None, chat: int) -> list[File]:
        if said is None:
            return []
        person = self._storage.person(chat) or Person(chat)
        return [
            file
            for reply in replies
            if isinstance(reply, Export)
            for file in exported(reply, replace(person, said=said), self._today())
        ]

    def _to_cpa(self, replies: Iterable[Reply], person: int) -> list[Letter]:
        if self._cpa_desk is None:
            return []
        cpa = self._cpa_desk.chat
        return [
            (cpa, to_json(to_cpa(reply, cpa, person)))
            for reply in replies
            if isinstance(reply, ToCpa)
        ]

    def _share(self, update_id: int, query: InlineQuery) -> None:
        """Give the text for a token to whom it was given, once. A private chat has the number of
        its person."""
        person = query.from_user.id
        text = None
        if not self._doors.admits_query(person):
            self._storage.set_aside(update_id)
            return
        if is_offered(self._storage.shown(person), query.query, self._now()):
            text = self._shared_text(person)
            self._storage.take_offered(update_id, person)
        else:
            self._storage.set_aside(update_id)
        answer = partial(self._bot.answer_inline_query, query.id, **answered_with(text))
        self._passing.start(person, answer)

    def _shared_text(self, person: int) -> str | None:
        """As it was shown; None where it would be another one by now."""
        said, offered = self._storage.said(person), self._storage.shown(person).offered
        taken = turn(self._flows, said, Asked(Command.SHARE), self._today(), self._look_up)
        texts = [reply.text for reply in taken.replies if isinstance(reply, Share)]
        same = (text for text in texts if offered and fingerprint(text) == offered.content)
        return next(same, None)

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
