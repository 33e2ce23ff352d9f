"""What a person's answers amount to: the facts of one person and one tax year.

None stands for *not sure*. It is never zero: wherever it matters, the calculation runs on
both ends of what it could be, and the result is a range.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from itertools import product

from calc.filing_status import FilingStatus
from calc.form_8606 import Form8606, Form8606Facts, form_8606
from calc.ira_limits import deduction_phase_out, dollar_limit, phased_out
from calc.money import MOST, ZERO
from calc.plan_limits import MegaRoom, MegaRoomFacts, mega_room
from calc.tax_year import SUPPORTED_YEARS, PhaseOutRange, TaxYear, tax_year


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
    def planning_year(self) -> int:
        """The year in which something can still be done: the tax year while it lasts, then the
        current one."""
        return self.today.year if self.year_is_over else self.year

    @property
    def planning_figures(self) -> TaxYear | None:
        """None where there are no figures yet."""
        return tax_year(self.planning_year) if self.planning_year in SUPPORTED_YEARS else None

    @property
    def contribution_limit(self) -> Decimal:
        return dollar_limit(self.figures, self.age)

    @property
    def excess_contribution(self) -> Decimal:
        """Above the limit, which no pay was asked for to lower."""
        return max(ZERO, self.contribution - self.contribution_limit)

    @cached_property
    def deductible(self) -> Range:
        """What the income limits let the person deduct of the contribution."""
        within = self.contribution - self.excess_contribution
        if self.income is None:
            rows = self.phase_outs
            return Range(ZERO if any(rows) else within, within)
        return Range.of(
            min(within, phased_out(self.contribution_limit, self.income, row))
            for row in self.phase_outs
        )

    @cached_property
    def phase_outs(self) -> list[PhaseOutRange | None]:
        return possible_phase_outs(
            self.year,
            self.filing_status,
            covered=self.covered,
            spouse_covered=self.spouse_covered,
            lived_apart=self.lived_apart,
        )

    @cached_property
    def forms(self) -> tuple[Form8606, ...]:
        """Form 8606 for every end of what is not known; a single one where all is."""
        return tuple(form_8606(facts) for facts in self.form_facts())

    def form_facts(self) -> Iterator[Form8606Facts]:
        """Line 1 takes what the contribution limit allows ("total permitted contributions",
        Pub. 590-A) less what is deducted. Line 4: what was put in during the year counts as
        nondeductible first, the choice that leaves least to tax now (Form 8606 instructions,
        line 4)."""
        within = self.contribution - self.excess_contribution
        known = sum((value for value in self.ira_values.values() if value), ZERO)
        value = None if None in self.ira_values.values() else known
        for deducted, after, on_december_31, basis in product(
            ends(self.deducted, most=self.deductible.most),
            ends(self.made_after, most=self.contribution),
            ends(value, least=known),
            ends(self.prior_basis),
        ):
            line1 = within - min(deducted, within)
            in_year = self.contribution - after
            yield Form8606Facts(
                line1_nondeductible_contributions=line1,
                line2_prior_basis=basis,
                line4_contributions_jan_to_due_date=max(ZERO, line1 - in_year),
                line6_year_end_value=on_december_31,
                line7_distributions=self.withdrawals,
                line8_conversions=self.conversion,
            )

    @cached_property
    def rooms(self) -> tuple[MegaRoom, ...]:
        """Room in the plan for every end of what is not known; none without a plan that may
        take after-tax money."""
        plan = self.plan
        if plan is None or plan.after_tax_allowed is False:
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


def possible_phase_outs(
    year: int,
    status: FilingStatus,
    *,
    covered: bool | None,
    spouse_covered: bool | None,
    lived_apart: bool,
) -> list[PhaseOutRange | None]:
    """The rows of the deduction table that can apply, None among them where no limit does."""
    either = (False, True)
    return [
        deduction_phase_out(
            tax_year(year),
            status,
            covered_by_plan=own,
            spouse_covered=other,
            lived_apart_all_year=lived_apart,
        )
        for own in (either if covered is None else (covered,))
        for other in (either if spouse_covered is None else (spouse_covered,))
    ]
