"""Room for after-tax contributions to the plan at work."""

from collections.abc import Iterator
from decimal import Decimal

from calc.money import ZERO
from calc.plans.after_tax import InPlanConversionFacts, in_plan_conversion
from calc.plans.plan_limits import AfterTaxBound
from conversations.document import Block, Formula, Heading, KeyFigure, Note, Paragraph, Step
from conversations.formats import dollars
from conversations.ranges import Range
from conversations.reports.charts import how_full_the_limit_is
from conversations.reports.pro_rata import in_dollars
from conversations.situations.plan_year import Plan, PlanYear

ROOM = "After-tax room in the plan"
"""What the room is called where it is compared."""


def mega_backdoor(situation: PlanYear) -> Iterator[Block]:
    plan, year = situation.plan, situation.year
    if plan is None or not plan.looked_at_after_tax:
        return
    yield Heading(f"Mega backdoor in {year}")
    if plan.after_tax_allowed is False:
        yield Paragraph("Your plan takes no after-tax contributions, so there is no room to use.")
        return
    rooms = situation.rooms
    unless = ", if your plan takes them" if plan.after_tax_allowed is None else ""
    label = f"Room not used in {year}" if situation.year_is_over else "Room"
    yield KeyFigure(
        f"{label} for after-tax contributions{unless}",
        in_dollars(Range.of(room.aftertax_room for room in rooms)),
        ROOM,
    )
    if len(rooms) == 1:
        yield Formula(tuple(_steps(situation, plan)))
    else:
        limit = max(room.annual_additions_limit for room in rooms)
        yield Paragraph(
            "A range, because you were not sure of everything: the limit on annual additions "
            f"({dollars(limit)} at most, or your pay) less your deferrals, your employer's money "
            "and after-tax contributions so far."
        )
    left = "Room not used" if situation.year_is_over else "Room left"
    yield from how_full_the_limit_is(plan, rooms, left)
    if not situation.year_is_over:
        yield Note(_way_out(plan.way_out))
    if rooms[0].catch_up:
        yield Note(
            f"Catch-up of up to {dollars(rooms[0].catch_up)} comes on top of the limit, if your "
            f"plan offers it (IRC 414(v)(3)).{_catch_up_used(situation)}{_roth_only(situation)}"
        )


def _steps(situation: PlanYear, plan: Plan) -> Iterator[Step]:
    (room,) = situation.rooms
    by_pay = room.annual_additions_limit == plan.pay
    yield Step(
        "Limit on annual additions" + (": your pay" if by_pay else ""),
        dollars(room.annual_additions_limit),
    )
    yield Step("less your deferrals, without catch-up", dollars(room.counted_deferrals))
    yield Step("less your employer's money", dollars(room.employer_contributions))
    if plan.after_tax_so_far:
        yield Step("less after-tax contributions so far", dollars(plan.after_tax_so_far))
    if room.aftertax_bound is AfterTaxBound.PLAN:
        yield Step("What these limits leave", dollars(room.additions_room))
        yield Step("Room left, by your plan's own cap", dollars(room.aftertax_room))
        return
    yield Step("Room left", dollars(room.aftertax_room))


def moving(situation: PlanYear) -> Iterator[Block]:
    """What is taxed of after-tax money put in so far (Notice 2014-54; Form 1099-R, boxes 2a, 5)."""
    plan = situation.plan
    if plan is None or not plan.asked_for_amounts or plan.way_out is False:
        return
    put_in, earned = plan.after_tax_so_far, plan.earnings
    if put_in == ZERO:
        return
    yield Heading("When it moves to Roth")
    if put_in is None or earned is None:
        known = "only what it earned until then" if earned is None else dollars(earned)
        yield KeyFigure("Taxable, of after-tax money so far", known)
        in_all, taxable, after_tax = "all that moved", "the earnings", "your after-tax money"
    else:
        moved = in_plan_conversion(
            InPlanConversionFacts(
                aftertax_contributions=put_in,
                subaccount_value=put_in + earned,
                converted=put_in + earned,
            )
        )
        yield KeyFigure(
            f"Taxable, of {dollars(put_in + earned)} of after-tax money",
            dollars(moved.taxable),
            "Taxable, of after-tax money so far",
        )
        yield KeyFigure("Tax-free", dollars(moved.nontaxable), "Tax-free, of after-tax money")
        in_all = dollars(put_in + earned)
        taxable, after_tax = dollars(moved.taxable), dollars(moved.nontaxable)
    yield Paragraph(
        f"No Form 8606 for that. Expect a Form 1099-R with {in_all} in box 1, {taxable} in box 2a, "
        f"{after_tax} in box 5 and usually code G in box 7. Earnings that go to a traditional IRA "
        "instead are not taxed now (Notice 2014-54)."
    )


def _way_out(way_out: bool | None) -> str:
    if way_out is False:
        return (
            "Your plan lets after-tax money out to Roth only later: until then its earnings grow "
            "taxable, so there is no mega backdoor yet."
        )
    move = "Move" if way_out else "If your plan lets you, move"
    return (
        f"{move} after-tax money to Roth soon after each contribution; only what it "
        "earned until then is taxed (IRC 402A(c)(4), Notice 2014-54). Form 8606 is not affected, "
        "unless the earnings go to a traditional IRA: they are then on line 6."
    )


def _catch_up_used(situation: PlanYear) -> str:
    used = Range.of(room.catch_up_used for room in situation.rooms)
    if not used.least:
        return ""
    return f" {dollars(used.least)} of your deferrals counts as catch-up."


def _roth_only(situation: PlanYear) -> str:
    rule = situation.figures.roth_only_catch_up.value
    must = situation.rooms[0].catch_up_must_be_roth
    if rule is None or must is False:
        return ""
    if must:
        return " It must be Roth, by your wages of the year before (IRC 414(v)(7))."
    return (
        f" It must be Roth if box 3 of your {rule.wage_year} W-2 from this employer is more than "
        f"{dollars(Decimal(rule.threshold_more_than))}; a plan without Roth then has none for you "
        "(IRC 414(v)(7))."
    )
