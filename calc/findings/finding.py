"""What the facts of a year show beside its number, and what is refused."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class FindingKind(StrEnum):
    EXCESS_CONTRIBUTION = "excess_contribution"
    """More than the limit for the age, or than pay, went into traditional IRAs."""
    EXCESS_ROTH_CONTRIBUTION = "excess_roth_contribution"
    """More than the income, or the limit shared with traditional IRAs, allows in Roth IRAs."""
    AGE_70_AND_A_HALF = "age_70_and_a_half"
    """In 2018 and 2019 nothing could go into a traditional IRA from that year on, and the age of
    70 does not tell."""
    DEDUCTION_NOT_ALLOWED = "deduction_not_allowed"
    """More is deducted than the income allows."""
    WORKSHEET_1_1 = "worksheet_1_1"
    """It takes the place of lines 6 to 12; the amount is what they would have taxed."""
    LINE_4_CHOICE = "line_4_choice"
    """The amount is taxable with the other choice."""
    MADE_AFTER_THE_YEAR = "made_after_the_year"
    """A contribution of the next spring is no part of this year's conversion."""
    DIRECT_ROTH = "direct_roth"
    """The income allows a direct contribution of up to this amount, less what stays in traditional
    IRAs for the year; certain where the pay is known and nothing was contributed."""
    REQUIRED_DISTRIBUTION_FIRST = "required_distribution_first"
    """It comes out before anything is converted; the amount is what was converted instead, and the
    cost the excise on what of it is too much for the Roth IRA, where the pay is known."""
    SIMPLE_TWO_YEARS = "simple_two_years"
    """SIMPLE money cannot be converted yet. It costs 25% instead of 10% before 59 1/2, and what was
    moved to a Roth IRA all the same is a distribution and a contribution."""
    ROLLED_OUT_OF_PLAN = "rolled_out_of_plan"
    """Pre-tax money of a plan came into the IRAs by December 31; the amount is what that adds to
    the taxable amount."""
    CONVERSION_ABOVE_BALANCE = "conversion_above_balance"
    """More was converted than was there, by this amount: perhaps growth, perhaps a slip."""
    BASIS_ABOVE_CONTRIBUTIONS = "basis_above_contributions"
    """More basis, by this amount, than contributions since the first can have made. After-tax money
    rolled over from a plan, a divorce or a death can have brought more."""
    LOSS = "loss"
    """The IRAs are worth less than the basis: nothing is taxable, and this much basis is left. Once
    no IRA is left, whether it is of any use is not settled."""
    LEFTOVER_CENTS = "leftover_cents"
    """A little stayed behind; the form rounds the amount it makes taxable away."""
    EARLY_DISTRIBUTION = "early_distribution"
    """The taxable part of a withdrawal before 59 1/2; the cost is that of money not from a SIMPLE
    IRA in its first two years."""
    FIVE_YEAR_CLOCK = "five_year_clock"
    """The taxable part of the conversion, if taken out within five years and before 59 1/2."""
    INHERITED_IRA = "inherited_ira"
    """Not counted: the IRS has it on a form of its own."""


class NotModelled(StrEnum):
    """Refused by name: its presence leaves no number that could be relied on."""

    TRUMP_ACCOUNT = "trump_account"
    """IRC 530A: how 408(d)(2) meets it is not settled."""
    DISASTER_DISTRIBUTION = "disaster_distribution"
    """Line 15b, and what was repaid."""
    CONTRIBUTIONS_BEFORE_2018 = "contributions_before_2018"
    """Their limits are not in the figures: whether the basis can be so large is not looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    kind: FindingKind
    authority: str
    amount: Decimal | None = None
    """Dollars."""
    costs: Decimal | None = None
    """Tax in dollars, beside the income tax: a year's excise, or the 10% tax; at most this."""
    certain: bool = True
    """False where what was not said decides."""
    until: date | None = None
