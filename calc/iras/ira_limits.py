"""What may be put into an IRA, and how much of it may be deducted.

Authority: IRC 219(b)(1), (b)(5) and (c) (contribution limit), 408A(c)(3) (Roth phase-out),
219(g) (deduction phase-out). One limit covers a person's traditional and Roth IRAs together
(IRC 408A(c)(2)). Modified AGI is the caller's: the Roth and the deduction test define it
differently.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from pydantic import Field, StrictBool

from calc.filing_status import FilingStatus
from calc.money import ZERO, Age, Dollars, up_to_ten_dollars
from calc.tax_year import PhaseOutRange, TaxYear

CATCH_UP_AGE = 50
"""Reached by December 31 (IRC 219(b)(5)(B))."""

PHASE_OUT_FLOOR = Decimal(200)
"""A limit that is not yet zero is at least $200 (IRC 219(g)(2)(B))."""


def dollar_limit(figures: TaxYear, age: int) -> Decimal:
    """Contribution limit in dollars, before looking at pay, for the age on December 31."""
    if age >= CATCH_UP_AGE:
        return Decimal(figures.ira_contribution_limit_50_plus.value)
    return Decimal(figures.ira_contribution_limit.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class IraContributionFacts:
    """Dollars, and the age on December 31 in whole years. The spouse's amounts are for
    couples who file jointly."""

    age: Age
    compensation: Dollars
    spouse_compensation: Dollars = ZERO
    spouse_ira_contributions: Dollars = ZERO
    desired: Dollars | None = None
    """What the person would like to contribute, to all IRAs together."""
    reached_70_and_a_half: StrictBool | None = None
    """By December 31. Decides in 2018 and 2019, for a person of 70; otherwise not looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IraContributionLimit:
    """Dollars for the year, traditional and Roth IRAs together."""

    limit: Decimal
    traditional_limit: Decimal | None
    """As much of it as may go into traditional IRAs: nothing in 2018 and 2019 from the year of 70
    1/2 on, so that all of it is for Roth IRAs, whose income limit is not looked at. None at 70,
    where 70 1/2 decides and was not said."""
    compensation_counted: Decimal
    allowed: Decimal | None
    """As much of the desired amount as the limit allows; None where none was given."""
    excess: Decimal | None
    """The rest of it: 6% a year until it is taken out (IRC 4973)."""


def ira_contribution_limit(figures: TaxYear, facts: IraContributionFacts) -> IraContributionLimit:
    """The lesser of the dollar limit and pay (IRC 219(b)(1)). On a joint return the spouse
    with less pay also counts the other's, less what the other contributed (IRC 219(c))."""
    counted = facts.compensation
    if facts.spouse_compensation > facts.compensation:
        counted += max(ZERO, facts.spouse_compensation - facts.spouse_ira_contributions)
    limit = min(dollar_limit(figures, facts.age), counted)
    in_traditional = {True: ZERO, False: limit, None: None}
    too_old = _past_age_limit(figures, facts.age, facts.reached_70_and_a_half)
    desired = facts.desired
    return IraContributionLimit(
        limit=limit,
        traditional_limit=in_traditional[too_old],
        compensation_counted=counted,
        allowed=None if desired is None else min(desired, limit),
        excess=None if desired is None else max(ZERO, desired - limit),
    )


def phased_out(limit: Decimal, magi: Decimal, over: PhaseOutRange | None) -> Decimal:
    """``limit`` in dollars after the phase-out of ``over``: full up to its start, nothing from
    its end on, in between rounded up to $10 and at least $200 (IRC 219(g)(2), which
    408A(c)(3)(A) applies to Roth IRAs). No range means no phase-out."""
    if over is None or magi <= over.full_until:
        return limit
    if magi >= over.zero_from:
        return ZERO
    left = limit * (over.zero_from - magi) / (over.zero_from - over.full_until)
    return min(limit, max(PHASE_OUT_FLOOR, up_to_ten_dollars(left)))


@dataclass(frozen=True, slots=True, kw_only=True)
class RothFacts:
    """Dollars, and the age on December 31 in whole years."""

    filing_status: FilingStatus
    magi: Dollars
    """Modified AGI for Roth purposes: conversion income is left out (IRC 408A(c)(3)(B))."""
    age: Age
    lived_apart_all_year: StrictBool = False
    """From the spouse; matters to a separate return only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RothLimit:
    """Dollars."""

    roth_limit: Decimal
    """Most that may go into Roth IRAs, if pay is at least as much and nothing went into a
    traditional IRA."""
    ira_limit: Decimal
    phaseout_start: Decimal
    phaseout_end: Decimal


def roth_limit(figures: TaxYear, facts: RothFacts) -> RothLimit:
    """Limit of direct Roth contributions after the phase-out (IRC 408A(c)(3))."""
    rows = figures.roth_ira_magi_phaseout.value
    match facts.filing_status:
        case FilingStatus.MARRIED_FILING_JOINTLY | FilingStatus.QUALIFYING_SURVIVING_SPOUSE:
            row = rows.mfj_qss
        case FilingStatus.MARRIED_FILING_SEPARATELY if not facts.lived_apart_all_year:
            row = rows.mfs_lived_with_spouse
        case _:
            row = rows.single_hoh_mfs_lived_apart
    limit = dollar_limit(figures, facts.age)
    return RothLimit(
        roth_limit=phased_out(limit, facts.magi, row),
        ira_limit=limit,
        phaseout_start=Decimal(row.full_until),
        phaseout_end=Decimal(row.zero_from),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class IraDeductionFacts:
    """Dollars, and the age on December 31 in whole years."""

    filing_status: FilingStatus
    magi: Dollars
    """Modified AGI for the deduction: conversion income stays in (IRC 219(g)(3)(A))."""
    age: Age
    covered_by_plan: StrictBool
    """Active participant in an employer's plan; a 457(b) alone does not count (219(g)(5))."""
    spouse_covered: StrictBool = False
    lived_apart_all_year: StrictBool = False
    contribution: Dollars | None = None
    """To traditional IRAs; None asks for the most allowed."""
    persons_alike: Annotated[int, Field(strict=True, ge=1, le=2)] = 1
    """2 for a couple with the same facts: the totals then are for both."""
    reached_70_and_a_half: StrictBool | None = None
    """By December 31. Decides in 2018 and 2019, for a person of 70; otherwise not looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IraDeduction:
    """Dollars for one person, totals for all persons alike."""

    deduction: Decimal
    nondeductible: Decimal
    """Within the contribution limit, and not deductible: line 1 of Form 8606."""
    excess: Decimal
    """Above the contribution limit: neither deductible nor basis."""
    deduction_total: Decimal
    nondeductible_total: Decimal
    phaseout_start: Decimal | None
    """None where no phase-out applies."""
    phaseout_end: Decimal | None


def deduction_phase_out(
    figures: TaxYear,
    status: FilingStatus,
    *,
    covered_by_plan: bool,
    spouse_covered: bool,
    lived_apart_all_year: bool,
) -> PhaseOutRange | None:
    """The row of the table that applies, None where none does. Separate returns of spouses
    who lived apart all year are treated as single (IRC 219(g)(4)); a surviving spouse has the
    joint row when covered and none when not."""
    rows = figures.ira_deduction_phaseout.value
    joint = status is FilingStatus.MARRIED_FILING_JOINTLY
    separate = status is FilingStatus.MARRIED_FILING_SEPARATELY and not lived_apart_all_year
    if covered_by_plan:
        if separate:
            return rows.covered_mfs
        if joint or status is FilingStatus.QUALIFYING_SURVIVING_SPOUSE:
            return rows.covered_mfj_qss
        return rows.covered_single_hoh
    if spouse_covered and joint:
        return rows.not_covered_spouse_covered_mfj
    if spouse_covered and separate:
        return rows.not_covered_spouse_covered_mfs
    return None


def too_old_for_traditional(figures: TaxYear, age: int, reached_70_and_a_half: bool | None) -> bool:
    """Whether the year's age limit forbids a traditional contribution: in 2018 and 2019 from
    the year of reaching 70 1/2 on (IRC 219(d)(1) before Pub. L. 116-94), later never.

    Raises ValueError at 70, where the age alone does not tell.
    """
    too_old = _past_age_limit(figures, age, reached_70_and_a_half)
    if too_old is None:
        raise ValueError(
            f"at 70 in {figures.year} it depends on whether 70 1/2 was reached by December 31: "
            "give reached_70_and_a_half"
        )
    return too_old


def _past_age_limit(figures: TaxYear, age: int, reached_70_and_a_half: bool | None) -> bool | None:
    if figures.traditional_ira_contribution_age_cutoff.value is None or age < 70:
        return False
    return True if age > 70 else reached_70_and_a_half


def traditional_limit(figures: TaxYear, age: int, reached_70_and_a_half: bool | None) -> Decimal:
    """What may go into traditional IRAs for the year, in dollars, if pay is at least as much.
    Raises ValueError as too_old_for_traditional does."""
    if too_old_for_traditional(figures, age, reached_70_and_a_half):
        return ZERO
    return dollar_limit(figures, age)


def ira_deduction(figures: TaxYear, facts: IraDeductionFacts) -> IraDeduction:
    """Split a traditional contribution into its deductible and nondeductible part (IRC 219(g)),
    taking pay to be at least as much. Raises ValueError as too_old_for_traditional does."""
    row = deduction_phase_out(
        figures,
        facts.filing_status,
        covered_by_plan=facts.covered_by_plan,
        spouse_covered=facts.spouse_covered,
        lived_apart_all_year=facts.lived_apart_all_year,
    )
    limit = traditional_limit(figures, facts.age, facts.reached_70_and_a_half)
    contribution = limit if facts.contribution is None else facts.contribution
    within_limit = min(contribution, limit)
    deduction = min(within_limit, phased_out(limit, facts.magi, row))
    nondeductible = within_limit - deduction
    return IraDeduction(
        deduction=deduction,
        nondeductible=nondeductible,
        excess=contribution - within_limit,
        deduction_total=deduction * facts.persons_alike,
        nondeductible_total=nondeductible * facts.persons_alike,
        phaseout_start=None if row is None else Decimal(row.full_until),
        phaseout_end=None if row is None else Decimal(row.zero_from),
    )
