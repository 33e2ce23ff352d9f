"""Pre-tax money into a plan, then the conversion."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.iras.roll_in import RollInFacts, roll_in
from calc.money import ZERO

D = Decimal
cents = st.integers(0, 10**9).map(lambda n: D(n) / 100)


def facts(**amounts: int) -> RollInFacts:
    return RollInFacts(**{name: D(amount) for name, amount in amounts.items()})


@pytest.mark.parametrize(
    ("given", "most", "left", "taxable"),
    [
        # Published examples rollin-02 to rollin-04: all but the basis may go.
        (facts(ira_value_before=34000, basis=10000), 24000, 10000, 0),
        (facts(ira_value_before=240000, basis=12000), 228000, 12000, 0),
        (facts(ira_value_before=78000, basis=8000, conversions=8000), 70000, 8000, 0),
        # Only a part goes: the rest dilutes the basis, 8,000 x 40,000 / 48,000.
        (
            facts(ira_value_before=78000, basis=8000, rolled_to_plan=30000, conversions=8000),
            *(70000, 48000, "6666.67"),
        ),
        # The required distribution comes out first, and is not rolled in; it is pro rata too.
        (
            facts(ira_value_before=78000, basis=8000, required_minimum_distribution=3000),
            *(67000, 8000, 3000),
        ),
        # SIMPLE money of the first two years can go nowhere.
        (
            facts(ira_value_before=78000, basis=8000, simple_in_first_two_years=10000),
            *(60000, 18000, "4444.44"),
        ),
        # At a loss there is no pre-tax money.
        (facts(ira_value_before=6000, basis=7000), 0, 6000, 0),
    ],
)
def test_roll_in(given: RollInFacts, most: int, left: int, taxable: int | str) -> None:
    result = roll_in(given)
    assert result.max_rollable_to_plan == most
    assert result.left_in_ira_before_conversion == left
    assert (result.form.line1, result.form.line2) == (0, given.basis)
    assert result.form.total_taxable == D(taxable)


def test_all_that_was_there_has_gone_somewhere() -> None:
    given = facts(ira_value_before=78000, basis=8000, rolled_to_plan=30000, conversions=5000)
    assert roll_in(given).form.line6 == 43000


def test_as_the_paper_rounds() -> None:
    given = facts(ira_value_before=78000, basis=8000, rolled_to_plan=30000, conversions=8000)
    assert roll_in(given, line10_places=3).form.line18 == 6664  # 8,000 x .833


def test_what_may_go_exactly_may_go() -> None:
    given = facts(ira_value_before=34000, basis=10000, rolled_to_plan=24000, conversions=10000)
    assert roll_in(given).form.total_taxable == 0
    everything = facts(ira_value_before=9, basis=0, required_minimum_distribution=9)
    assert roll_in(everything).form.line15c == 9


@pytest.mark.parametrize(
    ("amounts", "words"),
    [
        (
            {"rolled_to_plan": 24001},
            r"^only \$24,000 may go to the plan: not basis, .* distribution, and not SIMPLE",
        ),
        ({"conversions": 10001}, r"^the conversion is more than what is left$"),
        (
            {"required_minimum_distribution": 34001},
            r"^the required distribution comes out of the IRAs: it is",
        ),
        (
            {"simple_in_first_two_years": 34001},
            r"^SIMPLE money is part of the IRAs' value, not more",
        ),
    ],
)
def test_what_cannot_be_moved_is_refused(amounts: dict[str, int], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        roll_in(facts(ira_value_before=34000, basis=10000, **amounts))


@given(value=cents, basis=cents)
def test_after_it_all_that_is_left_converts_free_of_tax(value: Decimal, basis: Decimal) -> None:
    result = roll_in(RollInFacts(ira_value_before=value, basis=basis))
    assert result.max_rollable_to_plan + result.left_in_ira_before_conversion == value
    assert result.form.total_taxable == ZERO


@given(value=cents, basis=cents, part=st.integers(0, 100))
def test_rolling_in_more_never_taxes_more(value: Decimal, basis: Decimal, part: int) -> None:
    convert = min(value, basis)
    some = RollInFacts(ira_value_before=value, basis=basis).max_rollable_to_plan * part / 100
    some = some.quantize(D("0.01"), "ROUND_DOWN")
    taxable = [
        roll_in(
            RollInFacts(
                ira_value_before=value, basis=basis, rolled_to_plan=rolled, conversions=convert
            )
        ).form.total_taxable
        for rolled in (ZERO, some)
    ]
    assert taxable[1] <= taxable[0]
