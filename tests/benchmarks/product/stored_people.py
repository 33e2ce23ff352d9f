"""``python -m tests.benchmarks.product.stored_people FOLDER NUMBER BASIS``: a database with so many
people, each in the middle of a talk of their own, sealed with a key of their own. It is twelve
answers long, or has so many answers about years of basis.

One is kept by the program itself; the others are what it would keep, written at once. They stand in
the order of their names, which is as good as chance.
"""

import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from secrets import token_bytes
from zlib import MAX_WBITS, compress, decompress

from bot.keeping.database_file import keys_beside
from bot.keeping.records import Asking, Person, Shown, to_bytes
from bot.keeping.storage import Moved, Storage
from bot.keeping.vault import Seal
from tests.benchmarks.basis_talk import basis_talk
from tests.benchmarks.stored import FIRST_STORED as FIRST
from tests.bot.a_key import MASTERS
from tests.conversations.talking import KNOWN_ANSWER, Talk

ANSWERS = ("/start", *KNOWN_ANSWER[:12])
SALT = "0123456789abcdef"
AT_ONCE = 20_000
IN_THE_YEARS_TO_COME = timedelta(days=3000)


def make(folder: Path, number: int, basis_answers: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "prorata.db"
    said = basis_talk(basis_answers).said if basis_answers else Talk().says(*ANSWERS).said
    assert said is not None
    said = replace(said, salt=SALT)
    until = date.today() + IN_THE_YEARS_TO_COME
    with closing(Storage(path, MASTERS)) as storage:
        storage.turn(FIRST, lambda _: Moved(said, kept_until=until))
        person = Person(FIRST, said, Shown(Asking("deducted", 1234567)))
        _multiply(storage, decompress(to_bytes(person), wbits=-MAX_WBITS), until, number)


def _multiply(storage: Storage, record: bytes, until: date, number: int) -> None:
    vault = storage.vault
    chance = Random(8606)
    with (
        closing(_fast(storage.path)) as people,
        closing(_fast(keys_beside(storage.path))) as keys,
    ):
        for start in range(1, number, AT_ONCE):
            rows, wrapped = [], []
            for chat in range(FIRST + start, FIRST + min(start + AT_ONCE, number)):
                key, plain = chance.getrandbits(62) + 1, token_bytes(32)
                name = vault.name(b"chat", str(chat))
                own = record.replace(b"%d" % FIRST, b"%d" % chat)
                own = own.replace(SALT.encode(), b"%016x" % chance.getrandbits(64))
                sealed = Seal(plain).seal(compress(own, wbits=-MAX_WBITS), b"record" + name)
                rows.append((name, key, 1, sealed, None, until.toordinal()))
                wrapped.append((key, Seal(MASTERS[0]).seal(plain, b"key %d" % key)))
            people.executemany(
                "INSERT INTO persons (name, key, met, record, reminded_next, kept_until) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                rows,
            )
            keys.executemany("INSERT INTO keys (id, wrapped) VALUES (?, ?)", wrapped)
            people.commit()
            keys.commit()


def _fast(path: Path) -> sqlite3.Connection:
    """What is cut off here is made anew."""
    db = sqlite3.connect(path)
    db.execute("PRAGMA synchronous = OFF")
    db.execute("PRAGMA cache_size = -1000000")
    return db


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
