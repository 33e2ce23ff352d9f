"""Form 8606 against a second reading of it, and what holds for it from year to year."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from operator import attrgetter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.iras.form_8606 import Form8606, Form8606Facts, form_8606
from calc.money import MOST
from tests.calc.reference_8606 import ENTERED, exactly, on_paper

D = Decimal

LINES = (*map(str, range(1, 15)), "15a", "15b", "15c", "16", "17", "18")
amounts_of = attrgetter(*(f"line{number}" for number in LINES))

Cents = tuple[int, ...]
"""Lines 1, 2, 4, 6, 7 and 8."""


def fill_in(cents: Cents, places: int | None = None) -> Form8606:
    one, two, four, six, seven, eight = (D(amount) / 100 for amount in cents)
    facts = Form8606Facts(
        line1_nondeductible_contributions=one,
        line2_prior_basis=two,
        line4_contributions_jan_to_due_date=four,
        line6_year_end_value=six,
        line7_distributions=seven,
        line8_conversions=eight,
    )
    return form_8606(facts, places)


def agrees(form: Form8606, cents: Cents, places: int | None) -> None:
    """With the second reading, with itself, and with a form that has no room for a minus."""
    amounts = {
        number: amount
        for number, amount in zip(LINES, amounts_of(form), strict=True)
        if amount is not None
    }
    entered = {number: Fraction(cent, 100) for number, cent in zip(ENTERED, cents, strict=True)}
    read = exactly(entered) if places is None else on_paper(entered, places)
    if ratio := read.get("10"):
        read["10"] = D(ratio.numerator) / ratio.denominator  # to 28 digits

    if "3" in read:
        assert amounts == read, (cents, places)
    else:  # Part I is not required; filled in all the same, it has to fit
        assert read.items() <= amounts.items(), (cents, places)
    if form.line13 is not None:
        assert form.line13 == form.line11 + form.line12, (cents, places)
        assert form.line14 == form.line3 - form.line13, (cents, places)
        assert form.line15a == form.line7 - form.line12, (cents, places)
    if form.line16 is not None:
        assert form.line16 == form.line17 + form.line18, (cents, places)
    assert min(amounts.values()) >= 0, (cents, places)
    assert form.additional_tax == 0, (cents, places)  # nobody said that it is due


# Twenty thousand people

SEED = 8606
CASES = 20_000
FIRST = 5_000
"""Enough for mutation testing, which runs them hundreds of times."""
MOST_CENTS = int(MOST * 100)

EVERYDAY = (
    lambda draw: 0,
    lambda draw: draw.randint(1, 200),  # interest of a few days: $1.85
    lambda draw: 100 * draw.choice((5500, 6000, 6500, 7000, 7500, 8000, 8600)),
    lambda draw: 100_000 * draw.randint(1, 999),  # a rollover IRA, in thousands
    lambda draw: 100 * draw.randint(1, 999_999),
    lambda draw: draw.randint(1, 99_999_999),
)
EXTREME = (
    *EVERYDAY,
    lambda draw: draw.randint(1, MOST_CENTS),
    lambda draw: MOST_CENTS - draw.randint(0, 9),
)


def people(seed: int, count: int) -> Iterator[tuple[Cents, int | None]]:
    """The lines they bring, and the places of line 10; None for the exact way."""
    draw = Random(seed)
    for _ in range(count):
        sizes = EVERYDAY if draw.random() < 0.8 else EXTREME
        one, two, four, six, seven, eight = (draw.choice(sizes)(draw) for _ in ENTERED)
        match draw.randrange(10):
            case 0:  # a conversion alone
                seven = 0
            case 1:  # everything converted
                six = seven = 0
            case 2:  # the same, in a year without a contribution: Part II alone
                one = six = seven = 0
            case 3:  # what was contributed is converted, with a little gain or loss
                two = seven = 0
                eight = max(0, min(MOST_CENTS, one + draw.randint(-200, 200)))
            case 4:  # halves: of a cent, by a ratio that ends or never does; of a thousandth
                part, whole = draw.choice(((1, 2), (5, 6), (1, 2000)))
                basis, four = draw.choice((1, 100)) * draw.randint(1, 99_999), 0
                one = min(one, basis * part)
                two = basis * part - one
                six = max(0, basis * whole - seven - eight)
            case 5:  # more basis than money
                two = min(MOST_CENTS, six + seven + eight + draw.randint(0, 200))
            case 6:  # nothing left the IRAs
                seven = eight = 0
            case 7:  # as much as is accepted, and again halves of a cent
                two, six, seven, eight = (MOST_CENTS - draw.randint(0, 9) for _ in range(4))
                one, four = (six + seven + eight) // 2 - two, 0
        four = draw.choice((0, one, min(one, four)))
        yield (one, two, four, six, seven, eight), draw.choice((None, None, None, 3, 3, 4, 6, 12))


@pytest.mark.parametrize(("start", "end"), [(0, FIRST), (FIRST, CASES)], ids=["first", "rest"])
def test_thousands_of_forms_agree_with_a_second_reading(start: int, end: int) -> None:
    print(f"people {start} to {end} of seed {SEED}")
    for cents, places in islice(people(SEED, CASES), start, end):
        agrees(fill_in(cents, places), cents, places)


# What holds for every person

amount = st.one_of(st.integers(0, 200), st.integers(0, 10**9))
anybody = st.tuples(*[amount] * 6).map(lambda line: (*line[:2], min(line[0], line[2]), *line[3:]))
either_way = st.sampled_from([None, 3, 4, 12])


@given(anybody, either_way)
def test_any_form_agrees_with_a_second_reading(cents: Cents, places: int | None) -> None:
    agrees(fill_in(cents, places), cents, places)


@given(anybody, amount, either_way)
def test_more_pre_tax_money_is_never_less_taxable_as_the_form_rounds_either(
    cents: Cents, more: int, places: int | None
) -> None:
    *before, six, seven, eight = cents
    richer = fill_in((*before, six + more, seven, eight), places)
    assert richer.total_taxable >= fill_in(cents, places).total_taxable


@given(anybody, st.integers(2, 1000))
def test_the_ratio_knows_no_size(cents: Cents, times: int) -> None:
    one, many = fill_in(cents), fill_in(tuple(times * amount for amount in cents))
    assert many.line10 == one.line10
    if one.line13 is not None:
        assert abs(many.line13 - times * one.line13) <= (times + 1) * D("0.01")


@given(anybody)
def test_the_ratio_is_one_for_all_that_left_the_iras(cents: Cents) -> None:
    """Whether it was converted or withdrawn, first or last (IRC 408(d)(2)(B))."""
    *before, seven, eight = cents
    form, swapped = fill_in(cents), fill_in((*before, eight, seven))
    assert (swapped.line10, swapped.line13, swapped.line14) == (
        form.line10,
        form.line13,
        form.line14,
    )


@given(amount, amount, amount, amount)
def test_two_half_conversions_are_one_whole(basis: int, left: int, half: int, other: int) -> None:
    """A year apart, nothing earned in between."""
    whole = fill_in((0, basis, 0, left, 0, half + other))
    first = fill_in((0, basis, 0, left + other, 0, half))
    second = fill_in((0, int(first.line14 * 100), 0, left, 0, other))
    assert abs(second.line14 - whole.line14) <= D("0.02")
    assert abs(first.total_taxable + second.total_taxable - whole.total_taxable) <= D("0.02")


@given(anybody, either_way)
def test_what_is_contributed_after_the_year_stays_basis(cents: Cents, places: int | None) -> None:
    form = fill_in(cents, places)
    assert form.line14 >= (form.line4 or 0)


@given(anybody)
def test_three_places_move_half_a_thousandth_at_most(cents: Cents) -> None:
    dollars = tuple(amount * 100 for amount in cents)
    exact, rounded = fill_in(dollars), fill_in(dollars, 3)
    if exact.line13 is not None:
        moved = exact.line7 + exact.line8
        assert abs(rounded.line13 - exact.line13) <= moved * D("0.0005") + D("1.01")
