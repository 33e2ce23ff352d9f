"""Contributions to traditional IRAs: how much, deducted or not, and when."""

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum

from calc.iras.ira_limits import deduction_phase_out
from calc.money import ZERO
from calc.tax_year import PhaseOutRange, tax_year
from conversations.answers import Choice, Dollars, Wording
from conversations.question import Facts, Question
from conversations.questions.doubts import contributed
from conversations.questions.made import Made, TimeMade
from conversations.questions.person import (
    age,
    covered,
    filing_status,
    income,
    lived_apart,
    spouse_covered,
)
from conversations.questions.year import (
    about_year,
    by_due_date,
    contributions_are_closed,
    the_year,
)
from conversations.ranges import either


class Deducted(StrEnum):
    NONE = "none"
    PART = "part"
    ALL = "all"


contribution = Question(
    "contributed",
    Dollars(),
    asks=by_due_date(
        "How much goes straight into traditional IRAs for {year}, planned amounts included? No "
        "rollovers, no SEP or SIMPLE money. Enter 0 for none.",
        "How much went straight into traditional IRAs for {year}, until {due}? No rollovers, no "
        "SEP or SIMPLE money. Enter 0 for none.",
    ),
    why="The part that is not deducted goes on line 1 of Form 8606: it is money already taxed, "
    "and comes out tax-free. A Roth contribution changed into a traditional one counts.",
    where="Form 5498, or your broker's list of contributions by tax year.",
    doubts=contributed(age),
    expected=True,
    names=("Contributed", "contribution", "contributions", "ira contribution", "put in"),
)


def deduction_matters(facts: Facts) -> bool:
    """Whether something may have been deducted: by right, as far as the income tells, or by
    mistake on a return that is due. Whoever is above the limits for sure is not asked before."""
    if facts[contribution] == 0:
        return False
    magi = facts.known(income)
    return contributions_are_closed(facts) or any(
        magi is None or row is None or magi < row.zero_from for row in _possible_phase_outs(facts)
    )


def _possible_phase_outs(facts: Facts) -> Iterator[PhaseOutRange | None]:
    spouse = facts.known(spouse_covered) if spouse_covered in facts else False
    for own in either(facts.known(covered)):
        for other in either(spouse):
            yield deduction_phase_out(
                tax_year(facts[the_year]),
                facts[filing_status],
                covered_by_plan=own,
                spouse_covered=other,
                lived_apart_all_year=facts.known(lived_apart) or False,
            )


deducted = Question(
    "deducted",
    Choice(
        {
            Deducted.NONE: Wording("None of it", ("no", "not", "nothing", "0", "zero")),
            Deducted.PART: Wording("Part of it", ("some", "partly")),
            Deducted.ALL: Wording("All of it", ("yes", "everything", "whole")),
        }
    ),
    asks=by_due_date(
        "Will you deduct it on your {year} return?", "Did you deduct it on your {year} return?"
    ),
    why="Only what is not deducted is basis: line 1 of Form 8606.",
    where="The IRA deduction on Schedule 1 of Form 1040.",
    when=deduction_matters,
    not_sure=True,
    names=("Deducted", "deduction"),
)

deducted_amount = Question(
    "deducted_amount",
    Dollars(),
    asks="How much of it is deducted?",
    why="The rest is nondeductible: line 1 of Form 8606.",
    where="The IRA deduction on Schedule 1 of Form 1040.",
    when=lambda facts: facts.known(deducted) is Deducted.PART,
    not_sure=True,
    part_of=contribution,
    names=("Amount deducted", "deducted amount"),
)

contribution_made = TimeMade(
    "made",
    Choice(
        {
            Made.IN_THE_YEAR: Wording("By December 31", ("before december 31", "in the year")),
            Made.AFTER_IT: Wording(
                "After December 31", ("after", "later", "the year after", "next year")
            ),
            Made.SOME_OF_EACH: Wording("Some of each", ("both", "some", "each")),
        }
    ),
    asks=by_due_date(
        "When does the contribution for {year} go in: by December 31, {year}, or from January 1 to "
        "{due}?",
        "When did the contribution for {year} go in: by December 31, {year}, or from January 1 to "
        "{due}?",
    ),
    why="What is made after the year ended is basis, but does not count in that year's ratio: "
    "line 4 of Form 8606.",
    where="The date of the deposit, in your broker's list of contributions.",
    when=lambda facts: facts[contribution] > 0,
    not_sure=True,
    expected=True,
    names=(
        "Time of contribution",
        "contribution date",
        "date of contribution",
        "contribution time",
    ),
)

made_after = Question(
    "made_after",
    Dollars(),
    asks=about_year("How much of it between January 1 and {due}?"),
    why="It goes on line 4 of Form 8606.",
    where="The dates of the deposits, in your broker's list of contributions.",
    when=lambda facts: facts.known(contribution_made) is Made.SOME_OF_EACH,
    not_sure=True,
    part_of=contribution,
    expected=True,
    names=("Contributed after the year", "made after", "contributed later"),
)


def amount_deducted(facts: Facts) -> Decimal | None:
    """Dollars; nothing where it was not asked, None where nobody is sure."""
    if deducted not in facts:
        return ZERO
    match facts.known(deducted):
        case Deducted.NONE:
            return ZERO
        case Deducted.ALL:
            return facts[contribution]
        case Deducted.PART:
            return facts.known(deducted_amount)
        case None:
            return None


def amount_made_after(facts: Facts) -> Decimal | None:
    """Dollars put in after the year ended; None where nobody is sure."""
    if contribution_made not in facts:
        return ZERO
    match facts.known(contribution_made):
        case Made.IN_THE_YEAR:
            return ZERO
        case Made.AFTER_IT:
            return facts[contribution]
        case Made.SOME_OF_EACH:
            return facts.known(made_after)
        case None:
            return None
