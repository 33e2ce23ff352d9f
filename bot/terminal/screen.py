"""What a talk shows, on a screen or on piped output: numbers for buttons, words for the others."""

import re
from collections.abc import Sequence
from typing import TextIO

from bot.render import terminal_text
from conversations.answers import plain
from conversations.events import Event, Kept, Marked, Preferred, Reminding, Setting, Typed
from conversations.replies import Ask, Button, Card, Say, Show, Tasks

_NUMBERS = re.compile(r"(?:[\s,;+&]|and)*[0-9]{1,3}(?:(?:[\s,;+&]|and)+[0-9]{1,3})*[\s,;+&]*")
"""One number of a choice, or several of them."""

_ON_TELEGRAM = Preferred(Setting.TEST)
"""Done nowhere else."""

_WORDS = {
    "Why?": "why",
    "Where do I find it?": "where",
    "Change answers": "check",
    "Show the result": "result",
    "What if?": "what if",
    "Save this result": "save",
    "Saved results": "saved",
}


class TerminalScreen:
    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._choices: tuple[Button, ...] = ()
        self._several = False

    def meant(self, line: str) -> Event:
        """The button whose number was typed, or else the text."""
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

    def say(self, said: Say) -> None:
        self.show(said.text)
        if said.takes_a_number:
            self._offer(())
            self._hint(said.choices)
        else:
            self._offer([button for button in said.choices if button.makes != _ON_TELEGRAM])

    def result(self, shown: Show) -> None:
        if shown.note:
            self.show(shown.note)
        self._show_lines(terminal_text.document(shown.document).split("\n"))
        # The number once more: it has scrolled away on a small screen.
        self._show_lines(terminal_text.block_lines(shown.document.blocks[0]))
        self._offer(())
        self._hint((*shown.controls, *shown.further))

    def ask(self, ask: Ask) -> None:
        if ask.note:
            self.show(ask.note)
        self._show_lines([ask.progress, *terminal_text.wrapped(ask.text)])
        self._offer(ask.choices, ask.several)
        self._hint(ask.controls)

    def tasks(self, shown: Tasks) -> None:
        """What there is to tick with its numbers, then the way on with its number."""
        self.show(shown.text)
        for link in shown.links:
            self._show_lines([f"{link.label}:", link.url])
        self.line("")
        for number, task in enumerate(shown.items, start=1):
            self._lines_shown(list(terminal_text.action_item(task.item, f"{number:>3}  ")))
        self.line("")
        for number, button in enumerate(shown.controls, start=len(shown.items) + 1):
            self.line(f"{number:>3}  {button.label}")
        if any(isinstance(task.makes, Reminding) for task in shown.items):
            self.show(
                "They are sent on Telegram only; here what is due is said when you start again."
            )
        ticks = tuple(Button(task.item.title, task.makes) for task in shown.items)
        self._choices = (*ticks, *shown.controls)
        self._several = False

    def card(self, card: Card) -> None:
        """Answers with their numbers, then the way on with its number."""
        if card.note:
            self.show(card.note)
        self.show(card.text)
        offered: list[Button] = []
        for group in card.groups:
            self._show_lines([group.title])
            for line in group.lines:
                offered += [line.change] if line.change else []
                first = f"{len(offered):>3}  " if line.change else " " * 5
                words = f"{line.name}: {line.value}"
                self._lines_shown(terminal_text.wrapped(words, " " * 7, first))
        self.line("")
        for number, button in enumerate(card.controls, start=len(offered) + 1):
            self.line(f"{number:>3}  {button.label}")
        self._choices = (*offered, *card.controls)
        self._several = False

    def _offer(self, choices: Sequence[Button], several: bool = False) -> None:
        self._choices = tuple(choices)
        self._several = several
        for number, button in enumerate(choices, start=1):
            mark = " (your answer)" if button.chosen else ""
            self.line(f"  {number}  {button.label}{mark}")

    def _hint(self, controls: Sequence[Button]) -> None:
        """Words for the buttons that are not numbered."""
        words = [
            "keep" if isinstance(button.makes, Kept) else _WORDS.get(button.label, button.label)
            for button in controls
        ]
        several = "several: 1 3; " if self._several else ""
        hint = f"({several}{', '.join(words).lower()}, help, quit)"
        for line in terminal_text.wrapped(hint, indent="  "):
            self.line(line)

    def show(self, text: str) -> None:
        self._show_lines(terminal_text.wrapped(text))

    def _show_lines(self, lines: Sequence[str]) -> None:
        self.line("")
        self._lines_shown(lines)

    def _lines_shown(self, lines: Sequence[str]) -> None:
        for line in lines:
            self.line(line)

    def line(self, line: str) -> None:
        self._stream.write(f"{line}\n")

    def prompt(self, words: str) -> None:
        self._stream.write(words)
        self._stream.flush()
