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
