"""A talk at one moment: where it stands and what it shows. What moves it gives another one."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from conversations.answers import Declined
from conversations.events import Opened
from conversations.flow import Aside, Flows, Position, Said
from conversations.glossary import LookUp
from conversations.parts import MORE, parts
from conversations.question import Question
from conversations.replay import given, replay
from conversations.replies import Button, Forget, Line, Picture, Reply, Say, Show, Toast
from conversations.screens.below_the_result import (
    PICTURE,
    below_the_result,
    further_from_the_result,
)
from conversations.screens.check_card import SHOW_RESULT
from conversations.screens.what_is_open import screen
from conversations.sharing.screens import asks_consent
from conversations.to_do import concluded
from conversations.what_ifs.kept import mark


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


class Moment:
    """``since`` is where the talk stood before its open question was answered."""

    def __init__(
        self,
        flows: Flows,
        said: Said,
        today: date,
        look_up: LookUp,
        since: Position | None = None,
    ) -> None:
        self.flows, self.said, self.today, self.look_up = flows, said, today, look_up
        self._since = since
        self.counted = Said() if said.aside is Aside.ANOTHER else said
        self.flow = flows.of(self.counted)

    @cached_property
    def position(self) -> Position:
        return replay(self.flow, self.counted, self.today, self._since)

    @cached_property
    def given(self) -> Position:
        """With the answers that were gone back to, and those behind the open question."""
        return given(self.flow, self.counted, self.today)

    @cached_property
    def settled(self) -> "Moment":
        """With nothing between, and the answers that were gone back to left as they are."""
        if self.said.reopened:
            return self.moved(aside=None, reopened=frozenset())
        return self.undisturbed

    @property
    def undisturbed(self) -> "Moment":
        """With nothing between the person and the open question."""
        return self if self.said.aside is None else self.moved(aside=None)

    @property
    def undecided(self) -> "Moment":
        """For what shows something else: a yes that is typed later is not one to what was asked
        before that."""
        asked = self.said.aside in (Aside.DELETING, Aside.STARTING_OVER, Aside.RICHLY)
        return self.undisturbed if asked else self

    # Where it moves to

    def moved(self, **changes: Any) -> "Moment":
        return self.with_said(replace(self.said, **changes))

    def with_said(self, said: Said, since: Position | None = None) -> "Moment":
        return Moment(self.flows, said, self.today, self.look_up, since)

    def facing(self, question_id: str) -> "Moment":
        """A tap on a question's button returns to it, from whatever stood between. While
        another talk is on offer, the first question begins it and all others belong to the
        finished one."""
        if self.said.aside is Aside.ANOTHER and question_id == self.flow.goal.id:
            return self
        return self.undisturbed

    def reaching(self, question_id: str) -> "Moment":
        """Facing a question that is answered: what was gone back to before it stays as it is."""
        talk = self.facing(question_id)
        if talk.reached(question_id) is not None:
            return talk
        order = tuple(self.flow.questions)
        further = order[order.index(question_id) :] if question_id in order else order
        return talk.moved(reopened=talk.said.reopened.intersection(further))

    def reached(self, question_id: str) -> Question[Any] | None:
        """A question that is answered or open; None for one that does not apply or is still to
        come, or that this release does not have."""
        reached = (*self.position.answered, self.position.open)
        question = self.flow.questions.get(question_id)
        return question if question in reached else None

    def given_later(self, question_id: str) -> Question[Any] | None:
        """A question that was answered before a change opened another one in front of it."""
        answered = self.facing(question_id).given.answered
        return next((question for question in answered if question.id == question_id), None)

    # What is shown

    def shows(self, *replies: Reply, settled: Line | None = None) -> Turn:
        return Turn(self.said, tuple(map(self._as_preferred, replies)), settled=settled)

    def _as_preferred(self, reply: Reply) -> Reply:
        if isinstance(reply, Show | Picture) and reply.prefers != self.said.prefers:
            return replace(reply, prefers=self.said.prefers)
        return reply

    def open(
        self,
        note: str | None = None,
        further: tuple[Button, ...] = (),
        meant: tuple[Any, ...] = (),
    ) -> Reply:
        cpa = self.flows.cpa
        if self.said.aside is Aside.CONSENTING and cpa is not None and self.position.open is None:
            return asks_consent(cpa, self.position, self.said, note)
        return screen(self.flow, self.said, self.position, note, further, meant)

    def again(self, note: str | None = None) -> Turn:
        """What is open now, after a note. Answers are not listed again for a word in passing."""
        if note is not None and self.said.aside is None and self.position.open is None:
            return self.shows(Say(note, (SHOW_RESULT, *self._below)))
        return self.shows(self.open(note))

    def result(self, asked: Opened | None = None) -> Show:
        """What the answers come to; nothing is open any more. A part of it opens in place, unless
        it is asked for below the result of other answers: that is then shown as it is now."""
        document = concluded(self.flow, self.position, self.said)
        picture = (PICTURE,) if document.charts else ()
        shown = Opened("", mark(self.counted.answers))
        in_place = asked is not None and asked.of == shown.of
        if asked and in_place and asked.part in (MORE, *(part.mark for part in parts(document))):
            shown = asked
        further = (*picture, *self._further)
        return Show(document, self._below, further=further, opened=shown, in_place=in_place)

    @property
    def ways_on(self) -> tuple[Button, ...]:
        """From a result."""
        return (*self._below, *self._further)

    @property
    def _below(self) -> tuple[Button, ...]:
        return below_the_result(self.flows, self.flow, self.position)

    @property
    def _further(self) -> tuple[Button, ...]:
        return further_from_the_result(self.flow, self.counted, self.position)

    def stale(self, words: str) -> Turn:
        """Words for a button that does nothing any more, in passing; then what is open."""
        if self.position.open is None:
            return self.shows(Toast(words))
        return self.shows(Toast(words), *self.again().replies)

    def forgets(self, refused: Declined) -> Turn:
        """Words for a text that must not stay, and is deleted where the chat can do that."""
        return self.shows(Forget(), *self.again(refused.words).replies)


NOT_NOW = "That button belongs to a question that does not apply now."
OLD_BUTTON = "That button is from an earlier version and no longer works."
