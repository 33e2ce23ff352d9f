"""Theme 3: the conversion, with a CPA."""

from calc.money import ZERO
from conversations.document import ActionItem
from conversations.formats import day, dollars
from conversations.reports.pro_rata import in_dollars
from conversations.situations.situation import Situation


def convert(situation: Situation) -> ActionItem:
    """What to look at before it cannot be undone."""
    title, year, end = "Plan the conversion with a CPA", situation.year, situation.planning_year_end
    undone = "a conversion cannot be undone (IRC 408A(d)(6)(B)(iii))"
    if situation.year_is_over and situation.conversion:
        return ActionItem(
            title,
            f"What was converted in {year} is settled: {undone}. Have your CPA compare these "
            f"lines with that return, and plan the next conversion by {day(end)}.",
            end,
            key="conversion",
        )
    if situation.year_is_over:
        basis = situation.range_of(lambda form: form.line14)
        return ActionItem(
            title,
            f"Nothing was converted in {year}: {in_dollars(basis)} of after-tax money goes from "
            f"line 14 of {year} to line 2 of the next form. Converted by {day(end)}, it is on the "
            f"{situation.planning_year} form, line 8; {undone}.",
            end,
            key="conversion",
        )
    if not situation.conversion:
        return ActionItem(
            title,
            f"None is planned for {year}. To count for it, it must leave the IRA by {day(end)}; "
            f"{undone}.",
            end,
            key="conversion",
        )
    taxed = situation.range_of(lambda form: form.line18)
    check = (
        f"Go through the taxable part, {in_dollars(taxed)}, before you convert"
        if taxed.most
        else "Nothing of it is taxable if your answers hold until December 31. Check them first"
    )
    return ActionItem(
        title,
        f"{check}: {undone}. The {_all_of_it(situation)} must leave the IRA by {day(end)}; have no "
        "tax withheld from it, that part would count as a withdrawal.",
        end,
        key="conversion",
    )


def _all_of_it(situation: Situation) -> str:
    """What is converted, which may be all that there is."""
    amount = dollars(situation.conversion)
    everything = situation.ira_value == ZERO and situation.conversion > situation.contribution
    return f"{amount}, all that your IRAs hold," if everything else amount
