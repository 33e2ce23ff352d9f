"""Theme 2: the contribution, and its date."""

from calc.deadlines import extended_due_date
from calc.iras.ira_limits import dollar_limit
from calc.money import ZERO
from conversations.document import ActionItem
from conversations.formats import day, dollars
from conversations.situations.situation import Situation


def contribute(situation: Situation) -> ActionItem:
    """What went in or can go in, and by when."""
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
            situation.next_due_date,
            key="contribution",
        )
    if not contribution:
        return ActionItem(
            title,
            f"Up to {dollars(situation.contribution_limit)} can go in for {year} until "
            f"{_contribution_due(situation)}{IF_PAY} Tell the broker which year it is for.",
            due,
            key="contribution",
        )
    if situation.year_is_over and situation.made_after == ZERO:
        return ActionItem(title, kept, due, key="contribution")
    if situation.made_after == ZERO:
        end = situation.planning_year_end
        return ActionItem(
            title,
            f"{dollars(contribution)} for {year} by {day(end)}, as you said, and before you "
            "convert it. Tell the broker which year it is for and keep the confirmation. Later, "
            f"until {_contribution_due(situation)}, it would not count in this year's ratio (line "
            f"4).{_NEEDS_PAY}",
            end,
            key="contribution",
        )
    return ActionItem(
        title,
        f"{dollars(contribution)} for {year}, until {_contribution_due(situation)}. Tell the "
        "broker which year it is for and keep the confirmation: what is made after December 31, "
        f"{year} does not count in that year's ratio (line 4).{_NEEDS_PAY}",
        due,
        key="contribution",
    )


def _correct_the_excess(situation: Situation) -> ActionItem:
    title, excess = "Correct the excess contribution", dollars(situation.excess_contribution)
    extended, due = extended_due_date(situation.year), situation.figures.contribution_due_date.value
    if situation.today <= extended:
        by = (
            f"by {day(due)}, or by {day(extended)} if you file on time or have an extension."
            if situation.today <= due
            else f"by {day(extended)}: that is open if you filed on time or have an extension."
        )
        return ActionItem(
            title,
            f"{excess} of your {dollars(situation.contribution)} for {situation.year} is above the "
            f"limit. Have it and its earnings taken out {by}",
            due if situation.today <= due else extended,
            key="excess",
        )
    end = situation.planning_year_end
    return ActionItem(
        title,
        f"{excess} of your {dollars(situation.contribution)} for {situation.year} was above the "
        "limit. If it is still there, 6% is owed for every December 31 (Form 5329). Have your CPA "
        f"end that by {day(end)}: taken out, or used up by a later year's unused limit (IRC 4973).",
        end,
        key="excess",
    )


_NEEDS_PAY = (
    " It needs at least as much pay or profit from your own work, on a joint return your spouse's "
    "too. Pensions, dividends, rent and IRA withdrawals do not count (IRC 219(b)(1)(B))."
)

IF_PAY = (
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
        f"{day(figures.contribution_due_date.value)}{IF_PAY}"
    )
