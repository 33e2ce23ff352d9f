"""The result of a mega backdoor check: the room, what is taxed when it moves, what to do."""

from collections.abc import Iterator

from calc.money import ZERO
from calc.plans.after_tax import InPlanConversionFacts, in_plan_conversion
from conversations.document import (
    ActionItem,
    Block,
    Checklist,
    Document,
    Heading,
    KeyFigure,
    Note,
    Paragraph,
    Sources,
)
from conversations.formats import day, dollars
from conversations.plan_year import Plan, PlanYear
from conversations.reports.actions.allowed_maximum import room_in_the_plan
from conversations.reports.actions.open_points import clear_up, unsure_of_the_plan
from conversations.reports.backdoor import plan_limits
from conversations.reports.findings import plan_excess
from conversations.reports.mega_backdoor import mega_backdoor


def report(year: PlanYear) -> Document:
    return Document(tuple(_blocks(year)))


def _blocks(year: PlanYear) -> Iterator[Block]:
    plan = year.plan
    if plan is None or not plan.asked_for_amounts:
        yield KeyFigure(f"Room for after-tax contributions in {year.year}", dollars(ZERO))
    if plan is None:
        yield Paragraph("A mega backdoor needs a plan at work, or one of your own business.")
    room = tuple(mega_backdoor(year))
    # The number comes first here, so that a notification shows it.
    yield from (block for block in room if not isinstance(block, Heading))
    if plan is not None and plan.asked_for_amounts and plan.way_out is not False:
        yield from _moving(plan)
    yield from map(Note, plan_excess(year))
    yield Heading("What to do")
    yield Checklist(tuple(_items(year)))
    if year.rooms:
        yield Heading("Limits and sources")
        yield Sources(tuple(plan_limits(year.figures, year.age)))
    yield Note(
        "IRAs have no part in this: what they hold changes nothing here, and this changes nothing "
        "in the pro rata sum of a backdoor Roth, unless earnings go to a traditional IRA."
    )
    yield Note(
        f"An estimate from your answers on {day(year.today)}, under the rules for {year.year}. Not "
        "tax advice: take it to your CPA."
    )


def _moving(plan: Plan) -> Iterator[Block]:
    """What is taxed of after-tax money put in so far (Notice 2014-54; Form 1099-R, boxes 2a, 5)."""
    put_in, earned = plan.after_tax_so_far, plan.earnings
    if put_in == ZERO:
        return
    yield Heading("When it moves to Roth")
    if put_in is None or earned is None:
        known = "only what it earned until then" if earned is None else dollars(earned)
        yield KeyFigure("Taxable, of after-tax money so far", known)
    else:
        moved = in_plan_conversion(
            InPlanConversionFacts(
                aftertax_contributions=put_in,
                subaccount_value=put_in + earned,
                converted=put_in + earned,
            )
        )
        yield KeyFigure(
            f"Taxable, of {dollars(put_in + earned)} of after-tax money", dollars(moved.taxable)
        )
        yield KeyFigure("Tax-free", dollars(moved.nontaxable))
    yield Paragraph(
        "No Form 8606 for that. Expect a Form 1099-R with all that moved in box 1, the earnings in "
        "box 2a and your after-tax money in box 5."
    )


def _items(year: PlanYear) -> Iterator[ActionItem]:
    plan, end = year.plan, year.planning_year_end
    yield from clear_up(unsure_of_the_plan(year))
    if plan is None:
        yield ActionItem(
            "Look for a plan",
            "With self-employment income, a solo 401(k) whose document allows after-tax "
            "contributions and in-plan conversions is one.",
        )
        return
    asked = " ".join(_questions(year, plan))
    if asked:
        yield ActionItem("Ask the plan", f"Ask the plan's administrator, in writing: {asked}", end)
    room = " ".join(room_in_the_plan(year))
    if room and not year.year_is_over:
        yield ActionItem("Use the room", room, end)
    if plan.asked_for_amounts:
        yield ActionItem(
            "Keep what the plan says",
            "The plan may have to refund a part to highly paid employees after the year (IRC "
            "401(m)(6)). Keep its statements, and each Form 1099-R.",
        )


def _questions(year: PlanYear, plan: Plan) -> Iterator[str]:
    if plan.after_tax_allowed is False:
        yield "Could it take after-tax contributions? An employer can add them."
        return
    if plan.after_tax_allowed is None:
        yield "Does it take after-tax contributions?"
    if plan.way_out is None:
        yield "Does it convert after-tax money to Roth, or pay it out, while you work?"
    if plan.way_out is False:
        yield "Could it convert after-tax money to Roth? An employer can add that."
    if plan.way_out:
        yield "Can after-tax contributions be converted automatically, with each payroll?"
    if plan.has_roth is None and any(room.catch_up for room in year.rooms):
        yield "Does it take catch-up, and Roth deferrals?"
