"""One event moves a talk: ``turn`` is the only place where that happens.

It is pure and total. Whatever the event is, wherever the talk stands, there is an answer that
leaves the person with a way on; nothing that was said is lost but by the person's own yes.
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from conversations.answers import LONGEST, Declined, plain
from conversations.events import (
    Asked,
    Chosen,
    Command,
    Confirmed,
    Edited,
    Event,
    Marked,
    Typed,
    Unreadable,
)
from conversations.flow import Aside, Flow, Position, Said, replay
from conversations.question import Question, worded
from conversations.replies import Button, Reply, Say, Toast
from conversations.screens import AFTER_THE_END, START_OVER, kept_answer, question_screen, screen
from conversations.texts import text

COMMAND_WORDS = {
    "start": Command.START,
    "back": Command.BACK,
    "help": Command.HELP,
    "why": Command.WHY,
    "where": Command.WHERE,
    "result": Command.RESULT,
    "start over": Command.START_OVER,
    "startover": Command.START_OVER,
    "cancel": Command.CANCEL,
    "privacy": Command.PRIVACY,
    "delete": Command.DELETE,
}
"""No kind of answer reads one of these, so they work without a slash too."""

KEEP = "keep"
"""Leaves the answer of a question that was gone back to as it is."""

_NOT_NOW = "That button belongs to a question that does not apply now."
_OLD_BUTTON = "That button is from an earlier version and no longer works."


@dataclass(frozen=True)
class Turn:
    """What a talk is after an event, and what it shows."""

    said: Said | None
    """None when nothing is to be kept."""
    replies: tuple[Reply, ...]


def turn(flow: Flow, said: Said | None, event: Event, today: date) -> Turn:
    """Move the talk by one event. ``said`` None is a person never met, or forgotten."""
    talk = _Talk(flow, said or Said(), today)
    match event:
        case Typed(words) if (command := _command(words)) is not None:
            return talk.commanded(command, None, met=said is not None)
        case Asked(command, about):
            return talk.commanded(command, about, met=said is not None)
        case _ if said is None:
            return talk.welcome()
        case Typed(words):
            return talk.typed(words)
        case Chosen(question, key):
            return talk.chosen(question, key)
        case Marked(question, key):
            return talk.marked(question, key)
        case Confirmed(command, yes):
            return talk.confirmed(command, yes)
        case Unreadable():
            return talk.again("Only text and buttons can be read here.")
        case Edited():
            return talk.again(
                "Changes to earlier messages are not read. Use back, or tap the earlier "
                "question's button, to change an answer."
            )


def _command(words: str) -> Command | None:
    return COMMAND_WORDS.get(plain(words).removeprefix("/").replace("_", " "))


class _Talk:
    """A talk at one moment. Its methods answer; none of them changes it."""

    def __init__(self, flow: Flow, said: Said, today: date) -> None:
        self.flow, self.said, self.today = flow, said, today

    @cached_property
    def position(self) -> Position:
        another = self.said.aside is Aside.ANOTHER
        return replay(self.flow, Said() if another else self.said, self.today)

    def moved(self, **changes: Any) -> "_Talk":
        return _Talk(self.flow, replace(self.said, **changes), self.today)

    # What is shown

    def shows(self, *replies: Reply) -> Turn:
        return Turn(self.said, replies)

    def again(self, note: str | None = None) -> Turn:
        """What is open now, after a note."""
        return self.shows(self.open(note))

    def open(self, note: str | None = None, further: tuple[Button, ...] = ()) -> Reply:
        return screen(self.flow, self.said, self.position, note, further)

    def welcome(self) -> Turn:
        return self.shows(Say(self.flow.welcome), self.open())

    # What answers

    def typed(self, words: str) -> Turn:
        if self.said.aside in (Aside.PAUSED, Aside.DELETING, Aside.STARTING_OVER):
            return self._typed_aside(words)
        if words.lstrip().startswith("/"):
            return self.again("That command is not known. /help lists those that are.")
        position = self.position
        question = position.open
        if question is None:
            return self.shows(Say("Your check is finished: result shows it again.", AFTER_THE_END))
        if len(words) > LONGEST:
            return self.again("That is too long to be an answer. A word or an amount is enough.")
        kept = kept_answer(self.said, position, question)
        if kept is not None and plain(words).partition(" ")[0] == KEEP:
            return self.answered(question, kept)
        value = question.read(words, position.facts)
        if isinstance(value, Declined):
            return self.again(value.words)
        return self.answered(question, question.key(value))

    def _typed_aside(self, words: str) -> Turn:
        if self.said.aside is Aside.PAUSED:
            return self.again()
        command = Command(str(self.said.aside))
        match plain(words):
            case "yes" | "y":
                return self.confirmed(command, yes=True)
            case "no" | "n":
                return self.confirmed(command, yes=False)
        return self.again("Answer yes or no.")

    def chosen(self, question_id: str, key: str) -> Turn:
        talk = self._facing(question_id)
        position = talk.position
        question = self.flow.questions.get(question_id)
        if question is None or question not in (*position.answered, position.open):
            return self.again(_NOT_NOW)
        value = question.read(key, position.facts)
        if isinstance(value, Declined):
            return self.again(_OLD_BUTTON)
        if question is position.open:
            return talk.answered(question, question.key(value))
        if talk.said.answers[question.id] == question.key(value):
            return self.shows(Toast(f"Noted already: {question.show(value)}."))
        return talk.answered(
            question,
            question.key(value),
            f"Changed to {question.show(value)}: {worded(question.asks, position.facts)}",
        )

    def _facing(self, question_id: str) -> "_Talk":
        """A tap on a question's button returns to it, from whatever stood between. While
        another talk is on offer, the first question begins it and all others belong to the
        finished one."""
        first = next(iter(self.flow.questions))
        if self.said.aside is Aside.ANOTHER and question_id == first:
            return self
        return self.moved(aside=None)

    def answered(self, question: Question[Any], key: str, note: str | None = None) -> Turn:
        said = Said() if self.said.aside is Aside.ANOTHER else self.said
        return self.moved(
            answers={**said.answers, question.id: key},
            reopened=said.reopened - {question.id},
            aside=None,
        ).again(note)

    def marked(self, question_id: str, key: str) -> Turn:
        talk = self._facing(question_id)
        position = talk.position
        question = self.flow.questions.get(question_id)
        if question is None or question not in (*position.answered, position.open):
            return self.again(_NOT_NOW)
        if not question.kind.several or isinstance(question.read(key, position.facts), Declined):
            return self.again(_OLD_BUTTON)
        if question is not position.open:
            talk = talk.moved(reopened=talk.said.reopened | {question.id})
        return talk.shows(
            question_screen(self.flow, talk.said, talk.position, question, marked=key)
        )

    # What is commanded

    def commanded(self, command: Command, about: str | None, met: bool) -> Turn:
        if not met and command is Command.DELETE:
            return Turn(None, (Say("Nothing is kept about you here."),))
        if not met and command not in (Command.HELP, Command.PRIVACY):
            return self.welcome()
        match command:
            case Command.START:
                return self._start()
            case Command.BACK:
                return self._back()
            case Command.WHY | Command.WHERE:
                return self._explained(command, about)
            case Command.HELP:
                return self.again(text("help"))
            case Command.PRIVACY:
                return self.again(text("privacy"))
            case Command.RESULT:
                return self._result()
            case Command.CANCEL:
                return self.moved(aside=Aside.PAUSED).again()
            case Command.START_OVER:
                if not self.said.answers:
                    return self.moved(aside=None).again()
                return self.moved(aside=Aside.STARTING_OVER).again()
            case Command.DELETE:
                return self.moved(aside=Aside.DELETING).again()

    def _start(self) -> Turn:
        """Go on where the talk was left; after its end, offer another one."""
        talk = self.moved(aside=None)
        if not self.said.answers:
            return talk.welcome()
        if talk.position.open is None:
            return talk.moved(aside=Aside.ANOTHER).again(
                "Welcome back. Your last result is kept until you answer this."
            )
        count = len(talk.position.answered)
        kept = "1 answer is" if count == 1 else f"{count} answers are"
        return talk.shows(talk.open(f"Welcome back. {kept} kept.", (START_OVER,)))

    def _back(self) -> Turn:
        if self.said.aside is not None:
            return self.moved(aside=None).again()
        answered = self.position.answered
        if not answered:
            return self.again("This is the first question.")
        return self.moved(reopened=self.said.reopened | {answered[-1].id}).again()

    def _explained(self, command: Command, about: str | None) -> Turn:
        position = self.position
        question = self.flow.questions.get(about) if about else position.open
        if question is None or question not in (*position.answered, position.open):
            return self.again()
        words = question.why if command is Command.WHY else question.where
        if words is None:
            return self.again("There is no paper to look at for this one.")
        return self.again(worded(words, position.facts))

    def _result(self) -> Turn:
        talk = self.moved(aside=None)
        if talk.position.open is not None:
            return talk.again("The result comes after the last question.")
        return talk.again()

    def confirmed(self, command: Command, yes: bool) -> Turn:
        if command is not self._asked_to_confirm():
            return self.again("There is nothing to confirm now.")
        if not yes:
            return self.moved(aside=None).again("Nothing was changed.")
        if command is Command.DELETE:
            return Turn(None, (Say(text("deleted")),))
        return _Talk(self.flow, Said(), self.today).again()

    def _asked_to_confirm(self) -> Command | None:
        match self.said.aside:
            case Aside.DELETING:
                return Command.DELETE
            case Aside.STARTING_OVER:
                return Command.START_OVER
            case _:
                return None
