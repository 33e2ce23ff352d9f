"""What a person is shown where a talk stands: the open question with its buttons, a result, or
what stands between."""

from typing import Any

from conversations.answers import Declined
from conversations.events import Asked, Chosen, Command, Confirmed, Kept, Marked
from conversations.flow import Aside, Flow, Position, Said, progress
from conversations.question import NOT_SURE, Question, worded
from conversations.replies import Ask, Button, Reply, Say, Show

START_OVER = Button("Start over", Asked(Command.START_OVER))
LAST_RESULT = Button("Show my last result", Asked(Command.RESULT))
AFTER_THE_END = (Button("Change the last answer", Asked(Command.BACK)), START_OVER)
SHOW_RESULT = Button("Show the result", Asked(Command.RESULT))


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
                _after(note, f"Start over? {answers_are(said, 'forgotten then')}"),
                "Yes, start over",
            )
        case Aside.ANOTHER:
            further = (*further, LAST_RESULT)
        case None:
            pass
    if position.open is None:
        return Show(flow.concludes(position.facts), AFTER_THE_END, note)
    return question_screen(flow, said, position, position.open, note, further=further)


def answers_are(said: Said, fate: str) -> str:
    count = len(said.answers)
    return f"Your answer is {fate}." if count == 1 else f"Your {count} answers are {fate}."


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
        note = f"You said: {shown}."
    return Ask(
        progress=progress(flow, position),
        text=worded(question.asks, position.facts),
        choices=_choices(question, kept),
        controls=(*_controls(question, kept, shown, first=not position.answered), *further),
        several=question.kind.several,
        note=note,
        in_place=in_place,
    )


def kept_answer(said: Said, position: Position, question: Question[Any]) -> str | None:
    """The answer of a question that was gone back to, if it can still be meant."""
    if question.id not in said.reopened:
        return None
    key = said.answers.get(question.id)
    if key is None or isinstance(question.read(key, position.facts), Declined):
        return None
    return key


def _choices(question: Question[Any], kept: str | None) -> tuple[Button, ...]:
    """Answers to tap, the one given before marked as such."""
    if question.kind.several:
        return _marks(question, kept)
    return tuple(
        Button(option.label, Chosen(question.id, option.key), chosen=option.key == kept)
        for option in question.kind.options
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
