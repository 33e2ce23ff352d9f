"""When a contribution was made: by words, or by a day that settles it.

For a tax year one can be made from its January 1 to the due date of its return (IRC 219(f)(3)): a
day with its year always tells, and one without it where it is past that date, as June is. March may
be of either year.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from calc.tax_year import tax_year
from conversations.answers import Date, Declined, plain
from conversations.formats import day
from conversations.question import Facts, NotSure, Question
from conversations.questions.year import the_year


class Made(StrEnum):
    IN_THE_YEAR = "in"
    AFTER_IT = "after"
    SOME_OF_EACH = "each"


_LED_IN = re.compile(
    r"(?:(?:i|it|we|they|is|was|will|be|did|do|all|already|made|make|put|in|deposited|contributed|"
    r"went|goes|that|this|on|early|late|mid|about|around) )*"
)
_SIDE = re.compile(
    r"(?P<side>by|before|until|till|through|no later than|after|since|from) (?P<on>.+)"
)
_UP_TO = ("by", "before", "until", "till", "through", "no later than")
_MONTH = re.compile(r"(?P<month>[a-z]+)\.?,?(?: of)?(?P<year> (?:[0-9]{4}|'[0-9]{2}))?")
_DONE = re.compile(
    r"(?:(?:i|it|it's|was|is|have|has|i've) )*"
    r"(?:already(?: (?:made|done|in|did|contributed|deposited))?|done|made)(?: it)?"
)


@dataclass(frozen=True, eq=False)
class TimeMade(Question[Made]):
    """Which side of December 31: also a day that falls there."""

    def read(self, text: str, facts: Facts) -> Made | NotSure | Declined:
        value = super().read(text, facts)
        if not isinstance(value, Declined):
            return value
        return _by_time(plain(text), facts) or value


def _by_time(said: str, facts: Facts) -> Made | Declined | None:
    """None for a text that names no time."""
    year = facts[the_year]
    if _DONE.fullmatch(said):
        return Made.IN_THE_YEAR if facts.today.year <= year else _which(year, "Already made")
    at = _LED_IN.sub("", said, count=1)
    side = _SIDE.fullmatch(at)
    on = side["on"] if side else at
    days = _days(on, year, facts.today)
    due = tax_year(year).contribution_due_date.value
    possible = [one for one in days if date(year, 1, 1) <= one <= due]
    if days and not possible:
        return Declined(
            f"{day(days[-1])} is no time for {year}: a contribution for it goes in from "
            f"{day(date(year, 1, 1))} to {day(due)}."
        )
    sides = {_side(one, side["side"] if side else "on", year) for one in possible}
    if len(sides) == 1 and None not in sides:
        return sides.pop()
    return _which(year, on.capitalize()) if days else None


def _days(said: str, year: int, today: date) -> list[date]:
    """A day, or the first one of a month, in the years that it can be of."""
    named = _MONTH.fullmatch(said)
    if named:
        said = f"{named['month']} 1{named['year'] or ''}"
    read = (Date().read(said, date(of, 12, 31)) for of in (year, year + 1))
    return sorted({one for one in read if isinstance(one, date)})


def _side(at: date, side: str, year: int) -> Made | None:
    """None where what is up to a day, or after it, may be of both."""
    in_year = at.year == year
    if side in _UP_TO:
        return Made.IN_THE_YEAR if in_year else None
    if side in ("after", "since", "from") and in_year:
        return Made.AFTER_IT if (at.month, at.day) == (12, 31) else None
    return Made.IN_THE_YEAR if in_year else Made.AFTER_IT


def _which(year: int, what: str) -> Declined:
    return Declined(
        f"{what}: by December 31, {year}, or in {year + 1}?", (Made.IN_THE_YEAR, Made.AFTER_IT)
    )
