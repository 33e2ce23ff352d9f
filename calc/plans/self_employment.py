"""A sole proprietor's tax on self-employment, and what it leaves for a plan of one's own.

Authority: IRC 1401 and 1402 (the tax), 164(f) (half of it is deducted), 401(c)(2) (earned income
is pay), 404(a)(8) and 415(c) (limits of what goes in).

Not modelled: who has a 403(b) plan with an employer as well has one limit on annual additions for
both (IRC 415(k)(4); Treas. Reg. 1.415(f)-1(f)).
"""

from dataclasses import dataclass
from decimal import Decimal

from calc.money import ZERO, Age, Dollars, Fraction, to_cent
from calc.plans.annual_additions import annual_additions_limit
from calc.plans.catch_up import catch_up
from calc.plans.left_out import LeftOut
from calc.plans.plan_pay import share_of_pay
from calc.tax_year import TaxYear

NET_EARNINGS_SHARE = Decimal("0.9235")
"""Net profit less half of the two rates (IRC 1402(a)(12))."""

SOCIAL_SECURITY_RATE = Decimal("0.124")
"""IRC 1401(a)."""

MEDICARE_RATE = Decimal("0.029")
"""IRC 1401(b)(1)."""

LEAST_NET_EARNINGS = Decimal(400)
"""Below it nothing is due (IRC 1402(b)(2))."""

MOST_EMPLOYER_RATE = Decimal("0.25")
"""Of pay, deductible (IRC 404(a)(3)(A))."""


def self_employment_tax(figures: TaxYear, net_profit: Decimal, wages: Decimal) -> Decimal:
    """Tax in dollars on the net profit of a business (Schedule SE), not rounded; Social Security
    wages from a job use up the wage base first (IRC 1402(b)(1)).

    Without the additional 0.9% for Medicare (IRC 1401(b)(2)), no part of which is deducted (IRC
    164(f)(1)); optional methods and church employees' income are not modelled.
    """
    net_earnings = net_profit * NET_EARNINGS_SHARE
    if net_earnings < LEAST_NET_EARNINGS:
        return ZERO
    base_left = max(ZERO, figures.social_security_wage_base.value - wages)
    social_security = min(net_earnings, base_left) * SOCIAL_SECURITY_RATE
    return social_security + net_earnings * MEDICARE_RATE


@dataclass(frozen=True, slots=True, kw_only=True)
class Solo401kFacts:
    """A sole proprietor without employees and without another plan of the business; dollars."""

    net_profit: Dollars
    """Schedule C, line 31, of all the person's businesses."""
    age: Age | None = None
    """Attained by December 31, whole years; None: catch-up is not looked at."""
    wages: Dollars = ZERO
    """Social Security wages from a job (Form W-2, box 3)."""
    deferrals_elsewhere: Dollars = ZERO
    """To plans that share the 402(g) limit; above it they are catch-up."""
    employer_rate: Fraction = MOST_EMPLOYER_RATE
    """The plan's rate of pay for the employer's part."""

    def __post_init__(self) -> None:
        if self.employer_rate > MOST_EMPLOYER_RATE:
            raise ValueError("an employer may deduct no more than 25% of pay")


@dataclass(frozen=True, slots=True, kw_only=True)
class Solo401k:
    """Dollars: the most that may go in, deferrals first."""

    self_employment_tax: Decimal
    adjusted_earnings: Decimal
    """Net profit less half of the tax. Pay is this less the employer's part (IRC
    401(c)(2)(A)(v))."""
    employer_contributions: Decimal
    elective_deferrals: Decimal
    """Without catch-up."""
    catch_up: Decimal
    total: Decimal
    aftertax_room: Decimal
    """What 415(c) then leaves for after-tax money, if the plan takes it."""
    left_out: tuple[LeftOut, ...]


def solo_401k(figures: TaxYear, facts: Solo401kFacts) -> Solo401k:
    """Contributions of a sole proprietor to an own 401(k), as the deduction worksheet for the
    self-employed in Pub. 560 has them."""
    tax = self_employment_tax(figures, facts.net_profit, facts.wages)
    earnings = to_cent(facts.net_profit - tax / 2)

    limit = Decimal(figures.elective_deferral_402g.value)
    deferrals = min(earnings, max(ZERO, limit - facts.deferrals_elsewhere))

    rate = facts.employer_rate
    left = earnings - deferrals
    employer = min(
        # A rate of pay, and pay is what is left after it: 25% of that is 20% of the earnings.
        to_cent(earnings * rate / (1 + rate)),
        share_of_pay(figures, rate, earnings),
        annual_additions_limit(figures, None) - deferrals,
        # 415(c)(1)(B): it comes out of pay and counts against pay. Half, an odd cent left over.
        left - to_cent(left / 2),
    )

    pay = earnings - employer
    extra = ZERO if facts.age is None else catch_up(figures, facts.age)
    extra -= min(extra, max(ZERO, facts.deferrals_elsewhere - limit))
    extra = min(extra, pay - deferrals)  # IRC 414(v)(2)(A)(ii)
    return Solo401k(
        self_employment_tax=to_cent(tax),
        adjusted_earnings=earnings,
        employer_contributions=employer,
        elective_deferrals=deferrals,
        catch_up=extra,
        total=employer + deferrals + extra,
        aftertax_room=annual_additions_limit(figures, pay) - deferrals - employer,
        left_out=(LeftOut.OWN_BUSINESS_WITH_403B,),
    )
