"""Every path of every flow leads to a conclusion.

A section is walked over all its answers, amounts at their boundaries, while the other sections
are answered as a plain person would: conditions look at their own section, and where they look
further (what is deducted depends on the income), both ends of that are among the people.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.answers import Declined, Dollars
from conversations.document import Checklist, FormLines, KeyFigure, Sources
from conversations.flow import Aside, Section, replay
from conversations.flows.every import FLOWS
from conversations.question import NOT_SURE, Question
from conversations.replies import Card
from tests.conversations.talking import TODAY, Talk

PLAIN = {
    "goal": "both",
    "year": "2026",
    "status": "single",
    "age": "45",
    "income": "300000",
    "covered": "yes",
    "ira_kinds": "rollover",
    "value_rollover": "95000",
    "contributed": "6000",
    "made": "in",
    "earlier": "no",
    "converted": "6000",
    "withdrawn": "0",
    "plan": "no",
}
PEOPLE = {
    "income above all limits": PLAIN,
    "income inside the limits, the year over": PLAIN
    | {"year": "2025", "income": "84000", "deducted": "part", "deducted_amount": "1000"},
}

OTHERS = {
    "direct": PLAIN | {"earned": "100000", "roth_contributed": "0", "spouse_earned": "9000"},
    "mega": PLAIN
    | {"age": "52", "plan": "yes", "after_tax": "yes", "way_out": "yes", "pay": "200000"}
    | {"deferrals": "24500", "employer": "10000", "after_tax_so_far": "5000", "cap": "none"}
    | {"other_plans": "no", "high_wages": "no", "earnings": "100"},
    "findbasis": PLAIN
    | {"form_kept": "no", "first_year": "2024", "first2024": "in", "in2024": "6000"}
    | {"deducted2024": "none", "year2025": "same", "forms_filed": "some"},
}
"""People with other goals."""

# Amounts and other typed answers at which something changes.
TYPED: Mapping[str, tuple[str, ...]] = {
    "year": ("2018", "2025", "2026"),
    "age": ("45", "61", "72"),
    "income": ("0", "84000", "300000"),
    "contributed": ("0", "6000", "9000"),
    "deducted_amount": ("0", "1000"),
    "earned": ("0", "3000", "100000"),
    "cap_share": ("0%", "10%"),
    "form_year": ("2016", "2023", "2025"),
    "first_year": ("2016", "2024", "2025"),
    "made_after": ("0", "2000"),
    "ira_kinds": ("none", "sep", "traditional+rollover+sep+simple"),
}


FEWER = (
    TYPED
    | {"year": ("2025", "2026"), "age": ("45",)}
    | {f"{amount}{year}": ("6000",) for amount in ("in", "withdrawn") for year in (2024, 2025)}
    | {f"converted{year}": ("0",) for year in (2024, 2025)}
)
"""For flows of which years and ages are walked above already."""


def answers(
    question: Question[Any], typed: Mapping[str, tuple[str, ...]] = TYPED
) -> tuple[str, ...]:
    known = typed.get(question.id) or tuple(option.key for option in question.kind.options)
    if not known:
        assert isinstance(question.kind, Dollars), question.id
        known = ("0", "6000")
    return (*known, *((NOT_SURE.value,) if question.not_sure else ()))


@dataclass
class Ending:
    talk: Talk
    asked: tuple[str, ...]


def walk(
    section: Section,
    person: Mapping[str, str],
    today: date,
    typed: Mapping[str, tuple[str, ...]] = TYPED,
) -> Iterator[Ending]:
    """All ways through ``section``, as the person goes through the rest."""
    here = {question.id for question in section.questions} - {"goal"}

    def onward(talk: Talk, asked: tuple[str, ...]) -> Iterator[Ending]:
        if isinstance(talk.replies[-1], Card):
            yield Ending(talk, asked)
            return
        question = open_question(talk)
        assert question.id not in asked, f"{question.id} is asked twice: {asked}"
        ways = (
            answers(question, typed)
            if question.id in here
            else (person.get(question.id) or answers(question)[0],)
        )
        for answer in ways:
            branch = Talk(today)
            branch.said = talk.said
            says_surely(branch, answer)
            assert open_question(branch) is not question, (question.id, answer, branch.note)
            yield from onward(branch, (*asked, question.id))

    yield from onward(Talk(today).says("/start"), ())


def says_surely(talk: Talk, answer: str) -> None:
    """What is asked back is meant."""
    talk.says(answer)
    if talk.said.aside is Aside.DOUBTED:
        talk.says("yes")


def open_question(talk: Talk) -> Question[Any] | None:
    return replay(FLOWS.of(talk.said), talk.said, talk.today).open


@pytest.mark.parametrize("person", PEOPLE.values(), ids=PEOPLE)
@pytest.mark.parametrize(
    "section", FLOWS.by_goal["both"].sections, ids=lambda section: section.title
)
def test_every_path_ends_in_a_whole_result(section: Section, person: Mapping[str, str]) -> None:
    paths, longest = 0, ()
    asked_somewhere: set[str] = set()
    # Every year is among the paths of the first person; the others keep theirs.
    typed = TYPED if person is PLAIN else TYPED | {"year": (person["year"],)}
    for ending in walk(section, person, TODAY, typed):
        paths += 1
        longest = max(longest, ending.asked, key=len)
        asked_somewhere |= set(ending.asked)
        blocks = ending.talk.document.blocks
        assert isinstance(blocks[0], KeyFigure)
        (checklist,) = (block for block in blocks if isinstance(block, Checklist))
        titles = [item.title for item in checklist.items]
        assert titles[-5] in (
            "Make the nondeductible contribution, and date it",
            "Make the contribution, and date it",  # some of it is deducted
            "Correct the excess contribution",
        )
        assert [titles[-6], *titles[-4:]] == [
            "Review your IRA balances",
            "Plan the conversion with a CPA",
            "Check your 401(k)'s options",
            "Use the allowed maximum",
            "Document everything",
        ]
        unsure = NOT_SURE.value in ending.talk.said.answers.values()
        assert unsure or len(titles) == 6
        assert all(item.due is None or item.due >= TODAY for item in checklist.items)
        (lines,) = (block for block in blocks if isinstance(block, FormLines))
        assert len(lines.lines) in (20, 4)  # only 1, 2, 3 and 14 where nothing moved
        assert sum(isinstance(block, Sources) for block in blocks) == 1
    print(f"{section.title}: {paths} paths, the longest {len(longest)} questions")
    if person is PLAIN and section.title != "Contributions":
        assert {question.id for question in section.questions} <= asked_somewhere


@pytest.mark.parametrize(
    ("goal", "section"),
    [
        (goal, section)
        for goal in OTHERS
        for section in FLOWS.by_goal[goal].sections
        if not section.title.isdigit() or section.title in ("2024", "2025")
    ],
    ids=lambda part: part if isinstance(part, str) else part.title,
)
def test_every_path_of_the_other_flows_ends_in_a_result(goal: str, section: Section) -> None:
    paths, longest = 0, ()
    asked_somewhere: set[str] = set()
    for ending in walk(section, OTHERS[goal] | {"goal": goal}, TODAY, FEWER):
        paths += 1
        longest = max(longest, ending.asked, key=len)
        asked_somewhere |= set(ending.asked)
        blocks = ending.talk.says("result").document.blocks
        assert isinstance(blocks[0], KeyFigure)
        items = [item for b in blocks if isinstance(b, Checklist) for item in b.items]
        assert items
        assert all(item.due is None or item.due >= TODAY for item in items)
    print(f"{goal}, {section.title}: {paths} paths, the longest {len(longest)} questions")
    if goal != "findbasis" and section.title != "Pay":  # of one of many years, and of a couple
        assert {question.id for question in section.questions} <= asked_somewhere


def test_a_clean_backdoor_is_short() -> None:
    talk = Talk().says(
        "/start", "backdoor", "2026", "single", "45", "300k", "yes", "none", "7500", "in"
    )
    talk.says("no", "7500")
    assert talk.ask.progress == "Conversion · 12 of about 12"
    assert isinstance(talk.says("0").replies[-1], Card)


@given(st.randoms(use_true_random=False), st.dates(date(2018, 1, 1), date(2029, 12, 31)))
@settings(max_examples=400)
def test_any_mixture_of_answers_ends_in_a_result(chance: Random, today: date) -> None:
    """Sections together, in combinations that the walks above do not make."""
    talk = Talk(today).says("/start")
    while (question := open_question(talk)) is not None:
        facts = replay(FLOWS.of(talk.said), talk.said, today).facts
        works = [a for a in answers(question) if not isinstance(question.read(a, facts), Declined)]
        says_surely(talk, chance.choice(works))
    assert isinstance(talk.replies[-1], Card)
