"""Backdoor check: what Form 8606 and the room for a mega backdoor need to know."""

from decimal import Decimal

from calc.money import ZERO
from conversations.document import Document
from conversations.flow import Flow, Section
from conversations.plan_year import Plan
from conversations.question import Facts
from conversations.questions import contributions, iras, person, plan
from conversations.questions.contributions import Deducted, Made
from conversations.questions.goal import Goal, goal
from conversations.questions.year import the_year
from conversations.reports.backdoor import report
from conversations.situation import Situation


def conclude(facts: Facts) -> Document:
    return report(situation(facts))


def situation(facts: Facts) -> Situation:
    """The answers put together. What was not asked does not apply; not sure stays None."""
    return Situation(
        today=facts.today,
        year=facts[the_year],
        filing_status=facts[person.filing_status],
        lived_apart=facts.known(person.lived_apart) or False,
        age=facts[person.age],
        income=facts.known(person.income),
        covered=facts.known(person.covered),
        spouse_covered=person.spouse_is_covered(facts),
        ira_values={
            kind: facts.known(iras.year_end_value[kind])
            for kind in iras.year_end_value
            if kind in facts[iras.ira_kinds]
        },
        contribution=facts[contributions.contribution],
        deducted=_deducted(facts),
        made_after=_made_after(facts),
        prior_basis=_prior_basis(facts),
        conversion=facts[iras.conversion],
        withdrawals=facts[iras.withdrawals],
        plan=_plan(facts),
    )


def _deducted(facts: Facts) -> Decimal | None:
    if contributions.deducted not in facts:
        return ZERO
    match facts.known(contributions.deducted):
        case Deducted.NONE:
            return ZERO
        case Deducted.ALL:
            return facts[contributions.contribution]
        case Deducted.PART:
            return facts.known(contributions.deducted_amount)
        case None:
            return None


def _made_after(facts: Facts) -> Decimal | None:
    if contributions.contribution_made not in facts:
        return ZERO
    match facts.known(contributions.contribution_made):
        case Made.IN_THE_YEAR:
            return ZERO
        case Made.AFTER_IT:
            return facts[contributions.contribution]
        case Made.SOME_OF_EACH:
            return facts.known(contributions.made_after)
        case None:
            return None


def _prior_basis(facts: Facts) -> Decimal | None:
    if facts.known(iras.earlier_nondeductible) is False:
        return ZERO
    return facts.known(iras.prior_basis)


def _plan(facts: Facts) -> Plan | None:
    if not plan.has_plan(facts):
        return None
    return Plan(
        takes_roll_ins=facts.known(plan.roll_in_accepted),
        after_tax_allowed=facts.known(plan.after_tax_allowed),
        way_out=facts.known(plan.after_tax_way_out),
        pay=facts.known(plan.pay),
        deferrals=facts.known(plan.deferrals),
        employer_money=facts.known(plan.employer_money),
        after_tax_so_far=facts.known(plan.after_tax_so_far),
    )


BACKDOOR_CHECK = Flow(
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
        Section("IRAs", (iras.ira_kinds, *iras.year_end_value.values())),
        Section(
            "Contributions",
            (
                contributions.contribution,
                contributions.deducted,
                contributions.deducted_amount,
                contributions.contribution_made,
                contributions.made_after,
            ),
        ),
        Section("Basis", (iras.earlier_nondeductible, iras.prior_basis)),
        Section("Conversion", (iras.conversion, iras.withdrawals)),
        Section(
            "401(k)",
            (
                plan.plan_at_work,
                plan.roll_in_accepted,
                plan.after_tax_allowed,
                plan.after_tax_way_out,
                plan.pay,
                plan.deferrals,
                plan.employer_money,
                plan.after_tax_so_far,
            ),
        ),
    ),
    concludes=conclude,
    leads_to=(Goal.MEGA, Goal.BASIS, Goal.DIRECT),
    situation=situation,
)
