"""What is drawn: whatever it holds it is drawn, its text is text, and the same is the same."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from pypdf import PdfReader

from bot.render.drawing import draw, on_paper, picture
from conversations.document import (
    Bar,
    Chart,
    Document,
    Heading,
    Note,
    Paper,
    Paragraph,
    Part,
    Sort,
)
from conversations.ranges import Range
from tests.bot.test_renderers import DOCUMENTS, GOLDEN, NASTY, bare
from tests.conversations.results import PLAN, D, shown
from tests.conversations.talking import KNOWN_ANSWER
from tests.conversations.test_for_the_cpa import (
    COUPLE,
    DIRECT,
    KNOWN_WITH_A_PLAN,
    MEGA,
    NOT_SURE,
)
from tests.conversations.test_for_the_cpa import paper as for_the_cpa_of
from tests.documents import words

unhurried = settings(max_examples=15)


def paper(document: Document) -> Paper:
    return Paper("Backdoor Roth, 2026", "ABCD-EFGH", date(2026, 11, 21), "79f98431", document)


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def text(pdf: bytes) -> str:
    """Of all pages, without blanks, and without what stands at the foot of each."""
    return "".join(bare(page.extract_text().replace("\u200b", "")) for page in read(pdf).pages)


@given(DOCUMENTS)
@unhurried
def test_any_document_is_drawn(document: Document) -> None:
    assert len(read(draw(on_paper(paper(document)))).pages) >= 1
    assert draw(picture(document)).startswith(b"\x89PNG")


@pytest.mark.parametrize("nasty", NASTY)
def test_text_stays_text(nasty: str) -> None:
    told = Document((Heading(nasty), Paragraph(f"before {nasty} after"), Note("the end")))
    drawn = text(draw(on_paper(paper(told))))
    assert "theend" in drawn
    if nasty.isascii() and len(nasty) < 100:
        seen = "".join(character for character in nasty if character.isprintable())
        assert bare(f"before {seen} after") in drawn


def test_no_markup_is_taken_for_markup() -> None:
    """Neither that of the templates, nor that of other channels."""
    told = '#panic("no") *bold* _it_ $x^2$ <b>&amp;</b> @label // not a comment \\ [x]'
    assert bare(told) in text(draw(on_paper(paper(Document((Paragraph(told),))))))


def test_all_of_a_result_is_on_the_paper() -> None:
    result = shown(plan=PLAN)
    drawn = text(draw(on_paper(paper(result))))
    missing = [told for told in words(result) if bare(told) not in drawn]
    assert missing == []


def test_the_known_answer_on_paper(recorded: Callable[[Path, str], None]) -> None:
    """Page by page, as a reader of PDFs extracts it."""
    drawn = draw(on_paper(for_the_cpa_of(*KNOWN_ANSWER, "no")))
    pages = [page.extract_text() for page in read(drawn).pages]
    recorded(GOLDEN / "known_answer_on_paper.txt", "\n\n--- next page ---\n\n".join(pages) + "\n")


class TestThePaper:
    def test_the_same_answers_make_the_same_bytes(self) -> None:
        assert draw(on_paper(paper(shown()))) == draw(on_paper(paper(shown())))
        assert on_paper(paper(shown())).mark == on_paper(paper(shown())).mark
        assert on_paper(paper(shown())).mark != on_paper(paper(shown(conversion=D(1)))).mark

    def test_it_can_be_read_aloud(self) -> None:
        """Tagged, with a language and a title, as PDF/UA-1 asks."""
        drawn = draw(on_paper(paper(shown(plan=PLAN))))
        assert b"<pdfuaid:part>1</pdfuaid:part>" in drawn
        root: Any = read(drawn).trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert root["/StructTreeRoot"]
        assert root["/Lang"] == "en-US"

    def test_it_says_nothing_of_who_made_it_or_when(self) -> None:
        about = read(draw(on_paper(paper(shown())))).metadata
        assert about is not None
        assert about.title == "Backdoor Roth, 2026"
        assert about.author is None
        assert about.creation_date is None

    def test_its_fonts_are_in_it(self) -> None:
        """Nothing depends on what is installed where it is opened."""
        fonts: set[str] = set()
        for page in read(draw(on_paper(paper(shown(plan=PLAN))))).pages:
            for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
                (inner,) = font.get_object()["/DescendantFonts"]
                described = inner.get_object()["/FontDescriptor"]
                assert {"/FontFile2", "/FontFile3"} & set(described)
                fonts.add(str(described["/FontName"]).partition("+")[2])
        assert fonts == {"Inter-Regular", "Inter-SemiBold"}

    def test_its_size(self) -> None:
        """Letter, in points."""
        (page, *_) = read(draw(on_paper(paper(shown())))).pages
        assert tuple(page.mediabox[2:]) == (612, 792)

    @pytest.mark.parametrize(
        ("said", "most_pages"),
        [
            ((*KNOWN_ANSWER, "no"), 3),
            (KNOWN_WITH_A_PLAN, 3),
            (COUPLE, 4),
            (NOT_SURE, 3),
            (MEGA, 2),
            (DIRECT, 2),
        ],
    )
    def test_a_few_pages_and_none_with_a_last_line_alone(
        self, said: tuple[str, ...], most_pages: int
    ) -> None:
        pages = read(draw(on_paper(for_the_cpa_of(*said)))).pages
        assert len(pages) <= most_pages
        assert "Limits and sources" in pages[-1].extract_text()

    def test_what_many_bars_hold(self) -> None:
        """Their amounts stand beside them, and what these are above."""
        free = Range(D(3), D(3))
        bars = tuple(
            Bar(
                f"{year}: convert ${year}",
                f"${year - 1000}",
                (
                    Part(Sort.TAXABLE, "Taxable", f"${year - 3}", Range(D(year - 3), D(year - 3))),
                    Part(Sort.TAX_FREE, "Tax-free", "$3", free),
                ),
            )
            for year in range(2026, 2036)
        )
        chart = Chart("Ten years", bars, "Federal tax")
        drawn = text(draw(on_paper(paper(Document((chart,))))))
        for told in ("Taxable", "Tax-free", "Federal tax", "2035: convert $2035", "$2032", "$1035"):
            assert bare(told) in drawn
        assert draw(picture(Document((chart,)))).startswith(b"\x89PNG")


class TestThePicture:
    def test_it_is_as_wide_as_a_phone(self) -> None:
        for dark in (False, True):
            drawn = draw(picture(shown(plan=PLAN), dark))
            assert int.from_bytes(drawn[16:20]) == 1080

    def test_the_themes_differ(self) -> None:
        assert draw(picture(shown())) != draw(picture(shown(), dark=True))

    @pytest.mark.parametrize("amount", ["0.01", "10000000"])
    def test_amounts_of_any_size(self, amount: str) -> None:
        assert draw(picture(shown(conversion=D(amount)))).startswith(b"\x89PNG")
