"""A result on Telegram: two messages, whatever it holds. What has no room in them, and what is
looked up rather than read, is opened in the place of the second."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from bot.render.telegram_html import chunks
from bot.render.telegram_result import in_two_messages
from bot.telegram.callback_data import decode
from bot.telegram.chat import outgoing
from bot.telegram.message import File, Message, Outgoing
from calc.filing_status import FilingStatus
from conversations.document import Document
from conversations.events import Opened
from conversations.replies import Show
from conversations.reports.backdoor import report
from conversations.reports.couple import report as report_of_both
from conversations.situations.couple import together
from conversations.situations.situation import IraKind, Situation
from tests.bot.telegram_html import read_html, utf16_length
from tests.bot.test_renderers import DOCUMENTS, GOLDEN, LONGEST_MESSAGE, bare, unhurried
from tests.conversations.results import PERSON, PLAN, D
from tests.conversations.talking import KNOWN_ANSWER, Talk
from tests.documents import words

LONGEST_CAPTION = 1024  # UTF-16 units; https://core.telegram.org/bots/api#sendphoto

JOINT = replace(PERSON, filing_status=FilingStatus.MARRIED_FILING_JOINTLY)
PEOPLE: dict[str, Situation] = {
    "the known answer": PERSON,
    "with a plan, too": replace(PERSON, plan=PLAN),
    "nothing converted": replace(PERSON, conversion=D(0)),
    "one cent": replace(PERSON, contribution=D("0.01"), conversion=D("0.01")),
    "ten million": replace(
        PERSON, ira_values={IraKind.ROLLOVER: D("9999999.99")}, conversion=D("9876543.21")
    ),
    "not sure": replace(PERSON, ira_values={IraKind.SEP: None}, prior_basis=None),
    "withdrawn, too": replace(PERSON, withdrawals=D("12345.67"), age=74),
}
RESULTS = {name: report(person) for name, person in PEOPLE.items()} | {
    "a couple": report_of_both(together(JOINT, replace(JOINT, of_spouse=True, age=51, plan=PLAN))),
}


def read(html: str) -> str:
    return read_html(html)[0]


@pytest.mark.parametrize("who", RESULTS)
class TestRealResults:
    def test_the_first_line_is_the_number(self, who: str) -> None:
        result = RESULTS[who]
        figure = result.key_figures[0]
        first_line = read(in_two_messages(result).first).splitlines()[0]
        assert first_line == f"{figure.label}: {figure.value}"

    def test_the_sum_stands_below_the_picture(self, who: str) -> None:
        result = RESULTS[who]
        first = in_two_messages(result).first
        assert utf16_length(read(first)) <= (LONGEST_CAPTION if result.charts else LONGEST_MESSAGE)
        if who not in ("nothing converted", "a couple"):
            assert "How it comes about" in first

    def test_what_to_do_is_named_in_the_second(self, who: str) -> None:
        """With each of its titles, where there is no room for the words to them."""
        second = read(in_two_messages(RESULTS[who]).second)
        for title in ("Plan the conversion", "Document everything"):
            assert title in second or who == "nothing converted"
        assert "Not tax advice" in second

    def test_a_part_that_is_opened_takes_one_message(self, who: str) -> None:
        told = in_two_messages(RESULTS[who])
        assert "Form 8606 lines" in [part.title for part in told.behind]
        for part in told.behind:
            assert utf16_length(read("\n\n".join(chunks(part.blocks)))) <= LONGEST_MESSAGE
        assert len({part.mark for part in told.behind}) == len(told.behind)


class TestAnyDocument:
    @given(DOCUMENTS)
    @unhurried
    def test_both_messages_are_accepted(self, document: Document) -> None:
        told = in_two_messages(document)
        assert read(told.second).strip(), "Telegram refuses an empty message"
        assert utf16_length(read(told.second)) <= LONGEST_MESSAGE
        longest = LONGEST_CAPTION if document.charts else LONGEST_MESSAGE
        assert utf16_length(read(told.first)) <= longest

    @given(DOCUMENTS)
    @unhurried
    def test_nothing_is_lost(self, document: Document) -> None:
        """What is not in the two is in what a button opens."""
        told = in_two_messages(document)
        parts = ["".join(map(read, chunks(part.blocks))) for part in told.behind]
        shown = bare("".join((read(told.first), read(told.second), *parts)))
        for text in words(document):
            assert bare(text) in shown

    @given(DOCUMENTS)
    @unhurried
    def test_two_messages_and_one_for_what_is_opened(self, document: Document) -> None:
        (shown,) = at_the_result().says("result").replies
        assert isinstance(shown, Show)
        sent = outgoing((replace(shown, document=document),))
        assert len(sent) <= 2
        assert [message.silent for message in sent if isinstance(message, Message)][-1] is (
            len(sent) == 2
        )


def test_where_nothing_is_drawn_the_number_comes_as_text() -> None:
    (shown,) = at_the_result().says("change my conversion to 0", "result").replies
    first, second = outgoing((shown,))
    assert isinstance(first, Message)
    assert isinstance(second, Message)
    assert read(first.text).startswith("Taxable in 2026: $0")
    assert (first.keyboard, first.silent, second.silent) == ((), False, True)


def at_the_result() -> Talk:
    return Talk().says("/start", *KNOWN_ANSWER, "no")


def told(messages: list[Outgoing]) -> Iterator[str]:
    """As it is sent, buttons in brackets."""
    for message in messages:
        match message:
            case File(caption=caption):
                yield f"(a picture)\n{caption}"
            case Message(text, keyboard):
                yield text
                yield "\n".join("".join(f"[{key.label}]" for key in row) for row in keyboard)


def test_the_known_answer(recorded: Callable[[Path, str], None]) -> None:
    talk = at_the_result()
    sent = outgoing(talk.says("result").replies)
    shown = list(told(sent))
    assert isinstance(sent[-1], Message)
    for key in (key for row in sent[-1].keyboard for key in row):
        event = decode(key.data)
        if isinstance(event, Opened):
            opened = outgoing(talk.does(event).replies, came=7)
            shown += [f"<!-- {key.label} -->", *(new for new in told(opened) if new not in shown)]
    recorded(GOLDEN / "known_answer_on_telegram.html", "\n\n".join(shown) + "\n")
