"""Dates by which something has to be done."""

from datetime import date, timedelta

SATURDAY = 5


def extended_due_date(year: int) -> date:
    """Due date of the return for ``year`` with the automatic extension: October 15 of the next
    year (IRC 6081(a)), the Monday after where that is a weekend (IRC 7503)."""
    due = date(year + 1, 10, 15)
    return due + timedelta(days=max(0, 7 - due.weekday()) if due.weekday() >= SATURDAY else 0)
