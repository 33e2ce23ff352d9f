"""The result of a mega backdoor check: the room, what is taxed when it moves, what to do."""

from collections.abc import Iterator

from calc.money import ZERO
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
from conversations.formats import dollars
from conversations.reports.actions.allowed_maximum import room_in_the_plan
from conversations.reports.actions.open_points import clear_up, unsure_of_the_plan
from conversations.reports.actions.plan_options import about_after_tax, to_send
from conversations.reports.backdoor import plan_limits
from conversations.reports.estimate import estimate
from conversations.reports.findings import plan_excess
from conversations.reports.mega_backdoor import ROOM, mega_backdoor, moving
from conversations.situations.plan_year import Plan, PlanYear


def report(year: PlanYear) -> Document:
    return Document(tuple(_blocks(year)))


def _blocks(year: PlanYear) -> Iterator[Block]:
    plan = year.plan
    if plan is None or not plan.asked_for_amounts:
        yield KeyFigure(f"Room for after-tax contributions in {year.year}", dollars(ZERO), ROOM)
    if plan is None:
        yield Paragraph("A mega backdoor needs a plan at work, or one of your own business.")
    room = tuple(mega_backdoor(year))
    # The number comes first here, so that a notification shows it.
    yield from (block for block in room if not isinstance(block, Heading))
    yield from moving(year)
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
    yield estimate(year.today, year.year)


def _items(year: PlanYear) -> Iterator[ActionItem]:
    plan, end = year.plan, year.planning_year_end
    yield from clear_up(unsure_of_the_plan(year), "mega_open_points")
    if plan is None:
        yield ActionItem(
            "Look for a plan",
            "With self-employment income, a solo 401(k) whose document allows after-tax "
            "contributions and in-plan conversions is one.",
            key="mega_find",
        )
        return
    yield ActionItem(
        "Ask the plan", to_send(*about_after_tax(plan), *_catch_up(year, plan)), end, key="mega_ask"
    )
    room = " ".join(room_in_the_plan(year))
    if room and not year.year_is_over:
        yield ActionItem("Use the room", room, end, key="mega_room")
    if plan.asked_for_amounts:
        yield ActionItem(
            "Keep what the plan says",
            "The plan may have to refund a part to highly paid employees after the year (IRC "
            "401(m)(6)). Keep its statements, and each Form 1099-R.",
            key="mega_keep",
        )


def _catch_up(year: PlanYear, plan: Plan) -> Iterator[str]:
    if plan.has_roth is None and any(room.catch_up for room in year.rooms):
        yield "Does the plan take catch-up, and Roth deferrals?"
