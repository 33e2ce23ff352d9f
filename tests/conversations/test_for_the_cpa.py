"""What goes on paper for a CPA: all that was said, how sure it is, and the result."""

from datetime import date

import pytest

from calc.tax_year import edition
from conversations.document import Checklist, Document, FormLines, Heading, Paper, Table
from conversations.flow import Said
from conversations.replay import replay
from conversations.replies import Hand, Picture, Say
from conversations.reports.for_the_cpa import for_the_cpa
from tests.conversations.talking import KNOWN_ANSWER, TODAY, Talk
from tests.documents import words

MEGA = (
    *("mega", "2026", "45", "yes", "yes", "not sure"),
    *("200k", "24,500", "10k", "0", "no", "no", "0"),
)
COUPLE = (
    *("wife", "2026", "jointly", "45", "450k", "yes", "none", "7500", "by december 31", "no"),
    *("7500", "0", "no"),
    *("51", "no", "rollover", "95k", "6000", "by december 31", "no", "6000", "0"),
    *("not sure", "yes", "yes", "neither"),
)
NOT_SURE = (
    *("backdoor", "2026", "single", "45", "300k", "yes"),
    *("rollover", "not sure", "6000", "by december 31", "not sure", "6000", "0", "5%", "no"),
)


KNOWN_WITH_A_PLAN = (*KNOWN_ANSWER, "yes", "yes")
DIRECT = ("direct", "2026", "single", "45", "100k", "no", "100k", "0", "0")


def paper(*said: str, today: date = TODAY) -> Paper:
    talk = Talk(today).says("/start", *said)
    assert talk.said is not None
    flow = talk.flows.of(talk.said)
    position = replay(flow, talk.said, today)
    assert position.open is None, position.open.id
    return for_the_cpa(flow, position, Said())


def headings(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Heading)]


def facts(document: Document) -> dict[str, tuple[str, ...]]:
    """Each fact with its answer and how sure it is."""
    tables = [block for block in document.blocks if isinstance(block, Table)]
    return {row.label: row.values for table in tables for row in table.rows}


def under(heading: str, document: Document) -> list[str]:
    (section,) = (s for s in document.sections if s[:1] == (Heading(heading),))
    return list(words(Document(section[1:])))


def test_what_is_open_comes_first_then_the_facts_then_the_result() -> None:
    document = paper(*KNOWN_ANSWER, "no").document
    order = headings(document)
    assert order[:5] == [
        "Open questions",
        "Facts as given",
        "Result",
        "How it comes about",
        "Form 8606 for 2026, line by line",
    ]
    assert order[-3:] == ["What to do", "Documents to bring", "Limits and sources"]


def test_what_was_not_sure_is_an_open_question() -> None:
    told = under("Open questions", paper(*NOT_SURE).document)
    assert [line.partition(":")[0] for line in told[:2]] == [
        "Rollover IRAs",
        "After-tax money before",
    ]
    assert "line 6 of Form 8606" in told[0], "which line waits for it"


def test_no_open_question_is_said_too() -> None:
    answered = (*KNOWN_ANSWER[:-1], "5%", "no")
    assert "None: every question was answered." in under(
        "Open questions", paper(*answered).document
    )


def test_how_sure_each_fact_is() -> None:
    known = facts(paper(*NOT_SURE).document)
    assert known["Age"] == ("45", "exact")
    assert known["Converted"] == ("$6,000", "estimate"), "the year is not over"
    assert known["Rollover IRAs"] == ("Not sure", "not sure")


def test_once_the_year_is_over_amounts_are_exact() -> None:
    later = paper(*KNOWN_ANSWER, "no", today=date(2027, 1, 15)).document
    assert facts(later)["Converted"] == ("$6,000", "exact")


def test_the_reference_is_that_of_the_answers() -> None:
    one, again = paper(*KNOWN_ANSWER, "no"), paper(*KNOWN_ANSWER, "no")
    other = paper(*KNOWN_ANSWER[:-1], "5%", "no")
    assert one.reference == again.reference
    assert one.reference != other.reference
    assert one == again


def test_the_couple_has_a_form_for_each() -> None:
    document = paper(*COUPLE).document
    assert sum(isinstance(block, FormLines) for block in document.blocks) == 2
    assert facts(document)["Age (spouse)"] == ("51", "exact")


GIVES = (
    *("backdoor", "2026", "single", "71", "90k", "no", "traditional", "95,000", "0"),
    *("no", "6000", "0", "not sure", "no"),
)
BASIS = (
    *("finding my basis", "2026", "45", "no", "2019", "in", "6,000", "none of it", "no"),
    *("nothing, nor in any later year", "none of them"),
)
NO_BASIS_KNOWN = (
    *("backdoor", "2026", "single", "45", "300k", "yes", "rollover", "95,000", "6000"),
    *("by december 31", "not sure", "6000", "0", "5%", "yes", "yes"),
)


@pytest.mark.parametrize(
    ("said", "in_the_chat"),
    [
        (COUPLE, "What if, below"),
        (NOT_SURE, "What if, below"),
        (NO_BASIS_KNOWN, "Finding my basis"),
        (KNOWN_WITH_A_PLAN, "is a check of its own here"),
        (GIVES, "What if tries one"),
        (BASIS, "Backdoor Roth goes on with it"),
    ],
)
def test_what_only_the_chat_has_is_not_on_paper(said: tuple[str, ...], in_the_chat: str) -> None:
    assert in_the_chat in " ".join(words(Talk().says("/start", *said).document))
    assert in_the_chat not in " ".join(words(paper(*said).document))


@pytest.mark.parametrize(
    ("said", "brings", "does_not"),
    [
        ((*KNOWN_ANSWER, "no"), "Form 5498", "pay stub"),
        (MEGA, "pay stub", "Form 5498"),
        (COUPLE, "accepts roll-ins", "pay stub"),  # the spouse's plan does
    ],
)
def test_documents_are_those_of_what_was_asked(
    said: tuple[str, ...], brings: str, does_not: str
) -> None:
    titles = " ".join(under("Documents to bring", paper(*said).document))
    assert brings in titles
    assert does_not not in titles


class TestDocumentsFoundOrMissing:
    def test_by_the_persons_ticks(self) -> None:
        talk = Talk().says("/start", *KNOWN_ANSWER, "no", "documents")
        talk.taps("Form 5498 for 2026, for each IRA")
        (hand,) = talk.says("pdf").replies
        assert isinstance(hand, Hand)
        *_, listed = (block for block in hand.paper.document.blocks if isinstance(block, Checklist))
        assert (listed.if_done, listed.if_open) == ("found", "missing")
        assert [item.title for item in listed.items if item.done] == [
            "Form 5498 for 2026, for each IRA"
        ]
        assert "As ticked in the chat: 1 of 7 found." in words(hand.paper.document)

    def test_what_was_done_is_too(self) -> None:
        talk = Talk().says("/start", *KNOWN_ANSWER, "no", "to do").taps("Document everything")
        (hand,) = talk.says("pdf").replies
        assert isinstance(hand, Hand)
        to_do, _ = (block for block in hand.paper.document.blocks if isinstance(block, Checklist))
        assert [item.title for item in to_do.items if item.done] == ["Document everything"]


def test_the_edition_of_the_figures_is_named() -> None:
    assert paper(*MEGA).edition == edition(2026)


def test_action_items_are_those_of_the_result() -> None:
    talk = Talk().says("/start", *KNOWN_ANSWER, "no")
    (items,) = (block for block in talk.document.blocks if isinstance(block, Checklist))
    assert items in paper(*KNOWN_ANSWER, "no").document.blocks


class TestAskedFor:
    def test_at_the_end(self) -> None:
        for asked in ("/pdf", "pdf", "PDF", "the pdf"):
            (reply,) = Talk().says("/start", *KNOWN_ANSWER, "no", asked).replies
            assert reply == Hand(paper(*KNOWN_ANSWER, "no"))

    def test_a_picture_is_of_the_same_result(self) -> None:
        talk = Talk().says("/start", *KNOWN_ANSWER, "no")
        document = talk.document
        assert talk.says("chart").replies == (Picture(document),)

    def test_before_the_end(self) -> None:
        for asked in ("/pdf", "/chart"):
            talk = Talk().says("/start", "backdoor", asked)
            assert talk.note == "The result comes after the last question."

    def test_nothing_to_draw(self) -> None:
        (reply,) = Talk().says("/start", *DIRECT, "chart").replies
        assert isinstance(reply, Say)
        assert reply.text == "There is nothing to draw in this result."
