"""What stands before IRA money may move: a required distribution, the first two years of a SIMPLE
IRA."""

from datetime import date
from decimal import Decimal

from calc.findings.around_the_year import simple_money_is_free_from
from calc.iras.required_distributions import (
    RequiredFirstFacts,
    distribution_is_required,
    required_first,
)
from calc.money import ZERO
from conversations.situations.situation import IraKind, Situation


def simple_free_from(situation: Situation) -> date | None:
    """The first day on which SIMPLE money may move; None where there is none of it, or the first
    deposit is not known."""
    first = situation.simple_first_deposit
    if IraKind.SIMPLE not in situation.ira_values or first is None:
        return None
    return simple_money_is_free_from(first)


def simple_that_stays(situation: Situation) -> Decimal:
    """SIMPLE money that for sure may not move in the year; dollars."""
    free = simple_free_from(situation)
    stays = free is not None and free > situation.figures.conversion_deadline.value
    return (situation.ira_values[IraKind.SIMPLE] or ZERO) if stays else ZERO


def required(situation: Situation) -> bool | None:
    """Whether a distribution is required in the year; None where the month of birth decides. No
    where the person says that none is due."""
    if situation.required_distribution == ZERO:
        return False
    return distribution_is_required(situation.figures, situation.age)


def required_not_withdrawn(situation: Situation) -> Decimal:
    """What of the required distribution, as far as it is known, the withdrawals leave out."""
    return max(ZERO, (situation.required_distribution or ZERO) - situation.withdrawals)


def required_is_settled(situation: Situation) -> bool:
    """Whether all of it is known to come out first, and is counted."""
    return (
        situation.required_distribution is not None
        and situation.required_taken_first is True
        and not required_not_withdrawn(situation)
    )


def required_in_conversion(situation: Situation) -> Decimal:
    """What of the conversion is the required distribution, as far as that is known: the first
    dollars out of a year are, until it is all out."""
    amount = situation.required_distribution
    if not amount or required(situation) is False:
        return ZERO
    before = ZERO if situation.required_taken_first is False else situation.withdrawals
    facts = RequiredFirstFacts(
        required_minimum_distribution=amount,
        distributed_before=before,
        conversion=situation.conversion,
    )
    return required_first(situation.figures, facts).not_converted
