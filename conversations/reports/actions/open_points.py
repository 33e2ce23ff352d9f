"""What the person was not sure of."""

from collections.abc import Iterator
from dataclasses import replace

from conversations.document import ActionItem
from conversations.formats import dollars, listed
from conversations.situations.may_move import required, required_in_conversion
from conversations.situations.plan_year import OwnCap, PlanYear
from conversations.situations.situation import IRA_NAMES, IraKind, Situation

FOUND_HERE = "; Finding my basis works it out year by year"
"""Where to go on in the chat; paper leaves it out."""


def open_points(situation: Situation) -> tuple[ActionItem, ...]:
    """What the person was not sure of, first."""
    return clear_up(
        (
            *unsure_of_the_iras(situation),
            *unsure_of_what_may_move(situation),
            *unsure_of_the_plan(situation),
        )
    )


def clear_up(names: tuple[str, ...], key: str = "open_points") -> tuple[ActionItem, ...]:
    """One item for all that was not sure; none where all is."""
    if not names:
        return ()
    return (
        ActionItem(
            "Clear up what you were not sure of",
            f"Find out {listed(names, 'and')}, or put it first on the list for your CPA.",
            key=key,
        ),
    )


def unsure_of_the_iras(situation: Situation) -> tuple[str, ...]:
    """What the taxable amount may turn on."""
    return tuple(_unsure_of_the_iras(situation))


def _unsure_of_the_iras(situation: Situation) -> Iterator[str]:
    if situation.income is None:
        yield "your income"
    if situation.covered is None:
        yield "whether a plan at work covers you"
    if situation.spouse_covered is None:
        yield "whether a plan at work covers your spouse"
    for kind, value in situation.ira_values.items():
        if value is None:
            yield _value_of(kind, situation.year)
    if situation.deducted is None:
        yield "how much of the contribution is deducted"
    if situation.made_after is None:
        yield "when the contribution is made"
    if situation.prior_basis is None and situation.found_basis is None:
        way = "" if situation.of_spouse else FOUND_HERE
        yield f"your basis from earlier years (line 14 of the last Form 8606{way})"
    elif situation.prior_basis is None:
        yield "your basis from earlier years (what was open in Finding my basis)"


def _value_of(kind: IraKind, year: int) -> str:
    match kind:
        case IraKind.FROM_PLAN:
            return f"how much of a plan's money is in your IRAs on December 31, {year}"
        case IraKind.IN_TRANSIT:
            return f"how much is on its way between your IRAs over December 31, {year}"
        case _:
            return f"what your {IRA_NAMES[kind]} hold on December 31, {year}"


def unsure_of_what_may_move(situation: Situation) -> Iterator[str]:
    """What does not change the taxable amount."""
    if IraKind.SIMPLE in situation.ira_values and situation.simple_first_deposit is None:
        yield "when the first deposit went into your SIMPLE IRA"
    if required(situation) is not False:
        if situation.required_distribution is None:
            yield (
                f"how much your required distribution for {situation.year} is (it belongs to the "
                "other withdrawals, line 7)"
            )
        if situation.required_taken_first is None:
            yield f"whether the required distribution is taken first{_if_it_is_not(situation)}"


def _if_it_is_not(situation: Situation) -> str:
    """What it would change (IRC 408(d)(3)(E); Treas. Reg. 1.408A-4, A-6)."""
    if not situation.conversion:
        return ""
    amount = required_in_conversion(replace(situation, required_taken_first=False))
    part = dollars(amount) if amount else "as much"
    return f" (if not, {part} of the conversion is a withdrawal and a Roth contribution instead)"


def unsure_of_the_plan(year: PlanYear) -> tuple[str, ...]:
    """What the room for after-tax money may turn on."""
    return tuple(_unsure_of_the_plan(year))


def _unsure_of_the_plan(year: PlanYear) -> Iterator[str]:
    plan = year.plan
    if plan is not None and plan.asked_for_amounts:
        if plan.pay is None:
            yield "what this employer pays you"
        if plan.deferrals is None:
            yield "your deferrals"
        if plan.employer_money is None:
            yield "your employer's money"
        if plan.after_tax_so_far is None:
            yield "your after-tax contributions so far"
        if plan.own_cap == OwnCap():
            yield "your plan's own cap on after-tax contributions"
        if plan.elsewhere is None:
            yield "what you defer to other employers' plans"
        if plan.earnings is None:
            yield "what after-tax money earned until it moves"
