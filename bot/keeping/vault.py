"""The keys of people, each wrapped by the master key, in a file of their own.

What is kept about a person is sealed with a key that nobody else's is sealed with. The keys are
not in the database but beside it: when a person goes, their key goes, and no copy of the database
can be read for them any more, however old it is.

AES-256-GCM (NIST SP 800-38D) with a random nonce of 96 bits. What a sealed text is about is part of
what is authenticated, so that none can be moved to another person or another place.
"""

import hashlib
import hmac
import sqlite3
from functools import lru_cache
from pathlib import Path
from secrets import randbits, token_bytes

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.keeping.database import LOCK_PATIENCE
from bot.keeping.in_place import InPlace
from bot.keeping.master_key import BYTES, Masters, UnusableKey

NONCE = 12
MOST_OPEN = 4096
"""Keys held in memory."""


class Unreadable(Exception):
    """Sealed with a key that is gone, or changed since."""


class Seal:
    """Seals and opens with one key."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, text: bytes, about: bytes) -> bytes:
        nonce = token_bytes(NONCE)
        return nonce + self._cipher.encrypt(nonce, text, about)

    def open(self, sealed: bytes, about: bytes) -> bytes:
        """Raises Unreadable."""
        try:
            return self._cipher.decrypt(sealed[:NONCE], sealed[NONCE:], about)
        except (InvalidTag, ValueError):
            raise Unreadable from None


class Vault:
    """The file of wrapped keys; made if it is not there. Raises UnusableKey, sqlite3.Error."""

    def __init__(self, path: Path, masters: Masters) -> None:
        self.path = path
        self._masters = masters
        self._open_keys: dict[int, Seal] = {}
        self.name = lru_cache(MOST_OPEN)(self._name)
        if not path.exists():
            path.touch(mode=0o600)
        self._db = sqlite3.connect(
            path, timeout=LOCK_PATIENCE, isolation_level=None, check_same_thread=False
        )
        self._in_place = InPlace(path)
        try:
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")
            self._db.execute("PRAGMA secure_delete = ON")
            self._db.execute(
                "CREATE TABLE IF NOT EXISTS keys (id INTEGER PRIMARY KEY, wrapped BLOB NOT NULL) "
                "STRICT"
            )
            self._pepper = self._pepper_kept() or self._new_pepper()
        except BaseException:
            self._db.close()
            raise

    def close(self) -> None:
        self._db.close()

    def _name(self, kind: bytes, of: str) -> bytes:
        """A keyed hash in the place of a number or a code: nobody finds what it stands for by
        trying them all."""
        whole = hmac.digest(self._pepper, kind + b"\0" + of.encode(), hashlib.sha256)
        return whole[:16]

    def new_key(self) -> int:
        """A key for somebody new; it is there before anything is sealed with it."""
        self._in_place.check()
        number = randbits(62) + 1
        self._insert(number, token_bytes(BYTES))
        return number

    def seal(self, number: int) -> Seal:
        """Raises Unreadable where the key is gone."""
        if number not in self._open_keys:
            row = self._db.execute("SELECT wrapped FROM keys WHERE id = ?", [number]).fetchone()
            if row is None:
                raise Unreadable
            if len(self._open_keys) >= MOST_OPEN:
                self._open_keys.clear()
            self._open_keys[number] = Seal(self._unwrapped(number, row[0]))
        return self._open_keys[number]

    def forget(self, number: int) -> None:
        """Destroy a key, also in the log of what was written."""
        self._open_keys.pop(number, None)
        self._db.execute("DELETE FROM keys WHERE id = ?", [number])
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def wrap_anew(self) -> int:
        """Wrap every key with the master key in use; gives how many there are. Until then, and if
        it is cut off, the older master keys are needed."""
        every = self._db.execute("SELECT id, wrapped FROM keys").fetchall()
        self._db.execute("BEGIN IMMEDIATE")
        try:
            for number, wrapped in every:
                anew = self._wrapped(number, self._unwrapped(number, wrapped))
                self._db.execute("UPDATE keys SET wrapped = ? WHERE id = ?", [anew, number])
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return len(every)

    def _pepper_kept(self) -> bytes | None:
        row = self._db.execute("SELECT wrapped FROM keys WHERE id = 0").fetchone()
        return None if row is None else self._unwrapped(0, row[0])

    def _new_pepper(self) -> bytes:
        pepper = token_bytes(BYTES)
        self._insert(0, pepper)
        return pepper

    def _insert(self, number: int, key: bytes) -> None:
        wrapped = self._wrapped(number, key)
        self._db.execute("INSERT INTO keys (id, wrapped) VALUES (?, ?)", [number, wrapped])

    def _wrapped(self, number: int, key: bytes) -> bytes:
        return Seal(self._masters[0]).seal(key, _about(number))

    def _unwrapped(self, number: int, wrapped: bytes) -> bytes:
        for master in self._masters:
            try:
                return Seal(master).open(wrapped, _about(number))
            except Unreadable:
                continue
        raise UnusableKey(f"{self.path}: its keys are wrapped by another master key than this one")


def _about(number: int) -> bytes:
    return b"key %d" % number
