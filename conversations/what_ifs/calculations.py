"""The alternatives of a situation, as calc works them out."""

from collections.abc import Iterator
from dataclasses import fields
from decimal import Decimal

from calc.iras.ira_year import IraYear, IraYearFacts
from calc.money import ZERO
from calc.strategies.alternative import Alternative, AlternativeKind
from calc.strategies.alternatives import AlternativesFacts, alternatives
from calc.strategies.year_cost import Prices
from conversations.situations.may_move import simple_that_stays
from conversations.situations.situation import Situation

Alternatives = dict[AlternativeKind, Alternative]


def every_alternatives(situation: Situation, gift: Decimal = ZERO) -> Iterator[Alternatives]:
    """The alternatives for every end of what is not known, without what they cost: that is worked
    out of those that are shown."""
    for year in situation.ira_years:
        facts = facts_of(situation, year, gift)
        found = alternatives(situation.figures, facts, year, priced=False)
        yield {way.kind: way for way in found}


def prices(situation: Situation, year: IraYear) -> Prices:
    """What years cost in the place of this one."""
    return Prices(facts_of(situation, year), year)


def facts_of(situation: Situation, year: IraYear, gift: Decimal = ZERO) -> AlternativesFacts:
    """The year as planned. A required distribution is asked to be counted in the withdrawals, so
    that none is left to take; of SIMPLE money whose first deposit is not known all may have had its
    two years, and where none was said to have reached 70 1/2 by a contribution, nobody did: the
    result says all three."""
    shared = {field.name: getattr(year, field.name) for field in fields(IraYearFacts)}
    cutoff = situation.figures.traditional_ira_contribution_age_cutoff.value
    if cutoff is not None and situation.age == 70 and situation.contribution:
        shared["reached_70_and_a_half"] = False
    return AlternativesFacts(
        **shared,
        spouse_age=situation.spouse_age,
        as_of=situation.today,
        plan_accepts_roll_ins=situation.plan.takes_roll_ins if situation.plan else False,
        required_minimum_distribution=ZERO,
        simple_in_first_two_years=simple_that_stays(situation),
        charitable_gift=gift,
        state_rate=situation.state_rate,
    )
