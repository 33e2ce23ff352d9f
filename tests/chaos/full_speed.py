"""The bot as a process of its own, without the limits that Telegram sets: it is as fast as it can.

python -m tests.chaos.full_speed http://127.0.0.1:8081 /tmp/folder
"""

import asyncio
import logging
import signal
import sys
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bot.keeping.storage import Storage
from bot.telegram.doors import Doors
from bot.telegram.limits import Limits
from tests.bot.a_key import MASTERS
from tests.bot.bot_api_server import TOKEN
from tests.bot.talks import NOON, our_bot


async def serve(url: str, folder: Path) -> None:
    server: Any = SimpleNamespace(token=TOKEN, url=url)
    with closing(Storage(folder / "prorata.db", MASTERS)) as storage:
        doors = Doors(storage, lambda: NOON, limits=Limits())
        talking = asyncio.create_task(our_bot(server, storage, doors=doors).run())
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, talking.cancel)
        await asyncio.wait([talking])
        if not talking.cancelled():
            talking.result()


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    asyncio.run(serve(sys.argv[1], Path(sys.argv[2])))
