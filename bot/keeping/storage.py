"""What is kept: a row for each person, the updates that were seen, the messages that wait.

One update is one transaction: that it was seen, what it changed of the answers, and what is to
be sent for it are committed together, or not at all. Nothing is sent and no update is confirmed
to Telegram before that. ``synchronous=FULL`` in WAL mode makes a commit outlive a loss of power.
"""

import math
import sqlite3
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from secrets import token_hex

from bot.keeping.database_file import (
    UnusableDatabase,
    copy_before_upgrade,
    keys_beside,
    open_database,
)
from bot.keeping.master_key import Masters
from bot.keeping.outbox import LeftOut, Letter, Outbox
from bot.keeping.people import People
from bot.keeping.records import Offered, Person, Shown
from bot.keeping.sealing import seal_what_is_open
from bot.keeping.vault import Vault
from bot.keeping.visitors import Visitors
from conversations.flow import Said

LONGEST_PAUSE = 30.0
"""Seconds between two tries of a database that fails, after some doubling."""

SEEN_KEPT = 10_000
"""Update ids remembered over a restart. Telegram keeps an update for a day at most."""


@dataclass(frozen=True)
class Moved:
    """What a turn leaves behind."""

    said: Said | None
    messages: Sequence[str] = ()
    """To be sent to the person."""
    elsewhere: Sequence[Letter] = ()
    """To be sent to others."""
    offered: Offered | None = None
    """What may be shared from now on."""
    asked_in_vain: str | None = None
    """The question at which something was asked that found no answer."""
    reminds: datetime | None = None
    """When the person is to be reminded next; with a time zone."""
    kept_until: date | None = None
    """The last day on which anything is kept, if nothing more happens; None for always."""


class Storage:
    """One writing connection to the database at ``path``, and to the keys beside it; both files are
    made if they are not there. One that is ``as_left`` in order is not looked through. Raises
    UnusableDatabase, and UnusableKey where the keys are wrapped by another master key."""

    def __init__(self, path: Path, masters: Masters, *, as_left: bool = False) -> None:
        self.path = path
        with ExitStack() as where_it_fails:
            self.db = open_database(path, as_left=as_left)
            where_it_fails.callback(self.db.close)
            try:
                self.vault = _vault(path, masters, is_new=not self._is_sealed())
                where_it_fails.callback(self.vault.close)
                self._make_ready()
            except sqlite3.Error as error:
                raise UnusableDatabase(f"{path}: {error}") from None
            where_it_fails.pop_all()

    def _make_ready(self) -> None:
        """Raises UnusableDatabase, sqlite3.Error."""
        self._people = People(self.db, self.vault)
        self._outbox = Outbox(self.db, self._people)
        self.visitors = Visitors(self.db, self.vault)
        self._mark_sealed()
        if seal_what_is_open(self.db, self._people, self._outbox):
            copy_before_upgrade(self.path).unlink(missing_ok=True)  # in it all stands in the open
        self._people.destroy_keys()
        with self.db.atomic():
            self.db.execute(
                "DELETE FROM seen_updates WHERE position <= "
                "(SELECT max(position) FROM seen_updates) - ?",
                [SEEN_KEPT],
            )

    def _is_sealed(self) -> bool:
        return bool(self.db.execute("SELECT 1 FROM sealed_with").fetchone())

    def _mark_sealed(self) -> None:
        """With these keys and no others. Raises UnusableDatabase."""
        name = self.vault.name(b"vault", "")
        if not self._is_sealed():
            with self.db.atomic():
                self.db.execute("INSERT INTO sealed_with (name) VALUES (?)", [name])
        elif self.db.execute("SELECT 1 FROM sealed_with WHERE name = ?", [name]).fetchone() is None:
            raise UnusableDatabase(
                f"{self.vault.path}: holds the keys of another database than {self.path}; nothing "
                "was changed. Bring back the file of keys that belongs to it."
            )

    def close(self) -> None:
        self.vault.close()
        self.db.close()

    def commit(self) -> None:
        """What was begun by ``db.begin``."""
        self.db.commit()
        self._people.destroy_keys()

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
            if update_id is not None and not self._mark_seen(update_id):
                return False
            person = self._people.read(chat)
            moved = move(None if person is None else person.said)
            person = person or Person(chat)
            if update_id is not None:  # they did something, so they have let the bot in
                person = replace(person, shown=replace(person.shown, blocked=False))
            self._keep(person, moved)
            self._outbox.queue(((chat, message) for message in moved.messages), answers=True)
            self._outbox.queue(moved.elsewhere)
            if moved.asked_in_vain is not None:
                self._count_in_vain(moved.asked_in_vain)
        self._people.destroy_keys()
        return True

    def said(self, chat: int) -> Said | None:
        """What is kept of a person's talk; None for somebody never met."""
        person = self._people.read(chat)
        return None if person is None else person.said

    def has_met(self, chat: int) -> bool:
        return self._people.has_met(chat)

    def _keep(self, person: Person, moved: Moved) -> None:
        now = moved.said
        if now is None:
            self._people.forget(self._people.name(person.chat))
            return
        shown = person.shown if moved.offered is None else person.shown.offers(moved.offered)
        now = now if now.salt else replace(now, salt=token_hex(8))
        place = self._people.keep_with_times(
            replace(person, said=now, shown=shown), _seconds(moved.reminds), moved.kept_until
        )
        if now.consents != (() if person.said is None else person.said.consents):
            sent = (one.reference for one in now.consents if one.revoked is None)
            self._people.set_sent_to_cpa(place.name, sent)

    # Until when it is kept

    def without_end(self) -> list[int]:
        """Chats of people of whom it is not set until when what they said is kept."""
        return self._people.without_end()

    def keep_until(self, chat: int, day: date) -> None:
        """The last day on which anything is kept of somebody, if nothing more happens."""
        with self.db.atomic():
            self._people.keep_until(chat, day)

    def past(self, today: date) -> int:
        """Of how many people nothing is to be kept any more."""
        return self._people.past(today)

    def forget_past(self, today: date) -> int:
        """Forget them, as they could themselves; gives how many there were."""
        with self.db.atomic():
            forgotten = self._people.forget_past(today)
        self._people.destroy_keys()
        return forgotten

    def sender(self, reference: str) -> int | None:
        """Whose result was sent to the CPA, by a consent that was not taken back."""
        return self._people.sender(reference)

    def to_remind(self, now: datetime) -> list[bytes]:
        """Those who are to be reminded by now, the longest waiting first."""
        return self._people.to_remind(now.timestamp())

    def chat_of(self, name: bytes) -> int | None:
        """Of somebody whose row has that name; None where it is gone, or cannot be read."""
        return self._people.chat_of(name)

    def next_reminder(self) -> datetime | None:
        """When somebody is to be reminded next."""
        (at,) = self.db.execute("SELECT min(reminded_next) FROM persons").fetchone()
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

    def set_aside(self, update_id: int, letters: Sequence[Letter] = ()) -> None:
        """Mark an update as seen that is no turn, with what is to be said about it."""
        with self.db.atomic():
            if self._mark_seen(update_id):
                self._outbox.queue(letters)

    def take_offered(self, update_id: int, chat: int) -> None:
        """What was offered to be shared is shared now, and cannot be once more."""
        with self.db.atomic():
            self._mark_seen(update_id)
            self._now_shown(chat, lambda shown: shown.offers(None))

    def tell_group(self, update_id: int, chat: int, message: str) -> None:
        """Say to a group what there is to say, once and never again."""
        with self.db.atomic():
            if self._mark_seen(update_id) and self._people.tell_group(chat):
                self._outbox.queue([(chat, message)])

    def tell_visitor(self, update_id: int, chat: int, message: str) -> None:
        """Say to somebody who may not talk what there is to say, once and never again."""
        with self.db.atomic():
            if self._mark_seen(update_id) and self.visitors.tell(chat):
                self._outbox.queue([(chat, message)])

    def _mark_seen(self, update_id: int) -> bool:
        """False where it was marked before. Ids are a set: they restart at random after a week
        without updates, so a smaller one is not an old one."""
        marked = self.db.conn.execute(
            "INSERT OR IGNORE INTO seen_updates (update_id) VALUES (?)", [update_id]
        )
        return marked.rowcount == 1

    # Messages to send

    def chats_to_serve(self) -> list[int]:
        """Chats with something left to send, the longest waiting first."""
        return self._outbox.chats()

    def next_message(self, chat: int) -> tuple[int, str] | None:
        """The oldest message still to be sent to a chat, with its position."""
        return self._outbox.next(chat)

    def waiting(self, chat: int) -> list[str]:
        """All messages still to be sent to a chat, in order."""
        return self._outbox.waiting(chat)

    def is_waiting(self, position: int) -> bool:
        """False where the message was forgotten in the meantime."""
        return self._outbox.is_waiting(position)

    def sent(
        self,
        position: int,
        then: Sequence[Letter] = (),
        left_out: LeftOut | None = None,
    ) -> None:
        """A message is there, or is left out; what is to be said then is queued with that."""
        with self.db.atomic():
            self._outbox.sent(position)
            self._outbox.queue(then)
            if left_out is not None:
                self._outbox.leave_out(left_out)
        self._people.destroy_keys()

    def sent_in_part(
        self, chat: int, position: int, rest: str, left_out: LeftOut | None = None
    ) -> None:
        """Something else is to be sent in the place of a message, before all that waits."""
        with self.db.atomic():
            self._outbox.replace(chat, position, rest)
            if left_out is not None:
                self._outbox.leave_out(left_out)

    def left_out(self) -> list[LeftOut]:
        """What could not be sent, day by day."""
        return self._outbox.left_out()

    def shut_out(
        self, chat: int, instead: Sequence[Letter] = (), update_id: int | None = None
    ) -> None:
        """Nothing can be sent to this chat until the person lets the bot in again: what waits goes,
        and so does the time to remind them. What others are told of that is queued."""
        with self.db.atomic():
            if update_id is not None and not self._mark_seen(update_id):
                return
            self._outbox.drop(chat)
            self._now_shown(chat, lambda shown: replace(shown, blocked=True))
            self._people.set_reminded_next(self._people.name(chat), None)
            self._outbox.queue(instead)
        self._people.destroy_keys()

    def let_in(self, chat: int, reminds: Callable[[Said], datetime | None], update_id: int) -> None:
        """The person has let the bot in again, and can be reminded."""
        with self.db.atomic():
            if not self._mark_seen(update_id):
                return
            person = self._people.read(chat)
            if person is None or person.said is None or not person.shown.blocked:
                return
            self._now_shown(chat, lambda shown: replace(shown, blocked=False))
            self._people.set_reminded_next(self._people.name(chat), _seconds(reminds(person.said)))

    def person(self, chat: int) -> Person | None:
        """All that is kept of a person; None for somebody never met."""
        return self._people.read(chat)

    def shown(self, chat: int) -> Shown:
        """What delivery knows of a chat; nothing of somebody never met."""
        person = self._people.read(chat)
        return Shown() if person is None else person.shown

    # What came of sending: noted, and written with what is committed next

    def note_sent(self, chat: int, position: int) -> None:
        """A message is there, and waits no more."""
        self._outbox.note_sent(chat, position)

    def is_written(self, position: int) -> bool:
        """Whether what was noted of a message is committed."""
        return self._outbox.is_written(position)

    def note_shown(self, chat: int, change: Callable[[Shown], Shown]) -> None:
        """Remember what a chat was shown; nothing of somebody forgotten."""
        self._people.note_shown(chat, change)

    @property
    def has_notes(self) -> bool:
        return self._outbox.has_to_write or self._people.has_to_write

    def write_notes(self, *, at_rest: bool = True) -> Collection[int]:
        """What is noted; gives what ``forget_notes`` is to be told of once that is committed. What
        a chat was shown is only for looks: it is written ``at_rest``, and goes along with what the
        person does next."""
        if at_rest or self._people.has_much_to_write:
            self._people.write_shown()
        return self._outbox.write_sent()

    def forget_notes(self, written: Iterable[int]) -> None:
        self._outbox.forget_sent(written)

    def _now_shown(self, chat: int, change: Callable[[Shown], Shown]) -> None:
        person = self._people.read(chat)
        if person is not None and person.said is not None:
            self._people.keep(replace(person, shown=change(person.shown)))


def _vault(database: Path, masters: Masters, *, is_new: bool) -> Vault:
    path = keys_beside(database)
    if not is_new and not path.exists():
        raise UnusableDatabase(
            f"{path}: is not there, and without it nothing in {database} can be read. Bring back a "
            "copy of it."
        )
    try:
        return Vault(path, masters)
    except (sqlite3.Error, OSError) as error:
        raise UnusableDatabase(f"{path}: {error}") from None


def _seconds(at: datetime | None) -> int | None:
    """Since 1970."""
    return None if at is None else math.ceil(at.timestamp())


def pause_after(failures: int) -> float:
    """How long to wait, in seconds, for a database that has failed so many times in a row."""
    return min(0.1 * 2.0 ** min(failures, 10), LONGEST_PAUSE)
