"""Net income that goes along with a contribution taken back or recharacterized.

Authority: Treas. Reg. 1.408-11 (contributions returned under IRC 408(d)(4)) and 1.408A-5, A-2
(recharacterizations), one formula for both. It is applied to the IRA that holds the contribution,
not to all IRAs together.
"""

from dataclasses import dataclass
from decimal import Decimal

from calc.money import Dollars, portion


@dataclass(frozen=True, slots=True, kw_only=True)
class NetIncomeFacts:
    """One IRA from just before the contribution was made (the first, of several taken back
    together) to just before it is removed; dollars."""

    contribution: Dollars
    """As much of it as is taken back or recharacterized."""
    adjusted_opening_balance: Dollars
    """Value at the start, and every contribution and transfer into the IRA since: this contribution
    too."""
    adjusted_closing_balance: Dollars
    """Value at the end, and every distribution and transfer out of the IRA since the start."""

    def __post_init__(self) -> None:
        if not self.adjusted_opening_balance:
            raise ValueError(
                "the adjusted opening balance is 0, so no income can be shared out: "
                "contributions made in the period belong in it"
            )
        if self.contribution > self.adjusted_opening_balance:
            raise ValueError(
                "the contribution is larger than the adjusted opening balance, which it belongs in"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class NetIncome:
    """Dollars."""

    net_income: Decimal
    """Negative for a loss."""
    total_removed: Decimal
    """The contribution with its income, or less its loss."""


def net_income(facts: NetIncomeFacts) -> NetIncome:
    """The contribution's share of what the IRA gained or lost, to the nearest cent."""
    opening = facts.adjusted_opening_balance
    gained = facts.adjusted_closing_balance - opening
    income = portion(facts.contribution, gained, opening)
    return NetIncome(net_income=income, total_removed=facts.contribution + income)
