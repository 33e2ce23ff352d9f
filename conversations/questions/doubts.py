"""What in an answer looks like a slip of the finger, or like too much: asked back once.

What is common is never doubted: nothing at all, a contribution up to its limit, an income of one
thousand to ten million dollars.
"""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from calc.iras.ira_limits import dollar_limit
from calc.plans.catch_up import catch_up
from calc.tax_year import tax_year
from conversations.formats import dollars
from conversations.question import Doubt, Facts, Question
from conversations.questions.year import the_year
from conversations.ranges import Range

Doubts = Callable[[Facts, Decimal], Doubt | None]

LEAST_INCOME = Decimal(1_000)
"""Less than this for a year is more likely written in thousands."""

LEAST_CONTRIBUTION = Decimal(10)

MOST = Decimal(10_000_000)
"""Few people have more in all their accounts."""

MOST_BASIS = Decimal(1_000_000)
"""All limits since 1974 together are about a fifth of it; what was rolled over after tax may be
more."""

YOUNGEST, OLDEST = 16, 95


def _meant(value: Decimal, what: str, *instead: Decimal) -> Doubt:
    """The value, or another one that is written almost like it."""
    others = "".join(f", or {dollars(other)}" for other in instead)
    return Doubt(f"{dollars(value)} {what}: did you mean that{others}?", instead)


def above(most: Decimal, what: str) -> Doubts:
    """An amount that hardly anybody has; without the point between dollars and cents an amount
    is a hundred times too large."""

    def doubts(_: Facts, value: Decimal) -> Doubt | None:
        return _meant(value, what, value / 100) if value > most else None

    return doubts


_too_much_basis = above(MOST_BASIS, "on line 14")


def basis(facts: Facts, value: Range) -> Doubt | None:
    """Asked of somebody who put in after-tax money: no form is not the same as none left."""
    if not value.most:
        return Doubt(
            "$0 on line 14, with after-tax money put in before: is all of it out again? If there "
            "is no such form, or you do not know, say not sure."
        )
    too_much = _too_much_basis(facts, value.most)
    if too_much is None:
        return None
    return replace(too_much, instead=tuple(Range(one, one) for one in too_much.instead))


def for_a_year(what: str) -> Doubts:
    """Income or pay of a year."""
    too_much = above(MOST, what)

    def doubts(facts: Facts, value: Decimal) -> Doubt | None:
        if 0 < value < LEAST_INCOME:
            return _meant(value, what, *([value * 1000] if value >= 1 else []))
        return too_much(facts, value)

    return doubts


def contributed(age: Question[int]) -> Doubts:
    """More than the limit, or a number that was meant in thousands."""

    def doubts(facts: Facts, value: Decimal) -> Doubt | None:
        year = facts[the_year]
        limit = dollar_limit(tax_year(year), facts[age])
        if 1 <= value < LEAST_CONTRIBUTION:
            return _meant(value, "contributed", value * 1000)
        if value <= limit:
            return None
        if LEAST_INCOME <= value / 100 <= limit:
            return _meant(value, "contributed", value / 100)
        return Doubt(
            f"For {year} the limit at age {facts[age]} is {dollars(limit)}, all IRAs "
            f"together. Is {dollars(value)} right?"
        )

    return doubts


def beside(other: Question[Decimal]) -> Doubts:
    """An amount that is mostly the same as another, with a zero or a point too many or too few."""
    too_much = above(MOST, "converted")

    def doubts(facts: Facts, value: Decimal) -> Doubt | None:
        same = facts.known(other)
        if same and value and value != same and _digits(value) == _digits(same):
            return _meant(value, f"converted, against {dollars(same)} contributed", same)
        return too_much(facts, value)

    return doubts


def besides(conversion: Question[Decimal], required: Question[Decimal]) -> Doubts:
    """What was converted, found on its Form 1099-R and taken for another withdrawal; or less than
    the required distribution, which is one of them."""
    too_much = above(MOST, "taken out")

    def doubts(facts: Facts, value: Decimal) -> Doubt | None:
        if value and value == facts.known(conversion):
            return Doubt(
                f"{dollars(value)} was converted, and is counted there. Is this another "
                f"{dollars(value)}, taken out to keep?"
            )
        due = facts.known(required)
        if due and value < due:
            return Doubt(
                f"Once it is taken, the required distribution of {dollars(due)} is among them. Is "
                f"{dollars(value)} right?",
                (due,),
            )
        return too_much(facts, value)

    return doubts


def _digits(value: Decimal) -> tuple[int, ...]:
    return value.normalize().as_tuple().digits


def deferred(age: Question[int]) -> Doubts:
    """Own deferrals above the limit, the catch-up of the age included."""

    def doubts(facts: Facts, value: Decimal) -> Doubt | None:
        year, years = facts[the_year], facts[age]
        figures = tax_year(year)
        limit = Decimal(figures.elective_deferral_402g.value) + catch_up(figures, years)
        if value <= limit:
            return None
        return Doubt(
            f"For {year} the limit for deferrals at age {years} is {dollars(limit)}, all plans "
            f"together. Is {dollars(value)} right?"
        )

    return doubts


def added_to_plan(facts: Facts, value: Decimal) -> Doubt | None:
    """More than all contributions to a plan may be."""
    year = facts[the_year]
    limit = Decimal(tax_year(year).annual_additions_415c.value)
    if value <= limit:
        return None
    return Doubt(
        f"For {year} all contributions to a plan together may be {dollars(limit)}, without "
        f"catch-up. Is {dollars(value)} right?"
    )


def aged(_: Facts, years: int) -> Doubt | None:
    if YOUNGEST <= years <= OLDEST:
        return None
    return Doubt(f"{years} years old on December 31: did you mean that?")
