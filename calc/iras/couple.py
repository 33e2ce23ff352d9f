"""Two spouses in one tax year: each with IRAs and a Form 8606 of their own.

Spouses never combine their IRAs: "If married, file a separate form for each spouse required to
file" (Form 8606, at the name). Coverage by a plan counts for the other (IRC 219(g)(7)). On a joint
return two things more do:

- Income. What may be deducted depends on the adjusted gross income of the return, which holds the
  taxable part of both conversions (219(g)(3)(A)); IRA deductions are not taken off it
  (219(g)(3)(A)(ii)), so that one's deduction does not change the other's limit by itself.
- Pay. The one who earns less may count the other's (219(c)).

Here is a loop: the taxable part of one's conversion can depend on what that one may deduct, which
depends on the taxable part of the other's. The worksheet that cuts it for one person (Pub. 590-B,
Worksheet 1-1) needs no income, so it cuts it for two: the form of each is worked out with the
other's conversion by the worksheet, and its line 18 is what counts for the other. The worksheet
alone would not do for both ends: it takes every contribution for after-tax money, also one that is
surely deducted because its range of income is a higher one. Where both are inside a range and both
deduct, what counts may not be the final line 18, as for one person. Pub. 590-B does not speak of
couples.
"""

from dataclasses import dataclass, fields, replace
from decimal import Decimal

from pydantic import ConfigDict, StrictBool, with_config

from calc.filing_status import FilingStatus
from calc.iras.ira_limits import IraContributionFacts, ira_contribution_limit
from calc.iras.ira_year import IraYear, OwnIrasFacts
from calc.money import ZERO, Dollars
from calc.tax_year import TaxYear


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, kw_only=True)
class SpouseFacts(OwnIrasFacts):
    """One of the two; dollars."""

    pay: Dollars | None = None
    """Compensation of this one alone; None: taken to be no obstacle. On a joint return it is looked
    at where that of both is known."""
    roth_contribution: Dollars = ZERO
    """For the year: pay that it takes up does not count for the other."""


@dataclass(frozen=True, kw_only=True)
class CoupleFacts:
    """Dollars."""

    filing_status: FilingStatus
    """Married, filing jointly or separately."""
    lived_apart_all_year: StrictBool = False
    """Matters to separate returns only."""
    income: Dollars
    """Adjusted gross income before IRA deductions and without taxable conversions: of both on a
    joint return, otherwise of the first one."""
    spouse_income: Dollars | None = None
    """Of the other one, on separate returns."""
    you: SpouseFacts
    spouse: SpouseFacts

    def __post_init__(self) -> None:
        if self.joint and self.spouse_income is not None:
            raise ValueError("a joint return has one income, that of both")
        if self.filing_status is FilingStatus.MARRIED_FILING_SEPARATELY:
            if self.spouse_income is None:
                raise ValueError("separate returns have an income each: give spouse_income")
        elif not self.joint:
            raise ValueError("a couple files as married, jointly or separately")

    @property
    def joint(self) -> bool:
        return self.filing_status is FilingStatus.MARRIED_FILING_JOINTLY


@dataclass(frozen=True, kw_only=True)
class CoupleYear:
    """Each one's year. After-tax money that is left stays each one's own: line 14 of each form."""

    you: IraYear
    spouse: IraYear

    @property
    def taxable(self) -> Decimal:
        """Of all that leaves the IRAs of both, in dollars; on a joint return, line 4b of Form
        1040."""
        return self.you.form.total_taxable + self.spouse.form.total_taxable

    @property
    def tax_free(self) -> Decimal:
        """The rest of it, in dollars."""
        moved = sum(one.conversions + one.distributions for one in (self.you, self.spouse))
        return moved - self.taxable


def couple_year(figures: TaxYear, facts: CoupleFacts) -> CoupleYear:
    """The year of both, each with what counts of the other."""
    you = _alone(figures, facts, facts.you, facts.spouse, facts.income)
    income = facts.income if facts.spouse_income is None else facts.spouse_income
    spouse = _alone(figures, facts, facts.spouse, facts.you, income)
    if facts.joint:
        your_pay = _pay_counted(figures, facts.you, facts.spouse, spouse)
        spouse_pay = _pay_counted(figures, facts.spouse, facts.you, you)
        you, spouse = replace(you, compensation=your_pay), replace(spouse, compensation=spouse_pay)
    return CoupleYear(you=on_one_return(you, spouse), spouse=on_one_return(spouse, you))


def on_one_return(year: IraYear, other: IraYear) -> IraYear:
    """``year`` with the conversion of the spouse, whose year is ``other``, in the income of a joint
    return; separate returns leave it as it is. Both years as they are without each other."""
    if year.filing_status is not FilingStatus.MARRIED_FILING_JOINTLY:
        return year
    beside = replace(other, spouse_taxable_conversion=year.worksheet.ws_line10)
    return replace(year, spouse_taxable_conversion=beside.form.line18 or ZERO)


def _alone(
    figures: TaxYear, facts: CoupleFacts, own: SpouseFacts, other: SpouseFacts, income: Decimal
) -> IraYear:
    """The year of one, with their own pay and nothing of the other but the coverage."""
    shared = {field.name: getattr(own, field.name) for field in fields(OwnIrasFacts)}
    return IraYear(
        figures=figures,
        filing_status=facts.filing_status,
        lived_apart_all_year=facts.lived_apart_all_year,
        income=income,
        spouse_covered=other.covered_by_plan,
        compensation=own.pay,
        **shared,
    )


def _pay_counted(
    figures: TaxYear, own: SpouseFacts, other: SpouseFacts, other_year: IraYear
) -> Decimal | None:
    """On a joint return; what the other one contributed counts as far as their own pay and limit
    allow it (IRC 219(c)(1)(B)(ii)), in Roth IRAs all of it."""
    if own.pay is None or other.pay is None:
        return None
    facts = IraContributionFacts(
        age=own.age,
        compensation=own.pay,
        spouse_compensation=other.pay,
        spouse_ira_contributions=other_year.permitted_contribution + other.roth_contribution,
    )
    return ira_contribution_limit(figures, facts).compensation_counted
