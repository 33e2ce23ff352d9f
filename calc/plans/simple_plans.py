"""What a person may defer to a SIMPLE plan: an IRA plan or a 401(k).

Authority: IRC 408(p)(2)(E), 401(k)(11) (limit), 414(v)(2)(B)(ii)-(iii), (E)(ii) (catch-up). Small
employers have a higher limit (SECURE 2.0 sec. 117): those with at most 25 employees in any case,
others by election and for more money of their own (IRC 408(p)(2)(E)(i), (iv)).
"""

from decimal import Decimal

from calc.money import ZERO
from calc.plans.catch_up import by_age
from calc.tax_year import TaxYear

CATCH_UP_WITH_HIGHER_LIMIT = {2024: 3850, 2025: 3850, 2026: 3850}
"""From 50 on: 110% of the usual amount of 2024, indexed apart from it since (IRC
414(v)(2)(B)(iii); Notices 2023-75, 2024-80 and 2025-67)."""


def simple_deferral_limit(figures: TaxYear, *, higher_limit: bool = False) -> Decimal:
    """Dollars, without catch-up. Raises ValueError for the higher limit in a year without one."""
    if not higher_limit:
        return Decimal(figures.simple_deferral.value)
    if figures.simple_enhanced_deferral.value is None:
        raise ValueError(f"no SIMPLE plan had a higher limit in {figures.year}")
    return Decimal(figures.simple_enhanced_deferral.value)


def simple_catch_up(
    figures: TaxYear,
    age: int,
    *,
    offered: bool = True,
    higher: bool = True,
    higher_limit: bool = False,
) -> Decimal:
    """Catch-up limit in dollars for the age attained in the year; ``offered`` and ``higher`` as for
    ``catch_up``. At 60 to 63 it is the same with the higher limit (Notice 2024-80)."""
    if not offered:
        return ZERO
    at_50 = figures.simple_catch_up_50.value
    if higher_limit:
        at_50 = CATCH_UP_WITH_HIGHER_LIMIT[figures.year]
    return by_age(age, at_50, figures.simple_catch_up_60_63.value if higher else None)
