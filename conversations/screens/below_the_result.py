"""Buttons below a result: what can be done with it, and where to go on."""

from collections.abc import Iterator

from conversations.events import Asked, Chosen, Command
from conversations.flow import Flow, Flows, Position, Said
from conversations.next_year import next_year
from conversations.replies import Button
from conversations.sharing.screens import BOOK, PDF, SEND, SHARE
from conversations.to_do import TO_DO

ANOTHER_CHECK = Button("Another check", Asked(Command.ANOTHER))
WHAT_IF = Button("What if?", Asked(Command.WHAT_IF))
PICTURE = Button("Picture", Asked(Command.CHART))
REMIND = Button("Remind me", Asked(Command.REMIND))
SAVE = Button("Save this result", Asked(Command.SAVE))
CHANGE = Button("Change answers", Asked(Command.CHECK))
CALENDAR = Button("Calendar file", Asked(Command.CALENDAR))
SAVED = Button("Saved results", Asked(Command.SAVED))


def below_the_result(flows: Flows, flow: Flow, position: Position) -> tuple[Button, ...]:
    """What to do with it, and what is plainly next for this person."""
    return (
        *((WHAT_IF,) if flow.situation else ()),
        TO_DO,
        SHARE,
        PDF,
        REMIND,
        *((SEND,) if flows.cpa is not None else ()),
        *((BOOK,) if flows.booking is not None else ()),
        CHANGE,
        *_leads(flow, position, plain=True),
        *go_on_to_next_year(position),
    )


def further_from_the_result(flow: Flow, said: Said, position: Position) -> tuple[Button, ...]:
    """What is wanted now and then, and where else to go on."""
    return (
        SAVE,
        *((SAVED,) if said.saved else ()),
        CALENDAR,
        *_leads(flow, position, plain=False),
        ANOTHER_CHECK,
    )


def _leads(flow: Flow, position: Position, *, plain: bool) -> Iterator[Button]:
    goal = flow.goal
    for lead in flow.leads_to:
        if lead.when(position.facts) and lead.is_next(position.facts) is plain:
            label = lead.label or goal.told(lead.goal)
            yield Button(label, Chosen(goal.id, lead.goal))


def go_on_to_next_year(position: Position) -> tuple[Button, ...]:
    year = next_year(position)
    return () if year is None else (Button(f"Go on to {year}", Asked(Command.NEXT_YEAR)),)
