"""The talk at a terminal, or on piped input: numbers for buttons, one line for an answer."""

import contextlib
import re
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TextIO

from bot.render import drawing, terminal_text
from bot.storage import Moved, Storage
from conversations.answers import plain, private
from conversations.engine import remind, turn
from conversations.events import Asked, Command, Event, Kept, Marked, Reminding, Typed
from conversations.flow import Flows, Said
from conversations.glossary import LookUp
from conversations.replies import (
    Ask,
    Button,
    Calendar,
    Card,
    Forget,
    Hand,
    Picture,
    Reply,
    Say,
    Show,
    Tasks,
    Toast,
)

with contextlib.suppress(ImportError):
    import readline  # noqa: F401 - gives input() arrow keys and a history

CHAT = 0
"""The person at the terminal, among the chats in the database; Telegram has no chat 0."""

PROMPT = "> "
_NUMBERS = re.compile(r"(?:[\s,;+&]|and)*[0-9]{1,3}(?:(?:[\s,;+&]|and)+[0-9]{1,3})*[\s,;+&]*")
"""One number of a choice, or several of them."""

_INTO_A_FILE = re.compile(r"\s*/?(pdf|chart|picture|ics)\s+(\S.*?)\s*", re.IGNORECASE)
"""A command with the name of the file that it writes."""

LEAVING = frozenset(("quit", "exit", "q", "/quit", "/exit"))


class TerminalChat:
    """A talk over two text streams. What is typed is shown again where it does not show itself
    (piped input), so that both read the same."""

    def __init__(
        self,
        storage: Storage,
        flows: Flows,
        look_up: LookUp,
        today: Callable[[], date],
        source: TextIO = sys.stdin,
        screen: TextIO = sys.stdout,
    ) -> None:
        self._storage = storage
        self._flows = flows
        self._look_up = look_up
        self._today = today
        self._source = source
        self._screen = screen
        self._said: Said | None = None
        self._choices: tuple[Button, ...] = ()
        self._several = False
        self._file: Path | None = None
        """Named for what is to be written."""

    def run(self) -> None:
        """Talk until the input ends, or the person leaves."""
        self._said = self._storage.said(CHAT)
        self._remind()
        self._take(Asked(Command.START))
        for line in self._lines():
            if line.strip().casefold() in LEAVING:
                break
            if line.strip():
                self._take(self._event(line))
        self.leave()

    def leave(self) -> None:
        if self._said is not None and self._said.answers:
            self._show("Your answers are kept. The same command goes on.")

    def _lines(self) -> Iterator[str]:
        while (line := self._line_typed()) is not None:
            yield line

    def _line_typed(self) -> str | None:
        """None at the end of the input."""
        if self._source is sys.stdin and self._source.isatty():
            try:
                return input(PROMPT)  # with line editing, where readline is there
            except EOFError:
                self._line("")
                return None
        self._screen.write(PROMPT)
        self._screen.flush()
        line = self._source.readline()
        self._line("(not shown)" if private(line) else _printable(line))
        return line.rstrip("\r\n") if line else None

    def _take(self, event: Event) -> None:
        replies: tuple[Reply, ...] = ()

        def move(said: Said | None) -> Moved:
            nonlocal replies
            # Another terminal may have gone on with the talk: the person answers what they see.
            elsewhere = said != self._said
            now = Asked(Command.START) if elsewhere else event
            taken = turn(self._flows, said, now, self._today(), self._look_up)
            self._said, replies = taken.said, taken.replies
            if elsewhere:
                replies = (Say("This talk went on elsewhere, so that was not taken."), *replies)
            return Moved(taken.said, asked_in_vain=taken.in_vain)

        try:
            self._storage.turn(CHAT, move)
        except sqlite3.Error as error:
            self._show(f"That could not be kept ({error}), so it does not count. Try again.")
            return
        for reply in replies:
            self._reply(reply)

    def _remind(self) -> None:
        """Say what is due; nothing else comes by itself here."""
        if self._said is None or remind(self._said, self._today()) is None:
            return
        told: Say | None = None

        def move(said: Said | None) -> Moved:
            nonlocal told
            reminded = None if said is None else remind(said, self._today())
            if reminded is not None:
                said, told = reminded
            self._said = said
            return Moved(said)

        self._storage.turn(CHAT, move)
        if told is not None:
            self._show(told.text)

    def _event(self, line: str) -> Event:
        """The button whose number was typed, or else the text."""
        into_a_file = _INTO_A_FILE.fullmatch(line)
        self._file = Path(into_a_file[2]).expanduser() if into_a_file else None
        if into_a_file:
            return Typed(into_a_file[1])
        for number, button in enumerate(self._choices, start=1):
            if plain(line) == plain(f"{number} {button.label}"):
                return button.makes
        if _NUMBERS.fullmatch(line) is None:
            return Typed(line)
        numbers = re.findall("[0-9]+", line)
        chosen = [self._choices[int(n) - 1] for n in numbers if 1 <= int(n) <= len(self._choices)]
        if len(chosen) != len(numbers):
            return Typed(line)
        marks = [button for button in chosen if isinstance(button.makes, Marked)]
        if self._several and marks == chosen:
            return Typed(", ".join(button.label for button in chosen))
        return chosen[0].makes if len(chosen) == 1 else Typed(line)

    def _reply(self, reply: Reply) -> None:
        match reply:
            case Say(text, choices):
                self._show(text)
                self._offer(choices)
            case Ask():
                self._ask(reply)
            case Card():
                self._look_over(reply)
            case Tasks():
                self._tasks(reply)
            case Show(document, controls, note):
                if note:
                    self._show(note)
                self._show_lines(terminal_text.document(document).split("\n"))
                # The number once more: it has scrolled away on a small screen.
                self._show_lines(terminal_text.block_lines(document.blocks[0]))
                self._offer(())
                self._hint(controls)
            case Hand(paper):
                self._write(drawing.on_paper(paper), f"prorata-{paper.reference}.pdf")
            case Calendar():
                self._write(drawing.in_a_calendar(reply), "prorata.ics")
            case Picture(document):
                self._write(drawing.picture(document), "prorata.png")
            case Toast(text):
                self._show(text)
            case Forget():
                pass  # what stands on a screen is not ours to erase

    def _write(self, drawn: drawing.Drawing, usual: str) -> None:
        """Into a new file; what is there already stays."""
        file = self._file or Path(usual)
        content = drawing.draw(drawn)
        try:
            with file.open("xb") as new:
                new.write(content)
        except FileExistsError:
            self._show(f"{file} is there already. Name another: {_NAMING[drawn.template]}")
        except OSError as error:
            self._show(f"{file} could not be written: {error.strerror}.")
        else:
            self._show(f"Written: {file}")

    def _ask(self, ask: Ask) -> None:
        if ask.note:
            self._show(ask.note)
        self._show_lines([ask.progress, *terminal_text.wrapped(ask.text)])
        self._offer(ask.choices, ask.several)
        self._hint(ask.controls)

    def _tasks(self, shown: Tasks) -> None:
        """What there is to tick with its numbers, then the way on with its number."""
        self._show(shown.text)
        for link in shown.links:
            self._show_lines([f"{link.label}:", link.url])
        self._line("")
        for number, task in enumerate(shown.items, start=1):
            self._lines_shown(list(terminal_text.action_item(task.item, f"{number:>3}  ")))
        self._line("")
        for number, button in enumerate(shown.controls, start=len(shown.items) + 1):
            self._line(f"{number:>3}  {button.label}")
        if any(isinstance(task.makes, Reminding) for task in shown.items):
            self._show(
                "They are sent on Telegram only; here what is due is said when you start again."
            )
        ticks = tuple(Button(task.item.title, task.makes) for task in shown.items)
        self._choices = (*ticks, *shown.controls)
        self._several = False

    def _look_over(self, card: Card) -> None:
        """Answers with their numbers, then the way on with its number."""
        if card.note:
            self._show(card.note)
        self._show(card.text)
        offered: list[Button] = []
        for group in card.groups:
            self._show_lines([group.title])
            for line in group.lines:
                offered += [line.change] if line.change else []
                first = f"{len(offered):>3}  " if line.change else " " * 5
                words = f"{line.name}: {line.value}"
                self._lines_shown(terminal_text.wrapped(words, " " * 7, first))
        self._line("")
        for number, button in enumerate(card.controls, start=len(offered) + 1):
            self._line(f"{number:>3}  {button.label}")
        self._choices = (*offered, *card.controls)
        self._several = False

    def _offer(self, choices: Sequence[Button], several: bool = False) -> None:
        self._choices = tuple(choices)
        self._several = several
        for number, button in enumerate(choices, start=1):
            mark = " (your answer)" if button.chosen else ""
            self._line(f"  {number}  {button.label}{mark}")

    def _hint(self, controls: Sequence[Button]) -> None:
        """Words for the buttons that are not numbered."""
        words = [
            "keep" if isinstance(button.makes, Kept) else _WORDS.get(button.label, button.label)
            for button in controls
        ]
        several = "several: 1 3; " if self._several else ""
        hint = f"({several}{', '.join(words).lower()}, help, quit)"
        for line in terminal_text.wrapped(hint, indent="  "):
            self._line(line)

    def _show(self, text: str) -> None:
        self._show_lines(terminal_text.wrapped(text))

    def _show_lines(self, lines: Sequence[str]) -> None:
        self._line("")
        self._lines_shown(lines)

    def _lines_shown(self, lines: Sequence[str]) -> None:
        for line in lines:
            self._line(line)

    def _line(self, line: str) -> None:
        self._screen.write(f"{line}\n")


_NAMING = {
    drawing.Template.PAPER: "pdf summary.pdf",
    drawing.Template.PICTURE: "chart summary.png",
    drawing.Template.CALENDAR: "ics dates.ics",
}
_WORDS = {
    "Why?": "why",
    "Where do I find it?": "where",
    "Change an answer": "check",
    "Show the result": "result",
    "What if?": "what if",
    "Save this result": "save",
    "Saved results": "saved",
}


def _printable(line: str) -> str:
    return "".join(character for character in line if character.isprintable())
