"""What the taxable amount of a conversion costs."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from calc.filing_status import FilingStatus
from calc.tax_year import SUPPORTED_YEARS, tax_year
from calc.taxes.conversion_cost import IncomeTax, IncomeTaxFacts, income_tax
from calc.taxes.left_out import LeftOut

D = Decimal
SINGLE, JOINT, SEPARATE, HEAD, SURVIVING = FilingStatus

KNOWN_ANSWER = IncomeTaxFacts(
    filing_status=SINGLE, age=45, income=D(150000), taxable_amount=D("5643.56")
)
"""The taxable part of the conversion that the project is known by."""


AGES = ("age", "spouse_age")


def cost(year: int = 2026, **changed: object) -> IncomeTax:
    """Of the known answer with some facts changed; amounts as plain numbers."""
    exact = {
        name: D(str(value)) if type(value) in (int, str) and name not in AGES else value
        for name, value in changed.items()
    }
    return income_tax(tax_year(year), replace(KNOWN_ANSWER, **exact))


def test_the_known_answer() -> None:
    found = cost()
    # 133,900 is in the bracket of 24% and so is 139,543.56.
    assert (found.taxable_income_before, found.taxable_income_after) == (133900, D("139543.56"))
    assert found.tax_before == 17966 + D("0.24") * (133900 - 105700)
    assert found.federal_tax == found.total == D("1354.45")  # 24% of 5,643.56 is 1,354.4544
    assert found.tax_after == found.tax_before + D("1354.45")
    assert found.marginal_rate_first == found.marginal_rate_last == found.bracket_rate == D("0.24")
    assert found.average_rate == D("0.239999")
    assert found.bracket_room == 201775 - D("139543.56")
    assert found.niit == 0


def test_over_a_bracket_top() -> None:
    found = cost(income=120000, taxable_amount=10000)  # 103,900 -> 113,900
    assert found.federal_tax == D("0.22") * 1800 + D("0.24") * 8200 == 2364
    assert (found.marginal_rate_first, found.marginal_rate_last) == (D("0.22"), D("0.24"))
    assert found.average_rate == D("0.2364")


def test_up_to_a_bracket_top() -> None:
    found = cost(income=120000, taxable_amount=1800)
    assert found.marginal_rate_last == found.bracket_rate == D("0.22")
    assert found.bracket_room == 0


def test_a_deduction_lost_on_the_way_counts_in_the_rate() -> None:
    found = cost(2025, age=70, income=80000, taxable_amount=10000)
    assert (found.bracket_rate, found.marginal_rate_last) == (D("0.22"), D("0.2332"))
    assert found.federal_tax == D("0.22") * 10600
    assert found.taxable_income_after - found.taxable_income_before == 10600


def test_the_income_it_was_figured_on_is_said() -> None:
    found = cost(income=120000, taxable_amount=1800)
    assert (found.agi_before, found.agi_after) == (120000, 121800)


@pytest.mark.parametrize(
    ("income", "amount", "investments", "rate"),
    [
        (200000, 1, 5000, "0.038"),  # the first dollar above the threshold
        (199999, 1, 5000, "0"),
        (204999, 1, 5000, "0.038"),  # the last one that investments cover
        (205000, 1, 5000, "0"),
        (204000, 0, 5000, "0"),
    ],
)
def test_the_investment_tax_on_the_last_dollar(
    income: int, amount: int, investments: int, rate: str
) -> None:
    found = cost(income=income, taxable_amount=amount, net_investment_income=investments)
    assert found.niit_rate_last == D(rate)


def test_the_average_of_all_that_is_known() -> None:
    found = cost(
        income=200000, taxable_amount=10000, net_investment_income=20000, state_rate="0.05"
    )
    assert found.average_rate_of_total == found.average_rate + D("0.038") + D("0.05")
    assert cost(taxable_amount=0).average_rate_of_total is None


@pytest.mark.parametrize(
    ("ages", "on_medicare"),
    [
        ({"age": 62}, False),
        ({"age": 63}, True),
        ({"age": 40, "filing_status": JOINT, "spouse_age": 62}, False),
        ({"age": 40, "filing_status": JOINT, "spouse_age": 63}, True),
        ({"age": 40, "filing_status": JOINT}, None),
        ({"age": 63, "filing_status": JOINT}, True),
    ],
)
def test_who_is_on_medicare_two_years_later(
    ages: dict[str, object], on_medicare: bool | None
) -> None:
    assert cost(**ages).on_medicare is on_medicare


def test_another_modified_agi_for_roth_contributions() -> None:
    """7,500 less a half of the way from 153,000 to 168,000."""
    assert cost(income=100000, roth_magi=160500).roth_limit == 3750


def test_nothing_taxable_costs_nothing() -> None:
    found = cost(taxable_amount=0)
    assert (found.federal_tax, found.niit, found.total) == (0, 0, 0)
    assert found.average_rate is None
    assert found.marginal_rate_first == found.marginal_rate_last == D("0.24")


def test_no_room_in_the_last_bracket() -> None:
    found = cost(income=700000)
    assert (found.bracket_rate, found.bracket_room) == (D("0.37"), None)


@pytest.mark.parametrize(
    ("income", "amount", "investments", "niit"),
    [
        (150000, 50000, 20000, 0),
        (150000, 50001, 20000, "0.04"),
        (150000, 60000, 20000, 380),
        (150000, 70000, 20000, 760),
        (150000, 90000, 20000, 760),  # all of the investment income, and no more
        (210000, 90000, 20000, 380),  # half of it bears the tax already
        (220000, 90000, 20000, 0),
        (150000, 90000, 0, 0),
    ],
)
def test_tax_on_net_investment_income(
    income: int, amount: int, investments: int, niit: object
) -> None:
    found = cost(income=income, taxable_amount=amount, net_investment_income=investments)
    assert found.niit == D(str(niit))
    assert found.total == found.federal_tax + found.niit


def test_a_joint_return_has_premium_tiers_of_its_own() -> None:
    joint = cost(2024, filing_status=JOINT, spouse_age=60, income=200000, taxable_amount=10000)
    assert (joint.irmaa.tier_before, joint.irmaa.tier_after) == (0, 0)
    single = cost(2024, income=200000, taxable_amount=10000)
    assert (single.irmaa.tier_before, single.irmaa.tier_after) == (3, 4)


def test_tax_exempt_interest_counts_for_medicare_premiums_alone() -> None:
    without = cost(2024, income=100000, taxable_amount=9000)
    with_it = cost(2024, income=100000, taxable_amount=9000, tax_exempt_interest=1)
    assert (without.irmaa.tier_after, with_it.irmaa.tier_after) == (0, 1)
    assert with_it.irmaa.premium_year == 2026
    assert (with_it.federal_tax, with_it.niit) == (without.federal_tax, without.niit)


# Phase-outs: 2026, covered and single, 81,000 to 91,000; Roth 153,000 to 168,000.


@pytest.mark.parametrize(
    ("income", "amount", "before", "after"),
    [
        (70000, 11000, 7500, 7500),
        (70000, 16000, 7500, 3750),
        (70000, 21000, 7500, 0),
        (86000, 4000, 3750, 750),
    ],
)
def test_the_conversion_takes_of_the_deduction(
    income: int, amount: int, before: int, after: int
) -> None:
    found = cost(income=income, taxable_amount=amount, covered_by_plan=True)
    assert (found.deduction_limit_before, found.deduction_limit_after) == (before, after)
    assert (LeftOut.LOST_IRA_DEDUCTION in found.left_out) == (before != after)


@pytest.mark.parametrize(
    ("status", "covered", "spouse_covered", "limit"),
    [
        (SINGLE, None, None, None),
        (SINGLE, False, None, 7500),
        (JOINT, None, True, None),
        (JOINT, False, None, None),  # it depends on the spouse
        (JOINT, False, True, 0),
        (JOINT, False, False, 7500),
        (JOINT, True, None, 0),  # it does not
        (SEPARATE, False, None, None),
        (SURVIVING, False, None, 7500),
    ],
)
def test_coverage_that_is_not_told_is_not_guessed(
    status: FilingStatus, covered: bool | None, spouse_covered: bool | None, limit: int | None
) -> None:
    found = cost(
        filing_status=status, income=260000, covered_by_plan=covered, spouse_covered=spouse_covered
    )
    assert found.deduction_limit_before == limit
    assert (LeftOut.LOST_IRA_DEDUCTION in found.left_out) == (limit is None)


def test_lived_apart_all_year() -> None:
    apart = cost(2024, filing_status=SEPARATE, covered_by_plan=True, lived_apart_all_year=True)
    alone = cost(2024, covered_by_plan=True)
    assert apart.irmaa == alone.irmaa
    assert apart.roth_limit == alone.roth_limit == 5140  # 11,000/15,000 of 7,000
    assert cost(2024, filing_status=SEPARATE).roth_limit == 0


def test_the_conversion_takes_nothing_of_the_roth_limit() -> None:
    assert cost(income=160000, taxable_amount=100000).roth_limit == 4000
    assert cost(income=168000, taxable_amount=0).roth_limit == 0


def test_age_limit_of_2019() -> None:
    with pytest.raises(ValueError, match="reached_70_and_a_half"):
        cost(2019, age=70, covered_by_plan=False)
    told = cost(2019, age=70, covered_by_plan=False, reached_70_and_a_half=True)
    assert told.deduction_limit_before == 0
    assert cost(2019, age=70).deduction_limit_before is None


def test_state_tax_at_the_rate_given() -> None:
    found = cost(state_rate="0.093")
    assert found.state_tax == D("524.85")  # 5,643.56 x 9.3% is 524.85108
    assert found.total == found.federal_tax + D("524.85")
    assert LeftOut.STATE_TAX not in found.left_out


ALWAYS = {"other_deductions", "capital_gains", "social_security", "credits", "premium_tax_credit",
          "alternative_minimum_tax"}  # fmt: skip
SETTLED = {"covered_by_plan": False, "spouse_covered": False, "state_rate": D(0)}


@pytest.mark.parametrize(
    ("year", "changed", "also"),
    [
        (2024, {"income": 50000}, set()),
        (2024, {"income": 50000, "state_rate": None}, {"state_tax"}),
        (2026, {"income": 50000, "age": 63}, {"medicare_premiums"}),  # no table yet
        (2026, {"income": 50000, "age": 62}, set()),  # nobody is 65 in 2028
        (2024, {"income": 108000, "age": 63}, {"medicare_premiums"}),  # a tier is crossed
        (2024, {"income": 150000, "age": 63}, set()),  # within a tier
        (2024, {"income": 50000, "filing_status": JOINT}, {"spouse_age"}),
        (2024, {"income": 50000, "filing_status": JOINT, "spouse_age": 40}, set()),
        (2024, {"income": 50000, "filing_status": SEPARATE}, {"spouse_itemizes"}),
        (2024, {"income": 50000, "filing_status": SEPARATE, "itemized_deductions": 14600},
         {"spouse_itemizes"}),
        (2024, {"income": 50000, "filing_status": SEPARATE, "itemized_deductions": 14601},
         {"itemized_limits"}),
        (2024, {"income": 50000, "covered_by_plan": None}, {"lost_ira_deduction"}),
    ],
)  # fmt: skip
def test_what_is_left_out_is_named(year: int, changed: dict[str, object], also: set[str]) -> None:
    found = cost(year, **SETTLED | changed)
    assert set(found.left_out) == ALWAYS | also


def test_facts_from_json() -> None:
    adapter = TypeAdapter(IncomeTaxFacts)
    said = {"filing_status": "mfj", "age": 66, "spouse_age": 64, "income": 1, "taxable_amount": 2}
    assert adapter.validate_python(said).household.aged_persons == 1
    for name, value, words in (
        ("filing_status", "single", "on a joint return only"),
        ("state_rate", 5, "less than or equal to 1"),
        ("income", -1, "greater than or equal to 0"),
        ("covered_by_plan", 1, "valid boolean"),
    ):
        with pytest.raises(ValidationError, match=words):
            adapter.validate_python(said | {name: value})


# What holds for everybody

cents = st.integers(0, 10**8).map(lambda n: D(n) / 100)


@st.composite
def anybody(draw: st.DrawFn) -> IncomeTaxFacts:
    status = draw(st.sampled_from(FilingStatus))
    ages = st.sampled_from((40, 65, 80))
    return IncomeTaxFacts(
        filing_status=status,
        age=draw(ages),
        spouse_age=draw(st.none() | ages) if status is JOINT else None,
        income=draw(cents),
        taxable_amount=draw(cents),
        net_investment_income=draw(cents),
        state_rate=draw(st.none() | st.integers(0, 1000).map(lambda n: D(n) / 1000)),
        covered_by_plan=draw(st.none() | st.booleans()),
        spouse_covered=draw(st.none() | st.booleans()),
        lived_apart_all_year=draw(st.booleans()),
        reached_70_and_a_half=True,
    )


@given(st.sampled_from(SUPPORTED_YEARS), anybody())
def test_the_parts_make_the_whole(year: int, facts: IncomeTaxFacts) -> None:
    found = income_tax(tax_year(year), facts)
    assert found.tax_after - found.tax_before == found.federal_tax >= 0
    assert found.total == found.federal_tax + found.niit + (found.state_tax or 0)
    assert 0 <= found.niit <= D("0.038") * facts.taxable_amount + D("0.01")
    assert (found.state_tax is None) == (facts.state_rate is None)
    assert found.taxable_income_after >= found.taxable_income_before
    assert found.marginal_rate_last >= found.bracket_rate


@given(st.sampled_from(SUPPORTED_YEARS), anybody())
def test_phase_outs_move_one_way(year: int, facts: IncomeTaxFacts) -> None:
    figures = tax_year(year)
    found, without = (
        income_tax(figures, facts),
        income_tax(figures, replace(facts, taxable_amount=D(0))),
    )
    assert found.roth_limit == without.roth_limit
    assert found.deduction_limit_before == without.deduction_limit_after
    if found.deduction_limit_before is not None:
        assert found.deduction_limit_after <= found.deduction_limit_before


@given(st.sampled_from(SUPPORTED_YEARS), anybody())
def test_two_half_conversions_cost_as_much_as_one(year: int, facts: IncomeTaxFacts) -> None:
    figures = tax_year(year)
    half = (facts.taxable_amount / 2).quantize(D("0.01"))
    rest = facts.taxable_amount - half
    first = income_tax(figures, replace(facts, taxable_amount=half))
    second = income_tax(figures, replace(facts, income=facts.income + half, taxable_amount=rest))
    whole = income_tax(figures, facts)
    assert first.federal_tax + second.federal_tax == whole.federal_tax
    assert first.niit + second.niit == whole.niit
    assert (second.irmaa.tier_after, second.irmaa.room) == (
        whole.irmaa.tier_after,
        whole.irmaa.room,
    )
