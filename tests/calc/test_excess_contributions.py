"""Contributions above the limit and the 6% excise, for one year and for years in a row."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from calc.corrections.excess_contributions import (
    ExcessContributions,
    ExcessFacts,
    excess_contributions,
    room_in_other_kind,
)
from calc.corrections.excess_over_years import Excise, ExciseFacts, excise
from calc.corrections.recharacterizations import IraKind
from calc.filing_status import FilingStatus
from calc.tax_year import tax_year

D = Decimal

NOTHING = ExcessFacts(
    age=40,
    traditional_contributions=D(0),
    roth_contributions=D(0),
    filing_status=FilingStatus.SINGLE,
    roth_magi=D(100000),
)


def of(year: int, traditional: object, roth: object, **more: object) -> ExcessContributions:
    amounts = {
        name: D(value) if isinstance(value, int) and name != "age" and value is not True else value
        for name, value in more.items()
    }
    facts = replace(
        NOTHING,
        traditional_contributions=D(str(traditional)),
        roth_contributions=D(str(roth)),
        **amounts,
    )
    return excess_contributions(tax_year(year), facts)


@pytest.mark.parametrize(
    ("traditional", "roth", "in_traditional", "in_roth"),
    [
        # 2025: 7,000 for both kinds together; traditional contributions use it first.
        (7000, 0, "0", "0"),
        ("7000.01", 0, "0.01", "0"),
        (0, 7000, "0", "0"),
        (0, "7000.01", "0", "0.01"),
        (4000, 3000, "0", "0"),
        (4000, 5000, "0", "2000"),
        (7000, 7000, "0", "7000"),
        (9000, 1000, "2000", "1000"),
    ],
)
def test_one_limit_for_both(
    traditional: object, roth: object, in_traditional: str, in_roth: str
) -> None:
    found = of(2025, traditional, roth)
    assert found.traditional.of_the_year == D(in_traditional)
    assert found.roth.of_the_year == D(in_roth)


@pytest.mark.parametrize(
    ("magi", "traditional", "allowed", "excess"),
    [
        # 2025, single: 150,000 to 165,000.
        (150000, 0, 7000, 0),
        (157500, 0, 3500, 3500),
        (165000, 0, 0, 7000),
        (157500, 3000, 3500, 3500),  # figured before traditional contributions,
        (157500, 4000, 3000, 4000),  # which then leave the rest of the one limit
    ],
)
def test_income_makes_a_roth_excess(magi: int, traditional: int, allowed: int, excess: int) -> None:
    found = of(2025, traditional, 7000, roth_magi=magi)
    assert (found.roth.allowed, found.roth.of_the_year) == (allowed, excess)
    assert found.traditional.of_the_year == 0


@pytest.mark.parametrize(
    ("pay", "spouse", "roth_magi", "allowed"),
    [
        (3000, 0, 100000, 3000),
        (3000, 0, 157500, 1500),  # the phase-out shrinks what pay allows (IRC 408A(c)(3)(A))
        (7000, 0, 157500, 3500),
        (0, 0, 100000, 0),
        (0, 9000, 100000, 7000),
    ],
)
def test_pay_is_a_limit(pay: int, spouse: int, roth_magi: int, allowed: int) -> None:
    joint = {"filing_status": FilingStatus.MARRIED_FILING_JOINTLY} if spouse else {}
    found = of(
        2025,
        0,
        7000,
        compensation=pay,
        spouse_compensation=spouse,
        roth_magi=roth_magi,
        **joint,
    )
    assert (found.roth.allowed, found.roth.of_the_year) == (allowed, 7000 - allowed)


@pytest.mark.parametrize("status", [FilingStatus.MARRIED_FILING_JOINTLY, None])
def test_the_couple_s_pay_counts_less_what_the_other_put_in(status: FilingStatus | None) -> None:
    found = of(
        2025,
        7000,
        0,
        compensation=1000,
        spouse_compensation=9000,
        spouse_ira_contributions=5000,
        filing_status=status,
    )
    assert (found.traditional.allowed, found.traditional.of_the_year) == (5000, 2000)


@pytest.mark.parametrize(
    "status", [status for status in FilingStatus if status != FilingStatus.MARRIED_FILING_JOINTLY]
)
@pytest.mark.parametrize("of_spouse", ["spouse_compensation", "spouse_ira_contributions"])
def test_without_a_joint_return_no_pay_of_a_spouse(status: FilingStatus, of_spouse: str) -> None:
    with pytest.raises(
        ValueError, match=r"^a spouse's pay counts on a joint return only \(IRC 219"
    ):
        replace(NOTHING, filing_status=status, **{of_spouse: D(1)})


@pytest.mark.parametrize(("apart", "excess"), [(True, 0), (False, 7000)])
def test_separate_returns(apart: bool, excess: int) -> None:
    separate = FilingStatus.MARRIED_FILING_SEPARATELY
    found = of(2025, 0, 7000, filing_status=separate, lived_apart_all_year=apart)
    assert found.roth.of_the_year == excess


@pytest.mark.parametrize(
    ("year", "age", "excess"),
    [(2019, 69, 0), (2019, 71, 7000), (2020, 71, 0)],  # IRC 219(d)(1) before Pub. L. 116-94
)
def test_the_old_age_limit_is_for_traditional_iras(year: int, age: int, excess: int) -> None:
    assert of(year, 7000, 0, age=age).traditional.of_the_year == excess
    assert of(year, 0, 7000, age=age).roth.of_the_year == 0


@pytest.mark.parametrize(("reached", "excess"), [(True, 7000), (False, 0)])
def test_at_70_the_half_year_decides(reached: bool, excess: int) -> None:
    found = of(2019, 7000, 0, age=70, reached_70_and_a_half=reached)
    assert found.traditional.of_the_year == excess


@pytest.mark.parametrize(
    ("value", "costs"),
    [
        (None, "120.00"),  # 2,000 too much
        (2001, "120.00"),
        (2000, "120.00"),
        (1999, "119.94"),
        (0, "0"),
    ],
)
def test_never_above_6_percent_of_the_value(value: int | None, costs: str) -> None:
    assert of(2025, 9000, 0, traditional_value=value).excise == D(costs)
    assert of(2025, 0, 9000, roth_value=value).excise == D(costs)


@pytest.mark.parametrize(
    ("contributed", "left"),
    [(7000, 2000), (6000, 1000), (5000, 0), (0, 0)],
)
def test_room_of_a_later_year_takes_up_the_excess(contributed: int, left: int) -> None:
    in_traditional = of(2025, contributed, 0, traditional_prior_excess=2000).traditional
    in_roth = of(2025, 0, contributed, roth_prior_excess=2000).roth
    for found in (in_traditional, in_roth):
        assert (found.absorbed, found.total) == (2000 - left, left)


def test_contributions_to_the_other_kind_use_that_room() -> None:
    assert of(2025, 0, 6000, traditional_prior_excess=2000).traditional.absorbed == 1000
    assert of(2025, 6000, 0, roth_prior_excess=2000).roth.absorbed == 1000


@pytest.mark.parametrize(
    ("traditional", "roth", "in_traditional", "in_roth"),
    [
        # 7,000 of room in 2025: what one takes up the other cannot (IRC 219(f)(6), 4973(f)(2)(B))
        (2000, 2000, 2000, 2000),
        (5000, 2000, 5000, 2000),
        (5000, 2001, 5000, 2000),
        (7000, 1000, 7000, 0),
        (9000, 1000, 7000, 0),
        (0, 9000, 0, 7000),
    ],
)
def test_the_same_room_is_used_once_by_the_traditional_excess_first(
    traditional: int, roth: int, in_traditional: int, in_roth: int
) -> None:
    found = of(2025, 0, 0, traditional_prior_excess=traditional, roth_prior_excess=roth)
    assert (found.traditional.absorbed, found.roth.absorbed) == (in_traditional, in_roth)
    assert found.roth.allowed == 7000 - in_traditional


def test_income_narrows_the_room_of_the_roth_excess_only() -> None:
    found = of(
        2025, 0, 1000, traditional_prior_excess=3000, roth_prior_excess=4000, roth_magi=157500
    )
    # Of 7,000, 1,000 is put in and 3,000 taken up; the income allows Roth IRAs 3,500 in all.
    assert (found.traditional.absorbed, found.roth.allowed) == (3000, 3500)
    assert (found.roth.absorbed, found.roth.of_the_year) == (2500, 0)


def test_no_roth_room_above_the_income_limit() -> None:
    assert of(2025, 0, 0, roth_prior_excess=2000, roth_magi=165000).roth.total == 2000
    assert of(2025, 0, 0, traditional_prior_excess=2000, roth_magi=165000).traditional.total == 0


@pytest.mark.parametrize(
    ("withdrawn", "absorbed", "left"), [(0, 1000, 1000), (500, 1000, 500), (1500, 500, 0)]
)
def test_what_is_withdrawn_comes_off_first(withdrawn: int, absorbed: int, left: int) -> None:
    """IRC 219(f)(6)(A): room takes up what is left after distributions."""
    for found in (
        of(
            2025, 6000, 0, traditional_prior_excess=2000, traditional_excess_withdrawn=withdrawn
        ).traditional,
        of(
            2025,
            6000,
            0,
            traditional_prior_excess=2000,
            traditional_taxable_distributions=withdrawn,
        ).traditional,
        of(2025, 0, 6000, roth_prior_excess=2000, roth_distributions=withdrawn).roth,
    ):
        assert (found.absorbed, found.total) == (absorbed, left)


def test_an_emptied_roth_ira_holds_no_excess() -> None:
    """Instructions for Form 5329, line 20: 1,000 put in, 800 left of it and taken out."""
    given_ = {"roth_prior_excess": 1000, "roth_distributions": 800, "roth_magi": 165000}
    assert of(2025, 0, 0, **given_).roth.total == 200
    assert of(2025, 0, 0, all_roth_money_withdrawn=True, **given_).roth.total == 0


@pytest.mark.parametrize(
    ("contributed", "value", "fits"),
    [
        (0, 0, True),
        (0, D("0.01"), False),
        (500, 500, True),  # put in after December 31
        (500, D("500.01"), False),
    ],
)
def test_where_all_was_withdrawn_nothing_else_is_left(
    contributed: int, value: Decimal | int, fits: bool
) -> None:
    emptied = {"all_roth_money_withdrawn": True, "roth_value": D(value)}
    if fits:
        assert of(2025, 0, contributed, **emptied).excise == 0
    else:
        with pytest.raises(ValueError, match=r"^where all Roth money was withdrawn, .* after it$"):
            of(2025, 0, contributed, **emptied)


def test_what_was_not_needed_is_not_shown() -> None:
    found = of(2025, 8000, 0)
    assert found.year == 2025
    assert found.roth.allowed is None


@pytest.mark.parametrize("missing", [{"filing_status": None}, {"roth_magi": None}])
def test_a_roth_limit_needs_the_income(missing: dict[str, None]) -> None:
    for given_ in ({"roth": 1}, {"roth": 0, "roth_prior_excess": 1}):
        with pytest.raises(ValueError, match=r"Roth limit of 2025 needs the filing status"):
            of(2025, 0, **given_, **missing)
    assert of(2025, 8000, 0, **missing).traditional.of_the_year == 1000


# Years in a row


def over(first: int, *years: ExcessFacts) -> Excise:
    """Of a person who grows a year older each year."""
    figures = [tax_year(first + later) for later in range(len(years))]
    aging = (replace(year, age=years[0].age + later) for later, year in enumerate(years))
    return excise(figures, ExciseFacts(years=tuple(aging)))


ABOVE = replace(NOTHING, roth_magi=D(400000))
"""No Roth contribution is allowed."""

A_YEAR_LATER = replace(ABOVE, age=41)


def test_6_percent_for_each_year_it_stays() -> None:
    found = over(2022, replace(ABOVE, roth_contributions=D(6000)), ABOVE, ABOVE)
    assert [year.excise for year in found.years] == [360, 360, 360]
    assert (found.excise, found.traditional_left, found.roth_left) == (1080, 0, 6000)


def test_carried_to_a_year_with_room() -> None:
    found = over(2023, replace(ABOVE, roth_contributions=D(6500)), NOTHING, ABOVE)
    assert [year.excise for year in found.years] == [390, 0, 0]
    assert found.roth_left == 0


def test_withdrawn_late() -> None:
    found = over(
        2023,
        replace(ABOVE, roth_contributions=D(6500)),
        ABOVE,
        replace(ABOVE, roth_distributions=D(6500)),
    )
    assert [year.excise for year in found.years] == [390, 390, 0]


def test_another_excess_on_top() -> None:
    too_much = replace(NOTHING, traditional_contributions=D(8000))
    found = over(2023, too_much, too_much)
    assert [year.traditional.total for year in found.years] == [1500, 2500]
    assert found.excise == 90 + 150
    assert (found.traditional_left, found.roth_left) == (2500, 0)


def test_an_excess_that_bore_no_excise_is_not_carried() -> None:
    """Instructions for Form 5329, lines 9 and 18: only if last year's tax was above zero."""
    emptied = replace(ABOVE, roth_contributions=D(6000), roth_value=D(0))
    found = over(2023, emptied, ABOVE)
    assert [year.roth.total for year in found.years] == [6000, 0]


def test_an_excess_of_earlier_years_may_begin_it() -> None:
    assert over(2023, replace(ABOVE, roth_prior_excess=D(1000)), ABOVE).excise == 120


@pytest.mark.parametrize("prior", ["traditional_prior_excess", "roth_prior_excess"])
def test_later_it_is_what_the_year_before_leaves(prior: str) -> None:
    with pytest.raises(ValueError, match=r"^prior excess is given for the first year only$"):
        ExciseFacts(years=(ABOVE, replace(A_YEAR_LATER, **{prior: D(1000)})))


@pytest.mark.parametrize("age", [39, 40, 42])
def test_nobody_grows_younger_or_two_years_older_in_one(age: int) -> None:
    with pytest.raises(ValueError, match=r"^the age rises by one from year to year$"):
        ExciseFacts(years=(ABOVE, replace(ABOVE, age=age)))


def test_years_follow_one_another() -> None:
    two = ExciseFacts(years=(ABOVE, A_YEAR_LATER))
    with pytest.raises(ValueError, match=r"^the years follow one another without a gap$"):
        excise([tax_year(2022), tax_year(2024)], two)
    with pytest.raises(ValueError, match=r"^give the figures of each year$"):
        excise([tax_year(2022)], two)
    with pytest.raises(ValueError, match=r"^give at least one year$"):
        ExciseFacts(years=())


READ = TypeAdapter(ExciseFacts)
YEAR = {"age": 40, "traditional_contributions": 8000, "roth_contributions": 0}


def test_years_are_read_from_json() -> None:
    assert len(READ.validate_python({"years": [YEAR, YEAR | {"age": 41}]}).years) == 2


def test_a_misspelt_fact_of_a_year_is_refused() -> None:
    with pytest.raises(ValidationError, match="roth_modified_agi"):
        READ.validate_python({"years": [YEAR | {"roth_modified_agi": 1}]})


cents = st.integers(0, 3 * 10**6).map(lambda amount: D(amount) / 100)
years_of_contributions = st.builds(
    ExcessFacts,
    age=st.integers(18, 69),
    traditional_contributions=cents,
    roth_contributions=cents,
    compensation=st.none() | cents,
    filing_status=st.sampled_from(FilingStatus),
    roth_magi=st.integers(0, 300000).map(D),
    traditional_taxable_distributions=cents,
    traditional_excess_withdrawn=cents,
    roth_distributions=cents,
    traditional_value=st.none() | cents,
    roth_value=st.none() | cents,
) | st.builds(
    ExcessFacts,
    age=st.integers(18, 69),
    traditional_contributions=cents,
    roth_contributions=cents,
    filing_status=st.sampled_from(FilingStatus),
    roth_magi=st.integers(0, 300000).map(D),
    roth_distributions=cents,
    all_roth_money_withdrawn=st.just(True),
)


@given(st.lists(years_of_contributions, min_size=1, max_size=5))
def test_what_goes_in_is_allowed_or_stays_an_excess(years: list[ExcessFacts]) -> None:
    found = over(2020, *years)
    assert found.excise == sum(year.excise for year in found.years)
    for given_, year in zip(years, found.years, strict=True):
        for account, value, contributed in (
            (year.traditional, given_.traditional_value, given_.traditional_contributions),
            (year.roth, given_.roth_value, given_.roth_contributions),
        ):
            assert account.excise <= D("0.06") * account.total + D("0.005")
            if value is not None:
                assert account.excise <= D("0.06") * value + D("0.005")
            assert contributed - account.of_the_year == min(contributed, account.allowed or 0)
            in_all = account.prior + account.of_the_year
            assert account.total <= in_all
            assert account.total + account.absorbed + account.withdrawn >= in_all
            # A year adds to the excess or takes it up, never both.
            assert 0 in (account.absorbed, account.of_the_year)


@given(years_of_contributions, cents, cents)
def test_one_limit_takes_in_and_takes_up_no_more_than_itself(
    facts: ExcessFacts, traditional: Decimal, roth: Decimal
) -> None:
    found = excess_contributions(
        tax_year(2025),
        replace(facts, traditional_prior_excess=traditional, roth_prior_excess=roth),
    )
    allowed_in = (
        facts.traditional_contributions
        - found.traditional.of_the_year
        + facts.roth_contributions
        - found.roth.of_the_year
    )
    taken_up = found.traditional.absorbed + found.roth.absorbed
    limit = found.traditional.allowed
    assert limit is not None
    assert allowed_in + taken_up <= limit


@given(years_of_contributions, cents)
def test_putting_in_more_is_never_less_of_an_excess(facts: ExcessFacts, more: Decimal) -> None:
    figures = tax_year(2025)
    before = excess_contributions(figures, facts)
    for larger in (
        replace(facts, roth_contributions=facts.roth_contributions + more),
        replace(facts, traditional_contributions=facts.traditional_contributions + more),
    ):
        after = excess_contributions(figures, larger)
        assert after.traditional.total >= before.traditional.total
        assert after.roth.total >= before.roth.total
        assert after.excise >= before.excise


@pytest.mark.parametrize(
    ("year", "traditional", "roth", "more", "of_traditional", "of_roth"),
    [
        # Above a Roth limit of 4,000 (Notice 2025-67), 3,500 of the 7,500 is left.
        (2026, 0, 9000, {"roth_magi": 160000}, 0, 3500),
        (2026, 0, 9000, {"roth_magi": 160000, "compensation": 7000}, 0, 3260),
        (2026, 2000, 9000, {"roth_magi": 160000}, 0, 1500),
        (2026, 0, 9000, {"roth_magi": 175000}, 0, 7500),
        (2026, 0, 4000, {"roth_magi": 160000}, 0, 0),
        # What is above the one limit has room in neither kind.
        (2026, 9000, 0, {}, 0, 0),
        (2026, 5000, 5000, {}, 0, 0),
        # Until 2019 past 70 1/2 nothing could go into a traditional IRA (IRC 219(d)(1)).
        (2018, 5000, 3000, {"age": 71}, 3500, 0),
        (2018, 5000, 0, {"age": 71, "roth_magi": 200000}, 0, 0),
    ],
)
def test_how_much_of_an_excess_the_other_kind_has_room_for(
    year: int,
    traditional: int,
    roth: int,
    more: dict[str, int],
    of_traditional: int,
    of_roth: int,
) -> None:
    amounts = {name: D(value) if name != "age" else value for name, value in more.items()}
    facts = replace(
        NOTHING, traditional_contributions=D(traditional), roth_contributions=D(roth), **amounts
    )
    figures = tax_year(year)
    assert room_in_other_kind(figures, facts, IraKind.TRADITIONAL) == of_traditional
    assert room_in_other_kind(figures, facts, IraKind.ROTH) == of_roth


@given(
    st.sampled_from(list(IraKind)),
    st.integers(0, 12_000).map(D),
    st.integers(0, 12_000).map(D),
    st.integers(140_000, 175_000).map(D),
    st.integers(0, 9_000).map(D),
)
def test_what_is_moved_is_no_excess_where_it_goes(
    ira: IraKind, traditional: Decimal, roth: Decimal, magi: Decimal, pay: Decimal
) -> None:
    """Once the rest is withdrawn, and what is too much in the other kind by itself."""
    figures = tax_year(2026)
    facts = replace(
        NOTHING,
        traditional_contributions=traditional,
        roth_contributions=roth,
        roth_magi=magi,
        compensation=pay,
    )
    found = excess_contributions(figures, facts)
    moved = room_in_other_kind(figures, facts, ira)
    in_traditional = traditional - found.traditional.of_the_year
    in_roth = roth - found.roth.of_the_year
    to_roth = moved if ira is IraKind.TRADITIONAL else -moved
    after = replace(
        facts,
        traditional_contributions=in_traditional + max(-to_roth, D(0)),
        roth_contributions=in_roth + max(to_roth, D(0)),
    )
    assert excess_contributions(figures, after).excise == 0
