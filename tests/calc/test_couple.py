"""Two spouses: what of the one counts for the other, and what never does."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.filing_status import FilingStatus
from calc.iras.couple import CoupleFacts, CoupleYear, SpouseFacts, couple_year
from calc.iras.form_8606 import Method
from calc.money import CENT, ZERO
from calc.tax_year import tax_year

D = Decimal
JOINT = FilingStatus.MARRIED_FILING_JOINTLY
SEPARATE = FilingStatus.MARRIED_FILING_SEPARATELY

CLEAN = SpouseFacts(
    age=45,
    covered_by_plan=True,
    contribution=D(7000),
    prior_basis=D(0),
    year_end_value=D(0),
    conversions=D(7000),
)
"""A backdoor with nothing beside it."""

WITH_ROLLOVER = replace(CLEAN, contribution=D(6000), year_end_value=D(95000), conversions=D(6000))
"""The known answer: 5,643.56 of 6,000 is taxable."""

NOTHING = replace(CLEAN, covered_by_plan=False, contribution=D(0), conversions=D(0))


def joint(you: SpouseFacts, spouse: SpouseFacts, income: int = 300000) -> CoupleYear:
    facts = CoupleFacts(filing_status=JOINT, income=D(income), you=you, spouse=spouse)
    return couple_year(tax_year(2025), facts)


def test_spouses_never_combine_their_iras() -> None:
    both = joint(CLEAN, WITH_ROLLOVER)
    assert (both.you.form.line18, both.spouse.form.line18) == (0, D("5643.56"))
    assert (both.you.form.line14, both.spouse.form.line14) == (0, D("5643.56"))
    assert (both.taxable, both.tax_free) == (D("5643.56"), D("7356.44"))


def test_withdrawals_are_in_what_both_come_to() -> None:
    both = joint(CLEAN, replace(NOTHING, year_end_value=D(15000), distributions=D(5000)))
    assert (both.taxable, both.tax_free) == (5000, 7000)


# 2025, joint: the deduction of a covered person ends between 126,000 and 146,000, that of one who
# is not covered and whose spouse is between 236,000 and 246,000 (IRC 219(g)).
CONVERTS = replace(NOTHING, year_end_value=D(92000), conversions=D(8000))
DEDUCTS = replace(CLEAN, conversions=D(0), year_end_value=D(7000), deducted=D(7000))


@pytest.mark.parametrize(
    ("you", "spouse", "income", "deductible"),
    [
        (DEDUCTS, NOTHING, 126000, 7000),
        (DEDUCTS, CONVERTS, 118000, 7000),  # 126,000 with the spouse's conversion
        (DEDUCTS, CONVERTS, 126000, 4200),  # 134,000
        (DEDUCTS, CONVERTS, 138000, 0),  # 146,000
        (replace(DEDUCTS, covered_by_plan=False), CONVERTS, 300000, 7000),  # nobody is covered
        (
            replace(DEDUCTS, covered_by_plan=False),
            replace(CONVERTS, covered_by_plan=True),
            232000,
            4200,  # 240,000, against the range of the spouse's coverage (IRC 219(g)(7))
        ),
        # A spouse's deduction is not taken off: 130,000 with it or without.
        (DEDUCTS, DEDUCTS, 130000, 5600),
        (DEDUCTS, replace(DEDUCTS, deducted=D(0)), 130000, 5600),
    ],
)
def test_a_conversion_counts_for_the_spouses_deduction(
    you: SpouseFacts, spouse: SpouseFacts, income: int, deductible: int
) -> None:
    assert joint(you, spouse, income).you.deductible == deductible


def test_a_contribution_that_is_surely_deducted_is_no_after_tax_money() -> None:
    """The spouse is not covered, and deducts all at 141,000: the 7,000 converted are taxable.
    Worksheet 1-1, which counts every contribution, would have none of it taxable."""
    deducts = replace(CLEAN, covered_by_plan=False, deducted=D(7000))
    both = joint(DEDUCTS, deducts, 134000)
    assert both.spouse.worksheet.ws_line10 == 0
    assert both.you.spouse_taxable_conversion == both.spouse.form.line18 == 7000
    assert both.you.deductible == 1750  # at 141,000; 4,200 without the conversion


def test_both_inside_the_range_by_the_worksheet() -> None:
    half = replace(WITH_ROLLOVER, deducted=D(1000), prior_basis=D(4000))
    both = joint(half, half, 120000)
    assert both.you.form == both.spouse.form
    assert both.you.form.method is Method.WORKSHEET_1_1
    assert both.you.spouse_taxable_conversion == both.spouse.form.line18 == D("5405.94")


def test_the_roth_limit_leaves_the_spouses_conversion_out() -> None:
    """IRC 408A(c)(3)(B)(i): the income for it is the return's without conversions."""
    both = joint(CLEAN, CONVERTS, 236000)
    assert (both.you.income, both.you.spouse_taxable_conversion) == (236000, 8000)


@pytest.mark.parametrize(
    ("your_pay", "put_in", "in_roth", "limit"),
    [
        (200000, 7000, 0, 7000),  # who earns nothing has the whole limit (IRC 219(c))
        (14000, 7000, 0, 7000),
        (10000, 7000, 0, 3000),  # less what the other one put in
        (10000, 2000, 5000, 3000),  # in a Roth IRA too (219(c)(1)(B)(ii)(III))
        (10000, 9000, 0, 3000),  # of which 2,000 is an excess and takes up no pay
        (7000, 7000, 0, 0),
        (0, 0, 0, 0),
    ],
)
def test_a_spouse_without_pay(your_pay: int, put_in: int, in_roth: int, limit: int) -> None:
    you = replace(CLEAN, pay=D(your_pay), contribution=D(put_in), roth_contribution=D(in_roth))
    both = joint(you, replace(CLEAN, pay=D(0)))
    assert both.spouse.contribution_limit == limit
    assert both.spouse.form.line1 == limit
    assert both.you.contribution_limit == min(your_pay, 7000)


def test_who_earns_more_counts_their_own_pay_only() -> None:
    both = joint(replace(CLEAN, pay=D(5000)), replace(CLEAN, pay=D(4000)))
    assert (both.you.contribution_limit, both.spouse.contribution_limit) == (5000, 4000)
    both = joint(replace(CLEAN, pay=D(5000)), replace(CLEAN, pay=D(5000)))
    assert (both.you.contribution_limit, both.spouse.contribution_limit) == (5000, 5000)


@pytest.mark.parametrize(("your_pay", "spouse_pay"), [(None, None), (3000, None), (None, 3000)])
def test_pay_that_is_not_known_is_no_obstacle(your_pay: int | None, spouse_pay: int | None) -> None:
    you, spouse = (
        replace(CLEAN, pay=None if pay is None else D(pay)) for pay in (your_pay, spouse_pay)
    )
    both = joint(you, spouse)
    assert (both.you.contribution_limit, both.spouse.contribution_limit) == (7000, 7000)


def test_separate_returns_share_the_coverage_only() -> None:
    facts = CoupleFacts(
        filing_status=SEPARATE,
        income=D(4000),
        spouse_income=D(9000),
        you=replace(DEDUCTS, covered_by_plan=False, pay=D(6000)),
        spouse=replace(CONVERTS, covered_by_plan=True, pay=D(90000)),
    )
    both = couple_year(tax_year(2025), facts)
    assert (both.you.income, both.spouse.income) == (4000, 9000)
    assert both.you.spouse_taxable_conversion == 0
    assert both.you.contribution_limit == 6000
    assert both.you.deductible == 4200  # 60% of the 7,000 of the law, within the 6,000 of pay
    apart = couple_year(tax_year(2025), replace(facts, lived_apart_all_year=True))
    assert apart.you.deductible == 6000


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"filing_status": FilingStatus.SINGLE}, "a couple files as married, jointly or separa"),
        ({"filing_status": SEPARATE}, "separate returns have an income each: give spouse_income"),
        ({"spouse_income": D(0)}, "a joint return has one income, that of both"),
    ],
)
def test_what_contradicts_itself_is_refused(facts: dict[str, object], words: str) -> None:
    couple = CoupleFacts(filing_status=JOINT, income=D(0), you=CLEAN, spouse=CLEAN)
    with pytest.raises(ValueError, match=f"^{words}"):
        replace(couple, **facts)


CENTS = st.integers(0, 3_000_000).map(lambda cents: D(cents).scaleb(-2))
INCOMES = st.integers(100_000, 260_000)


@st.composite
def persons(draw: st.DrawFn) -> SpouseFacts:
    contribution = draw(CENTS)
    return SpouseFacts(
        age=draw(st.sampled_from([45, 52])),
        covered_by_plan=draw(st.booleans()),
        contribution=contribution,
        deducted=min(contribution, draw(CENTS)),
        prior_basis=draw(CENTS),
        year_end_value=draw(CENTS),
        distributions=draw(CENTS),
        conversions=draw(CENTS),
    )


@given(persons(), persons(), INCOMES)
def test_it_does_not_matter_who_asks(one: SpouseFacts, other: SpouseFacts, income: int) -> None:
    first, second = joint(one, other, income), joint(other, one, income)
    assert (first.you, first.spouse) == (second.spouse, second.you)
    assert (first.taxable, first.tax_free) == (second.taxable, second.tax_free)


@given(persons(), persons(), persons(), INCOMES)
def test_who_deducts_nothing_need_not_know_the_spouses_iras(
    one: SpouseFacts, spouse: SpouseFacts, other: SpouseFacts, income: int
) -> None:
    """But for the cent by which the worksheet rounds otherwise."""
    you = replace(one, deducted=ZERO)
    form, same = (joint(you, each, income).you.form for each in (spouse, other))
    assert (form.line1, form.line2) == (same.line1, same.line2)
    assert abs(form.line14 - same.line14) <= CENT


@given(persons(), persons(), CENTS, INCOMES)
def test_a_spouses_conversion_never_raises_what_may_be_deducted(
    you: SpouseFacts, spouse: SpouseFacts, more: Decimal, income: int
) -> None:
    before = joint(you, replace(spouse, conversions=ZERO), income)
    after = joint(you, replace(spouse, conversions=more), income)
    assert after.you.deductible <= before.you.deductible


@given(persons(), persons(), INCOMES)
def test_nobody_is_taxed_on_more_than_what_left_the_iras(
    you: SpouseFacts, spouse: SpouseFacts, income: int
) -> None:
    both = joint(you, spouse, income)
    assert both.taxable >= 0
    assert both.tax_free >= 0
    for one, year in ((you, both.you), (spouse, both.spouse)):
        assert year.form.line14 <= one.prior_basis + one.contribution
