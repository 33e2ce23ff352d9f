"""What the money that leaves the IRAs costs, as planned or otherwise."""

from dataclasses import replace
from decimal import Decimal

from calc.filing_status import FilingStatus
from calc.strategies.year_cost import PricedYearFacts, Prices, with_its_income, year_cost
from calc.tax_year import tax_year

D = Decimal
IN_2026 = tax_year(2026)

PLANNED = PricedYearFacts(
    filing_status=FilingStatus.SINGLE,
    age=60,
    income=D(70000),  # 10,000 of withdrawals in it
    covered_by_plan=False,
    prior_basis=D(0),
    year_end_value=D(80000),
    distributions=D(10000),
    conversions=D(10000),
)


def test_the_withdrawals_are_a_part_of_what_costs() -> None:
    """60,000 and 20,000 on top: 43,900 of taxable income, to 63,900; 22% from 50,400 on."""
    cost = year_cost(IN_2026, PLANNED, PLANNED.ira_year(IN_2026))
    assert cost.income_tax.federal_tax == D("0.12") * 6500 + D("0.22") * 13500


def test_the_conversion_of_a_spouse_lies_below() -> None:
    """120,000 and the spouse's 20,000, less 32,200: 20,000 on top of 107,800; 22% from 100,800
    on, all of it."""
    facts = replace(
        PLANNED,
        filing_status=FilingStatus.MARRIED_FILING_JOINTLY,
        income=D(120000),
        distributions=D(0),
        conversions=D(20000),
        spouse_taxable_conversion=D(20000),
    )
    cost = year_cost(IN_2026, facts, facts.ira_year(IN_2026))
    assert cost.income_tax.federal_tax == D("0.22") * 20000
    alone = replace(facts, spouse_taxable_conversion=D(0))
    cost = year_cost(IN_2026, alone, alone.ira_year(IN_2026))
    assert cost.income_tax.federal_tax == D("0.12") * 13000 + D("0.22") * 7000


def test_a_total_alone_is_that_of_the_cost() -> None:
    """With the tax on early distributions, which the planned withdrawals bear."""
    facts = replace(PLANNED, age=50, additional_tax_10_percent=True, state_rate=D("0.05"))
    year = facts.ira_year(IN_2026)
    cost = year_cost(IN_2026, facts, year)
    assert cost.early_distribution_tax == 1000
    assert Prices(facts, year).total(year) == cost.total


def test_less_withdrawn_costs_less() -> None:
    planned = PLANNED.ira_year(IN_2026)
    changed = replace(planned, distributions=D(0), year_end_value=D(90000))
    assert (
        year_cost(IN_2026, PLANNED, changed).income_tax.federal_tax
        == D("0.12") * 6500 + D("0.22") * 3500
    )


def test_a_changed_year_has_the_income_of_its_own_withdrawals() -> None:
    planned = PLANNED.ira_year(IN_2026)
    changed = replace(planned, distributions=D(25000), year_end_value=D(65000))
    assert with_its_income(planned, changed).income == 85000
    assert with_its_income(planned, planned) == planned
    without = replace(planned, distributions=D(0), year_end_value=D(90000))
    assert with_its_income(planned, without).income == 60000
    assert with_its_income(without, replace(planned, income=without.income)).income == 80000


def test_a_deduction_that_withdrawals_take_away_is_a_part_of_the_cost() -> None:
    """At 95,000 nothing may be deducted in 2026. Without the 13,875 that the withdrawal adds,
    4,500 could be: AGI would be 76,625."""
    facts = replace(
        PLANNED,
        income=D(95000),
        covered_by_plan=True,
        contribution=D(7500),
        deducted=D(4500),
        prior_basis=D(0),
        distributions=D(15000),
        conversions=D(0),
        year_end_value=D(85000),
    )
    year = facts.ira_year(IN_2026)
    cost = year_cost(IN_2026, facts, year).income_tax
    assert year.form.total_taxable == 13875
    assert (cost.agi_before, cost.agi_after) == (76625, 95000)


def test_tax_exempt_interest_counts_for_premiums() -> None:
    """108,000 of income in 2024 stays below the threshold of 109,000; 110,000 is above it."""
    facts = replace(PLANNED, income=D(100000), conversions=D(8000), distributions=D(0))
    in_2024 = tax_year(2024)
    assert year_cost(in_2024, facts, facts.ira_year(in_2024)).income_tax.irmaa.tier_after == 0
    facts = replace(facts, tax_exempt_interest=D(2000))
    assert year_cost(in_2024, facts, facts.ira_year(in_2024)).income_tax.irmaa.tier_after == 1


def test_withdrawals_that_the_stated_income_does_not_hold_cost_from_nothing_on() -> None:
    facts = replace(PLANNED, income=D(0), conversions=D(0))
    cost = year_cost(IN_2026, facts, facts.ira_year(IN_2026))
    assert (cost.income_tax.taxable_income_before, cost.income_tax.federal_tax) == (0, 0)
