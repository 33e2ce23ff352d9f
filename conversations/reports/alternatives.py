"""What else could be done, side by side with what is planned: only what is open and makes a
difference. The rest is named, with what stands in its way."""

from collections.abc import Iterator
from decimal import Decimal

from calc.money import to_whole_dollar
from conversations.document import Alternative, Alternatives, Block, Heading, Note, Paragraph, Step
from conversations.formats import dollars
from conversations.ranges import Range
from conversations.reports.charts import AS_PLANNED, what_each_way_costs
from conversations.reports.price import left_out
from conversations.reports.pro_rata import in_dollars
from conversations.situations.situation import Situation
from conversations.what_ifs.outcome import Amount, Closed, Outcome, Trials
from conversations.what_ifs.ways import LABELS, Way
from conversations.what_ifs.words import clear_up, required_first

SIDE_BY_SIDE = (
    Way.ROLL_IN,
    Way.CONVERT_EVERYTHING,
    Way.CONTRIBUTE_ONLY,
    Way.WAIT,
    Way.CHARITY,
)


WHAT_CAN_BE_TRIED = "What if, below, tries what does not turn on it."
TRY_AN_AMOUNT = "What if tries one."
"""Sentences about buttons, which paper leaves out."""


def side_by_side(trials: Trials) -> Iterator[Block]:
    """Nothing where the year is over, where nothing is taxed, and where an excess comes first."""
    situation = trials.situation
    if not _is_shown(situation):
        return
    yield Heading("What else you could do, side by side")
    if _unsure_of_money(situation):
        tried = "" if situation.of_spouse else f" {WHAT_CAN_BE_TRIED}"
        yield Paragraph(f"{clear_up(situation)}{tried}")
        return
    if (words := required_first(situation)) is not None:
        yield Paragraph(words)
        return
    found = {way: trials.of(way) for way in SIDE_BY_SIDE}
    open_ones = [one for one in found.values() if isinstance(one, Outcome) and _differs(one)]
    yield Alternatives((_as_planned(trials), *(_alternative(situation, one) for one in open_ones)))
    ways = {_title(one): one for one in open_ones}
    yield from what_each_way_costs(situation, _planned(situation), trials.planned_tax, ways)
    for way, one in found.items():
        words = _left_out(situation, one)
        if words is not None:
            yield Note(f"{LABELS[way]}: {words}")
    if trials.planned_tax is not None:
        yield left_out(situation)


def tax_is_told(trials: Trials) -> bool:
    """Whether amounts of tax stand in it."""
    situation = trials.situation
    if not _is_shown(situation) or _unsure_of_money(situation) or required_first(situation):
        return False
    return trials.planned_tax is not None


def _is_shown(situation: Situation) -> bool:
    if situation.year_is_over or situation.excess_contribution > 0:
        return False
    return to_whole_dollar(_planned(situation).most) > 0


def _planned(situation: Situation) -> Range:
    return situation.range_of(lambda form: form.total_taxable)


def _unsure_of_money(situation: Situation) -> bool:
    return None in (
        situation.ira_value,
        situation.prior_basis,
        situation.deducted,
        situation.made_after,
    )


def _differs(outcome: Outcome) -> bool:
    """By a dollar of the return at least."""
    pairs = (
        (outcome.taxable.least, outcome.instead_of.least),
        (outcome.taxable.most, outcome.instead_of.most),
    )
    return any(to_whole_dollar(abs(one - other)) for one, other in pairs)


def _as_planned(trials: Trials) -> Alternative:
    situation, tax = trials.situation, trials.planned_tax
    about = "" if tax is None else f", about {_whole(tax)} of tax"
    return Alternative(
        AS_PLANNED,
        (
            Step("Taxable", f"{in_dollars(_planned(situation))}{about}"),
            Step(f"To Roth in {situation.year}", dollars(situation.conversion)),
        ),
    )


def _alternative(situation: Situation, outcome: Outcome) -> Alternative:
    return Alternative(
        _title(outcome),
        tuple(_figures(situation, outcome)),
        f"Needs: {'; '.join(outcome.needs)}." if outcome.needs else "",
        outcome.by,
    )


def _title(outcome: Outcome) -> str:
    return f"{outcome.what[0].upper()}{outcome.what[1:]}"


def _figures(situation: Situation, outcome: Outcome) -> Iterator[Step]:
    later = ""
    if outcome.later is not None:
        part = "" if outcome.later == outcome.taxable else f"of it {in_dollars(outcome.later)} "
        later = f", {part}in {situation.year + 1}"
    yield Step("Taxable", f"{in_dollars(outcome.taxable)}{later}")
    if outcome.taxable.sure and outcome.instead_of.sure:
        more = outcome.taxable.least - outcome.instead_of.least
        tax = "" if outcome.more_tax is None else f", about {_whole(outcome.more_tax)} of tax"
        yield Step(f"{'More' if more > 0 else 'Less'} than planned", f"{dollars(abs(more))}{tax}")
    yield Step(f"To Roth in {situation.year}", dollars(outcome.changed.conversion))


def _whole(tax: Decimal) -> str:
    return dollars(to_whole_dollar(abs(tax)))


def _left_out(situation: Situation, one: Outcome | Amount | Closed) -> str | None:
    match one:
        case Closed(why):
            return why
        case Amount():
            return None if situation.of_spouse else f"it turns on the amount. {TRY_AN_AMOUNT}"
        case Outcome():
            if _differs(one):
                return None
            when = ""
            if one.later is not None:
                part = "" if one.later == one.taxable else f" {in_dollars(one.later)} of it"
                when = f",{part} in {situation.year + 1}"
            return f"no difference: the same {in_dollars(one.taxable)} is taxable{when}."
