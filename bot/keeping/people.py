"""A row for each person, sealed with a key of their own.

A row is found by a keyed hash of the chat's number; the number itself is inside, for sending. In
the open stand only whether the person has said anything, when to remind them, and until when the
row is kept. A chat that only gets messages has a row while some wait.
"""

import logging
import sqlite3
import zlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from bot.keeping.database import OwnDatabase
from bot.keeping.known import Known, Place, Row
from bot.keeping.records import Person, Shown, from_bytes, to_bytes
from bot.keeping.vault import Unreadable, Vault
from conversations import remembered

_LOG = logging.getLogger(__name__)

MOST_TO_WRITE = 256
"""People of whom it is held back what they were shown."""


class People:
    def __init__(self, db: OwnDatabase, vault: Vault) -> None:
        self._db = db
        self._vault = vault
        self._known = Known(db)
        self._to_write: dict[bytes, Shown] = {}
        """What was shown since a person was written."""
        self._keys_wait = True
        """Whether there may be keys to destroy."""

    def name(self, chat: int) -> bytes:
        return self._vault.name(b"chat", str(chat))

    def read(self, chat: int) -> Person | None:
        """None for somebody never met or forgotten, also in a copy from before they were."""
        row = self._row(self.name(chat))
        return None if row is None else row.person

    def chat_of(self, name: bytes) -> int | None:
        """None also where the record cannot be read: it keeps nobody else waiting."""
        try:
            row = self._row(name)
        except (ValueError, zlib.error) as spoilt:
            _LOG.error("a record cannot be read: %s", type(spoilt).__name__)
            return None
        return None if row is None else row.person.chat

    def _row(self, name: bytes) -> Row | None:
        row = self._known.get(name) or self._read(name)
        if row is not None and name in self._to_write:
            return replace(row, person=replace(row.person, shown=self._to_write[name]))
        return row

    def _read(self, name: bytes) -> Row | None:
        found = self._db.conn.execute("SELECT key, record FROM persons WHERE name = ?", [name])
        kept = found.fetchone()
        if kept is None:
            return None
        key, record = kept
        try:
            place = Place(name, key, self._vault.seal(key))
            row = Row(place, from_bytes(place.seal.open(record, _record(name))))
        except Unreadable:
            return None
        self._known.put(row)
        return row

    def chats_of(self, names: Iterable[bytes]) -> list[int]:
        """In their order, without those that cannot be read."""
        return [chat for chat in map(self.chat_of, names) if chat is not None]

    def keep(self, person: Person) -> Place:
        """The row of a person as they are now."""
        return self._write(person)

    def keep_with_times(
        self, person: Person, reminded_next: int | None, kept_until: date | None
    ) -> Place:
        """The same, and when they are to be reminded, in seconds since 1970, and the last day on
        which anything is kept."""
        until = None if kept_until is None else kept_until.toordinal()
        return self._write(person, reminded_next=reminded_next, kept_until=until)

    def _write(self, person: Person, **times: int | None) -> Place:
        """``times`` are columns; those that are not named stay as they are."""
        place = self.find(person.chat) or self._new_place(person.chat)
        record = place.seal.seal(to_bytes(person), _record(place.name))
        now = {"met": person.said is not None, "record": record, **times}
        self._db.conn.execute(
            f"INSERT INTO persons (name, key, {', '.join(now)}) "
            f"VALUES (?, ?{', ?' * len(now)}) ON CONFLICT (name) DO UPDATE SET "
            f"{', '.join(f'{column} = excluded.{column}' for column in now)}",
            [place.name, place.key, *now.values()],
        )
        self._known.put(Row(place, person))
        self._to_write.pop(place.name, None)
        return place

    def note_shown(self, chat: int, change: Callable[[Shown], Shown]) -> None:
        """What a chat was shown, of somebody who talks; written with what they do next, or by
        ``write_shown``."""
        name = self.name(chat)
        row = self._row(name)
        if row is not None and row.person.said is not None:
            self._to_write[name] = change(row.person.shown)

    @property
    def has_to_write(self) -> bool:
        return bool(self._to_write)

    @property
    def has_much_to_write(self) -> bool:
        return len(self._to_write) > MOST_TO_WRITE

    def write_shown(self) -> None:
        for name in list(self._to_write):
            row = self._row(name)
            if row is None:
                del self._to_write[name]
            else:
                self.keep(row.person)

    def has_met(self, chat: int) -> bool:
        """Whether somebody has a talk here."""
        known = self._known.get(self.name(chat))
        if known is not None:
            return known.person.said is not None
        row = self._db.execute("SELECT met FROM persons WHERE name = ?", [self.name(chat)])
        return row.fetchone() in ((1,),)

    def find(self, chat: int) -> Place | None:
        return self._place(self.name(chat))

    def place(self, chat: int) -> Place:
        """Of a chat that something is to be sent to; with a row, if need be."""
        return self.find(chat) or self.keep(Person(chat))

    def _place(self, name: bytes) -> Place | None:
        """None also where the key is gone: the row is then of no more use, and goes too."""
        known = self._known.get(name)
        if known is not None:
            return known.place
        row = self._db.execute("SELECT key FROM persons WHERE name = ?", [name]).fetchone()
        if row is None:
            return None
        try:
            return Place(name, row[0], self._vault.seal(row[0]))
        except Unreadable:
            self.forget(name)
            return None

    def _new_place(self, chat: int) -> Place:
        key = self._vault.new_key()
        return Place(self.name(chat), key, self._vault.seal(key))

    def set_reminded_next(self, name: bytes, at: int | None) -> None:
        self._db.execute("UPDATE persons SET reminded_next = ? WHERE name = ?", [at, name])

    # Forgetting

    def forget(self, name: bytes) -> None:
        """The row goes now, and the key once that is committed (``destroy_keys``)."""
        self._keys_wait = True
        remembered.forget()
        self._known.drop(name)
        self._to_write.pop(name, None)
        self._db.execute(
            "INSERT INTO keys_to_destroy (key) SELECT key FROM persons WHERE name = ?", [name]
        )
        self._db.execute("DELETE FROM outbox WHERE name = ?", [name])
        self._db.execute("DELETE FROM sent_to_cpa WHERE name = ?", [name])
        self._db.execute("DELETE FROM persons WHERE name = ?", [name])

    def forget_address(self, name: bytes) -> None:
        """A chat that has said nothing, and that nothing waits for any more."""
        known = self._known.get(name)
        if known is not None and known.person.said is not None:
            return
        row = self._db.execute(
            "SELECT 1 FROM persons WHERE name = ? AND NOT met "
            "AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.name = persons.name)",
            [name],
        ).fetchone()
        if row is not None:
            self.forget(name)

    def destroy_keys(self) -> None:
        """Of those whose rows are gone, once that is committed. What fails, or is cut off by a
        crash, is done with the next ones or at the next start: that the rows are gone holds."""
        if self._db.conn.in_transaction or not self._keys_wait:
            return
        try:
            self._destroy_keys()
            self._keys_wait = False
        except sqlite3.Error as error:
            _LOG.error("the database fails, a key is destroyed later: %s", error)

    def _destroy_keys(self) -> None:
        rows = self._db.execute("SELECT key FROM keys_to_destroy").fetchall()
        for (key,) in rows:
            self._vault.forget(key)
        if rows:
            with self._db.atomic():
                self._db.execute("DELETE FROM keys_to_destroy")
            # Out of the log, if nobody reads it just then; without their keys they are unreadable.
            self._db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    # Until when what somebody said is kept

    def without_end(self) -> list[int]:
        """Chats of people of whom that is not set."""
        rows = self._db.execute(
            "SELECT name FROM persons WHERE met AND kept_until IS NULL"
        ).fetchall()
        return self.chats_of(name for (name,) in rows)

    def keep_until(self, chat: int, day: date) -> None:
        self._db.execute(
            "UPDATE persons SET kept_until = ? WHERE name = ?", [day.toordinal(), self.name(chat)]
        )

    def past(self, today: date) -> int:
        """Of how many people nothing is to be kept any more."""
        (number,) = self._db.execute(
            "SELECT count(*) FROM persons WHERE kept_until < ?", [today.toordinal()]
        ).fetchone()
        return int(number)

    def forget_past(self, today: date) -> int:
        """Gives how many there were."""
        self._keys_wait = True
        self._db.execute(
            "INSERT INTO keys_to_destroy (key) SELECT key FROM persons WHERE kept_until < ?",
            [today.toordinal()],
        )
        for table in ("outbox", "sent_to_cpa"):
            self._db.execute(
                f"DELETE FROM {table} WHERE name IN "
                "(SELECT name FROM persons WHERE kept_until < ?)",
                [today.toordinal()],
            )
        self._known.forget()
        remembered.forget()
        return self._db.execute(
            "DELETE FROM persons WHERE kept_until < ?", [today.toordinal()]
        ).rowcount

    # Those who are reminded, and those whose results went to the CPA

    def to_remind(self, now: float) -> list[bytes]:
        """Those to be reminded by now, in seconds since 1970, the longest waiting first."""
        rows = self._db.execute(
            "SELECT name FROM persons WHERE reminded_next <= ? ORDER BY reminded_next", [now]
        ).fetchall()
        return [name for (name,) in rows]

    def set_sent_to_cpa(self, name: bytes, references: Iterable[str]) -> None:
        """By which the CPA's answer finds its way back."""
        self._db.execute("DELETE FROM sent_to_cpa WHERE name = ?", [name])
        for reference in set(references):
            self._db.execute(
                "INSERT OR IGNORE INTO sent_to_cpa (reference, name) VALUES (?, ?)",
                [self._vault.name(b"reference", reference), name],
            )

    def sender(self, reference: str) -> int | None:
        row = self._db.execute(
            "SELECT name FROM sent_to_cpa WHERE reference = ?",
            [self._vault.name(b"reference", reference)],
        ).fetchone()
        return None if row is None else self.chat_of(row[0])

    def tell_group(self, chat: int) -> bool:
        """False where a group was told before."""
        told = self._db.execute(
            "INSERT OR IGNORE INTO groups_told (name) VALUES (?)", [self.name(chat)]
        )
        return told.rowcount == 1


def _record(name: bytes) -> bytes:
    return b"record" + name
