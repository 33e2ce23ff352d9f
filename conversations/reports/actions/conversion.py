"""Theme 3: the conversion, with a CPA."""

from conversations.document import ActionItem
from conversations.formats import day
from conversations.reports.pro_rata import in_dollars
from conversations.situation import Situation


def convert(situation: Situation) -> ActionItem:
    """What to look at before it cannot be undone."""
    title, year, end = "Plan the conversion with a CPA", situation.year, situation.planning_year_end
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
