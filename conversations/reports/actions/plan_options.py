"""Theme 4: what the 401(k) offers."""

from collections.abc import Iterator

from conversations.document import ActionItem
from conversations.situations.plan_year import OwnCap, Plan
from conversations.situations.situation import Situation


def ask_the_plan(situation: Situation) -> ActionItem:
    """What to ask the plan."""
    title, plan, end = "Check your 401(k)'s options", situation.plan, situation.planning_year_end
    if plan is None and not situation.may_hold_ira_money:
        return ActionItem(
            "Leave old plans' money in plans",
            f"Rolled into an IRA, it is in the pro rata sum. {A_CHECK_OF_ITS_OWN}",
            end,
            key="leave_plans",
        )
    if plan is None:
        return ActionItem(
            "If you get a 401(k)",
            "A new employer's plan may take your pre-tax IRA money, and so may a solo 401(k) if "
            "you have self-employment income. Ask before the end of a year in which you convert.",
            end,
            key="get_plan",
        )
    return ActionItem(
        title, f"{_to_ask(situation, plan)}{_another_plan(situation, plan)}", end, key="plan"
    )


def _to_ask(situation: Situation, plan: Plan) -> str:
    if plan.looked_at_after_tax:
        open_ = plan.takes_roll_ins is None and situation.may_hold_ira_money
        roll_ins = (_TAKES_ROLL_INS,) if open_ else ()
        return to_send(*roll_ins, *about_after_tax(plan))
    match plan.takes_roll_ins:
        case None:
            takes = to_send(_TAKES_ROLL_INS)
        case True:
            takes = "Your plan takes roll-ins: ask how long they take."
        case False:
            takes = "Your plan takes no roll-ins: ask whether it will."
    return f"{takes} {A_CHECK_OF_ITS_OWN}"


def to_send(*questions: str) -> str:
    """A message that is ready to be sent."""
    return f'Send this to HR or the plan\'s administrator: "{" ".join(questions)}"'


def about_after_tax(plan: Plan) -> Iterator[str]:
    """What is not known about after-tax money in a plan, or could be better; and what may come
    back (IRC 401(m)(6))."""
    if plan.after_tax_allowed is False:
        yield (
            "Could the plan take after-tax contributions, neither pre-tax nor Roth? An employer "
            "can add them."
        )
        return
    if plan.after_tax_allowed is None:
        yield "Does the plan take after-tax contributions, neither pre-tax nor Roth?"
    match plan.way_out:
        case None:
            yield (
                "Can I move after-tax money to Roth while I work here, inside the plan or to a "
                "Roth IRA, and how often?"
            )
        case False:
            yield (
                "Could the plan let me move after-tax money to Roth while I work here? An employer "
                "can add that."
            )
        case True:
            yield "Can after-tax money be converted automatically, with each payroll?"
    if plan.own_cap == OwnCap():
        yield "Is there a cap of the plan's own on after-tax contributions?"
    yield (
        "Did the plan refund after-tax contributions to highly paid employees in recent years, and "
        "does a withdrawal suspend contributions?"
    )


def _another_plan(situation: Situation, plan: Plan) -> str:
    """Where the item on the balances cannot say it, as it depends on what is not known."""
    known = situation.certain_year is not None or not situation.may_hold_ira_money
    if known or plan.takes_roll_ins is not False:
        return ""
    return (
        " Another plan may take your pre-tax IRA money: a new employer's, or a solo 401(k) if you "
        "have self-employment income."
    )


_TAKES_ROLL_INS = (
    "Does the plan accept a direct rollover of pre-tax money from a traditional IRA, which form do "
    "you need, and how long does it take?"
)

A_CHECK_OF_ITS_OWN = (
    "How much a plan takes after tax, the mega backdoor, is a check of its own here."
)
"""In the chat; paper leaves it out."""
