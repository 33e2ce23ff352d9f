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

from pydantic import StrictBool

from calc.deadlines import Day
from calc.iras.charitable_distributions import CharitableFacts, charitable_distribution
from calc.iras.form_8606 import Form8606Facts, form_8606
from calc.iras.ira_year import IraYear
from calc.money import ZERO, Dollars
from calc.strategies.alternative import Alternative, AlternativeKind, Need, Obstacle
from calc.strategies.year_cost import PricedYearFacts, with_its_income, year_cost
from calc.tax_year import TaxYear


@dataclass(frozen=True, kw_only=True)
class AlternativesFacts(PricedYearFacts):
    """The year as planned; ``conversions`` and ``distributions`` are those of the whole year, made
    and planned. Dollars, and ages on December 31 in whole years."""

    as_of: Day
    converted_already: Dollars = ZERO
    """The part of the conversions that has been made."""
    plan_accepts_roll_ins: StrictBool | None = None
    """Whether an employer's plan takes pre-tax IRA money; None: not known yet."""
    required_minimum_distribution: Dollars = ZERO
    """For the whole year, of all these IRAs; the distributions count toward it."""
    simple_in_first_two_years: Dollars = ZERO
    """The part of the year-end value in SIMPLE IRAs whose first deposit is less than two years
    back."""
    reached_70_and_a_half: StrictBool | None = None
    """By the day of a gift; None: not known."""
    charitable_gift: Dollars = ZERO
    """What the person would give to charity out of the IRAs."""

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.converted_already > self.conversions:
            raise ValueError("what is converted already is part of the conversions, not more")
        if self.simple_in_first_two_years > self.year_end_value:
            raise ValueError("SIMPLE money is part of the year-end value, not more")


def alternatives(figures: TaxYear, facts: AlternativesFacts) -> tuple[Alternative, ...]:
    """The year as planned and every other way, in the order of AlternativeKind.

    Raises ValueError as income_tax does."""
    return tuple(_Ways(figures, facts).all())


@dataclass(frozen=True)
class _Ways:
    figures: TaxYear
    facts: AlternativesFacts

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

    @property
    def _planned(self) -> IraYear:
        return self._with_required_taken(gift=ZERO)

    @property
    def _to_convert(self) -> Decimal:
        """What is planned and can still be left undone."""
        return self.facts.conversions - self.facts.converted_already

    @property
    def _over(self) -> tuple[Obstacle, ...]:
        over = self.facts.as_of > self.figures.conversion_deadline.value
        return (Obstacle.YEAR_IS_OVER,) if over else ()

    def _with_required_taken(self, gift: Decimal) -> IraYear:
        """The year with what is left of the required distribution taken, the gift counted."""
        year = self.facts.ira_year(self.figures)
        if self._over:
            return year
        still = self.facts.required_minimum_distribution - year.distributions - gift
        taken = min(max(ZERO, still), year.year_end_value)
        return replace(
            year,
            distributions=year.distributions + taken,
            year_end_value=year.year_end_value - taken,
        )

    @property
    def _required(self) -> tuple[Need, ...]:
        still = self.facts.required_minimum_distribution > self.facts.distributions
        return (Need.REQUIRED_DISTRIBUTION_FIRST,) if still and not self._over else ()

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

    @property
    def _unconverted(self) -> IraYear:
        planned = self._planned
        return replace(
            planned,
            conversions=self.facts.converted_already,
            year_end_value=planned.year_end_value + self._to_convert,
        )

    @property
    def _nothing_undone(self) -> tuple[Obstacle, ...]:
        return self._over + (() if self._to_convert else (Obstacle.NOTHING_TO_CONVERT,))

    def _wait_a_year(self) -> Alternative:
        """This year without the conversion, then the next one with it and no contribution."""
        obstacles = self._nothing_undone
        if obstacles:
            return Alternative(kind=AlternativeKind.WAIT_A_YEAR, obstacles=obstacles)
        this = self._unconverted
        next_form = form_8606(
            Form8606Facts(
                line1_nondeductible_contributions=ZERO,
                line2_prior_basis=this.form.line14,
                line6_year_end_value=self._planned.year_end_value + self.facts.made_after_year,
                line8_conversions=self._to_convert,
            )
        )
        by = self.figures.conversion_deadline.value
        return Alternative(
            kind=AlternativeKind.WAIT_A_YEAR,
            needs=(*self._required, Need.NEXT_YEARS_FIGURES),
            by=by.replace(year=by.year + 1),
            moved=self._to_convert,
            form=next_form,
            taxable=this.form.total_taxable + next_form.total_taxable,
            basis_left=next_form.line14,
        )

    def _charity(self) -> Alternative:
        facts = self.facts
        year = self._with_required_taken(facts.charitable_gift)
        obstacles = self._over
        if facts.reached_70_and_a_half is False:
            obstacles += (Obstacle.TOO_YOUNG,)
        if not facts.charitable_gift:
            obstacles += (Obstacle.NO_GIFT,)
        if facts.charitable_gift > year.year_end_value:
            obstacles += (Obstacle.MORE_THAN_IS_THERE,)
        kind = AlternativeKind.QCD
        if obstacles:
            return Alternative(kind=kind, obstacles=obstacles)
        gift = charitable_distribution(
            self.figures,
            CharitableFacts(
                value_before=year.year_end_value + year.distributions + year.conversions,
                basis_before=year.form.line5 or year.form.line3,
                qcd=facts.charitable_gift,
                other_distributions=year.distributions,
                conversions=year.conversions,
                reached_70_and_a_half=facts.reached_70_and_a_half,
            ),
        )
        of_age = facts.reached_70_and_a_half is None
        needs = (Need.PAID_TO_CHARITY_DIRECTLY, *((Need.AGE_70_AND_A_HALF,) if of_age else ()))
        return self._result(
            kind,
            replace(
                year,
                year_end_value=year.year_end_value - facts.charitable_gift,
                distributions=year.distributions + facts.charitable_gift - gift.qcd_excludable,
            ),
            needs=needs,
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
        year = with_its_income(self.facts.ira_year(self.figures), year)
        return Alternative(
            kind=kind,
            needs=needs,
            by=by,
            moved=moved,
            form=year.form,
            taxable=year.form.total_taxable,
            tax=year_cost(self.figures, self.facts, year),
            basis_left=year.form.line14,
        )


def _against(planned: Alternative, way: Alternative) -> Alternative:
    if way.taxable is None or planned.taxable is None:
        return way
    return replace(
        way,
        saves_taxable=planned.taxable - way.taxable,
        saves_tax=None if way.tax is None or planned.tax is None
        else planned.tax.total - way.tax.total,
    )  # fmt: skip
