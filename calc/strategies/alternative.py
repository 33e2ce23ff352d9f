"""One way to deal with a year's IRAs: what it gives, what it needs, or why it is not open."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from calc.iras.form_8606 import Form8606
from calc.iras.ira_year import IraYear
from calc.money import ZERO
from calc.strategies.year_cost import YearCost


class AlternativeKind(StrEnum):
    AS_PLANNED = "as_planned"
    ROLL_IN = "roll_in"
    """The pre-tax money goes into an employer's plan first; all but the basis."""
    CONVERT_EVERYTHING = "convert_everything"
    CONTRIBUTE_ONLY = "contribute_only"
    """No further conversion: the basis waits."""
    WAIT_A_YEAR = "wait_a_year"
    """The same conversion in the next year, with the same balances."""
    QCD = "qcd"


class Obstacle(StrEnum):
    """Why an alternative is not open to this person."""

    YEAR_IS_OVER = "year_is_over"
    PLAN_REFUSES = "plan_refuses"
    NOTHING_TO_MOVE = "nothing_to_move"
    NOTHING_TO_CONVERT = "nothing_to_convert"
    """No conversion is planned that has not been made."""
    TOO_YOUNG = "too_young"
    """70 1/2 is not reached by the day of the gift."""
    NO_GIFT = "no_gift"
    MORE_THAN_IS_THERE = "more_than_is_there"


class Need(StrEnum):
    """What has to be so, or has to be done, for an alternative to hold."""

    PLAN_MUST_ACCEPT = "plan_must_accept"
    LEAVE_BASIS_BEHIND = "leave_basis_behind"
    REQUIRED_DISTRIBUTION_FIRST = "required_distribution_first"
    REQUIRED_DISTRIBUTION_PERHAPS = "required_distribution_perhaps"
    """Whether one is due turns on the month of birth, and none was given."""
    NEXT_REQUIRED_DISTRIBUTION = "next_required_distribution"
    """That of the next year comes before the conversion too; it is not counted."""
    SIMPLE_MONEY_STAYS = "simple_money_stays"
    PAID_TO_CHARITY_DIRECTLY = "paid_to_charity_directly"
    AGE_70_AND_A_HALF = "age_70_and_a_half"
    NEXT_YEARS_FIGURES = "next_years_figures"
    """The tax of the next year is not figured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """Dollars. Without a form where it is not open."""

    kind: AlternativeKind
    obstacles: tuple[Obstacle, ...] = ()
    needs: tuple[Need, ...] = ()
    by: date | None = None
    """The last day to do it."""
    moved: Decimal = ZERO
    """Into the plan, to the Roth IRA, or to charity, according to the kind."""
    not_converted: Decimal = ZERO
    """Of what was converted already: the required distribution, which cannot be; it is on line 7,
    and a regular contribution to the Roth IRA (Treas. Reg. 1.408A-4, A-6(c))."""
    year: IraYear | None = None
    """As it would be. None for waiting, of which there are two."""
    form: Form8606 | None = None
    taxable: Decimal | None = None
    """Of all that leaves the IRAs in the year, the next one's included for waiting."""
    cost: YearCost | None = None
    """None for waiting."""
    basis_left: Decimal | None = None
    saves_taxable: Decimal | None = None
    """Less than as planned; negative where it is more."""
    saves_tax: Decimal | None = None
    """Of the total cost."""

    @property
    def is_open(self) -> bool:
        return not self.obstacles
