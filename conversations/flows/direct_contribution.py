"""May I contribute directly? Many need no backdoor."""

from calc.money import ZERO
from conversations.document import Document
from conversations.flow import Flow, Lead, Section
from conversations.question import Facts, always
from conversations.questions import direct, person
from conversations.questions.contributions import contribution
from conversations.questions.goal import Goal, goal
from conversations.questions.year import the_year
from conversations.reports.direct_contributions import report
from conversations.situations.direct_year import DirectYear


def conclude(facts: Facts) -> Document:
    return report(direct_year(facts))


def direct_year(facts: Facts) -> DirectYear:
    """The answers put together. What was not asked does not apply; not sure stays None."""
    return DirectYear(
        today=facts.today,
        year=facts[the_year],
        filing_status=facts[person.filing_status],
        lived_apart=facts.known(person.lived_apart) or False,
        age=facts[person.age],
        income=facts.known(person.income),
        covered=facts.known(person.covered),
        spouse_covered=person.spouse_is_covered(facts),
        pay=facts.known(direct.earned),
        spouse_pay=facts.known(direct.spouse_earned) if direct.spouse_earned in facts else ZERO,
        spouse_contributions=(
            facts.known(direct.spouse_contribution) if direct.spouse_contribution in facts else ZERO
        ),
        traditional=facts[contribution],
        roth=facts[direct.roth_contribution],
    )


DIRECT_CONTRIBUTION = Flow(
    sections=(
        Section(
            "You",
            (
                goal,
                the_year,
                person.filing_status,
                person.lived_apart,
                person.age,
                person.income,
                person.covered,
                person.spouse_covered,
            ),
        ),
        Section("Pay", (direct.earned, direct.spouse_earned, direct.spouse_contribution)),
        Section("Contributions", (contribution, direct.roth_contribution)),
    ),
    concludes=conclude,
    leads_to=(Lead(Goal.BACKDOOR, is_next=always),),
)
