"""A1 and A2: a talk on aiogram's FSM, kept in SQLite, as its examples and the storage's have it.

``fsm_aiogram.py API FILE [wal]``. As it comes, the storage commits with a rollback journal; with
``wal``, in WAL mode and ``synchronous=FULL``, as safely and faster.
"""

import asyncio
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import Message
from aiogram_sqlite_storage.sqlitestore import SQLStorage


class Talk(StatesGroup):
    goal = State()
    year = State()
    filing_status = State()
    age = State()
    income = State()
    covered = State()
    iras = State()
    more_iras = State()
    value = State()
    contribution = State()
    made = State()
    after = State()
    conversion = State()
    basis = State()
    rate = State()
    plan = State()
    result = State()


async def begin(message: Message, state: FSMContext) -> None:
    await state.set_data({})
    await state.set_state(Talk.goal)
    await message.answer("What would you like to know about?")


async def answer(message: Message, state: FSMContext) -> None:
    """Keep the answer, and ask the next question; after the last one, all over."""
    names = Talk.__state_names__
    at = names.index(await state.get_state() or names[0])
    await state.update_data({names[at]: message.text})
    await state.set_state(names[(at + 1) % len(names)])
    await message.answer(f"Noted: {message.text}\nWhat about {names[(at + 1) % len(names)]}?")


async def main() -> None:
    storage = SQLStorage(sys.argv[2])
    if "wal" in sys.argv:
        storage.con.execute("PRAGMA journal_mode = WAL")
        storage.con.execute("PRAGMA synchronous = FULL")
    session = AiohttpSession(api=TelegramAPIServer.from_base(sys.argv[1]))
    dispatcher = Dispatcher(storage=storage)
    dispatcher.message.register(begin, Command("start", "startover"))
    dispatcher.message.register(answer)
    await dispatcher.start_polling(Bot("1:peer", session=session))


asyncio.run(main())
