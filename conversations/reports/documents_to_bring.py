"""What a CPA asks to see, to be ticked when it is found."""

from collections.abc import Iterator

from conversations.document import ActionItem
from conversations.question import Facts
from conversations.questions import contributions, iras, plan
from conversations.questions.spouse import spouses
from conversations.questions.year import the_year


def documents_to_bring(facts: Facts) -> Iterator[ActionItem]:
    """Of what was asked about: IRAs, a plan at work, or both."""
    year = facts[the_year]
    of_whom = facts.known(plan.after_tax_of)
    has_plan = plan.has_plan(facts) or of_whom not in (None, plan.OfWhom.NEITHER)
    # Without a plan, a contribution or a basis is what it is about.
    if contributions.contribution in facts or not has_plan:
        yield from _of_iras(year)
    if contributions.contribution in facts or has_plan:
        yield ActionItem(
            f"Form 1099-R for {year}, from each account that paid out or converted",
            "Sent in January by the custodian or the plan: what moved, and its codes.",
            key="bring_1099r",
        )
    roll_ins = (plan.roll_in_accepted, spouses(plan.roll_in_accepted))
    if any(facts.known(question) is True for question in roll_ins) and iras.ira_kinds in facts:
        yield ActionItem(
            "The plan's word that it accepts roll-ins, and confirmations of rollovers",
            "From the plan: what may go in, and proof that it did.",
            key="bring_roll_ins",
        )
    if has_plan:
        yield from _of_the_plan()
    yield ActionItem(
        "Any notice from the IRS", "A CP2000, for instance: it sets a deadline.", key="bring_notice"
    )


def _of_iras(year: int) -> Iterator[ActionItem]:
    yield ActionItem(
        f"Statements of December 31, {year}: every traditional, rollover, SEP and SIMPLE IRA",
        "From each custodian, in January: line 6.",
        key="bring_statements",
    )
    yield ActionItem(
        f"Form 5498 for {year}, for each IRA",
        "Mostly sent in May: contributions, the year they are for, and the value at its end.",
        key="bring_5498",
    )
    yield ActionItem(
        "The last Form 8606 that was filed, for each person",
        "With the tax return of its year: line 14 is line 2 of the next one.",
        key="bring_8606",
    )
    yield ActionItem(
        "The last two or three federal and state returns",
        "What was deducted, and forms that are missing.",
        key="bring_returns",
    )
    yield ActionItem(
        "Confirmations of contributions and conversions",
        "With their dates, and the year each contribution is for.",
        key="bring_confirmations",
    )


def _of_the_plan() -> Iterator[ActionItem]:
    yield ActionItem(
        "Pages of the plan's summary (SPD)",
        "From HR or the administrator: after-tax contributions, conversion in the plan, "
        "withdrawals while you work, and its own caps.",
        key="bring_spd",
    )
    yield ActionItem(
        "The last pay stub, and Form W-2",
        "Deferrals so far, pre-tax, Roth and after-tax, and the employer's; W-2 box 12.",
        key="bring_pay",
    )
    yield ActionItem(
        "The plan's page of contributions this year",
        "The employer's money, and what after-tax money has earned.",
        key="bring_plan_page",
    )
