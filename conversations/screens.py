"""What a person is shown where a talk stands: the open question with its buttons, a result, or
what stands between."""

from typing import Any

from conversations.answers import Declined
from conversations.events import Asked, Chosen, Command, Confirmed, Marked
from conversations.flow import Aside, Flow, Position, Said, progress
from conversations.question import NOT_SURE, Question, worded
from conversations.replies import Ask, Button, Reply, Say, Show

START_OVER = Button("Start over", Asked(Command.START_OVER))
LAST_RESULT = Button("Show my last result", Asked(Command.RESULT))
AFTER_THE_END = (Button("Change the last answer", Asked(Command.BACK)), START_OVER)


def screen(
    flow: Flow,
    said: Said,
    position: Position,
    note: str | None = None,
    further: tuple[Button, ...] = (),
) -> Reply:
    """What is open now, after a note; ``further`` buttons stand beside a question's own."""
    match said.aside:
        case Aside.PAUSED:
            words = "Stopped. Your answers are kept: start goes on, delete erases them."
            return Say(_after(note, words), (Button("Go on", Asked(Command.START)),))
        case Aside.DELETING:
            return _confirming(
                Command.DELETE,
                _after(note, "Delete everything that is kept about you here? There is no undo."),
                "Yes, delete",
            )
        case Aside.STARTING_OVER:
            count = len(said.answers)
            return _confirming(
                Command.START_OVER,
                _after(note, f"Start over? What you answered so far ({count}) is forgotten."),
                "Yes, start over",
            )
        case Aside.ANOTHER:
            further = (*further, LAST_RESULT)
        case None:
            pass
    if position.open is None:
        return Show(flow.concludes(position.facts), AFTER_THE_END, note)
    return question_screen(flow, said, position, position.open, note, further=further)


def _confirming(command: Command, words: str, yes: str) -> Say:
    return Say(
        words,
        (
            Button(yes, Confirmed(command, yes=True)),
            Button("No, keep it", Confirmed(command, yes=False)),
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
    marked: str | None = None,
    further: tuple[Button, ...] = (),
) -> Ask:
    """A question. ``marked`` is what is chosen so far where several may be: the message then
    changes in place."""
    kept = kept_answer(said, position, question)
    keep: tuple[Button, ...] = ()
    if kept is not None:
        shown = question.show(question.read(kept, position.facts))
        keep = (Button(f"Keep {shown}", Chosen(question.id, kept)),)
        note = note or f"You said: {shown}."
    return Ask(
        progress=progress(flow, position),
        text=worded(question.asks, position.facts),
        choices=_choices(question, kept if marked is None else marked),
        controls=(*keep, *_controls(question, first=not position.answered), *further),
        several=question.kind.several,
        note=note,
        in_place=marked is not None,
    )


def kept_answer(said: Said, position: Position, question: Question[Any]) -> str | None:
    """The answer of a question that was gone back to, if it can still be meant."""
    if question.id not in said.reopened:
        return None
    key = said.answers.get(question.id)
    if key is None or isinstance(question.read(key, position.facts), Declined):
        return None
    return key


def _choices(question: Question[Any], current: str | None) -> tuple[Button, ...]:
    """Answers to tap; ``current`` is the key of the one given before, or marked so far."""
    if question.kind.several:
        return _marks(question, current or "")
    return tuple(
        Button(option.label, Chosen(question.id, option.key), chosen=option.key == current)
        for option in question.kind.options
    )


def _marks(question: Question[Any], current: str) -> tuple[Button, ...]:
    """Each option adds itself to what is chosen, or takes itself away; the last button answers
    with what is chosen."""
    chosen = _set(question, current)
    toggles = (
        Button(
            option.label,
            Marked(question.id, question.key(chosen ^ _set(question, option.key))),
            chosen=_set(question, option.key) <= chosen,
        )
        for option in question.kind.options
    )
    done = "Done" if chosen else question.show(frozenset()).capitalize()
    return (*toggles, Button(done, Chosen(question.id, question.key(chosen))))


def _set(question: Question[Any], key: str) -> frozenset[Any]:
    value = question.kind.read(key)
    return value if isinstance(value, frozenset) else frozenset()


def _controls(question: Question[Any], first: bool) -> tuple[Button, ...]:
    not_sure = Button("Not sure", Chosen(question.id, NOT_SURE.value))
    why = Button("Why?", Asked(Command.WHY, question.id))
    where = Button("Where do I find it?", Asked(Command.WHERE, question.id))
    back = Button("Back", Asked(Command.BACK))
    return (
        *((not_sure,) if question.not_sure else ()),
        why,
        *((where,) if question.where else ()),
        *(() if first else (back,)),
    )
