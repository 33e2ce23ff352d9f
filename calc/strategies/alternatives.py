"""What else could be done with the IRAs of a year, each way run through the same calculation.

Every alternative is the year as planned with some facts changed, and nothing is guessed: balances
do not grow, and the next year has no tax. What a conversion needs (a required distribution taken
first) or forbids (SIMPLE money of the first two years) is part of the changed facts. While the year
lasts, what is left of a required distribution is taken in every way, as planned included.

Authority: IRC 408(d)(2) (pro rata), 408(d)(3)(A)(ii) and (H) (roll-in), 408(d)(3)(E) (required
distributions), 72(t)(6) and 408(d)(3)(G) (SIMPLE), 408(d)(8) (QCD), 408A(d)(6)(B)(iii) (a
conversion cannot be undone).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from pydantic import StrictBool

from calc.deadlines import Day
from calc.iras.charitable_distributions import CharitableFacts, charitable_distribution
from calc.iras.form_8606 import Form8606Facts, form_8606
from calc.iras.ira_limits import too_old_for_traditional
from calc.iras.ira_year import IraYear
from calc.iras.required_distributions import distribution_is_required
from calc.money import ZERO, Dollars
from calc.strategies.alternative import Alternative, AlternativeKind, Need, Obstacle
from calc.strategies.year_cost import PricedYearFacts, Prices, with_its_income
from calc.tax_year import TaxYear


@dataclass(frozen=True, kw_only=True)
class AlternativesFacts(PricedYearFacts):
    """The year as planned; ``conversions`` and ``distributions`` are those of the whole year, made
    and planned. Dollars, and ages on December 31 in whole years.

    ``reached_70_and_a_half`` is asked for by the day of a gift, where there is one."""

    as_of: Day
    converted_already: Dollars = ZERO
    """The part of the conversions that has been made."""
    plan_accepts_roll_ins: StrictBool | None = None
    """Whether an employer's plan takes pre-tax IRA money; None: not known yet."""
    required_minimum_distribution: Dollars | None = None
    """For the whole year, of all these IRAs; the distributions count toward it. Needed at an age
    that has one; 0 where the IRAs were empty when the year began."""
    simple_in_first_two_years: Dollars = ZERO
    """The part of the year-end value in SIMPLE IRAs whose first deposit is less than two years
    back."""
    charitable_gift: Dollars = ZERO
    """What the person would give to charity out of the IRAs."""
    deducted_at_70_and_a_half_or_later: Dollars = ZERO
    """IRA contributions of earlier years that were deducted then, as far as they have not reduced
    earlier gifts (IRC 408(d)(8)(A))."""

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.converted_already > self.conversions:
            raise ValueError("what is converted already is part of the conversions, not more")
        if self.simple_in_first_two_years > self.year_end_value:
            raise ValueError("SIMPLE money is part of the year-end value, not more")
        if self.reached_70_and_a_half is False and self.age > 71:
            raise ValueError(f"who is {self.age} on December 31 reached 70 1/2 before the year")


def alternatives(
    figures: TaxYear,
    facts: AlternativesFacts,
    year: IraYear | None = None,
    *,
    priced: bool = True,
) -> tuple[Alternative, ...]:
    """The year as planned and every other way, in the order of AlternativeKind; with what each
    costs in tax, unless it is not to be ``priced``. ``year`` is that of these facts, where somebody
    has worked it out already.

    Raises ValueError as income_tax and too_old_for_traditional do, and where the age and the
    required distribution contradict each other or one is needed that is not given."""
    if facts.contribution:
        too_old_for_traditional(figures, facts.age, facts.reached_70_and_a_half)
    _check_required_distribution(figures, facts)
    return tuple(_Ways(figures, facts, year or facts.ira_year(figures), priced).all())


def _check_required_distribution(figures: TaxYear, facts: AlternativesFacts) -> None:
    due = distribution_is_required(figures, facts.age)
    given = facts.required_minimum_distribution
    if given is None and due:
        raise ValueError(
            f"at {facts.age} in {figures.year} a distribution is required: give "
            "required_minimum_distribution, or 0 where the IRAs were empty when the year began"
        )
    if given and due is False:
        raise ValueError(f"no distribution is required at {facts.age} in {figures.year}")
    if (given or ZERO) > facts.year_end_value + facts.distributions + facts.conversions:
        raise ValueError("the required distribution comes out of the IRAs: it is not more")


@dataclass(frozen=True)
class _Ways:
    figures: TaxYear
    facts: AlternativesFacts
    stated: IraYear
    priced: bool

    def all(self) -> Iterator[Alternative]:
        planned = self._result(
            AlternativeKind.AS_PLANNED,
            self._planned,
            needs=self._required,
            moved=self._to_convert,
        )
        yield planned
        for way in (
            self._roll_in(),
            self._convert_everything(),
            self._contribute_only(),
            self._wait_a_year(),
            self._charity(),
        ):
            yield _against(planned, way)

    @cached_property
    def _prices(self) -> Prices:
        return Prices(self.facts, self.stated)

    @cached_property
    def _planned(self) -> IraYear:
        return self._with_required_taken(gift=ZERO)

    @property
    def _over(self) -> tuple[Obstacle, ...]:
        over = self.facts.as_of > self.figures.conversion_deadline.value
        return (Obstacle.YEAR_IS_OVER,) if over else ()

    @property
    def _converted(self) -> Decimal:
        """Made already; all of it once the year is over."""
        return self.facts.conversions if self._over else self.facts.converted_already

    @property
    def _to_convert(self) -> Decimal:
        """What is planned and can still be left undone."""
        return self.facts.conversions - self._converted

    @property
    def _still_required(self) -> Decimal:
        required = self.facts.required_minimum_distribution or ZERO
        return max(ZERO, required - self.facts.distributions)

    @property
    def _not_converted(self) -> Decimal:
        """The first dollars out of a year are the required distribution (Treas. Reg.
        1.408-8(b)(3)), whatever they were called."""
        return min(self._still_required, self._converted)

    def _with_required_taken(self, gift: Decimal) -> IraYear:
        """The year with the required distribution out of what was converted, and while it lasts
        the rest of it taken, the gift counted."""
        year, failed = self.stated, self._not_converted
        still = ZERO if self._over else max(ZERO, self._still_required - failed - gift)
        taken = min(still, year.year_end_value)
        if not (failed or taken):
            return year
        return replace(
            year,
            distributions=year.distributions + failed + taken,
            conversions=year.conversions - failed,
            year_end_value=year.year_end_value - taken,
        )

    @property
    def _required(self) -> tuple[Need, ...]:
        if self.facts.required_minimum_distribution is None:
            perhaps = distribution_is_required(self.figures, self.facts.age) is None
            return (Need.REQUIRED_DISTRIBUTION_PERHAPS,) if perhaps else ()
        still = not self._over and self._still_required > self._not_converted
        return (Need.REQUIRED_DISTRIBUTION_FIRST,) if still else ()

    @property
    def _simple(self) -> tuple[Need, ...]:
        return (Need.SIMPLE_MONEY_STAYS,) if self.facts.simple_in_first_two_years else ()

    def _roll_in(self) -> Alternative:
        year = self._planned
        rolled = max(ZERO, year.pre_tax_value - self.facts.simple_in_first_two_years)
        obstacles = self._over
        if self.facts.plan_accepts_roll_ins is False:
            obstacles += (Obstacle.PLAN_REFUSES,)
        if not rolled:
            obstacles += (Obstacle.NOTHING_TO_MOVE,)
        asks = self.facts.plan_accepts_roll_ins is None
        accept = (Need.PLAN_MUST_ACCEPT,) if asks else ()
        return self._result(
            AlternativeKind.ROLL_IN,
            replace(year, year_end_value=year.year_end_value - rolled),
            obstacles=obstacles,
            needs=(*accept, *self._required, *self._simple, Need.LEAVE_BASIS_BEHIND),
            by=self.figures.pre_tax_roll_in_deadline.value,
            moved=rolled,
        )

    def _convert_everything(self) -> Alternative:
        year = self._planned
        stays = min(self.facts.simple_in_first_two_years, year.year_end_value)
        converted = year.conversions + year.year_end_value - stays
        nothing = () if converted > year.conversions else (Obstacle.NOTHING_TO_MOVE,)
        return self._result(
            AlternativeKind.CONVERT_EVERYTHING,
            replace(year, conversions=converted, year_end_value=stays),
            obstacles=self._over + nothing,
            needs=self._required + self._simple,
            by=self.figures.conversion_deadline.value,
            moved=converted,
        )

    def _contribute_only(self) -> Alternative:
        return self._result(
            AlternativeKind.CONTRIBUTE_ONLY,
            self._unconverted,
            obstacles=self._nothing_undone,
            needs=self._required,
        )

    @cached_property
    def _unconverted(self) -> IraYear:
        planned = self._planned
        return replace(
            planned,
            conversions=planned.conversions - self._to_convert,
            year_end_value=planned.year_end_value + self._to_convert,
        )

    @property
    def _nothing_undone(self) -> tuple[Obstacle, ...]:
        return self._over + (() if self._to_convert else (Obstacle.NOTHING_TO_CONVERT,))

    def _wait_a_year(self) -> Alternative:
        """This year without the conversion, then the next one with it and no contribution."""
        if self._nothing_undone:
            return Alternative(kind=AlternativeKind.WAIT_A_YEAR, obstacles=self._nothing_undone)
        this = with_its_income(self.stated, self._unconverted)
        next_form = form_8606(
            Form8606Facts(
                line1_nondeductible_contributions=ZERO,
                line2_prior_basis=this.form.line14,
                line6_year_end_value=self._planned.year_end_value + self.facts.made_after_year,
                line8_conversions=self._to_convert,
            )
        )
        required = (Need.NEXT_REQUIRED_DISTRIBUTION,) if self.facts.age >= 69 else ()
        by = self.figures.conversion_deadline.value
        return Alternative(
            kind=AlternativeKind.WAIT_A_YEAR,
            needs=(*self._required, *required, Need.NEXT_YEARS_FIGURES),
            by=by.replace(year=by.year + 1),
            moved=self._to_convert,
            not_converted=self._not_converted,
            form=next_form,
            taxable=this.form.total_taxable + next_form.total_taxable,
            basis_left=next_form.line14,
        )

    def _charity(self) -> Alternative:
        facts, kind = self.facts, AlternativeKind.QCD
        year = self._with_required_taken(facts.charitable_gift)
        obstacles = self._over
        if facts.reached_70_and_a_half is False or facts.age < 70:
            obstacles += (Obstacle.TOO_YOUNG,)
        if not facts.charitable_gift:
            obstacles += (Obstacle.NO_GIFT,)
        if facts.charitable_gift > year.year_end_value:
            obstacles += (Obstacle.MORE_THAN_IS_THERE,)
        if obstacles:
            return Alternative(kind=kind, obstacles=obstacles)
        gift = charitable_distribution(
            self.figures,
            CharitableFacts(
                value_before=year.year_end_value + year.distributions + year.conversions,
                basis_before=year.basis_in_iras,
                qcd=facts.charitable_gift,
                deducted_at_70_and_a_half_or_later=facts.deducted_at_70_and_a_half_or_later
                + min(facts.deducted, year.deductible),
            ),
        )
        of_age = facts.reached_70_and_a_half is None and facts.age < 72
        needs = (Need.AGE_70_AND_A_HALF,) if of_age else ()
        return self._result(
            kind,
            replace(
                year,
                year_end_value=year.year_end_value - facts.charitable_gift,
                distributions=year.distributions + facts.charitable_gift - gift.qcd_excludable,
            ),
            needs=(*needs, Need.PAID_TO_CHARITY_DIRECTLY),
            by=self.figures.conversion_deadline.value,
            moved=facts.charitable_gift,
        )

    def _result(
        self,
        kind: AlternativeKind,
        year: IraYear,
        *,
        obstacles: tuple[Obstacle, ...] = (),
        needs: tuple[Need, ...] = (),
        by: date | None = None,
        moved: Decimal = ZERO,
    ) -> Alternative:
        if obstacles:
            return Alternative(kind=kind, obstacles=obstacles)
        year = with_its_income(self.stated, year)
        return Alternative(
            kind=kind,
            needs=needs,
            by=by,
            moved=moved,
            not_converted=self._not_converted,
            year=year,
            form=year.form,
            taxable=year.form.total_taxable,
            cost=self._prices.cost(year) if self.priced else None,
            basis_left=year.form.line14,
        )


def _against(planned: Alternative, way: Alternative) -> Alternative:
    if way.taxable is None or planned.taxable is None:
        return way
    saves_tax = None
    if way.cost is not None and planned.cost is not None:
        saves_tax = planned.cost.total - way.cost.total
    return replace(way, saves_taxable=planned.taxable - way.taxable, saves_tax=saves_tax)
