"""What comes of a what-if, in words."""

from collections.abc import Iterator
from decimal import Decimal

from calc.money import ZERO, to_whole_dollar
from conversations.formats import day, dollars
from conversations.reports.pro_rata import in_dollars
from conversations.situations.situation import Situation
from conversations.what_ifs.outcome import Outcome


def told(situation: Situation, outcome: Outcome) -> Iterator[str]:
    yield f"What if you {outcome.what}?"
    yield f"Taxable: {taxable(situation, outcome)}."
    if outcome.more_tax is not None:
        tax = more_or_less(outcome.more_tax)
        state = situation.state_rate
        kinds = "Federal income tax" if state is None else "Federal and state income tax"
        also = "State tax and more are" if state is None else "More is"
        yield f"{kinds}: {tax}. {also} left out."
    converted = outcome.changed.conversion
    if converted != situation.conversion:
        yield (
            f"To Roth in {situation.year}: {dollars(converted)} instead of "
            f"{dollars(situation.conversion)}."
        )
    left = in_dollars(outcome.left)
    if outcome.left != outcome.left_instead_of:
        left += f" instead of {in_dollars(outcome.left_instead_of)}"
    yield f"After-tax money left for later: {left}."
    if outcome.needs:
        yield f"Needs: {'; '.join(outcome.needs)}."
    if outcome.by is not None:
        yield f"By {day(outcome.by)}."
    yield "Your answers are as they were."


def taxable(situation: Situation, outcome: Outcome) -> str:
    amount, before = in_dollars(outcome.taxable), in_dollars(outcome.instead_of)
    if outcome.later is not None:
        when = situation.year + 1
        if not (outcome.taxable.most or outcome.instead_of.most):
            return f"{amount}, in {when} as in {situation.year}"
        later = in_dollars(outcome.later)
        part = "all of it" if outcome.later == outcome.taxable else later
        return f"{amount}, {part} in {when}, instead of {before} in {situation.year}"
    if outcome.taxable == outcome.instead_of:
        return f"{amount}, as it is now"
    return f"{amount} instead of {before}{difference(outcome)}"


def difference(outcome: Outcome) -> str:
    if not (outcome.taxable.sure and outcome.instead_of.sure):
        return ""
    more = outcome.taxable.least - outcome.instead_of.least
    if not outcome.instead_of.least or not outcome.taxable.least:
        return ""
    return f", {dollars(abs(more))} {'more' if more > 0 else 'less'}"


def more_or_less(more: Decimal) -> str:
    rounded = to_whole_dollar(abs(more))
    if not rounded:
        return "the same"
    return f"about {dollars(rounded)} {'more' if more > ZERO else 'less'}"
