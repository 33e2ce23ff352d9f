"""``python -m bot``: the Telegram bot where there is a token, otherwise a chat in the terminal.

Each command imports what it needs: all of it together takes longer than most of them.
"""

import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from bot.keeping.backup import KEPT
from bot.operating.collecting import nothing_collected

if TYPE_CHECKING:
    from bot.keeping.storage import Storage
    from bot.settings import Settings


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
    from bot.keeping.backup import BackupFailed, back_up, back_up_keys, usual_folder
    from bot.keeping.database_file import keys_beside

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
    from bot.keeping.lease import Taken
    from bot.keeping.master_key import UnusableKey, master_keys
    from bot.keeping.restore import RestoreFailed, restore

    settings = _settings()
    try:
        masters = master_keys(settings.given_key, settings.key_file, make=False)
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
    from bot.keeping.master_key import UnusableKey
    from bot.operating.asking import Left
    from bot.operating.env_file import CannotWrite
    from bot.operating.setup import set_up
    from bot.settings import WrongSetting

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
    from bot.keeping.database_file import UnusableDatabase
    from bot.keeping.stats import counts, in_json, in_words
    from bot.opening import now_of

    settings = _settings()
    try:
        counted = counts(settings.database, now_of(settings)())
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
    from bot.opening import now_of
    from bot.settings import WrongSetting
    from bot.telegram.inviting import CannotInvite, link

    settings = _settings()
    try:
        with closing(_storage(settings)) as storage:
            click.echo(link(settings, storage, now_of(settings)(), people, days, ref))
    except (CannotInvite, WrongSetting) as reason:
        _give_up(reason)


@main.command()
@click.option("--dry-run", is_flag=True, help="Only say how many there are.")
def purge(dry_run: bool) -> None:
    """Erase what is kept of people whose time is over.

    The bot does it every day by itself.
    """
    from bot.keeping.retention import forget_past, set_ends
    from bot.opening import flows_of, today_of

    settings = _settings()
    today, flows = today_of(settings), replace(flows_of(settings), privacy=settings.privacy)
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
    from bot.keeping.lease import Taken
    from bot.keeping.master_key import UnusableKey
    from bot.keeping.rotate_key import CannotRotate, rotate_key, what_is_next

    settings = _settings()
    try:
        rotated = rotate_key(settings.database, settings.given_key, settings.key_file)
    except (CannotRotate, Taken, UnusableKey) as failed:
        _give_up(failed)
    click.echo(what_is_next(rotated))


def _chat(settings: "Settings") -> None:
    with nothing_collected():
        from bot.in_the_terminal import run
        from bot.keeping.database_file import UnusableDatabase
        from bot.keeping.master_key import UnusableKey
    try:
        run(settings)
    except (UnusableDatabase, UnusableKey, OSError) as reason:
        _give_up(reason)


def _talk_on_telegram(settings: "Settings", token: str) -> None:
    with nothing_collected():
        from bot.keeping.database_file import UnusableDatabase
        from bot.keeping.lease import Taken
        from bot.keeping.master_key import UnusableKey
        from bot.on_telegram import run
        from bot.sending.reaching_telegram import CannotRun
        from bot.settings import WrongSetting
    try:
        run(settings, token)
    except (WrongSetting, CannotRun, Taken, UnusableDatabase, UnusableKey) as reason:
        _give_up(reason)
    click.echo("stopped; nothing is lost", err=True)


def _settings() -> "Settings":
    with nothing_collected():
        from bot.settings import WrongSetting, read_settings
    try:
        return read_settings()
    except WrongSetting as wrong:
        _give_up(wrong)


def _storage(settings: "Settings") -> "Storage":
    from bot.keeping.database_file import UnusableDatabase
    from bot.keeping.master_key import UnusableKey
    from bot.opening import storage_of

    try:
        return storage_of(settings)
    except (UnusableDatabase, UnusableKey) as unusable:
        _give_up(unusable)


def _give_up(reason: Exception) -> NoReturn:
    click.echo(f"prorata: {reason}", err=True)
    sys.exit(1)


if __name__ == "__main__":
    main(prog_name="python -m bot")
