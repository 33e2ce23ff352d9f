"""What else decides over after-tax money in a plan: the plan's own cap, other employers, wages."""

from decimal import Decimal
from enum import StrEnum

from calc.money import ZERO
from calc.plans.catch_up import catch_up
from calc.tax_year import tax_year
from conversations.answers import Choice, Dollars, Percent, Wording, YesNo
from conversations.formats import dollars
from conversations.question import Facts, Question, Words
from conversations.questions import plan
from conversations.questions.doubts import added_to_plan, deferred
from conversations.questions.person import age
from conversations.questions.plan import after_tax_so_far, after_tax_way_out, plan_takes_after_tax
from conversations.questions.year import about_year, the_year
from conversations.situations.plan_year import OwnCap, Plan


class Cap(StrEnum):
    NONE = "none"
    SHARE = "share"
    AMOUNT = "amount"


cap = Question(
    "cap",
    Choice(
        {
            Cap.NONE: Wording("No cap of its own", ("no", "no cap", "no limit", "0")),
            Cap.SHARE: Wording(
                "A percentage of pay", ("percent", "percentage", "share of pay", "%")
            ),
            Cap.AMOUNT: Wording("An amount in dollars", ("dollars", "amount", "an amount")),
        }
    ),
    asks="Does the plan have a cap of its own on after-tax contributions of a year?",
    why="Many plans take less than the law allows, to pass the tests on highly paid employees "
    "(IRC 401(m)).",
    where="The summary plan description, under after-tax contributions, or the plan's website "
    "where you set their rate.",
    when=plan_takes_after_tax,
    not_sure=True,
    lasts=True,
    names=("Plan's own cap", "cap", "plan cap"),
)

cap_share = Question(
    "cap_share",
    Percent(),
    asks="Which percentage of pay may go in after tax?",
    why="Of two limits the lower one ends your room.",
    where="The summary plan description, under after-tax contributions.",
    when=lambda facts: plan_takes_after_tax(facts) and facts.known(cap) is Cap.SHARE,
    not_sure=True,
    lasts=True,
    names=("Cap in percent", "percentage of pay"),
)

cap_amount = Question(
    "cap_amount",
    Dollars(),
    asks=about_year("How many dollars may go in after tax in {year}?"),
    why="Of two limits the lower one ends your room.",
    where="The summary plan description, under after-tax contributions.",
    when=lambda facts: plan_takes_after_tax(facts) and facts.known(cap) is Cap.AMOUNT,
    not_sure=True,
    doubts=added_to_plan,
    lasts=True,
    names=("Cap in dollars", "cap amount"),
)

other_plans = Question(
    "other_plans",
    YesNo(),
    asks=about_year("Do you also defer to another employer's 401(k) or 403(b) in {year}?"),
    why="The limit on your own deferrals is one for all plans; the room for after-tax money is one "
    "for each employer (IRC 402(g)(1), 415(c)).",
    when=plan_takes_after_tax,
    lasts=True,
    names=("Other employers' plans", "other plans"),
)

elsewhere = Question(
    "elsewhere",
    Dollars(),
    asks=about_year("How much do you defer to the others for all of {year}, pre-tax and Roth?"),
    why="It counts against the one limit on your own deferrals (IRC 402(g)(1)).",
    where="The last pay stub from each, or W-2 box 12.",
    when=lambda facts: plan_takes_after_tax(facts) and facts[other_plans],
    not_sure=True,
    doubts=deferred(age),
    expected=True,
    names=("Deferred elsewhere", "deferrals elsewhere"),
)


def _wages_matter(facts: Facts) -> bool:
    """Whether there is catch-up, and a rule that it must be Roth (IRC 414(v)(7))."""
    figures = tax_year(facts[the_year])
    rule = figures.roth_only_catch_up.value
    enforced = rule is not None and rule.enforced
    return plan_takes_after_tax(facts) and enforced and catch_up(figures, facts[age]) > 0


def asks_for_wages(whose: str) -> Words:
    def asks(facts: Facts) -> str:
        rule = tax_year(facts[the_year]).roth_only_catch_up.value
        year, most = (
            (facts[the_year] - 1, 0) if rule is None else (rule.wage_year, rule.threshold_more_than)
        )
        than = dollars(Decimal(most))
        return f"Was box 3 of {whose} {year} W-2 from this employer more than {than}?"

    return asks


high_wages = Question(
    "high_wages",
    YesNo(),
    asks=asks_for_wages("your"),
    why="Above that, catch-up contributions must be Roth (IRC 414(v)(7)).",
    where="Box 3, Social Security wages, of that year's W-2; no if you had none from this "
    "employer.",
    when=_wages_matter,
    not_sure=True,
    names=("High wages the year before", "box 3"),
)

plan_has_roth = Question(
    "has_roth",
    YesNo(),
    asks="Does the plan take Roth deferrals?",
    why="Where catch-up must be Roth, a plan without Roth has none for you (IRC 414(v)(7)(B)).",
    where="The summary plan description, or the plan's website where you set your deferrals.",
    when=lambda facts: _wages_matter(facts) and facts.known(high_wages) is not False,
    not_sure=True,
    lasts=True,
    names=("Plan takes Roth", "roth in the plan"),
)

earnings = Question(
    "earnings",
    Dollars(),
    asks="What will the after-tax money have earned, or had it earned, when it moves to Roth? "
    "Enter 0 if it moves at once, or if the earnings go to a traditional IRA instead.",
    why="Only the earnings are taxed when it moves (IRC 402A(c)(4), 72(e)(8)).",
    where="The plan's website: the value of the after-tax source, less what you put in.",
    when=lambda facts: (
        plan_takes_after_tax(facts)
        and facts.known(after_tax_way_out) is not False
        and facts.known(after_tax_so_far) != 0
    ),
    not_sure=True,
    expected=True,
    names=("Earnings until it moves", "earnings"),
)


def the_plan(facts: Facts) -> Plan | None:
    """What was said about the plan, put together. What was not asked does not apply; not sure
    stays None."""
    if not (plan.has_plan(facts) or plan.after_tax_matters(facts)):
        return None
    return Plan(
        takes_roll_ins=facts.known(plan.roll_in_accepted),
        looked_at_after_tax=plan.after_tax_matters(facts),
        after_tax_allowed=facts.known(plan.after_tax_allowed),
        way_out=facts.known(plan.after_tax_way_out),
        pay=facts.known(plan.pay),
        deferrals=facts.known(plan.deferrals),
        employer_money=facts.known(plan.employer_money),
        after_tax_so_far=facts.known(plan.after_tax_so_far),
        own_cap=_own_cap(facts),
        elsewhere=facts.known(elsewhere) if facts.known(other_plans) else ZERO,
        high_wages=facts.known(high_wages),
        has_roth=facts.known(plan_has_roth),
        earnings=facts.known(earnings) if earnings in facts else ZERO,
    )


def _own_cap(facts: Facts) -> OwnCap | None:
    match facts.known(cap):
        case Cap.NONE:
            return None
        case Cap.SHARE:
            return OwnCap(share=facts.known(cap_share))
        case Cap.AMOUNT:
            return OwnCap(amount=facts.known(cap_amount))
        case None:
            return OwnCap() if cap in facts else None
