"""Form 8606, Part III, and the additional tax on what was converted lately."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from calc.iras.roth_distributions import (
    Conversion,
    RothDistribution,
    RothDistributionFacts,
    five_years_over,
    is_qualified,
    roth_distribution,
)

D = Decimal


def conversion(year: int, taxable: object, nontaxable: object, taken: object = 0) -> Conversion:
    return Conversion(
        year=year,
        taxable=D(str(taxable)),
        nontaxable=D(str(nontaxable)),
        taken_out_before=D(str(taken)),
    )


def facts(
    year: int,
    line19: object,
    line22: object = 0,
    *conversions: Conversion,
    line20: object = 0,
    claimed_before: object = 0,
    first: int | None = None,
    reached_59_and_a_half: bool = False,
    disabled: bool = False,
    exception: bool = False,
) -> RothDistributionFacts:
    return RothDistributionFacts(
        year=year,
        line19_nonqualified_distributions=D(str(line19)),
        line20_first_time_homebuyer=D(str(line20)),
        homebuyer_claimed_before=D(str(claimed_before)),
        line22_contribution_basis=D(str(line22)),
        conversions=conversions,
        first_roth_year=first,
        reached_59_and_a_half=reached_59_and_a_half,
        disabled=disabled,
        exception_to_additional_tax=exception,
    )


# name, source, facts, what is expected
TABLE = [
    ("the IRS example of a recapture", "2016 instructions for Form 5329, line 1",
     facts(2016, 33000, 4000, conversion(2012, 15000, 5000), conversion(2013, 7000, 3000)),
     {"line19": 33000, "line20": 0, "line21": 33000, "line22": 4000, "line23": 29000,
      "line24": 30000, "line25a": 0, "line25c": 0, "from_contributions": 4000,
      "from_earnings": 0, "subject_to_additional_tax": 22000, "additional_tax": 2200}),
    ("contributions come out first", "IRC 408A(d)(4)(B)(i)",
     facts(2024, 10000, 10000, conversion(2023, 50000, 0)),
     {"line22": 10000, "line23": 0, "line24": None, "line25a": None, "line25c": None,
      "from_contributions": 10000, "contribution_basis_left": 0, "additional_tax": 0}),
    ("a dollar more is a dollar of the conversion", "IRC 408A(d)(3)(F), (d)(4)(B)(ii)",
     facts(2024, 10001, 10000, conversion(2023, 50000, 0)),
     {"line23": 1, "line24": 50000, "line25a": 0, "line25c": 0,
      "subject_to_additional_tax": 1, "additional_tax": "0.10"}),
    ("a clean backdoor leaves almost nothing exposed", "tax-rules, section 6",
     facts(2024, 7001, 0, conversion(2024, "1.85", 7000)),
     {"line23": 7001, "line25c": 0, "subject_to_additional_tax": "1.85",
      "additional_tax": "0.19"}),
    ("the fifth year is the last", "IRC 408A(d)(3)(F)(i)",
     facts(2024, 1000, 0, conversion(2020, 1000, 0)), {"additional_tax": 100}),
    ("from the sixth year on nothing", "IRC 408A(d)(3)(F)(i)",
     facts(2025, 1000, 0, conversion(2020, 1000, 0)), {"additional_tax": 0}),
    ("each conversion has its own five years", "Treas. Reg. 1.408A-6, A-5(c)",
     facts(2025, 3000, 0, conversion(2020, 1000, 0), conversion(2021, 2000, 0)),
     {"subject_to_additional_tax": 2000, "additional_tax": 200}),
    ("earnings come last, taxed and with the additional tax", "IRC 408A(d)(4)(B), 72(t)",
     facts(2024, 10000, 4000, conversion(2015, 3000, 1000)),
     {"line23": 6000, "line24": 4000, "line25a": 2000, "line25c": 2000, "from_earnings": 2000,
      "subject_to_additional_tax": 2000, "additional_tax": 200}),
    ("an exception leaves the tax on earnings", "IRC 72(t)(2)",
     facts(2024, 10000, 4000, conversion(2023, 3000, 1000), exception=True),
     {"line25c": 2000, "subject_to_additional_tax": 5000, "additional_tax": 0}),
    ("59 1/2 before five years are over", "IRC 72(t)(2)(A)(i), 408A(d)(2)(B)",
     facts(2024, 10000, 4000, first=2020, reached_59_and_a_half=True),
     {"line25c": 6000, "additional_tax": 0}),
    ("disabled before five years are over", "IRC 72(t)(2)(A)(iii), 408A(d)(2)(B)",
     facts(2024, 10000, 4000, first=2020, disabled=True), {"line25c": 6000, "additional_tax": 0}),
    ("what was taken before counts against the taxable part", "IRC 408A(d)(4)(B)(ii)(II)",
     facts(2024, 2500, 0, conversion(2021, 3000, 4000, 2000)),
     {"line24": 5000, "line25c": 0, "subject_to_additional_tax": 1000}),
    ("a first home covers what would be earnings", "Form 8606, lines 20 and 21",
     facts(2024, 25000, 10000, line20=10000, first=2019),
     {"line20": 10000, "line21": 15000, "line23": 5000, "line24": 0, "line25c": 5000,
      "from_earnings": 15000, "additional_tax": 500}),
    ("a first home covers a young conversion", "irahelp.com 17843: 5,000 and 7,000 of 2010",
     facts(2013, 12000, 5000, conversion(2010, 7000, 0), line20=7000, first=2008),
     {"line21": 5000, "line22": 5000, "line23": 0, "line25c": None, "additional_tax": 0,
      "from_contributions": 5000, "from_earnings": 0, "contribution_basis_left": 0}),
    ("yet all of it uses up the basis", "instructions, worksheet for line 22; fairmark.com 3470",
     facts(2024, 25000, 20000, line20=10000, first=2019),
     {"line21": 15000, "line22": 20000, "line23": 0, "from_contributions": 20000,
      "from_earnings": 5000, "contribution_basis_left": 0}),
    ("line 21 is zero: the form stops there", "Form 8606, line 22",
     facts(2024, 9000, 2000, line20=9000, first=2019),
     {"line20": 9000, "line21": 0, "line22": 2000, "line23": None, "line25c": None,
      "from_earnings": 7000, "contribution_basis_left": 0, "additional_tax": 0}),
    ("the lifetime limit", "IRC 72(t)(8)(B)",
     facts(2024, 15000, 0, line20="10000.01", first=2019), {"line20": 10000, "line25c": 5000}),
    ("what is left of the lifetime limit", "IRC 72(t)(8)(B)",
     facts(2024, 15000, 0, line20=15000, claimed_before=4000, first=2019),
     {"line20": 6000, "line25c": 9000, "additional_tax": 900}),
    ("nothing left of the lifetime limit", "IRC 72(t)(8)(B)",
     facts(2024, 15000, 0, line20=1, claimed_before=12000, first=2019),
     {"line20": 0, "line25c": 15000}),
    ("nothing taken out", "Form 8606, Part III", facts(2024, 0, 4000, conversion(2023, 1, 1)),
     {"line19": None, "line20": None, "line21": None, "line22": None, "line23": None,
      "line24": None, "line25a": None, "line25c": None, "contribution_basis_left": 4000,
      "from_earnings": 0, "additional_tax": 0}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "source", "given_", "expected"), TABLE, ids=lambda x: str(x)[:40])
def test_lines(
    name: str, source: str, given_: RothDistributionFacts, expected: dict[str, object]
) -> None:
    found = roth_distribution(given_)
    shown = {name: getattr(found, name) for name in expected}
    assert shown == {
        name: None if value is None else D(str(value)) for name, value in expected.items()
    }


def test_what_came_out_of_each_conversion() -> None:
    """The IRS example above: 15,000 and 5,000 of 2012, then 7,000 and 2,000 of 2013."""
    found = roth_distribution(TABLE[0][2])
    assert [(part.year, part.taxable, part.nontaxable) for part in found.from_conversions] == [
        (2012, 15000, 5000),
        (2013, 7000, 2000),
    ]
    assert found.conversions_left == (
        conversion(2012, 15000, 5000, 20000),
        conversion(2013, 7000, 3000, 9000),
    )
    assert [part.nontaxable_left for part in found.conversions_left] == [0, 1000]


def test_lines_stand_in_the_forms_order() -> None:
    lines = roth_distribution(facts(2024, 10000, 4000, conversion(2015, 3000, 1000))).lines
    assert [(line.number, amount) for line, amount in lines] == [
        ("19", 10000),
        ("20", 0),
        ("21", 10000),
        ("22", 4000),
        ("23", 6000),
        ("24", 4000),
        ("25a", 2000),
        ("25b", None),
        ("25c", 2000),
    ]


@pytest.mark.parametrize(
    ("year", "first", "reached", "disabled", "qualified"),
    [
        (2024, 2019, True, False, True),  # 2019 to 2023 are the five
        (2023, 2019, True, False, False),
        (2024, 2019, False, False, False),
        (2024, 2019, False, True, True),
        (2023, 2019, False, True, False),
    ],
)
def test_is_qualified(
    year: int, first: int, reached: bool, disabled: bool, qualified: bool
) -> None:
    assert is_qualified(year, first, reached, disabled) is qualified


# What cannot be meant

ASKED = TypeAdapter(RothDistributionFacts)


FIVE_YEARS = "first_roth_year decides whether the five years are over"
FIRST_YEAR = "the first Roth year cannot be after a conversion or distribution"
QUALIFIED = "qualified distributions are tax-free and not on line 19"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (
            {"conversions": [{"year": 2025, "taxable": 1, "nontaxable": 0}]},
            "a conversion is later than the distribution",
        ),
        (
            {"conversions": [{"year": 2020, "taxable": 1, "nontaxable": 0}] * 2},
            "the conversions of 2020 count as one: add them up",
        ),
        (
            {"conversions": [{"year": 2020, "taxable": 1, "nontaxable": 1, "taken_out_before": 3}]},
            "more than the conversion of 2020 was taken out of it",
        ),
        *(
            (
                {
                    "conversions": [
                        {"year": 2021, "taxable": 1, "nontaxable": 1, "taken_out_before": 1},
                        {"year": 2020, "taxable": 1, "nontaxable": 1, "taken_out_before": taken},
                    ]
                },
                "nothing comes out of the conversion of 2021 while some of 2020 is left",
            )
            for taken in (0, 1)
        ),
        ({"line20_first_time_homebuyer": 1}, FIVE_YEARS),
        ({"reached_59_and_a_half": True}, FIVE_YEARS),
        ({"disabled": True}, FIVE_YEARS),
        (
            {"line20_first_time_homebuyer": 1, "first_roth_year": 2020},
            "line 20 is for Roth IRAs that are five years old",
        ),
        ({"first_roth_year": 2025}, FIRST_YEAR),
        (
            {
                "first_roth_year": 2021,
                "conversions": [{"year": 2020, "taxable": 1, "nontaxable": 0}],
            },
            FIRST_YEAR,
        ),
        ({"first_roth_year": 2019, "reached_59_and_a_half": True}, QUALIFIED),
        ({"first_roth_year": 2019, "disabled": True}, QUALIFIED),
    ],
)
def test_refused(more: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        ASKED.validate_python({"year": 2024, "line19_nonqualified_distributions": 1000} | more)
    (error,) = refused.value.errors()
    assert error["msg"] == f"Value error, {words}"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"year": 1997}, "greater than or equal to 1998"),
        ({"line22_contribution_basis": -1}, "greater than or equal to 0"),
        ({"conversions": [{"year": 2020, "taxable": 1, "nontaxable": 1, "rate": 1}]}, "rate"),
    ],
)
def test_out_of_bounds(more: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        ASKED.validate_python({"year": 2024, "line19_nonqualified_distributions": 1000} | more)


def test_without_conversions_there_is_no_basis_in_them() -> None:
    line24 = roth_distribution(facts(2024, 1000)).line24
    assert isinstance(line24, D)
    assert line24 == 0


def test_nothing_on_line_19_is_well_where_all_is_qualified() -> None:
    found = roth_distribution(facts(2024, 0, first=2019, reached_59_and_a_half=True))
    assert found.total_taxable == 0


# What holds for every person

cents = st.integers(0, 10**7).map(lambda n: D(n) / 100)


@st.composite
def anybody(draw: st.DrawFn) -> RothDistributionFacts:
    year = draw(st.integers(2010, 2030))
    years = draw(st.sets(st.integers(2000, year), max_size=4))
    first = min([2000, *years])
    return facts(
        year,
        draw(cents),
        draw(cents),
        *(
            conversion(number, draw(cents), draw(cents))
            for number in draw(st.permutations(sorted(years)))
        ),
        line20=draw(st.just(D(0)) | cents),
        claimed_before=draw(st.just(D(0)) | cents),
        first=first,
        exception=draw(st.booleans()),
    )


def came_out(found: RothDistribution) -> dict[object, Decimal]:
    parts = {"contributions": found.from_contributions, "earnings": found.from_earnings}
    for part in found.from_conversions:
        parts[part.year, "taxable"] = part.taxable
        parts[part.year, "nontaxable"] = part.nontaxable
    return parts


@given(anybody())
def test_every_cent_comes_from_somewhere(person: RothDistributionFacts) -> None:
    found = roth_distribution(person)
    parts = came_out(found)
    assert all(amount >= 0 for amount in parts.values())
    assert sum(parts.values()) == person.line19_nonqualified_distributions


@given(anybody())
def test_basis_is_used_or_left(person: RothDistributionFacts) -> None:
    found = roth_distribution(person)
    assert found.contribution_basis_left + found.from_contributions == (
        person.line22_contribution_basis
    )
    before = {converted.year: converted for converted in person.conversions}
    for part, left in zip(found.from_conversions, found.conversions_left, strict=True):
        assert part.taxable + left.taxable_left == before[part.year].taxable
        assert part.nontaxable + left.nontaxable_left == before[part.year].nontaxable


@given(anybody())
def test_what_is_taxed_is_earnings_that_no_first_home_covers(person: RothDistributionFacts) -> None:
    found = roth_distribution(person)
    assert found.total_taxable == max(0, found.from_earnings - (found.line20 or 0))


@given(anybody())
def test_the_additional_tax_is_on_earnings_and_young_conversions(
    person: RothDistributionFacts,
) -> None:
    found = roth_distribution(person)
    young = sum(
        part.taxable
        for part in found.from_conversions
        if not five_years_over(person.year, part.year)
    )
    assert found.total_taxable <= found.subject_to_additional_tax <= young + found.total_taxable
    if not found.line20:
        assert found.subject_to_additional_tax == young + found.total_taxable
    assert found.additional_tax in (
        0,
        (found.subject_to_additional_tax / 10).quantize(D("0.01"), "ROUND_HALF_UP"),
    )


@given(anybody(), cents)
def test_two_withdrawals_come_out_as_one(person: RothDistributionFacts, second: Decimal) -> None:
    """What the first leaves is what the second starts from."""
    first = roth_distribution(person)
    then = roth_distribution(
        replace(
            person,
            line19_nonqualified_distributions=second,
            line22_contribution_basis=first.contribution_basis_left,
            conversions=first.conversions_left,
        )
    )
    both = roth_distribution(
        replace(
            person,
            line19_nonqualified_distributions=person.line19_nonqualified_distributions + second,
        )
    )
    one, two = came_out(first), came_out(then)
    assert {part: one[part] + two[part] for part in one} == came_out(both)
    assert then.conversions_left == both.conversions_left


@given(anybody())
def test_the_order_in_which_conversions_are_told_is_nothing(person: RothDistributionFacts) -> None:
    turned = replace(person, conversions=person.conversions[::-1])
    assert roth_distribution(turned) == roth_distribution(person)


@given(anybody(), cents)
def test_more_basis_is_never_more_taxable(person: RothDistributionFacts, more: Decimal) -> None:
    richer = replace(person, line22_contribution_basis=person.line22_contribution_basis + more)
    assert roth_distribution(richer).total_taxable <= roth_distribution(person).total_taxable


@given(anybody())
def test_waiting_a_year_is_never_more_additional_tax(person: RothDistributionFacts) -> None:
    later = replace(person, year=person.year + 1)
    assert roth_distribution(later).additional_tax <= roth_distribution(person).additional_tax
