"""Theme 5: limits not used up."""

from collections.abc import Iterator
from datetime import date

from calc.plans.catch_up import CatchUpFacts, catch_up_limits
from conversations.document import ActionItem
from conversations.formats import day, dollars
from conversations.reports.actions.contribution import IF_PAY
from conversations.situations.plan_year import PlanYear
from conversations.situations.situation import Situation


def use_what_is_allowed(situation: Situation) -> ActionItem:
    """What may still go in."""
    title, year = "Use the allowed maximum", situation.year
    due, end = situation.figures.contribution_due_date.value, situation.planning_year_end
    parts: list[tuple[date, str]] = []
    room = " ".join(room_in_the_plan(situation))
    if room and not situation.year_is_over:
        parts.append((end, room))
    left = situation.contribution_limit - situation.contribution
    if left > 0 and not situation.contributions_are_closed:
        more = (
            f"{dollars(left)} more into IRAs for {year}, by {day(due)}{IF_PAY}"
            if situation.contribution
            else f"The {dollars(left)} for IRAs above, by {day(due)}: later it is lost."
        )
        parts.append((due, more))
    if parts:
        return ActionItem(title, " ".join(text for _, text in parts), min(parts)[0], key="maximum")
    if situation.contributions_are_closed:
        return ActionItem(
            title,
            f"The limits of {year} can no longer be used.{_next_limits(situation)}",
            end,
            key="maximum",
        )
    begins = date(year + 1, 1, 1)
    full = (
        f"Nothing more can go into IRAs for {year}: the limit is "
        f"{dollars(situation.contribution_limit)}."
    )
    if situation.today >= begins:
        return ActionItem(title, f"{full} The one for {year + 1} can go in now.", key="maximum")
    ready = f"Have the one for {year + 1} ready by {day(begins)}: from that day on it can go in."
    return ActionItem(title, f"{full} {ready}", begins, key="maximum")


def room_in_the_plan(situation: PlanYear) -> Iterator[str]:
    """One room for all: deferrals take their part of it, catch-up comes on top."""
    plan, rooms, end = situation.plan, situation.rooms, day(situation.planning_year_end)
    if plan is None or not rooms:
        return
    room = max(room.aftertax_room for room in rooms)
    deferrals = max(room.deferral_room for room in rooms)
    catch_up = max(room.catch_up_room for room in rooms)
    up_to = "" if len(rooms) == 1 else "Up to "
    if room:
        unless = ", if your plan takes it" if plan.after_tax_allowed is None else ""
        later = " only once the plan has a way out to Roth" if plan.way_out is False else ""
        in_plan = f"{up_to}{dollars(room)} of room in your plan"
        if deferrals:
            yield (
                f"{in_plan}, through payroll by {end}: up to {dollars(deferrals)} as your own "
                "deferrals, less what you defer to other employers' plans (IRC 402(g)), the rest "
                f"after tax{later}{unless}."
            )
        else:
            yield f"{in_plan}, through payroll by {end}, after tax{later}{unless}."
    if catch_up:
        yield (
            f"Catch-up of up to {dollars(catch_up)} on top, over all your plans together, if this "
            "one offers it."
        )


def _next_limits(situation: Situation) -> str:
    figures = situation.planning_figures
    if figures is None:
        return ""
    limits = catch_up_limits(figures, CatchUpFacts(age=situation.planning_age))
    named = "" if situation.excess_contribution else " named above"
    return (
        f" For {figures.year}: the {dollars(limits.ira_limit)} for IRAs{named}, and "
        f"{dollars(limits.deferral_limit)} of your own deferrals to plans at work, catch-up "
        f"included, through payroll by {day(situation.planning_year_end)}."
    )
