"""Qualified charitable distributions (QCDs): gifts that a trustee sends from an IRA to a charity.

Authority: IRC 408(d)(8). They come out of taxable money first, against the pro rata rule
(408(d)(8)(D)), are left out of income up to the yearly limit of the person (408(d)(8)(A), (F)), and
stay off line 7 of Form 8606.

Not modelled: the one-time gift to a split-interest entity, gifts from Roth or inherited IRAs, and
whether the charity qualifies. What is not left out of income may be a charitable deduction (IRC
170), which is outside this calculation.
"""

from dataclasses import dataclass
from decimal import Decimal

from pydantic import StrictBool

from calc.iras.form_8606 import Form8606, Form8606Facts, form_8606
from calc.iras.required_distributions import RequiredFirstFacts, required_first
from calc.iras.roll_in import pre_tax_money
from calc.money import ZERO, Dollars
from calc.tax_year import TaxYear

REQUIRED_AFTER_70_AND_A_HALF_SINCE = 2020
"""From then on the first year with an RMD is that of 72 or later (SECURE Act sec. 114); before, it
was that of 70 1/2, and a gift earlier in it could be too early."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CharitableFacts:
    """One person's traditional, SEP and SIMPLE IRAs in one year, in dollars."""

    value_before: Dollars
    """Their value on December 31 and everything that left them in the year."""
    basis_before: Dollars
    """Line 2 of Form 8606, and the year's nondeductible contributions made in it."""
    qcd: Dollars
    """The gifts of the year."""
    other_distributions: Dollars = ZERO
    """Not conversions or rollovers."""
    conversions: Dollars = ZERO
    """To Roth IRAs, after the gifts and the other distributions."""
    reached_70_and_a_half: StrictBool | None = None
    """By the date of the gift; None: not looked at."""
    from_ongoing_sep_or_simple: StrictBool | None = None
    """One that got an employer contribution for the year; None: not looked at."""
    deducted_at_70_and_a_half_or_later: Dollars = ZERO
    """IRA contributions deducted for the years that ended on or after the day of reaching 70 1/2,
    as far as they have not reduced earlier QCDs."""
    required_minimum_distribution: Dollars | None = None
    """For the year, of all these IRAs; None: none, or not looked at."""

    def __post_init__(self) -> None:
        if self.qcd + self.other_distributions + self.conversions > self.value_before:
            raise ValueError("more left the IRAs than was in them")
        if (self.required_minimum_distribution or ZERO) > self.value_before:
            raise ValueError("the required distribution is more than was in the IRAs")


@dataclass(frozen=True, slots=True, kw_only=True)
class CharitableDistribution:
    """Dollars. The first five make up the gift; all but the first are on line 7."""

    qcd_excludable: Decimal
    """Left out of income."""
    qcd_from_basis: Decimal
    """Beyond the pre-tax money, so not a QCD."""
    qcd_above_limit: Decimal
    qcd_reduced: Decimal
    """By contributions deducted at 70 1/2 or later (IRC 408(d)(8)(A), flush language)."""
    qcd_not_qualified: Decimal
    """The whole gift where the age or the kind of IRA forbids it."""
    value_after_qcd: Decimal
    rmd_met_by_gift: Decimal | None
    """A gift counts toward the RMD whether or not it is left out of income."""
    rmd_left_after_gift: Decimal | None
    rmd_met_by_other_distributions: Decimal | None
    rmd_to_take_first: Decimal | None
    """Still to be taken before anything can be converted."""
    conversion_that_is_rmd: Decimal
    """Not a conversion: on line 7, not on line 8 (Treas. Reg. 1.408A-4, A-6(c))."""
    form: Form8606
    """Lines 3 and 14 alone where nothing but the excludable gift left the IRAs."""


def charitable_distribution(
    figures: TaxYear, facts: CharitableFacts, line10_places: int | None = None
) -> CharitableDistribution:
    """Split the gift, and fill in Form 8606 for the rest of the year (``line10_places`` as for
    ``form_8606``). The law does not say how a gift above the limit, or one that is reduced, shares
    in the basis: here it is a distribution like any other, on line 7.

    Raises ValueError for fewer than 3 places, an RMD of a year that has none, or one of a person
    who is too young for it.
    """
    rmd = facts.required_minimum_distribution
    if (
        rmd
        and facts.reached_70_and_a_half is False
        and figures.year >= REQUIRED_AFTER_70_AND_A_HALF_SINCE
    ):
        raise ValueError("no distribution is required of a person who has not reached 70 1/2")
    gift, other, conversions = facts.qcd, facts.other_distributions, facts.conversions
    forbidden = facts.reached_70_and_a_half is False or facts.from_ongoing_sep_or_simple is True
    offered = ZERO if forbidden else gift
    qualified = min(offered, pre_tax_money(facts.value_before, facts.basis_before))
    within_limit = min(qualified, Decimal(figures.qcd_annual_limit.value))
    reduced = min(within_limit, facts.deducted_at_70_and_a_half_or_later)
    excludable = within_limit - reduced

    left_after_gift = None if rmd is None else max(ZERO, rmd - gift)
    order = required_first(
        figures,
        RequiredFirstFacts(
            required_minimum_distribution=rmd or ZERO,
            distributed_before=gift + other,
            conversion=conversions,
        ),
    )
    form = form_8606(
        Form8606Facts(
            line1_nondeductible_contributions=ZERO,
            line2_prior_basis=facts.basis_before,
            line6_year_end_value=facts.value_before - gift - other - conversions,
            line7_distributions=other + gift - excludable + order.not_converted,
            line8_conversions=order.convertible,
        ),
        line10_places,
    )
    return CharitableDistribution(
        qcd_excludable=excludable,
        qcd_from_basis=offered - qualified,
        qcd_above_limit=qualified - within_limit,
        qcd_reduced=reduced,
        qcd_not_qualified=gift - offered,
        value_after_qcd=facts.value_before - gift,
        rmd_met_by_gift=None if rmd is None else min(rmd, gift),
        rmd_left_after_gift=left_after_gift,
        rmd_met_by_other_distributions=(
            None if left_after_gift is None else min(left_after_gift, other)
        ),
        rmd_to_take_first=None if rmd is None else order.to_take_first,
        conversion_that_is_rmd=order.not_converted,
        form=form,
    )
