"""The price of what is taxed: asked only where something may be."""

from decimal import Decimal

from calc.iras.roll_in import pre_tax_money
from calc.money import ZERO
from conversations.answers import Percent, StateRate
from conversations.question import Doubt, Facts, Question
from conversations.questions.contributions import (
    amount_deducted,
    amount_made_after,
    contribution,
)
from conversations.questions.iras import (
    conversion,
    ira_kinds,
    known_basis,
    withdrawals,
    year_end_value,
)
from conversations.questions.person import income

HIGHEST_RATE = Decimal("0.15")
"""No state and city together take more."""


def has_a_price(facts: Facts) -> bool:
    """Whether something of the conversion may be taxed, and the income it comes on top of is
    known."""
    return bool(facts[conversion]) and not facts.unsure(income) and may_be_pre_tax(facts)


def may_be_pre_tax(facts: Facts) -> bool:
    """Whether something of what the IRAs held that year may never have been taxed: a dollar at
    least. What is still to be asked can only add to it."""
    values = [facts.known(year_end_value[kind]) for kind in facts[ira_kinds]]
    known = (*values, known_basis(facts), amount_deducted(facts), amount_made_after(facts))
    if None in known:
        return True
    *held, basis, deducted, late = (amount or ZERO for amount in known)
    taken_out = [facts.known(question) or ZERO for question in (conversion, withdrawals)]
    in_all = sum((*held, *taken_out), ZERO)
    return pre_tax_money(in_all, basis + facts[contribution] - deducted - late) >= 1


def _too_high(_: Facts, rate: Decimal) -> Doubt | None:
    if rate <= HIGHEST_RATE:
        return None
    return Doubt(f"{Percent().show(rate)} is more than any state and city take: is it right?")


state_rate = Question(
    "state_rate",
    StateRate(),
    asks="At what rate does your state tax income, with your city if it does? 0 for none; not sure "
    "leaves state tax out.",
    why="Only to put dollars on the tax of the conversion; the federal part needs no answer here. "
    "The rate on your last dollars of income is the one to use.",
    where="Your state's tax table, at your income. Some states tax no conversion, or have rules of "
    "their own: ask your CPA.",
    when=has_a_price,
    not_sure=True,
    doubts=_too_high,
    lasts=True,
    names=("State tax rate", "state tax", "state rate"),
)
