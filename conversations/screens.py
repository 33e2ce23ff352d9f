"""What a person is shown where a talk stands: the open question with its buttons, the answers to
look over, a result, or what stands between."""

from dataclasses import replace
from typing import Any

from conversations.answers import Declined
from conversations.check_card import check_card, still_true_card, understood_card
from conversations.events import Asked, Chosen, Command, Confirmed, Kept, Marked
from conversations.flow import Aside, Flow, Position, Said, answer, progress
from conversations.next_year import next_year
from conversations.question import NOT_SURE, Facts, Question, worded
from conversations.replies import Ask, Button, Reply, Say
from conversations.to_do import TO_DO
from conversations.what_ifs.screens import left_open

START_OVER = Button("Start over", Asked(Command.START_OVER))
ANOTHER_CHECK = Button("Another check", Asked(Command.ANOTHER))
BACK_TO_THE_LAST = Button("Back to my answers", Asked(Command.START))
WHAT_IF = Button("What if?", Asked(Command.WHAT_IF))
PDF = Button("PDF", Asked(Command.PDF))
PICTURE = Button("Picture", Asked(Command.CHART))
REMIND = Button("Remind me", Asked(Command.REMIND))
BOOK = Button("Book", Asked(Command.BOOK))
SAVE = Button("Save this result", Asked(Command.SAVE))
CHANGE = Button("Change an answer", Asked(Command.CHECK))


def after_the_end(flow: Flow, position: Position, booking: bool) -> tuple[Button, ...]:
    """What can be tapped below a result: what to do with it, then where to go on."""
    goal = flow.goal
    labels = {option.key: option.label for option in goal.kind.options}
    return (
        *((WHAT_IF,) if flow.situation else ()),
        TO_DO,
        REMIND,
        PDF,
        SAVE,
        *((BOOK,) if booking else ()),
        CHANGE,
        *(
            Button(lead.label or labels[lead.goal], Chosen(goal.id, lead.goal))
            for lead in flow.leads_to
            if lead.when(position.facts)
        ),
        *go_on_to_next_year(position),
        ANOTHER_CHECK,
    )


def go_on_to_next_year(position: Position) -> tuple[Button, ...]:
    year = next_year(position)
    return () if year is None else (Button(f"Go on to {year}", Asked(Command.NEXT_YEAR)),)


def screen(
    flow: Flow,
    said: Said,
    position: Position,
    note: str | None = None,
    further: tuple[Button, ...] = (),
    meant: tuple[Any, ...] = (),
) -> Reply:
    """What is open now, after a note; ``further`` buttons stand beside a question's own. What
    the last text could have ``meant``, or what is likely, can be tapped where it has to be typed
    otherwise."""
    match said.aside:
        case Aside.PAUSED:
            words = "Stopped. Your answers are kept: /start goes on, /delete erases them."
            return Say(_after(note, words), (Button("Go on", Asked(Command.START)),))
        case Aside.DELETING:
            return _confirming(
                Command.DELETE,
                _after(note, "Delete everything that is kept about you here? There is no undo."),
                "Yes, delete",
            )
        case Aside.STARTING_OVER:
            return _confirming(
                Command.START_OVER,
                _after(note, f"Start over? {answers_are(said, 'forgotten then')}{_ends(said)}"),
                "Yes, start over",
            )
        case Aside.ANOTHER:
            further = (*further, BACK_TO_THE_LAST)
        case Aside.UNDERSTOOD:
            understood = understood_card(flow, said, position.facts.today, note)
            if understood is not None:
                return understood
        case Aside.STILL_TRUE:
            still_true = still_true_card(flow, said, note)
            if still_true is not None:
                return still_true
        case Aside.DOUBTED:
            doubted = _doubted(said, position)
            if doubted is not None:  # it is None where another release has no such doubt
                return replace(doubted, text=_after(note, doubted.text))
        case Aside.CONVERTING | Aside.CONTRIBUTING | Aside.GIVING | Aside.TRIED:
            what_if = left_open(flow, said, position)
            if what_if is not None:  # it is None where the talk has moved on
                return replace(what_if, text=_after(note, what_if.text))
        case None:
            pass
    if position.open is None:
        return check_card(flow, position, note)
    asked = question_screen(flow, said, position, position.open, note, further=further)
    likely = position.open.suggests
    meant = meant or (likely(position.facts) if likely else ())
    return replace(asked, choices=asked.choices or readings(position.open, meant, position))


def _doubted(said: Said, position: Position) -> Say | None:
    """What was answered to the open question, asked back: taken as it is, or changed."""
    question = position.open
    key = None if question is None else said.doubted.get(question.id)
    if question is None or key is None:
        return None
    value = question.read(key, position.facts)
    doubt = None if isinstance(value, Declined) else question.doubt(value, position.facts)
    if doubt is None:
        return None
    return Say(
        doubt.asks,
        (
            Button(f"Yes, {question.show(value)}", Chosen(question.id, key)),
            *readings(question, doubt.instead, position),
            Button("No, change it", Asked(Command.BACK, question.id)),
        ),
    )


def readings(
    question: Question[Any], meant: tuple[Any, ...], position: Position
) -> tuple[Button, ...]:
    """Answers that may have been meant, to tap; none for those that cannot be."""
    keys = {question.show(value): question.key(value) for value in meant}
    return tuple(
        Button(label, Chosen(question.id, key))
        for label, key in keys.items()
        if not isinstance(question.read(key, position.facts), Declined)
    )


def answers_are(said: Said, fate: str) -> str:
    count = len(said.answers)
    return f"Your answer is {fate}." if count == 1 else f"Your {count} answers are {fate}."


def _ends(said: Said) -> str:
    """What else is forgotten with the answers."""
    gone = ["ticks"] if said.done else []
    gone += ["reminders"] if said.reminders else []
    return f" So are your {' and '.join(gone)}." if gone else ""


MOST_KNOWN = 5
"""Answers that are named to a person who comes back."""


def known_so_far(position: Position) -> str:
    """The first answers, and how many more there are; empty where there are none."""
    told = [
        f"{question.name}: {question.show(position.facts.answer(question))}"
        for question in position.answered
    ]
    if not told:
        return ""
    more = len(told) - MOST_KNOWN
    rest = f" and {more} more (/check lists them)" if more > 0 else ""
    return f"Known so far: {'; '.join(told[:MOST_KNOWN])}{rest}."


def _confirming(command: Command, words: str, yes: str) -> Say:
    return Say(
        words,
        (
            Button(yes, Confirmed(command, yes=True)),
            Button("No, keep them", Confirmed(command, yes=False)),
        ),
    )


def _after(note: str | None, words: str) -> str:
    return words if note is None else f"{note}\n\n{words}"


def question_screen(
    flow: Flow,
    said: Said,
    position: Position,
    question: Question[Any],
    note: str | None = None,
    further: tuple[Button, ...] = (),
    in_place: bool = False,
) -> Ask:
    """A question; ``in_place`` where only what is marked has changed."""
    kept = kept_answer(said, position, question)
    shown = None if kept is None else question.show(question.read(kept, position.facts))
    if shown is not None and note is None and not in_place:
        note = f"You said: {shown}." if question.id in said.answers else f"Now: {shown}."
    return Ask(
        progress=progress(flow, position),
        text=worded(question.asks, position.facts),
        choices=_choices(question, kept, position.facts),
        controls=(*_controls(question, kept, shown, first=not position.answered), *further),
        several=question.kind.several,
        note=note,
        in_place=in_place,
        question=question.id,
    )


def kept_answer(said: Said, position: Position, question: Question[Any]) -> str | None:
    """The answer of a question that was gone back to, if it can still be meant."""
    if question.id not in said.reopened:
        return None
    value = answer(question, said, position.facts)
    return None if isinstance(value, Declined) else question.key(value)


def _choices(question: Question[Any], kept: str | None, facts: Facts) -> tuple[Button, ...]:
    """Answers to tap that can be meant, the one given before marked as such."""
    if question.kind.several:
        return _marks(question, kept)
    return tuple(
        Button(option.label, Chosen(question.id, option.key), chosen=option.key == kept)
        for option in question.kind.options
        if not isinstance(question.read(option.key, facts), Declined)
    )


def _marks(question: Question[Any], kept: str | None) -> tuple[Button, ...]:
    """Each option adds itself to what is marked, or takes itself away; the last button answers."""
    marked = set_of(question, kept)
    toggles = (
        Button(
            option.label,
            Marked(question.id, option.key),
            chosen=set_of(question, option.key) <= marked,
        )
        for option in question.kind.options
    )
    if marked:
        return (*toggles, Button("Done", Kept(question.id)))
    none = question.show(frozenset()).capitalize()
    return (*toggles, Button(none, Chosen(question.id, question.key(frozenset()))))


def set_of(question: Question[Any], key: str | None) -> frozenset[Any]:
    """What a key of a question with several answers stands for; nothing for none."""
    value = None if key is None else question.kind.read(key)
    return value if isinstance(value, frozenset) else frozenset()


def _controls(
    question: Question[Any], kept: str | None, shown: str | None, first: bool
) -> tuple[Button, ...]:
    controls = []
    unsure = NOT_SURE.value
    if kept not in (None, unsure) and not question.kind.options:
        controls.append(Button(f"Keep {shown}", Kept(question.id)))
    if question.not_sure:
        controls.append(Button("Not sure", Chosen(question.id, unsure), chosen=kept == unsure))
    controls.append(Button("Why?", Asked(Command.WHY, question.id)))
    if question.where:
        controls.append(Button("Where do I find it?", Asked(Command.WHERE, question.id)))
    if not first:
        controls.append(Button("Back", Asked(Command.BACK)))
    return tuple(controls)
