"""Keeps what is measured for Prometheus. Imported where PRORATA_METRICS is set."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.keeping.storage import Storage
from bot.operating.metrics import Metrics, RetryReason, SendOutcome, UpdateOutcome

TURN_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)
DELIVERY_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800)


class PrometheusMetrics(Metrics):
    def __init__(self, storage: Storage) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.registry.register(_Queue(storage))
        self._updates = Counter(
            "prorata_updates", "Updates from Telegram", ["outcome"], registry=self.registry
        )
        self._sends = Counter(
            "prorata_sends", "Messages to Telegram", ["outcome"], registry=self.registry
        )
        self._retries = Counter(
            "prorata_retries", "Further tries to send", ["reason"], registry=self.registry
        )
        self._turns = Histogram(
            "prorata_turn_seconds",
            "A turn of a talk, its commit included",
            buckets=TURN_SECONDS,
            registry=self.registry,
        )
        self._deliveries = Histogram(
            "prorata_delivery_seconds",
            "A message on its way to Telegram, all tries included",
            buckets=DELIVERY_SECONDS,
            registry=self.registry,
        )

    def update(self, outcome: UpdateOutcome) -> None:
        self._updates.labels(outcome).inc()

    @contextmanager
    def turn(self) -> Iterator[None]:
        with self._turns.time():
            yield

    @contextmanager
    def delivery(self) -> Iterator[None]:
        with self._deliveries.time():
            yield

    def send(self, outcome: SendOutcome) -> None:
        self._sends.labels(outcome).inc()

    def retry(self, reason: RetryReason) -> None:
        self._retries.labels(reason).inc()

    def routes(self) -> list[BaseRoute]:
        async def metrics(_: Request) -> Response:
            return Response(
                generate_latest(self.registry), headers={"Content-Type": CONTENT_TYPE_LATEST}
            )

        return [Route("/metrics", metrics)]


class _Queue(Collector):
    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def collect(self) -> Iterable[GaugeMetricFamily]:
        try:
            (waiting,) = self._storage.db.execute("SELECT count(*) FROM outbox").fetchone()
        except sqlite3.Error:  # left out: a number would be a wrong one
            return
        yield GaugeMetricFamily(
            "prorata_messages_waiting", "Messages still to be sent", value=waiting
        )
