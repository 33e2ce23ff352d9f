"""Federal income tax on income at ordinary rates, and what more of such income adds to it.

Authority: IRC 1(j) (brackets), 63 (standard and itemized deductions), 151(d)(5)(C) (deduction for
seniors, 2025 to 2028), with the amounts of the year. The brackets are applied to the cent, as the
Tax Computation Worksheet does; below $100,000 of taxable income the printed Tax Table takes the
middle of a $50 step instead, so that a return may show a few dollars more or less.

Not modelled: rates for capital gains and qualified dividends, other taxes, credits, deductions
other than those above, and income that becomes taxable because of other income (Social Security
benefits). Modified AGI is taken to be AGI: no income excluded under IRC 911, 931 or 933.
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise
from typing import NamedTuple

from calc.filing_status import FilingStatus
from calc.money import CENT, ZERO, Age, Dollars, to_cent
from calc.tax_year import TaxYear
from calc.taxes.tax_brackets import brackets, by_status

AGED = 65
"""Attained before the close of the year (IRC 63(f)(1)(A), 151(d)(5)(C)(ii))."""

EDGE_UNIT = Decimal("1e-10")
"""Dollars: edges that no decimal shows are rounded up to it. Coarse enough that the tax at an
edge is still figured exactly, fine enough that no cent depends on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """Who files one return, before the added income; dollars, and ages on December 31 in whole
    years (65 is attained on the day before the birthday: Publication 501).

    Taken for granted: nobody is a dependent of others, blind, or without a Social Security number
    valid for work; the spouse of a separate return does not itemize (IRC 63(c)(6)(A)) and gives no
    addition to the other's deduction."""

    filing_status: FilingStatus
    age: Age
    spouse_age: Age | None = None
    """On a joint return; None there: nothing is deducted for a spouse of 65 or older."""
    income: Dollars
    """Adjusted gross income, all of it taxed at ordinary rates."""
    itemized_deductions: Dollars | None = None
    """Taken instead of the standard deduction where they are more; not changed by income."""

    def __post_init__(self) -> None:
        joint = self.filing_status is FilingStatus.MARRIED_FILING_JOINTLY
        if self.spouse_age is not None and not joint:
            raise ValueError("the age of a spouse counts on a joint return only")

    @property
    def aged_persons(self) -> int:
        """Persons of 65 or older whose deductions are on this return."""
        ages = (self.age, self.spouse_age)
        return sum(age is not None and age >= AGED for age in ages)


def ordinary_tax(figures: TaxYear, status: FilingStatus, taxable_income: Decimal) -> Decimal:
    """Tax by the brackets in dollars, exact; none on an income of zero or below."""
    return brackets(figures, status).tax(taxable_income)


def standard_deduction(figures: TaxYear, household: Household) -> Decimal:
    """In dollars, with the additions at 65 (IRC 63(f)), which a surviving spouse has in the amount
    for the married (63(f)(3))."""
    status = household.filing_status
    basic, aged = figures.standard_deduction.value, figures.aged_blind_addon.value
    married, unmarried = aged.married_or_qss, aged.unmarried_not_qss
    addition = by_status(status, unmarried, married, married, unmarried)
    amount = by_status(status, basic.single, basic.mfj_qss, basic.mfs, basic.hoh)
    return Decimal(amount + addition * household.aged_persons)


def deductions(figures: TaxYear, household: Household, added_income: Decimal = ZERO) -> Decimal:
    """Standard or itemized deductions, whichever is more, and the deduction for seniors that the
    income with the added income leaves, in dollars, exact."""
    deduction = _lasting_deduction(figures, household)
    seniors = _seniors(figures, household)
    if seniors is not None:
        deduction += seniors.left(household.income + added_income)
    return deduction


def taxable_income(figures: TaxYear, household: Household, added_income: Decimal = ZERO) -> Decimal:
    """Income and added income less deductions, in dollars, exact; at least zero."""
    return max(ZERO, _above_deductions(figures, household, added_income))


def federal_tax(figures: TaxYear, household: Household, added_income: Decimal = ZERO) -> Decimal:
    """Tax on the income and the added income, in dollars, exact."""
    taxable = taxable_income(figures, household, added_income)
    return ordinary_tax(figures, household.filing_status, taxable)


def added_tax(figures: TaxYear, household: Household, added_income: Decimal) -> Decimal:
    """What the added income costs: the tax with it less the tax without it, each to the cent."""
    with_it = to_cent(federal_tax(figures, household, added_income))
    return with_it - to_cent(federal_tax(figures, household))


def marginal_rate(figures: TaxYear, household: Household, added_income: Decimal) -> Decimal:
    """Tax on the next bit of added income, as a fraction of it: at an edge the rate above it. More
    than the bracket's rate while the deduction for seniors phases out, 0 while deductions are
    unused."""
    above = _above_deductions(figures, household, added_income)
    rate = brackets(figures, household.filing_status).rate_above(above)
    seniors = _seniors(figures, household)
    if seniors is not None and seniors.start <= household.income + added_income < seniors.end:
        rate *= 1 + seniors.rate
    return rate


def edges(figures: TaxYear, household: Household) -> tuple[Decimal, ...]:
    """The amounts of added income at which marginal_rate changes, ascending, above zero.

    In dollars and, as incomes and deductions are, in cents; except a bracket's top reached while
    the deduction for seniors phases out: a quotient, rounded up to EDGE_UNIT. Between neighbouring
    edges, before the first and after the last, the tax is linear."""
    tops = brackets(figures, household.filing_status).tops
    incomes = {_income_reaching(figures, household, top) for top in tops}
    seniors = _seniors(figures, household)
    if seniors is not None:
        incomes |= {seniors.start, seniors.end}
    ahead = sorted(income - household.income for income in incomes if income > household.income)
    rates = [marginal_rate(figures, household, added) for added in (ZERO, *ahead)]
    changes = zip(ahead, pairwise(rates), strict=True)
    return tuple(added for added, (below, above) in changes if below != above)


class BracketEnd(NamedTuple):
    """Where an income ends among the brackets; unused deductions count as a bracket of rate 0."""

    rate: Decimal
    """Of the bracket, without what a phase-out adds to it."""
    room: Decimal | None
    """Dollars, to the cent below: what may still be added within the bracket; None in the last."""


def bracket_end(figures: TaxYear, household: Household, added_income: Decimal = ZERO) -> BracketEnd:
    """The bracket of the last dollar: at its top still that one, with no room."""
    above = _above_deductions(figures, household, added_income)
    rate, top = brackets(figures, household.filing_status).bracket_of(above)
    if top is None:
        return BracketEnd(rate, None)
    room = _income_reaching(figures, household, top) - household.income - added_income
    return BracketEnd(rate, room.quantize(CENT, ROUND_FLOOR))


class _Seniors(NamedTuple):
    """The deduction for seniors of all persons of a return together: each one's is reduced by the
    same income, so that all end together."""

    amount: Decimal
    start: Decimal
    """Modified AGI in dollars up to which nothing is lost."""
    rate: Decimal
    """Lost for each dollar above."""

    @property
    def end(self) -> Decimal:
        return self.start + self.amount / self.rate

    def left(self, magi: Decimal) -> Decimal:
        return max(ZERO, self.amount - self.rate * max(ZERO, magi - self.start))


def _seniors(figures: TaxYear, household: Household) -> _Seniors | None:
    """None where nobody has the deduction. A surviving spouse's return is not a joint one."""
    law, persons = figures.senior_deduction_obbba.value, household.aged_persons
    if law is None or not persons:
        return None
    start = law.phase_out_start.all_other
    match household.filing_status:
        case FilingStatus.MARRIED_FILING_SEPARATELY if not law.mfs_allowed:
            return None
        case FilingStatus.MARRIED_FILING_JOINTLY:
            start = law.phase_out_start.mfj
    amount = persons * Decimal(law.amount_per_person_65_plus)
    return _Seniors(amount, Decimal(start), persons * law.phase_out_rate)


def _lasting_deduction(figures: TaxYear, household: Household) -> Decimal:
    """What no income takes away: all but the deduction for seniors."""
    return max(standard_deduction(figures, household), household.itemized_deductions or ZERO)


def _above_deductions(figures: TaxYear, household: Household, added_income: Decimal) -> Decimal:
    """Taxable income in dollars, below zero by the deductions that are not used."""
    return household.income + added_income - deductions(figures, household, added_income)


def _income_reaching(figures: TaxYear, household: Household, taxable: int) -> Decimal:
    """The income in dollars that leaves this much after deductions."""
    income = taxable + _lasting_deduction(figures, household)
    seniors = _seniors(figures, household)
    if seniors is None or income >= seniors.end:
        return income
    above_start = income + seniors.amount - seniors.start
    if above_start <= 0:
        return income + seniors.amount
    # Within the phase-out a dollar of income adds a dollar and what it takes off the deduction.
    return seniors.start + (above_start / (1 + seniors.rate)).quantize(EDGE_UNIT, ROUND_CEILING)
