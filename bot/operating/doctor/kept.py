"""What is kept: the database, the master key that opens it, and the copies."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

from sqlite_utils import Database

from bot.keeping.backup import copies_of, usual_folder
from bot.keeping.database_file import keys_beside, read_database, refuse_damaged
from bot.keeping.lease import held_by
from bot.keeping.master_key import found_in, master_keys
from bot.keeping.migrations import migrations
from bot.keeping.stats import in_bytes
from bot.keeping.upgrade import refuse_newer
from bot.keeping.vault import Vault
from bot.operating.doctor.line import Line, Mark, fix, note, ok
from bot.settings import Settings

FRESH = timedelta(days=2)
"""How old the last of nightly backups may be."""

NOTHING_YET = "nothing is kept yet; the first talk makes it"


def database(settings: Settings) -> Line:
    path = settings.database
    if not path.exists():
        return ok("database", NOTHING_YET)
    with closing(read_database(path)) as db:
        refuse_damaged(db, path)
        steps = Database(db)
        refuse_newer(steps, path)
        pages, free = _pragma(db, "page_count"), _pragma(db, "freelist_count")
        size = in_bytes(pages * _pragma(db, "page_size"))
        taken = len(migrations.applied(steps))
        behind = len(migrations.pending(steps))
    words = f"{path}: sound, {size}, {free * 100 // max(pages, 1)}% of it free, schema {taken}"
    if behind:
        return note("database", f"{words}; the next start of the bot brings it {behind} further")
    return ok("database", words)


def _pragma(db: sqlite3.Connection, name: str) -> int:
    (number,) = db.execute(f"PRAGMA {name}").fetchone()
    return int(number)


def master_key(settings: Settings) -> Line:
    """There, readable by nobody else, and the one that what is kept was sealed with."""
    given = settings.given_key
    where = found_in(given, settings.key_file)
    keys = keys_beside(settings.database)
    if not keys.exists() and where == settings.key_file and not settings.key_file.exists():
        return ok("master key", "none yet; the first talk makes it, and so does `setup`")
    masters = master_keys(given, settings.key_file, make=False)
    if not keys.exists():
        return ok("master key", f"in {where}; nothing is sealed with it yet")
    with closing(Vault(keys, masters)) as vault, closing(read_database(settings.database)) as db:
        name = vault.name(b"vault", "")
        if not db.execute("SELECT 1 FROM sealed_with WHERE name = ?", [name]).fetchone():
            return fix(
                "master key",
                f"{keys}: holds the keys of another database than {settings.database}; bring back "
                "the file of keys that belongs to it",
            )
    if len(masters) > 1:
        return note(
            "master key",
            f"in {where}, opens {keys}; an older one is there, too: `rotate-key` ends that",
        )
    return ok("master key", f"in {where}, opens {keys}; have a copy of it elsewhere")


def running(settings: Settings) -> Line:
    holder = held_by(settings.database)
    if holder is None:
        return note("bot", "is not running on this database")
    return ok("bot", f"runs: {holder}")


def backups(settings: Settings, now: datetime) -> Line:
    folder = usual_folder(settings.database)
    copies = copies_of(settings.database, folder) if folder.is_dir() else []
    if not copies:
        return note("backup", f"none in {folder}: `python -m bot backup`, every night")
    made = datetime.strptime(copies[-1].stem[-16:], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    words = f"last one {made:%Y-%m-%d %H:%M} UTC, {len(copies)} in {folder}"
    if now - made > FRESH:
        return fix("backup", f"{words}: look why none was made since")
    return ok("backup", words)


# For a health check


def answers(settings: Settings) -> Line:
    with closing(read_database(settings.database)) as db:
        db.execute("SELECT 1 FROM sealed_with").fetchone()
    return ok("database", "answers")


def at_work(settings: Settings) -> Line:
    line = running(settings)
    return line if line.mark is Mark.OK or settings.token is None else fix(line.about, line.words)
