"""A distribution of pre-tax and after-tax money from a plan to several destinations.

Authority: Notice 2014-54; IRC 402(c)(2). What is scheduled to be paid at the same time is one
distribution. Its pre-tax money goes to direct rollovers first, then to rollovers within 60 days;
if there is less of it than is rolled over in that way, the person chooses which destination gets
it. What is not rolled over has the rest.

Not modelled: amounts that cannot be rolled over (IRC 402(c)(4)); destinations that are plans;
the 20% withheld, which is part of the cash (IRC 3405(c)); the 10% tax of IRC 72(t).
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from calc.money import ZERO, Dollars
from calc.plans.left_out import LeftOut


class Destination(StrEnum):
    TRADITIONAL = "traditional"
    ROTH = "roth"


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitRolloverFacts:
    """One distribution, dollars. Raises ValueError unless the destinations add up to it, and for
    more rolled over within 60 days than was paid in cash."""

    pretax: Dollars
    """Earnings on after-tax contributions included."""
    aftertax: Dollars
    to_traditional: Dollars = ZERO
    """Directly to a traditional IRA."""
    to_roth: Dollars = ZERO
    """Directly to a Roth IRA."""
    to_cash: Dollars = ZERO
    """Paid to the person, tax withheld included."""
    rolled_in_60_days_to_traditional: Dollars = ZERO
    """Of the cash, own money in place of the tax withheld included."""
    rolled_in_60_days_to_roth: Dollars = ZERO
    pretax_first_to: Destination = Destination.TRADITIONAL
    """The person's choice where there is one."""

    def __post_init__(self) -> None:
        destinations = self.to_traditional + self.to_roth + self.to_cash
        if destinations != self.pretax + self.aftertax:
            raise ValueError(
                "what goes to the destinations must add up to the pre-tax and after-tax money"
            )
        rolled_later = self.rolled_in_60_days_to_traditional + self.rolled_in_60_days_to_roth
        if rolled_later > self.to_cash:
            raise ValueError("more is rolled over within 60 days than was paid in cash")


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitRollover:
    """Dollars; what was rolled over within 60 days is with what went directly."""

    pretax_to_traditional: Decimal
    aftertax_to_traditional: Decimal
    pretax_to_roth: Decimal
    aftertax_to_roth: Decimal
    pretax_cash: Decimal
    aftertax_cash: Decimal
    taxable: Decimal
    """Pre-tax money that went to the Roth IRA or was kept (IRC 408A(d)(3)(A), 402(a))."""
    line6_increase: Decimal
    """What went to the traditional IRA: as far as it is there on December 31, it is on line 6 of
    Form 8606."""
    line2_increase: Decimal
    """Its after-tax part: basis in IRAs, on line 2 of the next Form 8606 that is filed (Form
    8606 instructions, line 2)."""
    left_out: tuple[LeftOut, ...]


def split_rollover(facts: SplitRolloverFacts) -> SplitRollover:
    """Which destination has the pre-tax money, and what of it is taxed."""
    first = facts.pretax_first_to
    direct_traditional, direct_roth, paid = _take(
        facts.pretax, facts.to_traditional, facts.to_roth, first
    )
    later_traditional, later_roth, pretax = _take(
        paid, facts.rolled_in_60_days_to_traditional, facts.rolled_in_60_days_to_roth, first
    )
    traditional = facts.to_traditional + facts.rolled_in_60_days_to_traditional
    roth = facts.to_roth + facts.rolled_in_60_days_to_roth
    kept = facts.pretax + facts.aftertax - traditional - roth
    pretax_to_traditional = direct_traditional + later_traditional
    pretax_to_roth = direct_roth + later_roth
    return SplitRollover(
        pretax_to_traditional=pretax_to_traditional,
        aftertax_to_traditional=traditional - pretax_to_traditional,
        pretax_to_roth=pretax_to_roth,
        aftertax_to_roth=roth - pretax_to_roth,
        pretax_cash=pretax,
        aftertax_cash=kept - pretax,
        taxable=pretax_to_roth + pretax,
        line6_increase=traditional,
        line2_increase=traditional - pretax_to_traditional,
        left_out=(
            *((LeftOut.WITHHOLDING,) if paid else ()),
            *((LeftOut.EARLY_DISTRIBUTION_TAX,) if pretax else ()),
        ),
    )


def _take(
    pretax: Decimal, to_traditional: Decimal, to_roth: Decimal, first: Destination
) -> tuple[Decimal, Decimal, Decimal]:
    """The pre-tax part of two rollovers, and what is left of the pre-tax money."""
    if first is Destination.TRADITIONAL:
        traditional = min(pretax, to_traditional)
        roth = min(pretax - traditional, to_roth)
    else:
        roth = min(pretax, to_roth)
        traditional = min(pretax - roth, to_traditional)
    return traditional, roth, pretax - traditional - roth
