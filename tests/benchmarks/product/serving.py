"""``python -m tests.benchmarks.product.serving API FOLDER [webhook]``: our bot, without the limits
that Telegram sets, which are not what is measured.

It is asked to look at itself by lines on its input: ``late``, ``statements``, ``functions``; each
line but the first of its kind prints, as JSON, what was seen since the one before.
"""

import asyncio
import cProfile
import json
import pstats
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, date, datetime
from math import inf
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Any

from bot.glossary_search import GlossarySearch
from bot.keeping.storage import Storage
from bot.operating import event_loop
from bot.operating.collecting import keep_what_is_there
from bot.receiving.addresses import Address
from bot.sending.pacing import Pacing
from bot.telegram.bot import TelegramBot
from conversations.flows.every import FLOWS
from tests.bot.a_key import MASTERS

TOKEN = "1:ours"


class Late:
    """How late the event loop comes to what is due."""

    def __init__(self) -> None:
        self._late: list[float] = []
        self._task = asyncio.create_task(self._watch())

    async def _watch(self) -> None:
        now = asyncio.get_running_loop().time
        while True:
            due = now() + 0.001
            await asyncio.sleep(0.001)
            self._late.append(now() - due)

    def seen(self) -> dict[str, Any]:
        late, self._late = self._late, []
        cuts = quantiles(late, n=1000, method="inclusive")
        return {"p50": cuts[499], "p99": cuts[989], "p999": cuts[998], "longest": max(late)}


class Functions:
    """Where the processor's time goes."""

    def __init__(self) -> None:
        self._profile = cProfile.Profile()
        self._profile.enable()

    def seen(self) -> dict[str, Any]:
        self._profile.disable()
        stats: dict[Any, Any] = pstats.Stats(self._profile).stats  # type: ignore[attr-defined]
        rows = [
            {"function": _place(at), "calls": calls, "own": own, "whole": whole}
            for at, (_, calls, own, whole, _) in stats.items()
        ]
        return {"functions": rows}


class Statements:
    """What SQLite is asked, and how long it takes, the disk included."""

    def __init__(self, storage: Storage) -> None:
        self._took: dict[str, list[float]] = {}
        storage.db.conn = _Timed(storage.db.conn, self._took)  # type: ignore[assignment]
        keys = storage.vault
        keys._db = _Timed(keys._db, self._took)  # type: ignore[assignment]

    def seen(self) -> dict[str, Any]:
        took, rows = dict(self._took), []
        self._took.clear()
        for sql, times in took.items():
            rows.append({"sql": sql, "times": len(times), "seconds": sum(times)})
        return {"statements": rows}


class _Timed:
    def __init__(self, connection: Any, took: dict[str, list[float]]) -> None:
        self._connection = connection
        self._took = took

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def execute(self, sql: str, *given: Any) -> Any:
        began = perf_counter()
        try:
            return self._connection.execute(sql, *given)
        finally:
            self._took.setdefault(sql, []).append(perf_counter() - began)


def _place(at: tuple[str, int, str]) -> str:
    file, line, name = at
    parts = Path(file).parts
    return f"{'/'.join(parts[-2:])}:{line} {name}" if line else name


async def serve(api: str, storage: Storage, by_webhook: bool) -> None:
    webhook = None
    if by_webhook:
        from bot.receiving.webhook import Webhook

        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        webhook = Webhook(TOKEN, f"http://127.0.0.1:{port}", Address("127.0.0.1", port))
    bot = TelegramBot(
        TOKEN,
        api,
        storage,
        FLOWS,
        GlossarySearch(),
        date.today,
        lambda: datetime.now(UTC),
        webhook=webhook,
        pacing=Pacing(inf, inf),
    )
    looks: dict[str, Callable[[], Any]] = {
        "late": Late,
        "functions": Functions,
        "statements": lambda: Statements(storage),
    }
    seeing: dict[str, Any] = {}

    def look() -> None:
        what = sys.stdin.readline().strip()
        if what not in looks:
            return
        if what in seeing:
            print(json.dumps(seeing[what].seen()), flush=True)
        else:
            seeing[what] = looks[what]()

    loop = asyncio.get_running_loop()
    loop.add_reader(sys.stdin, look)
    talking = asyncio.create_task(bot.run())
    loop.add_signal_handler(signal.SIGTERM, talking.cancel)
    with suppress(asyncio.CancelledError):
        await talking


def main() -> None:
    api, folder, *by_webhook = sys.argv[1:]
    with closing(Storage(Path(folder) / "prorata.db", MASTERS)) as storage:
        keep_what_is_there()
        event_loop.serve(serve(api, storage, bool(by_webhook)))


if __name__ == "__main__":
    main()
