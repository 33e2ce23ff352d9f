"""What the answers show of money that may not move yet."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from calc.findings import FindingKind
from conversations.formats import day, dollars
from conversations.situations.may_move import (
    required,
    required_in_conversion,
    required_not_withdrawn,
)
from conversations.situations.situation import Situation


def simple_money(situation: Situation) -> Iterator[str]:
    found = situation.at_most(FindingKind.SIMPLE_TWO_YEARS)
    if found is None:
        return
    law, year = "(IRC 72(t)(6), 408(d)(3)(G))", situation.year
    if found.until is None:
        yield (
            "SIMPLE money cannot be converted in the two years from its first deposit, and taken "
            f"out before 59 1/2 in that time it costs 25% instead of 10% {law}."
        )
    elif found.until > situation.figures.conversion_deadline.value:
        yield (
            f"Your SIMPLE IRA is in its first two years until {day(found.until)}: none of its "
            f"money can be converted in {year}, nor go to a 401(k). What is moved to a Roth IRA "
            "all the same is a withdrawal, and a contribution there; before 59 1/2 a withdrawal "
            f"costs 25% instead of 10% {law}."
        )
    elif found.until > date(year, 1, 1):
        yield (
            f"SIMPLE money can be converted from {day(found.until)} on, when its first two years "
            f"are over. Taken out before that day and before 59 1/2 it costs 25% instead of 10% "
            f"{law}."
        )


def required_distribution(situation: Situation) -> Iterator[str]:
    year = situation.year
    amount, first = situation.required_distribution, situation.required_taken_first
    if amount is not None:
        yield from _required_amount(situation, amount)
        return
    if not situation.at_most(FindingKind.REQUIRED_DISTRIBUTION_FIRST):
        return
    if first and situation.withdrawals:
        yield (
            f"Your required minimum distribution for {year} is part of the "
            f"{dollars(situation.withdrawals)} of other withdrawals: see that all of it is."
        )
    else:
        due = "may be due" if required(situation) is None else "is due"
        yield (
            f"If your IRAs held money on December 31, {year - 1}, a required minimum distribution "
            f"{due} for {year}. It comes out first, cannot be converted (what was converted before "
            "it is an excess Roth contribution; Treas. Reg. 1.408A-4, A-6), and belongs to the "
            "withdrawals of line 7: count it there."
        )


def _required_amount(situation: Situation, amount: Decimal) -> Iterator[str]:
    converted, missing = required_in_conversion(situation), required_not_withdrawn(situation)
    if converted:
        remedy = (
            "Ask your CPA how to correct that."
            if situation.year_is_over
            else "Take it before anything is converted."
        )
        yield (
            f"{dollars(converted)} of the conversion is your required minimum distribution for "
            f"{situation.year}: the first dollars that leave your IRAs are. It cannot be "
            "converted; in a Roth IRA it is a contribution, and an excess one where that is too "
            f"much (IRC 408(d)(3)(E); Treas. Reg. 1.408A-4, A-6). {remedy}"
        )
    if missing:
        part = "" if missing == amount else f", {dollars(missing)} of it,"
        yield (
            f"Your required minimum distribution of {dollars(amount)}{part} is not among the other "
            "withdrawals that you said: it belongs on line 7, so change that answer."
        )
