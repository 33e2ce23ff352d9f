"""How amounts, shares and days are written, everywhere."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def dollars(amount: Decimal) -> str:
    """Cents only where there are some: $6,000, $356.44."""
    return f"${amount:,.0f}" if amount == amount.to_integral_value() else f"${amount:,.2f}"


def percent(share: Decimal) -> str:
    """A fraction of one as a percentage with at most two places: 5.94%, 10%."""
    return f"{share * 100:.2f}".rstrip("0").rstrip(".") + "%"


def day(date_: date) -> str:
    """December 31, 2026, whatever the machine's language."""
    return f"{MONTHS[date_.month - 1]} {date_.day}, {date_.year}"


def listed(names: Sequence[str], last: str) -> str:
    """Names with commas, and ``last`` (and, or) before the last one."""
    return f" {last} ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
