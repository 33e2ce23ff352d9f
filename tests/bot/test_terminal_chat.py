"""The talk at a terminal: numbers for buttons, words for anything, and nothing lost at the end."""

import io
import os
import re
import shlex
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.glossary_search import GlossarySearch
from bot.keeping.storage import Storage
from bot.terminal.chat import CHAT, TerminalChat
from conversations.flow import Said
from conversations.flows.every import FLOWS
from tests.bot.program import Program, environment
from tests.conversations.talking import KNOWN_ANSWER, TODAY

Holds = Callable[..., str]
Answers = Callable[[], dict[str, str]]


@pytest.fixture
def holds(storage: Storage) -> Holds:
    """Types lines into the chat and gives what the screen shows; each call is a new start."""

    def holds(*lines: str) -> str:
        screen = io.StringIO()
        typed = io.StringIO("".join(f"{line}\n" for line in lines))
        TerminalChat(storage, FLOWS, GLOSSARY, lambda: TODAY, typed, screen).run()
        return screen.getvalue()

    return holds


@pytest.fixture
def answers(storage: Storage) -> Answers:
    """What is kept of the talk."""
    return lambda: dict((storage.said(CHAT) or Said()).answers)


GLOSSARY = GlossarySearch()
KEYS = {"goal": "backdoor", "year": "2026", "status": "single"}


class TestWhatIsTyped:
    @pytest.mark.parametrize(
        "lines",
        [
            ("1", "1", "1"),  # the numbers before the choices
            ("backdoor roth", "2026", "Single"),
            ("Backdoor", "'26", "SINGLE."),
            ("1", " 1 ", "1,"),
        ],
    )
    def test_numbers_and_words(
        self, holds: Holds, answers: Answers, lines: tuple[str, ...]
    ) -> None:
        holds(*lines)
        assert answers() == KEYS

    @pytest.mark.parametrize(
        ("line", "kinds"),
        [
            ("2", "rollover"),
            ("1 3", "traditional+sep"),
            ("1, 2 and 4", "traditional+rollover+simple"),
            ("4;2", "rollover+simple"),
            ("rollover, sep", "rollover+sep"),
            ("none", "none"),
            ("0", "none"),
        ],
    )
    def test_several(self, holds: Holds, answers: Answers, line: str, kinds: str) -> None:
        holds("backdoor", "2026", "single", "45", "300k", "yes", line)
        assert answers()["ira_kinds"] == kinds

    @pytest.mark.parametrize("done", ["7", "Done", "7 Done", "7. done", "keep"])
    def test_what_was_chosen_is_kept(self, holds: Holds, answers: Answers, done: str) -> None:
        holds("backdoor", "2026", "single", "45", "300k", "yes", "1 3", "back", done)
        assert answers()["ira_kinds"] == "traditional+sep"

    @pytest.mark.parametrize("line", ["9", "1 9", "rollover, gold"])
    def test_several_that_cannot_be_meant(self, holds: Holds, answers: Answers, line: str) -> None:
        """Nothing is taken of a line that is not understood as a whole."""
        holds("backdoor", "2026", "single", "45", "300k", "yes", line)
        assert "ira_kinds" not in answers()

    def test_one_is_one_dollar_where_there_is_nothing_to_choose(
        self, holds: Holds, answers: Answers
    ) -> None:
        holds("backdoor", "2026", "single", "45", "1", "yes")
        assert answers()["income"] == "1"

    def test_a_number_without_a_choice_is_no_answer(self, holds: Holds, answers: Answers) -> None:
        holds("backdoor", "2026", "6")
        assert answers() == {"goal": "backdoor", "year": "2026"}

    def test_a_number_longer_than_python_reads(self, holds: Holds, answers: Answers) -> None:
        screen = holds("backdoor", "9" * 5_000, "2026")
        assert "too long" in screen
        assert answers() == {"goal": "backdoor", "year": "2026"}

    def test_a_question_back(self, holds: Holds, answers: Answers, storage: Storage) -> None:
        screen = holds(
            "backdoor", "2026", "single", "what's basis?", "how do zebrafish sleep?", "45"
        )
        assert "Source: IRC 408(o)" in screen
        assert screen.count("How old will you be") == 3
        assert answers() == {**KEYS, "age": "45"}
        assert storage.db.execute("SELECT * FROM asked_in_vain").fetchall() == [("age", 1)]

    def test_confirming_by_number(self, holds: Holds, answers: Answers) -> None:
        holds("backdoor", "2026", "delete", "2")
        assert answers() == {"goal": "backdoor", "year": "2026"}
        holds("delete", "1")
        assert answers() == {}

    def test_an_empty_line_is_nothing(self, holds: Holds) -> None:
        once, twice = holds("backdoor", "2026"), holds("", "   ")
        assert once.count("How will you file") == twice.count("How will you file") == 1


class TestWhatIsShown:
    def test_the_known_answer(self, holds: Holds) -> None:
        screen = holds(*KNOWN_ANSWER, "no", "result")
        assert "$5,643.56" in screen
        assert "$356.44" in screen
        assert max(map(len, screen.split("\n"))) <= 80

    def test_an_answer_is_changed_by_its_number(self, holds: Holds, answers: Answers) -> None:
        card = holds(*KNOWN_ANSWER, "no")
        assert "  4  Age: 45\n" in card
        holds("check", "4", "51")
        assert answers()["age"] == "51"

    def test_the_result_has_the_last_number_of_the_card(self, holds: Holds) -> None:
        last = holds(*KNOWN_ANSWER, "no").partition("  Show the result")[0].split()[-1]
        assert "$5,643.56" in holds("check", last)

    def test_piped_input_reads_like_a_talk(self, holds: Holds) -> None:
        assert "> 2026\n" in holds("backdoor", "2026")

    @pytest.mark.parametrize(
        "nasty", ["\x1b[2J\x1b[31m", "\x07\x08\x08", "\u202e", "\x00", "\x9b1m"]
    )
    def test_what_would_change_the_screen_is_not_shown(self, holds: Holds, nasty: str) -> None:
        assert nasty not in holds("backdoor", "2026", f"{nasty}45{nasty}")

    def test_the_answer_given_before_is_marked(self, holds: Holds) -> None:
        assert "1  2026 (your answer)" in holds("backdoor", "2026", "back")

    def test_an_answer_that_could_not_be_kept(
        self, holds: Holds, answers: Answers, storage: Storage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It does not count, and the talk goes on: the disk may have room again."""
        works, fails = storage.turn, iter([False, True])

        def turn(*given: Any) -> bool:
            if next(fails, False):
                raise sqlite3.OperationalError("database or disk is full")
            return works(*given)

        monkeypatch.setattr(storage, "turn", turn)
        assert "disk is full" in holds("backdoor", "backdoor", "2025")
        assert answers() == {"goal": "backdoor", "year": "2025"}

    def test_another_terminal_that_went_on(
        self, holds: Holds, answers: Answers, storage: Storage
    ) -> None:
        """What is typed answers what is on the screen, and that is an older question now."""

        class Typed(io.StringIO):
            def readline(self, size: int | None = -1, /) -> str:
                if self.tell() == len("backdoor\n2026\n"):
                    holds("married filing jointly")
                return super().readline()

        screen = io.StringIO()
        source = Typed("backdoor\n2026\nsingle\n")
        TerminalChat(storage, FLOWS, GLOSSARY, lambda: TODAY, source, screen).run()
        assert "elsewhere" in screen.getvalue()
        assert answers()["status"] == "mfj"


class TestAsAProgram:
    """Where bytes come in and go out, by a pipe or by a keyboard."""

    def test_at_a_keyboard_nothing_is_shown_twice(self, tmp_path: Path) -> None:
        """The terminal shows by itself what is typed."""
        keyboard, line = os.openpty()
        with subprocess.Popen(
            [sys.executable, "-m", "bot"],
            cwd=tmp_path,
            env=environment(tmp_path, TERM="dumb"),
            stdin=line,
            stdout=line,
        ) as process:
            os.close(line)
            screen = ""
            for typed in ("backdoor check", "quit"):
                while not screen.endswith("> "):
                    screen += os.read(keyboard, 4096).decode()
                os.write(keyboard, f"{typed}\n".encode())
                screen += os.read(keyboard, 4096).decode()
            assert process.wait(timeout=10) == 0
        os.close(keyboard)
        assert screen.count("backdoor check") == 1

    async def test_bytes_that_are_no_text(self, tmp_path: Path, program: Program) -> None:
        process = await program(tmp_path)
        output, _ = await process.communicate(b"\xff\xfe\nbackdoor\n2026\n")
        assert process.returncode == 0
        assert "How will you file" in output.decode()

    def test_a_reader_that_leaves(self, tmp_path: Path) -> None:
        done = subprocess.run(
            f"{shlex.quote(sys.executable)} -m bot | head -1",
            shell=True,
            input=b"2026\n" * 100,
            cwd=tmp_path,
            env=environment(tmp_path),
            capture_output=True,
            timeout=20,
        )
        assert done.stderr == b""


class TestTheEnd:
    @pytest.mark.parametrize("word", ["quit", "exit", "q", "QUIT", " quit ", "/quit"])
    def test_leaving(self, holds: Holds, answers: Answers, word: str) -> None:
        screen = holds("backdoor", "2026", word, "single")
        assert answers() == {"goal": "backdoor", "year": "2026"}
        assert "kept" in screen.splitlines()[-1]

    def test_input_that_ends(self, holds: Holds, answers: Answers) -> None:
        screen = holds("backdoor", "2026", "single")
        assert answers() == KEYS
        assert "kept" in screen.splitlines()[-1]

    def test_a_last_line_without_an_end(self, storage: Storage) -> None:
        chat = TerminalChat(
            storage, FLOWS, GLOSSARY, lambda: TODAY, io.StringIO("backdoor"), io.StringIO()
        )
        chat.run()
        assert storage.said(CHAT) == Said({"goal": "backdoor"})

    def test_the_next_start_goes_on(self, holds: Holds) -> None:
        holds("backdoor", "2026", "single")
        again = holds()
        assert "How old will you be" in again
        assert "How will you file" not in again

    def test_a_finished_talk_can_be_read_again(self, holds: Holds) -> None:
        holds(*KNOWN_ANSWER, "no")
        assert "$5,643.56" in holds("result")


class TestFiles:
    """``pdf FILE`` and ``chart FILE`` write what can be taken along."""

    AT_THE_END = (*KNOWN_ANSWER, "no")

    @pytest.fixture(autouse=True)
    def elsewhere(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)

    @pytest.mark.parametrize(
        ("line", "file", "begins"),
        [
            ("pdf my summary.pdf", "my summary.pdf", b"%PDF"),
            ("/PDF  summary.pdf ", "summary.pdf", b"%PDF"),
            ("chart summary.png", "summary.png", b"\x89PNG"),
            ("picture", "prorata.png", b"\x89PNG"),
        ],
    )
    def test_they_are_written(self, holds: Holds, line: str, file: str, begins: bytes) -> None:
        assert f"Written: {file}" in holds(*self.AT_THE_END, line)
        assert Path(file).read_bytes().startswith(begins)

    def test_without_a_name_the_reference_names_it(self, holds: Holds, tmp_path: Path) -> None:
        holds(*self.AT_THE_END, "pdf")
        (file,) = tmp_path.glob("*.pdf")
        assert re.fullmatch("prorata-[A-Z2-7]{4}-[A-Z2-7]{4}.pdf", file.name)

    def test_what_is_there_stays(self, holds: Holds) -> None:
        Path("mine.pdf").write_text("mine")
        assert "mine.pdf is there already" in holds(*self.AT_THE_END, "pdf mine.pdf")
        assert Path("mine.pdf").read_text() == "mine"

    def test_where_nothing_can_be_written(self, holds: Holds) -> None:
        screen = holds(*self.AT_THE_END, "pdf nowhere/mine.pdf")
        assert "nowhere/mine.pdf could not be written: No such file or directory." in screen
