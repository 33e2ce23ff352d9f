"""What the facts of a year show beside its number."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from calc.filing_status import FilingStatus
from calc.findings import Finding, FindingKind, FindingsFacts, NotModelled, findings
from calc.tax_year import tax_year

D = Decimal
Kind = FindingKind

CLEAN = FindingsFacts(
    filing_status=FilingStatus.SINGLE,
    age=62,
    income=D(300000),
    covered_by_plan=True,
    contribution=D(8600),
    prior_basis=D(0),
    year_end_value=D(0),
    conversions=D(8600),
)
"""A backdoor with nothing beside it, in 2026."""


def found(year: int = 2026, **changes: Any) -> dict[Kind, Finding]:
    changes = {
        name: D(value) if isinstance(value, int) and name not in WHOLE_NUMBERS else value
        for name, value in changes.items()
    }
    result = findings(tax_year(year), replace(CLEAN, **changes))
    return {finding.kind: finding for finding in result.findings}


WHOLE_NUMBERS = {"age", "first_contribution_year"}


def test_a_clean_backdoor_shows_nothing() -> None:
    assert found() == {}


def of(
    kind: Kind,
    amount: int | str | None,
    authority: str,
    *,
    costs: int | str | None = None,
    until: date | None = None,
    certain: bool = True,
) -> Finding:
    return Finding(
        kind=kind,
        authority=authority,
        amount=None if amount is None else D(amount),
        costs=None if costs is None else D(costs),
        until=until,
        certain=certain,
    )


DIRECT = "IRC 408A(c)(2)-(3)"
BASIS = "IRC 219(b), 408(o); Form 8606, line 2"
EXCESS = "IRC 4973(a)-(b), 408(d)(4)"
ROTH_EXCESS = "IRC 4973(f), 408A(c)(2)-(3), 408A(d)(6)"
SIMPLE = "IRC 72(t)(6), 408(d)(3)(G)"
REQUIRED = "IRC 408(d)(3)(E); Treas. Reg. 1.408A-4, A-6; 1.408-8(b)(3)"


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        ({"contribution": 9000}, of(Kind.EXCESS_CONTRIBUTION, 400, EXCESS, costs=24)),
        # Pay is a limit too (IRC 219(b)(1)(B)).
        ({"compensation": 5000}, of(Kind.EXCESS_CONTRIBUTION, 3600, EXCESS, costs=216)),
        (
            {"roth_contribution": 1000, "contribution": 0},
            of(Kind.EXCESS_ROTH_CONTRIBUTION, 1000, ROTH_EXCESS, costs=60),
        ),
        # One limit for both: the traditional contribution has used all but 600 of it.
        (
            {"roth_contribution": 1000, "income": 100000, "contribution": 8000},
            of(Kind.EXCESS_ROTH_CONTRIBUTION, 400, ROTH_EXCESS, costs=24),
        ),
        # And pay limits it: 6,000 are shared.
        (
            {"roth_contribution": 6500, "income": 0, "contribution": 0, "compensation": 6000},
            of(Kind.EXCESS_ROTH_CONTRIBUTION, 500, ROTH_EXCESS, costs=30),
        ),
        ({"deducted": 2000}, of(Kind.DEDUCTION_NOT_ALLOWED, 2000, "IRC 219(g)")),
        ({"deducted": D("0.50")}, of(Kind.DEDUCTION_NOT_ALLOWED, "0.50", "IRC 219(g)")),
        (
            {"made_after_year": 8600},
            of(Kind.MADE_AFTER_THE_YEAR, 8600, "IRC 408(d)(2), 408A(d)(3)"),
        ),
        # What went into a traditional IRA comes off it, and pay may be less: not certain.
        ({"income": 150000}, of(Kind.DIRECT_ROTH, 8600, DIRECT, certain=False)),
        ({"income": 160500}, of(Kind.DIRECT_ROTH, 4300, DIRECT, certain=False)),
        (
            {"income": 5000, "compensation": 5000, "contribution": 0, "conversions": 0},
            of(Kind.DIRECT_ROTH, 5000, DIRECT),
        ),
        (
            {"income": 5000, "compensation": 9000, "conversions": 0},
            of(Kind.DIRECT_ROTH, 8600, DIRECT, certain=False),
        ),
        # A joint return has a range of its own.
        (
            {"income": 242000, "filing_status": FilingStatus.MARRIED_FILING_JOINTLY},
            of(Kind.DIRECT_ROTH, 8600, DIRECT, certain=False),
        ),
        (
            {
                "income": 5000,
                "filing_status": FilingStatus.MARRIED_FILING_SEPARATELY,
                "lived_apart_all_year": True,
            },
            of(Kind.DIRECT_ROTH, 8600, DIRECT, certain=False),
        ),
        # 95,000 came from a 401(k): 8,600 x 95,000 / 103,600 is taxable that was not.
        (
            {"rolled_out_of_plan": 95000, "year_end_value": 95000},
            of(Kind.ROLLED_OUT_OF_PLAN, "7886.10", "IRC 408(d)(2)(C); Form 8606, line 6"),
        ),
        # 45,000 were there before: 8,600 x 45,000 / 53,600 was taxable already.
        (
            {"rolled_out_of_plan": 50000, "year_end_value": 95000},
            of(Kind.ROLLED_OUT_OF_PLAN, "665.95", "IRC 408(d)(2)(C); Form 8606, line 6"),
        ),
        # All of it was converted, and more than came: without it nothing is left.
        (
            {"rolled_out_of_plan": 95000, "year_end_value": 1000},
            of(Kind.ROLLED_OUT_OF_PLAN, "895.83", "IRC 408(d)(2)(C); Form 8606, line 6"),
        ),
        (
            {"value_before": 0, "conversions": 9000},
            of(Kind.CONVERSION_ABOVE_BALANCE, 400, "IRC 408(d)(2)", certain=False),
        ),
        (
            {
                "value_before": 100,
                "conversions": 9000,
                "distributions": 200,
                "made_after_year": 600,
            },
            of(Kind.CONVERSION_ABOVE_BALANCE, 1100, "IRC 408(d)(2)", certain=False),
        ),
        (
            {"value_before": D("0.50"), "rolled_out_of_plan": 400, "conversions": 9001},
            of(Kind.CONVERSION_ABOVE_BALANCE, "0.50", "IRC 408(d)(2)", certain=False),
        ),
        # 2025 alone.
        (
            {"first_contribution_year": 2025, "prior_basis": 8001},
            of(Kind.BASIS_ABOVE_CONTRIBUTIONS, 1, BASIS, certain=False),
        ),
        # From 2018 on, at 54: 6,500, four times 7,000, 7,500 and twice 8,000.
        (
            {"first_contribution_year": 2018, "prior_basis": 58001},
            of(Kind.BASIS_ABOVE_CONTRIBUTIONS, 1, BASIS, certain=False),
        ),
        # 2024 and 2025: two limits of 8,000.
        (
            {"first_contribution_year": 2024, "prior_basis": 20000},
            of(Kind.BASIS_ABOVE_CONTRIBUTIONS, 4000, BASIS, certain=False),
        ),
        # At 50 in 2025 the catch-up began: 7,000 and 8,000.
        (
            {"first_contribution_year": 2024, "prior_basis": 15001, "age": 51},
            of(Kind.BASIS_ABOVE_CONTRIBUTIONS, 1, BASIS, certain=False),
        ),
        ({"prior_basis": 1000}, of(Kind.LOSS, 1000, "IRC 408(d)(1)-(2), 72(e)(8)")),
        (
            {"inherited_value": 50000},
            of(Kind.INHERITED_IRA, 50000, "Pub. 590-B; Form 8606 instructions"),
        ),
        (
            {"age": 45, "conversions": 7500, "contribution": 7500, "year_end_value": 7500},
            of(
                Kind.FIVE_YEAR_CLOCK,
                3750,
                "IRC 408A(d)(3)(F)",
                costs=375,
                until=date(2031, 1, 1),
                certain=False,
            ),
        ),
        (
            {"age": 58, "conversions": 0, "contribution": 0, "distributions": 1000},
            of(Kind.EARLY_DISTRIBUTION, 1000, "IRC 72(t)", costs=100),
        ),
        (
            {"age": 59, "conversions": 0, "contribution": 0, "distributions": 1000},
            of(Kind.EARLY_DISTRIBUTION, 1000, "IRC 72(t)", costs=100, certain=False),
        ),
        # 59 1/2 may have been reached before the withdrawal.
        (
            {"age": 60, "conversions": 0, "contribution": 0, "distributions": 1000},
            of(Kind.EARLY_DISTRIBUTION, 1000, "IRC 72(t)", costs=100, certain=False),
        ),
        # 1.85 of interest stayed: the form's ratio rounds to 1.000.
        (
            {"year_end_value": D("1.85")},
            of(Kind.LEFTOVER_CENTS, "1.85", "Form 8606, lines 6 and 10"),
        ),
        (
            {"age": 76, "conversions": 9000, "required_minimum_distribution": 4000},
            of(Kind.REQUIRED_DISTRIBUTION_FIRST, 4000, REQUIRED),
        ),
        (
            {"age": 76, "distributions": 3000, "required_minimum_distribution": 4000},
            of(Kind.REQUIRED_DISTRIBUTION_FIRST, 1000, REQUIRED),
        ),
        # No more than was converted.
        (
            {"age": 76, "conversions": 500, "required_minimum_distribution": 4000},
            of(Kind.REQUIRED_DISTRIBUTION_FIRST, 500, REQUIRED),
        ),
        (
            {"age": 76, "conversions": 0, "year_end_value": 1, "required_minimum_distribution": 1},
            of(Kind.REQUIRED_DISTRIBUTION_FIRST, 0, REQUIRED),
        ),
        # 1,000 of Roth contributions are too much already: what the required one adds.
        (
            {
                "age": 76,
                "compensation": 0,
                "contribution": 0,
                "roth_contribution": 1000,
                "conversions": 9000,
                "required_minimum_distribution": 4000,
            },
            of(Kind.REQUIRED_DISTRIBUTION_FIRST, 4000, REQUIRED, costs=240),
        ),
        # Without the amount it is a question.
        (
            {"age": 76},
            of(Kind.REQUIRED_DISTRIBUTION_FIRST, None, REQUIRED, certain=False),
        ),
        (
            {
                "simple_value": 5000,
                "simple_first_deposit": date(2024, 6, 1),
                "moved_on": date(2026, 5, 31),
            },
            of(Kind.SIMPLE_TWO_YEARS, 5000, SIMPLE, until=date(2026, 6, 1)),  # at 62
        ),
        (
            {"age": 61, "simple_value": 5000},
            of(Kind.SIMPLE_TWO_YEARS, 5000, SIMPLE, certain=False),
        ),
        # A quarter of it before 59 1/2, and no more than was moved.
        (
            {"age": 60, "simple_value": 5000},
            of(Kind.SIMPLE_TWO_YEARS, 5000, SIMPLE, costs=1250, certain=False),
        ),
        (
            {"age": 45, "simple_value": 5000, "conversions": 1000, "distributions": 2000},
            of(Kind.SIMPLE_TWO_YEARS, 5000, SIMPLE, costs=750, certain=False),
        ),
        # Without pay, all of what was converted instead is too much for the Roth IRA.
        (
            {
                "age": 76,
                "compensation": 0,
                "contribution": 0,
                "conversions": 9000,
                "required_minimum_distribution": 4000,
            },
            of(Kind.REQUIRED_DISTRIBUTION_FIRST, 4000, REQUIRED, costs=240),
        ),
    ],
)
def test_finding(changes: dict[str, Any], finding: Finding) -> None:
    assert found(**changes)[finding.kind] == finding


def test_choices_that_the_instructions_leave() -> None:
    """Partly deductible at this income, some of it made after the year: the worksheet. And wholly
    deductible, but half of it not deducted: line 4."""
    worksheet = found(
        age=45,
        income=84000,
        contribution=6000,
        conversions=6000,
        year_end_value=95000,
        prior_basis=500,
        made_after_year=6000,
    )
    assert worksheet[Kind.WORKSHEET_1_1] == of(
        Kind.WORKSHEET_1_1, "5970.30", "Pub. 590-B, Worksheet 1-1"
    )  # 6,000 less 6,000 x 500 / 101,000
    settled = found(age=45, income=84000, contribution=6000, conversions=6000, year_end_value=95000)
    assert Kind.WORKSHEET_1_1 not in settled  # nothing deducted, all made in the year: the same
    line_4 = found(
        age=45,
        income=70000,
        contribution=6000,
        deducted=3000,
        made_after_year=3000,
        conversions=6000,
        year_end_value=94000,
    )
    assert line_4[Kind.LINE_4_CHOICE] == of(
        Kind.LINE_4_CHOICE, 6000, "Form 8606 instructions, line 4"
    )


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"contribution": 8600}, Kind.EXCESS_CONTRIBUTION),
        ({"income": 168000}, Kind.DIRECT_ROTH),
        ({"income": 168000, "roth_contribution": 0}, Kind.EXCESS_ROTH_CONTRIBUTION),
        ({"value_before": 400, "conversions": 9000}, Kind.CONVERSION_ABOVE_BALANCE),
        ({"first_contribution_year": 2024, "prior_basis": 16000}, Kind.BASIS_ABOVE_CONTRIBUTIONS),
        # Figures begin with 2018: no ceiling can be told for earlier years.
        ({"first_contribution_year": 2017, "prior_basis": 999999}, Kind.BASIS_ABOVE_CONTRIBUTIONS),
        ({"age": 60, "year_end_value": 7500}, Kind.FIVE_YEAR_CLOCK),
        ({"age": 61, "distributions": 1000, "year_end_value": 7500}, Kind.EARLY_DISTRIBUTION),
        # Nobody can say more than the limit where it is used up.
        ({"roth_contribution": 9000, "contribution": 0, "income": 100000}, Kind.DIRECT_ROTH),
        ({"compensation": 0, "income": 0}, Kind.DIRECT_ROTH),
        ({"age": 72}, Kind.REQUIRED_DISTRIBUTION_FIRST),
        ({"age": 76, "required_minimum_distribution": 0}, Kind.REQUIRED_DISTRIBUTION_FIRST),
        (
            {
                "age": 76,
                "conversions": 0,
                "year_end_value": 9,
                "required_minimum_distribution": 0,
            },
            Kind.REQUIRED_DISTRIBUTION_FIRST,
        ),
        # The limit of a separate return of spouses who lived apart is that of single people.
        (
            {
                "roth_contribution": 600,
                "contribution": 8000,
                "income": 100000,
                "filing_status": FilingStatus.MARRIED_FILING_SEPARATELY,
                "lived_apart_all_year": True,
            },
            Kind.EXCESS_ROTH_CONTRIBUTION,
        ),
        (
            {"age": 76, "distributions": 4000, "required_minimum_distribution": 4000},
            Kind.REQUIRED_DISTRIBUTION_FIRST,
        ),
        # Enough stayed that the rounded ratio shows it.
        ({"year_end_value": 10}, Kind.LEFTOVER_CENTS),
    ],
)
def test_the_other_side_of_the_boundary(changes: dict[str, Any], kind: Kind) -> None:
    assert kind not in found(**changes)


@pytest.mark.parametrize(
    ("first", "moved", "until", "certain"),
    [
        (date(2024, 6, 1), date(2026, 5, 31), date(2026, 6, 1), True),
        (date(2024, 2, 29), date(2026, 2, 28), date(2026, 3, 1), True),
        (date(2024, 6, 1), None, date(2026, 6, 1), False),
        (None, None, None, False),
    ],
)
def test_simple_money_waits_two_years(
    first: date | None, moved: date | None, until: date | None, certain: bool
) -> None:
    finding = found(simple_value=5000, simple_first_deposit=first, moved_on=moved)[
        Kind.SIMPLE_TWO_YEARS
    ]
    assert (finding.until, finding.certain) == (until, certain)


def test_the_day_and_the_year_of_the_first_one_count() -> None:
    day = date(2026, 6, 1)
    assert Kind.SIMPLE_TWO_YEARS in found(simple_value=1, simple_first_deposit=day, moved_on=day)
    assert found(first_contribution_year=2026) == {}


def test_simple_money_is_free_on_the_second_anniversary() -> None:
    moved = {"simple_first_deposit": date(2024, 6, 1), "moved_on": date(2026, 6, 1)}
    assert Kind.SIMPLE_TWO_YEARS not in found(simple_value=5000, **moved)


def test_at_70_in_2019_the_month_of_birth_decides() -> None:
    kinds = found(2019, age=70, contribution=7000, conversions=7000)
    assert kinds[Kind.AGE_70_AND_A_HALF] == of(
        Kind.AGE_70_AND_A_HALF,
        None,
        "IRC 219(d)(1) before Pub. L. 116-94",
        certain=False,
    )
    assert Kind.AGE_70_AND_A_HALF not in found(2019, age=71)
    said = found(2019, age=70, contribution=7000, conversions=7000, reached_70_and_a_half=True)
    assert Kind.AGE_70_AND_A_HALF not in said
    assert said[Kind.EXCESS_CONTRIBUTION].amount == 7000
    assert Kind.AGE_70_AND_A_HALF not in found(2020, age=70, contribution=7000, conversions=7000)


def test_what_is_not_modelled_is_named() -> None:
    result = findings(
        tax_year(2026), replace(CLEAN, trump_account=True, disaster_distribution=True)
    )
    assert result.not_modelled == (NotModelled.TRUMP_ACCOUNT, NotModelled.DISASTER_DISTRIBUTION)


@pytest.mark.parametrize(
    ("age", "reached", "excess"), [(70, None, None), (70, True, 7000), (71, None, 7000)]
)
def test_what_is_no_contribution_leaves_the_limit_to_the_roth_ira(
    age: int, reached: bool | None, excess: int | None
) -> None:
    """In 2019 from 70 1/2 on; 7,000 in a traditional IRA all the same use up the shared limit."""
    kinds = found(
        2019,
        age=age,
        reached_70_and_a_half=reached,
        income=0,
        contribution=7000,
        roth_contribution=1000,
        conversions=0,
    )
    assert kinds[Kind.EXCESS_ROTH_CONTRIBUTION].amount == 1000
    assert (kinds[Kind.EXCESS_CONTRIBUTION].amount if excess else None) == excess


def test_limits_before_2018_are_not_looked_at() -> None:
    result = findings(tax_year(2026), replace(CLEAN, first_contribution_year=2017))
    assert result.not_modelled == (NotModelled.CONTRIBUTIONS_BEFORE_2018,)
    result = findings(tax_year(2026), replace(CLEAN, first_contribution_year=2018))
    assert result.not_modelled == ()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"first_contribution_year": 2027}, r"^the first contribution was for 2026 or an earlier"),
        ({"moved_on": date(2025, 12, 31)}, r"^moved_on is a day of 2026$"),
        ({"required_minimum_distribution": 1}, r"^no distribution is required at 62 in 2026$"),
        ({"deducted": 8601}, r"^what is deducted is part of the contribution, not more$"),
        (
            {"simple_first_deposit": date(2026, 6, 2), "moved_on": date(2026, 6, 1)},
            r"^nothing moves out of a SIMPLE IRA before its first deposit$",
        ),
    ],
)
def test_contradictions_are_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        found(**changes)


def test_findings_come_in_one_order() -> None:
    kinds = list(found(contribution=9000, income=150000, inherited_value=1))
    assert kinds == sorted(kinds, key=list(Kind).index)
