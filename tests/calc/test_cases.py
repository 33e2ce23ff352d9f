"""How a calculation is made one that can be asked for by name."""

from decimal import Decimal

import pytest

from calc.cases.case import Case, any_year, by_year, calculation
from calc.corrections.attributable_income import NetIncomeFacts, net_income
from calc.plans.catch_up import CatchUpFacts, catch_up_limits
from calc.tax_year import UnsupportedYear


def case(year: int, **inputs: object) -> Case:
    return Case(calc="some", tax_year=year, inputs=inputs)


def test_on_the_figures_of_the_year() -> None:
    made = calculation(CatchUpFacts, by_year(catch_up_limits), age=61)
    assert (made.inputs, made.example) == (CatchUpFacts, {"age": 61})
    assert "age" in made.names
    facts = made.facts.validate_python({"age": 61})
    assert made.run(case(2025), facts)["catch_up"] == 11250
    assert made.run(case(2024), facts)["catch_up"] == 7500
    assert made.gives == "What a person of this age may defer to plans and contribute to IRAs."
    with pytest.raises(UnsupportedYear):
        made.run(case(2017), facts)


def test_without_a_yearly_figure() -> None:
    made = calculation(NetIncomeFacts, any_year(net_income, first=1990))
    facts = made.facts.validate_python(
        {
            name: Decimal(amount)
            for name, amount in (
                ("contribution", 1000),
                ("adjusted_opening_balance", 10000),
                ("adjusted_closing_balance", 12000),
            )
        }
    )
    for year in (1990, 2026):
        assert made.run(case(year), facts)["total_removed"] == 1200
    for year in (1989, 2027):
        with pytest.raises(ValueError, match=r"some supports the years 1990 to 2026$"):
            made.run(case(year), facts)
    assert made.gives.startswith("The contribution's share of what the IRA gained or lost")
