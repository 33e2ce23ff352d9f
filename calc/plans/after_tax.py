"""After-tax money in a plan: what of it is free of tax when it moves.

Authority: IRC 72(e)(8) (a distribution is pro rata), 72(d)(2) (after-tax contributions with
their earnings may be a contract of their own), 402A(c)(4) (in-plan Roth rollover).

Not modelled: after-tax contributions from before 1987, which some plans give back first (IRC
72(e)(8)(D)); the 10% tax on a conversion that is withdrawn within five years (IRC 402A(c)(4)(D)).
"""

from dataclasses import dataclass
from decimal import Decimal

from calc.money import ZERO, Dollars, portion, to_cent


def _nontaxable(moved: Decimal, contributions: Decimal, value: Decimal) -> Decimal:
    """The share of after-tax contributions in what is moved out of ``value``: never more than
    what moves, also where there was a loss."""
    return portion(moved, min(contributions, value), value) if moved else ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class InPlanConversionFacts:
    """The after-tax subaccount, dollars; raises ValueError for more converted than is there."""

    aftertax_contributions: Dollars
    """Those still in it: not yet converted or withdrawn."""
    subaccount_value: Dollars
    """With earnings or losses, just before."""
    converted: Dollars

    def __post_init__(self) -> None:
        if self.converted > self.subaccount_value:
            raise ValueError("more is converted than the after-tax subaccount holds")


@dataclass(frozen=True, slots=True, kw_only=True)
class InPlanConversion:
    """Dollars."""

    taxable: Decimal
    """Earnings: on Form 1040 as a plan distribution, not on Form 8606."""
    nontaxable: Decimal
    contributions_left: Decimal
    """For later conversions; after a loss, more than what is left in the subaccount."""


def in_plan_conversion(facts: InPlanConversionFacts) -> InPlanConversion:
    """Move after-tax money to the plan's Roth account (IRC 402A(c)(4); Notices 2010-84, 2013-74):
    a part of it has its part of the earnings (IRC 72(d)(2), (e)(8))."""
    nontaxable = _nontaxable(facts.converted, facts.aftertax_contributions, facts.subaccount_value)
    return InPlanConversion(
        taxable=facts.converted - nontaxable,
        nontaxable=nontaxable,
        contributions_left=facts.aftertax_contributions - nontaxable,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanProrataFacts:
    """What a plan holds for a person just before a distribution, its Roth account left out (a
    contract of its own: IRC 402A(d)(4)); dollars. Raises ValueError for a larger distribution
    than what it comes from, and for a source larger than the plan."""

    pretax_balance: Dollars
    """All but after-tax contributions: their earnings too."""
    aftertax_balance: Dollars
    """After-tax contributions."""
    distribution: Dollars
    aftertax_source_value: Dollars | None = None
    """Where the plan keeps after-tax contributions with their earnings as a separate source, and
    the distribution comes from it alone: what it holds. None: from the whole."""

    def __post_init__(self) -> None:
        whole = self.pretax_balance + self.aftertax_balance
        source = whole if self.aftertax_source_value is None else self.aftertax_source_value
        if source > whole:
            raise ValueError("the after-tax source cannot hold more than the plan")
        if self.distribution > source:
            raise ValueError("the distribution is larger than what it comes from")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanProrata:
    """Dollars, and percentages to two places."""

    aftertax_part: Decimal
    """Not taxable."""
    pretax_part: Decimal
    """Taxable, unless rolled over."""
    aftertax_percent: Decimal | None
    """Of what the distribution comes from; None where that is empty."""
    pretax_percent: Decimal | None


def plan_prorata(facts: PlanProrataFacts) -> PlanProrata:
    """Split a distribution into its after-tax and pre-tax part (IRC 72(e)(8)): over all the
    plan, or over the after-tax source alone (IRC 72(d)(2))."""
    source = facts.aftertax_source_value
    if source is None:
        source = facts.pretax_balance + facts.aftertax_balance
    aftertax = _nontaxable(facts.distribution, facts.aftertax_balance, source)
    percent = to_cent(min(facts.aftertax_balance, source) * 100 / source) if source else None
    return PlanProrata(
        aftertax_part=aftertax,
        pretax_part=facts.distribution - aftertax,
        aftertax_percent=percent,
        pretax_percent=None if percent is None else 100 - percent,
    )
