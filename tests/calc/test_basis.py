"""Basis carried from year to year."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from calc.iras.basis import Between, Ledger, LedgerFacts, YearFacts, ledger, most_contributions
from calc.money import to_cent, to_whole_dollar
from calc.tax_year import UnsupportedYear

D = Decimal

PRINTED = (Path(__file__).parent / "published_examples.json").read_text("utf-8")
EXAMPLES = [
    printed
    for printed in json.loads(PRINTED, parse_float=Decimal)["cases"]
    if printed["calc"] == "form8606_years"
]

FACTS = TypeAdapter(LedgerFacts)

NAMES = {name.split("_")[0]: name for name in YearFacts.__dataclass_fields__}


def year(year: int, form_filed: bool | None = None, **lines: object) -> YearFacts:
    amounts = {
        NAMES[line]: amount if isinstance(amount, Between) else D(str(amount))
        for line, amount in lines.items()
    }
    return YearFacts(year=year, form_filed=form_filed, **amounts)


def over(*years: YearFacts, line10_places: int | None = None) -> Ledger:
    return ledger(LedgerFacts(years=years), line10_places)


def between(at_least: object, at_most: object) -> Between:
    return Between(at_least=D(str(at_least)), at_most=D(str(at_most)))


def exactly(amount: object) -> Between:
    return between(amount, amount)


# Published examples

CAPPED = (
    "The ratio of three places, 0.950, gives back 17,002 of a basis of 17,000, and so 895 taxable; "
    "here what comes back ends at the basis, and 897 is taxable"
)

AS_THE_FORM_ROUNDS_OTHERWISE = {"years-02": CAPPED, "years-03": CAPPED}


def shown(printed: dict[str, dict[str, object]], line10_places: int | None) -> dict[str, object]:
    forms = {
        of_year.year: of_year.form
        for of_year in ledger(FACTS.validate_python(printed["inputs"]), line10_places).years
    }
    names = (name.split(".") for name in printed["accept"])
    return {f"{number}.{line}": getattr(forms[int(number)], line) for number, line in names}


def agrees(printed: dict[str, dict[str, list[object]]], line10_places: int | None) -> bool:
    found = shown(printed, line10_places)
    return all(found[name] in accepted for name, accepted in printed["accept"].items())


@pytest.mark.parametrize("line10_places", [None, 3], ids=["exact", "as the form rounds"])
@pytest.mark.parametrize("printed", EXAMPLES, ids=lambda printed: printed["id"])
def test_published_examples(
    printed: dict[str, dict[str, list[object]]], line10_places: int | None
) -> None:
    otherwise = line10_places is not None and printed["id"] in AS_THE_FORM_ROUNDS_OTHERWISE
    assert agrees(printed, line10_places) is not otherwise
    if otherwise:
        assert shown(printed, line10_places)["2019.line18"] == 897


def test_every_published_example_is_there() -> None:
    assert len(EXAMPLES) == 6


# One year to the next


def test_line_14_is_the_next_line_2() -> None:
    first, second = over(
        year(2023, line1=6500, line6=93500, line8=6500), year(2024, line1=7000)
    ).years
    assert first.form.line14 == second.form.line2 == D("6077.50")
    assert second.basis == exactly("13077.50")


def test_a_year_left_out_carries_the_basis() -> None:
    gap = over(year(2010, line1=5000), year(2020, line6=0, line8=5000))
    filled = over(year(2010, line1=5000), year(2015), year(2020, line6=0, line8=5000))
    assert gap.years[-1] == filled.years[-1]
    assert gap.basis == exactly(0)


def test_basis_from_before_the_first_year() -> None:
    assert over(year(2020, line2=5500)).basis == exactly(5500)
    assert over(year(2020)).basis == exactly(0)


def test_as_the_form_rounds_whole_dollars_are_carried() -> None:
    first, second = over(
        year(2023, line1="6500.50", line6=93500, line8=6500), year(2024), line10_places=3
    ).years
    assert (first.form.line1, first.form.line10) == (6501, D("0.065"))
    assert first.form.line14 == second.form.line2 == 6501 - 423


# What line 2 says

DISAGREEMENTS = [
    # carried, line 2 as filed, whether it is told
    ("5500", "0", True),  # published example years-03: a year was dropped
    ("5500", "5500", False),
    ("5500", "5499", True),
    ("5500", "5500.01", True),
    ("5643.56", "5643.56", False),
    ("5643.56", "5644", False),  # filed in whole dollars
    ("5643.56", "5643", True),
    ("5643.49", "5643", False),
]


@pytest.mark.parametrize(("carried", "claimed", "told"), DISAGREEMENTS)
def test_line_2_as_filed_is_compared_but_not_used(carried: str, claimed: str, told: bool) -> None:
    later = over(year(2017, line1=carried), year(2018, line1=100, line2=claimed)).years[1]
    assert later.form.line2 == D(carried)
    assert later.form.line14 == D(carried) + 100
    assert (later.line2_disagreement is not None) is told
    if later.line2_disagreement:
        assert later.line2_disagreement.claimed == D(claimed)
        assert later.line2_disagreement.carried == exactly(carried)


@pytest.mark.parametrize(
    ("claimed", "told"),
    [("999.49", True), ("1000", False), ("1500", False), ("2000", False), ("2001", True)],
)
def test_line_2_within_what_can_be_true_is_no_disagreement(claimed: str, told: bool) -> None:
    later = over(year(2017, line1=between("999.50", "2000.49")), year(2018, line2=claimed)).years[1]
    assert (later.line2_disagreement is not None) is told
    assert later.basis == between("999.50", "2000.49")


def test_the_first_line_2_agrees_with_itself() -> None:
    assert over(year(2018, line2=100)).years[0].line2_disagreement is None


# Forms owed (Form 8606 instructions, "Who Must File"; IRC 6693(b)(2))

OWED = [
    ({}, False),
    ({"line6": 50000}, False),
    ({"line2": 5000}, False),
    ({"line1": "0.01"}, True),
    ({"line1": between(0, 6000)}, None),
    ({"line1": between(1, 6000)}, True),
    ({"line6": 50000, "line7": 1000}, False),  # no basis: Form 1040 alone
    ({"line2": 1, "line6": 50000, "line7": 1000}, True),
    ({"line6": 50000, "line8": "0.01"}, True),
    ({"line1": between(0, 6000), "line6": 0, "line8": 1}, True),
    ({"line6": 0, "line8": between(0, 1)}, None),
    ({"line6": 0, "line8": between(1, 2)}, True),
    ({"line2": 1, "line6": 0, "line7": between(0, 1)}, None),
    ({"line2": 1, "line6": 0, "line7": between(1, 2)}, True),
    ({"line6": 0, "line7": between(0, 1)}, False),
]


@pytest.mark.parametrize(("lines", "owed"), OWED)
@pytest.mark.parametrize("filed", [True, False, None])
def test_form_owed(lines: dict[str, object], owed: bool | None, filed: bool | None) -> None:
    (only,) = over(year(2020, form_filed=filed, **lines)).years
    assert only.form_owed is owed
    assert only.penalty == (50 if owed and filed is False else 0)


@pytest.mark.parametrize(
    ("before", "owed"), [(between(0, 5000), None), (between(1, 5000), True), (exactly(0), False)]
)
def test_a_withdrawal_with_an_uncertain_basis(before: Between, owed: bool | None) -> None:
    later = over(year(2019, line1=before), year(2020, line6=0, line7=1000)).years[1]
    assert later.form_owed is owed


def test_penalties_add_up() -> None:
    never_filed = [year(number, form_filed=False, line1=6000) for number in (2019, 2020, 2021)]
    assert over(*never_filed, year(2022, form_filed=True, line1=6000)).penalties == 150


# What is not known


def test_a_contribution_that_may_have_been_deducted() -> None:
    first, second = over(
        year(2016, line1=between(0, 5500)), year(2017, line6=45000, line8=5000)
    ).years
    assert first.basis == between(0, 5500)
    assert first.form is None
    assert second.taxable == between(4450, 5000)
    assert second.basis == between(0, 4950)
    assert (second.lowest.line18, second.highest.line18) == (5000, 4450)


def test_a_year_end_value_that_is_not_known() -> None:
    (only,) = over(year(2020, line1=6000, line6=between(0, 54000), line8=6000)).years
    assert only.basis == between(0, 5400)
    assert only.taxable == between(0, 5400)


def test_both_ends_of_the_tax_are_found_where_the_ends_of_the_basis_hide_them() -> None:
    """More basis lowers the tax and a larger account raises it; both raise line 14."""
    (only,) = over(year(2020, line1=between(0, 6000), line6=between(0, 54000), line8=6000)).years
    assert only.lowest.total_taxable == 6000
    assert only.highest.total_taxable == 5400
    assert only.taxable == between(0, 6000)


def test_a_conversion_that_is_not_known() -> None:
    """Of 6,000 basis in 60,000 in all, nothing up to 600 of it went with the 6,000."""
    (only,) = over(year(2020, line1=6000, line6=54000, line8=between(0, 6000))).years
    assert only.basis == between(5400, 6000)
    assert only.taxable == between(0, 5400)
    assert (only.lowest.line8, only.highest.line8) == (6000, None)
    assert only.form is None


def test_a_withdrawal_that_is_not_known() -> None:
    (only,) = over(year(2020, line2=6000, line6=0, line7=between(3000, 10000))).years
    assert only.basis == between(0, 3000)
    assert only.taxable == between(0, 4000)


def test_what_may_have_been_taken_out_of_what_may_have_been_there() -> None:
    (only,) = over(
        year(2020, line1=6000, line6=between(0, 54000), line7=between(0, 6000), line8=1000)
    ).years
    cent = D("0.01")  # two products are rounded
    assert only.basis == between(0, D("5890.91") + cent)  # 6,000 - 6,000 x 1,000 / 55,000
    assert only.taxable == between(0, D("6311.48") + cent)  # 7,000 x 55,000 / 61,000


def test_nothing_moved_leaves_the_year_end_value_out() -> None:
    (only,) = over(year(2020, line1=6000, line6=between(0, 54000))).years
    assert only.form.line14 == 6000


def test_a_late_contribution_that_may_have_been_deducted() -> None:
    """Line 4 is as uncertain as the line 1 it is part of."""
    (only,) = over(
        year(2020, line1=between(0, 6000), line4=between(0, 6000), line6=0, line8=5000)
    ).years
    assert only.basis == between(0, 6000)
    assert only.taxable == between(0, 5000)


def test_a_known_line_4_is_the_least_of_line_1() -> None:
    (only,) = over(year(2020, line1=between(0, 6000), line4=2000)).years
    assert only.basis == between(2000, 6000)
    assert only.form_owed is True


def test_two_roundings_can_break_the_order_of_the_ends_by_a_cent() -> None:
    """One cent of basis is given back to neither half, two cents to both."""

    def basis(line1: str) -> Decimal:
        return over(year(1, line1=line1, line6="0.01", line7=1, line8=1)).basis.at_most

    assert (basis("0.01"), basis("0.02")) == (D("0.01"), D("0.00"))
    (blurred,) = over(year(1, line1=between("0.01", "0.02"), line6="0.01", line7=1, line8=1)).years
    assert blurred.basis == between("0.00", "0.01")


def test_a_single_rounding_keeps_the_ends_as_they_are() -> None:
    (only,) = over(year(1, line1=between(3000, 6000), line6=95000, line8=6000)).years
    assert only.basis == Between(at_least=only.lowest.line14, at_most=only.highest.line14)


def test_as_the_form_rounds_the_ends_leave_room_for_line_10() -> None:
    """A thousandth of the 6,000 converted, and a dollar."""
    (only,) = over(
        year(2020, line1=between(3000, 6000), line6=95000, line8=6000), line10_places=3
    ).years
    assert (only.lowest.line14, only.highest.line14) == (2820, 5646)
    assert only.basis == between(2820 - 7, 5646 + 7)
    assert only.taxable == between(5646 - 7, 5820 + 7)


def test_room_for_rounding_never_leaves_what_is_possible() -> None:
    (only,) = over(year(1, line1=between(0, "0.01"), line6=100, line7=1, line8=1)).years
    assert only.basis == between(0, "0.01")
    assert only.taxable == between("1.99", 2)
    (all_free,) = over(year(1, line1=between(2, 3), line6=0, line7=1, line8=1)).years
    assert all_free.basis == between(0, "1.01")
    assert all_free.taxable == between(0, "0.01")


# What cannot be meant


@pytest.mark.parametrize(
    ("years", "words"),
    [
        ([], r"Value error, there must be at least one year"),
        ([{"year": 2020}, {"year": 2020}], r"Value error, years must ascend, each given once"),
        ([{"year": 2021}, {"year": 2020}], r"Value error, years must ascend, each given once"),
        (
            [{"year": 2020, "line8_conversions": 1}],
            r"Value error, line 6 is required where money left the IRAs",
        ),
        (
            [{"year": 2020, "line8_conversions": {"at_least": 0, "at_most": 1}}],
            r"Value error, line 6 is required where money left the IRAs",
        ),
        (
            [{"year": 2020, "line7_distributions": 1}],
            r"Value error, line 6 is required where money left the IRAs",
        ),
        (
            [{"year": 2020, "line4_contributions_jan_to_due_date": 1}],
            r"Value error, line 4 is part of line 1 and cannot be larger",
        ),
        ([{"year": 0}], "greater than or equal to 1"),
        ([{"year": 2027}], "less than or equal to 2026"),
        ([{"year": 1986}], r"the first nondeductible contributions were for 1987"),
        ([{"year": 100}], r"the first nondeductible contributions were for 1987"),
        (
            [{"year": 1997, "line6_year_end_value": 1, "line8_conversions": 1}],
            r"there were no Roth IRAs before 1998",
        ),
        (
            [{"year": 2020, "line1_nondeductible_contributions": 2, "contributions_for_year": 1}],
            r"Value error, line 1 is part of the contributions and cannot be larger",
        ),
        ([{"year": 2020, "line9": 1}], "Unexpected keyword"),
        ([{"year": 2020, "line1_nondeductible_contributions": -1}], "greater than or equal to 0"),
        (
            [{"year": 2020, "line1_nondeductible_contributions": {"at_least": 2, "at_most": 1}}],
            r"Value error, at_least cannot be more than at_most",
        ),
        ([{"year": 2020, "line1_nondeductible_contributions": {"at_least": 2}}], "required"),
        ([{"year": 2020, "line2_prior_basis": {"at_least": 1, "at_most": 2}}], "must be a number"),
    ],
)
def test_refused(years: list[object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        FACTS.validate_python({"years": years})


def test_a_year_of_worksheet_1_1() -> None:
    """Pub. 590-B's Rose Green: 1,500 of 2,000 deducted; by the form's own lines 640 were left."""
    rose = replace(
        year(2023, line1=500, line2=300, line6=20000, line8=5000), contributions_for_year=D(2000)
    )
    result = over(rose, year(2024, line2=340))
    assert result.years[0].form.line18 == 4540
    assert result.years[1].line2_disagreement is None
    assert result.basis == exactly(340)


def test_worksheet_1_1_needs_amounts_that_are_certain() -> None:
    uncertain = year(2022, line1=between(0, 100))
    rose = replace(year(2023, line1=500, line6=20000, line8=5000), contributions_for_year=D(2000))
    with pytest.raises(ValueError, match=r"^Worksheet 1-1 of 2023 needs certain amounts"):
        over(uncertain, rose)
    with pytest.raises(ValueError, match=r"^Worksheet 1-1 of 2023 needs certain amounts"):
        over(replace(rose, line8_conversions=between(0, 5000)))


def test_half_a_dollar_withdrawn_by_somebody_with_basis_owes_a_form() -> None:
    (only,) = over(year(2020, line2=100, line6=50, line7="0.50")).years
    assert only.form_owed


@pytest.mark.parametrize("first", [99, 1998])
def test_conversions_by_their_order_or_since_there_are_roth_iras(first: int) -> None:
    assert over(year(first, line6=0, line8=5)).years[0].form.line18 == 5


def test_years_that_are_not_listed_are_named() -> None:
    assert over(year(2018), year(2019), year(2022)).years_not_listed == (2020, 2021)
    assert over(year(2018), year(2019)).years_not_listed == ()


@pytest.mark.parametrize("first", [1, 99, 1987, 2026])
def test_years_by_their_order_or_by_the_calendar(first: int) -> None:
    assert over(year(first, line1=100)).basis == exactly(100)


def test_two_places_are_too_few() -> None:
    with pytest.raises(ValueError, match="at least 3 places"):
        over(year(2020), line10_places=2)


# The most that contributions can have made (limits: IRC 219(b)(5), Notices by year)


@pytest.mark.parametrize(
    ("first", "last", "age", "most"),
    [
        (2025, 2025, 49, 7000),
        (2025, 2025, 50, 8000),
        (2024, 2026, 50, 7000 + 7000 + 8600),  # 50 in the last of them
        (2018, 2026, 40, 5500 + 6000 * 4 + 6500 + 7000 * 2 + 7500),
        (2018, 2020, 72, 6500 + 0 + 7000),  # no contributions from 70 1/2 on, until 2020
        (2019, 2019, 70, 7000),  # the month of birth would decide
        (2019, 2019, 71, 0),
        (2020, 2020, 90, 7000),
    ],
)
def test_most_contributions(first: int, last: int, age: int, most: int) -> None:
    assert most_contributions(first, last, age) == most


def test_years_without_figures_are_refused_by_name() -> None:
    with pytest.raises(UnsupportedYear, match="2017 is not supported"):
        most_contributions(2017, 2020, 40)
    with pytest.raises(ValueError, match=r"^the first year cannot be after the last$"):
        most_contributions(2021, 2020, 40)


# What holds for every person

cents = st.one_of(st.integers(0, 10**8), st.integers(0, 100)).map(lambda n: D(n) / 100)
places = st.sampled_from([None, 3, 4, 5])


@st.composite
def histories(draw: st.DrawFn) -> tuple[YearFacts, ...]:
    """Everything known."""
    years = []
    for number in range(1, 1 + draw(st.integers(1, 4))):
        line1 = draw(cents)
        facts = year(
            number,
            line1=line1,
            line4=min(line1, draw(cents)),
            line6=draw(cents),
            line7=draw(st.just(D(0)) | cents),
            line8=draw(st.just(D(0)) | cents),
        )
        deducted = draw(st.none() | cents)
        contributed = None if deducted is None else line1 + deducted
        years.append(replace(facts, contributions_for_year=contributed))
    return (replace(years[0], line2_prior_basis=draw(cents)), *years[1:])


@st.composite
def blurred(draw: st.DrawFn) -> tuple[tuple[YearFacts, ...], tuple[YearFacts, ...]]:
    """A history, and the same with less known of it."""

    def around(amount: Decimal) -> Decimal | Between:
        if draw(st.booleans()):
            return amount
        return Between(at_least=max(D(0), amount - draw(cents)), at_most=amount + draw(cents))

    truth = tuple(replace(facts, contributions_for_year=None) for facts in draw(histories()))
    return truth, tuple(
        replace(
            facts,
            line1_nondeductible_contributions=around(facts.line1_nondeductible_contributions),
            line4_contributions_jan_to_due_date=around(facts.line4_contributions_jan_to_due_date),
            line6_year_end_value=around(facts.line6_year_end_value),
            line7_distributions=around(facts.line7_distributions),
            line8_conversions=around(facts.line8_conversions),
        )
        for facts in truth
    )


@given(histories())
def test_basis_in_is_basis_used_and_basis_left(history: tuple[YearFacts, ...]) -> None:
    done = over(*history)
    brought = history[0].line2_prior_basis + sum(facts.line1.at_most for facts in history)
    used = sum(of_year.form.line13 or D(0) for of_year in done.years)
    assert used + done.basis.at_least == brought
    assert done.basis.certain
    assert all(of_year.lowest is of_year.highest for of_year in done.years)


@given(histories(), places)
def test_what_moved_is_free_or_taxable(
    history: tuple[YearFacts, ...], line10_places: int | None
) -> None:
    done = over(*history, line10_places=line10_places)
    rounded = to_cent if line10_places is None else to_whole_dollar
    for facts, of_year in zip(history, done.years, strict=True):
        form = of_year.form
        moved = rounded(facts.line7_distributions) + rounded(facts.line8_conversions)
        assert (form.line13 or D(0)) + form.total_taxable == moved
        assert of_year.taxable == exactly(form.total_taxable)
        assert of_year.basis == exactly(form.line14)
        assert form.line14 >= 0


@given(blurred(), places)
@example(
    ((year(1, line1="0.02", line6="0.01", line7=1, line8=1),),
     (year(1, line1=between("0.01", "0.02"), line6="0.01", line7=1, line8=1),)),
    None,
)  # fmt: skip
@example(
    ((year(1, line1=501, line6=0, line8=10**6),),
     (year(1, line1=between(499, 501), line6=0, line8=10**6),)),
    3,
)  # fmt: skip
def test_the_truth_lies_between_the_ends(
    known_and_blurred: tuple[tuple[YearFacts, ...], tuple[YearFacts, ...]],
    line10_places: int | None,
) -> None:
    truth, less_known = (over(*years, line10_places=line10_places) for years in known_and_blurred)
    for true, found in zip(truth.years, less_known.years, strict=True):
        assert found.basis.at_least <= true.form.line14 <= found.basis.at_most
        assert found.taxable.at_least <= true.form.total_taxable <= found.taxable.at_most
        assert found.form_owed in (true.form_owed, None)
        assert found.basis.at_least >= 0
        assert found.taxable.at_least >= 0


@given(blurred(), places)
def test_knowing_more_is_never_less_certain(
    known_and_blurred: tuple[tuple[YearFacts, ...], tuple[YearFacts, ...]],
    line10_places: int | None,
) -> None:
    """The first year known, the later ones not."""
    truth, less_known = known_and_blurred
    (first, *_) = over(truth[0], *less_known[1:], line10_places=line10_places).years
    assert first.form is not None
    assert first.basis.certain


@given(histories(), st.integers(0, 10**4))
def test_half_withdrawn_and_half_converted_is_the_whole_to_the_cent(
    history: tuple[YearFacts, ...], percent: int
) -> None:
    """Line 10 is one ratio for all that left the IRAs in the year."""
    *before, last = history
    moved = last.line7_distributions + last.line8_conversions
    part = (moved * percent / 10**4).quantize(D("0.01"))
    split = replace(last, line7_distributions=part, line8_conversions=moved - part)
    whole = replace(last, line7_distributions=D(0), line8_conversions=moved)
    difference = over(*before, split).basis.at_least - over(*before, whole).basis.at_least
    assert abs(difference) <= D("0.01")


@given(histories(), st.integers(1, 4))
def test_an_empty_year_changes_nothing(history: tuple[YearFacts, ...], after: int) -> None:
    spread = [replace(facts, year=2 * facts.year) for facts in history]
    with_empty_year = sorted([*spread, year(2 * after + 1)], key=lambda facts: facts.year)
    assert over(*with_empty_year).basis == over(*history).basis
