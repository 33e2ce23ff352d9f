"""What is kept, in one SQLite file.

One update is one transaction: that it was seen, what it changed of the answers, and what is to
be sent for it are committed together, or not at all. Nothing is sent and no update is confirmed
to Telegram before that. ``synchronous=FULL`` in WAL mode makes a commit outlive a loss of power.
"""

import math
import os
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from bot.migrations import migrations
from bot.records import Shown, said_from_json, said_to_json, shown_from_json, shown_to_json
from conversations.flow import Said

APPLICATION_ID = int.from_bytes(b"PrRt")
"""Marks a database file as ours (PRAGMA application_id)."""

LOCK_PATIENCE = 1.0
"""Seconds to wait for another program that writes; the whole bot waits meanwhile."""

LONGEST_PAUSE = 30.0
"""Seconds between two tries of a database that fails, after some doubling."""

SEEN_KEPT = 10_000
"""Update ids remembered over a restart. Telegram keeps an update for a day at most."""


class UnusableDatabase(Exception):
    """The database file cannot be used; the message names it and says why. It was not changed."""


@dataclass(frozen=True)
class Moved:
    """What a turn leaves behind."""

    said: Said | None
    messages: Sequence[str] = ()
    """To be sent."""
    asked_in_vain: str | None = None
    """The question at which something was asked that found no answer."""
    reminds: datetime | None = None
    """When the person is to be reminded next; with a time zone."""


class Storage:
    """One writing connection to the database at ``path``; the file is made if it is not there.

    Raises UnusableDatabase where the file is not a database, is damaged, belongs to another
    program, or was written by a newer version.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            _refuse_foreign(path)
            self.db = self._open()
        except (sqlite3.Error, OSError) as error:
            raise UnusableDatabase(f"{path}: {_reason(error)}") from None

    def _open(self) -> Database:
        is_new = not self.path.exists() or self.path.stat().st_size == 0
        if is_new:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.path.touch(mode=0o600)
        db = Database(sqlite3.connect(self.path, timeout=LOCK_PATIENCE))
        try:
            if is_new:
                db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            else:
                _refuse_unusable(db, self.path)
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = FULL")
            db.execute("PRAGMA secure_delete = ON")
            migrations.apply(db)
            with db.atomic():
                db.execute(
                    "DELETE FROM seen_updates WHERE position <= "
                    "(SELECT max(position) FROM seen_updates) - ?",
                    [SEEN_KEPT],
                )
        except BaseException:
            db.close()
            raise
        return db

    def close(self) -> None:
        self.db.close()

    # Turns

    def turn(
        self,
        chat: int,
        move: Callable[[Said | None], Moved],
        update_id: int | None = None,
    ) -> bool:
        """Run ``move``, a pure function, inside a transaction: from what the person said so far
        to what they have said now, and what is to be done about it. Returns False, having done
        nothing, where the update was seen before."""
        with self.db.atomic():
            # The first statement writes, so that the write lock is taken before anything is read.
            if update_id is not None and not self._mark_seen(update_id):
                return False
            said = self.said(chat)
            moved = move(said)
            self._keep(chat, said, moved)
            self._queue(chat, moved.messages)
            if moved.asked_in_vain is not None:
                self._count_in_vain(moved.asked_in_vain)
        if moved.said is None and said is not None:
            # What was deleted must not live on in the log of what was written.
            self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return True

    def said(self, chat: int) -> Said | None:
        """What is kept of a person's talk; None for somebody never met."""
        row = self.db.execute("SELECT said FROM people WHERE chat = ?", [chat]).fetchone()
        return row and said_from_json(row[0])

    def _keep(self, chat: int, before: Said | None, moved: Moved) -> None:
        now = moved.said
        if now is None:
            self.db.execute("DELETE FROM people WHERE chat = ?", [chat])
            return
        at = None if moved.reminds is None else math.ceil(moved.reminds.timestamp())
        self.db.execute(
            "INSERT INTO people (chat, said, reminded_next) VALUES (?, ?, ?) "
            "ON CONFLICT (chat) "
            "DO UPDATE SET said = excluded.said, reminded_next = excluded.reminded_next",
            [chat, said_to_json(now), at],
        )

    def to_remind(self, now: datetime) -> list[int]:
        """Chats that are to be reminded by now, the longest waiting first."""
        rows = self.db.execute(
            "SELECT chat FROM people WHERE reminded_next <= ? ORDER BY reminded_next",
            [now.timestamp()],
        )
        return [chat for (chat,) in rows.fetchall()]

    def next_reminder(self) -> datetime | None:
        """When somebody is to be reminded next."""
        (at,) = self.db.execute("SELECT min(reminded_next) FROM people").fetchone()
        return None if at is None else datetime.fromtimestamp(at, UTC)

    def _count_in_vain(self, question: str) -> None:
        """Neither who asked nor what: only where the glossary may have to grow."""
        self.db.execute(
            "INSERT INTO asked_in_vain (question, times) VALUES (?, 1) "
            "ON CONFLICT (question) DO UPDATE SET times = times + 1",
            [question],
        )

    # Updates

    def has_seen(self, update_id: int) -> bool:
        return bool(
            self.db.execute(
                "SELECT 1 FROM seen_updates WHERE update_id = ?", [update_id]
            ).fetchone()
        )

    def set_aside(self, update_id: int, chat: int | None, messages: list[str]) -> None:
        """Mark an update as seen that changes nothing, with what is to be said about it."""
        with self.db.atomic():
            if self._mark_seen(update_id) and chat is not None:
                self._queue(chat, messages)

    def tell_group(self, update_id: int, chat: int, messages: list[str]) -> None:
        """Say to a group what there is to say, once and never again."""
        with self.db.atomic():
            if not self._mark_seen(update_id):
                return
            told = self.db.execute("INSERT OR IGNORE INTO groups_told (chat) VALUES (?)", [chat])
            if told.rowcount:
                self._queue(chat, messages)

    def _mark_seen(self, update_id: int) -> bool:
        """False where it was marked before. Ids are a set: they restart at random after a week
        without updates, so a smaller one is not an old one."""
        marked = self.db.execute(
            "INSERT OR IGNORE INTO seen_updates (update_id) VALUES (?)", [update_id]
        )
        return marked.rowcount == 1

    # Messages to send

    def _queue(self, chat: int, messages: Sequence[str]) -> None:
        for message in messages:
            self.db.execute("INSERT INTO outbox (chat, message) VALUES (?, ?)", [chat, message])

    def chats_to_serve(self) -> list[int]:
        """Chats with something left to send, the longest waiting first."""
        rows = self.db.execute("SELECT chat FROM outbox GROUP BY chat ORDER BY min(position)")
        return [chat for (chat,) in rows.fetchall()]

    def next_message(self, chat: int) -> tuple[int, str] | None:
        """The oldest message still to be sent to a chat, with its position."""
        row: tuple[int, str] | None = self.db.execute(
            "SELECT position, message FROM outbox WHERE chat = ? ORDER BY position LIMIT 1", [chat]
        ).fetchone()
        return row

    def sent(self, position: int) -> None:
        with self.db.atomic():
            self.db.execute("DELETE FROM outbox WHERE position = ?", [position])

    def shown(self, chat: int) -> Shown:
        """What delivery knows of a chat; nothing of somebody never met."""
        row = self.db.execute("SELECT shown FROM people WHERE chat = ?", [chat]).fetchone()
        return Shown() if row is None or row[0] is None else shown_from_json(row[0])

    def now_shown(self, chat: int, change: Callable[[Shown], Shown]) -> None:
        """Remember what a chat was shown; nothing of somebody forgotten."""
        with self.db.atomic():
            now = shown_to_json(change(self.shown(chat)))
            self.db.execute("UPDATE people SET shown = ? WHERE chat = ?", [now, chat])

    def say(self, chat: int, messages: Sequence[str]) -> None:
        """Queue what is to be said without a turn."""
        with self.db.atomic():
            self._queue(chat, messages)

    def drop_messages(self, chat: int) -> None:
        """Nothing more can be sent to this chat."""
        with self.db.atomic():
            self.db.execute("DELETE FROM outbox WHERE chat = ?", [chat])


def pause_after(failures: int) -> float:
    """How long to wait, in seconds, for a database that has failed so many times in a row."""
    return min(0.1 * 2.0 ** min(failures, 10), LONGEST_PAUSE)


def _refuse_foreign(path: Path) -> None:
    """Look at the first bytes only, before SQLite does: opening could already change a file."""
    if not path.exists():
        return
    if not path.is_file():
        raise UnusableDatabase(f"{path}: is not a file")
    with path.open("rb") as file:
        header = file.read(100)
    if header and not header.startswith(b"SQLite format 3\0"):
        raise UnusableDatabase(f"{path}: is not an SQLite database; nothing was changed")
    # https://sqlite.org/fileformat.html, 1.3: the application id stands at offset 68.
    if header and int.from_bytes(header[68:72]) != APPLICATION_ID:
        raise UnusableDatabase(f"{path}: is a database of another program; nothing was changed")
    if not os.access(path, os.R_OK | os.W_OK):
        raise UnusableDatabase(f"{path}: cannot be read and written; check its permissions")


def _refuse_unusable(db: Database, path: Path) -> None:
    found = db.execute("PRAGMA quick_check(1)").fetchone()
    if found is None or found[0] != "ok":
        raise UnusableDatabase(f"{path}: is damaged; nothing was changed. Restore a copy of it.")
    with Database(memory=True) as empty:
        known = {migration.name for migration in migrations.pending(empty)}
    applied = {migration.name for migration in migrations.applied(db)}
    if applied - known:
        raise UnusableDatabase(
            f"{path}: was written by a newer version of this program; nothing was changed"
        )


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    if isinstance(error, sqlite3.DatabaseError) and "malformed" in str(error):
        return "is damaged; nothing was changed. Restore a copy of it."
    return str(error)
