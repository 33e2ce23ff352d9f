"""What-ifs as they are shown: what can be tried, what comes of it, and what is kept of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from zlib import crc32

from conversations.answers import Declined, Dollars
from conversations.events import Adopted, Asked, Command, Tried
from conversations.flow import Aside, Flow, Position, Said
from conversations.replies import Button, Say
from conversations.situation import Situation
from conversations.what_ifs.kept import answers_changed
from conversations.what_ifs.outcome import Amount, Closed, Outcome, Trials
from conversations.what_ifs.told import told
from conversations.what_ifs.ways import ASKED, LABELS, Way

BACK = Button("Back to the result", Asked(Command.RESULT))
ANOTHER = Button("Another what-if", Asked(Command.WHAT_IF))


NO_RESULT = "What-ifs come after the result of a backdoor check."


@dataclass(frozen=True)
class Shown:
    reply: Say
    answers: Mapping[str, str]
    aside: Aside | None = None


def screen(
    flow: Flow, said: Said, position: Position, asked: Tried | Adopted | None
) -> Shown | None:
    """What can be tried, what comes of it, or the answers with it. None without a result."""
    situation = _situation(flow, position)
    if situation is None:
        return None
    match asked:
        case None:
            return Shown(_menu(situation), said.answers)
        case Tried():
            return _tried(situation, said, asked)
        case Adopted():
            return _adopted(situation, said, asked)


def how_much(flow: Flow, said: Said, position: Position) -> Say | None:
    """The amount that is asked for. None where the talk has moved on."""
    situation = _situation(flow, position)
    way = next((way for way, aside in ASKED.items() if aside is said.aside), None)
    if situation is None or way is None:
        return None
    shown = _tried(situation, said, Tried(way))
    return shown.reply if shown.aside else None


def _situation(flow: Flow, position: Position) -> Situation | None:
    if flow.situation is None or position.open is not None:
        return None
    return flow.situation(position.facts)


def _menu(situation: Situation) -> Say:
    """What can be tried, and why the rest cannot."""
    trials = Trials(situation)
    tried = {way: trials.of(way) for way in Way}
    closed: dict[str, list[str]] = {}
    for way, found in tried.items():
        if isinstance(found, Closed):
            closed.setdefault(found.why, []).append(LABELS[way])
    ways = tuple(
        Button(LABELS[way], Tried(way))
        for way, found in tried.items()
        if not isinstance(found, Closed)
    )
    if not ways:
        return Say("\n".join(("Nothing can be tried on this result.", *closed)), (BACK,))
    words = "What would one change make? Your answers stay as they are until you keep one."
    lines = [f"{', '.join(labels)}: {why}" for why, labels in closed.items()]
    not_open = "\n".join(("\n\nNot open:", *lines)) if lines else ""
    return Say(f"{words}{not_open}", (*ways, BACK))


def _tried(situation: Situation, said: Said, tried: Tried) -> Shown:
    """What comes of it, or how much of it is to be tried, with what then stands between."""
    match Trials(situation).of(tried.way, _amount(tried)):
        case Closed(why):
            words = f"{LABELS[tried.way]}: not open. {why}"
            return Shown(Say(words, (ANOTHER, BACK)), said.answers)
        case Amount(asks):
            return Shown(Say(asks, (ANOTHER, BACK)), said.answers, ASKED[tried.way])
        case Outcome() as outcome:
            keep = Button("Keep it", Adopted(tried, mark(said.answers)))
            keeps = (keep,) if any(answers_changed(situation, outcome.changed)) else ()
            words = "\n".join(told(situation, outcome))
            return Shown(Say(words, (*keeps, ANOTHER, BACK)), said.answers)


def _adopted(situation: Situation, said: Said, button: Adopted) -> Shown:
    """The answers with the what-if in them. Where they are others by now than those that it was
    tried on, it is shown as it would be now."""
    outcome = Trials(situation).of(button.tried.way, _amount(button.tried))
    if button.of != mark(said.answers) or not isinstance(outcome, Outcome):
        shown = _tried(situation, said, button.tried)
        words = f"Your answers have changed since then. As it is now:\n{shown.reply.text}"
        return replace(shown, reply=replace(shown.reply, text=words))
    changed = tuple(answers_changed(situation, outcome.changed))
    answers = {question.id: question.key(value) for question, value in changed}
    names = "; ".join(f"{question.name}: {question.show(value)}" for question, value in changed)
    return Shown(Say(f"Kept. Changed: {names}."), {**said.answers, **answers})


def mark(answers: Mapping[str, str]) -> str:
    """Tells answers from others, shortly: a button that keeps a what-if carries it."""
    return f"{crc32(repr(sorted(answers.items())).encode()):08x}"


def _amount(tried: Tried) -> Decimal | None:
    amount = None if tried.amount is None else Dollars().read(tried.amount)
    return None if isinstance(amount, Declined) else amount
