"""Every way to deal with a year's IRAs, and who it is open to."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.filing_status import FilingStatus
from calc.money import ZERO
from calc.strategies.alternative import Alternative, AlternativeKind, Need, Obstacle
from calc.strategies.alternatives import AlternativesFacts, alternatives
from calc.tax_year import tax_year
from calc.taxes.left_out import LeftOut

D = Decimal
Kind = AlternativeKind

KNOWN_ANSWER = AlternativesFacts(
    filing_status=FilingStatus.SINGLE,
    age=45,
    income=D(300000),  # in the 35% bracket of 2026
    covered_by_plan=True,
    contribution=D(6000),
    prior_basis=D(0),
    year_end_value=D(95000),
    conversions=D(6000),
    as_of=date(2026, 11, 21),
)
"""95,000 of pre-tax money beside a backdoor of 6,000."""

RETIRED = replace(
    KNOWN_ANSWER,
    age=75,
    income=D(80000),
    covered_by_plan=False,
    contribution=D(0),
    prior_basis=D(20000),
    year_end_value=D(90000),
    conversions=D(10000),
    required_minimum_distribution=D(5000),
    reached_70_and_a_half=True,
    charitable_gift=D(3000),
    plan_accepts_roll_ins=True,
)


def ways(facts: AlternativesFacts, year: int = 2026) -> dict[Kind, Alternative]:
    return {way.kind: way for way in alternatives(tax_year(year), facts)}


@pytest.mark.parametrize(
    ("kind", "moved", "taxable", "tax", "basis_left", "saves_taxable", "saves_tax"),
    [
        (Kind.AS_PLANNED, 6000, "5643.56", "1975.25", "5643.56", None, None),
        (Kind.ROLL_IN, 95000, 0, 0, 0, "5643.56", "1975.25"),
        (Kind.CONVERT_EVERYTHING, 101000, 95000, 33250, 0, "-89356.44", "-31274.75"),
        (Kind.CONTRIBUTE_ONLY, 0, 0, 0, 6000, "5643.56", "1975.25"),
        (Kind.WAIT_A_YEAR, 6000, "5643.56", None, "5643.56", 0, None),
    ],
)
def test_the_known_answer(
    kind: Kind,
    moved: int,
    taxable: str | int,
    tax: str | int | None,
    basis_left: str | int,
    saves_taxable: str | int | None,
    saves_tax: str | int | None,
) -> None:
    way = ways(KNOWN_ANSWER)[kind]
    assert way.is_open
    assert (way.moved, way.taxable, way.basis_left) == (moved, D(taxable), D(basis_left))
    assert (way.cost.total if way.cost else None) == (None if tax is None else D(tax))
    assert way.saves_taxable == (None if saves_taxable is None else D(saves_taxable))
    assert way.saves_tax == (None if saves_tax is None else D(saves_tax))


@pytest.mark.parametrize(
    ("kind", "by"),
    [
        (Kind.ROLL_IN, date(2026, 12, 31)),
        (Kind.CONVERT_EVERYTHING, date(2026, 12, 31)),
        (Kind.WAIT_A_YEAR, date(2027, 12, 31)),
        (Kind.CONTRIBUTE_ONLY, None),
    ],
)
def test_by_when(kind: Kind, by: date | None) -> None:
    assert ways(KNOWN_ANSWER)[kind].by == by


@pytest.mark.parametrize(
    ("facts", "kind", "obstacle"),
    [
        (replace(KNOWN_ANSWER, as_of=date(2027, 1, 1)), Kind.ROLL_IN, Obstacle.YEAR_IS_OVER),
        (replace(KNOWN_ANSWER, as_of=date(2027, 1, 1)), Kind.WAIT_A_YEAR, Obstacle.YEAR_IS_OVER),
        (replace(KNOWN_ANSWER, plan_accepts_roll_ins=False), Kind.ROLL_IN, Obstacle.PLAN_REFUSES),
        (replace(KNOWN_ANSWER, year_end_value=D(0)), Kind.ROLL_IN, Obstacle.NOTHING_TO_MOVE),
        (
            replace(KNOWN_ANSWER, simple_in_first_two_years=D(95000)),
            *(Kind.ROLL_IN, Obstacle.NOTHING_TO_MOVE),
        ),
        (
            replace(KNOWN_ANSWER, year_end_value=D(0)),
            *(Kind.CONVERT_EVERYTHING, Obstacle.NOTHING_TO_MOVE),
        ),
        (
            replace(KNOWN_ANSWER, converted_already=D(6000)),  # cannot be undone
            *(Kind.CONTRIBUTE_ONLY, Obstacle.NOTHING_TO_CONVERT),
        ),
        (KNOWN_ANSWER, Kind.QCD, Obstacle.NO_GIFT),
        (replace(KNOWN_ANSWER, charitable_gift=D(1000)), Kind.QCD, Obstacle.TOO_YOUNG),  # at 45
        (
            replace(
                RETIRED, age=70, required_minimum_distribution=None, reached_70_and_a_half=False
            ),
            *(Kind.QCD, Obstacle.TOO_YOUNG),
        ),
        (replace(RETIRED, charitable_gift=D(91000)), Kind.QCD, Obstacle.MORE_THAN_IS_THERE),
    ],
)
def test_why_not(facts: AlternativesFacts, kind: Kind, obstacle: Obstacle) -> None:
    way = ways(facts)[kind]
    assert obstacle in way.obstacles
    assert not way.is_open
    assert (way.taxable, way.form, way.saves_tax) == (None, None, None)


@pytest.mark.parametrize(
    ("facts", "kind", "need"),
    [
        (KNOWN_ANSWER, Kind.ROLL_IN, Need.PLAN_MUST_ACCEPT),
        (KNOWN_ANSWER, Kind.ROLL_IN, Need.LEAVE_BASIS_BEHIND),
        (RETIRED, Kind.AS_PLANNED, Need.REQUIRED_DISTRIBUTION_FIRST),
        (RETIRED, Kind.ROLL_IN, Need.REQUIRED_DISTRIBUTION_FIRST),
        (RETIRED, Kind.QCD, Need.PAID_TO_CHARITY_DIRECTLY),
        (
            replace(
                RETIRED, age=71, required_minimum_distribution=None, reached_70_and_a_half=None
            ),
            *(Kind.QCD, Need.AGE_70_AND_A_HALF),
        ),
        (RETIRED, Kind.WAIT_A_YEAR, Need.NEXT_REQUIRED_DISTRIBUTION),
        (
            replace(KNOWN_ANSWER, simple_in_first_two_years=D(1000)),
            *(Kind.CONVERT_EVERYTHING, Need.SIMPLE_MONEY_STAYS),
        ),
    ],
)
def test_needs(facts: AlternativesFacts, kind: Kind, need: Need) -> None:
    assert need in ways(facts)[kind].needs


def test_the_required_distribution_is_taken_in_every_way() -> None:
    """20,000 of basis in 100,000: 5,000 comes out first, a fifth of it free of tax."""
    found = ways(RETIRED)
    assert found[Kind.AS_PLANNED].form.line7 == 5000
    assert found[Kind.AS_PLANNED].taxable == 12000
    assert found[Kind.CONTRIBUTE_ONLY].taxable == 4000
    # All but the basis left behind goes: 90,000 - 5,000 - (20,000 - 5,000 - 10,000).
    assert found[Kind.ROLL_IN].moved == 80000
    assert found[Kind.ROLL_IN].taxable == 0


def test_a_gift_counts_toward_the_required_distribution() -> None:
    """3,000 to charity leaves 2,000 to take; 20,000 of basis then stands in 97,000."""
    form = ways(RETIRED)[Kind.QCD].form
    assert (form.line7, form.line9) == (2000, 97000)
    assert ways(RETIRED)[Kind.QCD].saves_taxable > 0


def test_waiting_counts_what_was_contributed_in_spring() -> None:
    """Made after the year it is no part of this year's ratio, and of the next one's it is:
    6,000 of 107,000."""
    facts = replace(KNOWN_ANSWER, made_after_year=D(6000))
    found = ways(facts)
    assert found[Kind.AS_PLANNED].taxable == 6000
    assert found[Kind.WAIT_A_YEAR].taxable == D("5663.55")


def test_a_deduction_that_the_conversion_takes_away_is_a_part_of_its_cost() -> None:
    """At 85,000 of income 2026 allows 4,500 of 7,500; 40,000 more leave nothing."""
    facts = replace(
        KNOWN_ANSWER,
        income=D(85000),
        contribution=D(7500),
        deducted=D(4500),
        conversions=D(0),
        year_end_value=D(47500),
    )
    everything = ways(facts)[Kind.CONVERT_EVERYTHING]
    assert everything.taxable == 40000
    # 85,000 - 4,500 less the standard deduction of 16,100 is 64,400, in the 22% bracket up to
    # 105,700; 44,500 more go 3,200 into the 24% bracket.
    assert everything.cost.total == D("0.22") * 41300 + D("0.24") * 3200


def test_only_pre_tax_money_is_rolled_in_where_nothing_is_converted() -> None:
    """20,000 of the 50,000 is basis: 13,000 of earlier years, and this year's 7,000."""
    facts = replace(
        KNOWN_ANSWER,
        contribution=D(7000),
        prior_basis=D(13000),
        year_end_value=D(50000),
        conversions=D(0),
    )
    assert ways(facts)[Kind.ROLL_IN].moved == 30000


def test_a_deduction_after_70_and_a_half_reduces_what_a_gift_excludes() -> None:
    """8,000 deducted in the year of a gift of 10,000 leaves 2,000 (IRC 408(d)(8)(A)); 1,000 that
    was deducted in an earlier year leaves 1,000."""
    facts = replace(
        RETIRED,
        age=74,
        contribution=D(8000),
        deducted=D(8000),
        prior_basis=D(0),
        conversions=D(0),
        charitable_gift=D(10000),
        required_minimum_distribution=D(10000),
    )
    assert ways(facts)[Kind.QCD].taxable == 8000
    facts = replace(facts, deducted_at_70_and_a_half_or_later=D(1000))
    assert ways(facts)[Kind.QCD].taxable == 9000


@pytest.mark.parametrize(("conversions", "taxable"), [(0, 0), (1000, 1000)])
def test_next_springs_contribution_is_no_basis_for_a_gift(conversions: int, taxable: int) -> None:
    facts = replace(
        RETIRED,
        age=72,
        income=D(300000),
        contribution=D(8600),
        made_after_year=D(8600),
        prior_basis=D(0),
        year_end_value=D(50000),
        conversions=D(conversions),
        charitable_gift=D(45000),
        required_minimum_distribution=None,
    )
    assert ways(facts)[Kind.QCD].taxable == taxable


@pytest.mark.parametrize("as_of", [date(2026, 11, 21), date(2027, 2, 1)])
def test_what_was_converted_before_the_required_distribution_is_it(as_of: date) -> None:
    """6,000 converted with 4,000 required: 2,000 are a conversion (Treas. Reg. 1.408A-4, A-6)."""
    facts = replace(
        RETIRED,
        prior_basis=D(0),
        year_end_value=D(94000),
        conversions=D(6000),
        converted_already=D(6000),
        required_minimum_distribution=D(4000),
        as_of=as_of,
    )
    planned = ways(facts)[Kind.AS_PLANNED]
    assert (planned.form.line7, planned.form.line8) == (4000, 2000)
    assert (planned.not_converted, planned.taxable, planned.needs) == (4000, 6000, ())


def test_the_roth_limit_is_that_of_the_income_as_stated() -> None:
    """Only conversions are left out of it: not withdrawals, not a deduction (IRC 408A(c)(3)(B))."""
    withdrawing = replace(RETIRED, income=D(160500), distributions=D(15000), conversions=D(5000))
    planned = ways(withdrawing)[Kind.AS_PLANNED].cost
    assert planned.income_tax.roth_limit == 4300
    deducting = replace(KNOWN_ANSWER, covered_by_plan=False, income=D(160500), deducted=D(6000))
    assert ways(deducting)[Kind.AS_PLANNED].cost.income_tax.roth_limit == 3750


@pytest.mark.parametrize(
    ("age", "bears", "tax"),
    [(45, True, 2000), (45, False, 0), (45, None, None), (60, None, 0), (60, True, 2000)],
)
def test_early_withdrawals_bear_ten_percent(age: int, bears: bool | None, tax: int | None) -> None:
    facts = replace(
        KNOWN_ANSWER,
        age=age,
        contribution=D(0),
        conversions=D(0),
        distributions=D(20000),
        year_end_value=D(80000),
        additional_tax_10_percent=bears,
    )
    cost = ways(facts)[Kind.AS_PLANNED].cost
    assert cost.early_distribution_tax == tax
    assert cost.total == cost.income_tax.total + (tax or 0)
    assert (LeftOut.EARLY_DISTRIBUTION_TAX in cost.income_tax.left_out) == (tax is None)


@pytest.mark.parametrize(
    ("facts", "year", "words"),
    [
        (
            replace(RETIRED, required_minimum_distribution=None),
            2026,
            "^at 75 in 2026 a distribution is required: give required_minimum_distribution, or 0 "
            "where the IRAs were empty when the year began$",
        ),
        (
            replace(KNOWN_ANSWER, required_minimum_distribution=D(1)),
            *(2026, "^no distribution is required at 45 in 2026$"),
        ),
        (RETIRED, 2020, "^no distribution is required at 75 in 2020$"),
        (
            replace(RETIRED, required_minimum_distribution=D(100001)),
            *(2026, "^the required distribution comes out of the IRAs: it is not more$"),
        ),
        (replace(KNOWN_ANSWER, age=70), 2019, "give reached_70_and_a_half$"),
    ],
)
def test_what_the_age_contradicts_or_asks_for_is_refused(
    facts: AlternativesFacts, year: int, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        alternatives(tax_year(year), facts)


def test_at_70_in_2019_nothing_could_be_contributed_once_70_and_a_half() -> None:
    facts = replace(
        KNOWN_ANSWER, age=70, contribution=D(7000), year_end_value=D(7000), conversions=D(7000)
    )
    form = ways(replace(facts, reached_70_and_a_half=True), 2019)[Kind.AS_PLANNED].form
    assert (form.line1, form.line18) == (0, 7000)
    form = ways(replace(facts, reached_70_and_a_half=False), 2019)[Kind.AS_PLANNED].form
    assert (form.line1, form.line18) == (7000, 3500)


@pytest.mark.parametrize(
    ("age", "reached", "obstacles", "needs"),
    [
        (69, None, (Obstacle.TOO_YOUNG,), ()),
        (70, None, (), (Need.AGE_70_AND_A_HALF, Need.PAID_TO_CHARITY_DIRECTLY)),
        (71, None, (), (Need.AGE_70_AND_A_HALF, Need.PAID_TO_CHARITY_DIRECTLY)),
        (71, True, (), (Need.PAID_TO_CHARITY_DIRECTLY,)),
        (71, False, (Obstacle.TOO_YOUNG,), ()),
        (72, None, (), (Need.PAID_TO_CHARITY_DIRECTLY,)),
    ],
)
def test_the_age_of_a_gift(
    age: int, reached: bool | None, obstacles: tuple[Obstacle, ...], needs: tuple[Need, ...]
) -> None:
    facts = replace(
        RETIRED, age=age, required_minimum_distribution=None, reached_70_and_a_half=reached
    )
    gift = ways(facts)[Kind.QCD]
    assert (gift.obstacles, gift.needs) == (obstacles, needs)
    if not obstacles:
        assert (gift.moved, gift.by) == (3000, date(2026, 12, 31))


def test_all_that_is_there_can_be_given() -> None:
    facts = replace(RETIRED, charitable_gift=D(90000), prior_basis=D(0))
    assert ways(facts)[Kind.QCD].is_open


def test_what_was_withdrawn_was_there_before_the_gift() -> None:
    """40,000, of which 15,000 basis: 10,000 is given, and half of the 30,000 withdrawn is basis."""
    facts = replace(
        RETIRED,
        prior_basis=D(15000),
        year_end_value=D(10000),
        distributions=D(30000),
        conversions=D(0),
        charitable_gift=D(10000),
    )
    assert ways(facts)[Kind.QCD].taxable == 15000


def test_every_obstacle_is_named() -> None:
    facts = replace(
        KNOWN_ANSWER,
        as_of=date(2027, 1, 1),
        year_end_value=D(0),
        plan_accepts_roll_ins=False,
        charitable_gift=D(1),
    )
    found = ways(facts)
    assert found[Kind.ROLL_IN].obstacles == (
        Obstacle.YEAR_IS_OVER,
        Obstacle.PLAN_REFUSES,
        Obstacle.NOTHING_TO_MOVE,
    )
    assert found[Kind.QCD].obstacles == (
        Obstacle.YEAR_IS_OVER,
        Obstacle.TOO_YOUNG,
        Obstacle.MORE_THAN_IS_THERE,
    )


@pytest.mark.parametrize(("age", "warned"), [(68, False), (69, True)])
def test_next_years_required_distribution_comes_before_waiting(age: int, warned: bool) -> None:
    way = ways(replace(KNOWN_ANSWER, age=age))[Kind.WAIT_A_YEAR]
    assert (Need.NEXT_REQUIRED_DISTRIBUTION in way.needs) == warned


def test_what_must_be_taken_is_needed_wherever_it_is() -> None:
    for kind, way in ways(RETIRED).items():
        assert (Need.REQUIRED_DISTRIBUTION_FIRST in way.needs) == (kind is not Kind.QCD)


def test_once_the_year_is_over_nothing_more_is_taken() -> None:
    facts = replace(RETIRED, as_of=date(2027, 1, 1), conversions=D(0))
    assert ways(facts)[Kind.AS_PLANNED].form.line7 is None


def test_simple_money_is_not_converted_with_everything() -> None:
    facts = replace(KNOWN_ANSWER, simple_in_first_two_years=D(5000))
    assert ways(facts)[Kind.CONVERT_EVERYTHING].moved == 96000


def test_a_required_distribution_is_a_part_of_all_there_was() -> None:
    facts = replace(
        RETIRED,
        charitable_gift=D(0),
        distributions=D(50000),
        required_minimum_distribution=D(150000),
    )
    assert ways(facts)[Kind.AS_PLANNED].form.line7 == 140000


def test_at_70_in_2018_a_required_distribution_may_be_due() -> None:
    facts = replace(KNOWN_ANSWER, age=70, contribution=D(0))
    planned = ways(facts, 2018)[Kind.AS_PLANNED]
    assert planned.needs == (Need.REQUIRED_DISTRIBUTION_PERHAPS,)


cents = st.integers(0, 10**8).map(lambda n: D(n) / 100)


@given(value=cents, basis=cents, converted=cents, contribution=st.integers(0, 7500))
def test_no_way_loses_money(
    value: Decimal, basis: Decimal, converted: Decimal, contribution: int
) -> None:
    """Taxable or not, what moved is all there; rolling in never taxes more than the plan."""
    facts = replace(
        KNOWN_ANSWER,
        year_end_value=value,
        prior_basis=basis,
        conversions=converted,
        contribution=D(contribution),
    )
    found = ways(facts)
    in_all = basis + contribution
    for way in found.values():
        if way.form is None or way.kind is Kind.WAIT_A_YEAR:
            continue
        moved = (way.form.line7 or ZERO) + (way.form.line8 or ZERO)
        assert moved - way.taxable + way.basis_left == in_all
    if found[Kind.ROLL_IN].is_open:
        assert found[Kind.ROLL_IN].saves_taxable >= 0
        assert found[Kind.ROLL_IN].saves_tax >= 0


def test_contradictions_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^what is converted already"):
        replace(KNOWN_ANSWER, converted_already=D(6001))
    with pytest.raises(ValueError, match=r"^SIMPLE money is part of the year-end value"):
        replace(KNOWN_ANSWER, simple_in_first_two_years=D(95001))
    with pytest.raises(ValueError, match=r"^what is deducted is part of the contribution"):
        replace(KNOWN_ANSWER, deducted=D(6001))
    for age in (72, 75):
        with pytest.raises(ValueError, match=rf"^who is {age} on December 31 reached 70 1/2"):
            replace(RETIRED, age=age, reached_70_and_a_half=False)
