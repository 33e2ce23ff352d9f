"""Backdoor check: what Form 8606 and the room for a mega backdoor need to know."""

from collections.abc import Mapping
from typing import Any

from calc.money import ZERO
from conversations.document import Document
from conversations.flow import Flow, Lead, Section
from conversations.flows.find_my_basis import FIND_MY_BASIS
from conversations.flows.mega_backdoor_check import AFTER_TAX_MONEY
from conversations.question import Facts, Question, always
from conversations.questions import (
    contributions,
    iras,
    may_move,
    person,
    plan,
    planned,
    price,
    required_distribution,
)
from conversations.questions.goal import Goal, goal
from conversations.questions.mega_backdoor import the_plan
from conversations.questions.year import the_year
from conversations.reports.backdoor import report
from conversations.situations.basis_history import basis_found
from conversations.situations.situation import IraKind, Situation
from conversations.what_ifs.changes import with_plans


def conclude(facts: Facts) -> Document:
    return report(situation(facts))


def situation(facts: Facts) -> Situation:
    """The answers put together, and what was kept of what-ifs taken off. What was not asked does
    not apply; not sure stays None."""
    return with_plans(
        _said(facts), facts.known(planned.roll_in) or ZERO, facts.known(planned.gift) or ZERO
    )


def _said(facts: Facts) -> Situation:
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
        deducted=contributions.amount_deducted(facts),
        made_after=contributions.amount_made_after(facts),
        prior_basis=iras.known_basis(facts),
        found_basis=basis_found(facts),
        conversion=facts[iras.conversion],
        withdrawals=facts[iras.withdrawals],
        put_off=facts.known(iras.planned_conversion) or ZERO,
        simple_first_deposit=facts.known(may_move.simple_first_deposit),
        required_distribution=required_distribution.distribution_required(facts),
        required_taken_first=required_distribution.taken_first(facts),
        state_rate=facts.known(price.state_rate),
        plan=the_plan(facts),
    )


def comes_to(situation: Situation) -> Mapping[Question[Any], object]:
    """Answers of the next year: line 14 of this form is line 2 of that one, and what came from a
    plan is in an IRA by then."""
    here = set(situation.ira_values) - {IraKind.FROM_PLAN, IraKind.IN_TRANSIT}
    if IraKind.FROM_PLAN in situation.ira_values:
        here.add(IraKind.ROLLOVER)
    line14 = situation.range_of(lambda form: form.line14)
    basis = {iras.prior_basis: line14} if line14.sure and line14.most else {}
    known = {iras.earlier_nondeductible: bool(line14.most)} if line14.sure else {}
    return {iras.ira_kinds: frozenset(here), **known, **basis}


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
        Section(
            "IRAs",
            (
                planned.roll_in,
                planned.gift,
                iras.ira_kinds,
                *iras.year_end_value.values(),
                may_move.simple_first_deposit,
            ),
        ),
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
        Section(
            "Conversion",
            (
                iras.conversion,
                iras.planned_conversion,
                required_distribution.required_first,
                required_distribution.required_amount,
                iras.withdrawals,
            ),
        ),
        Section("Price", (price.state_rate,)),
        Section(
            "401(k)",
            (
                plan.plan_at_work,
                plan.roll_in_accepted,
                plan.after_tax_allowed,
                plan.after_tax_way_out,
            ),
        ),
        *AFTER_TAX_MONEY,
    ),
    concludes=conclude,
    leads_to=(
        Lead(Goal.SPOUSE, "My spouse too", person.files_as_married, is_next=always),
        Lead(Goal.MEGA),
        Lead(Goal.BASIS, is_next=iras.basis_is_open),
        Lead(Goal.DIRECT),
    ),
    draws_on=FIND_MY_BASIS,
    comes_to=lambda facts: comes_to(situation(facts)),
    situation=situation,
)
