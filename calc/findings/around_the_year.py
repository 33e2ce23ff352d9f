"""What stands around the IRAs of a year: other accounts, earlier years, required distributions."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field, StrictBool

from calc.corrections.excess_contributions import (
    AccountExcess,
    ExcessFacts,
    excess_contributions,
)
from calc.deadlines import Day
from calc.findings.finding import Finding, FindingKind
from calc.iras.basis import most_contributions
from calc.iras.ira_year import IraYear, IraYearFacts
from calc.iras.required_distributions import distribution_is_required
from calc.money import ZERO, Dollars, to_cent
from calc.tax_year import SUPPORTED_YEARS


@dataclass(frozen=True, kw_only=True)
class FindingsFacts(IraYearFacts):
    """The facts of the year and what stands around them; dollars. What is None is not known, and
    yields no finding, or one that is not certain."""

    roth_contribution: Dollars = ZERO
    required_minimum_distribution: Dollars | None = None
    """For the year."""
    simple_value: Dollars = ZERO
    """In SIMPLE IRAs, converted or still there."""
    simple_first_deposit: Day | None = None
    moved_on: Day | None = None
    """Day of the conversion or withdrawal."""
    rolled_out_of_plan: Dollars = ZERO
    """From a 401(k) or another plan into these IRAs in the year, pre-tax; part of their value."""
    value_before: Dollars | None = None
    """December 31 of the year before."""
    first_contribution_year: Annotated[int, Field(strict=True, ge=1975, le=2100)] | None = None
    inherited_value: Dollars = ZERO
    """In inherited IRAs, which no other amount here includes."""
    trump_account: StrictBool = False
    disaster_distribution: StrictBool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        first, moved = self.simple_first_deposit, self.moved_on
        if first is not None and moved is not None and moved < first:
            raise ValueError("nothing moves out of a SIMPLE IRA before its first deposit")


def around_the_year(year: IraYear, facts: FindingsFacts) -> Iterator[Finding]:
    yield from _roth_excess(year, facts)
    yield from _required_first(year, facts)
    yield from _simple(year, facts)
    if facts.rolled_out_of_plan:
        without = max(ZERO, year.year_end_value - facts.rolled_out_of_plan)
        before = replace(year, year_end_value=without).form.total_taxable
        yield Finding(
            kind=FindingKind.ROLLED_OUT_OF_PLAN,
            amount=year.form.total_taxable - before,
            authority="IRC 408(d)(2)(C); Form 8606, line 6",
        )
    if facts.value_before is not None:
        there = facts.value_before + facts.rolled_out_of_plan
        there += facts.contribution - facts.made_after_year
        above = facts.conversions + facts.distributions - there
        if above > 0:
            yield Finding(
                kind=FindingKind.CONVERSION_ABOVE_BALANCE,
                amount=above,
                certain=False,
                authority="IRC 408(d)(2)",
            )
    yield from _basis_above_contributions(year, facts)
    if facts.inherited_value:
        yield Finding(
            kind=FindingKind.INHERITED_IRA,
            amount=facts.inherited_value,
            authority="Pub. 590-B; Form 8606 instructions",
        )


def _roth_excess(year: IraYear, facts: FindingsFacts) -> Iterator[Finding]:
    if not facts.roth_contribution:
        return
    roth = _in_roth(year, facts, facts.roth_contribution)
    if roth.of_the_year:
        yield Finding(
            kind=FindingKind.EXCESS_ROTH_CONTRIBUTION,
            amount=roth.of_the_year,
            costs=roth.excise,
            authority="IRC 4973(f), 408A(c)(2)-(3), 408A(d)(6)",
        )


def _in_roth(year: IraYear, facts: FindingsFacts, contributed: Decimal) -> AccountExcess:
    return excess_contributions(
        year.figures,
        ExcessFacts(
            age=year.age,
            traditional_contributions=year.contribution,
            roth_contributions=contributed,
            compensation=facts.compensation,
            filing_status=year.filing_status,
            roth_magi=year.income,
            lived_apart_all_year=year.lived_apart_all_year,
            reached_70_and_a_half=year.age > 70 or bool(year.reached_70_and_a_half),
        ),
    ).roth


def _required_first(year: IraYear, facts: FindingsFacts) -> Iterator[Finding]:
    required = distribution_is_required(year.figures, year.age)
    given = facts.required_minimum_distribution
    if required is False or given == 0 or not (year.conversions or year.year_end_value):
        return
    instead = None
    if given is not None:
        instead = min(max(ZERO, given - year.distributions), year.conversions)
        if year.conversions and not instead:
            return
    costs = None
    if instead and facts.compensation is not None:
        in_roth = facts.roth_contribution
        with_it = _in_roth(year, facts, in_roth + instead)
        costs = with_it.excise - _in_roth(year, facts, in_roth).excise
    yield Finding(
        kind=FindingKind.REQUIRED_DISTRIBUTION_FIRST,
        amount=instead,
        costs=costs,
        certain=bool(required) and given is not None,
        authority="IRC 408(d)(3)(E); Treas. Reg. 1.408A-4, A-6; 1.408-8(b)(3)",
    )


SIMPLE_RATE = Decimal("0.25")
"""IRC 72(t)(6)."""


def _simple(year: IraYear, facts: FindingsFacts) -> Iterator[Finding]:
    moved = facts.conversions + facts.distributions
    if not facts.simple_value or not moved:
        return
    first, day = facts.simple_first_deposit, facts.moved_on
    until = None if first is None else simple_money_is_free_from(first)
    if until is not None and day is not None and day >= until:
        return
    bears = min(facts.simple_value, moved)
    yield Finding(
        kind=FindingKind.SIMPLE_TWO_YEARS,
        amount=facts.simple_value,
        costs=to_cent(bears * SIMPLE_RATE) if year.age <= 60 else None,
        until=until,
        certain=until is not None and day is not None,
        authority="IRC 72(t)(6), 408(d)(3)(G)",
    )


def simple_money_is_free_from(first_deposit: date) -> date:
    """The first day on which SIMPLE money may move like that of other IRAs (IRC 72(t)(6)). February
    29 has its anniversary on March 1."""
    first, leap_day = first_deposit, (first_deposit.month, first_deposit.day) == (2, 29)
    return date(first.year + 2, 3, 1) if leap_day else first.replace(year=first.year + 2)


def _basis_above_contributions(year: IraYear, facts: FindingsFacts) -> Iterator[Finding]:
    """Only where every year since the first contribution has its limit here."""
    first, last = facts.first_contribution_year, year.figures.year - 1
    if first is None or not SUPPORTED_YEARS[0] <= first <= last:
        return
    most = most_contributions(first, last, year.age - 1)
    if year.prior_basis > most:
        yield Finding(
            kind=FindingKind.BASIS_ABOVE_CONTRIBUTIONS,
            amount=year.prior_basis - most,
            certain=False,
            authority="IRC 219(b), 408(o); Form 8606, line 2",
        )
