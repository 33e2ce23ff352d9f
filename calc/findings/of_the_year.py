"""What the IRAs of a year show by themselves."""

from collections.abc import Iterator
from datetime import date

from calc.corrections.excess_contributions import EXCISE_RATE
from calc.findings.finding import Finding, FindingKind
from calc.iras.form_8606 import EARLY_DISTRIBUTION_RATE, Form8606, Method
from calc.iras.ira_limits import RothFacts, roth_limit
from calc.iras.ira_year import IraYear
from calc.money import to_cent


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
    asked = year.reached_70_and_a_half is None and year.age == int(cutoff or 0)
    if cutoff is not None and year.contribution and asked:
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
    if year.compensation is not None:
        direct = min(direct, year.compensation)
    if direct:
        yield Finding(
            kind=FindingKind.DIRECT_ROTH,
            amount=direct,
            certain=year.compensation is not None and not year.contribution,
            authority="IRC 408A(c)(2)-(3)",
        )
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
    if form.method is Method.WORKSHEET_1_1:
        own_lines = year.form_by_own_lines.total_taxable
        if own_lines != form.total_taxable:
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
