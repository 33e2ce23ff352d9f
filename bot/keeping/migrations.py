"""The schema, step by step. Steps are appended, never edited: a database out there has run them."""

import json
from typing import Any

from sqlite_utils import Database, Migrations

migrations = Migrations("prorata")


@migrations()
def m001_talks_and_deliveries(db: Database) -> None:
    db.table("people").create({"chat": int, "aside": str}, pk="chat", strict=True)
    db.table("answers").create(
        {"chat": int, "question": str, "key": str, "reopened": int},
        pk=("chat", "question"),
        foreign_keys=[("chat", "people", "chat")],
        not_null={"key", "reopened"},
        strict=True,
    )
    db.table("seen_updates").create({"position": int, "update_id": int}, pk="position", strict=True)
    db.table("seen_updates").create_index(["update_id"], unique=True)
    db.table("outbox").create(
        {"position": int, "chat": int, "message": str},
        pk="position",
        not_null={"chat", "message"},
        strict=True,
    )
    db.table("outbox").create_index(["chat"])
    db.table("groups_told").create({"chat": int}, pk="chat", strict=True)


@migrations()
def m002_doubted_answers(db: Database) -> None:
    db.table("doubted").create(
        {"chat": int, "question": str, "key": str},
        pk=("chat", "question"),
        foreign_keys=[("chat", "people", "chat")],
        not_null={"key"},
        strict=True,
    )


@migrations()
def m003_asked_in_vain(db: Database) -> None:
    db.table("asked_in_vain").create(
        {"question": str, "times": int}, pk="question", not_null={"times"}, strict=True
    )


@migrations()
def m004_goals(db: Database) -> None:
    """There was one flow before, and it asked for the mega backdoor too."""
    db.execute(
        "INSERT INTO answers (chat, question, key, reopened) "
        "SELECT DISTINCT chat, 'goal', 'both', 0 FROM answers"
    )


@migrations()
def m005_last_turns(db: Database) -> None:
    db.table("last_turns").create(
        {"chat": int, "answered": str, "day": str},
        pk="chat",
        foreign_keys=[("chat", "people", "chat")],
        strict=True,
    )


@migrations()
def m006_messages_that_ask(db: Database) -> None:
    db.table("asking").create(
        {"chat": int, "question": str, "message": int},
        pk="chat",
        foreign_keys=[("chat", "people", "chat")],
        not_null={"question", "message"},
        strict=True,
    )


@migrations()
def m007_tried(db: Database) -> None:
    db.table("last_turns").add_column("tried", str)


@migrations()
def m008_saved_results(db: Database) -> None:
    db.table("saved").create(
        {"chat": int, "name": str, "answers": str},
        pk=("chat", "name"),
        foreign_keys=[("chat", "people", "chat")],
        not_null={"answers"},
        strict=True,
    )


@migrations()
def m009_files_sent(db: Database) -> None:
    db.table("files").create(
        {"chat": int, "mark": str, "file": str},
        pk=("chat", "mark"),
        foreign_keys=[("chat", "people", "chat")],
        not_null={"file"},
        strict=True,
    )


@migrations()
def m010_ticks(db: Database) -> None:
    db.table("ticks").create(
        {"chat": int, "item": str},
        pk=("chat", "item"),
        foreign_keys=[("chat", "people", "chat")],
        strict=True,
    )


@migrations()
def m011_reminders(db: Database) -> None:
    db.table("reminders").create(
        {"chat": int, "item": str, "reminder": str},
        pk=("chat", "item"),
        foreign_keys=[("chat", "people", "chat")],
        not_null={"reminder"},
        strict=True,
    )
    db.table("reminded").create(
        {"chat": int, "zone": str, "next": int},
        pk="chat",
        foreign_keys=[("chat", "people", "chat")],
        strict=True,
    )
    db.table("reminded").create_index(["next"])


@migrations()
def m012_one_record_a_person(db: Database) -> None:
    """Written out, and not by way of what the program reads today."""
    people = db.execute("SELECT chat, aside FROM people").fetchall()
    records = [(chat, _said(db, chat, aside), *_shown_and_next(db, chat)) for chat, aside in people]
    for table in (
        *("reminders", "reminded", "ticks", "files", "saved", "asking", "last_turns", "doubted"),
        *("answers", "people"),
    ):
        db.table(table).drop()
    db.table("people").create(
        {"chat": int, "said": str, "shown": str, "reminded_next": int},
        pk="chat",
        not_null={"said"},
        strict=True,
    )
    db.table("people").create_index(["reminded_next"])
    for record in records:
        db.execute("INSERT INTO people VALUES (?, ?, ?, ?)", record)


def _said(db: Database, chat: int, aside: str | None) -> str:
    answers = _rows(db, "question, key, reopened", "answers", chat)
    last, day, tried = next(
        iter(_rows(db, "answered, day, tried", "last_turns", chat)), (None, None, None)
    )
    said = {
        "answers": {question: key for question, key, back in answers if back != 2},
        "reopened": [question for question, _, back in answers if back],
        "aside": aside,
        "doubted": dict(_rows(db, "question, key", "doubted", chat)),
        "last": last,
        "day": day,
        "tried": tried,
        "saved": {n: json.loads(kept) for n, kept in _rows(db, "name, answers", "saved", chat)},
        "done": [item for (item,) in _rows(db, "item", "ticks", chat)],
        "reminders": {
            item: json.loads(kept) for item, kept in _rows(db, "item, reminder", "reminders", chat)
        },
        "zone": next((zone for (zone,) in _rows(db, "zone", "reminded", chat)), None),
    }
    return json.dumps(said)


def _shown_and_next(db: Database, chat: int) -> tuple[str, int | None]:
    asking = _rows(db, "question, message", "asking", chat)
    shown = {
        "asking": {"question": asking[0][0], "message": asking[0][1]} if asking else None,
        "files": dict(_rows(db, "mark, file", "files", chat)),
    }
    return json.dumps(shown), next((at for (at,) in _rows(db, "next", "reminded", chat)), None)


def _rows(db: Database, columns: str, table: str, chat: int) -> list[tuple[Any, ...]]:
    return db.execute(
        f"SELECT {columns} FROM {table} WHERE chat = ? ORDER BY rowid", [chat]
    ).fetchall()


@migrations()
def m013_sent_to_the_cpa(db: Database) -> None:
    db.table("sent_to_cpa").create(
        {"reference": str, "chat": int}, pk="reference", not_null={"chat"}, strict=True
    )
    db.table("sent_to_cpa").create_index(["chat"])


@migrations()
def m014_sealed(db: Database) -> None:
    """What is kept from here on; ``bot.keeping.sealing`` moves what is in the open into it."""
    db.execute(
        "CREATE TABLE persons (name BLOB PRIMARY KEY, key INTEGER NOT NULL, met INTEGER NOT NULL, "
        "record BLOB NOT NULL, reminded_next INTEGER, kept_until INTEGER) STRICT, WITHOUT ROWID"
    )
    db.table("persons").create_index(["reminded_next"])
    db.table("persons").create_index(["kept_until"])
    db.execute("CREATE TABLE keys_to_destroy (key INTEGER PRIMARY KEY) STRICT")
    db.execute("CREATE TABLE sealed_with (name BLOB NOT NULL) STRICT")
    for table in ("people", "outbox", "sent_to_cpa", "groups_told"):
        for index in db.table(table).indexes:
            if index.origin == "c":  # made by us
                db.execute(f"DROP INDEX {index.name}")
        db.rename_table(table, f"open_{table}")
    db.execute(
        "CREATE TABLE outbox (position INTEGER PRIMARY KEY, name BLOB NOT NULL, "
        "letter BLOB NOT NULL) STRICT"
    )
    db.table("outbox").create_index(["name"])
    db.execute(
        "CREATE TABLE sent_to_cpa (reference BLOB PRIMARY KEY, name BLOB NOT NULL) "
        "STRICT, WITHOUT ROWID"
    )
    db.table("sent_to_cpa").create_index(["name"])
    db.execute("CREATE TABLE groups_told (name BLOB PRIMARY KEY) STRICT, WITHOUT ROWID")


@migrations()
def m015_visitors(db: Database) -> None:
    db.execute(
        "CREATE TABLE visitors (name BLOB PRIMARY KEY, let_in INTEGER, told INTEGER NOT NULL) "
        "STRICT, WITHOUT ROWID"
    )
    db.execute(
        "CREATE TABLE invitations (name BLOB PRIMARY KEY, times INTEGER NOT NULL, "
        "until INTEGER NOT NULL) STRICT, WITHOUT ROWID"
    )


@migrations()
def m016_sent_one_by_one(db: Database) -> None:
    """No position is given twice: a message that is forgotten while it is on its way must not take
    another one along that was queued since."""
    db.execute(
        "CREATE TABLE letters (position INTEGER PRIMARY KEY AUTOINCREMENT, name BLOB NOT NULL, "
        "letter BLOB NOT NULL, answers INTEGER NOT NULL DEFAULT 0) STRICT"
    )
    db.execute("INSERT INTO letters (position, name, letter) SELECT * FROM outbox")
    db.table("outbox").drop()
    db.rename_table("letters", "outbox")
    db.table("outbox").create_index(["name"])
    db.table("left_out").create(
        {"day": int, "kind": str, "reason": str, "times": int},
        pk=("day", "kind", "reason"),
        not_null={"times"},
        strict=True,
    )
