"""What to do and what to bring, ticked off as it is done.

A tick is of an item's key and the tax year, not of its words: what is done stays done when other
answers word it otherwise, when it goes and comes back, and in another saved result of that year.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from conversations.conclusion import conclusion
from conversations.document import ActionItem, Block, Checklist, Document
from conversations.events import Asked, Command, Ticked
from conversations.flow import Flow, Position, Said
from conversations.questions.year import the_year
from conversations.reference import reference
from conversations.replies import Button, Link, Task, Tasks
from conversations.reports.documents_to_bring import documents_to_bring

BACK = Button("Back to the result", Asked(Command.RESULT))
TO_DO = Button("To do", Asked(Command.TO_DO))
DOCUMENTS = Button("Documents to bring", Asked(Command.DOCUMENTS))

LISTS = (Command.TO_DO, Command.DOCUMENTS, Command.BOOK)
"""What shows something to tick."""


def mark(position: Position, item: ActionItem) -> str:
    """By which a tick is kept."""
    return f"{position.facts[the_year]}.{item.key}"


def ticked(items: Iterable[ActionItem], position: Position, said: Said) -> tuple[ActionItem, ...]:
    def with_its_tick(item: ActionItem) -> ActionItem:
        done = bool(item.key) and mark(position, item) in said.done
        return item if done == item.done else replace(item, done=done)

    return tuple(map(with_its_tick, items))


def ticked_off(document: Document, position: Position, said: Said) -> Document:
    """The document, with what is done of its lists."""

    def with_ticks(block: Block) -> Block:
        if not isinstance(block, Checklist):
            return block
        return replace(block, items=ticked(block.items, position, said))

    return Document(tuple(map(with_ticks, document.blocks)))


def concluded(flow: Flow, position: Position, said: Said) -> Document:
    """The result, with what is done of it."""
    return ticked_off(conclusion(flow, position.facts), position, said)


def to_do(flow: Flow, position: Position, said: Said) -> tuple[ActionItem, ...]:
    """The action items of a result. Ways to choose from are none."""
    return tuple(
        item
        for block in concluded(flow, position, said).blocks
        if isinstance(block, Checklist)
        for item in block.items
        if item.key
    )


def to_bring(position: Position, said: Said) -> tuple[ActionItem, ...]:
    """Documents, done where they are found."""
    return ticked(documents_to_bring(position.facts), position, said)


def listed_in(which: Command, flow: Flow, position: Position, said: Said) -> tuple[ActionItem, ...]:
    """What can be ticked on a list."""
    if which is Command.TO_DO:
        return to_do(flow, position, said)
    return to_bring(position, said)


def tasks(
    which: Command,
    flow: Flow,
    position: Position,
    said: Said,
    booking: str | None,
    in_place: bool = False,
) -> Tasks | None:
    """A list with its ticks; None where there is no address to book at."""
    items = listed_in(which, flow, position, said)
    words = "\n".join(_words(which, items, position, said))
    match which:
        case Command.TO_DO:
            return Tasks(words, _tasks(which, items, position), (DOCUMENTS, BACK), (), in_place)
        case Command.DOCUMENTS:
            return Tasks(words, _tasks(which, items, position), (TO_DO, BACK), (), in_place)
        case _:
            if booking is None:
                return None
            link = Link("Book a session", booking.replace("{code}", reference(position, said)))
            return Tasks(words, _tasks(which, items, position), (BACK,), (link,), in_place)


def _tasks(which: Command, items: Iterable[ActionItem], position: Position) -> tuple[Task, ...]:
    return tuple(Task(item, Ticked(which, mark(position, item), not item.done)) for item in items)


def _words(
    which: Command, items: tuple[ActionItem, ...], position: Position, said: Said
) -> Iterator[str]:
    done = sum(item.done for item in items)
    if which is Command.TO_DO:
        yield f"What to do: {done} of {len(items)} done."
        yield "Choose one to tick it off, once more to take that back."
        return
    if which is Command.BOOK:
        yield f"Book a session with your CPA. Reference code: {reference(position, said)}."
        yield "The code tells these answers from others: it is on the PDF too."
        yield ""
    yield f"Documents to bring: {done} of {len(items)} found."
    yield "Choose one when you have found it, once more to take that back."
