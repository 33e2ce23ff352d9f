"""What else decides over after-tax money in a plan: the plan's own cap, other employers, wages."""

from decimal import Decimal
from enum import StrEnum

from calc.plans.catch_up import catch_up
from calc.tax_year import tax_year
from conversations.answers import Choice, Dollars, Percent, Wording, YesNo
from conversations.formats import dollars
from conversations.question import Facts, Question
from conversations.questions.doubts import added_to_plan, deferred
from conversations.questions.person import age
from conversations.questions.plan import after_tax_so_far, after_tax_way_out, plan_takes_after_tax
from conversations.questions.year import about_year, the_year


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
                "A percentage of pay", ("percent", "percentage", "share", "share of pay", "%")
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
    names=("Cap in dollars", "cap amount"),
)

other_plans = Question(
    "other_plans",
    YesNo(),
    asks=about_year("Do you also defer to another employer's 401(k) or 403(b) in {year}?"),
    why="The limit on your own deferrals is one for all plans; the room for after-tax money is one "
    "for each employer (IRC 402(g)(1), 415(c)).",
    when=plan_takes_after_tax,
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
    names=("Deferred elsewhere", "deferrals elsewhere"),
)


def _wages_matter(facts: Facts) -> bool:
    """Whether there is catch-up, and a rule that it must be Roth (IRC 414(v)(7))."""
    figures = tax_year(facts[the_year])
    rule = figures.roth_only_catch_up.value
    enforced = rule is not None and rule.enforced
    return plan_takes_after_tax(facts) and enforced and catch_up(figures, facts[age]) > 0


def _asks_for_wages(facts: Facts) -> str:
    rule = tax_year(facts[the_year]).roth_only_catch_up.value
    year, most = (
        (facts[the_year] - 1, 0) if rule is None else (rule.wage_year, rule.threshold_more_than)
    )
    return f"Was box 3 of your {year} W-2 from this employer more than {dollars(Decimal(most))}?"


high_wages = Question(
    "high_wages",
    YesNo(),
    asks=_asks_for_wages,
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
    names=("Plan takes Roth", "roth in the plan"),
)

earnings = Question(
    "earnings",
    Dollars(),
    asks="What will the after-tax money have earned, or had it earned, when it moves to Roth? "
    "Enter 0 if it moves at once.",
    why="Only the earnings are taxed when it moves (IRC 402A(c)(4), 72(e)(8)).",
    where="The plan's website: the value of the after-tax source, less what you put in.",
    when=lambda facts: (
        plan_takes_after_tax(facts)
        and facts.known(after_tax_way_out) is not False
        and facts.known(after_tax_so_far) != 0
    ),
    not_sure=True,
    names=("Earnings until it moves", "earnings"),
)
