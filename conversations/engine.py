"""One event moves a talk: ``turn`` is the only place where that happens.

It is pure and total. Whatever the event is, wherever the talk stands, there is an answer that
leaves the person with a way on; nothing that was said is lost but by the person's own yes.
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from conversations.answers import (
    LONGEST,
    Declined,
    Dollars,
    YesNo,
    after_yes_or_no,
    phrases,
    plain,
    private,
)
from conversations.asking import begins_to_ask, ends_with_a_mark, is_question
from conversations.check_card import SHOW_RESULT, check_card
from conversations.commands import after_ask, command_in
from conversations.corrections import correction, named
from conversations.events import (
    Adopted,
    Asked,
    Chosen,
    Command,
    Confirmed,
    Edited,
    Event,
    Kept,
    Marked,
    Tried,
    Typed,
    Unreadable,
)
from conversations.flow import Aside, Flows, Position, Said, given, replay
from conversations.formats import listed
from conversations.glossary import LookUp
from conversations.question import Question, worded
from conversations.replies import Ask, Button, Card, Forget, Line, Reply, Say, Toast
from conversations.screens import (
    START_OVER,
    after_the_end,
    answers_are,
    kept_answer,
    known_so_far,
    question_screen,
    result,
    screen,
    set_of,
)
from conversations.several_facts import several_facts
from conversations.texts import text
from conversations.what_ifs import screens as what_ifs
from conversations.what_ifs.typed import what_if
from conversations.what_ifs.ways import ASKED

KEEPING = frozenset(("keep", "done"))
"""What a text begins with that leaves the answer of a question gone back to as it is."""

AGREEING = phrases("ok|okay|done|looks good|looks right|all right|all correct|next|continue|go on")
"""What says at the end, as yes does, that the answers are right."""

AT_THE_END = "the end"
"""Where something is asked when no question is open."""

_NO_ENTRY = "There is no entry here on that: a question for your CPA."
_PERHAPS_AN_ANSWER = "If it was meant as an answer, a word or an amount is enough."
_YES_OR_NO = (Aside.PAUSED, Aside.DELETING, Aside.STARTING_OVER, Aside.UNDERSTOOD)
_CHANGE_WHICH = "To change an answer, say which one: change age, or change my age to 51."
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
    settled: Line | None = None
    """The answer that was given, with a button that goes back to it: where a chat can do that,
    it takes the place of its question."""


def turn(flows: Flows, said: Said | None, event: Event, today: date, look_up: LookUp) -> Turn:
    """Move the talk by one event. ``said`` None is a person never met, or forgotten; ``look_up``
    finds what the glossary says to a question."""
    talk = _Talk(flows, said or Said(), today, look_up)
    taken = _taken(talk, event, said)
    if taken.said is None:
        return taken
    replies = (*talk.greets_again(event, taken.replies), *taken.replies)
    return replace(taken, said=replace(taken.said, day=today), replies=replies)


def _taken(talk: "_Talk", event: Event, said: Said | None) -> Turn:
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
        case Typed(words) if said is None and (understood := talk.understood(words)) is not None:
            return replace(understood, replies=(Say(talk.flows.welcome), *understood.replies))
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
        case Tried() | Adopted():
            return talk.tries(event)
        case Unreadable():
            return talk.again("Only text and buttons can be read here.")
        case Edited():
            return talk.again(
                "Changes to earlier messages are not read. Use back, or tap the earlier "
                "question's button, to change an answer."
            )


def _change(question: Question[Any], before: object, now: object) -> str:
    return f"{question.name}: changed from {question.show(before)} to {question.show(now)}."


class _Talk:
    """A talk at one moment. Its methods answer; none of them changes it."""

    def __init__(self, flows: Flows, said: Said, today: date, look_up: LookUp) -> None:
        self.flows, self.said, self.today, self.look_up = flows, said, today, look_up
        self.counted = Said() if said.aside is Aside.ANOTHER else said
        self.flow = flows.of(self.counted)

    @cached_property
    def position(self) -> Position:
        return replay(self.flow, self.counted, self.today)

    @cached_property
    def _settled(self) -> "_Talk":
        """With nothing between, and the answers that were gone back to left as they are."""
        return self.moved(aside=None, reopened=frozenset())

    def reached(self, question_id: str) -> Question[Any] | None:
        """A question that is answered or open; None for one that does not apply or is still to
        come, or that this release does not have."""
        reached = (*self.position.answered, self.position.open)
        question = self.flow.questions.get(question_id)
        return question if question in reached else None

    def moved(self, **changes: Any) -> "_Talk":
        return self.with_said(replace(self.said, **changes))

    def with_said(self, said: Said) -> "_Talk":
        return _Talk(self.flows, said, self.today, self.look_up)

    # What is shown

    def shows(self, *replies: Reply) -> Turn:
        return Turn(self.said, replies)

    def again(self, note: str | None = None) -> Turn:
        """What is open now, after a note. Answers are not listed again for a word in passing."""
        if note is not None and self.said.aside is None and self.position.open is None:
            return self.shows(Say(note, (SHOW_RESULT, *after_the_end(self.flow))))
        return self.shows(self.open(note))

    def _stale(self, words: str) -> Turn:
        """Words for a button that does nothing any more, in passing; then what is open."""
        if self.position.open is None:
            return self.shows(Toast(words))
        return self.shows(Toast(words), *self.again().replies)

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
        return self.shows(Say(self.flows.welcome), self.open(told))

    def greets_again(self, event: Event, replies: tuple[Reply, ...]) -> tuple[Say, ...]:
        """What is known, for a person who comes back on another day; two messages are enough."""
        begins = event == Asked(Command.START) or (
            isinstance(event, Typed) and command_in(event.text) is Command.START
        )
        match replies:
            case (Ask(in_place=False) | Card() | Say(),) if not begins:
                known = self._known_since_before()
                return (Say(f"Welcome back. {known}"),) if known else ()
        return ()

    def _known_since_before(self) -> str:
        """What was known when the person was here last, if that was on another day."""
        if self.said.day is None or self.said.day >= self.today:
            return ""
        return known_so_far(self._settled.position)

    def forgets(self, refused: Declined, met: bool = True) -> Turn:
        """Words for a text that must not stay, and is deleted where the chat can do that."""
        if met:
            return self.shows(Forget(), *self.again(refused.words).replies)
        return self.shows(Forget(), Say(self.flows.welcome), self.open(refused.words))

    # What answers

    def typed(self, words: str) -> Turn:
        if self.said.aside is Aside.DOUBTED:
            return self._typed_in_doubt(words)
        if self.said.aside in _YES_OR_NO:
            return self._typed_aside(words)
        tried = what_if(words, self.said.aside) if self.position.open is None else None
        if tried is not None:
            return self.tries(tried)
        if words.lstrip().startswith("/"):
            return self.again("That command is not known. /help lists those that are.")
        position = self.position
        question = position.open
        if begins_to_ask(words) or (question is None and is_question(words)):
            return self.asks(words)
        if question is None:
            return (
                self.understood(words)
                or self._corrected(words)
                or self._declined_amount(words)
                or self._goes_on_with(words)
            )
        if len(words) > LONGEST:
            return self.understood(words) or self.again(
                "That is too long to be an answer. A word or an amount is enough."
            )
        kept = kept_answer(self.said, position, question)
        if kept is not None and plain(words).partition(" ")[0] in KEEPING:
            return self.answered(question, kept)
        value = question.read(words, position.facts)
        if isinstance(value, Declined) and value.private:
            return self.forgets(value)
        if isinstance(value, Declined):
            return (
                self.understood(words)
                or self._corrected(words)
                or self._declined(question, words, value)
            )
        asked_back = self._asked_back(question, value)
        if asked_back is not None:
            return asked_back
        shown = question.show(value)
        # Said as it was read, unless that is how it was typed.
        note = None if plain(words) == plain(shown) else f"Noted: {shown}."
        return self.answered(question, question.key(value), note)

    def _declined(self, question: Question[Any], words: str, declined: Declined) -> Turn:
        talk = self.moved(last=None)
        if ends_with_a_mark(words) and not declined.meant:
            return talk._questioned(question, words, declined)
        return talk.shows(talk.open(declined.words, meant=declined.meant))

    def understood(self, words: str) -> Turn | None:
        """Several facts from one text, to be confirmed; None where there are none."""
        found = several_facts(words, self.today) if self.said.aside is None else {}
        facts = {
            question.id: key
            for question, key in found.items()
            if question.id in self.flow.questions
        }
        if not facts:
            return None
        new = {id_: key for id_, key in facts.items() if self.said.answers.get(id_) != key}
        if not new:
            return self.again("All of that is noted already.")
        return self.moved(aside=Aside.UNDERSTOOD, doubted=new).again()

    def _corrected(self, words: str) -> Turn | None:
        """What a text changes of the answers; None where it is about none of them."""
        meant = correction(words)
        if meant is None:
            return None
        if meant.topic is None:
            return None if meant.value is None else self._last_corrected(meant.value)
        found = named(meant.topic, self._settled.flow.questions.values())
        if not found:
            return None
        if len(found) > 1:
            names = listed([question.name for question in found], "or")
            return self.again(f"Which one: {names}?")
        return self._changed(found[0], meant.value)

    def _last_corrected(self, value: str) -> Turn | None:
        """A value meant for the last answer, or for the open question where that was gone back
        to, or where the last text was declined."""
        at, facts = self.position.open, self.position.facts
        last = next((q for q in self.position.answered if q.id == self.said.last), None)
        if at is None or at.id not in self.said.reopened:
            for question in filter(None, (last, at)):
                read = question.read(value, facts)
                if not isinstance(read, Declined) or read.meant or read.private:
                    return self._changed(question, value)
        return None if at is None else self.typed(value)

    def _changed(self, question: Question[Any], value: str | None) -> Turn:
        """An answer set to what was typed; asked again where that is not said, or declined."""
        talk = self._reaching(question.id)
        if talk.reached(question.id) is None:
            if self._given_later(question.id) is not None:
                return self._changed_later(question, value)
            return self.again(f"{question.name}: that is not asked at this point.")
        if question is talk.position.open:
            return talk.again() if value is None else talk.typed(value)
        before = talk.position.facts.answer(question)
        talk = talk.moved(reopened=talk.said.reopened | {question.id})
        if value is None:
            return talk.again()
        now = question.read(value, talk.position.facts)
        if isinstance(now, Declined):
            return talk.forgets(now) if now.private else talk._declined(question, value, now)
        asked_back = talk._asked_back(question, now)
        if asked_back is not None:
            return asked_back
        return talk.answered(question, question.key(now), _change(question, before, now))

    def _declined_amount(self, words: str) -> Turn | None:
        if self.said.aside not in ASKED.values():
            return None
        declined = Dollars().read(words)  # an amount is a what-if, and was taken for one
        return self.again(declined.words) if isinstance(declined, Declined) else None

    def _given_later(self, question_id: str) -> Question[Any] | None:
        """A question that was answered before a change opened another one in front of it."""
        talk = self._facing(question_id)
        answered = given(talk.flow, talk.counted, talk.today).answered
        return next((question for question in answered if question.id == question_id), None)

    def _changed_later(self, question: Question[Any], value: str | None) -> Turn:
        """Behind the open question an answer is changed, or else asked again in its turn."""
        talk = self._facing(question.id)
        facts = given(talk.flow, talk.counted, talk.today).facts
        before = facts.answer(question)
        now = before if value is None else question.read(value, facts)
        if isinstance(now, Declined) and now.private:
            return talk.forgets(now)
        if value is None or isinstance(now, Declined) or question.doubt(now, facts) is not None:
            note = f"{question.name}: that is asked again in its turn."
            return talk.moved(reopened=talk.said.reopened | {question.id}).again(note)
        return talk.answered(question, question.key(now), _change(question, before, now))

    def _goes_on_with(self, words: str) -> Turn:
        """After the end a text is a yes to the answers, the name of one, or another goal."""
        about = named(words, self.position.answered)
        if len(about) == 1:
            return self._changed(about[0], None)
        if plain(words) in AGREEING or YesNo().read(words) is True:
            return self._result()
        goal = self.flow.goal
        meant = goal.read(words, self.position.facts)
        if isinstance(meant, Declined):
            return self.again(_CHANGE_WHICH)
        return self.chosen(goal.id, goal.key(meant))

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
        talk = self._reaching(question_id)
        position, question = talk.position, talk.reached(question_id)
        if question is None:
            later = self._given_later(question_id)
            return self._stale(_NOT_NOW) if later is None else self._changed_later(later, key)
        value = question.read(key, position.facts)
        if isinstance(value, Declined):
            return self._stale(_OLD_BUTTON)
        if question is position.open:
            return talk.answered(question, question.key(value))
        before = position.facts.answer(question)
        if before == value:
            return self.shows(Toast(f"Noted already: {question.show(value)}."))
        return talk.answered(question, question.key(value), _change(question, before, value))

    def _facing(self, question_id: str) -> "_Talk":
        """A tap on a question's button returns to it, from whatever stood between. While
        another talk is on offer, the first question begins it and all others belong to the
        finished one."""
        if self.said.aside is Aside.ANOTHER and question_id == self.flow.goal.id:
            return self
        return self.moved(aside=None)

    def _reaching(self, question_id: str) -> "_Talk":
        """Facing a question that is answered: what was gone back to before it stays as it is."""
        talk = self._facing(question_id)
        if talk.reached(question_id) is not None:
            return talk
        order = tuple(self.flow.questions)
        further = order[order.index(question_id) :] if question_id in order else order
        return talk.moved(reopened=talk.said.reopened.intersection(further))

    def answered(self, question: Question[Any], key: str, note: str | None = None) -> Turn:
        said = Said() if self.said.aside is Aside.ANOTHER else self.said
        talk = self.moved(
            answers={**said.answers, question.id: key},
            reopened=said.reopened - {question.id},
            aside=None,
            doubted=said.doubted,
            last=question.id,
        )
        change = Button("Change", Asked(Command.BACK, question.id))
        settled = Line(question.name, question.told(key), change)
        return replace(talk.shows(talk.open(note)), settled=settled)

    def marked(self, question_id: str, option: str) -> Turn:
        """What is marked is kept as an answer that is still open, so that no tap is lost however
        fast they come."""
        talk = self._facing(question_id)
        position, question = talk.position, talk.reached(question_id)
        if question is None:
            return self._stale(_NOT_NOW)
        if option not in {known.key for known in question.kind.options if question.kind.several}:
            return self._stale(_OLD_BUTTON)
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
                talk.flow, talk.said, talk.position, question, note, in_place=not answered
            )
        )

    def kept(self, question_id: str) -> Turn:
        talk = self._facing(question_id)
        question = talk.position.open
        if question is None or question.id != question_id:
            return self._stale(_NOT_NOW)
        kept = kept_answer(talk.said, talk.position, question)
        return self._stale(_NOT_NOW) if kept is None else talk.answered(question, kept)

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
            case Command.CHECK:
                return self._check()
            case Command.RESULT:
                return self._result()
            case Command.WHAT_IF:
                return self.tries(None)
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
        kept, known = answers_are(self.said, "kept"), self._known_since_before()
        note = " ".join(filter(None, ("Welcome back.", kept, known)))
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
        talk = self._reaching(about)
        question = talk.reached(about)
        if question is None:
            later = self._given_later(about)
            return self._stale(_NOT_NOW) if later is None else self._changed_later(later, None)
        reopened = frozenset() if question is talk.position.open else {about}
        return talk.moved(reopened=talk.said.reopened | reopened).again()

    def _explained(self, command: Command, about: str | None) -> Turn:
        question = self.reached(about) if about else self.position.open
        if question is None:
            return self.again("Each question has its own: go back to it and ask there.")
        words = question.why if command is Command.WHY else question.where
        if words is None:
            return self.again("There is no paper to look at for this one.")
        told = self.again(worded(words, self.position.facts))
        match told.replies:
            case (Ask() as asked,) if asked.question == about:  # its own button was tapped
                return self.shows(replace(asked, in_place=True))
        return told

    def _check(self) -> Turn:
        """The answers so far, those that were gone back to among them."""
        talk = self.moved(aside=None)
        position = given(talk.flow, talk.said, talk.today)
        if not position.answered:
            return talk.again("There are no answers yet.")
        return talk.shows(check_card(talk.flow, position))

    def _result(self) -> Turn:
        """The result, with the answers that were gone back to left as they are."""
        talk = self._settled
        if talk.position.open is None:
            return talk.shows(result(talk.flow, talk.position))
        return self.moved(aside=None).again("The result comes after the last question.")

    def tries(self, asked: Tried | Adopted | None) -> Turn:
        """What can be tried on the result, what comes of it, or the answers with it kept."""
        talk = self._settled
        shown = what_ifs.screen(talk.flow, talk.said, talk.position, asked)
        if shown is None:
            return self.moved(aside=None).again(what_ifs.NO_RESULT)
        talk = talk.moved(answers=shown.answers, aside=shown.aside)
        if shown.answers == self.said.answers:
            return talk.shows(shown.reply)
        if talk.position.open is None:
            return talk.shows(shown.reply, result(talk.flow, talk.position))
        return talk.shows(talk.open(shown.reply.text))

    def confirmed(self, command: Command, yes: bool) -> Turn:
        if command is not self._asked_to_confirm():
            return self._stale("There is nothing to confirm now.")
        if not yes:
            return self.moved(aside=None).again("Nothing was changed.")
        if command is Command.CHECK:
            return self._taken_as_understood()
        if command is Command.DELETE:
            return Turn(None, (Say(text("deleted")),))
        return self.with_said(Said()).again()

    def _taken_as_understood(self) -> Turn:
        """Which of several there are was said in passing: whether that is all is still asked."""
        facts = {id_: key for id_, key in self.said.doubted.items() if id_ in self.flow.questions}
        in_passing = {id_ for id_, key in facts.items() if set_of(self.flow.questions[id_], key)}
        talk = self.moved(
            answers={**self.said.answers, **facts},
            reopened=self.said.reopened.difference(facts).union(in_passing),
            aside=None,
        )
        return talk.shows(talk.open("Noted."))

    def _asked_to_confirm(self) -> Command | None:
        match self.said.aside:
            case Aside.DELETING:
                return Command.DELETE
            case Aside.STARTING_OVER:
                return Command.START_OVER
            case Aside.UNDERSTOOD:
                return Command.CHECK
            case _:
                return None
