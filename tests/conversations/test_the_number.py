"""The taxable amount, how it comes about, and where its figures come from."""

from datetime import date

import pytest

from calc.filing_status import FilingStatus
from conversations.document import (
    Formula,
    KeyFigure,
    Sources,
)
from conversations.situations.situation import IraKind
from tests.conversations.results import PLAN, D, figures, lines, notes, shown
from tests.documents import words

JOINT = FilingStatus.MARRIED_FILING_JOINTLY


def test_the_known_answer() -> None:
    document = shown()
    first = document.blocks[0]
    assert isinstance(first, KeyFigure)
    assert (first.label, first.value) == (
        "Taxable, of your $6,000 conversion in 2026",
        "$5,643.56",
    )
    assert figures(document)["Tax-free"] == "$356.44"
    (formula,) = (b for b in document.blocks if isinstance(b, Formula))
    assert [step.value for step in formula.steps] == [
        *("$6,000", "$101,000", "5.94%", "$356.44", "$5,643.56")
    ]


def test_the_rounding_that_was_used_and_what_the_other_gives() -> None:
    assert "is exact here" in notes(shown())
    assert "the taxable amount is $5,646." in notes(shown())
    assert "the same to the dollar" in notes(shown(ira_values={IraKind.ROLLOVER: D(6000)}))
    assert "exact here" not in notes(shown(ira_values={})), "of $0 there is nothing to round"


def test_form_lines() -> None:
    expected = {"1": "$6,000", "6": "$95,000", "10": "0.05941", "14": "$5,643.56", "15b": ""}
    assert lines(shown()).items() >= expected.items()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "$6,000 goes to line 4a of Form 1040 and $5,643.56 to line 4b."),
        ({"withdrawals": D(4000)}, "$10,000 goes to line 4a of Form 1040 and $9,428.57 to line 4b"),
        ({"ira_values": {IraKind.SEP: None}}, "$0 to $6,000 to line 4b"),
        ({"filing_status": JOINT}, "They are added to those of your spouse's IRAs."),
        # The Form 1040 of 2018 had one pair of lines for IRAs, pensions and annuities.
        ({"year": 2018}, "They are added to those of pensions."),
        ({"year": 2018, "filing_status": JOINT}, "those of pensions and your spouse's IRAs."),
    ],
)
def test_the_two_lines_by_which_any_software_can_be_checked(
    changes: dict[str, object], said: str
) -> None:
    """Form 1040, lines 4a and 4b: what left the IRAs, and lines 15c and 18 of Form 8606."""
    assert any(said in text for text in words(shown(**changes)))


def test_nothing_moved() -> None:
    document = shown(conversion=D(0))
    assert figures(document)["Taxable in 2026"] == "$0"
    assert lines(document) == {"1": "$6,000", "2": "$0", "3": "$6,000", "14": "$6,000"}


def test_other_withdrawals_share_the_basis() -> None:
    document = shown(withdrawals=D(4000))
    assert figures(document)["Taxable, of your $4,000 of other withdrawals in 2026"] == "$3,771.43"
    assert figures(document)["Taxable, of your $6,000 conversion in 2026"] == "$5,657.14"


def test_an_estimate_says_so_until_the_year_is_over() -> None:
    assert any("An estimate until 2026 is over" in text for text in words(shown()))
    later = shown(today=date(2027, 1, 1))
    assert not any("An estimate until" in text for text in words(later))


def test_the_1099_r_is_explained_before_it_comes() -> None:
    """Boxes 2a and 2b of Form 1099-R, due on January 31, or the Monday after."""
    before, after = (notes(shown(today=date(2027, *on))) for on in ((2, 1), (2, 2)))
    assert "comes by February 1, 2027 will show the whole $6,000 as taxable (box 2a)" in before
    assert "The Form 1099-R shows the whole $6,000 as taxable (box 2a)" in after


def test_every_limit_that_is_used_has_its_source() -> None:
    (block,) = (b for b in shown(plan=PLAN).blocks if isinstance(b, Sources))
    assert {source.authority.partition(";")[0] for source in block.items} >= {"Notice 2025-67"}
    assert any("$7,500" in source.figure for source in block.items)
    assert any("$72,000" in source.figure for source in block.items)


def test_every_kind_of_money_is_in_one_pot() -> None:
    """IRC 408(d)(2): what a plan sent, and what is between two IRAs, as what is in one."""
    values = {IraKind.TRADITIONAL: D(5000), IraKind.SEP: D(20000), IraKind.SIMPLE: D(10000)}
    values |= {IraKind.FROM_PLAN: D(40000), IraKind.IN_TRANSIT: D(20000)}
    document = shown(ira_values=values)
    assert lines(document)["6"] == "$95,000"
    assert figures(document)["Tax-free"] == "$356.44"
    (formula,) = (b for b in document.blocks if isinstance(b, Formula))
    assert "$95,000 on December 31, $20,000 of it on its way," in formula.steps[1].words


class TestThePrice:
    """In dollars, the state's with it where its rate is known."""

    @pytest.mark.parametrize(
        ("changes", "told"),
        [
            ({"year": 2025}, "That costs about $1,975 of federal income tax."),
            (
                {"year": 2025, "state_rate": D("0.05")},
                "That costs about $2,257 of federal income tax and 5% for the state.",
            ),
            ({"prior_basis": None}, "That costs about $0 to $1,975 of federal income tax."),
        ],
    )
    def test_is_told_where_nothing_stands_beside_it(
        self, changes: dict[str, object], told: str
    ) -> None:
        assert told in words(shown(**changes))

    @pytest.mark.parametrize("changes", [{"ira_values": {}}, {"income": None}, {}])
    def test_is_not_told_of_nothing_nor_twice(self, changes: dict[str, object]) -> None:
        assert not any(text.startswith("That costs") for text in words(shown(**changes)))

    def test_says_what_is_left_out(self) -> None:
        assert "Left out are state tax, credits" in notes(shown())
        assert "Left out are credits" in notes(shown(state_rate=D("0.05")))
