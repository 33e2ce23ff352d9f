"""One person's plan at work in one tax year, from what they said. None stands for *not sure*."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import product

from calc.money import CENT, ZERO
from calc.plans.elective_deferrals import PlanDeferrals, PlanKind
from calc.plans.plan_limits import Employer, MegaRoom
from calc.plans.several_employers import SeveralEmployersFacts, several_employers
from calc.tax_year import TaxYear, tax_year
from conversations.ranges import ends


@dataclass(frozen=True, kw_only=True)
class OwnCap:
    """The plan's own limit on after-tax contributions of a year; neither: not known."""

    amount: Decimal | None = None
    """Dollars."""
    share: Decimal | None = None
    """A fraction of pay."""

    def least_and_most(self) -> set[tuple[Decimal | None, Decimal | None]]:
        """As amount and share; where neither is known, from nothing to no limit."""
        if self.amount is None and self.share is None:
            return {(ZERO, None), (None, None)}
        return {(self.amount, self.share)}


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
    own_cap: "OwnCap | None" = None
    """Not where it has none, or none was asked for."""
    elsewhere: Decimal | None = ZERO
    """Deferred to other employers' plans."""
    high_wages: bool | None = None
    """Whether last year's wages from this employer make catch-up Roth."""
    has_roth: bool | None = None
    earnings: Decimal | None = ZERO
    """On after-tax money, until it moves to Roth."""
    looked_at_after_tax: bool = True
    """Whether what follows after ``takes_roll_ins`` was asked about."""

    @property
    def asked_for_amounts(self) -> bool:
        """Whether its amounts matter: not where it takes no after-tax money."""
        return self.looked_at_after_tax and self.after_tax_allowed is not False


@dataclass(frozen=True, kw_only=True)
class PlanYear:
    """Dollars, and the age on December 31."""

    today: date
    year: int
    age: int
    plan: Plan | None

    @property
    def figures(self) -> TaxYear:
        return tax_year(self.year)

    @property
    def year_is_over(self) -> bool:
        return self.today > self.figures.conversion_deadline.value

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
    def planning_year_end(self) -> date:
        """The pro rata snapshot (IRC 408(d)(2)(C)) of the year that can still be planned."""
        return date(self.planning_year, 12, 31)

    @cached_property
    def rooms(self) -> tuple[MegaRoom, ...]:
        """Room in the plan for every end of what is not known; none without a plan that may
        take after-tax money."""
        plan = self.plan
        if plan is None or not plan.asked_for_amounts:
            return ()
        caps = {(None, None)} if plan.own_cap is None else plan.own_cap.least_and_most()
        return tuple(
            self._room(plan, pay, deferrals, elsewhere, employer, after_tax, cap)
            for pay, deferrals, elsewhere, employer, after_tax, cap in product(
                ends(plan.pay),
                ends(plan.deferrals),
                ends(plan.elsewhere),
                ends(plan.employer_money),
                ends(plan.after_tax_so_far),
                caps,
            )
        )

    def _room(
        self,
        plan: Plan,
        pay: Decimal,
        deferrals: Decimal,
        elsewhere: Decimal,
        employer: Decimal,
        after_tax: Decimal,
        cap: tuple[Decimal | None, Decimal | None],
    ) -> MegaRoom:
        """With deferrals elsewhere counted against the one limit of the person (IRC 402(g)(1))."""
        facts = Employer(
            compensation=pay,
            elective_deferrals=deferrals,
            employer_contributions=employer,
            aftertax_contributions=after_tax,
            aftertax_cap=cap[0],
            aftertax_cap_percent=cap[1],
            wages=self._wages(plan),
            plan_has_roth=plan.has_roth,
        )
        others = (PlanDeferrals(kind=PlanKind.SECTION_401K, deferrals=elsewhere),)
        found = several_employers(
            self.figures,
            SeveralEmployersFacts(
                age=self.age, employers=(facts,), other_plans=others if elsewhere else ()
            ),
        )
        (room,) = found.rooms
        above = found.deferrals.section_402g.excess
        return replace(room, excess_deferrals=max(room.excess_deferrals, above))

    def _wages(self, plan: Plan) -> Decimal | None:
        """On the side of the threshold that was said."""
        rule = self.figures.roth_only_catch_up.value
        if rule is None or plan.high_wages is None:
            return None
        return rule.threshold_more_than + CENT if plan.high_wages else ZERO
