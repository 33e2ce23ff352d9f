"""What people type, and who they are, stands nowhere in the open: all that a run left is searched.

The bot runs as its own program and logs all that it can log. It is talked to in every way, killed
in the middle, started again and copied; then every file that it left is read.
"""

import asyncio
import sqlite3
import sys
from asyncio.subprocess import PIPE, Process
from base64 import b64encode
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile, copytree

from bot.keeping.backup import back_up
from bot.keeping.database_file import keys_beside
from bot.keeping.storage import Moved, Storage
from conversations.flow import Said
from tests.bot.a_key import MASTERS, PRORATA_KEY
from tests.bot.bot_api_server import TOKEN, BotApiServer
from tests.bot.phone import Person
from tests.bot.program import ERRORS, ROOT, environment, kill
from tests.bot.talks import holds, is_record, takes, until

NUMBER, OFFICE = 8_123_456_789, -1_009_876_543_210
"""Longer than 32 bits, as Telegram's are."""

TALK = """
    says /start ref_kumquat-cpas
    taps Backdoor Roth
    taps 2026
    taps Single
    says 47
    says $312,847
    taps Yes
    taps Rollover IRA
    taps Done
    says 94,321.07
    says 6,831
    taps By December 31
    taps No
    says 6,129.55
    says 0
    taps Not sure
    taps No
    taps Show the result
    says What if I convert 5,377?
    says /save my persimmon plan
    says /ask may a tamarind be rolled over
    says Please tell nobody about the pomelo
"""

TYPED = {
    *("312,847", "312847", "94,321.07", "94321.07", "6,831", "6,129.55", "6129.55", "5,377"),
    *("kumquat", "persimmon", "tamarind", "pomelo", "tangerine"),
}
NAMES = {"Ambrosia", str(NUMBER), str(OFFICE).lstrip("-")}

NIGHT = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)


def written(word: str) -> set[bytes]:
    """As text in two encodings, within base64 at any place, and a number as SQLite stores it."""
    forms = {word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be")}
    for text in list(forms):
        for before in range(3):
            whole = b64encode(bytes(before) + text)
            # The first and last characters also hold bits of what stands beside.
            forms.add(whole[-(-before * 8 // 6) : len(whole.rstrip(b"=")) - 1])
    if word.isdigit() and int(word) > 2**24:
        forms |= {int(word).to_bytes(6, "big"), int(word).to_bytes(8, "little")}
    return forms


def found(folder: Path, words: set[str]) -> set[tuple[str, str]]:
    """Which words stand in which files, and in which names of files."""
    return {
        (str(file.relative_to(folder)), word)
        for file in folder.rglob("*")
        for word in words
        for form in written(word)
        if form in (file.read_bytes() if file.is_file() else b"") or form in bytes(file)
    }


async def starts(folder: Path, server: BotApiServer) -> Process:
    polls = server.calls["getUpdates"]
    polls.clear()
    settings = environment(
        folder,
        PRORATA_TOKEN=TOKEN,
        PRORATA_API_URL=server.url,
        PRORATA_LOG_LEVEL="debug",
        PRORATA_CPA_CHAT=str(OFFICE),
        PRORATA_CPA_NAME="The office",
        PRORATA_CONSENT=str(ROOT / "deploy" / "consent-sample.txt"),
    )
    with (folder / ERRORS).open("ab") as errors:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.chaos.unpaced", "run"),
            cwd=folder,
            env=settings,
            stdin=PIPE,
            stdout=PIPE,
            stderr=errors,
        )
    await until(lambda: polls, 30)
    return process


async def whole_run(folder: Path) -> None:
    async with BotApiServer() as server:
        server.overlooks = is_record
        ann = server.chat(NUMBER, "Ambrosia")
        office = server.group(OFFICE, "Clients", Person(2001, "Pat"))
        process = await starts(folder, server)
        server.fails("answerCallbackQuery", 400, times=3)  # of which only the debug log tells
        await holds(ann, TALK)
        for step in ("says /pdf", "says /remind"):
            await takes(ann, step)
            await ann.hears()
        await holds(ann, "taps Turn all on \n says /share")
        query = await ann.chooses_a_chat("Choose a chat")
        await until(lambda: query.answer is not None)
        await ann.says("/send")
        await ann.hears(2)
        await ann.taps("Yes, send it to The office")
        await office.hears(2)
        reference = office.messages[0].text.split()[1].strip(",")
        await office.says(f"/reply {reference} Bring the tangerine statement.")
        await office.hears()
        copytree(folder, folder / "while it runs")

        server.fails("sendMessage", 500, times=3)  # what fails is logged, and waits
        await ann.says("/result")
        await until(lambda: len(server.calls["sendMessage"]) > 0)
        await kill(process)
        copytree(folder, folder / "after a kill")
        back_up(folder / "prorata.db", folder / "backups", NIGHT)
        process = await starts(folder, server)
        ann.messages.clear()
        await ann.says("/export")
        await until(lambda: sum(message.upload is not None for message in ann.messages) == 2, 20)
        await kill(process)


async def test_nothing_that_was_typed_is_in_any_file(tmp_path: Path) -> None:
    await whole_run(tmp_path)
    with closing(Storage(tmp_path / "prorata.db", MASTERS)) as storage:
        said = storage.said(NUMBER)
    assert said is not None
    assert {"94321.07", "312847", "6129.55"} <= {*said.answers.values()}
    assert "persimmon" in str(said), "it was not kept at all, which is another test"

    files = {file.name for file in tmp_path.rglob("*") if file.is_file()}
    assert {"prorata.db", "prorata.db-wal", "prorata.db-shm", "prorata.keys.db", ERRORS} <= files
    assert len(list((tmp_path / "backups").iterdir())) == 2
    assert " DEBUG bot." in (tmp_path / ERRORS).read_text()
    assert found(tmp_path, TYPED | NAMES) == set()
    assert found(tmp_path, {TOKEN.partition(":")[2], PRORATA_KEY}) == set()


def test_a_copy_from_before_a_deletion_is_of_no_use(tmp_path: Path) -> None:
    """To whoever has the keys of today, for that person and no other."""
    path = tmp_path / "prorata.db"
    with closing(Storage(path, MASTERS)) as storage:
        for chat in (NUMBER, 1002):
            storage.turn(chat, lambda _: Moved(Said({"year": "2026"}), ["a message"]))
    copyfile(path, tmp_path / "before.db")
    with closing(Storage(path, MASTERS)) as storage:
        storage.turn(NUMBER, lambda _: Moved(None))
    copyfile(keys_beside(path), keys_beside(tmp_path / "before.db"))
    with closing(Storage(tmp_path / "before.db", MASTERS)) as storage:
        assert storage.said(1002) is not None
        assert storage.person(NUMBER) is None
        assert storage.waiting(NUMBER) == []


def test_what_would_stand_there_would_be_found(tmp_path: Path) -> None:
    """The test is not blind."""
    hidden = {
        "plain.log": b"x 94,321.07",
        "wide.txt": "x 94,321.07".encode("utf-16-le"),
        **{f"base{n}": b64encode(b"x" * n + b"94,321.07 and more") for n in range(3)},
    }
    for name, content in hidden.items():
        (tmp_path / name).write_bytes(content)
    with closing(sqlite3.connect(tmp_path / "some.db")) as db, db:
        db.execute("CREATE TABLE people (chat INTEGER, said TEXT)")
        db.execute("INSERT INTO people VALUES (?, ?)", [NUMBER, "94,321.07"])
    seen = found(tmp_path, {"94,321.07", str(NUMBER)})
    assert {file for file, word in seen if word == "94,321.07"} == {*hidden, "some.db"}
    assert ("some.db", str(NUMBER)) in seen
