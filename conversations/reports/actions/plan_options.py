"""Theme 4: what the 401(k) offers."""

from conversations.document import ActionItem
from conversations.situation import Situation


def ask_the_plan(situation: Situation) -> ActionItem:
    """What to ask the plan."""
    title, plan, end = "Check your 401(k)'s options", situation.plan, situation.planning_year_end
    if plan is None and not situation.may_hold_ira_money:
        return ActionItem(
            title,
            "Keep the money of old plans in plans: rolled into an IRA, it is in the pro rata sum. "
            "How much a plan takes after tax, the mega backdoor, is a check of its own here.",
            end,
        )
    if plan is None:
        return ActionItem(
            title,
            f"No plan in {situation.year}. A later one may take your pre-tax IRA money: ask it "
            "before you roll anything out of it into an IRA, and before the year ends in which you "
            "convert.",
            end,
        )
    open_questions = {
        "Does it accept roll-ins from IRAs, and how long do they take?": plan.takes_roll_ins,
        "Does it take after-tax contributions?": plan.after_tax_allowed,
        "Does it convert after-tax money to Roth, or pay it out, while you work?": (
            True if plan.after_tax_allowed is False else plan.way_out
        ),
    }
    asked = " ".join(question for question, known in open_questions.items() if known is None)
    if asked:
        return ActionItem(title, f"Ask the plan's administrator, in writing: {asked}", end)
    if plan.after_tax_allowed is False:
        return ActionItem(
            title,
            "Ask whether the plan will take after-tax contributions: an employer can add them.",
            end,
        )
    if plan.way_out is False:
        return ActionItem(
            title,
            "Ask whether the plan will convert after-tax money to Roth inside it, or pay it out "
            "while you work: an employer can add either.",
            end,
        )
    return ActionItem(
        title,
        "Ask for automatic conversion of after-tax contributions, whether the plan has a cap of "
        "its own on them, and whether it had to refund some to highly paid employees.",
        end,
    )
