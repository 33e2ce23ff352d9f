"""What is drawn of a result: how what moves splits, what each way costs, how full the limit is."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from calc.iras.form_8606 import Form8606, Method
from calc.money import ZERO, to_whole_dollar
from calc.plans.plan_limits import AfterTaxBound, MegaRoom
from conversations.document import Bar, Chart, Part, Sort
from conversations.formats import dollars, percent
from conversations.ranges import NOTHING, Range
from conversations.reports.price import kinds_of_tax
from conversations.reports.pro_rata import in_dollars
from conversations.situations.plan_year import Plan
from conversations.situations.situation import Situation
from conversations.what_ifs.outcome import Outcome

AS_PLANNED = "As planned"


def how_it_splits(situation: Situation) -> Iterator[Chart]:
    """What leaves the IRAs, taxable and not, beside all the money that is in them."""
    moved = situation.conversion + situation.withdrawals
    if not moved:
        return
    taxed = situation.range_of(lambda form: form.total_taxable)
    if taxed.most == ZERO:
        shows = f"All of the {dollars(moved)} that leaves your IRAs is tax-free."
    elif taxed.least == moved:
        shows = f"All of the {dollars(moved)} that leaves your IRAs is taxable."
    else:
        why = _share_never_taxed(situation)
        shows = f"Of the {dollars(moved)} that leaves your IRAs, {in_dollars(taxed)} is taxable"
        shows += f": {why} of all your IRA money was never taxed." if why else "."
    yield Chart(shows, (*_what_moves(situation), *_all_ira_money(situation)))


def _what_moves(situation: Situation) -> Iterator[Bar]:
    def bar(label: str, amount: Decimal, line: Callable[[Form8606], Decimal | None]) -> Bar:
        taxed = situation.range_of(line)
        parts = (
            _part(Sort.TAXABLE, "Taxable", taxed),
            _part(Sort.TAX_FREE, "Tax-free", _rest(amount, taxed)),
        )
        return Bar(label, dollars(amount), parts, amount)

    if situation.conversion:
        yield bar("Your conversion", situation.conversion, lambda form: form.line18)
    if situation.withdrawals:
        yield bar("Other withdrawals", situation.withdrawals, lambda form: form.line15c)


def _all_ira_money(situation: Situation) -> Iterator[Bar]:
    """Nothing where it is not known how much there is."""
    pots = [_pot(situation, form) for form in situation.forms]
    whole = Range.of(whole for whole, _ in pots)
    if not whole.sure:
        return
    after_tax = Range.of(counted for _, counted in pots)
    parts = (
        _part(Sort.TAXABLE, "Never taxed so far", _rest(whole.least, after_tax)),
        _part(Sort.TAX_FREE, "Taxed before it went in", after_tax),
    )
    yield Bar("All your IRA money", dollars(whole.least), parts, whole.least)


def _pot(situation: Situation, form: Form8606) -> tuple[Decimal, Decimal]:
    """All IRA money, and the after-tax money in it that counts this year."""
    certain = situation.certain_year
    if certain is not None and form.method is Method.WORKSHEET_1_1:
        whole, counted = certain.worksheet.ws_line6, certain.worksheet.ws_line3
    else:
        whole, counted = form.line9 or ZERO, form.line5 or ZERO
    return whole, min(counted, whole)


def _share_never_taxed(situation: Situation) -> str:
    """Nothing where it is not certain."""
    if situation.certain_year is None:
        return ""
    whole, counted = _pot(situation, situation.certain_year.form)
    return percent((whole - counted) / whole) if whole else ""


def what_each_way_costs(
    situation: Situation,
    planned_taxable: Range,
    planned_tax: Decimal | None,
    ways: Mapping[str, Outcome],
) -> Iterator[Chart]:
    """The tax of each way, or else what is taxable."""
    taxes = {name: way.tax for name, way in ways.items() if way.tax is not None}
    if planned_tax is not None and taxes:
        whole = {name: to_whole_dollar(tax) for name, tax in taxes.items()}
        yield _of_tax(kinds_of_tax(situation), to_whole_dollar(planned_tax), whole)
    elif ways:
        yield _of_taxable(planned_taxable, ways, situation.year)


def _of_tax(kinds: str, planned: Decimal, taxes: Mapping[str, Decimal]) -> Chart:
    others = in_dollars(Range.of(taxes.values()))
    bars = (
        Bar(name, dollars(tax), (_part(Sort.TAXABLE, "Tax", Range(tax, tax)),))
        for name, tax in {AS_PLANNED: planned, **taxes}.items()
    )
    kinds = f"{kinds[0].upper()}{kinds[1:]}"
    return Chart(
        f"{kinds}: about {dollars(planned)} as planned, about {others} in other ways.", tuple(bars)
    )


def _of_taxable(planned: Range, ways: Mapping[str, Outcome], year: int) -> Chart:
    every = [way.taxable for way in ways.values()]
    others = Range(min(one.least for one in every), max(one.most for one in every))
    bars = [Bar(AS_PLANNED, in_dollars(planned), (_part(Sort.TAXABLE, f"In {year}", planned),))]
    for name, way in ways.items():
        later = way.later or NOTHING
        now = Range(way.taxable.least - later.least, way.taxable.most - later.most)
        parts = [_part(Sort.TAXABLE, f"In {year}", now)]
        parts += [_part(Sort.LATER, f"In {year + 1}", later)] if way.later else []
        bars.append(Bar(name, in_dollars(way.taxable), tuple(parts)))
    return Chart(
        f"Taxable: {in_dollars(planned)} as planned, {in_dollars(others)} in other ways.",
        tuple(bars),
    )


def how_full_the_limit_is(plan: Plan, rooms: Sequence[MegaRoom], room_left: str) -> Iterator[Chart]:
    """What stands against the limit on annual additions (IRC 415(c)), and what is left of it."""
    limit = Range.of(room.annual_additions_limit for room in rooms)
    own = Range.of(room.counted_deferrals for room in rooms)
    employer = Range.of(room.employer_contributions for room in rooms)
    so_far = plan.after_tax_so_far
    after_tax = Range(ZERO, limit.most) if so_far is None else Range(so_far, so_far)
    left = Range.of(room.aftertax_room for room in rooms)
    parts = [
        _part(Sort.OWN, "Your deferrals, without catch-up", own),
        _part(Sort.EMPLOYER, "Your employer's money", employer),
        _part(Sort.TAX_FREE, "After-tax so far", after_tax),
    ]
    if len(rooms) == 1 and rooms[0].aftertax_bound is AfterTaxBound.PLAN:
        closed = rooms[0].additions_room - rooms[0].aftertax_room
        parts.append(_part(Sort.CLOSED, "Above your plan's own cap", Range(closed, closed)))
    parts.append(_part(Sort.ROOM, room_left, left))
    filled = sum((part.amount.least for part in parts), ZERO)
    whole = max(limit.most, filled)
    shows = (
        f"Of the limit of {in_dollars(limit)} on annual additions, {in_dollars(left)} is left for "
        "after-tax money."
    )
    bar = Bar("Limit on annual additions", in_dollars(limit), tuple(parts), whole)
    yield Chart(shows, (bar,))


def _rest(whole: Decimal, amount: Range) -> Range:
    return Range(whole - amount.most, whole - amount.least)


def _part(sort: Sort, label: str, amount: Range) -> Part:
    return Part(sort, label, in_dollars(amount), amount)
