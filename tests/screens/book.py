"""What stands in the book: questions with all that belongs to them, results, texts, glossary."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from conversations.answers import Declined
from conversations.document import Checklist, Document, Heading
from conversations.flow import Flow, Section
from conversations.flows.every import FLOWS
from conversations.formats import MONTHS, day
from conversations.glossary import glossary
from conversations.question import Facts, Question, worded
from conversations.texts import text
from tests.documents import words
from tests.screens.page import Chapter, asked, buttons, definitions, listing, page
from tests.screens.sources import not_shown
from tests.screens.walks import Walk, results, walks
from tests.screens.what_ifs import what_if_texts

REFUSED = ("95,00", "7000 or 8000", "45 or 46", "2025 or 2026", "2/30/2026", "maybe half", "banana")
"""The first that a question declines is its example."""

DOUBTED = ("3", "45", "100", "3000", "60000", "700000", "90000000", "12", "99")
"""What may look like a slip."""

TEXTS = ("welcome", "help", "ask", "privacy", "deleted")

_CHANGING = re.compile(
    rf"(?:(?:{'|'.join(MONTHS)}) [0-9]{{1,2}}, [0-9]{{4}}|\$?[0-9][0-9,.]*[0-9]|[0-9])%?"
)


@dataclass(frozen=True)
class Found:
    """A flow, and the talks through it."""

    goals: tuple[str, ...]
    flow: Flow
    walks: tuple[Walk, ...]

    @property
    def title(self) -> str:
        options = {option.key: option.label for option in self.flow.goal.kind.options}
        return " / ".join(options[goal] for goal in self.goals)


def book(today: date, times: int) -> str:
    """The whole book as HTML; ``times`` talks are taken for each goal on each of three days."""
    found = tuple(_found(today, times))
    shown = [_questions(one) for one in found] + [_results(one) for one in found]
    shown += [_what_ifs(today), _texts(), _glossary(today)]
    stuck = {walk.stuck.id for one in found for walk in one.walks if walk.stuck}
    if stuck:
        chapter = Chapter("Dead ends")
        chapter.part("Questions that no example answers", listing(sorted(stuck)))
        shown.append(chapter)
    missing = not_shown("\n".join(part for chapter in shown for part in chapter.parts))
    if missing:
        chapter = Chapter("Further texts, as they stand in the code")
        for file, texts in missing.items():
            chapter.part(file, listing(texts))
        shown.append(chapter)
    return page(
        "Prorata: the book of screens",
        (
            f"Everything that a person can be asked or told, as on {day(today)} (a pretended "
            "date). Amounts and dates in results are examples: a text is shown once, whatever "
            "stands in its place.",
            "To proof-read: is each question asked of the right people, in words they know? Does "
            "each why name the right line? Is each finding true, and each authority the right one?",
        ),
        shown,
    )


def _found(today: date, times: int) -> Iterator[Found]:
    by_flow: dict[int, list[str]] = {}
    for goal, flow in FLOWS.by_goal.items():
        by_flow.setdefault(id(flow), []).append(str(goal))
    # While the tax year lasts; when it is over; and when contributions for it are still open.
    days = (today, date(today.year + 1, 7, 1), date(today.year + 1, 2, 1))
    for goals in by_flow.values():
        flow = FLOWS.by_goal[goals[0]]  # type: ignore[index]  # a StrEnum is its text
        taken = (walks(flow, goal, on, times) for goal in goals for on in days)
        yield Found(tuple(goals), flow, tuple(chain.from_iterable(taken)))


def alike(shown: str) -> str:
    """A text without what changes from person to person."""
    return _CHANGING.sub("#", shown)


def distinct(texts: Iterable[str]) -> tuple[str, ...]:
    """One of each that differ by more than amounts and dates."""
    return tuple({alike(shown): shown for shown in reversed(tuple(texts))}.values())[::-1]


# Questions


def _questions(found: Found) -> Chapter:
    chapter = Chapter(f"{found.title}: questions")
    known: dict[str, list[Facts]] = {}
    for question, facts in chain.from_iterable(walk.asked for walk in found.walks):
        known.setdefault(question.id, []).append(facts)
    asked_alike: dict[str, list[tuple[Section, Question[Any]]]] = {}
    for section in found.flow.sections:
        for question in section.questions:
            kind = f"{section.title} {question.name} {question.kind!r}"
            asked_alike.setdefault(alike(kind), []).append((section, question))
    for alike_ones in asked_alike.values():
        section, question = max(alike_ones, key=lambda one: len(known.get(one[1].id, [])))
        title, html, id_ = _question(section, question, known.get(question.id, []))
        more = f" and {len(alike_ones) - 1} more, a year each" if len(alike_ones) > 1 else ""
        chapter.part(title, html, f"{id_}{more}")
    return chapter


def _question(
    section: Section, question: Question[Any], known: list[Facts]
) -> tuple[str, str, str]:
    asks = distinct(worded(question.asks, facts) for facts in known)
    refusals = (_refusal(question, facts) for facts in known[:1])
    doubts = (doubt.asks for facts in known[:40] for doubt in _doubts(question, facts))
    rows: list[tuple[str, tuple[str, ...] | str]] = [
        ("Answers", buttons(option.label for option in question.kind.options)),
        ("Buttons", buttons(_buttons(question))),
        ("Why?", distinct(worded(question.why, facts) for facts in known)),
        ("Where?", distinct(worded(question.where or "", facts) for facts in known)),
        ("Refusal", tuple(chain.from_iterable(refusals))),
        ("Asked back", distinct(doubts)),
    ]
    if not known:
        rows.append(("Note", ("No talk of this book came to this question.",)))
    html = "".join(map(asked, asks)) + definitions(rows)
    return f"{section.title}: {question.name}", html, question.id


def _buttons(question: Question[Any]) -> Iterator[str]:
    if question.not_sure:
        yield "Not sure"
    yield "Why?"
    if question.where:
        yield "Where do I find it?"


def _refusal(question: Question[Any], facts: Facts) -> Iterator[str]:
    for typed in REFUSED:
        declined = question.read(typed, facts)
        if isinstance(declined, Declined):
            yield f"{typed}: {declined.words}"
            return


def _doubts(question: Question[Any], facts: Facts) -> Iterator[Any]:
    for typed in DOUBTED:
        value = question.read(typed, facts)
        doubt = None if isinstance(value, Declined) else question.doubt(value, facts)
        if doubt is not None:
            yield doubt


# Results


def _results(found: Found) -> Chapter:
    chapter = Chapter(f"{found.title}: results")
    documents = tuple(results(found.flow, list(found.walks)))
    if not documents:
        return chapter
    whole = max(documents[: len(documents) // 3], key=lambda document: len(document.blocks))
    chapter.part("A whole result", listing(_lines(whole)))
    under: dict[str, list[str]] = {}
    for heading, shown in chain.from_iterable(map(_under_headings, documents)):
        under.setdefault(alike(heading), [heading]).append(shown)
    for heading, *texts in under.values():
        chapter.part(heading, listing(distinct(texts)))
    return chapter


def _lines(document: Document) -> Iterator[str]:
    for block in document.blocks:
        yield "\n".join(filter(None, words(Document((block,)))))


def _under_headings(document: Document) -> Iterator[tuple[str, str]]:
    heading = "The number"
    for block in document.blocks:
        match block:
            case Heading(title):
                heading = title
            case Checklist(items):
                for item in items:
                    due = f" (by {day(item.due)})" if item.due else ""
                    yield heading, f"{item.title}{due}\n{item.text}"
            case _:
                for line in _rows(block):
                    yield heading, line


def _rows(block: Any) -> Iterator[str]:
    """Each row of a block by itself: rows come and go."""
    parts = getattr(block, "steps", None) or getattr(block, "lines", None)
    parts = parts or getattr(block, "items", None)
    if parts is None:
        yield ": ".join(filter(None, words(Document((block,)))))
        return
    for part in parts:
        yield ": ".join(filter(None, words(Document((type(block)((part,)),)))))


# The rest


def _what_ifs(today: date) -> Chapter:
    chapter = Chapter("What if, after a result")
    for title, texts in what_if_texts(today).items():
        chapter.part(title, listing(distinct(texts)))
    return chapter


def _texts() -> Chapter:
    chapter = Chapter("Other texts")
    for name in TEXTS:
        chapter.part(name.capitalize(), asked(text(name)))
    return chapter


def _glossary(today: date) -> Chapter:
    chapter = Chapter("Glossary")
    for entry in glossary():
        told, also = entry.told(Facts(today)), listing(entry.also)
        chapter.part(entry.asked, asked(told.partition("\n")[2]) + definitions([("Also", also)]))
    return chapter
