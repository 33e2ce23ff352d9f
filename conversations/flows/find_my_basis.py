"""Find my basis: each year's form worked out anew, up to line 2 of today's."""

from decimal import Decimal

from calc.iras.basis import YearFacts
from calc.iras.between import Between
from calc.money import MOST, ZERO
from conversations.basis_history import BasisHistory
from conversations.document import Document
from conversations.flow import Flow, Section
from conversations.question import Facts
from conversations.questions import basis_years
from conversations.questions.basis_years import Filed, YearQuestions, asked_about, most_in
from conversations.questions.contributions import Deducted, Made
from conversations.questions.goal import Goal, goal
from conversations.questions.person import age
from conversations.questions.year import the_year
from conversations.reports.basis_years import report


def conclude(facts: Facts) -> Document:
    return report(basis_history(facts))


def basis_history(facts: Facts) -> BasisHistory:
    """The answers put together. What was not asked did not happen; not sure lies between ends."""
    years = tuple(asked_about(facts))
    brought_in = facts[basis_years.form_line_14] if facts[basis_years.form_kept] else ZERO
    return BasisHistory(
        today=facts.today,
        year=facts[the_year],
        since=basis_years.years_asked(facts).start,
        brought_in=brought_in,
        years=tuple(
            _year_facts(facts, questions, brought_in if questions is years[0] else None)
            for questions in years
        ),
        not_sure=tuple(
            questions.year for questions in years if any(map(facts.unsure, questions.in_order))
        ),
    )


def _year_facts(facts: Facts, questions: YearQuestions, brought_in: Decimal | None) -> YearFacts:
    meant = questions.meant(facts)
    moved = questions.money_came_out(facts)
    line1 = _nondeductible(facts, questions) if questions.money_went_in(facts) else _surely(ZERO)
    return YearFacts(
        year=questions.year,
        line1_nondeductible_contributions=line1,
        line2_prior_basis=brought_in,
        line4_contributions_jan_to_due_date=_made_after(facts, meant, line1),
        line6_year_end_value=_value(facts, questions) if moved else None,
        line7_distributions=facts.known(meant.withdrawn) or ZERO,
        line8_conversions=facts.known(meant.converted) or ZERO,
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
    if meant.made not in facts:
        return _surely(ZERO)
    match facts.known(meant.made):
        case Made.IN_THE_YEAR:
            return _surely(ZERO)
        case Made.AFTER_IT:
            return line1
        case _:
            return Between(at_least=ZERO, at_most=line1.at_most)


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


FIND_MY_BASIS = Flow(
    sections=(
        Section("You", (goal, the_year, age)),
        Section(
            "Where it begins",
            (
                basis_years.form_kept,
                basis_years.form_year,
                basis_years.form_line_14,
                basis_years.first_year,
            ),
        ),
        *(
            Section(str(questions.year), questions.in_order, of_years=True)
            for questions in basis_years.of_year.values()
        ),
        Section(
            "Forms",
            (
                basis_years.forms_filed,
                *(questions.filed for questions in basis_years.of_year.values()),
            ),
            of_years=True,
        ),
    ),
    concludes=conclude,
    leads_to=(Goal.BACKDOOR,),
)
