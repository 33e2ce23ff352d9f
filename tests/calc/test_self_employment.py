"""Self-employment tax, and a sole proprietor's own 401(k)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.plans.self_employment import Solo401k, Solo401kFacts, self_employment_tax, solo_401k
from calc.tax_year import tax_year

D = Decimal
FIGURES = tax_year(2025)


@pytest.mark.parametrize(
    ("year", "net_profit", "wages", "tax"),
    [
        (2025, "50000", "0", "7064.775"),  # 46,175 at 15.3%
        (2025, "433.13", "0", "0"),  # net earnings below 400
        (2025, "433.14", "0", "61.20073287"),
        (2025, "300000", "0", "29870.85"),  # 176,100 at 12.4%, 277,050 at 2.9%
        (2026, "300000", "0", "30912.45"),  # 184,500 at 12.4%
        (2018, "300000", "0", "23956.05"),  # 128,400 at 12.4%
        (2025, "300000", "100000", "17470.85"),  # 76,100 of the base is left
        (2025, "300000", "176100", "8034.45"),
        (2025, "300000", "250000", "8034.45"),
        (2025, "50000", "129925", "7064.775"),  # exactly what is left
        (2025, "50000", "129926", "7064.651"),
    ],
)
def test_self_employment_tax(year: int, net_profit: str, wages: str, tax: str) -> None:
    assert self_employment_tax(tax_year(year), D(net_profit), D(wages)) == D(tax)


def found(net_profit: object, **more: object) -> Solo401k:
    facts = {name: D(value) if name != "age" else value for name, value in more.items()}
    return solo_401k(FIGURES, Solo401kFacts(net_profit=D(str(net_profit)), **facts))


def shown(plan: Solo401k) -> list[str]:
    amounts = (plan.employer_contributions, plan.elective_deferrals, plan.catch_up)
    return [f"{amount:.2f}" for amount in (*amounts, plan.total, plan.aftertax_room)]


def test_published_rows() -> None:
    """mega-18 and mega-19 of the published examples, the second with its slip mended."""
    first, second = found(50000), found(150000)
    assert first.self_employment_tax == D("7064.78")
    assert first.adjusted_earnings == D("46467.61")
    assert shown(first)[:4] == ["9293.52", "23500.00", "0.00", "32793.52"]
    assert second.self_employment_tax == D("21194.33")
    assert second.adjusted_earnings == D("139402.84")
    assert shown(second)[:4] == ["27880.57", "23500.00", "0.00", "51380.57"]


@pytest.mark.parametrize(
    ("net_profit", "more", "expected"),
    [
        # employer, deferrals, catch-up, total, after-tax room
        (50000, {}, ["9293.52", "23500.00", "0.00", "32793.52", "4380.57"]),
        (150000, {}, ["27880.57", "23500.00", "0.00", "51380.57", "18619.43"]),
        (150000, {"age": 49}, ["27880.57", "23500.00", "0.00", "51380.57", "18619.43"]),
        (150000, {"age": 52}, ["27880.57", "23500.00", "7500.00", "58880.57", "18619.43"]),
        (150000, {"age": 61}, ["27880.57", "23500.00", "11250.00", "62630.57", "18619.43"]),
        # The dollar limit of 415(c)
        (300000, {}, ["46500.00", "23500.00", "0.00", "70000.00", "0.00"]),
        # Pay: half of what the deferrals leave, the odd cent for neither
        (30000, {}, ["2190.28", "23500.00", "0.00", "25690.28", "0.01"]),
        (30000, {"age": 52}, ["2190.28", "23500.00", "2190.29", "27880.57", "0.01"]),
        (20000, {"age": 52}, ["0.00", "18587.05", "0.00", "18587.05", "0.00"]),
        (0, {"age": 52}, ["0.00", "0.00", "0.00", "0.00", "0.00"]),
        # A job's plan has used the 402(g) limit, then the catch-up
        (
            150000,
            {"age": 52, "deferrals_elsewhere": 20000},
            ["27880.57", "3500.00", "7500.00", "38880.57", "38619.43"],
        ),
        (
            150000,
            {"age": 52, "deferrals_elsewhere": 26000},
            ["27880.57", "0.00", "5000.00", "32880.57", "42119.43"],
        ),
        (
            150000,
            {"age": 52, "deferrals_elsewhere": 40000},
            ["27880.57", "0.00", "0.00", "27880.57", "42119.43"],
        ),
        # A rate below the most: 401(a)(17) caps the pay
        (
            150000,
            {"employer_rate": "0.1"},
            ["12672.99", "23500.00", "0.00", "36172.99", "33827.01"],
        ),
        (
            500000,
            {"employer_rate": "0.1"},
            ["35000.00", "23500.00", "0.00", "58500.00", "11500.00"],
        ),
    ],
)
def test_what_may_go_in(net_profit: int, more: dict[str, object], expected: list[str]) -> None:
    assert shown(found(net_profit, **more)) == expected


def test_a_403b_elsewhere_is_named() -> None:
    assert found(50000).left_out == ("own_business_with_403b",)


def test_wages_lower_the_tax_and_raise_the_earnings() -> None:
    alone, with_job = found(150000), found(150000, wages=176100)
    assert with_job.self_employment_tax == D("4017.23")
    assert with_job.adjusted_earnings == D("147991.39")
    assert with_job.adjusted_earnings > alone.adjusted_earnings


def test_no_more_than_a_quarter_of_pay() -> None:
    with pytest.raises(ValueError, match=r"^an employer may deduct no more than 25% of pay$"):
        found(50000, employer_rate="0.2501")


cents = st.integers(0, 100_000_000).map(lambda number: D(number).scaleb(-2))
rates = st.integers(0, 2500).map(lambda number: D(number).scaleb(-4))


@given(cents, st.none() | st.integers(18, 80), cents, cents, rates)
def test_within_every_limit(
    net_profit: Decimal, age: int | None, wages: Decimal, elsewhere: Decimal, rate: Decimal
) -> None:
    plan = solo_401k(
        FIGURES,
        Solo401kFacts(
            net_profit=net_profit,
            age=age,
            wages=wages,
            deferrals_elsewhere=elsewhere,
            employer_rate=rate,
        ),
    )
    amounts = (plan.employer_contributions, plan.elective_deferrals, plan.catch_up)
    assert sum(amounts) == plan.total
    for amount in (*amounts, plan.aftertax_room):
        assert amount >= 0
        assert amount == amount.quantize(D("0.01"))
    pay = plan.adjusted_earnings - plan.employer_contributions
    additions = plan.employer_contributions + plan.elective_deferrals + plan.aftertax_room
    assert additions == min(pay, 70000)
    assert plan.elective_deferrals + plan.catch_up <= pay
    assert plan.total <= plan.adjusted_earnings <= net_profit


@given(cents, cents)
def test_more_profit_never_lets_less_in(net_profit: Decimal, more: Decimal) -> None:
    assert found(net_profit).total <= found(net_profit + more).total
