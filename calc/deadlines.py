"""Dates by which something has to be done for a tax year.

Authority: IRC 219(f)(3), 6072 and 7503 (contributions and the return; moved dates are in the
figures of the year), 6081 (extension), 408(d)(4) and 408A(d)(6)-(7) (taking a contribution back,
recharacterizing it), 408(d)(2) (what belongs to the calendar year), 401(a)(9)(C) (required
distributions), 402(g)(2) (excess deferrals).

Federally declared disasters move some of these dates for people in named areas (IRC 7508A; Treas.
Reg. 301.7508A-1(c)(1); Rev. Proc. 2018-58 sec. 8). There are several every year: which dates they
can move is said, where and to when is not.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, StrictBool

from calc.iras.required_distributions import distribution_is_required, is_first_required_year
from calc.money import Age
from calc.tax_year import TaxYear

MONDAY, SATURDAY = 0, 5

EXCESS_DEFERRALS_MOVED = {2019: date(2020, 7, 15)}
"""By tax year. Notice 2020-23 moved what was due from April 1 to July 14, 2020; Notice 2021-21 did
not move these for 2020."""

FIRST_DISTRIBUTIONS_WAIVED_WITH_2020 = 2019
"""First distributions for this year that were put off to April 1, 2020 (IRC 401(a)(9)(I)(ii))."""


DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

MOST_YEARS_MOVED = 2
"""IRC 7508A(a) allows one year, and one disaster may follow another."""


def _a_day(value: object) -> date:
    """Numbers are not days, neither are times, and a text is one in ISO 8601's long form only."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:  # February 30
            pass
    raise ValueError("must be a date, as in 2026-04-15")


Day = Annotated[date, BeforeValidator(_a_day)]


class DeadlineKind(StrEnum):
    CONVERSION = "conversion"
    ROLL_IN = "roll_in"
    """Pre-tax IRA money out of the IRAs, on its way into an employer's plan."""
    QCD = "qcd"
    RMD = "rmd"
    FIRST_RMD = "first_rmd"
    CONTRIBUTION = "contribution"
    EXCESS_DEFERRALS = "excess_deferrals"
    FILING = "filing"
    """The return, and the payment of the tax, which no extension moves (IRC 6151)."""
    FILING_WITH_EXTENSION = "filing_with_extension"
    RECHARACTERIZATION = "recharacterization"
    REMOVAL_OF_EXCESS = "removal_of_excess"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    kind: DeadlineKind
    due: date
    """The last day."""
    passed: bool
    days_left: int
    """Calendar days from the date asked about; negative once passed."""
    authority: str
    moved_by_disaster: bool
    """Whether a declared disaster can move it: ask whether the person is in such an area."""
    applies: bool | None
    """None where that depends on what was not said: the age or month of birth, an extension, a
    return filed on time. What does not apply is left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnFacts:
    """The return for the year; None: not said."""

    maine_or_massachusetts: StrictBool = False
    """Where Patriots' Day can move the due date."""
    extension_filed: StrictBool | None = None
    filed_on_time: StrictBool | None = None
    """By its due date, or the extended one where there was an extension."""
    disaster_due_date: Day | None = None
    """What an announcement for the person's area gives as the later date (IRC 7508A): not before
    the due date, nor more than two years after it. It moves the dates of the return, of
    contributions and of their correction; others are not looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineFacts(ReturnFacts):
    as_of: Day
    age: Age | None = None


def return_due_date(figures: TaxYear, facts: ReturnFacts) -> date:
    """Due date of the return without extensions, the last day of contributions for the year.
    Raises ValueError for a later date that no disaster can have given it."""
    return _moved(_usual_due_date(figures, facts), figures, facts)


def _usual_due_date(figures: TaxYear, facts: ReturnFacts) -> date:
    maine_or_massachusetts = figures.contribution_due_date_me_ma.value
    if facts.maine_or_massachusetts and maine_or_massachusetts is not None:
        return maine_or_massachusetts
    return figures.contribution_due_date.value


def _moved(due: date, figures: TaxYear, facts: ReturnFacts) -> date:
    later = facts.disaster_due_date
    if later is None:
        return due
    usual = _usual_due_date(figures, facts)
    if later < usual:
        raise ValueError(f"a disaster moves the due date, {usual}, to a later one, not to {later}")
    if later > usual.replace(year=usual.year + MOST_YEARS_MOVED):
        raise ValueError(
            f"a disaster does not move the due date, {usual}, by more than "
            f"{MOST_YEARS_MOVED} years, as to {later}"
        )
    return max(due, later)


def extended_due_date(year: int) -> date:
    """Due date of the return for ``year`` with the automatic extension: October 15 of the next
    year (IRC 6081(a)), the Monday after where that is a weekend (IRC 7503). The later due dates
    of 2019 and 2020 did not move it."""
    due = date(year + 1, 10, 15)
    return due + timedelta(days=7 - due.weekday()) if due.weekday() >= SATURDAY else due


def form_1099_r_due(year: int) -> date:
    """Until when a Form 1099-R for distributions of ``year`` is sent to the person: January 31 of
    the next year (IRC 408(i), 6047(d); Treas. Reg. 1.408-7(c)), the Monday after where that is a
    weekend (IRC 7503)."""
    due = date(year + 1, 1, 31)
    return due + timedelta(days=7 - due.weekday()) if due.weekday() >= SATURDAY else due


FORMS_5498_MOVED = {2019: date(2020, 8, 31), 2020: date(2021, 6, 30)}
"""By the year that they are for: Notices 2020-35 and 2021-21."""


def form_5498_due(year: int) -> date:
    """Until when a Form 5498 with the contributions for ``year`` is sent to the person: May 31 of
    the next year (IRC 408(i); General Instructions for Certain Information Returns), the next
    business day where that is a weekend or Memorial Day, its last Monday (IRC 7503)."""
    due = date(year + 1, 5, 31)
    if due.weekday() == MONDAY:
        due += timedelta(days=1)
    elif due.weekday() >= SATURDAY:
        due += timedelta(days=7 - due.weekday())
    return FORMS_5498_MOVED.get(year, due)


def _extended_due_date(figures: TaxYear, facts: ReturnFacts) -> date:
    return _moved(extended_due_date(figures.year), figures, facts)


def correction_due_date(figures: TaxYear, facts: ReturnFacts) -> tuple[date, bool | None]:
    """Last day to take a contribution back with its income or to recharacterize it, and whether
    that is certain: the due date with extensions (IRC 408(d)(4)(A), 408A(d)(7)).

    A return filed on time without an extension has six months from the due date all the same
    (Treas. Reg. 301.9100-2(b)); one filed late without an extension has the due date. While
    neither is said it is the extended date, with None. Raises ValueError as return_due_date does.
    """
    if facts.extension_filed or facts.filed_on_time:
        return _extended_due_date(figures, facts), True
    if facts.extension_filed is None or facts.filed_on_time is None:
        return _extended_due_date(figures, facts), None
    return return_due_date(figures, facts), True


def corrected_in_time(figures: TaxYear, facts: ReturnFacts, day: date) -> bool | None:
    """Whether a correction made on ``day`` is in time; None where what was not said decides.
    Raises ValueError as return_due_date does."""
    due, certain = correction_due_date(figures, facts)
    if day > due:
        return False
    return True if day <= return_due_date(figures, facts) else certain


def deadlines(figures: TaxYear, facts: DeadlineFacts) -> tuple[Deadline, ...]:
    """What has to be done by when for the year, in order of date, passed ones included. Raises
    ValueError as return_due_date does."""
    found = (
        *_of_the_calendar_year(figures, facts),
        *_required(figures, facts.age),
        *_of_the_return(figures, facts),
    )
    return tuple(
        Deadline(
            kind=kind,
            due=due,
            passed=due < facts.as_of,
            days_left=(due - facts.as_of).days,
            authority=_AUTHORITY[kind],
            moved_by_disaster=kind not in _OF_THE_CALENDAR_YEAR,
            applies=applies,
        )
        for kind, due, applies in sorted(found, key=lambda each: each[1])
    )


_Dated = tuple[DeadlineKind, date, bool | None]


def _of_the_calendar_year(figures: TaxYear, facts: DeadlineFacts) -> list[_Dated]:
    found: list[_Dated] = [
        (DeadlineKind.CONVERSION, figures.conversion_deadline.value, True),
        (DeadlineKind.ROLL_IN, figures.pre_tax_roll_in_deadline.value, True),
    ]
    # Who is 71 at the end of the year reached 70 1/2 by June 30; who is 70 may not have.
    if facts.age is None or facts.age >= 70:
        of_age = True if facts.age is not None and facts.age > 70 else None
        found.append((DeadlineKind.QCD, date(figures.year, 12, 31), of_age))
    return found


def _required(figures: TaxYear, age: int | None) -> list[_Dated]:
    if figures.rmd_waived_for_year.value:
        return []
    required = None if age is None else distribution_is_required(figures, age)
    if required is False:
        return []
    first = None if age is None else is_first_required_year(figures, age)
    found: list[_Dated] = []
    # At 70, where one is due it is the first: 70 1/2 is reached in that year.
    if first is not True and age != 70:
        known = required if first is False else None
        found.append((DeadlineKind.RMD, date(figures.year, 12, 31), known))
    if first is not False and figures.year != FIRST_DISTRIBUTIONS_WAIVED_WITH_2020:
        found.append((DeadlineKind.FIRST_RMD, date(figures.year + 1, 4, 1), first))
    return found


def _of_the_return(figures: TaxYear, facts: DeadlineFacts) -> list[_Dated]:
    due = return_due_date(figures, facts)
    correction, certain = correction_due_date(figures, facts)
    april_15 = date(figures.year + 1, 4, 15)
    deferrals = EXCESS_DEFERRALS_MOVED.get(figures.year, april_15)
    found: list[_Dated] = [
        (DeadlineKind.CONTRIBUTION, due, True),
        (DeadlineKind.EXCESS_DEFERRALS, deferrals, True),
        (DeadlineKind.FILING, due, True),
        (DeadlineKind.RECHARACTERIZATION, correction, certain),
        (DeadlineKind.REMOVAL_OF_EXCESS, correction, certain),
    ]
    if facts.extension_filed is not False:
        extended = _extended_due_date(figures, facts)
        found.append((DeadlineKind.FILING_WITH_EXTENSION, extended, facts.extension_filed))
    return found


_OF_THE_CALENDAR_YEAR = {DeadlineKind.CONVERSION, DeadlineKind.ROLL_IN, DeadlineKind.QCD}
"""Distributions of the year by their nature, not acts that can be done late."""

_AUTHORITY = {
    DeadlineKind.CONVERSION: "IRC 408(d)(2), 408A(d)(3)(C)",
    DeadlineKind.ROLL_IN: "IRC 408(d)(2)(C); Form 8606, line 6",
    DeadlineKind.QCD: "IRC 408(d)(8)",
    DeadlineKind.RMD: "IRC 401(a)(9), 408(a)(6)",
    DeadlineKind.FIRST_RMD: "IRC 401(a)(9)(C), 408(a)(6)",
    DeadlineKind.CONTRIBUTION: "IRC 219(f)(3), 408A(c)(6)",
    DeadlineKind.EXCESS_DEFERRALS: "IRC 402(g)(2)(A)",
    DeadlineKind.FILING: "IRC 6072(a), 6151(a)",
    DeadlineKind.FILING_WITH_EXTENSION: "IRC 6081(a)",
    DeadlineKind.RECHARACTERIZATION: "IRC 408A(d)(6)-(7); Treas. Reg. 301.9100-2(b)",
    DeadlineKind.REMOVAL_OF_EXCESS: "IRC 408(d)(4); Treas. Reg. 301.9100-2(b)",
}
