"""``python -m bot``: the Telegram bot where there is a token, otherwise a chat in the terminal."""

import asyncio
import io
import os
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import NoReturn

import click

from bot.glossary_search import GlossarySearch
from bot.keeping.backup import KEPT, BackupFailed, back_up, back_up_keys, usual_folder
from bot.keeping.database_file import UnusableDatabase
from bot.keeping.lease import Taken, lease
from bot.keeping.left_in_order import leave, take_over
from bot.keeping.master_key import Masters, UnusableKey, master_keys
from bot.keeping.restore import RestoreFailed, restore
from bot.keeping.storage import Storage, keys_beside
from bot.settings import Settings, WrongSetting, read_settings
from bot.terminal.chat import TerminalChat
from conversations.flow import Flows
from conversations.flows.every import FLOWS


@click.group(invoke_without_command=True)
@click.pass_context
def main(context: click.Context) -> None:
    """How much of a Roth conversion is taxed: the bot, and what its operator needs.

    Without a command: run.
    """
    if context.invoked_subcommand is None:
        context.invoke(run)


@main.command()
def run() -> None:
    """Talk on Telegram, or without a token in the terminal."""
    settings = _settings()
    if settings.token is None:
        _chat(settings)
    else:
        _talk_on_telegram(settings, settings.token.get_secret_value())


@main.command()
def chat() -> None:
    """Talk in the terminal, with or without a token."""
    _chat(_settings())


@main.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--keep", default=KEPT, show_default=True, type=click.IntRange(min=1))
@click.option("--keys-only", is_flag=True, help="Only the keys of people, which change little.")
def backup(folder: Path | None, keep: int, keys_only: bool) -> None:
    """Copy the database, also while the bot runs.

    The copies are in backups/ beside it, or in FOLDER, and the newest are kept. The keys of people
    are copied along, and overwritten by the next copy; the master key is not.
    """
    database = _settings().database
    folder = folder or usual_folder(database)
    try:
        if keys_only:
            click.echo(f"copied the keys to {back_up_keys(database, folder)}")
        else:
            copy = back_up(database, folder, datetime.now(UTC), keep)
            click.echo(f"copied to {copy}, and the keys to {keys_beside(folder / database.name)}")
    except BackupFailed as failed:
        _give_up(failed)


@main.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
def restore_(file: Path) -> None:
    """Put a copy in the place of the database. Stop the bot before.

    FILE is a copy that `backup` made. What was there is kept under another name.
    """
    settings = _settings()
    try:
        masters = master_keys(_given_key(settings), settings.key_file, make=False)
        was_there = restore(file, settings.database, masters, datetime.now(UTC))
    except (RestoreFailed, Taken, UnusableKey) as failed:
        _give_up(failed)
    kept = "" if was_there is None else f"; what was there is now {was_there}"
    click.echo(f"restored {file} to {settings.database}{kept}. Now start the bot.")


@main.command()
def setup() -> None:
    """Set up a bot on Telegram, step by step.

    BotFather, the token, the master key, who may talk, and what else can be set. What is in .env
    stays, but for what is answered anew.
    """
    from bot.operating.asking import Left
    from bot.operating.env_file import CannotWrite
    from bot.operating.setup import set_up

    try:
        set_up(_settings())
    except (Left, WrongSetting, UnusableKey, CannotWrite) as ended:
        _give_up(ended)


@main.command()
@click.option("--quick", is_flag=True, help="Without the network, for a health check.")
def doctor(quick: bool) -> None:
    """Look whether all is well, and say what mends it.

    Also while the bot runs. Ends with 1 where something is to be mended.
    """
    from bot.operating.doctor import all_well, examine, examine_quickly

    lines = []
    for line in examine_quickly() if quick else examine(lambda: datetime.now(UTC)):
        lines.append(line)
        click.echo(line)
    sys.exit(0 if all_well(lines) else 1)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
def stats(as_json: bool) -> None:
    """Count what is kept and what waits, without persons.

    Also while the bot runs.
    """
    from bot.keeping.stats import counts, in_json, in_words

    settings = _settings()
    try:
        counted = counts(settings.database, _now(settings)())
    except UnusableDatabase as unusable:
        _give_up(unusable)
    click.echo(in_json(counted) if as_json else in_words(counted))


@main.command()
@click.option("--people", default=1, show_default=True, help="For how many people.")
@click.option("--days", default=14, show_default=True, help="For how long.")
@click.option("--ref", metavar="NAME", help="Who sends them here, as the CPA is told.")
def invite(people: int, days: int, ref: str | None) -> None:
    """Print a new invitation link, also while the bot runs.

    Only where PRORATA_ACCESS is invited.
    """
    from bot.telegram.inviting import CannotInvite, link

    settings = _settings()
    try:
        with closing(_storage(settings)) as storage:
            click.echo(link(settings, storage, _now(settings)(), people, days, ref))
    except (CannotInvite, WrongSetting) as reason:
        _give_up(reason)


@main.command()
@click.option("--dry-run", is_flag=True, help="Only say how many there are.")
def purge(dry_run: bool) -> None:
    """Erase what is kept of people whose time is over.

    The bot does it every day by itself.
    """
    from bot.keeping.retention import forget_past, set_ends

    settings = _settings()
    today, flows = _today(settings), replace(_flows(settings), privacy=settings.privacy)
    with closing(_storage(settings)) as storage:
        if dry_run:
            set_ends(storage, flows, today())
            click.echo(f"would be erased: {storage.past(today())}")
        else:
            click.echo(f"erased: {forget_past(storage, flows, today)}")


@main.command("rotate-key")
def rotate_key_() -> None:
    """Take a new master key into use. Stop the bot before.

    Cut off, everything can still be read, and the same command finishes it. Other databases under
    the same master key, and copies of keys made before, need the old one.
    """
    from bot.keeping.rotate_key import CannotRotate, rotate_key, what_is_next

    settings = _settings()
    try:
        rotated = rotate_key(settings.database, _given_key(settings), settings.key_file)
    except (CannotRotate, Taken, UnusableKey) as failed:
        _give_up(failed)
    click.echo(what_is_next(rotated))


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
    from bot.on_telegram import talk
    from bot.operating.logs import log_what_python_prints, write_logs
    from bot.sending.reaching_telegram import CannotRun

    write_logs(token, settings.log, settings.log_level)
    log_what_python_prints()
    try:
        flows = replace(_flows(settings), cpa=settings.cpa(), privacy=settings.privacy)
        with lease(settings.database):
            as_left = take_over(settings.database)
            with closing(_storage(settings, as_left=as_left)) as storage:
                asyncio.run(talk(settings, token, storage, flows, _today(settings), _now(settings)))
            if not storage.db.is_damaged:
                leave(settings.database)
    except (WrongSetting, CannotRun, Taken) as reason:
        _give_up(reason)
    click.echo("stopped; nothing is lost", err=True)


def _settings() -> Settings:
    try:
        return read_settings()
    except WrongSetting as wrong:
        _give_up(wrong)


def _storage(settings: Settings, *, as_left: bool = False) -> Storage:
    try:
        return Storage(settings.database, _masters(settings), as_left=as_left)
    except (UnusableDatabase, UnusableKey) as unusable:
        _give_up(unusable)


def _masters(settings: Settings) -> Masters:
    """A first key is made where nothing was sealed with one yet. Raises UnusableKey."""
    is_new = not keys_beside(settings.database).exists()
    return master_keys(_given_key(settings), settings.key_file, make=is_new)


def _given_key(settings: Settings) -> str | None:
    return None if settings.key is None else settings.key.get_secret_value()


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
