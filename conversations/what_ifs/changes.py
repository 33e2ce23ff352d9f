"""A situation with one thing done differently. The rules of tax are calc's: what stays, leaves or
goes elsewhere is moved about here, and the year is then worked out anew.

The IRAs are one pot: money that is not converted stays in them, and money that goes elsewhere is no
longer on December 31. Balances do not grow.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from calc.iras.charitable_distributions import (
    CharitableFacts,
    charitable_distribution,
)
from calc.iras.ira_year import IraYear
from calc.money import ZERO
from calc.strategies.year_cost import with_its_income
from conversations.ranges import Range
from conversations.situations.may_move import simple_that_stays
from conversations.situations.situation import IraKind, Situation

Values = Mapping[IraKind, Decimal | None]

FIRST_TO_CONVERT = (
    IraKind.TRADITIONAL,
    IraKind.ROLLOVER,
    IraKind.SEP,
    IraKind.FROM_PLAN,
    IraKind.IN_TRANSIT,
    IraKind.SIMPLE,
)
FIRST_TO_ROLL_IN = (
    IraKind.ROLLOVER,
    IraKind.FROM_PLAN,
    IraKind.SEP,
    IraKind.TRADITIONAL,
    IraKind.IN_TRANSIT,
    IraKind.SIMPLE,
)
"""SIMPLE money last, which may not move in its first two years. The sum is the same."""

_QCD_AGE = 70
"""70 1/2, of whole years (IRC 408(d)(8)(B)(ii))."""


def with_plans(situation: Situation, roll_in: Decimal, gift: Decimal) -> Situation:
    """What was said, with what was kept of what-ifs taken off: no more of it than there is."""
    if roll_in:
        situation = replace(situation, roll_in_kept=roll_in)
        most = max(year.pre_tax_value for year in situation.ira_years)
        left = min(roll_in, most, situation.known_ira_value)
        situation = rolled_in(situation, left) if left else situation
    gift = min(gift, situation.known_ira_value) if situation.age >= _QCD_AGE else ZERO
    return given(situation, gift, left_out_of_income(situation, gift).least) if gift else situation


def converting(situation: Situation, amount: Decimal) -> Situation:
    """More leaves the IRAs, or less does."""
    more = amount - situation.conversion
    return _with_its_income(
        situation,
        replace(
            situation,
            conversion=amount,
            put_off=ZERO,
            ira_values=_less(situation.ira_values, more, FIRST_TO_CONVERT),
        ),
    )


def waiting(situation: Situation) -> Situation:
    """What would be converted is converted in the next year."""
    return replace(converting(situation, ZERO), put_off=situation.conversion)


def rolled_in(situation: Situation, amount: Decimal) -> Situation:
    values = _less(situation.ira_values, amount, FIRST_TO_ROLL_IN)
    return _with_its_income(
        situation,
        replace(situation, ira_values=values, rolled_in=situation.rolled_in + amount),
    )


def contributing(situation: Situation, amount: Decimal) -> Situation:
    """Another contribution. A conversion of just what went in by December 31 follows it; any other
    one stays, and what the IRAs hold changes."""
    late = situation.made_after or ZERO
    made_in_year = situation.contribution - late
    late = min(late, amount) if made_in_year else (amount if late else ZERO)
    more = amount - late - made_in_year
    deducted = situation.deducted
    if deducted is not None:
        all_of_it = deducted == situation.contribution
        deducted = amount if all_of_it and deducted else min(deducted, amount)
    changed = replace(
        situation,
        contribution=amount,
        made_after=None if situation.made_after is None else late,
        deducted=deducted,
    )
    if follows(situation):
        changed = replace(changed, conversion=situation.conversion + more)
    else:
        values = _less(situation.ira_values, -more, FIRST_TO_CONVERT)
        changed = replace(changed, ira_values=values)
    return _with_its_income(situation, changed)


def follows(situation: Situation) -> bool:
    """Whether just what is contributed in the year is converted."""
    made_in_year = situation.contribution - (situation.made_after or ZERO)
    return situation.conversion == made_in_year > 0


def given(situation: Situation, gift: Decimal, left_out: Decimal) -> Situation:
    """A gift out of the IRAs; what of it is not ``left_out`` of income is a withdrawal."""
    return _with_its_income(
        situation,
        replace(
            situation,
            withdrawals=situation.withdrawals + gift - left_out,
            ira_values=_less(situation.ira_values, gift, FIRST_TO_CONVERT),
            gift=situation.gift + gift,
        ),
    )


def left_out_of_income(situation: Situation, gift: Decimal) -> Range:
    """What of a gift is left out of income, over what is not known."""
    return Range.of(_excludable(year, gift) for year in situation.ira_years)


def _excludable(year: IraYear, gift: Decimal) -> Decimal:
    facts = CharitableFacts(
        value_before=year.year_end_value + year.distributions + year.conversions,
        basis_before=year.basis_in_iras,
        qcd=gift,
        other_distributions=year.distributions,
        conversions=year.conversions,
        deducted_at_70_and_a_half_or_later=min(year.deducted, year.deductible),
    )
    return charitable_distribution(year.figures, facts).qcd_excludable


def is_there(situation: Situation, more: Decimal) -> bool | None:
    """Whether the IRAs hold so much more that may be taken out; None where that is not known."""
    if more <= situation.known_ira_value - simple_that_stays(situation):
        return True
    return None if situation.ira_value is None else False


def _less(values: Values, amount: Decimal, order: tuple[IraKind, ...]) -> Values:
    """What the IRAs hold after an amount is taken, kind by kind; a negative one is added."""
    left = dict(values)
    if amount < 0:
        held = left.get(IraKind.TRADITIONAL, ZERO)
        left[IraKind.TRADITIONAL] = None if held is None else held - amount
        return left
    for kind in order:
        taken = min(amount, left.get(kind) or ZERO)
        if taken:
            left[kind] = (left[kind] or ZERO) - taken
            amount -= taken
    return left


def _with_its_income(planned: Situation, changed: Situation) -> Situation:
    """The income holds the taxable part of withdrawals, which share the basis."""
    if len(planned.ira_years) > 1 or not (planned.withdrawals or changed.withdrawals):
        return changed
    income = with_its_income(planned.ira_years[0], changed.ira_years[0]).income
    return replace(changed, income=income)
