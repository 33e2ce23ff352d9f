"""From which age a required minimum distribution is due, and that it goes before a conversion."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.iras.required_distributions import (
    RequiredFirstFacts,
    distribution_is_required,
    is_first_required_year,
    required_first,
)
from calc.tax_year import SUPPORTED_YEARS, TaxYear, tax_year

D = Decimal


@pytest.mark.parametrize(
    ("year", "age", "required"),
    [
        (2018, 69, False),
        (2018, 70, None),  # 70 1/2 in the year if born before July
        (2018, 71, True),
        (2019, 70, None),  # born in the first half of 1949: 70 1/2; in the second: 72
        (2020, 90, False),  # waived for the year
        (2021, 71, False),
        (2021, 72, True),
        (2022, 72, True),  # born 1950
        (2023, 72, False),  # born 1951: from 73
        (2023, 73, True),
        (2026, 72, False),
        (2026, 73, True),
    ],
)
def test_by_age(year: int, age: int, required: bool | None) -> None:
    assert distribution_is_required(tax_year(year), age) is required


def year_to_come(year: int) -> TaxYear:
    """Of its figures none but the year matters here."""
    return tax_year(2026).model_copy(update={"year": year})


@pytest.mark.parametrize(
    ("born", "from_age"),
    [(1948, 71), (1949, 72), (1950, 72), (1951, 73), (1959, 73), (1960, 75), (1961, 75)],
)
def test_by_year_of_birth(born: int, from_age: int) -> None:
    for age in range(71, 81):
        if born + age == 2020:
            continue
        figures = year_to_come(born + age)
        assert distribution_is_required(figures, age) is (age >= from_age)
        if born >= 1950:
            assert is_first_required_year(figures, age) is (age == from_age)


@pytest.mark.parametrize(
    ("year", "age", "first"),
    [
        (2018, 69, False),
        (2018, 70, None),
        (2018, 71, None),  # 70 1/2 last year if born before July 1947
        (2018, 72, False),
        (2019, 70, None),
        (2020, 72, False),  # waived
        (2021, 72, None),  # born 1949
        (2021, 73, False),
        (2022, 72, True),
        (2022, 73, False),  # born 1949
        (2023, 72, False),
        (2023, 73, False),  # born 1950: from 72
        (2024, 73, True),  # born 1951
        (2025, 74, False),
        (2026, 73, True),
    ],
)
def test_the_first_year(year: int, age: int, first: bool | None) -> None:
    assert is_first_required_year(tax_year(year), age) is first


@given(st.sampled_from(SUPPORTED_YEARS), st.integers(0, 120))
def test_the_first_year_is_a_required_one(year: int, age: int) -> None:
    figures = tax_year(year)
    if is_first_required_year(figures, age) is not False:
        assert distribution_is_required(figures, age) is not False


FACTS = RequiredFirstFacts(
    required_minimum_distribution=D(10000), distributed_before=D(0), conversion=D(50000)
)


@pytest.mark.parametrize(
    ("distributed", "conversion", "to_take_first", "convertible", "not_converted"),
    [
        ("0", "50000", "10000", "40000", "10000"),
        ("9999.99", "50000", "0.01", "49999.99", "0.01"),
        ("10000", "50000", "0", "50000", "0"),
        ("30000", "50000", "0", "50000", "0"),
        ("4000", "5000", "6000", "0", "5000"),  # the first dollars out are the RMD
        ("0", "0", "10000", "0", "0"),
    ],
)
def test_required_first(
    distributed: str, conversion: str, to_take_first: str, convertible: str, not_converted: str
) -> None:
    facts = replace(FACTS, distributed_before=D(distributed), conversion=D(conversion))
    found = required_first(tax_year(2025), facts)
    shown = (found.to_take_first, found.convertible, found.not_converted)
    assert shown == (D(to_take_first), D(convertible), D(not_converted))


@pytest.mark.parametrize(
    ("room", "excess"), [(None, None), ("0", "10000"), ("8000", "2000"), ("10000", "0")]
)
def test_a_converted_rmd_is_a_regular_contribution(room: str | None, excess: str | None) -> None:
    """Treas. Reg. 1.408A-4, A-6(c): an excess as far as the Roth limit has no room for it."""
    found = required_first(
        tax_year(2025), replace(FACTS, roth_room=None if room is None else D(room))
    )
    assert found.excess_contribution == (None if excess is None else D(excess))


def test_a_first_rmd_put_off_makes_two_in_one_year() -> None:
    facts = replace(FACTS, put_off_from_first_year=D(9000), distributed_before=D(10000))
    assert required_first(tax_year(2025), facts).to_take_first == 9000


@pytest.mark.parametrize(
    "facts",
    [
        FACTS,
        replace(FACTS, required_minimum_distribution=D(0), put_off_from_first_year=D(1)),
    ],
)
def test_2020_had_none(facts: RequiredFirstFacts) -> None:
    with pytest.raises(ValueError, match="no distribution is required for 2020"):
        required_first(tax_year(2020), facts)


def test_without_an_rmd_nothing_waits_in_2020_either() -> None:
    facts = replace(FACTS, required_minimum_distribution=D(0))
    assert required_first(tax_year(2020), facts).convertible == 50000


cents = st.integers(0, 10**9).map(lambda amount: D(amount) / 100)


@given(cents, cents, cents, cents, cents)
def test_each_dollar_is_converted_or_not(
    required: Decimal, put_off: Decimal, before: Decimal, conversion: Decimal, room: Decimal
) -> None:
    facts = RequiredFirstFacts(
        required_minimum_distribution=required,
        put_off_from_first_year=put_off,
        distributed_before=before,
        conversion=conversion,
        roth_room=room,
    )
    found = required_first(tax_year(2025), facts)
    assert found.convertible + found.not_converted == conversion
    assert found.convertible == 0 or before + found.not_converted >= required + put_off
    # Taking it first frees the whole conversion.
    taken = replace(facts, distributed_before=before + found.to_take_first)
    assert required_first(tax_year(2025), taken).convertible == conversion
