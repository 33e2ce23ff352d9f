"""What the taxable amount costs in tax, and what that leaves out."""

from collections.abc import Iterator

from calc.filing_status import FilingStatus
from calc.money import to_whole_dollar
from conversations.answers import Percent
from conversations.document import Block, Note, Paragraph
from conversations.ranges import Range
from conversations.reports.pro_rata import in_dollars
from conversations.situations.situation import Situation
from conversations.what_ifs.calculations import prices

EARLIEST_BENEFITS = 62
"""Old-age benefits (Social Security Act 202(a)); of those 65 in two years the premiums depend on
this year's income."""


def price(situation: Situation) -> Iterator[Block]:
    """From the least to the most that it may be; nothing where the income is not known."""
    if price_is_told(situation):
        tax = in_dollars(_tax(situation))
        yield Paragraph(f"That costs about {tax} of {kinds_of_tax(situation)}.")
        yield left_out(situation)


def price_is_told(situation: Situation) -> bool:
    most = max(year.form.total_taxable for year in situation.ira_years)
    return situation.income is not None and to_whole_dollar(most) > 0


def _tax(situation: Situation) -> Range:
    """Of the years with the least and with the most that is taxable."""
    years = sorted(situation.ira_years, key=lambda year: year.form.total_taxable)
    return Range.of(
        to_whole_dollar(prices(situation, year).total(year)) for year in (years[0], years[-1])
    )


def kinds_of_tax(situation: Situation) -> str:
    if not situation.state_rate:
        return "federal income tax"
    return f"federal income tax and {Percent().show(situation.state_rate)} for the state"


def left_out(situation: Situation) -> Note:
    kinds = kinds_of_tax(situation)
    state = "state tax, " if situation.state_rate is None else ""
    return Note(
        f"Tax is {kinds}, all your income taken as ordinary. Left out are {state}credits, lower "
        f"rates on gains{_also_left_out(situation)} and the like."
    )


def _also_left_out(situation: Situation) -> str:
    """What can matter much to some."""
    parts = []
    joint = situation.filing_status is FilingStatus.MARRIED_FILING_JOINTLY
    if joint and situation.spouse_age is None:
        parts.append("deductions for a spouse of 65 or older")
    if situation.filing_status is FilingStatus.MARRIED_FILING_SEPARATELY:
        parts.append("a spouse who itemizes")
    if situation.age >= EARLIEST_BENEFITS:
        parts.append("Social Security benefits that become taxable, Medicare premiums")
    return "".join(f", {part}" for part in parts)
