"""A plan over years: the yearly conversions that empty traditional IRAs with the least federal tax.

The year and its figures are those of the first year. Each year a nondeductible contribution is
made, and on December 31 a part of the IRAs is converted. What is left grows at the same rate until
the next December 31. The growth is pre-tax money; so the IRAs are never worth less than their
basis. Form 8606 says what is taxable. Which amounts are the least, and what of that is proven, is
said in calc.strategies.cheapest_conversions. They are in cents, which may cost a cent or two.

Brackets and deductions of later years are not published. Every year is figured with the figures of
the first, and in its dollars: an assumption, not a projection. What is known to change does change:
persons turn 65, and the deduction for seniors ends with its last year (IRC 151(d)(5)(C)). Tax of
one year counts as much as of another.

Not modelled: required distributions (the years in which one is due are marked; it comes first, and
is income), the limit and deductibility of the contributions, contributions made after December 31,
distributions, the balance in the plan after a roll-in, and what calc.taxes.income_tax leaves out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from calc.filing_status import FilingStatus
from calc.iras.form_8606 import Form8606Facts, form_8606
from calc.iras.required_distributions import distribution_is_required
from calc.money import CENT, MOST, ZERO, Age, Dollars, Fraction, in_cents, in_dollars
from calc.strategies.cheapest_conversions import Found, cheapest_by_years
from calc.strategies.conversion_paths import MILLION, Iras, Path
from calc.strategies.tax_curves import ENDLESS, TaxCurve, to_cent
from calc.tax_year import NoFigure, TaxYear
from calc.taxes.income_tax import (
    Household,
    added_tax,
    bracket_end,
    edges,
    federal_tax,
    marginal_rate,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanYearsFacts:
    """One person's IRAs and return; dollars, and ages on December 31 of the first year in whole
    years. What is taken for granted of the persons stands in calc.taxes.income_tax.Household."""

    filing_status: FilingStatus
    """In every year."""
    age: Age
    spouse_age: Age | None = None
    """On a joint return."""
    income: Dollars | None = None
    """Adjusted gross income of every year, without the conversion; or ``incomes`` instead."""
    incomes: tuple[Dollars, ...] | None = None
    """Of each year, where they differ."""
    itemized_deductions: Dollars | None = None
    """Of every year; taken instead of the standard deduction where they are more."""
    pre_tax: Dollars
    """In all traditional, SEP and SIMPLE IRAs on December 31 of the first year: all but basis."""
    basis: Dollars
    """Line 2 of the first year's Form 8606: without the contribution of that year."""
    contribution: Dollars
    """Of each year, nondeductible, made in that year."""
    growth: Fraction
    """In a year, of what is left in the IRAs."""
    years: Annotated[int, Field(strict=True, ge=1, le=40)]
    leave_at_most: Dollars = ZERO
    """The target: pre-tax money left in the IRAs after the last year."""
    top_rate: Fraction | None = None
    """No conversion into a bracket with a higher rate; what a phase-out adds does not count."""
    most_taxable_a_year: Dollars | None = None
    roll_in: Dollars | None = None
    """Pre-tax money that could go into an employer's plan before the first conversion."""

    def __post_init__(self) -> None:
        if (self.income is None) == (self.incomes is None):
            raise ValueError("the income is given once for every year, or as incomes of each year")
        if self.incomes is not None and len(self.incomes) != self.years:
            raise ValueError("there must be as many incomes as years")
        if self.roll_in is not None and self.roll_in > self.pre_tax:
            raise ValueError("only pre-tax money may go to the plan: roll_in is more than pre_tax")
        paid_in = self.pre_tax + self.basis + self.contribution * self.years
        if paid_in * (1 + self.growth) ** self.years > MOST:
            raise ValueError(f"the IRAs could grow to more than ${MOST:,}")
        _ = self.household(0)  # refuses what contradicts itself

    def household(self, later: int) -> Household:
        """The return without the conversion, so many years after the first."""
        of_every_year = self.income or ZERO  # None where incomes are given
        return Household(
            filing_status=self.filing_status,
            age=self.age + later,
            spouse_age=None if self.spouse_age is None else self.spouse_age + later,
            income=of_every_year if self.incomes is None else self.incomes[later],
            itemized_deductions=self.itemized_deductions,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedYear:
    """Dollars."""

    year: int
    value: Decimal
    """Of the IRAs on December 31 before the conversion, this year's contribution included."""
    growth: Decimal
    """Of that, since the last December 31."""
    basis: Decimal
    """In the value: line 3 of Form 8606."""
    conversion: Decimal
    taxable: Decimal
    """Line 18."""
    tax: Decimal
    """Federal, that the taxable amount adds."""
    rate_of_last_dollar: Decimal | None
    """Tax on the last dollar of it, as a fraction; None where nothing is taxable."""
    value_left: Decimal
    basis_left: Decimal
    """Line 14."""
    required_distribution: bool | None
    """Whether one is due for the year, which is not modelled; None where the month of birth
    would decide."""

    @property
    def pre_tax_left(self) -> Decimal:
        return self.value_left - self.basis_left


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Dollars."""

    years: tuple[PlannedYear, ...]
    finished_in: int
    """Years after which no more pre-tax money is left, then and later, than may be."""
    total_taxable: Decimal
    total_tax: Decimal
    least_possible: Decimal
    """No plan costs less, but for cents. Less than the total tax by more than cents: that there is
    no cheaper plan is not proven (growth, contributions and more than two years)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontierPoint:
    years: int
    total_tax: Decimal | None
    """Least tax in dollars where the target is reached after these years; None where what may be
    converted in them is not enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Without or with a roll-in first."""

    rolled_in: Decimal
    frontier: tuple[FrontierPoint, ...]
    """For each number of years up to that of the plan."""
    plan: Plan | None
    """None: infeasible. The target is not reached with what may be converted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanYears:
    figures_year: int
    """The tax year whose figures are used for every year."""
    as_it_is: Course
    after_roll_in: Course | None
    """None where no amount is given for it."""


def plan_years(figures: TaxYear, facts: PlanYearsFacts) -> PlanYears:
    """The cheapest plan from the year of the figures on, and what fewer years would cost."""
    curves = tax_curves(figures, facts)
    roll_in = facts.roll_in
    return PlanYears(
        figures_year=figures.year,
        as_it_is=_course(figures, facts, curves, ZERO),
        after_roll_in=None if roll_in is None else _course(figures, facts, curves, roll_in),
    )


def tax_curves(figures: TaxYear, facts: PlanYearsFacts) -> list[TaxCurve]:
    """Of each year, up to what may be taxable in it. Years alike share one."""
    known: dict[tuple[bool, int, Decimal], TaxCurve] = {}
    curves = []
    for later in range(facts.years):
        of_year, household = figures_later(figures, later), facts.household(later)
        seniors = of_year.senior_deduction_obbba.value is not None
        alike = seniors, household.aged_persons, household.income
        if alike not in known:
            known[alike] = _tax_curve(of_year, household, _most_taxable(of_year, household, facts))
        curves.append(known[alike])
    return curves


def figures_later(figures: TaxYear, later: int) -> TaxYear:
    """The same figures for so many years later, without what is known to have ended by then."""
    if not later:
        return figures
    year = figures.year + later
    # IRC 401(a)(9)(I): required distributions were waived for a year, not from it on.
    rmd = figures.rmd_waived_for_year.model_copy(update={"value": False})
    changed: dict[str, object] = {"year": year, "rmd_waived_for_year": rmd}
    seniors = figures.senior_deduction_obbba
    if seniors.value is not None and year > seniors.value.last_year:
        ended = NoFigure(status="not_in_force", authority=seniors.authority)
        changed["senior_deduction_obbba"] = ended
    return figures.model_copy(update=changed)


def _tax_curve(figures: TaxYear, household: Household, most: int) -> TaxCurve:
    points = (ZERO, *edges(figures, household))
    return TaxCurve(
        edges=points,
        taxes=tuple(federal_tax(figures, household, point) for point in points),
        rates=tuple(marginal_rate(figures, household, point) for point in points),
        most=most,
    )


def _most_taxable(figures: TaxYear, household: Household, facts: PlanYearsFacts) -> int:
    """Whole cents."""
    given = facts.most_taxable_a_year
    most = ENDLESS if given is None else in_cents(given)
    if facts.top_rate is None:
        return most
    room = ZERO
    # The first cent above a bracket's top shows the next bracket.
    while (bracket := bracket_end(figures, household, room + CENT)).rate <= facts.top_rate:
        if bracket.room is None:
            return most
        room += CENT + bracket.room
    return min(most, in_cents(room))


def _course(
    figures: TaxYear, facts: PlanYearsFacts, curves: list[TaxCurve], rolled_in: Decimal
) -> Course:
    pre_tax = facts.pre_tax - rolled_in
    iras = Iras(
        value=in_cents(pre_tax + facts.basis + facts.contribution),
        pre_tax=in_cents(pre_tax),
        contribution=in_cents(facts.contribution),
        growth=int(facts.growth * MILLION),
    )
    found = list(cheapest_by_years(iras, curves, in_cents(facts.leave_at_most)))
    best = found[-1]
    return Course(
        rolled_in=rolled_in,
        frontier=tuple(
            FrontierPoint(years=years, total_tax=each and _in_cents(curves, each.path))
            for years, each in enumerate(found, 1)
        ),
        plan=best and _plan(figures, facts, curves, best),
    )


def _in_cents(curves: list[TaxCurve], path: Path) -> Decimal:
    """The tax of all years, that of each to the cent."""
    years = zip(curves, path.taxable, strict=False)
    return in_dollars(sum(curve.added_in_cents(taxable) for curve, taxable in years))


def _plan(figures: TaxYear, facts: PlanYearsFacts, curves: list[TaxCurve], found: Found) -> Plan:
    years = tuple(_planned_years(figures, facts, curves, found.path))
    too_much = [n for n, year in enumerate(years, 1) if year.pre_tax_left > facts.leave_at_most]
    return Plan(
        years=years,
        finished_in=max(too_much, default=0) + 1,
        total_taxable=sum((year.taxable for year in years), ZERO),
        total_tax=sum((year.tax for year in years), ZERO),
        least_possible=in_dollars(to_cent(found.least_possible)),
    )


def _planned_years(
    figures: TaxYear, facts: PlanYearsFacts, curves: list[TaxCurve], path: Path
) -> Iterator[PlannedYear]:
    left_before, basis = ZERO, facts.basis
    values, conversions = map(in_dollars, path.value), map(in_dollars, path.converted)
    for later, (curve, value, converted) in enumerate(
        zip(curves, values, conversions, strict=True)
    ):
        of_year, household = figures_later(figures, later), facts.household(later)
        left = value - converted
        form = form_8606(
            Form8606Facts(
                line1_nondeductible_contributions=facts.contribution,
                line2_prior_basis=basis,
                line6_year_end_value=left,
                line8_conversions=converted,
            )
        )
        taxable = form.total_taxable
        yield PlannedYear(
            year=of_year.year,
            value=value,
            growth=value - facts.contribution - left_before if later else ZERO,
            basis=form.line3,
            conversion=converted,
            taxable=taxable,
            tax=added_tax(of_year, household, taxable),
            rate_of_last_dollar=curve.rate_of_last_dollar(in_cents(taxable)),
            value_left=left,
            basis_left=form.line14,
            required_distribution=distribution_is_required(of_year, household.age),
        )
        left_before, basis = left, form.line14
