"""What-ifs as they are shown: what can be tried, what comes of it, and what is kept of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from conversations.answers import Declined, Dollars
from conversations.events import Adopted, Asked, Command, Tried
from conversations.flow import Aside, Flow, Position, Said
from conversations.formats import dollars
from conversations.question import Facts, Question
from conversations.replies import Button, Say, Show
from conversations.situations.situation import Situation
from conversations.what_ifs.kept import answers_changed, mark
from conversations.what_ifs.outcome import Amount, Closed, Outcome, Trials
from conversations.what_ifs.over_years import Assumed
from conversations.what_ifs.plan_screens import plan, step
from conversations.what_ifs.shown import last_shown, planned_so_far, situation_of, written
from conversations.what_ifs.told import told
from conversations.what_ifs.ways import ASKED, LABELS, Way, label

BACK = Button("Back to the result", Asked(Command.RESULT))
ANOTHER = Button("Another what-if", Asked(Command.WHAT_IF))


NOT_KEPT = (
    "A plan is not kept as an answer. Its first year can be taken over below, and the PDF shows "
    "all of it."
)
_CHANGED = "Your answers have changed since then. As it is now:"

NO_RESULT = "What-ifs come after the result of a backdoor check."


@dataclass(frozen=True)
class Shown:
    reply: Say | Show
    answers: Mapping[str, str]
    aside: Aside | None = None
    tried: str | None = None
    """What can be kept now."""


def screen(
    flow: Flow, said: Said, position: Position, asked: Tried | Adopted | None
) -> Shown | None:
    """What can be tried, what comes of it, or the answers with it. None without a result."""
    situation = situation_of(flow, position)
    if situation is None:
        return None
    match asked:
        case None:
            return Shown(_menu(situation), said.answers)
        case Tried():
            return _tried(position.facts, situation, said, asked)
        case Adopted():
            return _adopted(position.facts, situation, said, asked)


def left_open(flow: Flow, said: Said, position: Position) -> Say | Show | None:
    """The amount that is asked for, or the what-if that is shown. None where the talk has moved
    on."""
    situation = situation_of(flow, position)
    asked = next((Tried(way) for way, aside in ASKED.items() if aside is said.aside), None)
    tried = asked or planned_so_far(said) or last_shown(said)
    if situation is None or tried is None:
        return None
    shown = _tried(position.facts, situation, said, tried)
    return shown.reply if shown.aside else None


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


def _tried(facts: Facts, situation: Situation, said: Said, tried: Tried) -> Shown:
    """What comes of it, or how much of it is to be tried, with what then stands between."""
    match Trials(situation).of(tried.way, _amount(tried)):
        case Closed(why):
            words = f"{LABELS[tried.way]}: not open. {why}"
            return Shown(Say(words, (ANOTHER, BACK)), said.answers)
        case Amount() if tried.way is Way.OVER_YEARS:
            return _over_years(facts, situation, said, tried)
        case Amount(asks):
            return Shown(Say(asks, (ANOTHER, BACK)), said.answers, ASKED[tried.way])
        case Outcome() as outcome:
            words = "\n".join(told(situation, outcome))
            if not any(answers_changed(facts, situation, outcome.changed)):
                return Shown(Say(words, (ANOTHER, BACK)), said.answers)
            adopted = Adopted(tried, mark(said.answers))
            keep = Button("Keep it", adopted)
            aside = Button("Save it beside", replace(adopted, beside=True))
            reply = Say(words, (keep, aside, ANOTHER, BACK))
            return Shown(reply, said.answers, Aside.TRIED, written(tried))


def _over_years(facts: Facts, situation: Situation, said: Said, tried: Tried) -> Shown:
    """What is asked for next, or the plan."""
    assumed = Assumed.read(tried.amount)
    wanted = assumed.asks_for(situation)
    read = written(replace(tried, amount=assumed.key))
    if wanted is not None:
        reply = step(situation, assumed, wanted, (ANOTHER, BACK))
        return Shown(reply, said.answers, Aside.PLANNING, read)
    show = plan(facts, situation, said, assumed, (ANOTHER, BACK))
    return Shown(show, said.answers, Aside.TRIED, read)


def _adopted(facts: Facts, situation: Situation, said: Said, button: Adopted) -> Shown:
    """The answers with the what-if in them. Where they are others by now than those that it was
    tried on, it is shown as it would be now."""
    changed = _changed(facts, situation, said, button)
    if changed is None:
        shown = _tried(facts, situation, said, button.tried)
        is_plan = button.tried.way is Way.OVER_YEARS
        return replace(shown, reply=after(NOT_KEPT if is_plan else _CHANGED, shown.reply))
    answers = {question.id: question.key(value) for question, value in changed}
    names = "; ".join(f"{question.name}: {question.show(value)}" for question, value in changed)
    return Shown(Say(f"Kept. Changed: {names}."), {**said.answers, **answers})


def after(note: str, reply: Say | Show) -> Say | Show:
    """What is shown after a note."""
    match reply:
        case Say(text):
            return replace(reply, text=f"{note}\n{text}")
        case Show():
            return replace(reply, note=note)


def _changed(
    facts: Facts, situation: Situation, said: Said, button: Adopted
) -> tuple[tuple[Question[Any], Any], ...] | None:
    """Which answers would be others; None where they are not those that it was tried on."""
    outcome = Trials(situation).of(button.tried.way, _amount(button.tried))
    if button.of != mark(said.answers) or not isinstance(outcome, Outcome):
        return None
    return tuple(answers_changed(facts, situation, outcome.changed))


def beside(
    flow: Flow, said: Said, position: Position, button: Adopted
) -> tuple[str, Mapping[str, str]] | None:
    """A name for a what-if that is saved by itself, and its answers. None where it cannot be
    tried on these answers any more."""
    situation = situation_of(flow, position)
    changed = situation and _changed(position.facts, situation, said, button)
    if not situation or not changed:
        return None
    amount = _amount(button.tried)
    name = label(button.tried.way, None if amount is None else dollars(amount))
    answers = {question.id: question.key(value) for question, value in changed}
    return f"{situation.year}, {name}", {**said.answers, **answers}


def _amount(tried: Tried) -> Decimal | None:
    amount = None if tried.amount is None else Dollars().read(tried.amount)
    return None if isinstance(amount, Declined) else amount
