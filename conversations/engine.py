"""One event moves a talk: ``turn`` is the only place where that happens.

It is pure and total. Whatever the event is, wherever the talk stands, there is an answer that
leaves the person with a way on; nothing that was said is lost but by the person's own yes.
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from conversations.answers import LONGEST, Declined, YesNo, after_yes_or_no, plain, private
from conversations.asking import begins_to_ask, ends_with_a_mark, is_question
from conversations.commands import after_ask, command_in
from conversations.events import (
    Asked,
    Chosen,
    Command,
    Confirmed,
    Edited,
    Event,
    Kept,
    Marked,
    Typed,
    Unreadable,
)
from conversations.flow import Aside, Flow, Position, Said, replay
from conversations.glossary import LookUp
from conversations.question import Question, worded
from conversations.replies import Button, Forget, Reply, Say, Toast
from conversations.screens import (
    AFTER_THE_END,
    SHOW_RESULT,
    START_OVER,
    answers_are,
    kept_answer,
    question_screen,
    screen,
    set_of,
)
from conversations.texts import text

KEEPING = frozenset(("keep", "done"))
"""What a text begins with that leaves the answer of a question gone back to as it is."""

AT_THE_END = "the end"
"""Where something is asked when no question is open."""

_NO_ENTRY = "There is no entry here on that: a question for your CPA."
_PERHAPS_AN_ANSWER = "If it was meant as an answer, a word or an amount is enough."
_NOT_NOW = "That button belongs to a question that does not apply now."
_OLD_BUTTON = "That button is from an earlier version and no longer works."


@dataclass(frozen=True)
class Turn:
    """What a talk is after an event, and what it shows."""

    said: Said | None
    """None when nothing is to be kept."""
    replies: tuple[Reply, ...]
    in_vain: str | None = None
    """The id of the question at which something was asked that the glossary has no entry for."""


def turn(flow: Flow, said: Said | None, event: Event, today: date, look_up: LookUp) -> Turn:
    """Move the talk by one event. ``said`` None is a person never met, or forgotten; ``look_up``
    finds what the glossary says to a question."""
    talk = _Talk(flow, said or Said(), today, look_up)
    match event:
        case Typed(words) if (refused := private(words)) is not None:
            return talk.forgets(refused, met=said is not None)
        case Typed(words) if (asked := after_ask(words)) is not None:
            return talk.welcome(asked) if said is None else talk.asks(asked)
        case Typed(words) if (command := command_in(words)) is not None:
            return talk.commanded(command, None, met=said is not None)
        case Asked(command, about):
            return talk.commanded(command, about, met=said is not None)
        case Typed(words) if said is None and is_question(words):
            return talk.welcome(words)
        case _ if said is None:
            return talk.welcome()
        case Typed(words):
            return talk.typed(words)
        case Chosen(question, key):
            return talk.chosen(question, key)
        case Marked(question, option):
            return talk.marked(question, option)
        case Kept(question):
            return talk.kept(question)
        case Confirmed(command, yes):
            return talk.confirmed(command, yes)
        case Unreadable():
            return talk.again("Only text and buttons can be read here.")
        case Edited():
            return talk.again(
                "Changes to earlier messages are not read. Use back, or tap the earlier "
                "question's button, to change an answer."
            )


class _Talk:
    """A talk at one moment. Its methods answer; none of them changes it."""

    def __init__(self, flow: Flow, said: Said, today: date, look_up: LookUp) -> None:
        self.flow, self.said, self.today, self.look_up = flow, said, today, look_up

    @cached_property
    def position(self) -> Position:
        another = self.said.aside is Aside.ANOTHER
        return replay(self.flow, Said() if another else self.said, self.today)

    def reached(self, question_id: str) -> Question[Any] | None:
        """A question that is answered or open; None for one that does not apply or is still to
        come, or that this release does not have."""
        reached = (*self.position.answered, self.position.open)
        question = self.flow.questions.get(question_id)
        return question if question in reached else None

    def moved(self, **changes: Any) -> "_Talk":
        return self.with_said(replace(self.said, **changes))

    def with_said(self, said: Said) -> "_Talk":
        return _Talk(self.flow, said, self.today, self.look_up)

    # What is shown

    def shows(self, *replies: Reply) -> Turn:
        return Turn(self.said, replies)

    def again(self, note: str | None = None) -> Turn:
        """What is open now, after a note. A result is not shown again for a word in passing."""
        if note is not None and self.said.aside is None and self.position.open is None:
            return self.shows(Say(note, (SHOW_RESULT, *AFTER_THE_END)))
        return self.shows(self.open(note))

    def open(
        self,
        note: str | None = None,
        further: tuple[Button, ...] = (),
        meant: tuple[Any, ...] = (),
    ) -> Reply:
        return screen(self.flow, self.said, self.position, note, further, meant)

    def welcome(self, asked: str | None = None) -> Turn:
        """The greeting and the first question, with the answer to what was asked by way of one."""
        entry = None if asked is None else self.look_up(asked)
        told = None if entry is None else entry.told(self.position.facts)
        return self.shows(Say(self.flow.welcome), self.open(told))

    def forgets(self, refused: Declined, met: bool = True) -> Turn:
        """Words for a text that must not stay, and is deleted where the chat can do that."""
        if met:
            return self.shows(Forget(), *self.again(refused.words).replies)
        return self.shows(Forget(), Say(self.flow.welcome), self.open(refused.words))

    # What answers

    def typed(self, words: str) -> Turn:
        if self.said.aside is Aside.DOUBTED:
            return self._typed_in_doubt(words)
        if self.said.aside in (Aside.PAUSED, Aside.DELETING, Aside.STARTING_OVER):
            return self._typed_aside(words)
        if words.lstrip().startswith("/"):
            return self.again("That command is not known. /help lists those that are.")
        position = self.position
        question = position.open
        if begins_to_ask(words) or (question is None and is_question(words)):
            return self.asks(words)
        if question is None:
            return self.again("Your check is finished. To change it, go back or start over.")
        if len(words) > LONGEST:
            return self.again("That is too long to be an answer. A word or an amount is enough.")
        kept = kept_answer(self.said, position, question)
        if kept is not None and plain(words).partition(" ")[0] in KEEPING:
            return self.answered(question, kept)
        value = question.read(words, position.facts)
        if isinstance(value, Declined) and value.private:
            return self.forgets(value)
        if isinstance(value, Declined) and ends_with_a_mark(words) and not value.meant:
            return self._questioned(question, words, value)
        if isinstance(value, Declined):
            return self.shows(self.open(value.words, meant=value.meant))
        asked_back = self._asked_back(question, value)
        if asked_back is not None:
            return asked_back
        shown = question.show(value)
        # Said as it was read, unless that is how it was typed.
        note = None if plain(words) == plain(shown) else f"Noted: {shown}."
        return self.answered(question, question.key(value), note)

    def _asked_back(self, question: Question[Any], value: object) -> Turn | None:
        """What looks like a slip is asked back, unless it was asked or said before."""
        key, said = question.key(value), self.said
        known = (said.answers.get(question.id), said.doubted.get(question.id))
        if key in known or said.aside is Aside.ANOTHER:
            return None
        if question.doubt(value, self.position.facts) is None:
            return None
        return self.moved(aside=Aside.DOUBTED, doubted={**said.doubted, question.id: key}).again()

    def _typed_in_doubt(self, words: str) -> Turn:
        """Yes takes the answer that was asked back about, no leaves the question open; what is
        neither is another answer."""
        if is_question(words):
            return self.asks(words)
        talk = self.moved(aside=None)
        question = talk.position.open
        key = None if question is None else self.said.doubted.get(question.id)
        meant = plain(words) in KEEPING or YesNo().read(words)
        if question is None or key is None:
            return talk.typed(words)
        if isinstance(meant, Declined):
            unread = isinstance(question.read(words, talk.position.facts), Declined)
            return talk.typed((after_yes_or_no(words) if unread else None) or words)
        return talk.answered(question, key) if meant else talk.again()

    def _questioned(self, question: Question[Any], words: str, declined: Declined) -> Turn:
        """A text with a question mark that is no answer as it stands: an answer in doubt, or a
        question."""
        value = question.read(plain(words).rstrip("? "), self.position.facts)
        if not isinstance(value, Declined):
            shown = question.show(value)
            note = f"If you mean {shown}, say it without the question mark."
            return self.shows(self.open(note, meant=(value,)))
        return self.asks(words) if is_question(words) else self.again(declined.words)

    def asks(self, words: str) -> Turn:
        """What the glossary says to a question, then what is open."""
        entry = self.look_up(words)
        if entry is not None:
            return self.again(entry.told(self.position.facts))
        at = self.position.open
        if at is None:
            return replace(self.again(_NO_ENTRY), in_vain=AT_THE_END)
        return replace(self.again(f"{_NO_ENTRY} {_PERHAPS_AN_ANSWER}"), in_vain=at.id)

    def _typed_aside(self, words: str) -> Turn:
        if is_question(words):
            return self.asks(words)
        command = self._asked_to_confirm()
        if command is None:
            return self.again()
        yes = YesNo().read(words)
        if isinstance(yes, Declined):
            return self.again(yes.words)
        return self.confirmed(command, yes)

    def chosen(self, question_id: str, key: str) -> Turn:
        talk = self._facing(question_id)
        position, question = talk.position, talk.reached(question_id)
        if question is None:
            return self.again(_NOT_NOW)
        value = question.read(key, position.facts)
        if isinstance(value, Declined):
            return self.again(_OLD_BUTTON)
        if question is position.open:
            return talk.answered(question, question.key(value))
        before, now = position.facts.answer(question), question.show(value)
        if before == value:
            return self.shows(Toast(f"Noted already: {now}."))
        asked = worded(question.asks, position.facts)
        note = f"{asked} Changed from {question.show(before)} to {now}."
        return talk.answered(question, question.key(value), note)

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
        talk = self.moved(
            answers={**said.answers, question.id: key},
            reopened=said.reopened - {question.id},
            aside=None,
            doubted=said.doubted,
        )
        return talk.shows(talk.open(note))

    def marked(self, question_id: str, option: str) -> Turn:
        """What is marked is kept as an answer that is still open, so that no tap is lost however
        fast they come."""
        talk = self._facing(question_id)
        position, question = talk.position, talk.reached(question_id)
        if question is None:
            return self.again(_NOT_NOW)
        if option not in {known.key for known in question.kind.options if question.kind.several}:
            return self.again(_OLD_BUTTON)
        answered = question is not position.open
        begun = answered or question.id in talk.said.reopened
        before = set_of(question, talk.said.answers.get(question.id) if begun else None)
        talk = talk.moved(
            answers={
                **talk.said.answers,
                question.id: question.key(before ^ set_of(question, option)),
            },
            reopened=talk.said.reopened | {question.id},
        )
        # A list that was answered before is shown again below, where the person looks.
        note = "This changes an earlier answer: tap Done when it is right." if answered else None
        return talk.shows(
            question_screen(
                self.flow, talk.said, talk.position, question, note, in_place=not answered
            )
        )

    def kept(self, question_id: str) -> Turn:
        talk = self._facing(question_id)
        question = talk.position.open
        if question is None or question.id != question_id:
            return self.again(_NOT_NOW)
        kept = kept_answer(talk.said, talk.position, question)
        return self.again(_NOT_NOW) if kept is None else talk.answered(question, kept)

    # What is commanded

    def commanded(self, command: Command, about: str | None, met: bool) -> Turn:
        if not met and command is Command.DELETE:
            return Turn(None, (Say("Nothing is kept about you here."),))
        if not met and command not in (Command.HELP, Command.ASK, Command.PRIVACY):
            return self.welcome()
        match command:
            case Command.START:
                return self._start()
            case Command.BACK:
                return self._back(about)
            case Command.WHY | Command.WHERE:
                return self._explained(command, about)
            case Command.HELP:
                return self.again(text("help"))
            case Command.ASK:
                return self.again(text("ask"))
            case Command.PRIVACY:
                return self.again(text("privacy"))
            case Command.RESULT:
                return self._result()
            case Command.CANCEL:
                return self._cancel()
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
        note = f"Welcome back. {answers_are(self.said, 'kept')}"
        return talk.shows(talk.open(note, (START_OVER,)))

    def _cancel(self) -> Turn:
        if self.moved(aside=None).position.open is None:
            return self.moved(aside=None).again(
                "Nothing is open. Your result is kept; /start begins another check."
            )
        return self.moved(aside=Aside.PAUSED).again()

    def _back(self, about: str | None) -> Turn:
        """To the question before, or to the one that is asked ``about``."""
        if about is not None:
            return self._asked_again(about)
        if self.said.aside is not None:
            return self.moved(aside=None).again()
        answered = self.position.answered
        if not answered:
            return self.again("This is the first question.")
        return self.moved(reopened=self.said.reopened | {answered[-1].id}).again()

    def _asked_again(self, about: str) -> Turn:
        talk = self._facing(about)
        question = talk.reached(about)
        if question is None:
            return self.again(_NOT_NOW)
        reopened = frozenset() if question is talk.position.open else {about}
        return talk.moved(reopened=talk.said.reopened | reopened).again()

    def _explained(self, command: Command, about: str | None) -> Turn:
        question = self.reached(about) if about else self.position.open
        if question is None:
            return self.again("Each question has its own: go back to it and ask there.")
        words = question.why if command is Command.WHY else question.where
        if words is None:
            return self.again("There is no paper to look at for this one.")
        return self.again(worded(words, self.position.facts))

    def _result(self) -> Turn:
        """The result, with the answers that were gone back to left as they are."""
        talk = self.moved(aside=None, reopened=frozenset())
        if talk.position.open is None:
            return talk.shows(talk.open())
        return self.moved(aside=None).again("The result comes after the last question.")

    def confirmed(self, command: Command, yes: bool) -> Turn:
        if command is not self._asked_to_confirm():
            return self.again("There is nothing to confirm now.")
        if not yes:
            return self.moved(aside=None).again("Nothing was changed.")
        if command is Command.DELETE:
            return Turn(None, (Say(text("deleted")),))
        return self.with_said(Said()).again()

    def _asked_to_confirm(self) -> Command | None:
        match self.said.aside:
            case Aside.DELETING:
                return Command.DELETE
            case Aside.STARTING_OVER:
                return Command.START_OVER
            case _:
                return None
