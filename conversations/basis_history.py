"""One person's basis over the years, from what they said."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from calc.iras.basis import Ledger, LedgerFacts, LedgerYear, YearFacts, ledger
from conversations.ranges import Range


@dataclass(frozen=True, kw_only=True)
class BasisHistory:
    """Dollars."""

    today: date
    year: int
    """The tax year whose line 2 is asked for."""
    since: int
    """The first year that was asked about."""
    brought_in: Decimal
    """Line 14 of the form that the years begin after; nothing without one."""
    years: tuple[YearFacts, ...]
    """Those in which something happened, or may have; oldest first."""
    not_sure: tuple[int, ...] = ()
    """Years of which the person was not sure of something."""

    @cached_property
    def ledger(self) -> Ledger | None:
        """None where nothing happened."""
        return ledger(LedgerFacts(years=self.years)) if self.years else None

    @property
    def basis(self) -> Range:
        """Line 2 of the tax year."""
        if self.ledger is None:
            return Range(self.brought_in, self.brought_in)
        return Range(self.ledger.basis.at_least, self.ledger.basis.at_most)

    @property
    def form_years(self) -> tuple[tuple[LedgerYear, bool | None], ...]:
        """The years for which a form was or may have been owed and was not surely filed, and what
        was said about that."""
        if self.ledger is None:
            return ()
        return tuple(
            (year, facts.form_filed)
            for year, facts in zip(self.ledger.years, self.years, strict=True)
            if year.form_owed is not False and facts.form_filed is not True
        )
