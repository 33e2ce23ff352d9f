"""What the person was not sure of."""

from collections.abc import Iterator

from conversations.document import ActionItem
from conversations.formats import listed
from conversations.plan_year import OwnCap, PlanYear
from conversations.situation import IRA_NAMES, Situation


def open_points(situation: Situation) -> tuple[ActionItem, ...]:
    """What the person was not sure of, first."""
    return clear_up((*unsure_of_the_iras(situation), *unsure_of_the_plan(situation)))


def clear_up(names: tuple[str, ...]) -> tuple[ActionItem, ...]:
    """One item for all that was not sure; none where all is."""
    if not names:
        return ()
    return (
        ActionItem(
            "Clear up what you were not sure of",
            f"Find out {listed(names, 'and')}, or put it first on the list for your CPA.",
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
            yield f"what your {IRA_NAMES[kind]} hold on December 31, {situation.year}"
    if situation.deducted is None:
        yield "how much of the contribution is deducted"
    if situation.made_after is None:
        yield "when the contribution is made"
    if situation.prior_basis is None:
        yield "your basis from earlier years (line 14 of the last Form 8606)"


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
