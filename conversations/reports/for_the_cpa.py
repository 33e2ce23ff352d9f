"""A result on paper, for a CPA: what is open first, the facts as they were said, then the result.

The facts of every flow are its questions and their answers; the result is what the flow concludes,
in the order in which a CPA reads it.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from calc.tax_year import edition, tax_year
from conversations.answers import Dollars, DollarsFound
from conversations.conclusion import conclusion
from conversations.document import (
    Block,
    Checklist,
    Document,
    FormLines,
    Formula,
    Heading,
    Note,
    Paper,
    Paragraph,
    Row,
    Sources,
    Table,
)
from conversations.flow import Flow, Position, Said, Section
from conversations.question import Question, worded
from conversations.questions import basis_beginning, iras
from conversations.questions.spouse import spouses
from conversations.questions.year import the_year
from conversations.reference import reference, title
from conversations.reports import alternatives, basis_actions, couple
from conversations.reports.actions import plan_options
from conversations.reports.actions.open_points import FOUND_HERE
from conversations.reports.pro_rata import THE_SUM
from conversations.to_do import to_bring

EXACT, ESTIMATE, NOT_SURE = "exact", "estimate", "not sure"

OF_EARLIER_YEARS = frozenset(
    question.id
    for question in (iras.prior_basis, spouses(iras.prior_basis), basis_beginning.form_line_14)
)
"""Amounts that are settled while the tax year lasts."""


def for_the_cpa(flow: Flow, position: Position, said: Said, plan: Document | None = None) -> Paper:
    """At the end of a flow; with a plan over years, where there is one."""
    return Paper(
        title(flow, position),
        reference(position, said),
        position.facts.today,
        edition(position.facts[the_year]),
        Document(tuple(_blocks(flow, position, said, plan))),
    )


def _blocks(flow: Flow, position: Position, said: Said, plan: Document | None) -> Iterator[Block]:
    result = Document(tuple(_for_paper(conclusion(flow, position.facts))))
    yield Heading("Open questions")
    yield from _open_questions(position)
    yield Heading("Facts as given")
    yield from _facts(flow, position)
    headline, *sections = result.sections
    if plan is not None:
        sections.append((Heading("A plan over years"), *_with_one_table(plan)))
    yield Heading("Result")
    yield from headline
    for section in sorted(sections, key=_place):
        if _place(section) == _SOURCES:
            yield from _to_bring(position, said)
        yield from section
        if any(isinstance(block, FormLines) for block in section):
            yield from method(section)
    if not any(_place(section) == _SOURCES for section in sections):
        yield from _to_bring(position, said)


_OF_THE_CHAT = (
    alternatives.WHAT_CAN_BE_TRIED,
    alternatives.TRY_AN_AMOUNT,
    couple.WHAT_CAN_BE_TRIED,
    plan_options.A_CHECK_OF_ITS_OWN,
    FOUND_HERE,
    basis_actions.GOES_ON,
)
"""Sentences about what the chat has and paper has not."""


def _for_paper(result: Document) -> Iterator[Block]:
    for block in result.blocks:
        match block:
            case Paragraph(text) | Note(text):
                if left := _without_the_chat(text):
                    yield replace(block, text=left)
            case Checklist(items):
                left_of = tuple(replace(one, text=_without_the_chat(one.text)) for one in items)
                yield replace(block, items=left_of)
            case _:
                yield block


def _without_the_chat(text: str) -> str:
    for one in _OF_THE_CHAT:
        text = text.replace(f" {one}", "").replace(one, "")
    return text.strip()


_SUM, _LINES, _OTHER, _TO_DO, _SOURCES = range(5)


def _place(section: tuple[Block, ...]) -> int:
    """Where a part of the result stands on paper."""
    kinds = {type(block) for block in section}
    heading = section[0]
    if isinstance(heading, Heading) and heading.text.endswith(THE_SUM):
        return _SUM
    if FormLines in kinds:
        return _LINES
    if Sources in kinds:
        return _SOURCES
    return _TO_DO if Checklist in kinds else _OTHER


def _open_questions(position: Position) -> Iterator[Block]:
    unsure = [question for question in position.answered if position.facts.unsure(question)]
    for question in unsure:
        yield Note(f"{question.name}: not sure. {worded(question.why, position.facts)}")
    if not unsure:
        yield Paragraph("None: every question was answered.")
    if _year_lasts(position):
        yield Paragraph(
            f"Amounts of {position.facts[the_year]} are estimates until the year is over."
        )


def _facts(flow: Flow, position: Position) -> Iterator[Table]:
    """A table for each section; the years that were gone through in one."""
    years: list[Row] = []
    for section in flow.sections:
        rows = [
            _row(question, section, position)
            for question in section.questions
            if question in position.answered and question is not flow.goal
        ]
        if section.of_years:
            years += rows
        elif rows:
            yield Table(_COLUMNS, tuple(rows), section.title)
    if years:
        yield Table(_COLUMNS, tuple(years), "Year by year")


_COLUMNS = ("Answer", "How sure")


def _row(question: Question[Any], section: Section, position: Position) -> Row:
    facts = position.facts
    sure = EXACT
    if facts.unsure(question):
        sure = NOT_SURE
    elif isinstance(question.kind, Dollars | DollarsFound) and not (
        section.of_years or question.id in OF_EARLIER_YEARS
    ):
        sure = ESTIMATE if _year_lasts(position) else EXACT
    return Row(question.name, (question.show(facts.answer(question)), sure))


def _year_lasts(position: Position) -> bool:
    end = tax_year(position.facts[the_year]).conversion_deadline.value
    return position.facts.today <= end


def method(section: tuple[Block, ...]) -> Iterator[Note]:
    """By which the lines came about, and how they are rounded."""
    origins = [
        line.origin
        for block in section
        if isinstance(block, FormLines)
        for line in block.lines
        if line.value
    ]
    if any("Worksheet 1-1" in origin for origin in origins):
        method = "Worksheet 1-1 of Pub. 590-B, in place of lines 6 to 12"
    else:
        method = "the lines of the form"
    yield Note(
        f"Method: {method}. Lines are exact to the cent, and so is the ratio of line 10; on paper "
        "the form takes three places or more, and whole dollars."
    )


def _to_bring(position: Position, said: Said) -> Iterator[Block]:
    """Without words on where each comes from: a CPA knows, and the chat says it."""
    items = to_bring(position, said)
    found = sum(item.done for item in items)
    yield Heading("Documents to bring")
    yield Checklist(tuple(replace(one, text="") for one in items), "found", "missing")
    yield Paragraph(f"As ticked in the chat: {found} of {len(items)} found.")


def _with_one_table(plan: Document) -> Iterator[Block]:
    """On paper the chart of a plan has its amounts in it."""
    return (block for block in plan.blocks if not isinstance(block, Formula))
