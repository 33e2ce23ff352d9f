"""A contribution made to one kind of IRA and treated as made to the other.

Authority: IRC 408A(d)(6)-(7); Treas. Reg. 1.408A-5. It moves from trustee to trustee with its net
income by the due date of the return, extensions included, and then was a contribution to the other
IRA on the day it was made. A conversion made in 2018 or later stays one (408A(d)(6)(B)(iii)).

Not looked at: whether the other kind of IRA may take the contribution, by the limit that both kinds
share, pay, modified AGI and, in 2018 and 2019, age. What it may not take is an excess there, and no
part of line 1: ``excess_contributions`` says how much.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from pydantic import StrictBool

from calc.corrections.attributable_income import NetIncomeFacts, net_income
from calc.deadlines import (
    Day,
    ReturnFacts,
    corrected_in_time,
    correction_due_date,
    return_due_date,
)
from calc.money import ZERO, Dollars
from calc.tax_year import TaxYear


class IraKind(StrEnum):
    TRADITIONAL = "traditional"
    ROTH = "roth"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecharacterizationFacts(ReturnFacts):
    """One contribution, or a part of it; dollars. Balances as for ``NetIncomeFacts``, of the IRA
    it was first made to."""

    contribution: Dollars
    to: IraKind
    contributed_on: Day
    moved_on: Day
    adjusted_opening_balance: Dollars
    adjusted_closing_balance: Dollars
    deducted: StrictBool = False
    """Whether it was deducted as a traditional contribution before it moves to a Roth IRA."""
    deductible: Dollars = ZERO
    """What the person deducts of it once it is in a traditional IRA."""
    conversion: StrictBool = False

    def __post_init__(self) -> None:
        if self.conversion:
            raise ValueError(
                "a conversion made in 2018 or later cannot be recharacterized "
                "(IRC 408A(d)(6)(B)(iii))"
            )
        if self.to is IraKind.TRADITIONAL and self.deducted:
            raise ValueError("a contribution to a Roth IRA is never deducted")
        if self.to is IraKind.ROTH and self.deductible:
            raise ValueError("a contribution that moves to a Roth IRA cannot be deducted")
        if self.deductible > self.contribution:
            raise ValueError("no more than the contribution can be deducted")
        if self.moved_on < self.contributed_on:
            raise ValueError("a contribution cannot move before it is made")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recharacterization:
    """Dollars. As if it can be done: look at ``possible`` first."""

    possible: bool | None
    """In time, and not deducted before; None where the return decides and was not said. Whether it
    then is an excess in the other IRA is not looked at."""
    in_time: bool | None
    until: date
    """Last day; the extended due date where ``in_time`` is None."""
    net_income: Decimal
    amount_moved: Decimal
    line1: Decimal
    """What it is on line 1 of Form 8606: the contribution, without income, as far as it is not
    deducted; nothing once it is a Roth contribution."""
    line4: Decimal
    """The part of line 1 made after the year, by the day of the contribution."""
    line6_recharacterized_in: Decimal
    """With its income, where a contribution of the year moves after it: on December 31 it was still
    in the other IRA (Form 8606 instructions, line 6)."""
    line6_recharacterized_out: Decimal


def recharacterization(figures: TaxYear, facts: RecharacterizationFacts) -> Recharacterization:
    """What moves, whether it may, and what it does to the year's Form 8606.

    Raises ValueError for a day on which no contribution for the year can be made, for more than the
    dollar limit of the year at any age, and as NetIncomeFacts and return_due_date do.
    """
    most = figures.ira_contribution_limit_50_plus.value
    if facts.contribution > most:
        raise ValueError(
            f"no more than ${most:,} can be a contribution for {figures.year} to the other IRA: "
            "what is above the limit is taken back"
        )
    last_day = return_due_date(figures, facts)
    if not date(figures.year, 1, 1) <= facts.contributed_on <= last_day:
        raise ValueError(
            f"a contribution for {figures.year} is made from {figures.year}-01-01 to {last_day}"
        )
    moved = net_income(
        NetIncomeFacts(
            contribution=facts.contribution,
            adjusted_opening_balance=facts.adjusted_opening_balance,
            adjusted_closing_balance=facts.adjusted_closing_balance,
        )
    )
    in_time = corrected_in_time(figures, facts, facts.moved_on)
    inward = facts.to is IraKind.TRADITIONAL
    line1 = facts.contribution - facts.deductible if inward else ZERO
    made_after_year = facts.contributed_on.year > figures.year
    outstanding = facts.moved_on.year > figures.year and not made_after_year
    adjustment = moved.total_removed if outstanding else ZERO
    return Recharacterization(
        possible=False if facts.deducted else in_time,
        in_time=in_time,
        until=correction_due_date(figures, facts)[0],
        net_income=moved.net_income,
        amount_moved=moved.total_removed,
        line1=line1,
        line4=line1 if made_after_year else ZERO,
        line6_recharacterized_in=adjustment if inward else ZERO,
        line6_recharacterized_out=ZERO if inward else adjustment,
    )
