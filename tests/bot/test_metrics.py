"""What Prometheus is told: how much and how long, never who or what."""

import asyncio
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import aiohttp
import pytest
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from bot.keeping.storage import Storage
from bot.operating.prometheus import PrometheusMetrics
from bot.receiving.addresses import Address
from tests.bot.bot_api_server import TOKEN, BotApiServer
from tests.bot.phone import Chat
from tests.bot.program import ERRORS, Program
from tests.bot.talks import KNOWN_TALK, asked, holds, steps, talking, until

Sample = dict[tuple[str, str], float]
"""By name and the value of the one label, "" without one."""


def samples(text: str) -> Sample:
    return {
        (sample.name, next(iter(sample.labels.values()), "")): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if "le" not in sample.labels
    }


@pytest.fixture
def metrics(storage: Storage) -> PrometheusMetrics:
    return PrometheusMetrics(storage)


@pytest.fixture
def told(metrics: PrometheusMetrics) -> Callable[[], Sample]:
    return lambda: samples(generate_latest(metrics.registry).decode())


async def test_a_talk(
    server: BotApiServer,
    storage: Storage,
    metrics: PrometheusMetrics,
    told: Callable[[], Sample],
    ann: Chat,
) -> None:
    async with talking(server, storage, metrics=metrics):
        await holds(ann, KNOWN_TALK)
        await until(lambda: not storage.chats_to_serve())
    now, taken = told(), len(steps(KNOWN_TALK))
    assert now["prorata_updates_total", "taken"] == taken
    assert now["prorata_turn_seconds_count", ""] == taken
    assert now["prorata_turn_seconds_sum", ""] > 0
    sent = now["prorata_sends_total", "sent"]
    assert sent >= taken
    assert now["prorata_delivery_seconds_count", ""] == sent
    assert now["prorata_messages_waiting", ""] == 0


async def test_what_goes_wrong(
    server: BotApiServer,
    storage: Storage,
    metrics: PrometheusMetrics,
    told: Callable[[], Sample],
    pauses: list[float],
    ann: Chat,
    bob: Chat,
) -> None:
    server.fails("sendMessage", 429, retry_after=1)
    server.fails("sendMessage", 502, times=2)
    server.drops("sendMessage", acting=False)
    async with talking(server, storage, metrics=metrics):
        server.deliver("message", {})
        await holds(ann, "says /start")
        server.fails("sendMessage", 400)
        await ann.taps("Backdoor Roth")
        bob.bot_shut_out = True
        await bob.says("/start")
        await until(lambda: not storage.chats_to_serve())
    now = told()
    assert now["prorata_retries_total", "too_many"] == 1
    assert now["prorata_retries_total", "unreachable"] == 2
    assert now["prorata_retries_total", "unsure"] == 1
    assert now["prorata_sends_total", "refused"] == 1
    assert now["prorata_sends_total", "blocked"] == 1
    assert now["prorata_updates_total", "left_out"] == 1


async def test_a_database_that_fails(
    server: BotApiServer,
    storage: Storage,
    metrics: PrometheusMetrics,
    told: Callable[[], Sample],
    pauses: list[float],
    monkeypatch: pytest.MonkeyPatch,
    ann: Chat,
) -> None:
    """An update is counted as often as it was tried, and taken once."""
    works = Storage.turn
    with monkeypatch.context() as failing:
        failing.setattr(Storage, "turn", _failing)
        async with talking(server, storage, metrics=metrics):
            await ann.says("/start")
            await until(lambda: told().get(("prorata_updates_total", "put_off"), 0) >= 2)
            failing.setattr(Storage, "turn", works)
            await asked(ann)
    assert told()["prorata_updates_total", "taken"] == 1


def _failing(*_: object) -> bool:
    raise sqlite3.OperationalError("disk I/O error")


def test_what_waits_in_a_database_that_does_not_answer(storage: Storage) -> None:
    """Is left out: any number would be a wrong one."""
    metrics = PrometheusMetrics(storage)
    storage.close()
    assert "prorata_messages_waiting" not in generate_latest(metrics.registry).decode()


async def test_what_waits(
    server: BotApiServer,
    storage: Storage,
    metrics: PrometheusMetrics,
    told: Callable[[], Sample],
    ann: Chat,
) -> None:
    server.fails("sendMessage", 429, retry_after=600, times=1_000)
    async with talking(server, storage, metrics=metrics):
        await ann.says("/start")
        await until(lambda: server.calls["sendMessage"])
        assert told()["prorata_messages_waiting", ""] == 2


async def test_nobody_is_in_it(
    server: BotApiServer, storage: Storage, metrics: PrometheusMetrics, ann: Chat
) -> None:
    async with talking(server, storage, metrics=metrics):
        await holds(ann, KNOWN_TALK)
    text = generate_latest(metrics.registry).decode()
    labels = dict(re.findall(r'(\w+)="([^"]*)"', text))
    assert set(labels) <= {"outcome", "reason", "le"}
    assert not re.search(r"\b1001\b", text)


@pytest.mark.parametrize("by", ["polling", "webhook"])
async def test_it_is_served(
    by: str, tmp_path: Path, server: BotApiServer, ann: Chat, free: Address, program: Program
) -> None:
    """By the program, with health beside it: with polling there is no other place for it."""
    at = Address("127.0.0.1", free.port)
    settings = {"PRORATA_TOKEN": TOKEN, "PRORATA_API_URL": server.url, "PRORATA_METRICS": str(at)}
    if by == "webhook":
        listen = Address("127.0.0.2", free.port)
        server.proxy = f"http://{listen}"
        settings["PRORATA_WEBHOOK_URL"] = "https://bot.example.com"
        settings["PRORATA_LISTEN"] = str(listen)
    process = await program(tmp_path, "run", **settings)
    await ann.says("/start")
    await asked(ann)
    async with aiohttp.ClientSession(f"http://{at}") as session:
        async with session.get("/metrics") as answer:
            assert answer.status == 200
            now = samples(await answer.text())
        async with session.get("/readyz") as answer:
            assert (answer.status, await answer.text()) == (200, "ready\n")
    assert now["prorata_updates_total", "taken"] == 1
    assert now["process_resident_memory_bytes", ""] > 0
    process.terminate()
    async with asyncio.timeout(15):
        await process.communicate()
    assert process.returncode == 0
    assert "Traceback" not in (tmp_path / ERRORS).read_text()


async def test_an_address_that_is_in_use(
    tmp_path: Path, server: BotApiServer, program: Program
) -> None:
    at = server.url.removeprefix("http://")
    settings = {"PRORATA_TOKEN": TOKEN, "PRORATA_API_URL": server.url, "PRORATA_METRICS": at}
    process = await program(tmp_path, "run", **settings)
    await process.communicate()
    assert process.returncode == 1
    assert f"PRORATA_METRICS: cannot listen on {at}: " in (tmp_path / ERRORS).read_text()
