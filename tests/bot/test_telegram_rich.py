"""Results as rich messages: all of a document in tables and parts that open, within the limits.

Limits: https://core.telegram.org/bots/api#rich-message-formatting-options
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.render import telegram_rich
from bot.telegram.message import Key, Message, Rich, from_json, to_json
from conversations.document import (
    ActionItem,
    Block,
    Checklist,
    Document,
    FormLine,
    FormLines,
    Heading,
    Note,
    Paragraph,
    Row,
    Source,
    Sources,
    Table,
)
from tests.bot.telegram_rich import NotRichHtmlError, read_rich
from tests.bot.test_renderers import (
    GOLDEN,
    any_document,
    assert_in_order,
    bare,
    unhurried,
)
from tests.conversations.talking import KNOWN_ANSWER, Talk
from tests.conversations.test_to_do import SPOUSES
from tests.documents import words

NEARLY_ALL = 30_000
"""Bytes that surely fit, with the few words that a renderer adds."""

COUPLE = tuple("not sure" if said == "95k" else said for said in SPOUSES)
"""What the spouse's IRAs will hold is not known: ranges."""


def rich(*blocks: Block) -> str:
    html = telegram_rich.document(Document(blocks))
    assert html is not None
    return html


class TestAnyDocument:
    @any_document
    @unhurried
    def test_telegram_accepts_it_and_no_text_is_lost(self, document: Document) -> None:
        html = telegram_rich.document(document)
        if html is not None:
            assert_in_order(words(document), bare(read_rich(html).text))

    @any_document
    @unhurried
    def test_only_what_is_empty_or_too_long_is_sent_plain(self, document: Document) -> None:
        texts = "".join(words(document))
        if texts.strip() and len(texts.encode()) < NEARLY_ALL:
            assert telegram_rich.document(document) is not None


class TestLimits:
    @pytest.mark.parametrize(
        ("fits", "too_much"),
        [
            ((Paragraph("x" * 32_768),), (Paragraph("x" * 32_769),)),
            ((Paragraph("é" * 16_384),), (Paragraph("é" * 16_385),)),
            ((Note("n"),) * 500, (Note("n"),) * 501),
            (
                (FormLines((FormLine("1", "Basis", "$0", ""),) * 499),),
                (FormLines((FormLine("1", "Basis", "$0", ""),) * 500),),
            ),
            (
                (Table(("year",) * 19, (Row("Taxable", ("$0",) * 19),)),),
                (Table(("year",) * 20, (Row("Taxable", ("$0",) * 20),)),),
            ),
        ],
        ids=["characters", "bytes", "blocks", "rows", "columns"],
    )
    def test_up_to_the_limit_and_not_beyond(
        self, fits: tuple[Block, ...], too_much: tuple[Block, ...]
    ) -> None:
        read_rich(rich(*fits))
        assert telegram_rich.document(Document(too_much)) is None

    def test_nothing_to_show(self) -> None:
        assert telegram_rich.document(Document((Paragraph(" \n"), Checklist(())))) is None


class TestWhatIsClosed:
    def test_the_lines_of_the_form_open_under_their_heading(self) -> None:
        html = rich(Heading("Form 8606"), FormLines((FormLine("1", "Given", "$6,000", "given"),)))
        assert html.startswith("<details><summary>Form 8606</summary><table")
        assert "<details open" not in html

    def test_what_stands_below_the_sources_is_seen_at_once(self) -> None:
        sources = Sources((Source("Limit", "IRC 219"),))
        html = rich(Heading("Sources"), sources, Note("Not tax advice."))
        assert html.endswith("</details><blockquote>Not tax advice.</blockquote>")

    def test_what_to_do_is_seen_at_once_with_its_ticks(self) -> None:
        item = ActionItem("File", "With the return.")
        html = rich(Heading("What to do"), Checklist((item, replace(item, done=True))))
        assert "<details>" not in html
        assert html.count('<input type="checkbox">') == 1
        assert html.count('<input type="checkbox" checked>') == 1


@pytest.mark.parametrize(
    "html",
    [
        "just text",
        "<p>one</p",
        "<p>one & two</p>",
        "<p>one</div>",
        "<p></p>",
        "<script>x</script>",
        "<p onclick='x'>one</p>",
        "<table><td>1</td></table>",
        "<td>1</td>",
        "<table><tr><td><p>1</p></td></tr></table>",
        f"<table><tr>{'<td>1</td>' * 21}</tr></table>",
        f"{'<blockquote>' * 16}x{'</blockquote>' * 16}",
    ],
)
def test_what_telegram_refuses_is_refused_here(html: str) -> None:
    with pytest.raises(NotRichHtmlError):
        read_rich(html)


@pytest.mark.parametrize(
    ("file", "answers"),
    [("known_answer.rich.html", (*KNOWN_ANSWER, "no")), ("couple_ranges.rich.html", COUPLE)],
)
def test_a_result(
    recorded: Callable[[Path, str], None], file: str, answers: tuple[str, ...]
) -> None:
    html = telegram_rich.document(Talk().says("/start", *answers).document)
    assert html is not None
    read_rich(html)
    recorded(GOLDEN / file, html + "\n")


def test_it_waits_in_the_database_with_its_plain_twin() -> None:
    keyboard = ((Key("PDF", "c|pdf|"),),)
    rich = Rich("<p>one</p>", (Message("one"), Message("two", keyboard)), keyboard)
    assert from_json(to_json(rich)) == rich
