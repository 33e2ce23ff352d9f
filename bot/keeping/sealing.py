"""Seals what a release before encryption left in the open."""

import json
from typing import Any

from bot.keeping.database import OwnDatabase
from bot.keeping.outbox import Outbox
from bot.keeping.people import People
from bot.keeping.records import person_from


def seal_what_is_open(db: OwnDatabase, people: People, outbox: Outbox) -> bool:
    """All in one transaction; then the file is written anew, without what stood in the open.
    False where there is nothing."""
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'open_people'").fetchone():
        return False
    with db.atomic():
        for chat, said, shown, reminded_next in _rows(db, "open_people"):
            kept = {"chat": chat, "said": json.loads(said), "shown": json.loads(shown or "{}")}
            people.keep_with_times(person_from(kept), reminded_next, None)
        for _, chat, message in _rows(db, "open_outbox"):
            outbox.queue([(chat, message)])
        for reference, chat in _rows(db, "open_sent_to_cpa"):
            people.set_sent_to_cpa(people.name(chat), [reference])
        for (chat,) in _rows(db, "open_groups_told"):
            people.tell_group(chat)
        for table in ("people", "outbox", "sent_to_cpa", "groups_told"):
            db.execute(f"DROP TABLE open_{table}")
    db.execute("VACUUM")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return True


def _rows(db: OwnDatabase, table: str) -> list[tuple[Any, ...]]:
    return db.execute(f"SELECT * FROM {table}").fetchall()
