"""Gifts from an IRA to a charity, and what they leave of the year's Form 8606."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.iras.charitable_distributions import (
    CharitableDistribution,
    CharitableFacts,
    charitable_distribution,
)
from calc.tax_year import tax_year

D = Decimal


def gift(
    value: object, basis: object, qcd: object, other: object = 0, year: int = 2025, **more: object
) -> CharitableDistribution:
    facts = CharitableFacts(
        value_before=D(str(value)),
        basis_before=D(str(basis)),
        qcd=D(str(qcd)),
        other_distributions=D(str(other)),
    )
    amounts = {
        name: D(amount) if isinstance(amount, int) and not isinstance(amount, bool) else amount
        for name, amount in more.items()
    }
    return charitable_distribution(tax_year(year), replace(facts, **amounts))


@pytest.mark.parametrize(
    ("value", "basis", "qcd", "other", "line9", "line12", "line14", "line15c"),
    [
        # irahelp.com, "How to apply the rules to QCDs from IRAs with pre-tax and post-tax funds"
        (100000, 20000, 5000, 5000, "95000", "1052.63", "18947.37", "3947.37"),
        # irahelp.com, "Making a RMD and QCD": its 25 percent leaves the gift in the total
        (200000, 50000, 10000, 10000, "190000", "2631.58", "47368.42", "7368.42"),
        (100000, 0, 5000, 5000, "95000", "0", "0", "5000"),
    ],
)
def test_a_gift_shrinks_the_total_but_none_of_the_basis(
    value: int, basis: int, qcd: int, other: int, line9: str, line12: str, line14: str, line15c: str
) -> None:
    found = gift(value, basis, qcd, other)
    assert found.qcd_excludable == qcd
    form = found.form
    shown = (form.line9, form.line12, form.line14, form.line15c)
    assert shown == (D(line9), D(line12), D(line14), D(line15c))


def test_a_gift_alone_leaves_lines_3_and_14() -> None:
    found = gift(100000, 20000, 10000)
    assert (found.qcd_excludable, found.value_after_qcd) == (10000, 90000)
    form = found.form
    assert (form.line3, form.line14, form.line9, form.line15c) == (20000, 20000, None, None)


def test_burton_gives_all_that_is_pre_tax_and_converts_the_rest_free() -> None:
    """Natalie Choate, Life and Death Planning for Retirement Benefits: 70,000 with 20,000 of basis,
    50,000 to the Red Cross."""
    found = gift(70000, 20000, 50000, conversions=20000)
    assert found.qcd_excludable == 50000
    assert (found.form.line17, found.form.line18, found.form.line14) == (20000, 0, 0)


@pytest.mark.parametrize(
    ("basis", "excludable", "from_basis"),
    [
        ("89999.99", "10000", "0"),
        ("90000", "10000", "0"),
        ("90000.01", "9999.99", "0.01"),
        ("100000", "0", "10000"),
        ("120000", "0", "10000"),  # a loss year
    ],
)
def test_a_gift_beyond_the_pre_tax_money(basis: str, excludable: str, from_basis: str) -> None:
    found = gift(100000, basis, 10000)
    assert (found.qcd_excludable, found.qcd_from_basis) == (D(excludable), D(from_basis))
    assert found.form.total_taxable == 0
    assert found.form.line14 == D(basis) - min(D(from_basis), D(basis))


@pytest.mark.parametrize(
    ("year", "limit"), [(2018, 100000), (2023, 100000), (2024, 105000), (2025, 108000)]
)
def test_the_limit_of_the_year(year: int, limit: int) -> None:
    at, above = (gift(10**6, 0, limit + more, year=year) for more in (0, 1))
    assert (at.qcd_excludable, at.qcd_above_limit, at.form.total_taxable) == (limit, 0, 0)
    assert (above.qcd_excludable, above.qcd_above_limit) == (limit, 1)
    assert above.form.line7 == above.form.total_taxable == 1


@pytest.mark.parametrize(
    ("deducted", "excludable", "reduced"),
    [(0, 6500, 0), (5000, 1500, 5000), (6500, 0, 6500), (9000, 0, 6500)],
)
def test_contributions_deducted_late_in_life_reduce_it(
    deducted: int, excludable: int, reduced: int
) -> None:
    """IRC 408(d)(8)(A), flush language: not below zero; the rest waits for the next gift."""
    found = gift(100000, 0, 6500, deducted_at_70_and_a_half_or_later=deducted)
    assert (found.qcd_excludable, found.qcd_reduced) == (excludable, reduced)
    assert found.form.total_taxable == reduced


def test_the_reduction_comes_off_what_the_limit_leaves() -> None:
    found = gift(10**6, 0, 120000, deducted_at_70_and_a_half_or_later=7000)
    assert found.qcd_above_limit == 12000
    assert (found.qcd_excludable, found.qcd_reduced) == (101000, 7000)


@pytest.mark.parametrize(
    ("forbidden", "excludable"),
    [
        ({"reached_70_and_a_half": False}, 0),
        ({"reached_70_and_a_half": True}, 5000),
        ({"reached_70_and_a_half": None}, 5000),
        ({"from_ongoing_sep_or_simple": True}, 0),
        ({"from_ongoing_sep_or_simple": False}, 5000),
    ],
)
def test_who_may_give(forbidden: dict[str, object], excludable: int) -> None:
    found = gift(100000, 20000, 5000, **forbidden)
    assert (found.qcd_excludable, found.qcd_not_qualified) == (excludable, 5000 - excludable)
    assert (found.form.line7 or 0) == 5000 - excludable


@pytest.mark.parametrize(
    ("qcd", "other", "by_gift", "left", "by_other", "first", "is_rmd"),
    [
        (4000, 0, 4000, 6000, 0, 6000, 6000),
        (4000, 5000, 4000, 6000, 5000, 1000, 1000),
        (4000, 8000, 4000, 6000, 6000, 0, 0),
        (10000, 0, 10000, 0, 0, 0, 0),
        (12000, 3000, 10000, 0, 0, 0, 0),
    ],
)
def test_the_required_distribution_comes_before_a_conversion(
    qcd: int, other: int, by_gift: int, left: int, by_other: int, first: int, is_rmd: int
) -> None:
    found = gift(100000, 0, qcd, other, required_minimum_distribution=10000, conversions=20000)
    assert (found.rmd_met_by_gift, found.rmd_left_after_gift) == (by_gift, left)
    assert (found.rmd_met_by_other_distributions, found.rmd_to_take_first) == (by_other, first)
    assert found.conversion_that_is_rmd == is_rmd
    assert (found.form.line7 or 0, found.form.line8) == (other + is_rmd, 20000 - is_rmd)


def test_a_gift_that_is_taxed_meets_the_required_distribution_all_the_same() -> None:
    found = gift(
        100000, 0, 6000, from_ongoing_sep_or_simple=True, required_minimum_distribution=6000
    )
    assert (found.rmd_left_after_gift, found.form.total_taxable) == (0, 6000)


@pytest.mark.parametrize(("year", "may_be"), [(2019, True), (2020, False), (2025, False)])
def test_too_young_for_a_gift_is_too_young_for_an_rmd(year: int, may_be: bool) -> None:
    """Until 2019 the first one was due for the year of 70 1/2, and a gift early in it too early."""
    too_young = {"reached_70_and_a_half": False, "required_minimum_distribution": 6000}
    if may_be:
        found = gift(100000, 0, 6000, year=year, **too_young)
        assert (found.qcd_not_qualified, found.rmd_left_after_gift) == (6000, 0)
    else:
        with pytest.raises(ValueError, match=r"^no distribution is required of .* reached 70 1/2$"):
            gift(100000, 0, 6000, year=year, **too_young)
    assert gift(100, 0, 6, year=year, **too_young | {"required_minimum_distribution": 0})


@pytest.mark.parametrize(("required", "fits"), [(100000, True), (100001, False)])
def test_no_more_is_required_than_was_there(required: int, fits: bool) -> None:
    if fits:
        found = gift(100000, 0, 5000, required_minimum_distribution=required)
        assert found.rmd_to_take_first == 95000
    else:
        with pytest.raises(ValueError, match=r"^the required .* than was in the IRAs$"):
            gift(100000, 0, 5000, required_minimum_distribution=required)


def test_an_rmd_not_given_is_not_looked_at() -> None:
    found = gift(100000, 0, 5000, conversions=20000)
    assert found.rmd_left_after_gift is found.rmd_to_take_first is None
    assert (found.conversion_that_is_rmd, found.form.line8) == (0, 20000)


def test_2020_had_no_required_distribution() -> None:
    with pytest.raises(ValueError, match="no distribution is required for 2020"):
        gift(100000, 0, 5000, year=2020, required_minimum_distribution=1)


@pytest.mark.parametrize(("conversions", "fits"), [(90000, True), (90001, False)])
def test_no_more_leaves_than_was_there(conversions: int, fits: bool) -> None:
    if fits:
        assert gift(100000, 0, 5000, 5000, conversions=conversions).form.line6 == 0
    else:
        with pytest.raises(ValueError, match=r"^more left the IRAs than was in them$"):
            gift(100000, 0, 5000, 5000, conversions=conversions)


def test_as_the_paper_form_rounds() -> None:
    facts = CharitableFacts(
        value_before=D(100000), basis_before=D(20000), qcd=D(5000), other_distributions=D(5000)
    )
    form = charitable_distribution(tax_year(2018), facts, line10_places=3).form
    assert (form.line10, form.line12, form.line15c) == (D("0.211"), 1055, 3945)


cents = st.integers(0, 3 * 10**7).map(lambda amount: D(amount) / 100)


@st.composite
def years_of_gifts(draw: st.DrawFn) -> CharitableFacts:
    qcd, other, conversions, stays = (draw(cents) for _ in range(4))
    value = qcd + other + conversions + stays
    reached = draw(st.none() | st.booleans())
    required = draw(st.none() | cents.map(lambda amount: min(amount, value)))
    return CharitableFacts(
        value_before=value,
        basis_before=draw(cents),
        qcd=qcd,
        other_distributions=other,
        conversions=conversions,
        reached_70_and_a_half=reached,
        deducted_at_70_and_a_half_or_later=draw(cents),
        required_minimum_distribution=None if reached is False else required,
    )


@given(years_of_gifts())
def test_nothing_gets_lost(facts: CharitableFacts) -> None:
    found = charitable_distribution(tax_year(2025), facts)
    parts = (
        found.qcd_from_basis,
        found.qcd_above_limit,
        found.qcd_reduced,
        found.qcd_not_qualified,
    )
    assert min(found.qcd_excludable, *parts) >= 0
    assert found.qcd_excludable + sum(parts) == facts.qcd
    assert found.qcd_excludable <= tax_year(2025).qcd_annual_limit.value
    assert found.qcd_excludable <= max(0, facts.value_before - facts.basis_before)
    form = found.form
    if form.line9 is None:
        assert form.line14 == facts.basis_before
        return
    assert form.line9 + found.qcd_excludable == facts.value_before
    left = facts.value_before - facts.qcd - facts.other_distributions - facts.conversions
    assert form.line6 == left
    # What left the IRAs was left out of income, basis, or taxed.
    out = facts.value_before - left
    assert found.qcd_excludable + (form.line13 or 0) + form.total_taxable == out
    assert form.line14 + (form.line13 or 0) == facts.basis_before


@given(years_of_gifts())
def test_giving_is_never_taxed_more_than_taking(facts: CharitableFacts) -> None:
    as_gift = charitable_distribution(tax_year(2025), facts)
    taken = replace(facts, qcd=D(0), other_distributions=facts.other_distributions + facts.qcd)
    as_cash = charitable_distribution(tax_year(2025), taken)
    # Half a cent on line 11 and another on line 12, in either form.
    assert as_gift.form.total_taxable <= as_cash.form.total_taxable + D("0.02")
