"""Line 6 of Form 8606: from the statements of December 31 to the amount that counts.

Authority: IRC 408(d)(2)(C); Form 8606 instructions, line 6. The statements are those of all
traditional, rollover, SEP and SIMPLE IRAs of one person: not of Roth IRAs (IRC 408A(d)(4)(A)), a
spouse's IRAs, inherited ones (the instructions ask for a form of their own for each), or plans.
Trump accounts (IRC 530A) are refused: how IRC 408(d)(2) meets them is not settled.
"""

from dataclasses import dataclass
from decimal import Decimal

from pydantic import StrictBool

from calc.money import ZERO, Dollars


@dataclass(frozen=True, slots=True, kw_only=True)
class YearEndFacts:
    """Dollars."""

    statement_value: Dollars
    """On December 31, of all these IRAs together."""
    outstanding_rollovers: Dollars = ZERO
    """Taken out of an IRA after November 1 and put into another IRA in the next year, within 60
    days. Not money on its way to a plan, nor from a plan to an IRA."""
    repayments: Dollars = ZERO
    """Disaster and other distributions put back by December 31: part of the statements' value."""
    recharacterized_in: Dollars = ZERO
    """Contribution for the year, with its earnings, that came from a Roth IRA after the year."""
    recharacterized_out: Dollars = ZERO
    """Contribution for the year, with its earnings, that went to a Roth IRA after the year."""
    trump_account: StrictBool = False

    def __post_init__(self) -> None:
        if self.trump_account:
            raise ValueError(
                "Trump accounts (IRC 530A) are not modelled: whether they count with the other "
                "IRAs is not settled"
            )
        if self.repayments + self.recharacterized_out > self.statement_value:
            raise ValueError("what is taken off is part of the statements' value, not more")


@dataclass(frozen=True, slots=True, kw_only=True)
class YearEndValue:
    """Dollars."""

    line6: Decimal


def year_end_value(facts: YearEndFacts) -> YearEndValue:
    """Line 6: the statements, plus what is on its way back, less what counts elsewhere."""
    return YearEndValue(
        line6=facts.statement_value
        - facts.repayments
        + facts.outstanding_rollovers
        + facts.recharacterized_in
        - facts.recharacterized_out
    )
