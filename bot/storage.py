"""What is kept, in one SQLite file.

One update is one transaction: that it was seen, what it changed of the answers, and what is to
be sent for it are committed together, or not at all. Nothing is sent and no update is confirmed
to Telegram before that. ``synchronous=FULL`` in WAL mode makes a commit outlive a loss of power.
"""

import os
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlite_utils import Database

from bot.migrations import migrations
from conversations.flow import Aside, Said

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
        answered, day = self.db.execute(
            "SELECT answered, day FROM last_turns WHERE chat = ?", [chat]
        ).fetchone() or (None, None)
        return Said(
            answers={question: key for question, key, _ in rows},
            reopened=frozenset(question for question, _, reopened in rows if reopened),
            aside=next((aside for aside in Aside if aside == person[0]), None),
            doubted=dict(
                self.db.execute(
                    "SELECT question, key FROM doubted WHERE chat = ?", [chat]
                ).fetchall()
            ),
            last=answered,
            day=None if day is None else date.fromisoformat(day),
        )

    def _keep(self, chat: int, before: Said | None, now: Said | None) -> None:
        if now is None:
            for table in ("asking", "last_turns", "doubted", "answers", "people"):
                self.db.execute(f"DELETE FROM {table} WHERE chat = ?", [chat])
            return
        if now != before:
            self._keep_talk(chat, before, now)
        if before is None or (now.last, now.day) != (before.last, before.day):
            self.db.execute(
                "INSERT INTO last_turns (chat, answered, day) VALUES (?, ?, ?) ON CONFLICT (chat) "
                "DO UPDATE SET answered = excluded.answered, day = excluded.day",
                [chat, now.last, now.day and now.day.isoformat()],
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
        if before is None or now.doubted != before.doubted:
            self.db.execute("DELETE FROM doubted WHERE chat = ?", [chat])
            for question, key in now.doubted.items():
                self.db.execute(
                    "INSERT INTO doubted (chat, question, key) VALUES (?, ?, ?)",
                    [chat, question, key],
                )

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

    def drop_messages(self, chat: int) -> None:
        """Nothing more can be sent to this chat."""
        with self.db.atomic():
            self.db.execute("DELETE FROM outbox WHERE chat = ?", [chat])


def pause_after(failures: int) -> float:
    """How long to wait, in seconds, for a database that has failed so many times in a row."""
    return min(0.1 * 2.0 ** min(failures, 10), LONGEST_PAUSE)


def _rows(said: Said) -> list[tuple[str, str, int]]:
    return [
        (question, key, int(question in said.reopened)) for question, key in said.answers.items()
    ]


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
