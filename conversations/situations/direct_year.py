"""What may go into one person's IRAs for one tax year, from what they said.

None stands for *not sure*, as in ``situation``: the limits are worked out for every end.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import product

from calc.corrections.excess_contributions import (
    ExcessFacts,
    excess_contributions,
    room_in_other_kind,
)
from calc.corrections.excess_cures import CureFacts, WayToCure, ways_to_cure
from calc.corrections.recharacterizations import IraKind
from calc.filing_status import FilingStatus
from calc.iras.ira_limits import (
    CATCH_UP_AGE,
    IraContributionFacts,
    IraDeductionFacts,
    dollar_limit,
    ira_contribution_limit,
    ira_deduction,
)
from calc.money import CENT, ZERO
from calc.tax_year import SUPPORTED_YEARS, TaxYear, tax_year
from conversations.ranges import Range, either, ends


@dataclass(frozen=True, kw_only=True)
class DirectLimits:
    """For one end of everything that is not known; dollars."""

    limit: Decimal
    """Of all IRAs together, by age and pay."""
    roth: Decimal
    """Most that may go into Roth IRAs, by the income and what the traditional ones take."""
    deductible: Decimal
    """Most that may be deducted, of what is in traditional IRAs and what may still go in."""
    roth_by_income: Decimal
    """Most that may go into Roth IRAs where nothing goes into traditional ones."""
    left: Decimal
    """What may still go into traditional IRAs."""
    roth_left: Decimal
    excess: Decimal
    roth_excess: Decimal
    room_for_roth_excess: Decimal
    """What of the Roth excess could be changed into a traditional contribution, beside what may
    stay in the Roth IRA."""
    room_for_excess: Decimal


@dataclass(frozen=True, kw_only=True)
class DirectYear:
    """Dollars, and the age on December 31."""

    today: date
    year: int
    filing_status: FilingStatus
    lived_apart: bool
    age: int
    income: Decimal | None
    covered: bool | None
    spouse_covered: bool | None
    pay: Decimal | None
    spouse_pay: Decimal | None
    spouse_contributions: Decimal | None
    traditional: Decimal
    roth: Decimal

    @property
    def figures(self) -> TaxYear:
        return tax_year(self.year)

    @property
    def due_date(self) -> date:
        return self.figures.contribution_due_date.value

    @property
    def is_closed(self) -> bool:
        """Whether nothing more can go in."""
        return self.today > self.due_date

    @property
    def past_age_limit(self) -> bool:
        """In 2018 and 2019, for who is past 70 for sure (IRC 219(d)(1), repealed)."""
        return self.age > 70

    @property
    def turns_on_70_and_a_half(self) -> bool:
        return (
            self.age == 70
            and self.figures.traditional_ira_contribution_age_cutoff.value is not None
        )

    @cached_property
    def every(self) -> tuple[DirectLimits, ...]:
        """The limits for every end of what is not known; a single one where all is."""
        most = 2 * dollar_limit(self.figures, CATCH_UP_AGE)
        found = (
            self._limits(income, covered, spouse_covered, pay, spouse_pay, spouse_contributions)
            for income, covered, spouse_covered, pay, spouse_pay, spouse_contributions in product(
                ends(self.income),
                either(self.covered),
                either(self.spouse_covered),
                ends(self.pay, most=most),
                ends(self.spouse_pay, most=most),
                ends(self.spouse_contributions, most=most),
            )
        )
        return tuple(dict.fromkeys(found))

    def _limits(
        self,
        income: Decimal,
        covered: bool,
        spouse_covered: bool,
        pay: Decimal,
        spouse_pay: Decimal,
        spouse_contributions: Decimal,
    ) -> DirectLimits:
        by_pay = ira_contribution_limit(
            self.figures,
            IraContributionFacts(
                age=self.age,
                compensation=pay,
                spouse_compensation=spouse_pay,
                spouse_ira_contributions=spouse_contributions,
                reached_70_and_a_half=self.past_age_limit,
            ),
        )
        traditional_limit = by_pay.traditional_limit or ZERO
        deduction = ira_deduction(
            self.figures,
            IraDeductionFacts(
                filing_status=self.filing_status,
                magi=income,
                age=self.age,
                covered_by_plan=covered,
                spouse_covered=spouse_covered,
                lived_apart_all_year=self.lived_apart,
                contribution=traditional_limit,
                reached_70_and_a_half=self.past_age_limit,
            ),
        )
        facts = ExcessFacts(
            age=self.age,
            traditional_contributions=self.traditional,
            # Its limit is looked at only where something went in.
            roth_contributions=self.roth or CENT,
            compensation=pay,
            spouse_compensation=spouse_pay,
            spouse_ira_contributions=spouse_contributions,
            reached_70_and_a_half=self.past_age_limit,
            filing_status=self.filing_status,
            roth_magi=income,
            lived_apart_all_year=self.lived_apart,
        )
        found = excess_contributions(self.figures, facts)
        in_roth = found.roth.allowed or ZERO
        alone = excess_contributions(self.figures, replace(facts, traditional_contributions=ZERO))
        as_said = replace(facts, roth_contributions=self.roth)
        left = max(ZERO, min(traditional_limit, by_pay.limit - self.roth) - self.traditional)
        return DirectLimits(
            limit=by_pay.limit,
            roth=in_roth,
            deductible=min(deduction.deduction, self.traditional + left),
            roth_by_income=alone.roth.allowed or ZERO,
            left=left,
            roth_left=max(ZERO, in_roth - self.roth),
            excess=found.traditional.of_the_year,
            roth_excess=found.roth.of_the_year if self.roth else ZERO,
            room_for_excess=room_in_other_kind(self.figures, as_said, IraKind.TRADITIONAL),
            room_for_roth_excess=room_in_other_kind(self.figures, as_said, IraKind.ROTH),
        )

    def room_in(self, ira: IraKind, later: int) -> Range | None:
        """What a later year's limit could take up of an excess, at the same income and pay and if
        nothing else goes in for it; None where its figures are not known."""
        if later not in SUPPORTED_YEARS:
            return None
        then = replace(
            self, year=later, age=self.age + later - self.year, traditional=ZERO, roth=ZERO
        )
        return Range.of(each.roth if ira is IraKind.ROTH else each.left for each in then.every)

    def cures(self, ira: IraKind) -> Iterator[WayToCure]:
        """The ways that are or may be open today for the most that the excess can be; none where
        the figures of the years since are not all known."""
        roth = ira is IraKind.ROTH
        excess = Range.of(each.roth_excess if roth else each.excess for each in self.every)
        room = Range.of(
            each.room_for_roth_excess if roth else each.room_for_excess for each in self.every
        )
        as_of = max(self.today, date(self.year, 1, 1))
        if not excess.most or as_of.year - 1 > SUPPORTED_YEARS[-1]:
            return
        facts = CureFacts(
            as_of=as_of,
            ira=ira,
            excess=excess.most,
            room_in_other_kind=room.least if room.sure else None,
            within_dollar_limit=self.traditional + self.roth
            <= dollar_limit(self.figures, self.age),
        )
        yield from (way for way in ways_to_cure(self.figures, facts) if way.open is not False)
