"""What the money that leaves a person's IRAs in a year costs in tax, as planned or otherwise.

Authority: calc.taxes.conversion_cost for the tax; IRC 219(g)(3)(A) for the deduction that the
income of a conversion can take away.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from pydantic import StrictBool

from calc.iras.form_8606 import EARLY_DISTRIBUTION_RATE
from calc.iras.ira_year import IraYear, IraYearFacts, ira_year
from calc.money import ZERO, Age, Dollars, Fraction, to_cent
from calc.tax_year import TaxYear
from calc.taxes.conversion_cost import IncomeTax, IncomeTaxFacts, income_tax, total_tax
from calc.taxes.left_out import LeftOut


@dataclass(frozen=True, kw_only=True)
class PricedYearFacts(IraYearFacts):
    """The year as planned, and the return it is a part of; dollars, ages on December 31 in whole
    years. The income has the taxable part of the planned distributions in it."""

    spouse_age: Age | None = None
    """On a joint return."""
    itemized_deductions: Dollars | None = None
    net_investment_income: Dollars = ZERO
    tax_exempt_interest: Dollars = ZERO
    state_rate: Fraction | None = None
    """Of the state's and city's tax on the taxable amount."""
    additional_tax_10_percent: StrictBool | None = None
    """Whether taxable withdrawals bear the tax on early distributions (IRC 72(t)). None: they do
    not from 60 on, and before that it is not known."""

    def ira_year(self, figures: TaxYear) -> IraYear:
        """The year as planned."""
        return ira_year(figures, self)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearCost:
    """Dollars."""

    income_tax: IncomeTax
    """On all that leaves the IRAs, and on as much of the planned deduction as that takes away."""
    early_distribution_tax: Decimal | None
    """10% of line 15c, where it is due; None where that is not known."""
    total: Decimal
    """Both, as far as known."""


def with_its_income(planned: IraYear, changed: IraYear) -> IraYear:
    """The changed year with the income that its own distributions give it. Taken from Worksheet
    1-1, since the income decides the deduction."""
    if not (planned.distributions or changed.distributions):
        return changed
    more = changed.worksheet.ws_line11 - planned.worksheet.ws_line11
    income = max(ZERO, planned.income + more)
    return changed if income == changed.income else replace(changed, income=income)


@dataclass(frozen=True)
class Prices:
    """What the planned year costs, and others in its place."""

    facts: PricedYearFacts
    planned: IraYear
    """The year of these facts."""

    @cached_property
    def _income_without_ira_money(self) -> Decimal:
        return max(ZERO, self.facts.income - (self.planned.form.line15c or ZERO))

    @cached_property
    def _largest_deduction(self) -> Decimal:
        """That of a year in which nothing leaves the IRAs."""
        if not self.facts.deducted:
            return ZERO
        untouched = replace(self.planned, income=self._income_without_ira_money)
        return min(self.facts.deducted, untouched.deductible_without_conversion)

    def cost(self, year: IraYear) -> YearCost:
        """Raises ValueError as income_tax does."""
        cost = income_tax(self.planned.figures, self._of_return(year))
        early = self._early_distribution_tax(year)
        left_out = set(cost.left_out) - {LeftOut.LOST_IRA_DEDUCTION}
        if early is None:
            left_out.add(LeftOut.EARLY_DISTRIBUTION_TAX)
        return YearCost(
            income_tax=replace(cost, left_out=tuple(name for name in LeftOut if name in left_out)),
            early_distribution_tax=early,
            total=cost.total + (early or ZERO),
        )

    def total(self, year: IraYear) -> Decimal:
        """The total of its cost alone, in dollars."""
        early = self._early_distribution_tax(year)
        return total_tax(self.planned.figures, self._of_return(year)) + (early or ZERO)

    def _of_return(self, year: IraYear) -> IncomeTaxFacts:
        facts, largest = self.facts, self._largest_deduction
        lost = max(ZERO, largest - min(facts.deducted, year.deductible)) if largest else ZERO
        return IncomeTaxFacts(
            filing_status=facts.filing_status,
            age=facts.age,
            spouse_age=facts.spouse_age,
            income=max(ZERO, self._income_without_ira_money - largest)
            + facts.spouse_taxable_conversion,
            taxable_amount=year.form.total_taxable + lost,
            itemized_deductions=facts.itemized_deductions,
            net_investment_income=facts.net_investment_income,
            tax_exempt_interest=facts.tax_exempt_interest,
            state_rate=facts.state_rate,
            roth_magi=year.income,
            lived_apart_all_year=facts.lived_apart_all_year,
        )

    def _early_distribution_tax(self, year: IraYear) -> Decimal | None:
        taxable = year.form.line15c or ZERO
        due = self.facts.additional_tax_10_percent
        if due is None and taxable and self.facts.age < 60:
            return None
        return to_cent(taxable * EARLY_DISTRIBUTION_RATE) if due else ZERO


def year_cost(figures: TaxYear, facts: PricedYearFacts, year: IraYear) -> YearCost:
    """What ``year``, the planned one or another, costs. Raises ValueError as income_tax does."""
    return Prices(facts, facts.ira_year(figures)).cost(year)
