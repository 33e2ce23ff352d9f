"""The ways out of an excess contribution, and which are open on a date.

Authority: IRC 408(d)(4) and (5), 408A(d)(6)-(7), 4973(b)(2) and (f)(2). The excise that an excess
bears year after year is ``excess_over_years``; the income that goes along is
``attributable_income``.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from pydantic import StrictBool

from calc.corrections.excess_contributions import EXCISE_RATE
from calc.corrections.recharacterizations import IraKind
from calc.deadlines import Day, ReturnFacts, corrected_in_time, correction_due_date
from calc.money import Dollars, to_cent
from calc.tax_year import TaxYear

NO_EARLY_TAX_FROM = date(2022, 12, 29)
"""SECURE 2.0 sec. 333 (IRC 72(t)(2)(A)(ix)): the income of a contribution returned from this day on
in time does not bear the 10% tax of IRC 72(t)."""


class Cure(StrEnum):
    WITHDRAW_WITH_INCOME = "withdraw_with_income"
    RECHARACTERIZE = "recharacterize"
    CARRY_FORWARD = "carry_forward"
    WITHDRAW_AFTER_DUE_DATE = "withdraw_after_due_date"


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
    """What may still be contributed for the year to the other kind of IRA; None: not known."""
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
    until: date | None
    """Last day; None where there is none."""
    amount: Decimal | None
    """As much of the excess as it can cure, in dollars; None where that is not known."""
    years_with_excise: int
    """Done in the calendar year asked about: tax years from that of the excess on that bear 6%."""
    excise_a_year: Decimal
    """Dollars, unless 6% of the IRA's value is less (IRC 4973(a))."""
    income_is_taxed: bool
    """In the year of the contribution (IRC 408(d)(4))."""
    early_distribution_tax: bool
    """Whether that income can also bear the 10% of IRC 72(t)."""
    needs: tuple[Need, ...]
    authority: str


def ways_to_cure(figures: TaxYear, facts: CureFacts) -> tuple[WayToCure, ...]:
    """Every way, open or not, for an excess of ``figures.year``. Raises ValueError for a date
    before that year."""
    if facts.as_of.year < figures.year:
        raise ValueError(f"{facts.as_of} is before {figures.year}")
    until = correction_due_date(figures, facts)[0]
    in_time = corrected_in_time(figures, facts, facts.as_of)
    without_deduction = False if facts.deducted else in_time
    # An excess taken out, or used as a contribution, in a later year bears the excise for its own
    # year and each one since that has ended.
    years = max(1, facts.as_of.year - figures.year)
    a_year = to_cent(EXCISE_RATE * facts.excess)
    room = facts.room_in_other_kind
    return (
        WayToCure(
            cure=Cure.WITHDRAW_WITH_INCOME,
            open=without_deduction,
            until=until,
            amount=facts.excess,
            years_with_excise=0,
            excise_a_year=a_year,
            income_is_taxed=True,
            early_distribution_tax=facts.as_of < NO_EARLY_TAX_FROM,
            needs=(Need.NET_INCOME, Need.NO_DEDUCTION),
            authority="IRC 408(d)(4)",
        ),
        WayToCure(
            cure=Cure.RECHARACTERIZE,
            open=_all_of(without_deduction, None if room is None else room > 0),
            until=until,
            amount=None if room is None else min(facts.excess, room),
            years_with_excise=0,
            excise_a_year=a_year,
            income_is_taxed=False,
            early_distribution_tax=False,
            needs=(
                Need.NET_INCOME,
                Need.NO_DEDUCTION,
                Need.TRUSTEE_TRANSFER,
                Need.ROOM_IN_OTHER_KIND,
            ),
            authority="IRC 408A(d)(6)-(7)",
        ),
        WayToCure(
            cure=Cure.CARRY_FORWARD,
            open=True,
            until=None,
            amount=None,
            years_with_excise=years,
            excise_a_year=a_year,
            income_is_taxed=False,
            early_distribution_tax=False,
            needs=(Need.ROOM_IN_LATER_YEAR,),
            authority=_BY_KIND[facts.ira][0],
        ),
        _withdraw_after_due_date(facts, in_time, years, a_year),
    )


def _withdraw_after_due_date(
    facts: CureFacts, in_time: bool | None, years: int, a_year: Decimal
) -> WayToCure:
    """Without income. Every dollar out of a Roth IRA counts; out of a traditional one only what is
    taxed, or what IRC 408(d)(5) lets out untaxed, and that is what is open or not here."""
    traditional = facts.ira is IraKind.TRADITIONAL
    late = None if in_time is None else not in_time
    allowed = facts.within_dollar_limit if traditional else True
    return WayToCure(
        cure=Cure.WITHDRAW_AFTER_DUE_DATE,
        open=_all_of(late, allowed, not facts.deducted),
        until=None,
        amount=facts.excess,
        years_with_excise=years,
        excise_a_year=a_year,
        income_is_taxed=False,
        early_distribution_tax=False,
        needs=(Need.WITHIN_DOLLAR_LIMIT, Need.NO_DEDUCTION) if traditional else (),
        authority=_BY_KIND[facts.ira][1],
    )


def _all_of(*conditions: bool | None) -> bool | None:
    """False where one does not hold, else None where one is not known."""
    if False in conditions:
        return False
    return None if None in conditions else True


_BY_KIND = {
    IraKind.TRADITIONAL: ("IRC 4973(b)(2)(C), 219(f)(6)", "IRC 408(d)(5), 4973(b)(2)(B)"),
    IraKind.ROTH: ("IRC 4973(f)(2)(B)", "IRC 4973(f)(2)(A)"),
}
"""Of carrying forward, and of withdrawing late."""
