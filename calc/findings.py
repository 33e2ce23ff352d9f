"""What the facts of a year show beside its number: possible, but worth knowing.

A finding is a value, not an error: what is true but troubling is calculated all the same, and what
is refused (``NotModelled``) is named. The wording is for others; here stand the kinds, the amounts
and the authority.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StrictBool

from calc.corrections.excess_contributions import EXCISE_RATE, ExcessFacts, excess_contributions
from calc.deadlines import Day
from calc.iras.basis import most_contributions
from calc.iras.form_8606 import EARLY_DISTRIBUTION_RATE, Form8606, Method
from calc.iras.ira_limits import RothFacts, roth_limit
from calc.iras.ira_year import IraYear, IraYearFacts
from calc.iras.required_distributions import distribution_is_required
from calc.money import ZERO, Dollars, to_cent
from calc.tax_year import SUPPORTED_YEARS, TaxYear


class FindingKind(StrEnum):
    EXCESS_CONTRIBUTION = "excess_contribution"
    """More than the limit for the age, or than pay, went into traditional IRAs."""
    EXCESS_ROTH_CONTRIBUTION = "excess_roth_contribution"
    """More than the income, or the limit shared with traditional IRAs, allows in Roth IRAs."""
    AGE_70_AND_A_HALF = "age_70_and_a_half"
    """In 2018 and 2019 nothing could go into a traditional IRA from that year on, and the age of
    70 does not tell."""
    DEDUCTION_NOT_ALLOWED = "deduction_not_allowed"
    """More is deducted than the income allows."""
    WORKSHEET_1_1 = "worksheet_1_1"
    """It takes the place of lines 6 to 12; the amount is what they would have taxed."""
    LINE_4_CHOICE = "line_4_choice"
    """The amount is taxable with the other choice."""
    MADE_AFTER_THE_YEAR = "made_after_the_year"
    """A contribution of the next spring is no part of this year's conversion."""
    DIRECT_ROTH = "direct_roth"
    """The income allows a direct contribution of up to this amount."""
    REQUIRED_DISTRIBUTION_FIRST = "required_distribution_first"
    """It comes out before anything is converted; the amount is what was converted instead."""
    SIMPLE_TWO_YEARS = "simple_two_years"
    """SIMPLE money cannot be converted yet."""
    ROLLED_OUT_OF_PLAN = "rolled_out_of_plan"
    """Pre-tax money of a plan came into the IRAs by December 31; the amount is what that adds to
    the taxable amount."""
    CONVERSION_ABOVE_BALANCE = "conversion_above_balance"
    """More was converted than was there, by this amount: perhaps growth, perhaps a slip."""
    BASIS_ABOVE_CONTRIBUTIONS = "basis_above_contributions"
    """More basis, by this amount, than contributions since the first can have made."""
    LOSS = "loss"
    """The IRAs are worth less than the basis: nothing is taxable, and this much basis is left."""
    LEFTOVER_CENTS = "leftover_cents"
    """A little stayed behind; the form rounds the amount it makes taxable away."""
    EARLY_DISTRIBUTION = "early_distribution"
    """The taxable part of a withdrawal before 59 1/2."""
    FIVE_YEAR_CLOCK = "five_year_clock"
    """The taxable part of the conversion, if taken out within five years and before 59 1/2."""
    INHERITED_IRA = "inherited_ira"
    """Not counted: the IRS has it on a form of its own."""


class NotModelled(StrEnum):
    """Refused by name: its presence leaves no number that could be relied on."""

    TRUMP_ACCOUNT = "trump_account"
    """IRC 530A: how 408(d)(2) meets it is not settled."""
    DISASTER_DISTRIBUTION = "disaster_distribution"
    """Line 15b, and what was repaid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    kind: FindingKind
    authority: str
    amount: Decimal | None = None
    """Dollars."""
    costs: Decimal | None = None
    """Tax in dollars, beside the income tax: a year's excise, or the 10% tax; at most this."""
    certain: bool = True
    """False where what was not said decides."""
    until: date | None = None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    findings: tuple[Finding, ...]
    not_modelled: tuple[NotModelled, ...]


def findings(figures: TaxYear, facts: FindingsFacts) -> Findings:
    """Everything that applies, in the order of FindingKind."""
    shared = {field.name: getattr(facts, field.name) for field in fields(IraYearFacts)}
    year = IraYear(figures=figures, **shared)
    refused = (
        (NotModelled.TRUMP_ACCOUNT, facts.trump_account),
        (NotModelled.DISASTER_DISTRIBUTION, facts.disaster_distribution),
    )
    found = (*of_the_year(year), *_around_the_year(year, facts))
    return Findings(
        findings=tuple(sorted(found, key=lambda finding: list(FindingKind).index(finding.kind))),
        not_modelled=tuple(name for name, present in refused if present),
    )


def of_the_year(year: IraYear) -> Iterator[Finding]:
    """What the year's own facts show."""
    form, figures = year.form, year.figures
    excess = year.contribution - year.permitted_contribution
    if excess:
        yield Finding(
            kind=FindingKind.EXCESS_CONTRIBUTION,
            amount=excess,
            costs=to_cent(excess * EXCISE_RATE),
            authority="IRC 4973(a)-(b), 408(d)(4)",
        )
    cutoff = figures.traditional_ira_contribution_age_cutoff.value
    if cutoff is not None and year.contribution and year.age == int(cutoff):
        yield Finding(
            kind=FindingKind.AGE_70_AND_A_HALF,
            authority="IRC 219(d)(1) before Pub. L. 116-94",
            certain=False,
        )
    not_allowed = min(year.deducted, year.permitted_contribution) - year.deductible
    if not_allowed > 0:
        yield Finding(
            kind=FindingKind.DEDUCTION_NOT_ALLOWED, amount=not_allowed, authority="IRC 219(g)"
        )
    yield from _choices(year, form)
    if year.made_after_year and year.conversions:
        yield Finding(
            kind=FindingKind.MADE_AFTER_THE_YEAR,
            amount=year.made_after_year,
            authority="IRC 408(d)(2), 408A(d)(3)",
        )
    direct = roth_limit(
        figures,
        RothFacts(
            filing_status=year.filing_status,
            magi=year.income,
            age=year.age,
            lived_apart_all_year=year.lived_apart_all_year,
        ),
    ).roth_limit
    if direct:
        yield Finding(kind=FindingKind.DIRECT_ROTH, amount=direct, authority="IRC 408A(c)(3)")
    if form.line5 is not None and form.line9 is not None and form.line5 > form.line9:
        yield Finding(
            kind=FindingKind.LOSS, amount=form.line14, authority="IRC 408(d)(1)-(2), 72(e)(8)"
        )
    if form.line18 and year.form_as_it_rounds.line10 == 1:
        yield Finding(
            kind=FindingKind.LEFTOVER_CENTS,
            amount=form.line18,
            authority="Form 8606, lines 6 and 10",
        )
    yield from _additional_tax(year, form)


def _choices(year: IraYear, form: Form8606) -> Iterator[Finding]:
    own_lines = year.form_by_own_lines.total_taxable
    if form.method is Method.WORKSHEET_1_1 and own_lines != form.total_taxable:
        yield Finding(
            kind=FindingKind.WORKSHEET_1_1,
            amount=own_lines,
            authority="Pub. 590-B, Worksheet 1-1",
        )
    other = year.form_with_late_contributions_first.total_taxable
    if other != form.total_taxable:
        yield Finding(
            kind=FindingKind.LINE_4_CHOICE,
            amount=other,
            authority="Form 8606 instructions, line 4",
        )


def _additional_tax(year: IraYear, form: Form8606) -> Iterator[Finding]:
    # Somebody who is 60 on December 31 may have been 59 1/4 in January.
    if form.line15c and year.age <= 60:
        yield Finding(
            kind=FindingKind.EARLY_DISTRIBUTION,
            amount=form.line15c,
            costs=to_cent(form.line15c * EARLY_DISTRIBUTION_RATE),
            certain=year.age < 59,
            authority="IRC 72(t)",
        )
    if form.line18 and year.age < 60:
        yield Finding(
            kind=FindingKind.FIVE_YEAR_CLOCK,
            amount=form.line18,
            costs=to_cent(form.line18 * EARLY_DISTRIBUTION_RATE),
            until=date(year.figures.year + 5, 1, 1),
            certain=False,
            authority="IRC 408A(d)(3)(F)",
        )


def _around_the_year(year: IraYear, facts: FindingsFacts) -> Iterator[Finding]:
    yield from _roth_excess(year, facts)
    yield from _required_first(year, facts)
    yield from _simple(facts)
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
    roth = excess_contributions(
        year.figures,
        ExcessFacts(
            age=year.age,
            traditional_contributions=year.contribution,
            roth_contributions=facts.roth_contribution,
            compensation=facts.compensation,
            filing_status=year.filing_status,
            roth_magi=year.income,
            lived_apart_all_year=year.lived_apart_all_year,
            reached_70_and_a_half=year.age > 70,
        ),
    ).roth
    if roth.of_the_year:
        yield Finding(
            kind=FindingKind.EXCESS_ROTH_CONTRIBUTION,
            amount=roth.of_the_year,
            costs=roth.excise,
            authority="IRC 4973(f), 408A(c)(2)-(3), 408A(d)(6)",
        )


def _required_first(year: IraYear, facts: FindingsFacts) -> Iterator[Finding]:
    required = distribution_is_required(year.figures, year.age)
    given = facts.required_minimum_distribution
    if required is False or given == 0 or not (year.conversions or year.year_end_value):
        return
    converted_instead = None
    if given is not None:
        converted_instead = min(max(ZERO, given - year.distributions), year.conversions)
        if year.conversions and not converted_instead:
            return
    yield Finding(
        kind=FindingKind.REQUIRED_DISTRIBUTION_FIRST,
        amount=converted_instead,
        certain=bool(required) and given is not None,
        authority="IRC 408(d)(3)(E); Treas. Reg. 1.408A-4, A-6; 1.408-8(b)(3)",
    )


def _simple(facts: FindingsFacts) -> Iterator[Finding]:
    if not facts.simple_value or not (facts.conversions or facts.distributions):
        return
    first, moved = facts.simple_first_deposit, facts.moved_on
    until = None if first is None else _two_years_after(first)
    if until is not None and moved is not None and moved >= until:
        return
    yield Finding(
        kind=FindingKind.SIMPLE_TWO_YEARS,
        amount=facts.simple_value,
        until=until,
        certain=until is not None and moved is not None,
        authority="IRC 72(t)(6), 408(d)(3)(G)",
    )


def _two_years_after(first: date) -> date:
    """The first day on which SIMPLE money is free. February 29 has its anniversary on March 1."""
    leap_day = (first.month, first.day) == (2, 29)
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
            authority="IRC 219(b), 408(o); Form 8606, line 2",
        )
