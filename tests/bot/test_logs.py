"""Log lines tell the operator what fails, and nothing about anybody."""

import asyncio
import json
import logging
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.keeping.storage import Storage
from bot.operating.logs import log_loop_failure, write_logs
from bot.receiving.addresses import Address
from tests.bot.bot_api_server import TOKEN, BotApiServer
from tests.bot.phone import Chat
from tests.bot.program import ERRORS, Program, kill
from tests.bot.talks import KNOWN_TALK, answer, holds, steps, takes, talking, until

_TIME = r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:]{8}[.,][0-9]{3}"
SECRET = TOKEN.partition(":")[2]


@pytest.fixture(autouse=True)
def _as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is set for the tests' own process is undone."""
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    monkeypatch.setattr(root, "level", root.level)
    for name in ("bot", "telegram"):
        monkeypatch.setattr(logging.getLogger(name), "level", logging.NOTSET)


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


class TestAsJson:
    def test_one_object_a_line(self, capsys: pytest.CaptureFixture[str]) -> None:
        write_logs(TOKEN, "json")
        log = logging.getLogger("bot.somewhere")
        log.warning("no updates, trying again in %.0f s: %s", 2.0, "two\nlines, \u201cquoted\u201d")
        log.info("a backup is written", extra={"seconds": 3})
        first, second = lines(capsys.readouterr().err)
        assert first.pop("ts")
        assert first == {
            "level": "warning",
            "logger": "bot.somewhere",
            "event": "no updates, trying again in %.0f s: %s",
            "message": "no updates, trying again in 2 s: two\nlines, \u201cquoted\u201d",
        }
        assert second["seconds"] == "3"

    def test_times_are_of_greenwich(self, capsys: pytest.CaptureFixture[str]) -> None:
        write_logs(TOKEN, "json")
        record = logging.makeLogRecord({"name": "bot", "levelno": 30, "levelname": "WARNING"})
        record.created = 1_795_219_200.25
        logging.getLogger().handle(record)
        (line,) = lines(capsys.readouterr().err)
        assert line["ts"] == "2026-11-21T00:00:00.250+00:00"

    def test_an_error_in_one_line(self, capsys: pytest.CaptureFixture[str]) -> None:
        write_logs(TOKEN, "json")
        _fail_and_log()
        (line,) = lines(capsys.readouterr().err)
        assert "KeyError" in line["error"]
        assert "ZeroDivisionError" in line["error"]


@pytest.mark.parametrize("form", ["text", "json"])
class TestNothingPersonal:
    def test_in_the_text_of_an_error(self, form: str, capsys: pytest.CaptureFixture[str]) -> None:
        write_logs(TOKEN, form)
        _fail_and_log()
        output = capsys.readouterr().err
        assert "test_logs.py" in output, "it says where"
        assert "ZeroDivisionError" in output, "and what"
        assert "95000" not in output
        assert SECRET not in output

    async def test_in_a_task_that_fails(
        self, form: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        write_logs(TOKEN, form)
        loop = asyncio.get_running_loop()
        told = {"message": "Task exception was never retrieved", "exception": ValueError("95000")}
        log_loop_failure(loop, told)
        output = capsys.readouterr().err
        assert "never retrieved" in output
        assert "ValueError" in output
        assert "95000" not in output

    @pytest.mark.parametrize(
        "text",
        [
            "New chat id: -1001234567890",
            "chat 123456789.",
            "https://api.telegram.org/bot123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0/getMe",
            f"https://api.telegram.org/bot{TOKEN}/getMe",
        ],
    )
    def test_in_what_servers_say(
        self, form: str, capsys: pytest.CaptureFixture[str], text: str
    ) -> None:
        write_logs(TOKEN, form)
        logging.getLogger("bot").error("Telegram refuses: %s", text)
        output = capsys.readouterr().err
        message = lines(output)[0]["message"] if form == "json" else output.partition("bot: ")[2]
        assert not re.search("[0-9]{7}|AAHdq", message)
        assert SECRET not in message


def test_the_level(capsys: pytest.CaptureFixture[str]) -> None:
    for level, shown in [("debug", 4), ("info", 3), ("warning", 2), ("error", 1)]:
        write_logs(TOKEN, "text", level)
        for log in ("debug", "info", "warning", "error"):
            getattr(logging.getLogger("bot.somewhere"), log)("something")
            getattr(logging.getLogger("telegram.ext"), log)("what people write")
        assert len(capsys.readouterr().err.splitlines()) == shown, level


def _fail_and_log() -> None:
    """Two errors, the one while the other was handled, with what a person said in their texts."""
    amount = "95000"
    try:
        try:
            raise KeyError(f"{amount} at {TOKEN}")
        except KeyError:
            raise ZeroDivisionError(amount)  # noqa: B904 - so that the first is its context
    except ZeroDivisionError:
        logging.getLogger("bot").exception("an update fails")


class TestAWholeRunWithFaults:
    """The program, at its most talkative, with everything failing that can."""

    FIRST, SECOND, LAST = 987_654_321, 987_654_322, 987_654_323
    """People, in different places of the talk."""

    @pytest.fixture
    async def people(self, server: BotApiServer, storage: Storage) -> dict[Chat, list[str]]:
        """With what each does next."""
        talk, people = steps(KNOWN_TALK), {}
        async with talking(server, storage):
            for number, person in [(9, self.FIRST), (13, self.SECOND), (16, self.LAST)]:
                chat = server.chat(person, "Annabel")
                await holds(chat, "\n".join(talk[:number]))
                people[chat] = talk[number : number + 2]
        storage.close()
        return people

    @pytest.mark.parametrize(("form", "by"), [("text", "polling"), ("json", "webhook")])
    async def test_holds_nothing_of_it(
        self,
        tmp_path: Path,
        server: BotApiServer,
        people: dict[Chat, list[str]],
        free: Address,
        program: Program,
        form: str,
        by: str,
    ) -> None:
        settings = {
            "PRORATA_TOKEN": TOKEN,
            "PRORATA_API_URL": server.url,
            "PRORATA_LOG": form,
            "PRORATA_LOG_LEVEL": "debug",
        }
        if by == "webhook":
            server.proxy = f"http://{free}"
            settings["PRORATA_WEBHOOK_URL"] = "https://bot.example.com"
            settings["PRORATA_LISTEN"] = str(free)
        self._troubles(server)
        process = await program(tmp_path, "run", **settings)
        for chat, next_steps in people.items():
            for step in next_steps:
                await takes(chat, step)
                await answer(chat)
        server.deliver("message", {"message_id": 1, "text": "a broken 95,000", "from": {"id": 5}})
        server.deliver("message", {"chat": {"id": self.FIRST, "type": "private"}})
        with closing(sqlite3.connect(tmp_path / "prorata.db")) as lock:
            lock.execute("BEGIN IMMEDIATE")
            await chat.says("What is my basis of 12,345?")
            await until(lambda: "locked" in (tmp_path / ERRORS).read_text(), 10)
        await answer(chat)
        path = server.webhook.url.rpartition("/")[2] if server.webhook else SECRET
        await kill(process)
        log = (tmp_path / ERRORS).read_text()
        for line in log.splitlines() if form == "json" else ():
            assert json.loads(line)["level"]
        said = re.sub(_TIME, "", log)
        secrets = (str(self.FIRST), str(self.LAST), "Annabel", TOKEN, SECRET, path)
        amounts = ("95,000", "95000", "6000", "6,000", "300000", "12,345", "5,643", "300k")
        words = ("my basis", "a broken", "Roth", "/start")
        for held in (*secrets, *amounts, *words):
            assert held not in said, held

    def _troubles(self, server: BotApiServer) -> None:
        server.fails("sendMessage", 502)
        server.drops("sendMessage", acting=False)
        server.fails("sendMessage", 429, retry_after=1)
        server.fails("editMessageText", 400)
        server.fails("editMessageReplyMarkup", 500)
        server.fails("answerCallbackQuery", 400)
        server.fails("getUpdates", 500)
