"""Required minimum distributions (RMDs) from a person's IRAs: whether one is due, and that it
goes before a conversion.

The amount is the person's to give: the life expectancy tables are not modelled.
"""

from dataclasses import dataclass
from decimal import Decimal

from calc.money import ZERO, Dollars
from calc.tax_year import TaxYear


def distribution_is_required(figures: TaxYear, age: int) -> bool | None:
    """Whether an RMD is due for the year, by the age on December 31 in whole years; None where
    the month of birth would decide.

    Due from 70 1/2 for those born before July 1949, from 72 for those born up to 1950, from 73 up
    to 1959 (the July 2024 proposed regulations' choice) and from 75 later; none for 2020 (IRC
    401(a)(9)(C)(v), 408(a)(6); SECURE 2.0 sec. 107).
    """
    if figures.rmd_waived_for_year.value:
        return False
    born = figures.year - age
    if born >= 1960:
        return age >= 75
    if born >= 1951:
        return age >= 73
    if born == 1950:
        return age >= 72
    # Born in the second half of 1949: 71 in 2020, for which none was due, and 72 in 2021.
    if age > 70:
        return True
    return None if age == 70 else False


def is_first_required_year(figures: TaxYear, age: int) -> bool | None:
    """Whether an RMD of this year is the person's first, which may wait until April 1 of the next
    (IRC 401(a)(9)(C)(i)); by the age on December 31, None where the month of birth would decide."""
    if distribution_is_required(figures, age) is False:
        return False
    born = figures.year - age
    if born >= 1960:
        return age == 75
    if born >= 1951:
        return age == 73
    if born == 1950:
        return age == 72
    # 70 1/2 falls into the year of 70 or of 71; in 1949 the second half of the year waits for 72.
    return None if age in (70, 71) or (born == 1949 and age == 72) else False


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredFirstFacts:
    """One year's RMD and a conversion, in dollars, of all the person's traditional, SEP and
    SIMPLE IRAs together."""

    required_minimum_distribution: Dollars
    """For the year, also where it is the first and may wait until April 1."""
    put_off_from_first_year: Dollars = ZERO
    """Of the first RMD, where April 1 of this year is its last day: as much as is not yet taken
    when the year begins."""
    distributed_before: Dollars
    """What left the IRAs in the year before the conversion, QCDs included."""
    conversion: Dollars
    """Planned or made."""
    roth_room: Dollars | None = None
    """What may still be contributed to Roth IRAs for the year, by pay and income."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredFirst:
    """Dollars."""

    to_take_first: Decimal
    """What is left of the RMD: to be taken before anything can be converted."""
    convertible: Decimal
    """What of the conversion is one if it is made without taking that first."""
    not_converted: Decimal
    """The rest of it: the RMD, distributed and then contributed to the Roth IRA as a regular
    contribution (Treas. Reg. 1.408A-4, A-6(c))."""
    excess_contribution: Decimal | None
    """The part of that above the Roth room (IRC 4973(f)); None where the room is not known."""


def required_first(figures: TaxYear, facts: RequiredFirstFacts) -> RequiredFirst:
    """How much of a conversion has to wait for the RMD: the first dollars out of a year are the
    RMD, until the whole of it for all IRAs is out (Treas. Reg. 1.408-8(b)(3); 1.408A-4, A-6), and
    an RMD cannot be rolled over (IRC 408(d)(3)(E)), so neither into a plan.

    Raises ValueError for an RMD of a year that has none.
    """
    required = facts.required_minimum_distribution + facts.put_off_from_first_year
    if required and figures.rmd_waived_for_year.value:
        raise ValueError(f"no distribution is required for {figures.year}")
    left = max(ZERO, required - facts.distributed_before)
    not_converted = min(left, facts.conversion)
    room = facts.roth_room
    return RequiredFirst(
        to_take_first=left,
        convertible=facts.conversion - not_converted,
        not_converted=not_converted,
        excess_contribution=None if room is None else max(ZERO, not_converted - room),
    )
