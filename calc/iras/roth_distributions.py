"""Form 8606, Part III: money taken out of Roth IRAs, and the additional tax on it.

Authority: the form's lines 19 to 25c and their instructions; IRC 408A(d)(4)(B) (order in which
money comes out), 408A(d)(2) (qualified distributions), 408A(d)(3)(F) and 72(t) (10% additional
tax); Treas. Reg. 1.408A-6, A-8 and A-9 (all Roth IRAs of a person are one, all distributions of
a year one, all conversions of a year one). No yearly figure enters.

Not modelled: line 25b (disaster distributions), amounts repaid, distributions after the owner's
death (qualified once the five years are over: IRC 408A(d)(2)(A)(ii)), and an exception to the
additional tax for a part of the money only, other than line 20.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Annotated

from pydantic import ConfigDict, Field, StrictBool, with_config

from calc.iras.form_8606 import EARLY_DISTRIBUTION_RATE, Line
from calc.money import ZERO, Dollars, to_cent

RothYear = Annotated[int, Field(strict=True, ge=1998, le=2100)]
"""Roth IRAs exist since tax year 1998 (Pub. L. 105-34, sec. 302(f))."""

FIVE_YEARS = 5
"""Taxable years, the first one beginning on January 1 of the year of the contribution or
conversion (IRC 408A(d)(2)(B), (d)(3)(F))."""

HOMEBUYER_LIFETIME_LIMIT = Decimal(10000)
"""IRC 72(t)(8)(B), 408A(d)(5)."""


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """All that was converted, or rolled over from employers' plans, in one year; dollars. Money
    from a designated Roth account is no conversion: its contributions belong to line 22."""

    year: RothYear
    taxable: Dollars
    """Line 18 of that year's form, and the taxable part of rollovers from plans."""
    nontaxable: Dollars
    taken_out_before: Dollars = ZERO
    """In years before this one; counts against the taxable part first."""

    def __post_init__(self) -> None:
        if self.taken_out_before > self.taxable + self.nontaxable:
            raise ValueError(f"more than the conversion of {self.year} was taken out of it")

    @property
    def taxable_left(self) -> Decimal:
        return max(ZERO, self.taxable - self.taken_out_before)

    @property
    def nontaxable_left(self) -> Decimal:
        return self.taxable + self.nontaxable - self.taken_out_before - self.taxable_left


@dataclass(frozen=True, slots=True, kw_only=True)
class RothDistributionFacts:
    """One person's Roth IRAs in one year; dollars."""

    year: RothYear
    line19_nonqualified_distributions: Dollars
    """With those for a first home; not rollovers, QCDs, returned contributions or
    recharacterizations."""
    line20_first_time_homebuyer: Dollars = ZERO
    """Expenses to claim. Only after five years; before that they are no more than an exception
    to the additional tax (Form 8606 instructions, line 20)."""
    homebuyer_claimed_before: Dollars = ZERO
    """Of the lifetime limit, in earlier years."""
    line22_contribution_basis: Dollars = ZERO
    """Regular contributions for all years to date, less what was taken out of them before."""
    conversions: tuple[Conversion, ...] = ()
    """Up to this year, this year's included; each year once."""
    first_roth_year: RothYear | None = None
    """First tax year a contribution was made for, or a conversion in. Asked for where five years
    make a difference: for line 20, from 59 1/2 on, and for a disabled person."""
    reached_59_and_a_half: StrictBool = False
    """When the distributions were made."""
    disabled: StrictBool = False
    """When they were made, as IRC 72(m)(7) has it: unable to work, for long or for life."""
    exception_to_additional_tax: StrictBool = False
    """Whether another exception of IRC 72(t)(2) covers all that was taken out."""

    def __post_init__(self) -> None:
        oldest_first = _oldest_first(self.conversions)
        for older, newer in pairwise(oldest_first):
            if older.year == newer.year:
                raise ValueError(f"the conversions of {newer.year} count as one: add them up")
            if newer.taken_out_before and older.taxable_left + older.nontaxable_left:
                raise ValueError(
                    f"nothing comes out of the conversion of {newer.year} "
                    f"while some of {older.year} is left"
                )
        if oldest_first and oldest_first[-1].year > self.year:
            raise ValueError("a conversion is later than the distribution")
        first = self.first_roth_year
        if first is None:
            if self.line20_first_time_homebuyer or self.reached_59_and_a_half or self.disabled:
                raise ValueError("first_roth_year decides whether the five years are over")
            return
        if first > min((self.year, *(conversion.year for conversion in oldest_first))):
            raise ValueError("the first Roth year cannot be after a conversion or distribution")
        if self.line20_first_time_homebuyer and not five_years_over(self.year, first):
            raise ValueError("line 20 is for Roth IRAs that are five years old")
        if self.line19_nonqualified_distributions and is_qualified(
            self.year, first, self.reached_59_and_a_half, self.disabled
        ):
            raise ValueError("qualified distributions are tax-free and not on line 19")


@dataclass(frozen=True, slots=True, kw_only=True)
class FromConversion:
    """What came out of one year's conversion, in dollars."""

    year: int
    taxable: Decimal
    """Of the part that was taxable when converted."""
    nontaxable: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class RothDistribution:
    """The lines of one person's Part III, None for a blank line, and where the money came from;
    dollars."""

    line19: Decimal | None = None
    line20: Decimal | None = None
    line21: Decimal | None = None
    line22: Decimal | None = None
    line23: Decimal | None = None
    line24: Decimal | None = None
    line25a: Decimal | None = None
    line25b: None = None
    """Disaster distributions are not modelled."""
    line25c: Decimal | None = None
    from_contributions: Decimal
    from_conversions: tuple[FromConversion, ...]
    """Oldest first, those untouched included."""
    from_earnings: Decimal
    """With the three above, line 19; line 20 makes as much of it tax-free as it covers."""
    contribution_basis_left: Decimal
    """Line 22 of the next form, before later contributions."""
    conversions_left: tuple[Conversion, ...]
    """For the next form, before later conversions."""
    subject_to_additional_tax: Decimal
    """Line 25c, and the part once taxable of conversions that are not five years old."""
    additional_tax: Decimal
    """10% of that, in dollars (IRC 72(t)(1)); 0 where an exception applies."""

    @property
    def total_taxable(self) -> Decimal:
        """Line 25c, in dollars: what goes to Form 1040, line 4b."""
        return self.line25c or ZERO

    @property
    def lines(self) -> tuple[tuple[Line, Decimal | None], ...]:
        """Every line in the form's order with its amount, None where it is blank."""
        return tuple((line, getattr(self, f"line{line.number}")) for line in _LINES)


_LINES = (
    Line("19", "Nonqualified withdrawals from Roth IRAs", "given"),
    Line("20", "Of these, for a first home", "given, at most $10,000 in a lifetime"),
    Line("21", "Withdrawals to account for", "line 19 - line 20, not below 0"),
    Line("22", "Basis in Roth contributions", "given"),
    Line("23", "More than the contributions", "line 21 - line 22, not below 0"),
    Line("24", "Basis in conversions and rollovers", "what is left of them"),
    Line("25a", "More than contributions and conversions", "line 23 - line 24, not below 0"),
    Line("25b", "Part of line 25a taken after a disaster", "not modelled"),
    Line("25c", "Taxable Roth withdrawals", "line 25a - line 25b"),
)


def five_years_over(year: int, first_year: int) -> bool:
    """Whether the five taxable years that began with ``first_year`` have passed before ``year``:
    first true for ``first_year`` + 5."""
    return year >= first_year + FIVE_YEARS


def is_qualified(
    year: int, first_roth_year: int, reached_59_and_a_half: bool, disabled: bool
) -> bool:
    """Whether a distribution of ``year`` to the owner is qualified, so that none of it is taxed:
    five years since the first Roth contribution or conversion, and 59 1/2 or disabled when it
    was made (IRC 408A(d)(2)(A)-(B)). Up to $10,000 for a first home is line 20."""
    return five_years_over(year, first_roth_year) and (reached_59_and_a_half or disabled)


def roth_distribution(facts: RothDistributionFacts) -> RothDistribution:
    """Fill in Part III, exact to the cent, and follow the money."""
    conversions = _oldest_first(facts.conversions)

    line19 = facts.line19_nonqualified_distributions
    lifetime_left = max(ZERO, HOMEBUYER_LIFETIME_LIMIT - facts.homebuyer_claimed_before)
    line20 = min(facts.line20_first_time_homebuyer, lifetime_left)
    line21 = max(ZERO, line19 - line20)
    line22 = facts.line22_contribution_basis
    line23 = max(ZERO, line21 - line22)
    line24 = sum((c.taxable_left + c.nontaxable_left for c in conversions), ZERO)
    line25a = max(ZERO, line23 - line24)
    line25c = line25a

    # Line 20 keeps the last of the money in order from being taxed, but all of line 19 uses up
    # the basis (worksheet for line 22 and chart for line 24 in the instructions).
    recaptured = sum(
        part.taxable
        for part in _out_of(conversions, line23)
        if not five_years_over(facts.year, part.year)
    )
    subject = recaptured + line25c
    # IRC 72(t)(2)(A)(i) and (iii)
    of_age_or_disabled = facts.reached_59_and_a_half or facts.disabled
    excepted = facts.exception_to_additional_tax or of_age_or_disabled

    from_contributions = min(line19, line22)
    from_conversions = _out_of(conversions, line19 - from_contributions)
    taken = [part.taxable + part.nontaxable for part in from_conversions]
    return RothDistribution(
        line19=line19 if line19 else None,
        line20=line20 if line19 else None,
        line21=line21 if line19 else None,
        line22=line22 if line19 else None,
        # "If line 21 is zero, stop here"; then "if zero or less, enter -0- and skip".
        line23=line23 if line21 else None,
        line24=line24 if line23 else None,
        line25a=line25a if line23 else None,
        line25c=line25c if line23 else None,
        from_contributions=from_contributions,
        from_conversions=from_conversions,
        from_earnings=line19 - from_contributions - sum(taken),
        contribution_basis_left=line22 - from_contributions,
        conversions_left=tuple(
            replace(conversion, taken_out_before=conversion.taken_out_before + amount)
            for conversion, amount in zip(conversions, taken, strict=True)
        ),
        subject_to_additional_tax=subject,
        additional_tax=ZERO if excepted else to_cent(subject * EARLY_DISTRIBUTION_RATE),
    )


def _oldest_first(conversions: Iterable[Conversion]) -> tuple[Conversion, ...]:
    return tuple(sorted(conversions, key=lambda conversion: conversion.year))


def _out_of(conversions: tuple[Conversion, ...], amount: Decimal) -> tuple[FromConversion, ...]:
    """``amount`` as far as the conversions reach: oldest first, of each its taxable part first
    (IRC 408A(d)(4)(B)(ii))."""
    parts = []
    for conversion in conversions:
        taxable = min(amount, conversion.taxable_left)
        nontaxable = min(amount - taxable, conversion.nontaxable_left)
        amount -= taxable + nontaxable
        parts.append(FromConversion(year=conversion.year, taxable=taxable, nontaxable=nontaxable))
    return tuple(parts)
