"""What a person's answers amount to: the facts of one person and one tax year.

None stands for *not sure*. It is never zero: wherever it matters, the calculation runs on
both ends of what it could be, and the result is a range.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from itertools import product

from calc.filing_status import FilingStatus
from calc.findings import Finding, FindingKind, of_the_year
from calc.iras.form_8606 import Form8606
from calc.iras.ira_year import IraYear
from calc.money import MOST, ZERO
from calc.plans.plan_limits import MegaRoom, MegaRoomFacts, mega_room
from calc.tax_year import SUPPORTED_YEARS, TaxYear, tax_year


class IraKind(StrEnum):
    TRADITIONAL = "traditional"
    ROLLOVER = "rollover"
    SEP = "sep"
    SIMPLE = "simple"


IRA_NAMES = {
    IraKind.TRADITIONAL: "traditional IRAs",
    IraKind.ROLLOVER: "rollover IRAs",
    IraKind.SEP: "SEP IRAs",
    IraKind.SIMPLE: "SIMPLE IRAs",
}


@dataclass(frozen=True)
class Range:
    """From the least to the most that an amount in dollars can be."""

    least: Decimal
    most: Decimal

    @classmethod
    def of(cls, amounts: Iterable[Decimal]) -> "Range":
        every = tuple(amounts)
        return cls(min(every), max(every))

    @property
    def sure(self) -> bool:
        return self.least == self.most

    @property
    def unbounded(self) -> bool:
        """Whether nothing is known of its upper end."""
        return self.most >= MOST / 2


def ends(amount: Decimal | None, least: Decimal = ZERO, most: Decimal = MOST) -> set[Decimal]:
    """The amount; of one that nobody is sure of, the least and the most that it can be."""
    return {least, most} if amount is None else {amount}


def either(known: bool | None) -> set[bool]:
    """What is known; where nobody is sure, both."""
    return {False, True} if known is None else {known}


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A 401(k) or 403(b) at work; dollars for the whole year."""

    takes_roll_ins: bool | None
    after_tax_allowed: bool | None
    way_out: bool | None
    """Whether after-tax money can be moved to Roth before leaving the job."""
    pay: Decimal | None
    deferrals: Decimal | None
    employer_money: Decimal | None
    after_tax_so_far: Decimal | None

    @property
    def asked_for_amounts(self) -> bool:
        """Whether its amounts matter: not where it takes no after-tax money."""
        return self.after_tax_allowed is not False


@dataclass(frozen=True, kw_only=True)
class Situation:
    """One person, one tax year; dollars, and the age on December 31."""

    today: date
    year: int
    filing_status: FilingStatus
    lived_apart: bool
    age: int
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
    plan: Plan | None

    @property
    def figures(self) -> TaxYear:
        return tax_year(self.year)

    @property
    def year_is_over(self) -> bool:
        return self.today > self.figures.conversion_deadline.value

    @property
    def contributions_are_closed(self) -> bool:
        return self.today > self.figures.contribution_due_date.value

    @property
    def excess_deferrals_due(self) -> date:
        """Until when a plan can return them: the first April 15 after the year (IRC
        402(g)(2)(A)(ii))."""
        return date(self.year + 1, 4, 15)

    @property
    def planning_year(self) -> int:
        """The year in which something can still be done: the tax year while it lasts, then the
        current one."""
        return self.today.year if self.year_is_over else self.year

    @property
    def planning_age(self) -> int:
        return self.age + self.planning_year - self.year

    @property
    def planning_figures(self) -> TaxYear | None:
        """None where there are no figures yet."""
        return tax_year(self.planning_year) if self.planning_year in SUPPORTED_YEARS else None

    @property
    def planning_year_end(self) -> date:
        """The pro rata snapshot (IRC 408(d)(2)(C)) of the year that can still be planned."""
        return date(self.planning_year, 12, 31)

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
                deducted,
                made_after,
                basis,
                on_december_31,
            ) in product(
                ends(self.income),
                either(self.covered),
                either(self.spouse_covered),
                ends(self.deducted, most=self.contribution),
                ends(self.made_after, most=self.contribution),
                ends(self.prior_basis),
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
            for finding in of_the_year(year):
                found[finding.kind] = (*found.get(finding.kind, ()), finding)
        return found

    def surely(self, kind: FindingKind) -> Finding | None:
        """The finding, where it shows whatever is not known."""
        found = self.found.get(kind, ())
        return found[0] if len(found) == len(self.ira_years) else None

    def at_most(self, kind: FindingKind) -> Finding | None:
        """Of a finding that shows somewhere, the one that costs most."""
        found = self.found.get(kind, ())
        return max(found, key=lambda finding: finding.costs or ZERO, default=None)

    @cached_property
    def rooms(self) -> tuple[MegaRoom, ...]:
        """Room in the plan for every end of what is not known; none without a plan that may
        take after-tax money."""
        plan = self.plan
        if plan is None or not plan.asked_for_amounts:
            return ()
        return tuple(
            mega_room(
                self.figures,
                MegaRoomFacts(
                    age=self.age,
                    compensation=pay,
                    elective_deferrals=deferrals,
                    employer_contributions=employer,
                    aftertax_contributions=after_tax,
                ),
            )
            for pay, deferrals, employer, after_tax in product(
                ends(plan.pay),
                ends(plan.deferrals),
                ends(plan.employer_money),
                ends(plan.after_tax_so_far),
            )
        )
