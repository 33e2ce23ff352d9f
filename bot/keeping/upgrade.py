"""Brings the schema of a database up to date.

Imported where a step is still to be taken: sqlite-utils, which the steps are written with, takes
longer to import than all that a talk needs.
"""

import logging
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from bot.keeping.database import LOCK_PATIENCE, write_durably
from bot.keeping.database_file import UnusableDatabase, copy_before_upgrade
from bot.keeping.migrations import migrations
from bot.keeping.on_disk import copy_whole

_LOG = logging.getLogger(__name__)


def bring_up_to_date(path: Path, *, is_new: bool) -> None:
    """Raises UnusableDatabase where a newer version wrote it."""
    with closing(Database(sqlite3.connect(path, timeout=LOCK_PATIENCE))) as db:
        refuse_newer(db, path)
        write_durably(db.conn)
        if not is_new:
            _copy_before(db, path)
        migrations.apply(db)


def refuse_newer(db: Database, path: Path) -> None:
    """Raises UnusableDatabase where a newer version wrote it."""
    with closing(Database(memory=True)) as empty:
        known = {migration.name for migration in migrations.pending(empty)}
    applied = {migration.name for migration in migrations.applied(db)}
    if applied - known:
        raise UnusableDatabase(
            f"{path}: was written by a newer version of this program; nothing was changed"
        )


def _copy_before(db: Database, path: Path) -> None:
    """Whole and on the disk before anything changes."""
    copy = copy_before_upgrade(path)
    new = copy.with_name(f"{copy.name}.new")
    new.unlink(missing_ok=True)
    copy_whole(db.conn, new)
    new.replace(copy)
    _LOG.info("the database is brought up to date; as it was it stands in %s", copy)
