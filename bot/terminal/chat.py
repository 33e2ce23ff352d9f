"""The talk at a terminal, or on piped input: numbers for buttons, one line for an answer."""

import contextlib
import sqlite3
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TextIO

from bot.keeping.records import Person
from bot.keeping.storage import Moved, Storage
from bot.terminal.files import drawn, exported, named_in, written
from bot.terminal.screen import TerminalScreen
from conversations.answers import private
from conversations.engine import remind, turn
from conversations.events import (
    Asked,
    Command,
    Event,
    Typed,
)
from conversations.flow import Flows, Said
from conversations.glossary import LookUp
from conversations.replies import (
    Ask,
    Calendar,
    Card,
    Export,
    Forget,
    Hand,
    Picture,
    Reply,
    Sample,
    Say,
    Share,
    Show,
    Tasks,
    Toast,
    ToCpa,
)

with contextlib.suppress(ImportError):
    import readline  # noqa: F401 - gives input() arrow keys and a history

CHAT = 0
"""The person at the terminal, among the chats in the database; Telegram has no chat 0."""

PROMPT = "> "
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
        self._screen = TerminalScreen(screen)
        self._said: Said | None = None
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
            self._screen.show("Your answers are kept. The same command goes on.")

    def _lines(self) -> Iterator[str]:
        while (line := self._line_typed()) is not None:
            yield line

    def _line_typed(self) -> str | None:
        """None at the end of the input."""
        if self._source is sys.stdin and self._source.isatty():
            try:
                return input(PROMPT)  # with line editing, where readline is there
            except EOFError:
                self._screen.line("")
                return None
        self._screen.prompt(PROMPT)
        line = self._source.readline()
        self._screen.line("(not shown)" if private(line) else _printable(line))
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
            self._screen.show(f"That could not be kept ({error}), so it does not count. Try again.")
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
            self._screen.show(told.text)

    def _event(self, line: str) -> Event:
        named = named_in(line)
        self._file = None if named is None else named[1]
        return self._screen.meant(line) if named is None else Typed(named[0])

    def _reply(self, reply: Reply) -> None:
        screen = self._screen
        match reply:
            case Say():
                screen.say(reply)
            case Ask():
                screen.ask(reply)
            case Card():
                screen.card(reply)
            case Tasks():
                screen.tasks(reply)
            case Show():
                screen.result(reply)
            case Hand() | Calendar() | Picture():
                usual, drawing = drawn(reply)
                screen.show(written(self._file or Path(usual), drawing))
            case Export():
                person = self._storage.person(CHAT) or Person(CHAT)
                for file, drawing in exported(reply, person, self._today(), self._file):
                    screen.show(written(file, drawing))
            case Sample(refused=words) | Toast(words):
                screen.show(words)
            case Share(text):
                screen.show(text)
                screen.show("This is what is shared: copy it from here.")
            case Forget() | ToCpa():
                pass  # what stands on a screen is not ours to erase; no CPA is reached from here


def _printable(line: str) -> str:
    return "".join(character for character in line if character.isprintable())
