"""What to do, and by when: one item for each of the six themes, in the person's own figures.

Once the tax year is over, its numbers are settled: the items then say what is left to do for it,
and what can be done in the year that runs.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from calc.form_8606 import form_8606
from calc.ira_limits import dollar_limit
from calc.money import ZERO
from calc.plan_limits import CatchUpFacts, catch_up_limits
from conversations.document import ActionItem
from conversations.formats import day, dollars, listed
from conversations.reports.pro_rata import in_dollars, taxable
from conversations.situation import IRA_NAMES, IraKind, Range, Situation


def action_items(situation: Situation) -> tuple[ActionItem, ...]:
    return (
        *open_points(situation),
        review_balances(situation),
        contribute(situation),
        convert(situation),
        ask_the_plan(situation),
        use_what_is_allowed(situation),
        document(situation),
    )


def open_points(situation: Situation) -> tuple[ActionItem, ...]:
    """What the person was not sure of, first."""
    names = tuple(_unsure(situation))
    if not names:
        return ()
    return (
        ActionItem(
            "Clear up what you were not sure of",
            f"Find out {listed(names, 'and')}, or put it first on the list for your CPA.",
        ),
    )


def _unsure(situation: Situation) -> Iterator[str]:
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
        yield "when the contribution was made"
    if situation.prior_basis is None:
        yield "your basis from earlier years (line 14 of the last Form 8606)"
    plan = situation.plan
    if plan is not None and plan.asked_for_amounts:
        if plan.pay is None:
            yield "what this employer pays you"
        if plan.deferrals is None:
            yield "your deferrals"
        if plan.employer_money is None:
            yield "your employer's money"
        if plan.after_tax_so_far is None:
            yield "your after-tax contributions so far"


def review_balances(situation: Situation) -> ActionItem:
    """Theme 1: what stands in the IRAs on December 31."""
    return ActionItem(
        "Review your IRA balances",
        _settled_balances(situation) if situation.year_is_over else _open_balances(situation),
        _year_end(situation),
    )


def _settled_balances(situation: Situation) -> str:
    year, planning = situation.year, situation.planning_year
    held = sum((value for value in situation.ira_values.values() if value), ZERO)
    settled = f"The {dollars(held)} of December 31, {year} is settled. " if held else ""
    return (
        f"{settled}For {planning}, list every traditional, rollover, SEP and SIMPLE IRA: pre-tax "
        f"money that has left them for a 401(k) by {day(_year_end(situation))} is out of that "
        "year's sum, and nothing should be rolled into them before."
    )


def _open_balances(situation: Situation) -> str:
    end = day(_year_end(situation))
    values = situation.ira_values.values()
    if not any(value is None or value for value in values):
        return (
            f"Keep every traditional, rollover, SEP and SIMPLE IRA at $0 until the end of {end}: "
            "no rollover of an old 401(k) into an IRA before that, and look for leftover interest."
        )
    return _roll_in(situation) or (
        "List every traditional, rollover, SEP and SIMPLE IRA with its value: all of it on "
        f"{end} is in the sum."
    )


def _roll_in(situation: Situation) -> str | None:
    """What moving the pre-tax money into the plan would do, from the same form on changed
    facts: the basis stays behind (IRC 408(d)(3)(A)(ii), (H))."""
    before = taxable(situation)
    if before is None or not situation.conversion:
        return None
    (facts,) = situation.form_facts()
    basis = situation.forms[0].line5 or ZERO
    left_behind = max(ZERO, basis - facts.line7_distributions - facts.line8_conversions)
    pre_tax = facts.line6_year_end_value - left_behind
    if pre_tax <= 0:
        return None
    after = form_8606(replace(facts, line6_year_end_value=left_behind)).total_taxable
    takes = situation.plan.takes_roll_ins if situation.plan else False
    end = day(_year_end(situation))
    effect = f"the taxable amount is {dollars(after)} instead of {dollars(before)}"
    simple = (
        " SIMPLE money cannot go there in its first two years (IRC 72(t)(6))."
        if IraKind.SIMPLE in situation.ira_values
        else ""
    )
    if takes is False:
        return (
            f"Pre-tax money of {dollars(pre_tax)} makes the tax. If a plan that accepts roll-ins "
            f"took it by {end}, {effect}: ask about a new employer's plan, or a solo 401(k) if you "
            f"have self-employment income.{simple}"
        )
    condition = "If your plan takes it: roll" if takes is None else "Roll"
    return (
        f"{condition} the pre-tax {dollars(pre_tax)} into your 401(k), out of the IRAs by {end}: "
        f"{effect}. Only pre-tax money may go, and a required distribution may not.{simple}"
    )


def contribute(situation: Situation) -> ActionItem:
    """Theme 2: the contribution, and its date."""
    title, year = "Make the nondeductible contribution, and date it", situation.year
    due, contribution = situation.figures.contribution_due_date.value, situation.contribution
    if situation.today > due:
        kept = (
            f"Keep the proof of your {dollars(contribution)} for {year}: its date, and the year it "
            "was for. "
            if contribution
            else ""
        )
        return ActionItem(title, f"{kept}{_next_contribution(situation)}", _next_due(situation))
    if situation.excess_contribution:
        return ActionItem(
            title,
            f"Have the {dollars(situation.excess_contribution)} above the limit taken out with its "
            "earnings by the due date of your return, extensions included. The other "
            f"{dollars(situation.contribution_limit)} go in by {day(due)} at the latest; keep the "
            "confirmation.",
            due,
        )
    elsewhere = situation.figures.contribution_due_date_me_ma.value
    by = day(due) + (f" (Maine and Massachusetts: {day(elsewhere)})" if elsewhere else "")
    if not contribution:
        return ActionItem(
            title,
            f"Up to {dollars(situation.contribution_limit)} can go in for {year} until {by}, if "
            "your pay is at least as much. Tell the broker which year it is for.",
            due,
        )
    return ActionItem(
        title,
        f"{dollars(contribution)} for {year}, by {by} at the latest. Tell the broker which year it "
        f"is for and keep the confirmation: made after December 31, {year}, it goes on line 4 and "
        "does not count in that year's ratio.",
        due,
    )


def _next_contribution(situation: Situation) -> str:
    figures = situation.planning_figures
    closed = f"Contributions for {situation.year} are closed"
    if figures is None:
        return f"{closed}; the limit of the year that runs is not known here."
    age = situation.age + situation.planning_year - situation.year
    return (
        f"{closed}; for {figures.year} up to {dollars(dollar_limit(figures, age))} can go in by "
        f"{day(figures.contribution_due_date.value)}."
    )


def convert(situation: Situation) -> ActionItem:
    """Theme 3: the conversion, with a CPA."""
    title, end = "Plan the conversion with a CPA", _year_end(situation)
    undone = "a conversion cannot be undone (IRC 408A(d)(6)(B)(iii))"
    if situation.year_is_over:
        return ActionItem(
            title,
            f"What was converted in {situation.year} is settled: {undone}. Have your CPA hold "
            f"these lines against that return, and plan the next conversion before {day(end)}.",
            end,
        )
    if not situation.conversion:
        return ActionItem(
            title,
            f"None is planned. To count for {situation.year} it must leave the IRA by {day(end)}; "
            f"{undone}.",
            end,
        )
    amount = in_dollars(Range.of(form.line18 or ZERO for form in situation.forms))
    return ActionItem(
        title,
        f"Go through the taxable part, {amount}, before you convert: {undone}. It must leave the "
        f"IRA by {day(end)}; have no tax withheld from it.",
        end,
    )


def ask_the_plan(situation: Situation) -> ActionItem:
    """Theme 4: what the 401(k) offers."""
    title, plan, end = "Check your 401(k)'s options", situation.plan, _year_end(situation)
    if plan is None:
        return ActionItem(
            title,
            "No plan at work now. A later one may take your pre-tax IRA money: ask it before you "
            "roll anything out of it into an IRA, and before the year ends in which you convert.",
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


def use_what_is_allowed(situation: Situation) -> ActionItem:
    """Theme 5: limits not used up."""
    title, year = "Use the allowed maximum", situation.year
    room = max((room.aftertax_room for room in situation.rooms), default=ZERO)
    due, end = situation.figures.contribution_due_date.value, _year_end(situation)
    left = situation.contribution_limit - situation.contribution
    parts: list[tuple[date, str]] = []
    if room and not situation.year_is_over:
        sure = (
            situation.plan is not None
            and situation.plan.after_tax_allowed
            and len(situation.rooms) == 1
        )
        amount = f"{'' if sure else 'Up to '}{dollars(room)}"
        parts.append((end, f"{amount} of after-tax room in your plan, by {day(end)}."))
    deferrals = _deferrals_left(situation)
    if deferrals and not situation.year_is_over:
        parts.append(
            (
                end,
                f"{dollars(deferrals)} more of your own deferrals by {day(end)}, less what goes to "
                "plans elsewhere.",
            )
        )
    if left > 0 and situation.today <= due:
        parts.append((due, f"{dollars(left)} more into IRAs for {year}, by {day(due)}."))
    if parts:
        return ActionItem(title, " ".join(text for _, text in parts), min(parts)[0])
    if situation.today > due:
        return ActionItem(
            title,
            f"The limits of {year} can no longer be used.{_next_limits(situation)}",
            end,
        )
    return ActionItem(
        title,
        f"Nothing more can go into IRAs for {year}: the limit is "
        f"{dollars(situation.contribution_limit)}.",
        due,
    )


def _deferrals_left(situation: Situation) -> Decimal:
    """What the limit on elective deferrals and catch-up leaves (IRC 402(g), 414(v))."""
    deferred = situation.plan.deferrals if situation.plan else None
    if deferred is None:
        return ZERO
    limits = catch_up_limits(situation.figures, CatchUpFacts(age=situation.age))
    return max(ZERO, limits.deferral_limit - deferred)


def _next_limits(situation: Situation) -> str:
    figures = situation.planning_figures
    if figures is None:
        return ""
    age = situation.age + situation.planning_year - situation.year
    limits = catch_up_limits(figures, CatchUpFacts(age=age))
    return (
        f" For {figures.year}: {dollars(limits.ira_limit)} to IRAs by "
        f"{day(figures.contribution_due_date.value)}; {dollars(limits.deferral_limit)} of your own "
        f"deferrals to plans at work, through payroll by {day(_year_end(situation))}."
    )


def document(situation: Situation) -> ActionItem:
    """Theme 6: the papers."""
    year, due = situation.year, situation.figures.contribution_due_date.value
    papers = (
        "Keep Forms 8606, 5498 and 1099-R and the December 31 statements until your IRAs are empty."
    )
    if situation.today > due:
        return ActionItem(
            "Document everything",
            f"Look for Form 8606 in your {year} return. A missing one can be sent by itself; the "
            f"$50 penalty is waived for reasonable cause (IRC 6693(b)(2)). {papers}",
            _next_due(situation),
        )
    return ActionItem(
        "Document everything",
        f"File Form 8606 with your {year} return, one for each person, for every year with "
        f"nondeductible money. {papers}",
        due,
    )


def _year_end(situation: Situation) -> date:
    """The pro rata snapshot (IRC 408(d)(2)(C)) of the year that can still be planned."""
    return date(situation.planning_year, 12, 31)


def _next_due(situation: Situation) -> date | None:
    """The next due date of a return; None where its figures are not known here."""
    figures = situation.planning_figures
    return figures.contribution_due_date.value if figures else None
