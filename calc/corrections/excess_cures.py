"""The ways out of an excess contribution, and which are open on a date.

Authority: IRC 408(d)(4) and (5), 408A(d)(6)-(7), 4973(b)(2) and (f)(2). The excise that an excess
bears year after year is ``excess_over_years``; the income that goes along is
``attributable_income``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from pydantic import StrictBool

from calc.corrections.excess_contributions import EXCISE_RATE
from calc.corrections.recharacterizations import IraKind
from calc.deadlines import Day, ReturnFacts, corrected_in_time, correction_due_date
from calc.money import Dollars, to_cent
from calc.tax_year import TaxYear, tax_year


class Cure(StrEnum):
    WITHDRAW_WITH_INCOME = "withdraw_with_income"
    """Its income bears no 10% tax, whatever the year and the age: IRC 72(t)(2)(A)(ix), for all that
    is determined since December 29, 2022 (SECURE 2.0 sec. 333(b))."""
    RECHARACTERIZE = "recharacterize"
    CARRY_FORWARD = "carry_forward"
    WITHDRAW_AFTER_DUE_DATE = "withdraw_after_due_date"
    """Untaxed, without its income."""
    ORDINARY_DISTRIBUTION = "ordinary_distribution"
    """Of a traditional IRA, like any other: taxed as far as it is not basis."""


class Need(StrEnum):
    """What a way asks for."""

    NET_INCOME = "net_income"
    """It leaves the IRA too."""
    NO_DEDUCTION = "no_deduction"
    TRUSTEE_TRANSFER = "trustee_transfer"
    ROOM_IN_OTHER_KIND = "room_in_other_kind"
    ROOM_IN_LATER_YEAR = "room_in_later_year"
    WITHIN_DOLLAR_LIMIT = "within_dollar_limit"
    """All contributions for the year together: an excess for want of pay, not of limit."""
    AS_FAR_AS_TAXED = "as_far_as_taxed"
    """What comes out is pro rata basis and income (IRC 408(d)(1)-(2)), and only the income counts
    (Form 5329, line 11)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CureFacts(ReturnFacts):
    """An excess of regular contributions for one year; dollars. An RMD put into a Roth IRA is a
    regular contribution (Treas. Reg. 1.408A-4, A-6(c)); a conversion is no excess."""

    as_of: Day
    ira: IraKind
    """The kind that holds the excess."""
    excess: Dollars
    """Still in."""
    deducted: StrictBool = False
    room_in_other_kind: Dollars | None = None
    """What of the excess the other kind of IRA has room for, beside what may stay in this one: both
    kinds share one limit (IRC 408A(c)(2)), so ``room_in_other_kind`` of the contributions. None:
    not known."""
    within_dollar_limit: StrictBool | None = None
    """Of a traditional IRA: whether all contributions for the year are at most the dollar limit of
    the age, whatever the pay; None: not known."""

    def __post_init__(self) -> None:
        if self.deducted and self.ira is IraKind.ROTH:
            raise ValueError("a contribution to a Roth IRA is never deducted")


@dataclass(frozen=True, slots=True, kw_only=True)
class WayToCure:
    cure: Cure
    open: bool | None
    """On the date asked about; None where that depends on what was not said."""
    until: date | None = None
    """Last day; None where there is none."""
    amount: Decimal | None
    """As much of the excess as it can cure, in dollars; None where that is not known."""
    years_with_excise: int = 0
    """Tax years, from that of the excess on, that bear 6% where it is done on that date. Carrying
    forward is done by the first year whose contributions are still open then (by its usual due
    date); what an earlier year had room for, that year has taken up."""
    excise_a_year: Decimal
    """Dollars, unless 6% of the IRA's value is less (IRC 4973(a))."""
    income_is_taxed: bool = False
    """Of a contribution taken back, in the year in which it was made (IRC 408(d)(4)); of an
    ordinary distribution, in the year in which it comes out."""
    early_distribution_tax: bool = False
    """Whether what is taxed may also bear the 10% of IRC 72(t): before 59 1/2."""
    needs: tuple[Need, ...]
    authority: str


def ways_to_cure(figures: TaxYear, facts: CureFacts) -> tuple[WayToCure, ...]:
    """Every way there is for the kind of IRA, open or not, for an excess of ``figures.year``.

    Raises ValueError for a date before that year, or so late that the due date before it is not
    among the figures, and as return_due_date does.
    """
    if facts.as_of.year < figures.year:
        raise ValueError(f"{facts.as_of} is before {figures.year}")
    return tuple(_ways(figures, facts))


def _ways(figures: TaxYear, facts: CureFacts) -> Iterator[WayToCure]:
    until = correction_due_date(figures, facts)[0]
    in_time = corrected_in_time(figures, facts, facts.as_of)
    without_deduction = False if facts.deducted else in_time
    a_year = to_cent(EXCISE_RATE * facts.excess)
    room = facts.room_in_other_kind
    yield WayToCure(
        cure=Cure.WITHDRAW_WITH_INCOME,
        open=without_deduction,
        until=until,
        amount=facts.excess,
        excise_a_year=a_year,
        income_is_taxed=True,
        needs=(Need.NET_INCOME, Need.NO_DEDUCTION),
        authority="IRC 408(d)(4), 72(t)(2)(A)(ix)",
    )
    yield WayToCure(
        cure=Cure.RECHARACTERIZE,
        open=_all_of(without_deduction, None if room is None else room > 0),
        until=until,
        amount=None if room is None else min(facts.excess, room),
        excise_a_year=a_year,
        needs=(
            Need.NET_INCOME,
            Need.NO_DEDUCTION,
            Need.TRUSTEE_TRANSFER,
            Need.ROOM_IN_OTHER_KIND,
        ),
        authority="IRC 408A(d)(6)-(7)",
    )
    traditional = facts.ira is IraKind.TRADITIONAL
    yield WayToCure(
        cure=Cure.CARRY_FORWARD,
        open=True,
        amount=None,
        years_with_excise=_carried_to(figures.year, facts.as_of) - figures.year,
        excise_a_year=a_year,
        needs=(Need.ROOM_IN_LATER_YEAR,),
        authority=(
            "IRC 4973(b)(2)(C), 219(f)(6)" if traditional else "IRC 4973(f)(2)(B), 408A(c)(2)-(3)"
        ),
    )
    # What is in at the end of a year bears the excise for it; taken out in a later calendar year,
    # for its own year and for each one that has ended since.
    ended = max(1, facts.as_of.year - figures.year)
    late = None if in_time is None else not in_time
    # All that leaves a Roth IRA counts; of a traditional one, what is taxed or 408(d)(5) lets out.
    untaxed = _all_of(facts.within_dollar_limit, not facts.deducted) if traditional else True
    yield WayToCure(
        cure=Cure.WITHDRAW_AFTER_DUE_DATE,
        open=_all_of(late, untaxed),
        amount=facts.excess,
        years_with_excise=ended,
        excise_a_year=a_year,
        needs=(Need.WITHIN_DOLLAR_LIMIT, Need.NO_DEDUCTION) if traditional else (),
        authority="IRC 408(d)(5), 4973(b)(2)(B)" if traditional else "IRC 4973(f)(2)(A)",
    )
    if traditional:
        yield WayToCure(
            cure=Cure.ORDINARY_DISTRIBUTION,
            # In the year of the excess it leaves the excess as large as it is (4973(b)(1)).
            open=facts.as_of.year > figures.year,
            amount=None,
            years_with_excise=ended,
            excise_a_year=a_year,
            income_is_taxed=True,
            early_distribution_tax=True,
            needs=(Need.AS_FAR_AS_TAXED,),
            authority="IRC 4973(b)(2)(A), 408(d)(1)-(2), 72(t)",
        )


def _carried_to(year: int, as_of: date) -> int:
    """The first year after ``year`` for which a contribution can still be made on that day."""
    ended = as_of.year - 1
    if ended <= year:
        return year + 1
    still_open = as_of <= tax_year(ended).contribution_due_date.value
    return ended if still_open else as_of.year


def _all_of(*conditions: bool | None) -> bool | None:
    """False where one does not hold, else None where one is not known."""
    if False in conditions:
        return False
    return None if None in conditions else True
