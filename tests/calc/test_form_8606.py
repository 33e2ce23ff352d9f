"""Form 8606, Parts I and II."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.iras.form_8606 import Form8606, Form8606Facts, Method, form_8606

D = Decimal


def facts(
    line1: object, line2: object, line4: object, line6: object, line7: object, line8: object
) -> Form8606Facts:
    one, two, four, six, seven, eight = (
        D(str(x)) for x in (line1, line2, line4, line6, line7, line8)
    )
    return Form8606Facts(
        line1_nondeductible_contributions=one,
        line2_prior_basis=two,
        line4_contributions_jan_to_due_date=four,
        line6_year_end_value=six,
        line7_distributions=seven,
        line8_conversions=eight,
    )


# name, source, (lines 1, 2, 4, 6, 7, 8), lines expected
EXACT = [
    ("the known answer", "product description", (6000, 0, 0, 95000, 0, 6000),
     {"line5": 6000, "line9": 101000, "line17": "356.44", "line18": "5643.56",
      "line14": "5643.56"}),
    ("a clean backdoor", "tax-rules, test vectors", (7000, 0, 0, 0, 0, 7000),
     {"line17": 7000, "line18": 0, "line14": 0}),
    ("line 4 is basis, but not for this year's ratio", "tax-rules, split-year contribution",
     (5500, 4700, 2500, 3047, 0, 4900),
     {"line3": 10200, "line5": 7700, "line9": 7947, "line11": "4747.70", "line14": "5452.30",
      "line18": "152.30"}),
    ("a withdrawal beside the conversion", "published example dist-01",
     (0, 4000, 0, 16000, 2000, 2000),
     {"line10": "0.2", "line11": 400, "line12": 400, "line13": 800, "line15c": 1600,
      "line18": 1600}),
    ("a loss leaves basis behind", "published example loss-02", (7000, 0, 0, 0, 0, 6800),
     {"line10": 1, "line18": 0, "line14": 200}),
    ("cents of gain", "TurboTax community 117683", (6000, 6000, 0, 0, 0, "12001.85"),
     {"line17": 12000, "line18": "1.85", "line14": 0}),
    ("half cents do not give back more than the basis", "made up", ("1.01", 0, 0, 0, 1, 1),
     {"line11": "0.51", "line12": "0.50", "line13": "1.01", "line14": 0}),
]  # fmt: skip

AS_THE_FORM_ROUNDS = [
    ("the known answer", "product description", (6000, 0, 0, 95000, 0, 6000),
     {"line10": "0.059", "line17": 354, "line18": 5646}),
    ("pro rata", "tax-rules, test vectors", (7000, 0, 0, 93000, 0, 7000),
     {"line10": "0.070", "line17": 490, "line18": 6510}),
    ("a cent rounds away", "published example clean-02", (6000, 0, 0, "0.01", 0, 6000),
     {"line6": 0, "line10": "1.000", "line18": 0}),
    ("1.000 does not give back more than the basis", "published example gain-01",
     (6500, 0, 0, 0, 0, 6501),
     {"line10": "1.000", "line17": 6500, "line18": 1, "line14": 0}),
    ("half a dollar goes up", "published example prorata-13", (7500, 0, 0, 92500, 0, 7500),
     {"line17": 563, "line18": 6937}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "source", "given_", "expected"), EXACT, ids=lambda x: str(x)[:40])
def test_exact(name: str, source: str, given_: tuple[object], expected: dict[str, object]) -> None:
    _compare(form_8606(facts(*given_)), expected)


@pytest.mark.parametrize(
    ("name", "source", "given_", "expected"), AS_THE_FORM_ROUNDS, ids=lambda x: str(x)[:40]
)
def test_as_the_form_rounds(
    name: str, source: str, given_: tuple[object], expected: dict[str, object]
) -> None:
    _compare(form_8606(facts(*given_), line10_places=3), expected)


def _compare(form: Form8606, expected: dict[str, object]) -> None:
    shown = {name: getattr(form, name) for name in expected}
    assert shown == {name: D(str(value)) for name, value in expected.items()}


def test_nothing_leaves_the_iras() -> None:
    form = form_8606(facts(7000, 2000, 7000, 50000, 0, 0))
    filled = {line.number for line, amount in form.lines if amount is not None}
    assert filled == {"1", "2", "3", "14"}
    assert form.method is Method.NOTHING_MOVED
    assert form.line14 == 9000
    assert form.total_taxable == 0


def test_everything_zero() -> None:
    form = form_8606(facts(0, 0, 0, 0, 0, 0))
    assert (form.line3, form.line14, form.total_taxable) == (0, 0, 0)


def test_part_two_is_blank_without_a_conversion() -> None:
    form = form_8606(facts(1000, 0, 0, 30000, 2000, 0))
    assert (form.line16, form.line17, form.line18) == (None, None, None)
    assert form.line15c == D("1937.50")


def test_early_distributions_bear_ten_percent() -> None:
    form = form_8606(replace(facts(0, 10000, 0, 30000, 10000, 0), additional_tax_10_percent=True))
    assert form.additional_tax == 750


def test_lines_stand_in_the_forms_order() -> None:
    numbers = [line.number for line, _ in form_8606(facts(1, 1, 1, 1, 1, 1)).lines]
    assert numbers == [*map(str, range(1, 15)), "15a", "15b", "15c", "16", "17", "18"]


def test_line_4_cannot_exceed_line_1() -> None:
    with pytest.raises(ValueError, match=r"^line 4 is part of line 1 and cannot be larger$"):
        facts(1000, 0, 1001, 0, 0, 0)


def test_two_places_are_too_few() -> None:
    with pytest.raises(ValueError, match=r"^line 10 is rounded to at least 3 places$"):
        form_8606(facts(1, 0, 0, 1, 0, 1), line10_places=2)


# What holds for every person

cents = st.integers(0, 10**9).map(lambda n: D(n) / 100)


@st.composite
def anybody(draw: st.DrawFn) -> Form8606Facts:
    line1 = draw(cents)
    line4 = min(line1, draw(cents))
    return facts(line1, draw(cents), line4, draw(cents), draw(cents), draw(cents))


places = st.sampled_from([None, 3, 4, 5])


@given(anybody(), places)
def test_identities(person: Form8606Facts, line10_places: int | None) -> None:
    form = form_8606(person, line10_places)
    if form.line9 is None:
        assert form.line14 == form.line3
        return
    assert form.line13 == form.line11 + form.line12
    assert form.line14 == form.line3 - form.line13 >= 0
    assert 0 <= form.line10 <= 1
    assert form.line15c >= 0
    if form.line16 is not None:
        assert form.line16 == form.line17 + form.line18
        assert 0 <= form.line18 <= form.line16


@given(anybody())
def test_cents_in_equal_cents_out(person: Form8606Facts) -> None:
    form = form_8606(person)
    moved = person.line7_distributions + person.line8_conversions
    free = form.line13 or D(0)
    assert free + form.total_taxable == moved
    basis = person.line1_nondeductible_contributions + person.line2_prior_basis
    assert form.line14 + free == basis


@given(anybody(), cents)
def test_more_pre_tax_money_is_never_less_taxable(person: Form8606Facts, more: Decimal) -> None:
    richer = replace(person, line6_year_end_value=person.line6_year_end_value + more)
    assert form_8606(richer).total_taxable >= form_8606(person).total_taxable


@given(anybody(), cents)
def test_more_basis_is_never_more_taxable(person: Form8606Facts, more: Decimal) -> None:
    richer = replace(person, line2_prior_basis=person.line2_prior_basis + more)
    assert form_8606(richer).total_taxable <= form_8606(person).total_taxable


@given(anybody())
def test_within_a_cent_of_plain_fractions(person: Form8606Facts) -> None:
    """The rule in one sentence of IRC 408(d)(2) and 72(b): basis over everything."""
    form = form_8606(person)
    if form.line9 is None:
        return
    basis = (
        person.line1_nondeductible_contributions
        + person.line2_prior_basis
        - person.line4_contributions_jan_to_due_date
    )
    share = min(D(1), basis / form.line9)
    assert abs(form.line11 - person.line8_conversions * share) <= D("0.005")
    assert abs(form.line12 - person.line7_distributions * share) <= D("0.01")


def test_all_converted_and_nothing_contributed_needs_no_part_1() -> None:
    """Line 17 is then the basis itself, whatever a ratio of three places would make of it
    (published example full-03: 20,000 of basis in 150,000; a ratio of .133 gives 19,950)."""
    facts = Form8606Facts(
        line1_nondeductible_contributions=D(0),
        line2_prior_basis=D(20000),
        line6_year_end_value=D(0),
        line8_conversions=D(150000),
    )
    for places in (None, 3):
        form = form_8606(facts, places)
        assert form.method is Method.PART_II_ONLY
        assert (form.line17, form.line18, form.line14) == (20000, 130000, 0)


def test_disaster_and_repaid_amounts_are_refused_by_name() -> None:
    with pytest.raises(
        ValueError, match=r"^disaster and repaid distributions \(line 15b\) are not modelled$"
    ):
        Form8606Facts(
            line1_nondeductible_contributions=D(0),
            line2_prior_basis=D(0),
            line15b_repaid_or_disaster=D(1),
        )


@pytest.mark.parametrize("moved", ["line7_distributions", "line8_conversions"])
def test_where_money_left_the_iras_line_6_is_asked_for(moved: str) -> None:
    with pytest.raises(ValueError, match=r"^line 6 is required where money left the IRAs$"):
        Form8606Facts(
            line1_nondeductible_contributions=D(0), line2_prior_basis=D(0), **{moved: D(1)}
        )
