"""What a plan's terms make of a person's pay, of which they may count a part only.

Authority: IRC 401(a)(17), 404(l).
"""

from decimal import Decimal

from calc.money import to_cent
from calc.tax_year import TaxYear


def share_of_pay(figures: TaxYear, rate: Decimal, compensation: Decimal) -> Decimal:
    """``rate`` of the pay that the plan may count, in dollars, to the cent."""
    return to_cent(rate * min(compensation, Decimal(figures.compensation_limit_401a17.value)))


def employer_money(
    figures: TaxYear, amount: Decimal | None, rate: Decimal | None, compensation: Decimal | None
) -> Decimal:
    """Employer contributions in dollars: as given, or a rate of the pay that the plan may count.
    Raises ValueError unless exactly one of the two ways is given."""
    if (amount is None) == (rate is None):
        raise ValueError("give the employer's contributions as an amount or as a rate of pay")
    if amount is not None:
        return amount
    if compensation is None or rate is None:
        raise ValueError("a rate of the employer needs the compensation it applies to")
    return share_of_pay(figures, rate, compensation)


def after_tax_cap(
    figures: TaxYear, amount: Decimal | None, rate: Decimal | None, compensation: Decimal | None
) -> Decimal | None:
    """The plan's own limit on after-tax contributions in dollars: an amount, a rate of the pay
    that the plan may count, or the lesser of both; None where it has none. Raises ValueError for
    a rate without pay."""
    if rate is None:
        return amount
    if compensation is None:
        raise ValueError("a plan's limit as a percentage needs the compensation it applies to")
    by_rate = share_of_pay(figures, rate, compensation)
    return by_rate if amount is None else min(amount, by_rate)
