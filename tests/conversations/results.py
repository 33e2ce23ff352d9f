"""The result of one person, to be looked at: the known answer, or what changes it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from calc.filing_status import FilingStatus
from conversations.document import (
    ActionItem,
    Checklist,
    Document,
    FormLines,
    KeyFigure,
    Note,
)
from conversations.reports.backdoor import report
from conversations.situations.plan_year import Plan
from conversations.situations.situation import IraKind, Situation

D = Decimal

PERSON = Situation(
    today=date(2026, 11, 21),
    year=2026,
    filing_status=FilingStatus.SINGLE,
    lived_apart=False,
    age=45,
    income=D(300000),
    covered=True,
    spouse_covered=False,
    ira_values={IraKind.ROLLOVER: D(95000)},
    contribution=D(6000),
    deducted=D(0),
    made_after=D(0),
    prior_basis=D(0),
    conversion=D(6000),
    withdrawals=D(0),
    plan=None,
)
"""The known answer: pre-tax $95,000, nondeductible $6,000, converted $6,000."""

PLAN = Plan(
    takes_roll_ins=True,
    after_tax_allowed=True,
    way_out=True,
    pay=D(200000),
    deferrals=D(24500),
    employer_money=D(10000),
    after_tax_so_far=D(0),
)

NEW_SIMPLE = {"ira_values": {IraKind.SIMPLE: D(5000)}, "simple_first_deposit": date(2025, 3, 3)}
"""Nothing of it may move before March 3, 2027 (IRC 72(t)(6))."""


def shown(**changes: object) -> Document:
    return report(replace(PERSON, **changes))


def figures(document: Document) -> dict[str, str]:
    return {b.label: b.value for b in document.blocks if isinstance(b, KeyFigure)}


def notes(document: Document) -> str:
    return "\n".join(b.text for b in document.blocks if isinstance(b, Note))


def lines(document: Document) -> dict[str, str]:
    (block,) = (b for b in document.blocks if isinstance(b, FormLines))
    return {line.number: line.value for line in block.lines}


def items(document: Document) -> dict[str, ActionItem]:
    (block,) = (b for b in document.blocks if isinstance(b, Checklist))
    return {item.title: item for item in block.items}
