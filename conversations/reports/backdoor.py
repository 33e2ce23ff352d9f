"""The result of a backdoor check, from the number to the sources."""

from collections.abc import Iterator
from decimal import Decimal

from conversations.document import Block, Checklist, Document, Heading, Note, Source, Sources
from conversations.formats import day, dollars
from conversations.reports.action_items import action_items
from conversations.reports.findings import findings
from conversations.reports.mega_backdoor import mega_backdoor
from conversations.reports.pro_rata import form_lines, headline, sum_in_words
from conversations.situation import Situation


def report(situation: Situation) -> Document:
    return Document(tuple(_blocks(situation)))


def _blocks(situation: Situation) -> Iterator[Block]:
    yield from headline(situation)
    yield from sum_in_words(situation)
    yield from findings(situation)
    yield from mega_backdoor(situation)
    yield Heading("What to do")
    yield Checklist(action_items(situation))
    yield from form_lines(situation)
    yield Heading("Limits and sources")
    yield Sources(tuple(_sources(situation)))
    if situation.conversion:
        yield Note(
            f"Your Form 1099-R will show the whole {dollars(situation.conversion)} as taxable, "
            "taxable amount not determined. That is normal: Form 8606 decides."
        )
    yield Note(
        f"An estimate from your answers on {day(situation.today)}, under the rules for "
        f"{situation.year}. Not tax advice: take it to your CPA."
    )


def _sources(situation: Situation) -> Iterator[Source]:
    figures = situation.figures
    ira = (
        figures.ira_contribution_limit
        if situation.contribution_limit == figures.ira_contribution_limit.value
        else figures.ira_contribution_limit_50_plus
    )
    yield Source("Pro rata rule", "IRC 408(d)(2), 408A(d)(3); Form 8606, lines 1 to 18")
    yield Source(
        f"IRA contribution limit {situation.year}: {dollars(situation.contribution_limit)}",
        figures.ira_contribution_limit.authority
        if ira is figures.ira_contribution_limit
        else f"{figures.ira_contribution_limit.authority}; {figures.ira_catch_up_50.authority}",
    )
    yield Source(
        f"Contributions for {situation.year} until {day(figures.contribution_due_date.value)}",
        figures.contribution_due_date.authority,
    )
    yield Source("Roth income limits", figures.roth_ira_magi_phaseout.authority)
    yield Source("Deduction income limits", figures.ira_deduction_phaseout.authority)
    if situation.rooms:
        additions = figures.annual_additions_415c
        yield Source(
            f"Annual additions {situation.year}: {dollars(Decimal(additions.value))}",
            additions.authority,
        )
        yield Source(
            f"Elective deferrals {situation.year}: "
            f"{dollars(Decimal(figures.elective_deferral_402g.value))}",
            figures.elective_deferral_402g.authority,
        )
