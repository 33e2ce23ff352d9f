"""One person's basis over the years, from what they said."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from calc.iras.basis import Ledger, LedgerFacts, LedgerYear, YearFacts, ledger
from calc.iras.between import Between
from calc.iras.form_8606 import FIRST_ROTH_YEAR
from calc.money import MOST, ZERO
from calc.tax_year import SUPPORTED_YEARS, tax_year
from conversations.question import Facts, Question
from conversations.questions import basis_beginning, basis_years
from conversations.questions.basis_years import Filed, YearQuestions, asked_about, most_in
from conversations.questions.contributions import Deducted
from conversations.questions.made import Made
from conversations.questions.year import the_year
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
    form_may_exist: bool = False
    """Whether the person was not sure to have a form to begin after."""

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

    def is_late(self, year: LedgerYear) -> bool:
        """Whether the return that a form belongs to was due, extensions left out."""
        if year.year not in SUPPORTED_YEARS:
            return True
        return self.today > tax_year(year.year).contribution_due_date.value

    @property
    def moved_in(self) -> tuple[int, ...]:
        """The years in which money came out, or may have."""
        return tuple(
            facts.year for facts in self.years if facts.line7.at_most or facts.line8.at_most
        )

    @property
    def limits_not_checked(self) -> bool:
        """Whether basis is counted of years whose contribution limits have no figures here."""
        return any(
            facts.line1.at_most and facts.year not in SUPPORTED_YEARS for facts in self.years
        )


def years_are_known(facts: Facts) -> bool:
    """Whether the years before the tax year were asked about, to the end."""
    return basis_beginning.form_kept in facts


def basis_found(facts: Facts) -> Range | None:
    """Line 2 of the tax year, where its years are known."""
    return basis_history(facts).basis if years_are_known(facts) else None


def basis_history(facts: Facts) -> BasisHistory:
    """The answers put together. What was not asked did not happen; not sure lies between ends."""
    years = tuple(asked_about(facts))
    brought_in = facts.known(basis_beginning.form_line_14) or ZERO
    return BasisHistory(
        today=facts.today,
        year=facts[the_year],
        since=basis_beginning.years_asked(facts).start,
        brought_in=brought_in,
        years=tuple(
            _year_facts(facts, questions, brought_in if questions is years[0] else None)
            for questions in years
        ),
        form_may_exist=facts.unsure(basis_beginning.form_kept),
        not_sure=tuple(
            questions.year for questions in years if any(map(facts.unsure, questions.in_order))
        ),
    )


def _year_facts(facts: Facts, questions: YearQuestions, brought_in: Decimal | None) -> YearFacts:
    meant = questions.meant(facts)
    may_have_moved = questions.money_came_out(facts) or questions.money_may_have_come_out(facts)
    line1 = _nondeductible(facts, questions) if questions.money_went_in(facts) else _surely(ZERO)
    return YearFacts(
        year=questions.year,
        line1_nondeductible_contributions=line1,
        line2_prior_basis=brought_in,
        line4_contributions_jan_to_due_date=_made_after(facts, meant, line1),
        line6_year_end_value=_value(facts, questions) if may_have_moved else None,
        line7_distributions=_came_out(facts, meant, meant.withdrawn),
        line8_conversions=(
            _came_out(facts, meant, meant.converted)
            if questions.year >= FIRST_ROTH_YEAR
            else _surely(ZERO)
        ),
        form_filed=_filed(facts, questions),
    )


def _surely(amount: Decimal) -> Between:
    return Between(at_least=amount, at_most=amount)


def _nondeductible(facts: Facts, questions: YearQuestions) -> Between:
    """As far as a limit allowed it: an excess is no basis."""
    meant, most = questions.meant(facts), most_in(facts, questions.year)
    said = facts.known(meant.contributed)
    least = ZERO if said is None else min(said, most)
    put_in = most if said is None else min(said, most)
    if said == 0:
        return _surely(ZERO)
    match facts.known(meant.deducted):
        case Deducted.ALL:
            return _surely(ZERO)
        case Deducted.NONE:
            return Between(at_least=least, at_most=put_in)
        case Deducted.PART if (part := facts.known(meant.deducted_amount)) is not None:
            return _surely(max(ZERO, put_in - part))
        case _:
            return Between(at_least=ZERO, at_most=put_in)


def _made_after(facts: Facts, meant: YearQuestions, line1: Between) -> Between:
    if meant.made not in facts and not meant.money_may_have_come_out(facts):
        return _surely(ZERO)
    match facts.known(meant.made):
        case Made.IN_THE_YEAR:
            return _surely(ZERO)
        case Made.AFTER_IT:
            return line1
        case _:
            return Between(at_least=ZERO, at_most=line1.at_most)


def _came_out(facts: Facts, meant: YearQuestions, amount: Question[Decimal]) -> Between:
    if facts.unsure(amount) or meant.money_may_have_come_out(facts):
        return Between(at_least=ZERO, at_most=MOST)
    return _surely(facts.known(amount) or ZERO)


def _value(facts: Facts, questions: YearQuestions) -> Between:
    said = facts.known(questions.value)
    return Between(at_least=ZERO, at_most=MOST) if said is None else _surely(said)


def _filed(facts: Facts, questions: YearQuestions) -> bool | None:
    match facts.known(basis_years.forms_filed):
        case Filed.ALL:
            return True
        case Filed.NONE:
            return False
        case Filed.SOME:
            return facts.known(questions.filed)
        case None:
            return None
