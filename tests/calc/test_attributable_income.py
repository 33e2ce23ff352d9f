"""Net income that goes along with a returned or recharacterized contribution."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.corrections.attributable_income import NetIncomeFacts, net_income

D = Decimal


def facts(contribution: object, opening: object, closing: object) -> NetIncomeFacts:
    return NetIncomeFacts(
        contribution=D(str(contribution)),
        adjusted_opening_balance=D(str(opening)),
        adjusted_closing_balance=D(str(closing)),
    )


@pytest.mark.parametrize(
    ("contribution", "opening", "closing", "income", "removed"),
    [
        # Treas. Reg. 1.408-11, Example 1: 4,800, then 1,600 put in, of which 400 is returned.
        (400, 6400, 7600, "75", "475"),
        # The Motley Fool, "Excess Roth IRA contribution"
        (1000, 10000, 12000, "200", "1200"),
        # irahelp.com, "Roth IRA excess and NIA calculation"
        (5900, 19937, 16158, "-1118.33", "4781.67"),
        # Instructions for Form 8606 (2008): the only money in the IRA
        (4000, 4000, 4200, "200", "4200"),
        # TurboTax Community: 10,000, then 5,000, no growth; the asker left the 5,000 out
        (11000, 15000, 15000, "0", "11000"),
        (4000, 4000, 0, "-4000", "0"),
        (1, 3, 4, "0.33", "1.33"),
        (1, 8, "8.04", "0.01", "1.01"),  # half a cent up
        (0, 10000, 12000, "0", "0"),
    ],
)
def test_net_income(
    contribution: int, opening: int, closing: object, income: str, removed: str
) -> None:
    found = net_income(facts(contribution, opening, closing))
    assert (found.net_income, found.total_removed) == (D(income), D(removed))


NOTHING_TO_SHARE = (
    "the adjusted opening balance is 0, so no income can be shared out: "
    "contributions made in the period belong in it"
)


@pytest.mark.parametrize(
    ("contribution", "opening", "words"),
    [
        (0, 0, NOTHING_TO_SHARE),
        (1, 0, NOTHING_TO_SHARE),
        (
            "100.01",
            100,
            "the contribution is larger than the adjusted opening balance, which it belongs in",
        ),
    ],
)
def test_the_contribution_belongs_in_the_opening_balance(
    contribution: object, opening: int, words: str
) -> None:
    with pytest.raises(ValueError, match=f"^{words}$"):
        facts(contribution, opening, 100)


cents = st.integers(1, 10**9).map(lambda amount: D(amount) / 100)


@st.composite
def periods(draw: st.DrawFn) -> NetIncomeFacts:
    contribution, rest, closing = draw(cents), draw(cents), draw(cents)
    return facts(contribution, contribution + rest, closing)


@given(periods())
def test_a_contribution_takes_its_share_and_no_more(period: NetIncomeFacts) -> None:
    found = net_income(period)
    assert 0 <= found.total_removed <= period.adjusted_closing_balance + D("0.01")
    gained = period.adjusted_closing_balance - period.adjusted_opening_balance
    assert found.net_income * gained >= 0
    assert abs(found.net_income) <= abs(gained)


@given(periods())
def test_doubling_everything_doubles_it(period: NetIncomeFacts) -> None:
    doubled = replace(
        period,
        contribution=period.contribution * 2,
        adjusted_opening_balance=period.adjusted_opening_balance * 2,
        adjusted_closing_balance=period.adjusted_closing_balance * 2,
    )
    difference = net_income(doubled).net_income - 2 * net_income(period).net_income
    assert abs(difference) <= D("0.01")


@given(periods())
def test_two_parts_take_as_much_as_the_whole(period: NetIncomeFacts) -> None:
    part = (period.contribution / 2).quantize(D("0.01"))
    parts = (
        net_income(replace(period, contribution=part)),
        net_income(replace(period, contribution=period.contribution - part)),
    )
    difference = sum(each.net_income for each in parts) - net_income(period).net_income
    assert abs(difference) <= D("0.01")
