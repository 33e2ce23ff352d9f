"""Notice 2014-54: which destination has the pre-tax money."""

from decimal import ROUND_FLOOR, Decimal
from itertools import starmap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.plans.split_rollover import Destination, SplitRollover, SplitRolloverFacts, split_rollover

D = Decimal
FIELDS = (
    "to_traditional",
    "to_roth",
    "to_cash",
    "rolled_in_60_days_to_traditional",
    "rolled_in_60_days_to_roth",
)


def found(pretax: object, aftertax: object, *to: object, first: str = "traditional"):
    amounts = dict(zip(FIELDS, (D(str(amount)) for amount in to), strict=False))
    return split_rollover(
        SplitRolloverFacts(
            pretax=D(str(pretax)),
            aftertax=D(str(aftertax)),
            pretax_first_to=Destination(first),
            **amounts,
        )
    )


def pairs(split: SplitRollover) -> tuple[tuple[Decimal, Decimal], ...]:
    """Pre-tax and after-tax of each destination."""
    return (
        (split.pretax_to_traditional, split.aftertax_to_traditional),
        (split.pretax_to_roth, split.aftertax_to_roth),
        (split.pretax_cash, split.aftertax_cash),
    )


@pytest.mark.parametrize(
    ("facts", "traditional", "roth", "cash", "taxable"),
    [
        # rollover-01, -02, -04, -06 and -07 of the published examples
        ((80000, 20000, 80000, 10000, 10000), (80000, 0), (0, 10000), (0, 10000), 0),
        ((75000, 25000, 75000, 20000, 5000), (75000, 0), (0, 20000), (0, 5000), 0),
        ((300000, 200000, 300000, 200000), (300000, 0), (0, 200000), (0, 0), 0),
        ((200, 10000, 200, 10000), (200, 0), (0, 10000), (0, 0), 0),
        ((100000, 50000, 0, 0, 150000, 100000), (100000, 0), (0, 0), (0, 50000), 0),
        # More pre-tax money than rollovers: they are all of it, the rest is cash
        ((80000, 20000, 50000, 0, 50000), (50000, 0), (0, 0), (30000, 20000), 30000),
        ((80000, 20000, 50000, 20000, 30000), (50000, 0), (20000, 0), (10000, 20000), 30000),
        # More to the traditional IRA than there is pre-tax money: basis there
        ((200, 10000, 5000, 5200), (200, 4800), (0, 5200), (0, 0), 0),
        # All to the Roth IRA
        ((200, 10000, 0, 10200), (0, 0), (200, 10000), (0, 0), 200),
        # Direct rollovers before those of the cash
        ((30000, 20000, 0, 25000, 25000, 25000), (5000, 20000), (25000, 0), (0, 0), 25000),
        ((30000, 20000, 0, 10000, 40000, 15000), (15000, 0), (10000, 0), (5000, 20000), 15000),
        ((100, 100, 0, 0, 200, 60, 140), (60, 0), (40, 100), (0, 0), 40),
        ((0, 0), (0, 0), (0, 0), (0, 0), 0),
    ],
)
def test_split(
    facts: tuple[int, ...],
    traditional: tuple[int, int],
    roth: tuple[int, int],
    cash: tuple[int, int],
    taxable: int,
) -> None:
    split = found(*facts)
    assert pairs(split) == (traditional, roth, cash)
    assert split.taxable == taxable
    assert split.line6_increase == sum(traditional)
    assert split.line2_increase == traditional[1]


@pytest.mark.parametrize(
    ("facts", "traditional", "roth"),
    [
        ((80, 20, 50, 50), (30, 20), (50, 0)),
        ((30, 70, 50, 50), (0, 50), (30, 20)),
        # No choice where the rollovers are no more than the pre-tax money
        ((100, 0, 50, 50), (50, 0), (50, 0)),
        ((100, 20, 50, 50, 20), (50, 0), (50, 0)),
        ((100, 100, 0, 0, 200, 60, 140), (0, 60), (100, 40)),
    ],
)
def test_the_person_may_have_the_roth_ira_first(
    facts: tuple[int, ...], traditional: tuple[int, int], roth: tuple[int, int]
) -> None:
    split = found(*facts, first="roth")
    assert pairs(split)[:2] == (traditional, roth)


ADDS_UP = "what goes to the destinations must add up to the pre-tax and after-tax money"


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ((100, 50, 100, 49), ADDS_UP),
        ((100, 50, 100, 51), ADDS_UP),
        (
            (100, 50, 100, 0, 50, 30, "20.01"),
            "more is rolled over within 60 days than was paid in cash",
        ),
    ],
)
def test_what_cannot_be(facts: tuple[object, ...], words: str) -> None:
    with pytest.raises(ValueError, match=f"^{words}$"):
        found(*facts)


@pytest.mark.parametrize(
    ("facts", "left_out"),
    [
        ((80, 20, 80, 20), []),
        ((80, 20, 80, 0, 20), []),  # cash, and all of it after tax
        ((80, 20, 70, 0, 30), ["withholding", "early_distribution_tax"]),
        ((80, 20, 70, 0, 30, 10), ["withholding"]),  # withheld before it was rolled over
        ((80, 20, 70, 0, 30, 9), ["withholding", "early_distribution_tax"]),
    ],
)
def test_pre_tax_cash_has_more_to_pay_than_is_shown(
    facts: tuple[int, ...], left_out: list[str]
) -> None:
    assert list(found(*facts).left_out) == left_out


cents = st.integers(0, 10_000_000).map(lambda number: D(number).scaleb(-2))


@st.composite
def distributions(draw: st.DrawFn) -> SplitRolloverFacts:
    to = [draw(cents) for _ in range(3)]
    later = [draw(st.integers(0, 50)) for _ in range(2)]
    whole = sum(to)
    pretax = (whole * draw(st.integers(0, 100)) / 100).quantize(D("0.01"))
    rolled = [(to[2] * percent / 100).quantize(D("0.01"), ROUND_FLOOR) for percent in later]
    return SplitRolloverFacts(
        pretax=pretax,
        aftertax=whole - pretax,
        pretax_first_to=draw(st.sampled_from(Destination)),
        **dict(zip(FIELDS, (*to, *rolled), strict=True)),
    )


@given(distributions())
def test_what_leaves_arrives(facts: SplitRolloverFacts) -> None:
    split = split_rollover(facts)
    rolled = (facts.rolled_in_60_days_to_traditional, facts.rolled_in_60_days_to_roth)
    assert sum(pretax for pretax, _ in pairs(split)) == facts.pretax
    assert sum(aftertax for _, aftertax in pairs(split)) == facts.aftertax
    assert min(amount for pair in pairs(split) for amount in pair) >= 0
    assert list(starmap(D.__add__, pairs(split))) == [
        facts.to_traditional + rolled[0],
        facts.to_roth + rolled[1],
        facts.to_cash - sum(rolled),
    ]
    assert split.taxable + split.pretax_to_traditional == facts.pretax


@given(distributions())
def test_cash_is_pre_tax_only_where_rollovers_are(facts: SplitRolloverFacts) -> None:
    split = split_rollover(facts)
    if split.pretax_cash:
        assert split.aftertax_to_traditional == split.aftertax_to_roth == 0
