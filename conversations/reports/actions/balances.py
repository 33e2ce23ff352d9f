"""Theme 1: what stands in the IRAs on December 31."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from calc.money import ZERO
from conversations.document import ActionItem
from conversations.formats import day, dollars
from conversations.situations.may_move import (
    required,
    required_is_settled,
    simple_free_from,
    simple_that_stays,
)
from conversations.situations.situation import IraKind, Situation

SIXTY_DAYS = timedelta(days=60)
"""IRC 408(d)(3)(A)."""


def review_balances(situation: Situation) -> ActionItem:
    """The pro rata snapshot, and what would lower it."""
    return ActionItem(
        "Review your IRA balances",
        _settled_balances(situation) if situation.year_is_over else _open_balances(situation),
        situation.planning_year_end,
        key="balances",
    )


def _settled_balances(situation: Situation) -> str:
    return " ".join((*_between_two_iras(situation), _settled(situation)))


def _settled(situation: Situation) -> str:
    year, planning = situation.year, situation.planning_year
    held = situation.ira_value
    settled = f"The {dollars(held)} of December 31, {year} is settled. " if held else ""
    return (
        f"{settled}For {planning}, list every traditional, rollover, SEP and SIMPLE IRA: pre-tax "
        f"money that has left them for a 401(k) by {day(situation.planning_year_end)} is out of "
        "that year's sum, and nothing should be rolled into them before."
    )


def _open_balances(situation: Situation) -> str:
    parts = (*_first(situation), *_on_the_move(situation), *_to_lower_it(situation))
    return " ".join(parts)


def _first(situation: Situation) -> Iterator[str]:
    """A required distribution."""
    if required(situation) is False or not situation.may_hold_ira_money:
        return
    amount = situation.required_distribution
    yield f"Take the required distribution{f', {dollars(amount)},' if amount else ''} first."


def _on_the_move(situation: Situation) -> Iterator[str]:
    """What goes into an IRA about the end of the year."""
    rolled_out = situation.ira_values.get(IraKind.FROM_PLAN, ZERO)
    if rolled_out != ZERO:
        amount = "its money" if rolled_out is None else f"its {dollars(rolled_out)}"
        yield (
            f"Leave the old plan alone until January {situation.year + 1}: {amount} in an IRA on "
            "December 31 is in the sum."
        )
    yield from _between_two_iras(situation)


def _between_two_iras(situation: Situation) -> Iterator[str]:
    """As long as its 60 days may last."""
    amount = situation.ira_values.get(IraKind.IN_TRANSIT, ZERO)
    year_end = situation.figures.conversion_deadline.value
    if amount != ZERO and situation.today <= year_end + SIXTY_DAYS:
        what = "What" if amount is None else f"The {dollars(amount)} that"
        yield (
            f"{what} is between two IRAs on {day(year_end)} is in the sum too: have it in the "
            "other one within 60 days, or it is a withdrawal (IRC 408(d)(3))."
        )


def _to_lower_it(situation: Situation) -> Iterator[str]:
    end = day(situation.planning_year_end)
    if not situation.may_hold_ira_money:
        yield (
            f"Keep every traditional, rollover, SEP and SIMPLE IRA at $0 until the end of {end}: "
            "no rollover of an old 401(k) into an IRA before that, and look for leftover interest."
        )
    elif _all_is_from_a_plan(situation):
        return  # what the old plan keeps need not be rolled in again
    elif required(situation) is not False and not required_is_settled(situation):
        yield (
            "The rest of the pre-tax money can go into a 401(k) that accepts it: out of the IRAs "
            f"by {end}, it is no longer in the sum."
        )
    elif situation.certain_year is None and situation.plan and situation.plan.takes_roll_ins:
        yield (
            f"Your plan takes roll-ins: have the pre-tax part of all IRAs moved into it by {end}. "
            "Once the open points are cleared up, the amount and its effect can be worked out."
        )
    else:
        yield _roll_in(situation) or (
            "List every traditional, rollover, SEP and SIMPLE IRA with its value: all of it on "
            f"{end} is in the sum. Pre-tax money that a 401(k) takes by then is not."
            f"{_simple(situation)}"
        )


def _all_is_from_a_plan(situation: Situation) -> bool:
    return all(
        value == ZERO for kind, value in situation.ira_values.items() if kind != IraKind.FROM_PLAN
    )


def _roll_in(situation: Situation) -> str | None:
    """What moving the pre-tax money into a plan would do; None where that is not certain."""
    ira, end = situation.certain_year, day(situation.planning_year_end)
    if ira is None or not situation.conversion or situation.excess_contribution:
        return None
    left_there = situation.ira_values.get(IraKind.FROM_PLAN) or ZERO
    rolled = max(ZERO, ira.pre_tax_value - simple_that_stays(situation) - left_there)
    if not rolled:
        return None
    moved = replace(ira, year_end_value=ira.year_end_value - rolled - left_there)
    before, after = ira.form.total_taxable, moved.form.total_taxable
    if after >= before:
        return (
            "Nothing you convert is after-tax money, so moving the rest into a 401(k) would not "
            f"lower this tax. All that is in the IRAs on {end} is in the sum."
        )
    in_all = ", withdrawals included," if ira.distributions else ""
    with_both = "with the old plan left alone too, " if left_there else ""
    effect = (
        f"{with_both}the taxable amount{in_all} is {dollars(after)} instead of {dollars(before)}"
    )
    simple = _simple(situation)
    takes = situation.plan.takes_roll_ins if situation.plan else False
    if takes is False:
        return (
            f"The pre-tax {dollars(rolled)} makes the tax. If a plan that accepts roll-ins took it "
            f"by {end}, {effect}: ask about a new employer's plan, or a solo 401(k) if you have "
            f"self-employment income.{simple}"
        )
    condition = "If your plan takes it: roll" if takes is None else "Roll"
    return (
        f"{condition} the pre-tax {dollars(rolled)} into your 401(k), out of the IRAs by {end}: "
        f"{effect}. Start early, it can take weeks. Only pre-tax money may go.{simple}"
    )


def _simple(situation: Situation) -> str:
    if IraKind.SIMPLE not in situation.ira_values:
        return ""
    free = simple_free_from(situation)
    if free is None:
        return " SIMPLE money cannot go there in its first two years (IRC 72(t)(6))."
    if free > situation.today:
        return f" SIMPLE money cannot go there before {day(free)} (IRC 72(t)(6))."
    return ""
