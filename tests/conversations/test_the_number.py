"""The taxable amount, how it comes about, and where its figures come from."""

from datetime import date

from conversations.document import (
    Formula,
    KeyFigure,
    Sources,
)
from tests.conversations.results import PLAN, D, figures, lines, notes, shown
from tests.documents import words


def test_the_known_answer() -> None:
    document = shown()
    first = document.blocks[0]
    assert first == KeyFigure("Taxable, of your $6,000 conversion in 2026", "$5,643.56")
    assert figures(document)["Tax-free"] == "$356.44"
    (formula,) = (b for b in document.blocks if isinstance(b, Formula))
    assert [step.value for step in formula.steps] == [
        *("$6,000", "$101,000", "5.94%", "$356.44", "$5,643.56")
    ]


def test_the_rounding_that_was_used_and_what_the_other_gives() -> None:
    assert "is exact here" in notes(shown())
    assert "the taxable amount is $5,646." in notes(shown())
    assert "the same to the dollar" in notes(shown(ira_values={}))


def test_form_lines() -> None:
    expected = {"1": "$6,000", "6": "$95,000", "10": "0.05941", "14": "$5,643.56", "15b": ""}
    assert lines(shown()).items() >= expected.items()


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


def test_every_limit_that_is_used_has_its_source() -> None:
    (block,) = (b for b in shown(plan=PLAN).blocks if isinstance(b, Sources))
    assert {source.authority.partition(";")[0] for source in block.items} >= {"Notice 2025-67"}
    assert any("$7,500" in source.figure for source in block.items)
    assert any("$72,000" in source.figure for source in block.items)
