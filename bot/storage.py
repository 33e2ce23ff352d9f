"""What is kept, in one SQLite file.

One update is one transaction: that it was seen, what it changed of the answers, and what is to
be sent for it are committed together, or not at all. Nothing is sent and no update is confirmed
to Telegram before that. ``synchronous=FULL`` in WAL mode makes a commit outlive a loss of power.
"""

import json
import math
import os
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from pydantic import TypeAdapter
from sqlite_utils import Database

from bot.migrations import migrations
from conversations.flow import Aside, Said
from conversations.reminders import Reminder

APPLICATION_ID = int.from_bytes(b"PrRt")
"""Marks a database file as ours (PRAGMA application_id)."""

LOCK_PATIENCE = 1.0
"""Seconds to wait for another program that writes; the whole bot waits meanwhile."""

LONGEST_PAUSE = 30.0
"""Seconds between two tries of a database that fails, after some doubling."""

FILES_KEPT = 6
"""Ids of files that a person was sent, so as not to send the same again."""

_REMINDER = TypeAdapter(Reminder)

SEEN_KEPT = 10_000
"""Update ids remembered over a restart. Telegram keeps an update for a day at most."""


class UnusableDatabase(Exception):
    """The database file cannot be used; the message names it and says why. It was not changed."""


@dataclass(frozen=True)
class Asking:
    """A message in a chat, and the question in it."""

    question: str
    message: int


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
            self._keep(chat, said, moved.said)
            self._keep_next_reminder(chat, said, moved)
            self._queue(chat, moved.messages)
            if moved.asked_in_vain is not None:
                self._count_in_vain(moved.asked_in_vain)
        if moved.said is None and said is not None:
            # What was deleted must not live on in the log of what was written.
            self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return True

    def said(self, chat: int) -> Said | None:
        """What is kept of a person's talk; None for somebody never met."""
        person = self.db.execute("SELECT aside FROM people WHERE chat = ?", [chat]).fetchone()
        if person is None:
            return None
        rows = self.db.execute(
            "SELECT question, key, reopened FROM answers WHERE chat = ?", [chat]
        ).fetchall()
        answered, day, tried = self.db.execute(
            "SELECT answered, day, tried FROM last_turns WHERE chat = ?", [chat]
        ).fetchone() or (None, None, None)
        (zone,) = self.db.execute(
            "SELECT zone FROM reminded WHERE chat = ?", [chat]
        ).fetchone() or (None,)
        return Said(
            answers={question: key for question, key, back in rows if back != _FOUND},
            reopened=frozenset(question for question, _, back in rows if back),
            aside=next((aside for aside in Aside if aside == person[0]), None),
            doubted=dict(
                self.db.execute(
                    "SELECT question, key FROM doubted WHERE chat = ?", [chat]
                ).fetchall()
            ),
            last=answered,
            day=None if day is None else date.fromisoformat(day),
            tried=tried,
            done=frozenset(
                item
                for (item,) in self.db.execute(
                    "SELECT item FROM ticks WHERE chat = ?", [chat]
                ).fetchall()
            ),
            reminders={
                item: _REMINDER.validate_json(reminder)
                for item, reminder in self.db.execute(
                    "SELECT item, reminder FROM reminders WHERE chat = ? ORDER BY rowid", [chat]
                ).fetchall()
            },
            zone=zone,
            saved={
                name: json.loads(answers)
                for name, answers in self.db.execute(
                    "SELECT name, answers FROM saved WHERE chat = ? ORDER BY rowid", [chat]
                ).fetchall()
            },
        )

    def _keep(self, chat: int, before: Said | None, now: Said | None) -> None:
        if now is None:
            for table in (*_OF_PEOPLE, "people"):
                self.db.execute(f"DELETE FROM {table} WHERE chat = ?", [chat])
            return
        if now != before:
            self._keep_talk(chat, before, now)
        if before is None or _last_turn(now) != _last_turn(before):
            self.db.execute(
                "INSERT INTO last_turns (chat, answered, day, tried) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (chat) DO UPDATE SET "
                "answered = excluded.answered, day = excluded.day, tried = excluded.tried",
                [chat, *_last_turn(now)],
            )

    def _keep_talk(self, chat: int, before: Said | None, now: Said) -> None:
        self.db.execute(
            "INSERT INTO people (chat, aside) VALUES (?, ?) "
            "ON CONFLICT (chat) DO UPDATE SET aside = excluded.aside",
            [chat, now.aside],
        )
        old = set(_rows(before or Said()))
        new = set(_rows(now))
        for question in {row[0] for row in old} - {row[0] for row in new}:
            self.db.execute("DELETE FROM answers WHERE chat = ? AND question = ?", [chat, question])
        for question, key, reopened in new - old:
            self.db.execute(
                "INSERT INTO answers (chat, question, key, reopened) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (chat, question) "
                "DO UPDATE SET key = excluded.key, reopened = excluded.reopened",
                [chat, question, key, reopened],
            )
        if before is None or now.saved != before.saved:
            self.db.execute("DELETE FROM saved WHERE chat = ?", [chat])
            for name, answers in now.saved.items():
                self.db.execute(
                    "INSERT INTO saved (chat, name, answers) VALUES (?, ?, ?)",
                    [chat, name, json.dumps(dict(answers))],
                )
        if before is None or now.done != before.done:
            self.db.execute("DELETE FROM ticks WHERE chat = ?", [chat])
            for item in now.done:
                self.db.execute("INSERT INTO ticks (chat, item) VALUES (?, ?)", [chat, item])
        if before is None or now.reminders != before.reminders:
            self.db.execute("DELETE FROM reminders WHERE chat = ?", [chat])
            for item, reminder in now.reminders.items():
                self.db.execute(
                    "INSERT INTO reminders (chat, item, reminder) VALUES (?, ?, ?)",
                    [chat, item, _REMINDER.dump_json(reminder).decode()],
                )
        if before is None or now.doubted != before.doubted:
            self.db.execute("DELETE FROM doubted WHERE chat = ?", [chat])
            for question, key in now.doubted.items():
                self.db.execute(
                    "INSERT INTO doubted (chat, question, key) VALUES (?, ?, ?)",
                    [chat, question, key],
                )

    def _keep_next_reminder(self, chat: int, before: Said | None, moved: Moved) -> None:
        """Nothing of people who never asked for any."""
        now = moved.said
        if now is None or (now.zone is None and (before is None or before.zone is None)):
            return
        at = None if moved.reminds is None else math.ceil(moved.reminds.timestamp())
        self.db.execute(
            "INSERT INTO reminded (chat, zone, next) VALUES (?, ?, ?) "
            "ON CONFLICT (chat) DO UPDATE SET zone = excluded.zone, next = excluded.next",
            [chat, now.zone, at],
        )

    def to_remind(self, now: datetime) -> list[int]:
        """Chats that are to be reminded by now, the longest waiting first."""
        rows = self.db.execute(
            "SELECT chat FROM reminded WHERE next <= ? ORDER BY next", [now.timestamp()]
        )
        return [chat for (chat,) in rows.fetchall()]

    def next_reminder(self) -> datetime | None:
        """When somebody is to be reminded next."""
        (at,) = self.db.execute("SELECT min(next) FROM reminded").fetchone()
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

    def asking(self, chat: int) -> Asking | None:
        """The message that asks the open question."""
        row = self.db.execute(
            "SELECT question, message FROM asking WHERE chat = ?", [chat]
        ).fetchone()
        return row and Asking(*row)

    def asks(self, chat: int, now: Asking | None) -> None:
        """Remember which message asks, or that none does; nothing of somebody forgotten."""
        with self.db.atomic():
            self.db.execute("DELETE FROM asking WHERE chat = ?", [chat])
            if now is not None:
                self.db.execute(
                    "INSERT INTO asking (chat, question, message) "
                    "SELECT chat, ?, ? FROM people WHERE chat = ?",
                    [now.question, now.message, chat],
                )

    def say(self, chat: int, messages: Sequence[str]) -> None:
        """Queue what is to be said without a turn."""
        with self.db.atomic():
            self._queue(chat, messages)

    def file_sent(self, chat: int, mark: str) -> str | None:
        """Telegram's id of a file that this chat was sent."""
        row = self.db.execute(
            "SELECT file FROM files WHERE chat = ? AND mark = ?", [chat, mark]
        ).fetchone()
        return row and str(row[0])

    def keep_file(self, chat: int, mark: str, file: str) -> None:
        """Remember a file that was sent, and forget all but the last ones; nothing of somebody
        forgotten."""
        with self.db.atomic():
            self.db.execute(
                "INSERT OR REPLACE INTO files (chat, mark, file) "
                "SELECT chat, ?, ? FROM people WHERE chat = ?",
                [mark, file, chat],
            )
            self.db.execute(
                "DELETE FROM files WHERE chat = ? AND rowid NOT IN "
                "(SELECT rowid FROM files WHERE chat = ? ORDER BY rowid DESC LIMIT ?)",
                [chat, chat, FILES_KEPT],
            )

    def drop_messages(self, chat: int) -> None:
        """Nothing more can be sent to this chat."""
        with self.db.atomic():
            self.db.execute("DELETE FROM outbox WHERE chat = ?", [chat])


def pause_after(failures: int) -> float:
    """How long to wait, in seconds, for a database that has failed so many times in a row."""
    return min(0.1 * 2.0 ** min(failures, 10), LONGEST_PAUSE)


_OF_PEOPLE = (
    *("files", "asking", "last_turns", "doubted", "answers", "saved"),
    *("ticks", "reminders", "reminded"),
)
"""Tables of what is kept about each of the people."""

_FOUND = 2
"""Of a question that was gone back to: nothing was said to it yet, other answers come to one."""


def _rows(said: Said) -> list[tuple[str, str, int]]:
    rows = [
        (question, key, int(question in said.reopened)) for question, key in said.answers.items()
    ]
    return rows + [(question, "", _FOUND) for question in said.reopened - said.answers.keys()]


def _last_turn(said: Said) -> tuple[str | None, str | None, str | None]:
    return said.last, said.day.isoformat() if said.day else None, said.tried


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
