"""Who was let in by an invitation, was shut out, or was told that they may not talk here.

Of each there is a keyed hash of the chat's number and nothing else; of an invitation a keyed hash
of its code, how often it still works, and until when.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from bot.keeping.database import OwnDatabase
from bot.keeping.vault import Vault
from bot.telegram.start_links import CODE_LENGTH, CODE_LETTERS


@dataclass(frozen=True)
class Mark:
    """What is known of a visitor."""

    let_in: bool | None = None
    """False for somebody shut out; None where nothing was decided."""
    told: bool = False
    """Whether they were told that they may not talk here."""


class Visitors:
    def __init__(self, db: OwnDatabase, vault: Vault) -> None:
        self._db = db
        self._vault = vault

    def mark(self, chat: int) -> Mark:
        row = self._db.execute(
            "SELECT let_in, told FROM visitors WHERE name = ?", [self._name(chat)]
        ).fetchone()
        if row is None:
            return Mark()
        return Mark(None if row[0] is None else bool(row[0]), bool(row[1]))

    def tell(self, chat: int) -> bool:
        """False where they were told before."""
        told = self._db.execute(
            "INSERT INTO visitors (name, told) VALUES (?, 1) "
            "ON CONFLICT (name) DO UPDATE SET told = 1 WHERE NOT told",
            [self._name(chat)],
        )
        return told.rowcount == 1

    def decide(self, chat: int, let_in: bool) -> None:
        """Let in or shut out, until it is decided otherwise."""
        self._db.execute(
            "INSERT INTO visitors (name, let_in, told) VALUES (?, ?, 0) "
            "ON CONFLICT (name) DO UPDATE SET let_in = excluded.let_in, told = 0",
            [self._name(chat), let_in],
        )

    def _name(self, chat: int) -> bytes:
        return self._vault.name(b"chat", str(chat))

    # Invitations

    def invite(self, times: int, until: datetime) -> str:
        """The code of a new invitation, which is kept nowhere."""
        code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
        self._db.execute(
            "INSERT INTO invitations (name, times, until) VALUES (?, ?, ?)",
            [self._invitation(code), times, int(until.timestamp())],
        )
        return code

    def use(self, code: str, now: datetime) -> bool:
        """Whether it lets somebody in, once less from then on."""
        # This writes first, so that nobody else uses it up between a look and the change.
        used = self._db.execute(
            "UPDATE invitations SET times = times - 1 WHERE name = ? AND times > 0 AND until >= ?",
            [self._invitation(code), int(now.timestamp())],
        )
        return used.rowcount == 1

    def forget_spent(self, now: datetime) -> None:
        """Invitations that let nobody in any more."""
        self._db.execute(
            "DELETE FROM invitations WHERE times = 0 OR until < ?", [int(now.timestamp())]
        )

    def invitations(self, now: datetime) -> int:
        """How many people can still come by all of them together."""
        (times,) = self._db.execute(
            "SELECT coalesce(sum(times), 0) FROM invitations WHERE until >= ?",
            [int(now.timestamp())],
        ).fetchone()
        return int(times)

    def _invitation(self, code: str) -> bytes:
        return self._vault.name(b"invitation", code)
