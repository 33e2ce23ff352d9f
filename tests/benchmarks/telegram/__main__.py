"""``python -m tests.benchmarks.telegram TALK``: the server, told what to do by lines on its input.

Each line is JSON, and so is each answer. It ends with its input.
"""

import asyncio
import json
import sys
from statistics import quantiles
from typing import Any

from tests.benchmarks.telegram.people import People
from tests.benchmarks.telegram.pushing import Pushing
from tests.benchmarks.telegram.server import Connection, Server
from tests.benchmarks.telegram.talks import our_talk, to_and_fro, typed_talk

PATIENCE, OF_EACH = 20.0, 0.01
"""Seconds for the last answers, and more for everybody who talks."""

TALKS = {
    "ours": our_talk,
    "drawn": lambda: our_talk(drawn=True),
    "to and fro": to_and_fro,
    "typed": typed_talk,
}


class Stage:
    def __init__(self, talk: str) -> None:
        self._server = Server(lambda *heard: self._people.hears(*heard))
        self._people = People(TALKS[talk](), self._server.deliver)
        self._ready = asyncio.Event()
        self._server.on_poll = self._ready.set
        self._server.on_webhook = self._set_webhook

    def _set_webhook(self, url: str, secret: bytes, most: int) -> None:
        self._server.push = Pushing(self._server, url, secret, most).push
        self._ready.set()

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        http = await loop.create_server(lambda: Connection(self._server), "127.0.0.1", 0)
        _tell({"port": http.sockets[0].getsockname()[1]})
        lines = asyncio.StreamReader()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
        while line := await lines.readline():
            told = json.loads(line)
            _tell(await getattr(self, told.pop("do"))(**told))

    async def delays(self, seconds: float) -> dict[str, Any]:
        self._server.delay = seconds
        return {}

    async def is_ready(self) -> dict[str, Any]:
        """Once the bot fetches updates, or has set a webhook."""
        async with asyncio.timeout(PATIENCE):
            await self._ready.wait()
        return {}

    async def says_something(self) -> dict[str, Any]:
        """One person, who is there before the bot is."""
        self._people.play(1, anew=True)
        self._people.playing = False
        return {}

    async def is_answered(self) -> dict[str, Any]:
        return {"answered": await self._all_answered(PATIENCE, step=0.0005)}

    async def are_stored(self, number: int, take_turns: bool = False) -> dict[str, Any]:
        """From now on those talk whom the bot has met."""
        self._people.are_stored(number, take_turns)
        return {}

    async def play(self, people: int, seconds: float, anew: bool = False) -> dict[str, Any]:
        """So many people talk for so long; then what is not answered yet is waited for."""
        loop = asyncio.get_running_loop()
        calls, began = self._server.calls, loop.time()
        self._people.play(people, anew)
        await asyncio.sleep(seconds)
        self._people.playing = False
        took = loop.time() - began
        all_answered = await self._all_answered(PATIENCE + people * OF_EACH, step=0.005)
        played = self._people.played
        waits = played.waits
        cuts = quantiles(waits, n=100) if len(waits) > 1 else [0.0] * 99
        return {
            "turns": played.turns,
            "late": played.late,
            "seconds": took,
            "until_answered": loop.time() - began,
            "p50": cuts[49],
            "p99": cuts[98],
            "calls": self._server.calls - calls,
            "all_answered": all_answered,
        }

    async def _all_answered(self, patience: float, step: float) -> bool:
        for _ in range(round(patience / step)):
            if not self._people.waiting:
                return True
            await asyncio.sleep(step)
        return False


def _tell(what: dict[str, Any]) -> None:
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    asyncio.run(Stage(sys.argv[1]).run())
