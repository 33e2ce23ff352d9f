"""One person's IRAs in one tax year: from what happened to the lines of Form 8606.

What may be deducted depends on the income, which the conversion is a part of, whose taxable part
depends on what is not deducted. The law cuts that loop: the income is figured with all
contributions of the year in the ratio (Worksheet 1-1 of Pub. 590-B), then the deduction, then the
form.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from calc.filing_status import FilingStatus
from calc.form_8606 import Form8606, Form8606Facts, form_8606
from calc.ira_limits import IraDeductionFacts, ira_deduction, traditional_limit
from calc.money import ZERO
from calc.tax_year import TaxYear


@dataclass(frozen=True, kw_only=True)
class IraYear:
    """All facts known; dollars, and the age on December 31 in whole years."""

    figures: TaxYear
    filing_status: FilingStatus
    lived_apart_all_year: bool
    age: int
    income: Decimal
    """Adjusted gross income before an IRA deduction and without the taxable conversion."""
    covered_by_plan: bool
    spouse_covered: bool
    contribution: Decimal
    """To traditional IRAs for the year, rollovers not counted."""
    deducted: Decimal
    """What the person deducts, rightly or not."""
    made_after_year: Decimal
    """The part of the contribution made between the end of the year and the due date."""
    prior_basis: Decimal
    year_end_value: Decimal
    distributions: Decimal
    conversions: Decimal

    @property
    def contribution_limit(self) -> Decimal:
        """What may go into traditional IRAs if pay is at least as much."""
        return traditional_limit(self.figures, self.age, self._reached_70_and_a_half)

    @property
    def _reached_70_and_a_half(self) -> bool:
        """Taken as no at 70, where the age alone does not tell: the limit stands."""
        return self.age > 70

    @property
    def permitted_contribution(self) -> Decimal:
        """The contribution as far as the limit allows it."""
        return min(self.contribution, self.contribution_limit)

    @cached_property
    def deductible(self) -> Decimal:
        """The most that may be deducted: the conversion's taxable part counts as income (IRC
        219(g)(3)(A))."""
        facts = IraDeductionFacts(
            filing_status=self.filing_status,
            magi=self.income + (self._counting_all_contributions.line18 or ZERO),
            age=self.age,
            covered_by_plan=self.covered_by_plan,
            spouse_covered=self.spouse_covered,
            lived_apart_all_year=self.lived_apart_all_year,
            contribution=self.contribution,
            reached_70_and_a_half=self._reached_70_and_a_half,
        )
        return ira_deduction(self.figures, facts).deduction

    @property
    def nondeductible(self) -> Decimal:
        """What the limit allows less what is, and may be, deducted (IRC 408(o)(2)): line 1."""
        return self.permitted_contribution - min(self.deducted, self.deductible)

    @cached_property
    def facts(self) -> Form8606Facts:
        return self.facts_with(self.nondeductible)

    def facts_with(self, line1: Decimal) -> Form8606Facts:
        """The facts of the form for a line 1. Line 4: what was put in during the year counts as
        nondeductible first, the choice that leaves least to tax now (Form 8606 instructions,
        line 4)."""
        in_year = self.contribution - self.made_after_year
        return Form8606Facts(
            line1_nondeductible_contributions=line1,
            line2_prior_basis=self.prior_basis,
            line4_contributions_jan_to_due_date=max(ZERO, line1 - in_year),
            line6_year_end_value=self.year_end_value,
            line7_distributions=self.distributions,
            line8_conversions=self.conversions,
        )

    @cached_property
    def form(self) -> Form8606:
        """The form by its own lines 6 to 12, exact to the cent."""
        return form_8606(self.facts)

    @property
    def form_as_it_rounds(self) -> Form8606:
        """The form with line 10 to three places and whole dollars."""
        return form_8606(self.facts, line10_places=3)

    @property
    def form_by_worksheet(self) -> Form8606:
        """The taxable amounts by Worksheet 1-1 of Pub. 590-B, for a contribution that the income
        limits make partly nondeductible. Where its nontaxable amount is more than line 5, the
        form's own lines hold."""
        by_worksheet = self._counting_all_contributions
        too_much = (by_worksheet.line13 or ZERO) > (self.form.line5 or ZERO)
        return self.form if too_much else by_worksheet

    @property
    def form_with_late_contributions_first(self) -> Form8606:
        """The other choice for line 4: what was put in after the year is nondeductible first."""
        line4 = min(self.made_after_year, self.facts.line1_nondeductible_contributions)
        return form_8606(replace(self.facts, line4_contributions_jan_to_due_date=line4))

    @cached_property
    def _counting_all_contributions(self) -> Form8606:
        """Deductible or not, made in the year or after it."""
        return form_8606(
            Form8606Facts(
                line1_nondeductible_contributions=self.permitted_contribution,
                line2_prior_basis=self.prior_basis,
                line4_contributions_jan_to_due_date=ZERO,
                line6_year_end_value=self.year_end_value,
                line7_distributions=self.distributions,
                line8_conversions=self.conversions,
            )
        )

    # Moving pre-tax money into a plan

    @property
    def pre_tax_value(self) -> Decimal:
        """What can be rolled into a plan on December 31: all but the basis, which stays behind
        (IRC 408(d)(3)(A)(ii), (H))."""
        return max(ZERO, self.year_end_value - self._basis_left_behind)

    @property
    def form_after_roll_in(self) -> Form8606:
        """The form if the pre-tax money has left the IRAs by December 31."""
        value = min(self.year_end_value, self._basis_left_behind)
        return form_8606(replace(self.facts, line6_year_end_value=value))

    @property
    def _basis_left_behind(self) -> Decimal:
        basis = self.form.line5 or ZERO
        return max(ZERO, basis - self.distributions - self.conversions)
