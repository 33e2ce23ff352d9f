"""Whatever a document holds, each channel shows all of it, within its limits."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.render import telegram_html, terminal_text
from bot.telegram.chat import outgoing
from calc.money import MOST
from conversations.document import (
    ActionItem,
    Alternative,
    Alternatives,
    Bar,
    Block,
    Chart,
    Checklist,
    Document,
    FormLine,
    FormLines,
    Formula,
    Heading,
    KeyFigure,
    Note,
    Paragraph,
    Part,
    Row,
    Sort,
    Source,
    Sources,
    Step,
    Table,
)
from conversations.events import Command, Ticked
from conversations.ranges import Range
from conversations.replies import Task, Tasks
from tests.bot.telegram_html import read_html, utf16_length
from tests.conversations.talking import KNOWN_ANSWER, Talk
from tests.documents import words

GOLDEN = Path(__file__).parent / "golden"
LONGEST_MESSAGE = 4096  # UTF-16 units; https://core.telegram.org/bots/api#sendmessage
COLUMNS = 80
NEXT = "\n\n--- the next message ---\n\n"

NASTY = [
    "",
    " ",
    "a < b & c > d",
    "<b>bold</i> &nbsp; </blockquote> <script>",
    "tax: 5\u2009643,56 $ \U0001f4b0\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\u202eright to left\u202c \u05d0\u05d1\u05d2",
    "one\ntwo\n\n\nthree\n",
    "tab\tbell\x07 return\r",
    "x" * 5_000,
    "<" * 5_000,
    "\U0001f600" * 5_000,
    "seven words that come again and again " * 150,
]
TEXTS = st.sampled_from(NASTY) | st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
AMOUNTS = st.sampled_from([*map(Decimal, ("0", "0.01", "356.44", "6000", "10000000")), MOST])
PARTS = st.builds(
    Part,
    st.sampled_from(Sort),
    TEXTS,
    TEXTS,
    st.tuples(AMOUNTS, AMOUNTS).map(lambda ends: Range(min(ends), max(ends))),
)
BARS = st.builds(Bar, TEXTS, TEXTS, st.lists(PARTS, max_size=4).map(tuple), st.none() | AMOUNTS)
BLOCKS: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, TEXTS),
    st.builds(Paragraph, TEXTS),
    st.builds(KeyFigure, TEXTS, TEXTS),
    st.builds(Formula, st.lists(st.builds(Step, TEXTS, TEXTS), max_size=4).map(tuple)),
    st.builds(
        FormLines,
        st.lists(
            st.builds(FormLine, st.sampled_from(["1", "15c"]), TEXTS, TEXTS, TEXTS), max_size=4
        ).map(tuple),
    ),
    st.builds(
        Checklist,
        st.lists(st.builds(ActionItem, TEXTS, TEXTS, st.none() | st.dates()), max_size=4).map(
            tuple
        ),
        TEXTS,
        TEXTS,
    ),
    st.builds(
        Alternatives,
        st.lists(
            st.builds(
                Alternative,
                TEXTS,
                st.lists(st.builds(Step, TEXTS, TEXTS), max_size=3).map(tuple),
                TEXTS,
                st.none() | st.dates(),
            ),
            max_size=3,
        ).map(tuple),
    ),
    st.builds(
        Table,
        st.tuples(TEXTS, TEXTS),
        st.lists(st.builds(Row, TEXTS, st.tuples(TEXTS, TEXTS)), max_size=4).map(tuple),
        TEXTS,
    ),
    st.builds(Chart, TEXTS, st.lists(BARS, max_size=3).map(tuple), st.just("") | TEXTS),
    st.builds(Note, TEXTS),
    st.builds(Sources, st.lists(st.builds(Source, TEXTS, TEXTS), max_size=4).map(tuple)),
)
DOCUMENTS = st.builds(Document, st.lists(BLOCKS, max_size=6).map(tuple))

any_document = given(DOCUMENTS)
unhurried = settings(max_examples=80)


OUR_SIGNS = str.maketrans(dict.fromkeys("☐=•*-[]", ""))


def bare(text: str) -> str:
    """Without blanks, in whose place a line may be broken, and without our bullets and boxes."""
    return "".join(text.translate(OUR_SIGNS).split())


def assert_in_order(texts: Iterator[str], shown: str) -> None:
    at = 0
    for text in texts:
        found = shown.find(bare(text), at)
        assert found >= 0, f"{text[:60]!r} is missing, or not in its place"
        at = found + len(bare(text))


class TestTelegram:
    @any_document
    @unhurried
    def test_telegram_accepts_every_message(self, document: Document) -> None:
        for message in telegram_html.document(document):
            plain, _ = read_html(message)
            assert plain.strip(), "Telegram refuses an empty message"
            assert utf16_length(plain) <= LONGEST_MESSAGE

    @any_document
    @unhurried
    def test_no_text_is_lost(self, document: Document) -> None:
        shown = [read_html(message)[0] for message in telegram_html.document(document)]
        assert_in_order(words(document), bare("".join(shown)))

    @any_document
    @unhurried
    def test_what_fits_one_message_is_not_split(self, document: Document) -> None:
        messages = telegram_html.document(document)
        for block in document.blocks:
            alone = telegram_html.document(Document((block,)))
            if len(alone) == 1:
                assert any(alone[0] in message for message in messages)

    @given(TEXTS)
    @unhurried
    def test_plain_texts(self, text: str) -> None:
        messages = telegram_html.messages(text)
        shown = [read_html(message)[0] for message in messages]
        assert all(1 <= utf16_length(plain) <= LONGEST_MESSAGE for plain in shown)
        assert_in_order(iter([text]), bare("".join(shown)))

    def test_a_heading_stays_with_what_it_heads(self) -> None:
        block = Paragraph("word " * 700)
        messages = telegram_html.document(
            Document((Heading("One"), block, Heading("Two"), Heading("Three"), block))
        )
        assert [read_html(message)[0].split()[0] for message in messages] == ["One", "Two"]


class TestTerminal:
    @any_document
    @unhurried
    def test_no_line_is_too_long(self, document: Document) -> None:
        lines = terminal_text.document(document).split("\n")
        assert max(map(len, lines)) <= COLUMNS

    @any_document
    @unhurried
    def test_no_text_is_lost(self, document: Document) -> None:
        in_capitals = (
            Heading(block.text.upper()) if isinstance(block, Heading) else block
            for block in document.blocks
        )
        shown = bare(terminal_text.document(document))
        assert_in_order(words(Document(tuple(in_capitals))), shown)


@given(st.lists(st.builds(ActionItem, TEXTS, TEXTS, st.none() | st.dates()), max_size=120))
@settings(max_examples=50)
def test_any_list_to_tick_fits(items: list[ActionItem]) -> None:
    ticks = tuple(
        Task(item, Ticked(Command.TO_DO, f"2026.{n}", True)) for n, item in enumerate(items)
    )
    messages = outgoing((Tasks("What to do", ticks, (), in_place=True),), came=7)
    assert all(utf16_length(read_html(message.text)[0]) <= LONGEST_MESSAGE for message in messages)
    *others, last = messages
    assert sum(map(len, last.keyboard)) <= 100
    assert last.edits == (None if others else 7), "a part of it would take the place of the whole"


def test_what_is_done_is_ticked() -> None:
    items = (ActionItem("File", "", key="a", done=True), ActionItem("Wait", "", key="b"))
    shown = Document((Checklist(items),))
    assert "[x] File" in terminal_text.document(shown)
    assert "[ ] Wait" in terminal_text.document(shown)
    (html,) = telegram_html.document(shown)
    assert "✅ <b>File" in html
    assert "☐ <b>Wait" in html


def test_the_known_answer(recorded: Callable[[Path, str], None]) -> None:
    result = Talk(date(2026, 11, 21)).says("/start", *KNOWN_ANSWER, "no").document
    recorded(GOLDEN / "known_answer.txt", terminal_text.document(result) + "\n")
