"""The book that a CPA proof-reads has every question, finding, action item and glossary entry."""

import re
from html import unescape

import pytest

from conversations.flows.every import FLOWS
from conversations.glossary import glossary
from conversations.texts import text
from tests.conversations.talking import TODAY
from tests.screens.book import alike, book
from tests.screens.sources import FOR_PEOPLE, ROOT, texts

QUESTIONS = {
    question.id: question for flow in FLOWS.by_goal.values() for question in flow.questions.values()
}


@pytest.fixture(scope="module")
def html() -> str:
    return book(TODAY, times=5)


@pytest.fixture(scope="module")
def read(html: str) -> str:
    return bare(unescape(re.sub(r"<[^>]+>", " ", html)))


def bare(words: str) -> str:
    return " ".join(words.split()).casefold()


def test_every_question(read: str) -> None:
    """Those of many years, which are alike, by one of them."""
    all_of_it = alike(read)
    for question in QUESTIONS.values():
        assert alike(bare(question.name)) in all_of_it, question.id


@pytest.mark.parametrize("place", FOR_PEOPLE)
def test_every_text_of_the_code(place: str, read: str) -> None:
    """Why and where, doubts, findings, action items and what-ifs among them."""
    files = sorted((ROOT / place).rglob("*.py")) or [ROOT / place]
    assert all(file.exists() for file in files)
    for file in files:
        for words in texts(file):
            assert bare(words) in read, f"{file}: {words}"


def test_every_glossary_entry(read: str) -> None:
    for entry in glossary():
        assert bare(entry.asked) in read
        assert all(bare(way) in read for way in entry.also)


def test_the_texts(read: str) -> None:
    assert all(bare(text(name)) in read for name in ("welcome", "help", "privacy"))


def test_it_is_one_page_that_needs_nothing_else(html: str) -> None:
    assert html.startswith("<!doctype html>")
    assert not re.search(r"<(?:script|link|img|iframe)|src=|url\(", html)
    assert "prefers-color-scheme" in html or "color-scheme: light dark" in html
    anchors = set(re.findall(r'id="([^"]+)"', html))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= anchors
    assert len(anchors) == len(re.findall(r'id="', html))
