"""Exact dollars, and every rounding under the name of the rule that asks for it.

Amounts are ``decimal.Decimal`` dollars. A quotient of two amounts is never stored and
multiplied later: the product comes first (``portion``), so that one rounding decides the cent.

The annotated types carry the bounds that hold wherever a value enters from outside
(``calc.cases``); inside they are what they annotate.
"""

from decimal import ROUND_CEILING, ROUND_HALF_UP, Context, Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field

CENT = Decimal("0.01")
DOLLAR = Decimal(1)
ZERO = Decimal(0)

MOST = Decimal(10**12)
"""Largest amount accepted anywhere, in dollars: far above any account. Sums, and products with a
rate, stay below the 28 digits to which decimal arithmetic is exact."""


def _exact_number(value: object) -> object:
    """Texts, truth values and binary floats are not amounts."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ValueError("must be a number")
    return value


Dollars = Annotated[
    Decimal, BeforeValidator(_exact_number), Field(ge=0, le=MOST, max_digits=15, decimal_places=2)
]
Fraction = Annotated[Decimal, BeforeValidator(_exact_number), Field(ge=0, le=1, decimal_places=6)]
Age = Annotated[int, Field(strict=True, ge=0, le=120)]
"""Attained by December 31 of the tax year, in whole years."""


def in_cents(amount: Decimal) -> int:
    """Of dollars and cents."""
    return int(amount.scaleb(2))


def in_dollars(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)


def to_cent(amount: Decimal) -> Decimal:
    """Nearest cent, half a cent up."""
    return amount.quantize(CENT, ROUND_HALF_UP)


_WIDE = Context(prec=64)
"""Digits enough for the product of two amounts, and for its quotient by a third to stay on its side
of half a cent: unless it is just that, it is off by 1 / (2 x whole) at least, all in cents."""


def portion(amount: Decimal, part: Decimal, whole: Decimal) -> Decimal:
    """``amount`` x ``part`` / ``whole`` to the nearest cent, half a cent up (a negative half down).
    All three in dollars and cents, the whole above zero."""
    share = _WIDE.divide(_WIDE.multiply(amount, part), whole)
    return share.quantize(CENT, ROUND_HALF_UP, _WIDE)


def to_whole_dollar(amount: Decimal) -> Decimal:
    """Nearest dollar: drop amounts under 50 cents, raise 50 to 99 cents (Form 1040
    instructions, "Rounding off to whole dollars", which the attached forms follow)."""
    return amount.quantize(DOLLAR, ROUND_HALF_UP)


def up_to_ten_dollars(amount: Decimal) -> Decimal:
    """Next multiple of $10: a phased-out limit is rounded up (IRC 219(g)(2)(C); Treas. Reg.
    1.408A-3, A-3(b))."""
    return (amount / 10).quantize(DOLLAR, ROUND_CEILING) * 10
