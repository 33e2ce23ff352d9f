"""``python -m bot``: the Telegram bot where there is a token, otherwise a chat in the terminal."""

import asyncio
import io
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import NoReturn

import click

from bot.glossary_search import GlossarySearch
from bot.settings import Settings, WrongSetting, read_settings
from bot.storage import Storage, UnusableDatabase
from bot.terminal_chat import TerminalChat
from conversations.flow import Flows
from conversations.flows.every import FLOWS


@click.group(invoke_without_command=True)
@click.pass_context
def main(context: click.Context) -> None:
    """Prorata. Without a command: run."""
    if context.invoked_subcommand is None:
        context.invoke(run)


@main.command()
def run() -> None:
    """Talk on Telegram where PRORATA_TOKEN is set, otherwise in the terminal."""
    settings = _settings()
    if settings.token is None:
        _chat(settings)
    else:
        _talk_on_telegram(settings, settings.token.get_secret_value())


@main.command()
def chat() -> None:
    """Talk in the terminal, with or without a token."""
    _chat(_settings())


def _chat(settings: Settings) -> None:
    # Bytes that are no text, or letters that the screen does not have, end no talk.
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    if sys.stdin is None or sys.stdout is None:
        _give_up(OSError("a talk in the terminal needs an input and an output"))
    storage = _storage(settings)
    talk = TerminalChat(storage, _flows(settings), GlossarySearch(), _today(settings))
    try:
        talk.run()
        sys.stdout.flush()
    except KeyboardInterrupt:
        click.echo()
        talk.leave()
    except OSError as error:
        # Whoever read along has left, or the screen is a full disk: nothing more can be shown.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            _give_up(error)
    finally:
        storage.close()


def _talk_on_telegram(settings: Settings, token: str) -> None:
    # python-telegram-bot takes a third of a second to import, which the terminal need not wait.
    from bot.logs import write_logs
    from bot.polling import CannotRun
    from bot.telegram_bot import TelegramBot

    write_logs(token)
    storage = _storage(settings)

    async def until_stopped() -> None:
        bot = TelegramBot(
            token,
            settings.api_root,
            storage,
            _flows(settings),
            GlossarySearch(),
            _today(settings),
            _now(settings),
        )
        talking = asyncio.create_task(bot.run())
        loop = asyncio.get_running_loop()
        for stop in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(stop, talking.cancel)
        try:
            await talking
        except asyncio.CancelledError:
            click.echo("stopped; nothing is lost", err=True)

    try:
        asyncio.run(until_stopped())
    except CannotRun as reason:
        _give_up(reason)
    finally:
        storage.close()


def _settings() -> Settings:
    try:
        return read_settings()
    except WrongSetting as wrong:
        _give_up(wrong)


def _storage(settings: Settings) -> Storage:
    try:
        return Storage(settings.database)
    except UnusableDatabase as unusable:
        _give_up(unusable)


def _flows(settings: Settings) -> Flows:
    return replace(FLOWS, booking=settings.booking_url)


def _today(settings: Settings) -> Callable[[], date]:
    pretended = settings.today
    return date.today if pretended is None else lambda: pretended


def _now(settings: Settings) -> Callable[[], datetime]:
    pretended = settings.today
    if pretended is None:
        return lambda: datetime.now(UTC)
    # Day in every time zone of the United States.
    by_day = datetime.combine(pretended, time(20), UTC)
    return lambda: by_day


def _give_up(reason: Exception) -> NoReturn:
    click.echo(f"prorata: {reason}", err=True)
    sys.exit(1)


if __name__ == "__main__":
    main(prog_name="python -m bot")
