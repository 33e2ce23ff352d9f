"""What to do, and by when: one item for each of the six themes, in the person's own figures.

Once the tax year is over, its numbers are settled: the items then say what is left to do for it,
and what can be done in the year that runs.
"""

from collections.abc import Iterator
from datetime import date

from calc.deadlines import extended_due_date
from calc.ira_limits import dollar_limit
from calc.money import ZERO
from calc.plan_limits import CatchUpFacts, catch_up_limits
from calc.required_distributions import distribution_is_required
from conversations.document import ActionItem
from conversations.formats import day, dollars, listed
from conversations.reports.pro_rata import in_dollars
from conversations.situation import IRA_NAMES, IraKind, Situation


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
    values = situation.ira_values.values()
    held = ZERO if None in values else sum((value for value in values if value), ZERO)
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
        f"{end} is in the sum. Pre-tax money that a 401(k) takes by then is not."
    )


def _roll_in(situation: Situation) -> str | None:
    """What moving the pre-tax money into a plan would do; None where that is not certain."""
    ira, end = situation.certain_year, day(_year_end(situation))
    if ira is None or not situation.conversion or situation.excess_contribution:
        return None
    if distribution_is_required(situation.figures, situation.age) is not False:
        return (
            "Take the required distribution first. The rest of the pre-tax money can go into a "
            f"401(k) that accepts it: out of the IRAs by {end}, it is no longer in the sum."
        )
    before, after = ira.form.total_taxable, ira.form_after_roll_in.total_taxable
    if after >= before:
        if not ira.pre_tax_value:
            return None
        return (
            "Nothing you convert is after-tax money, so moving the rest into a 401(k) would not "
            f"lower this tax. All that is in the IRAs on {end} is in the sum."
        )
    effect = f"the taxable amount is {dollars(after)} instead of {dollars(before)}"
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


def contribute(situation: Situation) -> ActionItem:
    """Theme 2: the contribution, and its date."""
    year, due = situation.year, situation.figures.contribution_due_date.value
    contribution = situation.contribution
    title = (
        "Make the contribution, and date it"
        if contribution and situation.deducted
        else "Make the nondeductible contribution, and date it"
    )
    if situation.excess_contribution:
        return _correct_the_excess(situation)
    kept = (
        f"Keep the confirmation of your {dollars(contribution)} for {year}: its date, and the year "
        f"it was for.{_NEEDS_PAY}"
    )
    if situation.contributions_are_closed:
        return ActionItem(
            title,
            " ".join(filter(None, (kept if contribution else "", _next_contribution(situation)))),
            _next_due(situation),
        )
    if not contribution:
        return ActionItem(
            title,
            f"Up to {dollars(situation.contribution_limit)} can go in for {year} until "
            f"{_contribution_due(situation)}{_IF_PAY} Tell the broker which year it is for.",
            due,
        )
    if situation.year_is_over and situation.made_after == ZERO:
        return ActionItem(title, kept, due)
    if situation.made_after == ZERO:
        end = _year_end(situation)
        return ActionItem(
            title,
            f"{dollars(contribution)} for {year} by {day(end)}, as you said, and before you "
            "convert it. Tell the broker which year it is for and keep the confirmation. It could "
            f"go in until {_contribution_due(situation)}, but then it is on line 4 and does not "
            f"count in this year's ratio.{_NEEDS_PAY}",
            end,
        )
    return ActionItem(
        title,
        f"{dollars(contribution)} for {year}, until {_contribution_due(situation)}. Tell the "
        "broker which year it is for and keep the confirmation: what is made after December 31, "
        f"{year} goes on line 4 and does not count in that year's ratio.{_NEEDS_PAY}",
        due,
    )


def _correct_the_excess(situation: Situation) -> ActionItem:
    title, excess = "Correct the excess contribution", dollars(situation.excess_contribution)
    extended = extended_due_date(situation.year)
    if situation.today <= extended:
        return ActionItem(
            title,
            f"{excess} of your {dollars(situation.contribution)} for {situation.year} is above the "
            f"limit. Have it and its earnings taken out by {day(extended)}, if you filed on time "
            "or have an extension; otherwise by the due date of the return.",
            extended,
        )
    end = _year_end(situation)
    return ActionItem(
        title,
        f"{excess} of your {dollars(situation.contribution)} for {situation.year} was above the "
        "limit. If it is still there, 6% is owed for every December 31 (Form 5329). Have your CPA "
        f"end that by {day(end)}: taken out, or used up by a later year's unused limit (IRC 4973).",
        end,
    )


_NEEDS_PAY = (
    " It needs at least as much pay or self-employment income (on a joint return, also your "
    "spouse's): pensions, dividends, rent and IRA withdrawals are not pay. Above that it is an "
    "excess contribution (IRC 219(b)(1)(B), 4973)."
)

_IF_PAY = (
    ", if your pay (on a joint return, also your spouse's) is at least as much, less what went "
    "into a Roth IRA."
)


def _contribution_due(situation: Situation) -> str:
    figures = situation.figures
    elsewhere = figures.contribution_due_date_me_ma.value
    moved = f"; Maine and Massachusetts {day(elsewhere)}" if elsewhere else ""
    return f"{day(figures.contribution_due_date.value)} (a disaster notice can move it{moved})"


def _next_contribution(situation: Situation) -> str:
    figures = situation.planning_figures
    closed = f"Contributions for {situation.year} are closed"
    if figures is None:
        return f"{closed}; the limit of the year that runs is not known here."
    limit = dollar_limit(figures, situation.planning_age)
    return (
        f"{closed}; for {figures.year} up to {dollars(limit)} can go in by "
        f"{day(figures.contribution_due_date.value)}{_IF_PAY}"
    )


def convert(situation: Situation) -> ActionItem:
    """Theme 3: the conversion, with a CPA."""
    title, year, end = "Plan the conversion with a CPA", situation.year, _year_end(situation)
    undone = "a conversion cannot be undone (IRC 408A(d)(6)(B)(iii))"
    if situation.year_is_over and situation.conversion:
        return ActionItem(
            title,
            f"What was converted in {year} is settled: {undone}. Have your CPA hold these lines "
            f"against that return, and plan the next conversion by {day(end)}.",
            end,
        )
    if situation.year_is_over:
        basis = situation.range_of(lambda form: form.line14)
        return ActionItem(
            title,
            f"Nothing was converted in {year}: {in_dollars(basis)} of after-tax money goes from "
            f"line 14 of {year} to line 2 of the next form. Converted by {day(end)}, it is on the "
            f"{situation.planning_year} form, line 8; {undone}.",
            end,
        )
    if not situation.conversion:
        return ActionItem(
            title,
            f"None is planned. To count for {year} it must leave the IRA by {day(end)}; {undone}.",
            end,
        )
    taxed = situation.range_of(lambda form: form.line18)
    check = (
        f"Go through the taxable part, {in_dollars(taxed)}, before you convert"
        if taxed.most
        else "Nothing of it is taxable if your answers hold until December 31. Check them first"
    )
    return ActionItem(
        title,
        f"{check}: {undone}. It must leave the IRA by {day(end)}; have no tax withheld from it, "
        "that part would count as a withdrawal.",
        end,
    )


def ask_the_plan(situation: Situation) -> ActionItem:
    """Theme 4: what the 401(k) offers."""
    title, plan, end = "Check your 401(k)'s options", situation.plan, _year_end(situation)
    if plan is None:
        return ActionItem(
            title,
            f"No plan in {situation.year}. A later one may take your pre-tax IRA money: ask it "
            "before you roll anything out of it into an IRA, and before the year ends in which you "
            "convert.",
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
    due, end = situation.figures.contribution_due_date.value, _year_end(situation)
    parts: list[tuple[date, str]] = []
    if not situation.year_is_over:
        parts += [(end, text) for text in _room_in_the_plan(situation)]
    left = situation.contribution_limit - situation.contribution
    if left > 0 and not situation.contributions_are_closed:
        parts.append((due, f"{dollars(left)} more into IRAs for {year}, by {day(due)}{_IF_PAY}"))
    if parts:
        return ActionItem(title, " ".join(text for _, text in parts if text), min(parts)[0])
    if situation.contributions_are_closed:
        return ActionItem(
            title,
            f"The limits of {year} can no longer be used.{_next_limits(situation)}",
            end,
        )
    begins = date(year + 1, 1, 1)
    return ActionItem(
        title,
        f"Nothing more can go into IRAs for {year}: the limit is "
        f"{dollars(situation.contribution_limit)}. Have the one for {year + 1} ready by "
        f"{day(begins)}: from that day on it can go in.",
        begins,
    )


def _room_in_the_plan(situation: Situation) -> Iterator[str]:
    """One room for all: deferrals take their part of it, catch-up comes on top."""
    plan, rooms, end = situation.plan, situation.rooms, day(_year_end(situation))
    if plan is None or not rooms:
        return
    room = max(room.aftertax_room for room in rooms)
    deferrals = max(room.deferral_room for room in rooms)
    catch_up = max(room.catch_up_room for room in rooms)
    up_to = "" if len(rooms) == 1 else "Up to "
    if room:
        yield f"{up_to}{dollars(room)} of room in your plan, through payroll by {end}:"
        if deferrals:
            yield (
                f"up to {dollars(deferrals)} as your own deferrals, less what you defer to other "
                "employers' plans (IRC 402(g)),"
            )
        rest = "the rest after tax" if deferrals else "after tax"
        unless = ", if your plan takes it" if plan.after_tax_allowed is None else ""
        later = " only once the plan has a way out to Roth" if plan.way_out is False else ""
        yield f"{rest}{later}{unless}."
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
    return (
        f" For {figures.year}: {dollars(limits.ira_limit)} to IRAs by "
        f"{day(figures.contribution_due_date.value)}; {dollars(limits.deferral_limit)} of your own "
        f"deferrals to plans at work, catch-up included, through payroll by "
        f"{day(_year_end(situation))}."
    )


def document(situation: Situation) -> ActionItem:
    """Theme 6: the papers."""
    year, due = situation.year, situation.figures.contribution_due_date.value
    papers = (
        "Keep Forms 8606, 5498 and 1099-R and the December 31 statements until your IRAs are empty."
    )
    if situation.contributions_are_closed:
        return ActionItem(
            "Document everything",
            f"Look for Form 8606 in your {year} return. A missing one can be sent by itself; the "
            f"$50 penalty is waived for reasonable cause (IRC 6693(b)(2)). {papers}",
            _next_due(situation),
        )
    return ActionItem(
        "Document everything",
        f"File Form 8606 with your {year} return, one for each person: for every year with a "
        "nondeductible contribution or a conversion, and every withdrawal while you have basis. "
        f"{papers}",
        due,
    )


def _year_end(situation: Situation) -> date:
    """The pro rata snapshot (IRC 408(d)(2)(C)) of the year that can still be planned."""
    return date(situation.planning_year, 12, 31)


def _next_due(situation: Situation) -> date | None:
    """The next due date of a return; None where its figures are not known here."""
    figures = situation.planning_figures
    return figures.contribution_due_date.value if figures else None
