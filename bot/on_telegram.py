"""The bot on Telegram, as the settings have it, until it is told to stop."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from bot.glossary_search import GlossarySearch
from bot.keeping.commits import Commits
from bot.keeping.lease import lease
from bot.keeping.left_in_order import leave, take_over
from bot.keeping.retention import forget_daily, forget_past
from bot.keeping.storage import Storage
from bot.opening import flows_of, now_of, storage_of, today_of
from bot.operating.event_loop import serve
from bot.operating.logs import log_loop_failure, log_what_python_prints, write_logs
from bot.operating.metrics import UNMEASURED
from bot.settings import Settings
from bot.telegram.access import Access
from bot.telegram.bot import TelegramBot
from bot.telegram.doors import Doors
from bot.telegram.limits import Limits
from conversations.flow import Flows

if TYPE_CHECKING:
    from bot.operating.prometheus import PrometheusMetrics
    from bot.receiving.webhook import Webhook

_LOG = logging.getLogger(__name__)


def run(settings: Settings, token: str) -> None:
    """Returns after SIGINT or SIGTERM. Raises WrongSetting, CannotRun, Taken, UnusableDatabase,
    UnusableKey."""
    write_logs(token, settings.log, settings.log_level)
    log_what_python_prints()
    flows = replace(flows_of(settings), cpa=settings.cpa(), privacy=settings.privacy)
    with lease(settings.database):
        as_left = take_over(settings.database)
        with closing(storage_of(settings, as_left=as_left)) as storage:
            serve(talk(settings, token, storage, flows, today_of(settings), now_of(settings)))
        if not storage.db.is_damaged:
            leave(settings.database)


async def talk(
    settings: Settings,
    token: str,
    storage: Storage,
    flows: Flows,
    today: Callable[[], date],
    now: Callable[[], datetime],
) -> None:
    """Returns after SIGINT or SIGTERM. Raises CannotRun."""
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(log_loop_failure)
    metrics = _metrics(settings, storage)
    bot = TelegramBot(
        token,
        settings.api_root,
        storage,
        flows,
        GlossarySearch(),
        today,
        now,
        settings.cpa_chat,
        webhook=_webhook(settings, token),
        metrics=metrics or UNMEASURED,
        doors=doors_of(settings, storage, now),
        operators=settings.operators,
    )
    async with _watched(settings, bot, metrics):
        talking = asyncio.create_task(bot.run())
        forgetting = asyncio.create_task(_forgetting(settings, bot.commits, storage, flows, today))
        for stop in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(stop, talking.cancel)
        await asyncio.wait([talking])
        forgetting.cancel()
        if not talking.cancelled():
            talking.result()


def doors_of(settings: Settings, storage: Storage, now: Callable[[], datetime]) -> Doors:
    access = settings.who_may_talk()
    if settings.access is None and access is Access.OPEN:
        _LOG.warning(
            "anybody on Telegram may talk to this bot: PRORATA_ACCESS=listed or invited keeps it "
            "to some, PRORATA_ACCESS=open says that this is meant"
        )
    always = [*settings.operators, *([] if settings.cpa_chat is None else [settings.cpa_chat])]
    limits = Limits(settings.minute_limit, settings.day_limit)
    return Doors(storage, now, access, settings.people, always, limits)


async def _forgetting(
    settings: Settings,
    commits: Commits,
    storage: Storage,
    flows: Flows,
    today: Callable[[], date],
) -> None:
    """Not on a day that is only taken for today: it would be somebody's last."""
    if settings.today is None:
        forget = partial(forget_past, storage, flows, today)
        await forget_daily(lambda: commits.kept(forget), today)


# What serves HTTP is imported where something is to be served.


def _webhook(settings: Settings, token: str) -> "Webhook | None":
    if settings.webhook_url is None:
        return None
    from bot.receiving.webhook import Webhook

    return Webhook(token, settings.webhook_url, settings.listen)


def _metrics(settings: Settings, storage: Storage) -> "PrometheusMetrics | None":
    if settings.metrics is None:
        return None
    from bot.operating.prometheus import PrometheusMetrics

    return PrometheusMetrics(storage)


@asynccontextmanager
async def _watched(
    settings: Settings, bot: TelegramBot, metrics: "PrometheusMetrics | None"
) -> AsyncIterator[None]:
    """Health stands beside the metrics, too: with polling there is no other place for it."""
    if settings.metrics is None or metrics is None:
        yield
        return
    from bot.receiving.web import health_routes, listen, serving

    routes = [*metrics.routes(), *health_routes(bot.health)]
    async with serving(listen(settings.metrics, "PRORATA_METRICS"), routes):
        yield
