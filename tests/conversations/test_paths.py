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

from conversations.answers import Declined, Dollars, DollarsFound
from conversations.document import Checklist, FormLines, KeyFigure, Sources
from conversations.flow import Aside, Section
from conversations.flows.every import FLOWS
from conversations.flows.mega_backdoor_check import AFTER_TAX_MONEY
from conversations.flows.spouse_too import AFTER_TAX_ALLOWED
from conversations.question import NOT_SURE, Question
from conversations.questions.spouse import PREFIX
from conversations.replay import replay
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
IN_A_PLAN = {
    **{"plan": "yes", "roll_in": "yes", "after_tax": "yes", "way_out": "yes", "pay": "200000"},
    **{"deferrals": "24500", "employer": "10000", "after_tax_so_far": "5000", "cap": "none"},
    **{"other_plans": "no", "high_wages": "no", "earnings": "100"},
}
PEOPLE = {
    "income above all limits": PLAIN,
    "income inside the limits, the year over": PLAIN
    | {"year": "2025", "income": "84000", "deducted": "part", "deducted_amount": "1000"},
    "with a plan": PLAIN | IN_A_PLAN | {"age": "52"},
    "of 74": PLAIN | {"age": "74", "rmd": "first", "rmd_amount": "4000"},
}
OF_THE_PLAN = tuple(section.title for section in AFTER_TAX_MONEY)
SECTIONS = [
    *(
        (who, section)
        for who in ("income above all limits", "income inside the limits, the year over")
        for section in FLOWS.by_goal["both"].sections
        if section.title not in OF_THE_PLAN
    ),
    *(("with a plan", section) for section in AFTER_TAX_MONEY),
    *(("of 74", s) for s in FLOWS.by_goal["both"].sections if s.title == "Conversion"),
]
"""Who goes through which section on all its ways."""
WHOLLY_ASKED = {
    "You": ("income above all limits",),
    "Contributions": ("income inside the limits, the year over",),
    "Conversion": ("of 74",),
}
"""Of whom everything in a section is asked on some way; of all where nobody is named."""

OTHERS = {
    "direct": PLAIN | {"earned": "100000", "roth_contributed": "0", "spouse_earned": "9000"},
    "backdoor": PLAIN,
    "spouse": PLAIN
    | {"status": "mfj", "income": "134000", "deducted": "none"}
    | {f"{PREFIX}{id_}": answer for id_, answer in (PLAIN | IN_A_PLAN).items()}
    | {"after_tax_of": "neither", "second_plan": "no"},
    "mega": PLAIN | IN_A_PLAN | {"age": "61"},
    "findbasis": PLAIN
    | {"form_kept": "no", "first_year": "2024", "in2024": "6000", "moved2024": "no"}
    | {"deducted2024": "none", "year2025": "same", "forms_filed": "some"},
}
"""People with other goals."""
OF_A_SPOUSES_PLAN = tuple(
    f"Your spouse: {title}" for title in (AFTER_TAX_ALLOWED.title, *OF_THE_PLAN)
)

# Amounts and other typed answers at which something changes.
TYPED: Mapping[str, tuple[str, ...]] = {
    "year": ("2018", "2025", "2026"),
    "age": ("45", "72"),
    "income": ("0", "84000", "300000"),
    "contributed": ("0", "6000", "9000"),
    "deducted_amount": ("0", "1000"),
    "earned": ("0", "3000", "100000"),
    "cap_share": ("0%", "10%"),
    "form_year": ("2016", "2023", "2025"),
    "first_year": ("2016", "2024", "2025"),
    "made_after": ("0", "2000"),
    "ira_kinds": ("none", "sep", "traditional+rollover", "sep+simple", "fromplan+transit"),
    "simple_since": ("2019-05-01", "2024-06-15", "2026-03-01"),
    "state_rate": ("0%", "5%"),
}


FEWER = (
    TYPED
    | {"year": ("2025", "2026"), "age": ("45",)}
    | {f"{amount}{year}": ("6000",) for amount in ("in", "withdrawn") for year in (2024, 2025)}
    | {f"converted{year}": ("0",) for year in (2024, 2025)}
    | {f"part{year}": ("1000",) for year in (2024, 2025)}
    | {f"value{year}": ("95000",) for year in (2024, 2025)}
)
"""For flows of which years and ages are walked above already."""


def answers(
    question: Question[Any], typed: Mapping[str, tuple[str, ...]] = TYPED
) -> tuple[str, ...]:
    plainly = question.id.removeprefix(PREFIX)  # a spouse is asked the same
    known = typed.get(plainly) or tuple(option.key for option in question.kind.options)
    if not known:
        assert isinstance(question.kind, Dollars | DollarsFound), question.id
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


def everything_in(section: Section) -> set[str]:
    return {question.id for question in section.questions if not question.only_kept}


def open_question(talk: Talk) -> Question[Any] | None:
    return replay(FLOWS.of(talk.said), talk.said, talk.today).open


@pytest.mark.parametrize(
    ("who", "section"), SECTIONS, ids=lambda part: part if isinstance(part, str) else part.title
)
def test_every_path_ends_in_a_whole_result(who: str, section: Section) -> None:
    person = PEOPLE[who]
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
        assert titles[-3] in (
            "Check your 401(k)'s options",
            "If you get a 401(k)",
            "Leave old plans' money in plans",
        )
        assert [titles[-6], titles[-4], *titles[-2:]] == [
            "Review your IRA balances",
            "Plan the conversion with a CPA",
            "Use the allowed maximum",
            "Document everything",
        ]
        unsure = NOT_SURE.value in ending.talk.said.answers.values()
        assert unsure or len(titles) == 6
        assert all(item.due is None or item.due >= TODAY for item in checklist.items)
        (lines,) = (block for block in blocks if isinstance(block, FormLines))
        assert len(lines.lines) in (20, 4)  # only 1, 2, 3 and 14 where nothing moved
        assert sum(isinstance(block, Sources) for block in blocks) == 1
    print(f"{section.title}, {who}: {paths} paths, the longest {len(longest)} questions")
    if who in WHOLLY_ASKED.get(section.title, (who,)):
        assert everything_in(section) <= asked_somewhere


@pytest.mark.parametrize(
    ("goal", "section"),
    [
        (goal, section)
        for goal in OTHERS
        for section in FLOWS.by_goal[goal].sections
        # The rest is walked above.
        if goal != "backdoor" or section.title == "401(k)"
        if goal != "spouse" or section.title.startswith(("Your spouse", "Mega backdoor"))
        if not section.title.isdigit() or section.title in ("2024", "2025")
    ],
    ids=lambda part: part if isinstance(part, str) else part.title,
)
def test_every_path_of_the_other_flows_ends_in_a_result(goal: str, section: Section) -> None:
    person = OTHERS[goal] | {"goal": goal}
    if section.title in OF_A_SPOUSES_PLAN:
        person |= {"after_tax_of": "spouse"}
    paths, longest = 0, ()
    asked_somewhere: set[str] = set()
    for ending in walk(section, person, TODAY, FEWER):
        paths += 1
        longest = max(longest, ending.asked, key=len)
        asked_somewhere |= set(ending.asked)
        blocks = ending.talk.says("result").document.blocks
        assert isinstance(blocks[0], KeyFigure)
        items = [item for b in blocks if isinstance(b, Checklist) for item in b.items]
        assert items
        assert all(item.due is None or item.due >= TODAY for item in items)
        keys = [item.key for item in items if item.key]
        assert len(keys) == len(set(keys)), "two would be ticked off at once"
    print(f"{goal}, {section.title}: {paths} paths, the longest {len(longest)} questions")
    # Not of one of many years, of a couple, nor of whom a plan's roll-ins are all that matters;
    # nor what is asked of other couples: separate returns, a spouse of 74, contributions past.
    if goal not in ("findbasis", "backdoor", "spouse") and section.title != "Pay":
        assert everything_in(section) <= asked_somewhere


def test_a_clean_backdoor_is_short() -> None:
    talk = Talk().says(
        "/start", "backdoor", "2026", "single", "45", "300k", "yes", "none", "7500", "in"
    )
    talk.says("no", "7500")
    assert talk.ask.progress == "Conversion · 12 of about 12"
    assert isinstance(talk.says("0").replies[-1], Card)


@given(st.randoms(use_true_random=False), st.dates(date(2018, 1, 1), date(2029, 12, 31)))
@settings(max_examples=250)
def test_any_mixture_of_answers_ends_in_a_result(chance: Random, today: date) -> None:
    """Sections together, in combinations that the walks above do not make."""
    talk = Talk(today).says("/start")
    while (question := open_question(talk)) is not None:
        facts = replay(FLOWS.of(talk.said), talk.said, today).facts
        works = [a for a in answers(question) if not isinstance(question.read(a, facts), Declined)]
        says_surely(talk, chance.choice(works))
    assert isinstance(talk.replies[-1], Card)
