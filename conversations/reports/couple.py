"""The result for two spouses: what both come to, the two side by side, then what is each one's own.

What is the same for both is said once."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import chain
from typing import TypeVar

from calc.iras.form_8606 import Form8606
from calc.money import ZERO
from conversations.document import (
    ActionItem,
    Block,
    Checklist,
    Document,
    Heading,
    KeyFigure,
    Note,
    Paragraph,
    Row,
    Source,
    Sources,
    Table,
)
from conversations.formats import dollars, percent
from conversations.ranges import NOTHING, Range
from conversations.reports.actions import action_items
from conversations.reports.backdoor import closing, explained, sources
from conversations.reports.backdoor import report as report_of_one
from conversations.reports.findings import findings
from conversations.reports.mega_backdoor import ROOM
from conversations.reports.pro_rata import form_lines, in_dollars
from conversations.situations.couple import Couple
from conversations.situations.situation import Situation
from conversations.what_ifs.outcome import Trials

T = TypeVar("T")

YOU, SPOUSE = "You", "Your spouse"
BOTH, EACH = "Both of you", "Each of you"


WHAT_CAN_BE_TRIED = (
    "What if, below, tries one change on your own part; for your spouse's, change an answer."
)


def report(couple: Couple) -> Document:
    return Document(tuple(_blocks(couple)))


def _blocks(couple: Couple) -> Iterator[Block]:
    of_both = tuple(map(Trials, couple.both))
    yield from _headline(couple)
    yield Heading("Side by side")
    yield Table((YOU, SPOUSE), tuple(_rows(couple)))
    yield Paragraph(
        "Spouses never combine their IRAs: each has a sum and a Form 8606 of their own. Each part "
        "below is written to the one that its heading names."
    )
    yield from _explained(couple, of_both)
    yield from _to_do(couple)
    for who, situation in zip((YOU, SPOUSE), couple.both, strict=True):
        yield from _under(who, form_lines(situation))
    yield Heading("Limits and sources")
    every = (*chain.from_iterable(map(sources, of_both)), *_sources(couple))
    yield Sources(tuple(dict.fromkeys(every)))
    if not couple.you.year_is_over:
        yield Note(WHAT_CAN_BE_TRIED)
    yield from closing(couple.you, couple.spouse)


def _headline(couple: Couple) -> Iterator[Block]:
    """What both come to; after-tax money that is left stays each one's own."""
    year = couple.you.year
    converted = couple.you.conversion + couple.spouse.conversion
    withdrawn = couple.you.withdrawals + couple.spouse.withdrawals
    if converted:
        yield KeyFigure(
            f"Taxable, of {dollars(converted)} of conversions by both of you in {year}",
            in_dollars(couple.range_of(lambda form: form.line18)),
            "Taxable",
        )
        yield KeyFigure("Tax-free", in_dollars(couple.range_of(lambda form: form.line17)))
    if withdrawn:
        yield KeyFigure(
            f"Taxable, of {dollars(withdrawn)} of other withdrawals by both of you in {year}",
            in_dollars(couple.range_of(lambda form: form.line15c)),
            "Taxable, of other withdrawals",
        )
    if not (converted or withdrawn):
        yield KeyFigure(f"Taxable in {year}, for both of you", dollars(ZERO), "Taxable")
        yield Paragraph("Nothing leaves your IRAs that year, so nothing is taxed.")
    elif not couple.you.year_is_over:
        yield Paragraph(
            f"An estimate until {year} is over: what the traditional, SEP and SIMPLE IRAs of each "
            "of you hold on December 31 decides."
        )


def _rows(couple: Couple) -> Iterator[Row]:
    def row(label: str, *values: str) -> Row:
        return Row(label, values)

    def of_forms(label: str, line: Callable[[Form8606], Decimal | None]) -> Row:
        return row(label, *(in_dollars(one.range_of(line)) for one in couple.both))

    yield row("Converted", *(dollars(one.conversion) for one in couple.both))
    yield of_forms("Taxable", lambda form: form.line18)
    yield of_forms("Tax-free", lambda form: form.line17)
    yield row("Tax-free share", *map(_share, couple.both))
    if couple.you.withdrawals or couple.spouse.withdrawals:
        yield of_forms("Taxable, of other withdrawals", lambda form: form.line15c)
    yield row("Contributed", *(dollars(one.contribution) for one in couple.both))
    yield row("Deducted of it", *map(_deducted, couple.both))
    yield of_forms("After-tax money carried to the next year", lambda form: form.line14)
    if couple.you.rooms or couple.spouse.rooms:
        yield row(ROOM, *map(_room, couple.both))


def _share(situation: Situation) -> str:
    """Of the conversion."""
    shares = [(form.line17 or ZERO) / form.line16 for form in situation.forms if form.line16]
    ends = dict.fromkeys((percent(min(shares)), percent(max(shares)))) if shares else ()
    return " to ".join(ends)


def _room(situation: Situation) -> str:
    """Nothing beside it for whom no after-tax money was asked about."""
    plan = situation.plan
    if plan is None or not plan.looked_at_after_tax:
        return ""
    rooms = [room.aftertax_room for room in situation.rooms]
    return in_dollars(Range.of(rooms or [ZERO]))


def _deducted(situation: Situation) -> str:
    years = situation.ira_years
    return in_dollars(Range.of(year.permitted_contribution - year.nondeductible for year in years))


def _explained(couple: Couple, trials: Iterable[Trials]) -> Iterator[Block]:
    """Findings that are the same for both are said of both, and notes on method once."""
    found = ([block for block in findings(one) if isinstance(block, Note)] for one in couple.both)
    both, _, _ = _apart(*map(tuple, found))
    of_both = (*_of_both(couple), *both)
    if of_both:
        yield Heading(f"{BOTH} · Worth knowing")
        yield from of_both
    said: set[Block] = set(both)
    for who, of_one in zip((YOU, SPOUSE), trials, strict=True):
        blocks = [block for block in explained(of_one) if block not in said]
        yield from _under(who, blocks)
        said |= {block for block in blocks if isinstance(block, Note)}


def _under(who: str, blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks whose headings name the one whose part it is; without headings of nothing."""
    heading = None
    for block in blocks:
        if isinstance(block, Heading):
            heading = Heading(f"{who} · {block.text}")
            continue
        if isinstance(block, KeyFigure):
            block = replace(block, short=f"{who}: {block.name}")
        if heading is not None:
            yield heading
            heading = None
        yield block


def _of_both(couple: Couple) -> Iterator[Note]:
    together = couple.you.contribution + couple.spouse.contribution
    if couple.you.contribution and couple.spouse.contribution:
        yield Note(
            f"Together {dollars(together)} goes in. On a joint return the pay of both together has "
            "to be at least as much: one of you may have none, where the other's is enough (IRC "
            "219(c))."
            if couple.joint
            else "On separate returns each of you needs pay of their own, at least as much as what "
            "goes in (IRC 219(b)(1)(B), (c)(2))."
        )
    if couple.you.rooms or couple.spouse.rooms:
        yield Note(
            "The room for after-tax money is each one's own, for each employer: what one of you "
            "leaves, the other cannot use (IRC 415(c))."
        )
    if any(_deducts_less_for_it(one) for one in couple.both):
        counted = (in_dollars(one.spouse_taxable_conversion) for one in couple.both)
        for_you, for_spouse = counted
        yield Note(
            "What may be deducted depends on the income of both, with the taxable part of both "
            f"conversions in it: for you {for_you} of your spouse's counts, for your spouse "
            f"{for_spouse} of yours (IRC 219(g)(3)(A))."
        )


def _deducts_less_for_it(situation: Situation) -> bool:
    alone = replace(situation, spouse_taxable_conversion=NOTHING)
    return alone.deductible != situation.deductible


def _to_do(couple: Couple) -> Iterator[Block]:
    both, yours, spouses = _apart(*map(action_items, couple.both))
    for who, items in ((EACH, both), (YOU, yours), (SPOUSE, spouses)):
        if items:
            yield Heading(f"{who} · What to do")
            yield Checklist(tuple(map(_of_spouse, items)) if who is SPOUSE else items)


def _of_spouse(item: ActionItem) -> ActionItem:
    """Ticked off by itself, whatever is done of the other's."""
    return replace(item, key=f"spouse_{item.key}")


def _apart(
    one: tuple[T, ...], other: tuple[T, ...]
) -> tuple[tuple[T, ...], tuple[T, ...], tuple[T, ...]]:
    """What is in both, and what is left of each."""
    both = tuple(each for each in one if each in other)
    yours, spouses = (tuple(each for each in of if each not in both) for of in (one, other))
    return both, yours, spouses


def _sources(couple: Couple) -> Iterator[Source]:
    if couple.joint:
        yield Source("Income and pay of both on a joint return", "IRC 219(c), (g)(3)(A)")
    yield Source("A spouse's coverage by a plan", "IRC 219(g)(7)")


def report_alone(situation: Situation) -> Document:
    """For somebody who asked for both of them and does not file as married."""
    blocks = report_of_one(situation).blocks
    end = next(n for n, block in enumerate(blocks) if isinstance(block, Heading))
    alone = Paragraph(
        "By your filing status there is no spouse to add, so this is the check for you alone."
    )
    return Document((*blocks[:end], alone, *blocks[end:]))
