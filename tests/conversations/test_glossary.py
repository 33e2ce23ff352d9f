"""The glossary: every entry is short, sourced, and nothing in it can go out of date unseen."""

import re
from datetime import date

import pytest

from calc.tax_year import SUPPORTED_YEARS
from conversations.asking import subject
from conversations.glossary import Entry, MalformedGlossary, glossary, parsed, told_apart
from conversations.question import Facts
from conversations.questions.year import the_year
from tests.conversations.talking import TODAY

ENTRIES = glossary()
UNCHANGING = {"$50"}
"""Amounts that are law: the penalty of IRC 6693(b)(2)."""


def in_year(year: int) -> Facts:
    return Facts(TODAY).with_answer(the_year, year)


def test_there_are_enough() -> None:
    assert len(ENTRIES) >= 60


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.asked)
class TestEveryEntry:
    def test_names_its_authority(self, entry: Entry) -> None:
        authorities = (
            r"IRC \d|Form (?:8606|1040|1099-R|5498|W-2)|Notice|Pub\. |Treas\. Reg\.|ERISA"
            r"|Social Security Act|_authority\}|/help|/privacy|your state's return"
        )
        assert re.search(authorities, entry.source)

    def test_fits_on_a_phone_in_every_year(self, entry: Entry) -> None:
        assert all(len(entry.told(in_year(year))) <= 420 for year in SUPPORTED_YEARS)

    def test_is_two_to_four_sentences(self, entry: Entry) -> None:
        answer = entry.answer.replace("Pub. ", "Pub ")
        assert 2 <= len(re.findall(r"[.?](?=\s|$)", answer)) <= 4

    def test_is_calm(self, entry: Entry) -> None:
        words = f"{entry.answer} ".casefold()
        assert not re.search(r"!|\bsimply\b|\bjust\b|\bthe taxpayer\b|\bobviously\b", words)

    def test_has_no_amount_that_changes_with_the_year(self, entry: Entry) -> None:
        assert set(re.findall(r"\$[0-9][0-9,.]*[0-9]", entry.answer + entry.source)) <= UNCHANGING

    def test_can_be_asked_in_several_ways(self, entry: Entry) -> None:
        assert len(entry.ways) >= 4
        assert all(subject(way) for way in entry.ways)


class TestFigures:
    LIMIT = next(entry for entry in ENTRIES if entry.asked == "How much can I contribute?")

    def test_are_those_of_the_year_of_the_talk(self) -> None:
        assert "For 2026, $7,500 into" in self.LIMIT.told(in_year(2026))
        assert "For 2018, $5,500 into" in self.LIMIT.told(in_year(2018))

    def test_come_with_their_source(self) -> None:
        assert "Notice 2025-67" in self.LIMIT.told(in_year(2026))

    def test_before_the_year_is_known_are_those_of_today(self) -> None:
        assert "For 2025," in self.LIMIT.told(Facts(date(2025, 6, 1)))

    def test_of_a_year_without_any_are_the_latest(self) -> None:
        assert f"For {SUPPORTED_YEARS[-1]}," in self.LIMIT.told(Facts(date(2031, 6, 1)))


GOOD = """# Title

## What is basis?

- what does basis mean
- after-tax money

Money already taxed. It is not taxed
again.

Source: IRC 408(o)
"""

MALFORMED = {
    "no title": (GOOD.removeprefix("# Title\n"), "begins with"),
    "a title and more": (GOOD.replace("Title\n", "Title\nand a line\n"), "begins with"),
    "no question": (GOOD.replace("basis?", "basis"), "a heading is a question"),
    "no other ways": (GOOD.replace("- what does basis mean\n- after-tax money\n\n", ""), "has a"),
    "ways that are no list": (GOOD.replace("- what", "what"), "as a list"),
    "no answer": (GOOD.replace("Money already taxed. It is not taxed\nagain.\n\n", ""), "has a"),
    "no source": (GOOD.replace("\nSource: IRC 408(o)\n", ""), "has a"),
    "an empty source": (GOOD.replace("IRC 408(o)", ""), "a source comes last"),
    "a source in the wrong place": (
        GOOD.replace("Source: IRC 408(o)", "See IRC 408(o)."),
        "a source comes last",
    ),
    "one paragraph more": (f"{GOOD}\nAnd more.\n", "has a"),
    "a way that says nothing": (GOOD.replace("after-tax money", "is it so"), "says nothing"),
    "an unknown figure": (GOOD.replace("again.", "above {roof}."), "no figure is called 'roof'"),
    "an open brace": (GOOD.replace("again.", "{again."), "no figure"),
}


class TestReading:
    def test_an_entry(self) -> None:
        (entry,) = parsed(GOOD, "good.md")
        assert entry == Entry(
            asked="What is basis?",
            also=("what does basis mean", "after-tax money"),
            answer="Money already taxed. It is not taxed again.",
            source="IRC 408(o)",
        )

    @pytest.mark.parametrize(("text", "fault"), MALFORMED.values(), ids=MALFORMED)
    def test_a_malformed_file_is_refused_by_name(self, text: str, fault: str) -> None:
        with pytest.raises(MalformedGlossary, match=fault) as refusal:
            list(parsed(text, "bad.md"))
        assert "bad.md" in str(refusal.value)

    def test_words_that_ask_for_two_entries_are_refused(self) -> None:
        other = GOOD.replace("What is basis?", "What is left?").replace("after-tax money", "rest")
        with pytest.raises(MalformedGlossary, match="what does basis mean"):
            told_apart([*parsed(GOOD, "one.md"), *parsed(other, "two.md")])
