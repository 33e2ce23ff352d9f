"""A result as a short plain text, to share: what a reader needs first, and where it comes from."""

from collections.abc import Iterator

from conversations.document import (
    Alternatives,
    Block,
    Checklist,
    Document,
    Formula,
)
from conversations.flow import Flow, Position, Said
from conversations.formats import day, listed
from conversations.questions.year import the_year
from conversations.reference import reference, title
from conversations.to_do import concluded

LONGEST = 3_500
"""Characters: well within a message of any app. The PDF has all of it."""

_CUT = "The rest is in the PDF."


def summary(flow: Flow, position: Position, said: Said) -> str:
    """At the end of a flow. Sections that would make it too long are left out, the last first."""
    head, last = title(flow, position), _last_words(position, said)
    sections = ["\n".join(section) for section in _sections(concluded(flow, position, said))]
    whole = "\n\n".join((head, *sections, last))
    while len(whole) > LONGEST and sections:
        sections.pop()
        whole = "\n\n".join((head, *sections, _CUT, last))
    return whole


def _sections(result: Document) -> Iterator[list[str]]:
    yield [f"{figure.label}: {figure.value}" for figure in result.key_figures]
    for block in result.blocks:
        if lines := list(_lines(block)):
            yield lines


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Formula(steps):
            yield "How it comes about"
            for step in steps:
                yield f"- {step.words}: {step.value}"
        case Alternatives(ways):
            yield "Side by side"
            for way in ways:
                figures = "; ".join(f"{step.words}: {step.value}" for step in way.figures)
                yield f"- {way.title}. {figures}"
        case Checklist(items):
            yield "To do"
            for item in items:
                by = f", by {day(item.due)}" if item.due else ""
                yield f"- {item.title}{by}{' (done)' if item.done else ''}"
        case _:
            return


def _last_words(position: Position, said: Said) -> str:
    unsure = [one.name for one in position.answered if position.facts.unsure(one)]
    open_points = f"Not sure of: {listed(unsure, 'and')}.\n" if unsure else ""
    return (
        f"{open_points}Reference {reference(position, said)}, {day(position.facts.today)}. An "
        f"estimate under the rules for {position.facts[the_year]}, not tax advice."
    )
