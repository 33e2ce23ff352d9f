"""A plan over years: what has to be said for one, where there is none, and how it is worked out.

calc.strategies.plan_years finds the conversions. Nothing of it is guessed: over how many years,
how much the IRAs grow and whether more goes in each year are asked for, one after the other.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

from calc.filing_status import FilingStatus
from calc.iras.roll_in import pre_tax_money
from calc.money import ZERO
from calc.strategies.plan_years import Course, Plan, PlanYears, PlanYearsFacts, plan_years
from conversations.answers import Declined, HowManyYears, Kind, Percent, YesNo
from conversations.formats import dollars, listed
from conversations.situations.may_move import simple_that_stays
from conversations.situations.situation import Situation
from conversations.what_ifs import words

MOST_YEARS = 10
MOST_GROWTH = Decimal("0.2")
"""In a year, as a fraction: more is a slip."""

LEAST_PRE_TAX = Decimal(1)
"""Dollars: less is nothing to plan for."""

YEARS = HowManyYears(MOST_YEARS)
GROWTH = Percent()
EACH_YEAR = YesNo()
KINDS: tuple[Kind[Any], ...] = (YEARS, GROWTH, EACH_YEAR)
"""Of what is assumed, in the order in which it is asked for."""

_BETWEEN = ","
"""Stands between the keys of what is assumed."""


@dataclass(frozen=True)
class Assumed:
    """What a plan over years takes for granted, as far as it was said."""

    years: int | None = None
    growth: Decimal | None = None
    """In a year, of what is left in the IRAs, as a fraction."""
    each_year: bool | None = None
    """Whether the same contribution goes in each year, or only in the first."""

    @classmethod
    def read(cls, key: str | None) -> "Assumed":
        """What a key says; from the first part that cannot be read on, nothing is said."""
        values: list[Any] = []
        for kind, part in zip(KINDS, (key or "").split(_BETWEEN), strict=False):
            value = answered(kind, part)
            if isinstance(value, Declined):
                break
            values.append(value)
        return cls(*values)

    @property
    def key(self) -> str | None:
        """None where nothing was said."""
        said = zip(KINDS, (self.years, self.growth, self.each_year), strict=True)
        keys = [kind.key(value) for kind, value in said if value is not None]
        return _BETWEEN.join(keys) or None

    def with_next(self, value: Any) -> "Assumed":
        """With what is asked for next."""
        name = next(field.name for field in fields(self) if getattr(self, field.name) is None)
        return replace(self, **{name: value})

    def asks_for(self, situation: Situation) -> Kind[Any] | None:
        """What is still to be said; None where the plan can be worked out."""
        if self.years is None:
            return YEARS
        if self.growth is None:
            return GROWTH
        return EACH_YEAR if self.each_year is None and situation.contribution else None


def answered(wanted: Kind[Any], text: str) -> Any | Declined:
    """What a text says to what is asked for."""
    value = wanted.read(text)
    if wanted is GROWTH and not isinstance(value, Declined) and value > MOST_GROWTH:
        return Declined(f"Growth of up to {GROWTH.show(MOST_GROWTH)} a year works here.")
    return value


def asks(situation: Situation, wanted: Kind[Any]) -> str:
    if wanted is YEARS:
        return (
            "Over how many years would you convert? The plan leaves nothing pre-tax in your IRAs "
            f"at the end, with the least federal tax. {situation.year} is the first year; up to "
            f"{MOST_YEARS} work here."
        )
    if wanted is GROWTH:
        return (
            "How much may your IRAs grow in a year? Nobody knows, so nothing is projected: the "
            "plan takes what you choose. Another rate can be typed."
        )
    return (
        f"Does another {dollars(situation.contribution)} go in each later year, after tax, as for "
        f"{situation.year}?"
    )


def not_planned(situation: Situation) -> str | None:
    """Why there is no plan over years, and what would open it; None where there is one."""
    if None in (
        situation.income,
        situation.ira_value,
        situation.prior_basis,
        situation.deducted,
        situation.made_after,
    ):
        # Who is covered decides how much may be deducted; here nothing is.
        return words.clear_up(replace(situation, covered=False, spouse_covered=False))
    left_out = tuple(_not_modelled(situation))
    if left_out:
        return (
            f"It cannot take account of {listed(left_out, 'or')}. To see a plan without it, change "
            "that answer; or plan the years with your CPA."
        )
    if _all_of_it(situation) < _basis(situation):
        return "Your IRAs hold less than was taxed already: a plan cannot show that loss."
    if _pre_tax(situation) < LEAST_PRE_TAX:
        return "Nothing pre-tax is in your IRAs, so there is no tax to spread."
    return None


def _not_modelled(situation: Situation) -> Iterator[str]:
    if situation.withdrawals:
        yield "withdrawals to keep"
    if situation.deducted:
        yield "a contribution that is deducted"
    if situation.made_after:
        yield "a contribution made after December 31"
    if situation.spouse_taxable_conversion.most:
        yield "a spouse's conversion that is taxed on the same return"
    if simple_that_stays(situation):
        yield "SIMPLE money that may not move yet"


def _all_of_it(situation: Situation) -> Decimal:
    """In the IRAs on December 31, before anything is converted; of one that is known."""
    return (situation.ira_value or ZERO) + situation.conversion


def _basis(situation: Situation) -> Decimal:
    return (situation.prior_basis or ZERO) + situation.contribution


def _pre_tax(situation: Situation) -> Decimal:
    return pre_tax_money(_all_of_it(situation), _basis(situation))


def work_out(situation: Situation, assumed: Assumed) -> PlanYears:
    """The plan, where there is one (``not_planned``) and all is said that it assumes."""
    assert assumed.years is not None
    assert assumed.growth is not None
    each = situation.contribution if assumed.each_year else ZERO
    joint = situation.filing_status is FilingStatus.MARRIED_FILING_JOINTLY
    takes_roll_ins = situation.plan is not None and situation.plan.takes_roll_ins is True
    return plan_years(
        situation.figures,
        PlanYearsFacts(
            filing_status=situation.filing_status,
            age=situation.age,
            spouse_age=situation.spouse_age if joint else None,
            income=situation.income,
            pre_tax=_pre_tax(situation),
            # What goes in for the first year alone is basis of that year like any other.
            basis=_basis(situation) - each,
            contribution=each,
            growth=assumed.growth,
            years=assumed.years,
            roll_in=_pre_tax(situation) if takes_roll_ins else None,
        ),
    )


def the_plan(course: Course) -> Plan:
    """Of a course on which nothing bounds what is converted in a year: there is always one."""
    assert course.plan is not None
    return course.plan


def tax_all_at_once(course: Course) -> Decimal:
    """Of such a course, where all is converted in the first year; dollars."""
    tax = course.frontier[0].total_tax
    assert tax is not None
    return tax
