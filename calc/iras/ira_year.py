"""One person's IRAs in one tax year: from what happened to the lines of Form 8606.

What may be deducted depends on the income, which the conversion is a part of, whose taxable part
depends on what is not deducted. Worksheet 1-1 of Pub. 590-B cuts that loop: the income is figured
with all contributions of the year in the ratio, then the deduction, then the form.
"""

from dataclasses import dataclass, fields, replace
from decimal import Decimal
from functools import cached_property

from pydantic import StrictBool

from calc.filing_status import FilingStatus
from calc.iras.contribution_dates import ContributionDates, Lines1And4, lines_1_and_4
from calc.iras.form_8606 import Form8606, Form8606Facts, Method, form_8606
from calc.iras.ira_limits import IraDeductionFacts, ira_deduction, traditional_limit
from calc.iras.roll_in import pre_tax_money
from calc.iras.worksheet_1_1 import (
    Worksheet11,
    Worksheet11Facts,
    form_8606_by_worksheet,
    worksheet_1_1,
)
from calc.money import ZERO, Age, Dollars
from calc.tax_year import TaxYear


@dataclass(frozen=True, kw_only=True)
class OwnIrasFacts:
    """What is one person's alone, whatever the return; dollars, and the age on December 31 in
    whole years."""

    age: Age
    covered_by_plan: StrictBool
    """Active participant in an employer's plan."""
    contribution: Dollars = ZERO
    """To traditional IRAs for the year, rollovers not counted."""
    deducted: Dollars = ZERO
    """What the person deducts, rightly or not."""
    made_after_year: Dollars = ZERO
    """The part of the contribution made between the end of the year and the due date."""
    prior_basis: Dollars
    year_end_value: Dollars
    distributions: Dollars = ZERO
    conversions: Dollars = ZERO
    reached_70_and_a_half: StrictBool | None = None
    """By December 31. Decides in 2018 and 2019, for a person of 70: not known, the limit stands."""

    def __post_init__(self) -> None:
        if self.made_after_year > self.contribution:
            raise ValueError("what was made after the year is part of the contribution, not more")
        if self.deducted > self.contribution:
            raise ValueError("what is deducted is part of the contribution, not more")


@dataclass(frozen=True, kw_only=True)
class IraYearFacts(OwnIrasFacts):
    """One person's IRAs, and what counts for them of the return; dollars."""

    filing_status: FilingStatus
    lived_apart_all_year: StrictBool = False
    """From the spouse; matters to a separate return only."""
    income: Dollars
    """Adjusted gross income before an IRA deduction and without the taxable conversion; of both on
    a joint return."""
    spouse_taxable_conversion: Dollars = ZERO
    """On a joint return, the taxable part of the spouse's conversion, which the income leaves out
    too. Counts for the deduction (IRC 219(g)(3)(A)), not for the Roth limit (408A(c)(3)(B)(i))."""
    spouse_covered: StrictBool = False
    compensation: Dollars | None = None
    """Pay that may be counted, a spouse's included; None: taken to be no obstacle."""

    def __post_init__(self) -> None:
        super().__post_init__()
        joint = self.filing_status is FilingStatus.MARRIED_FILING_JOINTLY
        if self.spouse_taxable_conversion and not joint:
            raise ValueError("a spouse's conversion counts on a joint return only")


@dataclass(frozen=True, kw_only=True)
class IraYear(IraYearFacts):
    """A year with its figures."""

    figures: TaxYear

    @cached_property
    def contribution_limit(self) -> Decimal:
        """What may go into traditional IRAs."""
        limit = traditional_limit(self.figures, self.age, self._reached_70_and_a_half)
        return limit if self.compensation is None else min(limit, self.compensation)

    @property
    def _reached_70_and_a_half(self) -> bool:
        return self.age > 70 or bool(self.reached_70_and_a_half)

    @cached_property
    def permitted_contribution(self) -> Decimal:
        """The contribution as far as the limit allows it."""
        return min(self.contribution, self.contribution_limit)

    @cached_property
    def deductible(self) -> Decimal:
        """The most that may be deducted: the conversion's taxable part counts as income (IRC
        219(g)(3)(A)), by Worksheet 1-1. Where all of it goes in after the year, the worksheet
        counts money that the form's ratio does not: then by the form's own lines, if they hold."""
        by_worksheet = self._deductible_at(self._other_income + self.worksheet.ws_line10)
        if not by_worksheet or self.made_after_year < self.contribution:
            return by_worksheet
        line1 = self.permitted_contribution - min(self.deducted, by_worksheet)
        form = form_8606_by_worksheet(self.worksheet, self.facts_with(line1))
        if form.method is Method.WORKSHEET_1_1:
            return by_worksheet
        taxable = form.line18 or ZERO  # line 4 takes all of line 1: no deduction moves it
        return min(by_worksheet, self._deductible_at(self._other_income + taxable))

    @cached_property
    def deductible_without_conversion(self) -> Decimal:
        """The most that may be deducted if this person converts nothing."""
        return self._deductible_at(self._other_income)

    @property
    def _other_income(self) -> Decimal:
        """For the deduction, beside this person's own conversion."""
        return self.income + self.spouse_taxable_conversion

    def _deductible_at(self, magi: Decimal) -> Decimal:
        facts = IraDeductionFacts(
            filing_status=self.filing_status,
            magi=magi,
            age=self.age,
            covered_by_plan=self.covered_by_plan,
            spouse_covered=self.spouse_covered,
            lived_apart_all_year=self.lived_apart_all_year,
            contribution=self.permitted_contribution,
            reached_70_and_a_half=self._reached_70_and_a_half,
        )
        return ira_deduction(self.figures, facts).deduction

    @property
    def nondeductible(self) -> Decimal:
        """What the limit allows less what is, and may be, deducted (IRC 408(o)(2)): line 1."""
        deducted = min(self.deducted, self.deductible) if self.deducted else ZERO
        return self.permitted_contribution - deducted

    @cached_property
    def worksheet(self) -> Worksheet11:
        """Worksheet 1-1 of Pub. 590-B: all contributions count, deductible or not."""
        return self._worksheet()

    def _worksheet(self, places: int | None = None) -> Worksheet11:
        facts = Worksheet11Facts(
            prior_basis=self.prior_basis,
            contributions_for_year=self.permitted_contribution,
            year_end_value=self.year_end_value,
            distributions_including_conversions=self.distributions + self.conversions,
            conversions=self.conversions,
        )
        return worksheet_1_1(facts, places)

    @property
    def partly_deductible(self) -> bool:
        """Whether the contribution may not be fully deductible, and how much of it is depends on
        the conversion: the case of Worksheet 1-1. Somebody whose income is above the limits without
        the conversion, or below them with it, knows the deduction without the worksheet."""
        below_the_end = self.deductible_without_conversion > ZERO
        return below_the_end and self.deductible < self.permitted_contribution

    @cached_property
    def facts(self) -> Form8606Facts:
        return self.facts_with(self.nondeductible)

    def facts_with(self, line1: Decimal) -> Form8606Facts:
        """The facts of the form for a line 1, which an excess is no part of; line 4 as leaves
        least to tax now."""
        lines = self._lines_1_and_4(line1)
        return Form8606Facts(
            line1_nondeductible_contributions=lines.line1,
            line2_prior_basis=self.prior_basis,
            line4_contributions_jan_to_due_date=lines.line4,
            line6_year_end_value=self.year_end_value,
            line7_distributions=self.distributions,
            line8_conversions=self.conversions,
        )

    def _lines_1_and_4(self, line1: Decimal) -> Lines1And4:
        return lines_1_and_4(
            ContributionDates(
                nondeductible_total=line1,
                contributions_made_in_year=self.contribution - self.made_after_year,
                contributions_made_jan_to_due_date=self.made_after_year,
            )
        )

    @cached_property
    def form(self) -> Form8606:
        """By Worksheet 1-1 where it applies, else by the form's own lines; exact to the cent."""
        return self._form(self.facts)

    def _form(self, facts: Form8606Facts, places: int | None = None) -> Form8606:
        if self.partly_deductible:
            return form_8606_by_worksheet(self._worksheet(places), facts, places)
        return form_8606(facts, places)

    @property
    def form_as_it_rounds(self) -> Form8606:
        """The form with its ratio to three places and whole dollars."""
        return self.form_with_ratio_to(3)

    def form_with_ratio_to(self, places: int | None) -> Form8606:
        """The form with its ratio to as many places, as form_8606 has it."""
        return self._form(self.facts, places)

    @property
    def form_by_own_lines(self) -> Form8606:
        """What lines 6 to 12 give, whether or not the worksheet takes their place."""
        return form_8606(self.facts)

    @property
    def form_with_late_contributions_first(self) -> Form8606:
        """The other choice for line 4: what was put in after the year is nondeductible first."""
        line4 = self._lines_1_and_4(self.nondeductible).line4_late_contributions_first
        if line4 == self.facts.line4_contributions_jan_to_due_date:
            return self.form
        return self._form(replace(self.facts, line4_contributions_jan_to_due_date=line4))

    def forms_with(self, line1: Decimal) -> tuple[Form8606, Form8606]:
        """For a line 1: by the form's own lines, and by the worksheet."""
        facts = self.facts_with(line1)
        return form_8606(facts), form_8606_by_worksheet(self.worksheet, facts)

    # Moving pre-tax money into a plan

    @property
    def pre_tax_value(self) -> Decimal:
        """What can be rolled into a plan on December 31: all but the basis, which stays behind."""
        in_all = self.year_end_value + self.distributions + self.conversions
        return min(self.year_end_value, pre_tax_money(in_all, self.basis_in_iras))

    @property
    def after_roll_in(self) -> "IraYear":
        """The same year with the pre-tax money out of the IRAs by December 31."""
        return replace(self, year_end_value=self.year_end_value - self.pre_tax_value)

    @property
    def basis_in_iras(self) -> Decimal:
        """Before anything leaves them; what is contributed after the year is not there yet."""
        facts = self.facts
        late = facts.line4_contributions_jan_to_due_date
        return facts.line1_nondeductible_contributions + facts.line2_prior_basis - late


def ira_year(figures: TaxYear, facts: IraYearFacts) -> IraYear:
    """The year of these facts, whatever else the facts have beside them."""
    shared = {field.name: getattr(facts, field.name) for field in fields(IraYearFacts)}
    return IraYear(figures=figures, **shared)
