"""Moving the pre-tax money of IRAs into an employer's plan before a conversion.

Authority: IRC 408(d)(3)(A)(ii) (a plan may take only what would be taxable), 408(d)(3)(H) (what
goes there counts as taxable money first, pro rata notwithstanding), 408(d)(3)(E) (a required
distribution cannot be rolled over), 72(t)(6) and 408(d)(3)(G) (SIMPLE money of the first two
years). Line 6 of Form 8606 is measured on December 31, so that is when the money has to be gone.
"""

from dataclasses import dataclass
from decimal import Decimal

from calc.iras.form_8606 import Form8606, Form8606Facts, form_8606
from calc.money import ZERO, Dollars


def pre_tax_money(value: Decimal, basis: Decimal) -> Decimal:
    """What would be taxable if all came out, in dollars; nothing where the IRAs are at a loss."""
    return max(ZERO, value - basis)


@dataclass(frozen=True, slots=True, kw_only=True)
class RollInFacts:
    """One person's IRAs in one year, in dollars."""

    ira_value_before: Dollars
    """All traditional, SEP and SIMPLE IRAs before anything moves."""
    basis: Dollars
    rolled_to_plan: Dollars | None = None
    """None: as much as may go."""
    conversions: Dollars | None = None
    """None: all that is left."""
    required_minimum_distribution: Dollars = ZERO
    """Not taken yet: it comes out first, as a distribution of line 7."""
    simple_in_first_two_years: Dollars = ZERO
    """Money of SIMPLE IRAs whose first deposit is less than two years back: it stays."""

    def __post_init__(self) -> None:
        if self.required_minimum_distribution > self.ira_value_before:
            raise ValueError("the required distribution comes out of the IRAs: it is not more")
        if self.simple_in_first_two_years > self.ira_value_before:
            raise ValueError("SIMPLE money is part of the IRAs' value, not more")
        most = self.max_rollable_to_plan
        if self.rolled_to_plan is not None and self.rolled_to_plan > most:
            raise ValueError(
                f"only ${most:,} may go to the plan: not basis, not a required distribution, and "
                "not SIMPLE money of the first two years"
            )
        if self.conversions is not None and self.conversions > self.convertible:
            raise ValueError("the conversion is more than what is left")

    @property
    def max_rollable_to_plan(self) -> Decimal:
        """What is taxable, less what is required to come out and what may not move."""
        return max(
            ZERO,
            pre_tax_money(self.ira_value_before, self.basis)
            - self.required_minimum_distribution
            - self.simple_in_first_two_years,
        )

    @property
    def left(self) -> Decimal:
        """In the IRAs once the plan and the required distribution have been paid."""
        rolled = self.max_rollable_to_plan if self.rolled_to_plan is None else self.rolled_to_plan
        return self.ira_value_before - self.required_minimum_distribution - rolled

    @property
    def convertible(self) -> Decimal:
        return max(ZERO, self.left - self.simple_in_first_two_years)


@dataclass(frozen=True, slots=True, kw_only=True)
class RollIn:
    """Dollars."""

    max_rollable_to_plan: Decimal
    left_in_ira_before_conversion: Decimal
    form: Form8606


def roll_in(facts: RollInFacts, line10_places: int | None = None) -> RollIn:
    """How much may go, what it leaves, and the Form 8606 of a conversion after it."""
    conversions = facts.convertible if facts.conversions is None else facts.conversions
    form_facts = Form8606Facts(
        line1_nondeductible_contributions=ZERO,
        line2_prior_basis=facts.basis,
        line6_year_end_value=facts.left - conversions,
        line7_distributions=facts.required_minimum_distribution,
        line8_conversions=conversions,
    )
    return RollIn(
        max_rollable_to_plan=facts.max_rollable_to_plan,
        left_in_ira_before_conversion=facts.left,
        form=form_8606(form_facts, line10_places),
    )
