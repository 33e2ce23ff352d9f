"""Counts for the operator. They are of all people together, and none says who anybody is."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.keeping.database_file import UnusableDatabase, keys_beside, read_database

REMINDERS_WITHIN = timedelta(days=30)


@dataclass(frozen=True)
class Counts:
    people: int
    """Of whom answers are kept."""
    messages_waiting: int
    messages_left_out: Mapping[str, int]
    """How many could not be sent (``outbox.LEFT_OUT_KEPT``), by their kind and the reason."""
    people_reminded_in_30_days: int
    """Each once, however many dates they are reminded of."""
    bytes_kept: int
    """The database and the keys, with what was written last and is not in them yet."""
    asked_in_vain: Mapping[str, int]
    """How often a question found no answer in the glossary, by the question that was open."""


def counts(database: Path, now: datetime) -> Counts:
    """Raises UnusableDatabase."""
    with closing(read_database(database)) as db:
        try:
            return Counts(
                people=_count(db, "persons", "met"),
                messages_waiting=_count(db, "outbox"),
                messages_left_out=_by_name(
                    db,
                    "SELECT kind || ', ' || reason, sum(times) FROM left_out "
                    "GROUP BY 1 ORDER BY 2 DESC, 1",
                ),
                people_reminded_in_30_days=_count(
                    db, "persons", "reminded_next <= ?", (now + REMINDERS_WITHIN).timestamp()
                ),
                bytes_kept=_bytes(database),
                asked_in_vain=_by_name(
                    db, "SELECT question, times FROM asked_in_vain ORDER BY times DESC, question"
                ),
            )
        except sqlite3.OperationalError as error:
            reason = str(error)
            if reason.startswith("no such"):
                reason = "is of an older version; the first start of this one brings it up to date"
            raise UnusableDatabase(f"{database}: {reason}") from None
        except sqlite3.DatabaseError as error:
            raise UnusableDatabase(f"{database}: {error}") from None


def _count(db: sqlite3.Connection, table: str, where: str = "1", *given: float) -> int:
    (count,) = db.execute(f"SELECT count(*) FROM {table} WHERE {where}", given).fetchone()
    return int(count)


def _by_name(db: sqlite3.Connection, query: str) -> dict[str, int]:
    return dict(db.execute(query).fetchall())


def _bytes(database: Path) -> int:
    files = (
        file.with_name(file.name + log)
        for file in (database, keys_beside(database))
        for log in ("", "-wal")
    )
    return sum(file.stat().st_size for file in files if file.exists())


def in_words(counts: Counts) -> str:
    """A line each."""
    return "\n".join(
        (
            f"People whose answers are kept: {counts.people:,}",
            f"Messages waiting to be sent: {counts.messages_waiting:,}",
            *_total("Messages that could not be sent", counts.messages_left_out),
            f"People to be reminded within 30 days: {counts.people_reminded_in_30_days:,}",
            *_total("Questions that found no answer", counts.asked_in_vain),
            f"Kept: {in_bytes(counts.bytes_kept)}",
        )
    )


def _total(label: str, by_name: Mapping[str, int]) -> Iterator[str]:
    yield f"{label}: {sum(by_name.values()):,}"
    yield from (f"  {name}: {times:,}" for name, times in by_name.items())


def in_bytes(number: float) -> str:
    """Such as 1.4 MB, or 912 bytes."""
    for unit in ("bytes", "kB", "MB"):
        if number < 1000:
            return f"{number:.0f} bytes" if unit == "bytes" else f"{number:.1f} {unit}"
        number /= 1000
    return f"{number:.1f} GB"


def in_json(counts: Counts) -> str:
    return json.dumps(asdict(counts))
