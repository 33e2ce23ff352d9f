"""What a person's answers amount to: the facts of one person and one tax year.

None stands for *not sure*. It is never zero: wherever it matters, the calculation runs on
both ends of what it could be, and the result is a range.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from itertools import product

from calc.filing_status import FilingStatus
from calc.findings import Finding, FindingKind, FindingsFacts, findings
from calc.iras.form_8606 import Form8606
from calc.iras.ira_year import IraYear, IraYearFacts
from calc.money import ZERO
from calc.tax_year import SUPPORTED_YEARS, TaxYear, tax_year
from conversations.ranges import NOTHING, Range, either, ends
from conversations.situations.plan_year import PlanYear


class IraKind(StrEnum):
    """Kinds of money on line 6 of Form 8606: in an account, or on its way into one."""

    TRADITIONAL = "traditional"
    ROLLOVER = "rollover"
    SEP = "sep"
    SIMPLE = "simple"
    FROM_PLAN = "fromplan"
    """Rolled out of a 401(k) or another plan into an IRA by December 31, pre-tax."""
    IN_TRANSIT = "transit"
    """An outstanding rollover: out of an IRA by December 31, in an IRA within 60 days."""


IRA_NAMES = {
    IraKind.TRADITIONAL: "traditional IRAs",
    IraKind.ROLLOVER: "rollover IRAs",
    IraKind.SEP: "SEP IRAs",
    IraKind.SIMPLE: "SIMPLE IRAs",
}
"""Of those that are accounts."""


@dataclass(frozen=True, kw_only=True)
class Situation(PlanYear):
    """One person, one tax year; dollars, and the age on December 31."""

    filing_status: FilingStatus
    lived_apart: bool
    income: Decimal | None
    covered: bool | None
    spouse_covered: bool | None
    ira_values: Mapping[IraKind, Decimal | None]
    """On December 31, for the kinds that there are."""
    contribution: Decimal
    deducted: Decimal | None
    made_after: Decimal | None
    """The part of the contribution made between the end of the year and the due date."""
    prior_basis: Decimal | None
    conversion: Decimal
    withdrawals: Decimal
    rolled_in: Decimal = ZERO
    """What a kept what-if takes into a plan by December 31, as below to charity: the IRAs' values
    are without both."""
    roll_in_kept: Decimal = ZERO
    """As it was kept: answers changed since may leave less that can go."""
    gift: Decimal = ZERO
    put_off: Decimal = ZERO
    """To be converted in the next year instead."""
    simple_first_deposit: date | None = None
    required_distribution: Decimal | None = None
    """Of the year, out of all IRAs; nothing where none is due."""
    required_taken_first: bool | None = None
    """Before anything is converted."""
    state_rate: Decimal | None = None
    """Of the state's tax, as a fraction of the taxable amount. Without one it is left out."""
    spouse_taxable_conversion: Range = NOTHING
    """On a joint return, of the spouse's conversion: it counts for the deduction."""
    spouse_age: int | None = None
    """On a joint return, where it was said: some deductions depend on it."""
    of_spouse: bool = False
    """Whether it is the spouse's of the one who asks: what-ifs, and the years of basis, are of the
    one who asks."""
    found_basis: Range | None = None
    """What the years came to, where they were asked about: a prior basis that is not known lies
    in it."""

    @property
    def contributions_are_closed(self) -> bool:
        return self.today > self.figures.contribution_due_date.value

    @property
    def planning_figures(self) -> TaxYear | None:
        """None where there are no figures yet."""
        return tax_year(self.planning_year) if self.planning_year in SUPPORTED_YEARS else None

    @property
    def next_due_date(self) -> date | None:
        """The next due date of a return; None where its figures are not known here."""
        figures = self.planning_figures
        return figures.contribution_due_date.value if figures else None

    @property
    def contribution_limit(self) -> Decimal:
        """What may go into traditional IRAs if pay, which is not asked for, is at least as much."""
        return self.ira_years[0].contribution_limit

    @property
    def permitted_contribution(self) -> Decimal:
        return self.ira_years[0].permitted_contribution

    @property
    def excess_contribution(self) -> Decimal:
        return self.contribution - self.permitted_contribution

    @property
    def known_ira_value(self) -> Decimal:
        """What the IRAs hold on December 31, as far as it is known."""
        return sum((value for value in self.ira_values.values() if value), ZERO)

    @property
    def ira_value(self) -> Decimal | None:
        return None if None in self.ira_values.values() else self.known_ira_value

    @property
    def may_hold_ira_money(self) -> bool:
        return self.ira_value != ZERO

    @property
    def _prior_basis_ends(self) -> set[Decimal]:
        found = self.found_basis
        if found is None:
            return ends(self.prior_basis)
        return ends(self.prior_basis, found.least, found.most)

    @cached_property
    def ira_years(self) -> tuple[IraYear, ...]:
        """The year for every end of what is not known; a single one where all is."""
        return tuple(
            IraYear(
                figures=self.figures,
                filing_status=self.filing_status,
                lived_apart_all_year=self.lived_apart,
                age=self.age,
                income=income,
                covered_by_plan=covered,
                spouse_covered=spouse_covered,
                spouse_taxable_conversion=spouse_taxable,
                contribution=self.contribution,
                deducted=deducted,
                made_after_year=made_after,
                prior_basis=basis,
                year_end_value=on_december_31,
                distributions=self.withdrawals,
                conversions=self.conversion,
            )
            for (
                income,
                covered,
                spouse_covered,
                spouse_taxable,
                deducted,
                made_after,
                basis,
                on_december_31,
            ) in product(
                ends(self.income),
                either(self.covered),
                either(self.spouse_covered),
                {self.spouse_taxable_conversion.least, self.spouse_taxable_conversion.most},
                ends(self.deducted, most=self.contribution),
                ends(self.made_after, most=self.contribution),
                self._prior_basis_ends,
                ends(self.ira_value, least=self.known_ira_value),
            )
        )

    @property
    def certain_year(self) -> IraYear | None:
        """The year, unless what is not known makes a difference to the form."""
        return self.ira_years[0] if len(self.forms) == 1 else None

    @cached_property
    def deductible(self) -> Range:
        return Range.of(year.deductible for year in self.ira_years)

    @cached_property
    def forms(self) -> tuple[Form8606, ...]:
        """The form for every end of what is not known, each one once.

        A balance or a basis moves the form twice: by its own line, and through the income by line
        1. One raises what the other lowers, so the ends of line 1 are taken with all others; and
        where the income limits may leave a part deductible, the form both with Worksheet 1-1 and
        without.
        """
        if len(self.ira_years) == 1:
            return (self.ira_years[0].form,)
        line1 = Range.of(year.nondeductible for year in self.ira_years)
        most = max(year.deductible_without_conversion for year in self.ira_years)
        partly = self.deductible.least < self.permitted_contribution and most > ZERO
        forms = (
            form
            for year in self.ira_years
            for nondeductible in {line1.least, line1.most}
            for form in year.forms_with(nondeductible)[: 2 if partly else 1]
        )
        return tuple(dict.fromkeys(forms))

    def range_of(self, line: Callable[[Form8606], Decimal | None]) -> Range:
        """From the least to the most that a line is, in dollars, over what is not known; a blank
        one counts as nothing."""
        return Range.of(line(form) or ZERO for form in self.forms)

    @cached_property
    def found(self) -> Mapping[FindingKind, tuple[Finding, ...]]:
        """What the year shows, by kind: once for every end of what is not known where it shows."""
        found: dict[FindingKind, tuple[Finding, ...]] = {}
        for year in self.ira_years:
            for finding in findings(self.figures, self._findings_facts(year), year).findings:
                found[finding.kind] = (*found.get(finding.kind, ()), finding)
        return found

    def _findings_facts(self, year: IraYear) -> FindingsFacts:
        """The year with what stands around it. Which of the money was SIMPLE money is not asked:
        all of it may have been."""
        has_simple = IraKind.SIMPLE in self.ira_values
        return FindingsFacts(
            **{field.name: getattr(year, field.name) for field in fields(IraYearFacts)},
            simple_value=self.conversion + self.withdrawals if has_simple else ZERO,
            simple_first_deposit=self.simple_first_deposit if has_simple else None,
            rolled_out_of_plan=self.ira_values.get(IraKind.FROM_PLAN) or ZERO,
            required_minimum_distribution=ZERO if self.required_distribution == ZERO else None,
        )

    def surely(self, kind: FindingKind) -> Finding | None:
        """The finding, where it shows whatever is not known."""
        found = self.found.get(kind, ())
        return found[0] if len(found) == len(self.ira_years) else None

    def at_most(self, kind: FindingKind) -> Finding | None:
        """Of a finding that shows somewhere, the one that costs most."""
        found = self.found.get(kind, ())
        return max(found, key=lambda finding: finding.costs or ZERO, default=None)
