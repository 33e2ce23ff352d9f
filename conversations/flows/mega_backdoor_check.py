"""Mega backdoor check: the room for after-tax money in a plan, and what is taxed when it moves."""

from calc.money import ZERO
from conversations.document import Document
from conversations.flow import Flow, Section
from conversations.plan_year import OwnCap, Plan, PlanYear
from conversations.question import Facts
from conversations.questions import mega_backdoor, plan
from conversations.questions.goal import Goal, goal
from conversations.questions.mega_backdoor import Cap
from conversations.questions.person import age
from conversations.questions.year import the_year
from conversations.reports.mega_check import report


def conclude(facts: Facts) -> Document:
    return report(plan_year(facts))


def plan_year(facts: Facts) -> PlanYear:
    """The answers put together. What was not asked does not apply; not sure stays None."""
    return PlanYear(today=facts.today, year=facts[the_year], age=facts[age], plan=_plan(facts))


def _plan(facts: Facts) -> Plan | None:
    if not plan.has_plan(facts):
        return None
    gate = mega_backdoor.other_plans
    elsewhere = mega_backdoor.elsewhere
    return Plan(
        takes_roll_ins=None,
        after_tax_allowed=facts.known(plan.after_tax_allowed),
        way_out=facts.known(plan.after_tax_way_out),
        pay=facts.known(plan.pay),
        deferrals=facts.known(plan.deferrals),
        employer_money=facts.known(plan.employer_money),
        after_tax_so_far=facts.known(plan.after_tax_so_far),
        own_cap=_own_cap(facts),
        elsewhere=facts.known(elsewhere) if facts.known(gate) else ZERO,
        high_wages=facts.known(mega_backdoor.high_wages),
        has_roth=facts.known(mega_backdoor.plan_has_roth),
        earnings=facts.known(mega_backdoor.earnings) if mega_backdoor.earnings in facts else ZERO,
    )


def _own_cap(facts: Facts) -> OwnCap | None:
    match facts.known(mega_backdoor.cap):
        case Cap.NONE:
            return None
        case Cap.SHARE:
            return OwnCap(share=facts.known(mega_backdoor.cap_share))
        case Cap.AMOUNT:
            return OwnCap(amount=facts.known(mega_backdoor.cap_amount))
        case None:
            return OwnCap() if mega_backdoor.cap in facts else None


MEGA_BACKDOOR_CHECK = Flow(
    sections=(
        Section("You", (goal, the_year, age)),
        Section("401(k)", (plan.plan_at_work, plan.after_tax_allowed, plan.after_tax_way_out)),
        Section(
            "What goes in",
            (plan.pay, plan.deferrals, plan.employer_money, plan.after_tax_so_far),
        ),
        Section(
            "Limits",
            (
                mega_backdoor.cap,
                mega_backdoor.cap_share,
                mega_backdoor.cap_amount,
                mega_backdoor.other_plans,
                mega_backdoor.elsewhere,
                mega_backdoor.high_wages,
                mega_backdoor.plan_has_roth,
            ),
        ),
        Section("Moving to Roth", (mega_backdoor.earnings,)),
    ),
    concludes=conclude,
    leads_to=(Goal.BACKDOOR,),
)
