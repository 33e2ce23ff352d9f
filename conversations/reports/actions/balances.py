"""Theme 1: what stands in the IRAs on December 31."""

from calc.iras.required_distributions import distribution_is_required
from conversations.document import ActionItem
from conversations.formats import day, dollars
from conversations.situation import IraKind, Situation


def review_balances(situation: Situation) -> ActionItem:
    """The pro rata snapshot, and what would lower it."""
    return ActionItem(
        "Review your IRA balances",
        _settled_balances(situation) if situation.year_is_over else _open_balances(situation),
        situation.planning_year_end,
    )


def _settled_balances(situation: Situation) -> str:
    year, planning = situation.year, situation.planning_year
    held = situation.ira_value
    settled = f"The {dollars(held)} of December 31, {year} is settled. " if held else ""
    return (
        f"{settled}For {planning}, list every traditional, rollover, SEP and SIMPLE IRA: pre-tax "
        f"money that has left them for a 401(k) by {day(situation.planning_year_end)} is out of "
        "that year's sum, and nothing should be rolled into them before."
    )


def _open_balances(situation: Situation) -> str:
    end = day(situation.planning_year_end)
    if not situation.may_hold_ira_money:
        return (
            f"Keep every traditional, rollover, SEP and SIMPLE IRA at $0 until the end of {end}: "
            "no rollover of an old 401(k) into an IRA before that, and look for leftover interest."
        )
    if distribution_is_required(situation.figures, situation.age) is not False:
        return (
            "Take the required distribution first. The rest of the pre-tax money can go into a "
            f"401(k) that accepts it: out of the IRAs by {end}, it is no longer in the sum."
        )
    if situation.certain_year is None and situation.plan and situation.plan.takes_roll_ins:
        return (
            f"Your plan takes roll-ins: have the pre-tax part of all IRAs moved into it by {end}. "
            "Once the open points are cleared up, the amount and its effect can be worked out."
        )
    return _roll_in(situation) or (
        "List every traditional, rollover, SEP and SIMPLE IRA with its value: all of it on "
        f"{end} is in the sum. Pre-tax money that a 401(k) takes by then is not."
    )


def _roll_in(situation: Situation) -> str | None:
    """What moving the pre-tax money into a plan would do; None where that is not certain."""
    ira, end = situation.certain_year, day(situation.planning_year_end)
    if ira is None or not situation.conversion or situation.excess_contribution:
        return None
    before, after = ira.form.total_taxable, ira.after_roll_in.form.total_taxable
    if after >= before:
        if not ira.pre_tax_value:
            return None
        return (
            "Nothing you convert is after-tax money, so moving the rest into a 401(k) would not "
            f"lower this tax. All that is in the IRAs on {end} is in the sum."
        )
    in_all = ", withdrawals included," if ira.distributions else ""
    effect = f"the taxable amount{in_all} is {dollars(after)} instead of {dollars(before)}"
    simple = (
        " SIMPLE money cannot go there in its first two years (IRC 72(t)(6))."
        if IraKind.SIMPLE in situation.ira_values
        else ""
    )
    takes = situation.plan.takes_roll_ins if situation.plan else False
    if takes is False:
        return (
            f"The pre-tax {dollars(ira.pre_tax_value)} makes the tax. If a plan that accepts "
            f"roll-ins took it by {end}, {effect}: ask about a new employer's plan, or a solo "
            f"401(k) if you have self-employment income.{simple}"
        )
    condition = "If your plan takes it: roll" if takes is None else "Roll"
    return (
        f"{condition} the pre-tax {dollars(ira.pre_tax_value)} into your 401(k), out of the IRAs "
        f"by {end}: {effect}. Start early, it can take weeks. Only pre-tax money may go.{simple}"
    )
