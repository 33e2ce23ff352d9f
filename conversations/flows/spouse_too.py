"""My spouse too: a second person, asked only what differs; one result for both.

The first person's questions are those of the backdoor check, so that after one only the spouse's
are asked; and those are made of them (``questions.spouse``). Then whether one of them, or both, may
put after-tax money into a plan.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from conversations.document import Document
from conversations.flow import Flow, Lead, Section
from conversations.flows.backdoor_check import BACKDOOR_CHECK, comes_to, situation
from conversations.flows.find_my_basis import FIND_MY_BASIS
from conversations.flows.mega_backdoor_check import AFTER_TAX_MONEY
from conversations.question import Facts, Question
from conversations.questions import iras, person, plan
from conversations.questions.goal import Goal, goal
from conversations.questions.spouse import of_spouse, spouses
from conversations.questions.year import the_year
from conversations.reports.couple import report, report_alone
from conversations.situations.couple import Couple, together
from conversations.situations.situation import Situation

SAID_OF_BOTH = (
    goal,
    the_year,
    person.filing_status,
    person.lived_apart,
    person.spouse_covered,  # it is the first person's own coverage
)
AFTER_TAX_ALLOWED = Section("After-tax money", (plan.after_tax_allowed, plan.after_tax_way_out))
OF_A_MEGA_BACKDOOR = (
    *AFTER_TAX_ALLOWED.questions,
    *(question for section in AFTER_TAX_MONEY for question in section.questions),
)


def conclude(facts: Facts) -> Document:
    return (
        report(couple(facts)) if person.files_as_married(facts) else report_alone(situation(facts))
    )


def couple(facts: Facts) -> Couple:
    spouse = replace(situation(of_spouse(facts)), of_spouse=True)
    return together(situation(facts), spouse)


def your_situation(facts: Facts) -> Situation:
    """What-ifs are those of one person: of the spouse's, an answer is changed."""
    return couple(facts).you if person.files_as_married(facts) else situation(facts)


def both_come_to(facts: Facts) -> Mapping[Question[Any], object]:
    if not person.files_as_married(facts):
        return comes_to(situation(facts))
    of_both = couple(facts)
    second = comes_to(of_both.spouse)
    return {
        **comes_to(of_both.you),
        **{spouses(question): value for question, value in second.items()},
    }


def _of_iras(section: Section) -> Section | None:
    """What of it is not about after-tax money; None where all is."""
    of_iras = tuple(q for q in section.questions if q not in OF_A_MEGA_BACKDOOR)
    return replace(section, questions=of_iras) if of_iras else None


def _spouses_section(section: Section) -> Section | None:
    """The spouse's part of it; None where it has none."""
    asked = tuple(
        spouses(question)
        for question in section.questions
        if question not in SAID_OF_BOTH and not question.only_kept
    )
    title = "Your spouse" if goal in section.questions else f"Your spouse: {section.title}"
    return replace(section, title=title, questions=asked) if asked else None


OF_IRAS = tuple(filter(None, map(_of_iras, BACKDOOR_CHECK.sections)))
OF_A_PLAN = (AFTER_TAX_ALLOWED, *AFTER_TAX_MONEY)

SPOUSE_TOO = Flow(
    sections=(
        *OF_IRAS,
        *filter(None, map(_spouses_section, OF_IRAS)),
        Section("Mega backdoor", (plan.after_tax_of,)),
        *OF_A_PLAN,
        *filter(None, map(_spouses_section, OF_A_PLAN)),
    ),
    concludes=conclude,
    leads_to=(
        Lead(Goal.BACKDOOR),
        Lead(Goal.MEGA),
        Lead(Goal.BASIS, is_next=iras.basis_is_open),
        Lead(Goal.DIRECT),
    ),
    draws_on=FIND_MY_BASIS,
    comes_to=both_come_to,
    situation=your_situation,
)
