"""Mega backdoor check: the room for after-tax money in a plan, and what is taxed when it moves."""

from conversations.document import Document
from conversations.flow import Flow, Lead, Section
from conversations.question import Facts
from conversations.questions import mega_backdoor, plan
from conversations.questions.goal import Goal, goal
from conversations.questions.mega_backdoor import the_plan
from conversations.questions.person import age
from conversations.questions.year import the_year
from conversations.reports.mega_check import report
from conversations.situations.plan_year import PlanYear


def conclude(facts: Facts) -> Document:
    return report(plan_year(facts))


def plan_year(facts: Facts) -> PlanYear:
    """The answers put together. What was not asked does not apply; not sure stays None."""
    return PlanYear(today=facts.today, year=facts[the_year], age=facts[age], plan=the_plan(facts))


AFTER_TAX_MONEY = (
    Section("What goes in", (plan.pay, plan.deferrals, plan.employer_money, plan.after_tax_so_far)),
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
)

MEGA_BACKDOOR_CHECK = Flow(
    sections=(
        Section("You", (goal, the_year, age)),
        Section("401(k)", (plan.plan_at_work, plan.after_tax_allowed, plan.after_tax_way_out)),
        *AFTER_TAX_MONEY,
    ),
    concludes=conclude,
    leads_to=(Lead(Goal.BACKDOOR),),
)
