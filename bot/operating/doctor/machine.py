"""The machine that the bot runs on: Python, packages, time zones, disk, modes of files."""

import re
import shutil
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.keeping.backup import usual_folder
from bot.keeping.database_file import keys_beside
from bot.keeping.stats import in_bytes
from bot.operating.doctor.line import Line, fix, note, ok
from bot.settings import ENV_FILE, Settings
from conversations.reminders import ZONES

LOCK = Path(__file__).parents[2] / "deploy" / "runtime.lock"
OLDEST_PYTHON = (3, 11)
LEAST_FREE = 200_000_000
"""Bytes on the disk. What is written last, a migration's and a backup's copies need room."""


def python() -> Line:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < OLDEST_PYTHON:
        return fix("python", f"{version} is too old: install 3.11 or newer, then `make setup`")
    return ok("python", version)


def packages() -> Line:
    """Those that are installed, against those that were tested together."""
    if not LOCK.exists():
        return ok("packages", "installed as a package; there is no list to compare with")
    wanted = re.findall(r"^([\w.-]+)==([^\s;\\]+)( *;)?", LOCK.read_text("utf-8"), re.MULTILINE)
    missing, others = [], []
    for name, version, only_somewhere in wanted:
        try:
            found = metadata.version(name)
        except metadata.PackageNotFoundError:
            if not only_somewhere:
                missing.append(name)
        else:
            if found != version:
                others.append(f"{name} {found} for {version}")
    if missing:
        return fix("packages", f"missing: {', '.join(missing)}; `make setup` installs them")
    if others:
        return note("packages", f"not as tested: {', '.join(others)}; `make setup` puts it right")
    return ok("packages", f"{len(wanted)}, as tested")


def time_zones() -> Line:
    try:
        for zone in ZONES.values():
            ZoneInfo(zone)
    except ZoneInfoNotFoundError:
        return fix("time zones", f"no data for {zone}: `make setup` installs the package tzdata")
    return ok("time zones", f"data for all {len(ZONES)} that people choose from")


def disk(settings: Settings) -> Line:
    folder = next(each for each in settings.database.absolute().parents if each.exists())
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE:
        return fix("disk", f"only {in_bytes(free)} free at {folder}: make room")
    return ok("disk", f"{in_bytes(free)} free at {folder}")


def modes(settings: Settings) -> Line:
    """Of what only the bot is to read."""
    open_to_others = [path for path in _private(settings) if path.stat().st_mode & 0o077]
    if not open_to_others:
        return ok("modes", "nobody else on this machine can read what is kept")
    commands = (f"chmod {700 if path.is_dir() else 600} {path}" for path in open_to_others)
    return fix("modes", f"others on this machine may read it: {'; '.join(commands)}")


def _private(settings: Settings) -> Iterator[Path]:
    database, backups = settings.database, usual_folder(settings.database)
    files = [
        file.with_name(file.name + end)
        for file in (database, keys_beside(database))
        for end in ("", "-wal", "-shm")
    ]
    folders = {database.parent, settings.key_file.parent} - {Path()}
    for path in (*sorted(folders), *files, settings.key_file, backups, Path(ENV_FILE)):
        if path.exists():
            yield path
