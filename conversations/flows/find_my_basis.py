"""Find my basis: each year's form worked out anew, up to line 2 of today's."""

from conversations.document import Document
from conversations.flow import Flow, Lead, Section
from conversations.question import Facts, always
from conversations.questions import basis_beginning, basis_years
from conversations.questions.goal import Goal, goal
from conversations.questions.person import age
from conversations.questions.year import the_year
from conversations.reports.basis_years import report
from conversations.situations.basis_history import basis_history


def conclude(facts: Facts) -> Document:
    return report(basis_history(facts))


FIND_MY_BASIS = Flow(
    sections=(
        Section("You", (goal, the_year, age)),
        Section(
            "Where it begins",
            (
                basis_beginning.form_kept,
                basis_beginning.form_year,
                basis_beginning.form_line_14,
                basis_beginning.first_year,
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
    leads_to=(Lead(Goal.BACKDOOR, is_next=always),),
)
