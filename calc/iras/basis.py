"""Basis in traditional IRAs over the years: each year's Form 8606, and what it hands on.

Authority: IRC 408(d)(1)-(2), 408(o), 72(e)(8); Form 8606, line 2 (line 14 of the form before).
A year that is not listed had no contribution, withdrawal or conversion: the basis carries.

What a person does not know is given as the two ends it lies between, and comes out as two ends.
Line 14 does not fall, but for rounding, when line 1, 2, 4 or 6 rises or line 7 or 8 falls: with m
taken out and v on line 6 it is the larger of line 3 - m and line 3 - line 5 x m / (v + m). So the
form with the most taken out and all else at its low end, and the form with the least taken out
and all else at its high end, have between them every line 14 that can be true. What is taxable,
m - line 5 x m / (v + m) or nothing, falls with line 5 and rises with line 6, 7 or 8: it has ends
of its own.

A year whose contribution the income limits left partly deductible is filled in by Worksheet 1-1
(``contributions_for_year``). It gives way to the form's own lines where line 5 is small, which the
ends of a range do not tell, so that it is refused where something is uncertain.

Not modelled: what else changes line 2 (after-tax money rolled over from a plan, divorce, death,
excess contributions returned late), and the $100 for overstating a nondeductible contribution (IRC
6693(b)(1)).
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import Annotated

from pydantic import ConfigDict, Field, StrictBool, with_config

from calc.iras.between import Amount, Between, between
from calc.iras.form_8606 import (
    FIRST_ROTH_YEAR,
    FIRST_YEAR,
    Form8606,
    Form8606Facts,
    form_8606,
)
from calc.iras.ira_limits import traditional_limit
from calc.iras.worksheet_1_1 import Worksheet11Facts, form_8606_by_worksheet, worksheet_1_1
from calc.money import CENT, DOLLAR, ZERO, Dollars, to_cent, to_whole_dollar
from calc.tax_year import SUPPORTED_YEARS, tax_year

PENALTY_NOT_FILED = Decimal(50)
"""For each form required by IRC 408(o)(4) and not filed; none with reasonable cause (IRC
6693(b)(2))."""


LATEST_ORDINAL = 99
"""Larger numbers are years of the calendar."""


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True, kw_only=True)
class YearFacts:
    """What happened to one person's traditional, SEP and SIMPLE IRAs in one year; dollars."""

    year: Annotated[int, Field(strict=True, ge=1, le=SUPPORTED_YEARS[-1])]
    """Of the calendar, or 1, 2, 3 where only the order is known."""
    contributions_for_year: Dollars | None = None
    """All of them, deductible or not, where Worksheet 1-1 of Pub. 590-B was used; else None."""
    line1_nondeductible_contributions: Amount = ZERO
    line2_prior_basis: Dollars | None = None
    """In the first year, the basis brought in: None is none. Later, what the form as filed says;
    the basis is carried whatever it is."""
    line4_contributions_jan_to_due_date: Amount = ZERO
    line6_year_end_value: Amount | None = None
    """Asked for where money left the IRAs."""
    line7_distributions: Amount = ZERO
    line8_conversions: Amount = ZERO
    form_filed: StrictBool | None = None
    """Whether a Form 8606 was filed for the year; None: not known."""

    def __post_init__(self) -> None:
        if LATEST_ORDINAL < self.year < FIRST_YEAR:
            raise ValueError(f"the first nondeductible contributions were for {FIRST_YEAR}")
        if self.line8.at_most and LATEST_ORDINAL < self.year < FIRST_ROTH_YEAR:
            raise ValueError(f"there were no Roth IRAs before {FIRST_ROTH_YEAR}")
        contributed = self.contributions_for_year
        if contributed is not None and contributed < self.line1.at_most:
            raise ValueError("line 1 is part of the contributions and cannot be larger")
        if self.line4.at_least > self.line1.at_most:
            raise ValueError("line 4 is part of line 1 and cannot be larger")
        moved = self.line7.at_most or self.line8.at_most
        if moved and self.line6_year_end_value is None:
            raise ValueError("line 6 is required where money left the IRAs")

    @property
    def line1(self) -> Between:
        return between(self.line1_nondeductible_contributions)

    @property
    def line4(self) -> Between:
        return between(self.line4_contributions_jan_to_due_date)

    @property
    def line6(self) -> Between:
        return between(self.line6_year_end_value or ZERO)

    @property
    def line7(self) -> Between:
        return between(self.line7_distributions)

    @property
    def line8(self) -> Between:
        return between(self.line8_conversions)


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerFacts:
    years: tuple[YearFacts, ...]
    """Oldest first, at least one."""

    def __post_init__(self) -> None:
        numbers = [facts.year for facts in self.years]
        if not numbers:
            raise ValueError("there must be at least one year")
        if numbers != sorted(set(numbers)):
            raise ValueError("years must ascend, each given once")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line2Disagreement:
    """A form as filed that does not go on where the years before it ended; dollars."""

    claimed: Decimal
    carried: Between


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerYear:
    """One year's form, or the two that the truth lies between; dollars."""

    year: int
    lowest: Form8606
    """With the least on line 14: lines 7 and 8 at their high ends, all else at its low end."""
    highest: Form8606
    """With the most on line 14: lines 7 and 8 at their low ends, all else at its high end; the
    same form where all is certain."""
    basis: Between
    """Line 14: line 2 of the next form."""
    taxable: Between
    """Lines 15c and 18. Its ends belong to neither form where line 4, 6, 7 or 8 is uncertain."""
    form_owed: bool | None
    """None where what is uncertain decides."""
    penalty: Decimal
    """$50 where the form was surely owed and surely not filed; waived for reasonable cause."""
    line2_disagreement: Line2Disagreement | None

    @property
    def form(self) -> Form8606 | None:
        """The year's form where all that enters it is certain."""
        return self.lowest if self.lowest == self.highest else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    years: tuple[LedgerYear, ...]

    @property
    def basis(self) -> Between:
        """In dollars: line 2 of the form after the last year."""
        return self.years[-1].basis

    @property
    def penalties(self) -> Decimal:
        """For all forms surely owed and surely not filed, in dollars."""
        return sum((year.penalty for year in self.years), ZERO)

    @property
    def years_not_listed(self) -> tuple[int, ...]:
        """Between the first and the last: taken to have had no contribution, withdrawal or
        conversion."""
        listed = {year.year for year in self.years}
        return tuple(year for year in range(min(listed), max(listed)) if year not in listed)


def ledger(facts: LedgerFacts, line10_places: int | None = None) -> Ledger:
    """Each year's Form 8606, its line 2 being line 14 of the year before.

    ``line10_places`` as in form_8606; with a number of places all lines are whole dollars. Raises
    ValueError as form_8606 does.
    """
    line2 = between(facts.years[0].line2_prior_basis or ZERO)
    years: list[LedgerYear] = []
    for of_year in facts.years:
        years.append(_ledger_year(of_year, line2, line10_places))
        line2 = years[-1].basis
    return Ledger(years=tuple(years))


def _ledger_year(facts: YearFacts, line2: Between, places: int | None) -> LedgerYear:
    # Line 4 is part of line 1: what is known of either bounds the other.
    given, late = facts.line1, facts.line4
    line1 = Between(at_least=max(given.at_least, late.at_least), at_most=given.at_most)
    late = Between(at_least=late.at_least, at_most=min(late.at_most, given.at_most))
    value, withdrawn, converted = facts.line6, facts.line7, facts.line8

    def filled_in(
        one: Decimal,
        two: Decimal,
        four: Decimal,
        six: Decimal,
        taken_out: Callable[[Between], Decimal],
    ) -> Form8606:
        seven, eight = taken_out(withdrawn), taken_out(converted)
        form_facts = Form8606Facts(
            line1_nondeductible_contributions=one,
            line2_prior_basis=two,
            line4_contributions_jan_to_due_date=four,
            line6_year_end_value=six,
            line7_distributions=seven,
            line8_conversions=eight,
        )
        if facts.contributions_for_year is None:
            return form_8606(form_facts, places)
        worksheet = worksheet_1_1(
            Worksheet11Facts(
                prior_basis=two,
                contributions_for_year=facts.contributions_for_year,
                year_end_value=six,
                distributions_including_conversions=seven + eight,
                conversions=eight,
            ),
            places,
        )
        return form_8606_by_worksheet(worksheet, form_facts, places)

    amounts = (line1, line2, late, value, withdrawn, converted)
    certain = all(amount.certain for amount in amounts)
    if facts.contributions_for_year is not None and not certain:
        raise ValueError(f"Worksheet 1-1 of {facts.year} needs certain amounts and basis")
    lowest = filled_in(line1.at_least, line2.at_least, late.at_least, value.at_least, _most)
    highest = least_taxed = most_taxed = lowest
    if not certain:
        highest = filled_in(line1.at_most, line2.at_most, late.at_most, value.at_most, _least)
        least_taxed = filled_in(line1.at_most, line2.at_most, late.at_least, value.at_least, _least)
        latest = min(late.at_most, line1.at_least)
        most_taxed = filled_in(line1.at_least, line2.at_least, latest, value.at_most, _most)
    slack = _rounding(lowest, places) if lowest != highest else ZERO
    rounded = to_cent if places is None else to_whole_dollar
    moved = rounded(withdrawn.at_most) + rounded(converted.at_most)
    owed = _form_owed(line1, line2, withdrawn, converted)
    return LedgerYear(
        year=facts.year,
        lowest=lowest,
        highest=highest,
        basis=Between(
            at_least=max(ZERO, lowest.line14 - slack),
            at_most=min(highest.line3, highest.line14 + slack),
        ),
        taxable=Between(
            at_least=max(ZERO, least_taxed.total_taxable - slack),
            at_most=min(moved, most_taxed.total_taxable + slack),
        ),
        form_owed=owed,
        penalty=PENALTY_NOT_FILED if owed and facts.form_filed is False else ZERO,
        line2_disagreement=_disagreement(facts.line2_prior_basis, line2),
    )


def _least(amount: Between) -> Decimal:
    return amount.at_least


def _most(amount: Between) -> Decimal:
    return amount.at_most


def _rounding(form: Form8606, places: int | None) -> Decimal:
    """How far rounding can carry the truth beyond the forms at both ends. A single product
    rounded to the cent keeps the order; two can break it by a cent; a ratio rounded to
    ``places`` by a unit of its last place, which is then multiplied by all that was moved."""
    products = [line for line in (form.line7, form.line8) if line]
    if places is None:
        return CENT if len(products) > 1 else ZERO
    by_ratio = sum(products, ZERO).scaleb(-places).quantize(DOLLAR, ROUND_FLOOR)
    return by_ratio + len(products)


def _form_owed(
    line1: Between, line2: Between, withdrawn: Between, converted: Between
) -> bool | None:
    """Owed for a nondeductible contribution, a conversion, or a withdrawal by somebody with
    basis (IRC 408(o)(4); Form 8606 instructions, "Who Must File")."""
    if converted.at_least or line1.at_least or (withdrawn.at_least and line2.at_least):
        return True
    perhaps = converted.at_most or line1.at_most or (withdrawn.at_most and line2.at_most)
    return None if perhaps else False


def _disagreement(claimed: Decimal | None, carried: Between) -> Line2Disagreement | None:
    """Forms are filed in whole dollars or in cents: either is no disagreement."""
    if claimed is None or carried.at_least <= claimed <= carried.at_most:
        return None
    if to_whole_dollar(carried.at_least) <= claimed <= to_whole_dollar(carried.at_most):
        return None
    return Line2Disagreement(claimed=claimed, carried=carried)


def most_contributions(first_year: int, last_year: int, age_in_last_year: int) -> Decimal:
    """The most basis that contributions for these years can have made, in dollars: the limit of
    each with its catch-up, for the age on December 31 of the last one in whole years, taking pay
    to be enough. At 70, where 2018 and 2019 turn on the month of birth, the limit counts.

    Raises ValueError where the years are in the wrong order, UnsupportedYear where one has no
    figures.
    """
    if first_year > last_year:
        raise ValueError("the first year cannot be after the last")
    most = ZERO
    for year in range(first_year, last_year + 1):
        age = age_in_last_year - (last_year - year)
        most += traditional_limit(tax_year(year), age, reached_70_and_a_half=age > 70)
    return most
