"""Line 6: from the statements of December 31 to the amount that counts."""

from decimal import Decimal

import pytest

from calc.iras.year_end_value import YearEndFacts, year_end_value

D = Decimal


@pytest.mark.parametrize(
    ("changes", "line6"),
    [
        ({}, 50000),
        ({"repayments": 15000}, 35000),  # published example excess-07
        ({"outstanding_rollovers": 4000}, 54000),
        ({"recharacterized_in": 7200}, 57200),
        ({"recharacterized_out": 7200}, 42800),
    ],
)
def test_line_6(changes: dict[str, int], line6: int) -> None:
    amounts = {"statement_value": 50000} | changes
    facts = YearEndFacts(**{name: D(amount) for name, amount in amounts.items()})
    assert year_end_value(facts).line6 == line6


def test_a_trump_account_is_refused_by_name() -> None:
    words = (
        r"^Trump accounts \(IRC 530A\) are not modelled: "
        r"whether they count with the other IRAs is not settled$"
    )
    with pytest.raises(ValueError, match=words):
        YearEndFacts(statement_value=D(1), trump_account=True)


@pytest.mark.parametrize("taken_off", ["repayments", "recharacterized_out"])
def test_no_more_than_the_statements_show_is_taken_off(taken_off: str) -> None:
    assert year_end_value(YearEndFacts(statement_value=D(1), **{taken_off: D(1)})).line6 == 0
    with pytest.raises(ValueError, match=r"^what is taken off is part of .* value, not more$"):
        YearEndFacts(statement_value=D(1), **{taken_off: D("1.01")})
