"""What was kept of a what-if: the result counts on it, so it has to be done."""

from collections.abc import Iterator
from datetime import date

from conversations.document import ActionItem
from conversations.formats import day, dollars
from conversations.situations.situation import Situation


def kept_plans(situation: Situation) -> Iterator[ActionItem]:
    """Nothing once the year is over: what was not done cannot be any more."""
    if situation.year_is_over:
        return
    end = situation.planning_year_end
    if situation.rolled_in:
        yield ActionItem(
            f"Roll {dollars(situation.rolled_in)} into your 401(k)",
            f"{_less_than_kept(situation)}Pre-tax money only, out of the IRAs by {day(end)}: this "
            "result counts it as gone. Ask the plan first whether it takes it. It can take weeks.",
            end,
            key="roll_in",
        )
    elif situation.roll_in_kept:
        yield ActionItem(
            "Nothing to roll into your 401(k) any more",
            f"{_less_than_kept(situation)}Change one of these answers where that is not right.",
            end,
            key="roll_in",
        )
    if situation.gift:
        yield ActionItem(
            f"Give {dollars(situation.gift)} to charity from your IRAs",
            f"Have the trustee send it straight to the charity by {day(end)}, after you reached "
            "70 1/2 (IRC 408(d)(8)). This result counts it as gone.",
            end,
            key="gift",
        )
    if situation.put_off:
        later = situation.year + 1
        yield ActionItem(
            f"Convert in {later}, not this year",
            f"{dollars(situation.put_off)}, from {day(date(later, 1, 1))} on. What your IRAs hold "
            f"on December 31, {later} then decides what is taxed.",
            date(later, 12, 31),
            key="put_off",
        )


def _less_than_kept(situation: Situation) -> str:
    """Why it is not the amount that was kept, where answers were changed since."""
    if situation.rolled_in >= situation.roll_in_kept:
        return ""
    return (
        f"You kept {dollars(situation.roll_in_kept)}; by your answers now the IRAs hold "
        f"{dollars(situation.rolled_in)} of pre-tax money that can go (IRC 408(d)(3)(A)(ii)). "
    )
