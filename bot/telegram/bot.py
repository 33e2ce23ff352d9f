"""The bot on Telegram: python-telegram-bot as transport, the talk as what it carries."""

import logging
from collections.abc import Callable, Collection
from datetime import date
from typing import TYPE_CHECKING, Any

from telegram import Bot
from telegram.ext import Application, ApplicationBuilder

from bot.keeping.commits import Commits
from bot.keeping.storage import Storage
from bot.operating.health import Health
from bot.operating.metrics import UNMEASURED, Metrics
from bot.receiving.intake import Intake
from bot.receiving.polling import poll
from bot.sending.beside import Beside
from bot.sending.carrier import Carrier
from bot.sending.delivery import Delivery
from bot.sending.pacing import Pacing
from bot.sending.passing import Passing
from bot.sending.reaching_telegram import reach
from bot.telegram.cpa_desk import CpaDesk
from bot.telegram.doors import Doors
from bot.telegram.operator_desk import OperatorDesk
from bot.telegram.profile import introduce
from bot.telegram.reminding import Now, Reminding
from bot.telegram.turns import Turns
from bot.telegram.updates import Updates
from conversations.flow import Flows
from conversations.glossary import LookUp

if TYPE_CHECKING:
    from bot.receiving.webhook import Webhook

_LOG = logging.getLogger(__name__)


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
        self._requests = Carrier(), Carrier(connection_pool_size=1)
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
        self._bot: Bot = self._application.bot
        self._webhook = webhook
        self._metrics = metrics
        pacing = pacing or Pacing()
        doors = doors or Doors(storage, now)
        self.commits = Commits(storage)
        self._delivery = Delivery(
            self._bot, storage, self.commits, metrics, pacing=pacing, today=today
        )
        self._passing = Passing(self._bot, pacing)
        self.health = Health(storage, self.commits, self._delivery)
        self._reminding = Reminding(storage, self.commits, self._delivery, flows, now)
        updates = Updates(
            self._bot,
            storage,
            Turns(storage, flows, look_up, today, now, cpa_chat),
            doors,
            OperatorDesk(storage, now, doors.access, operators, lambda: self._bot.username),
            None if cpa_chat is None else CpaDesk(storage, flows, cpa_chat),
            today,
            now,
        )
        self._intake = Intake(
            self._application, self.commits, updates, self._delivery.wake, metrics
        )

    async def run(self) -> None:
        """Talk until cancelled; then finish what is being sent. Raises CannotRun."""
        beside = Beside()
        try:
            await self._start()
            await self._delivery.wake_all()
            beside.start(self._reminding.run())
            beside.start(self._introduce())
            if self._webhook is None:
                self.health.started = True
                await poll(self._intake, self._passing.start)
            else:
                await self._webhook.receive(self._intake, self.health)
        finally:
            self.health.started = False
            await beside.stop()
            await self._delivery.stop(patience=5)
            await self._passing.stop()
            await self.commits.finish()
            await self._application.shutdown()
            for request in self._requests:  # left open by a start that failed
                await request.shutdown()

    async def _start(self) -> None:
        await reach(self._bot, self._application.initialize)
        _LOG.info("talking as @%s", self._bot.username)
        if self._webhook is None:  # with one, Telegram answers no polls
            await reach(self._bot, self._bot.delete_webhook)

    async def _introduce(self) -> None:
        """Nobody who writes waits for what the menu shows."""
        for failure in await introduce(self._bot, self._flows):
            _LOG.warning("a command or description was not set: %s", failure)
