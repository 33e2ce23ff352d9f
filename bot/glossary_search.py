"""Finds the entry of the glossary that a typed question means, by SQLite's full-text search.

Each way to ask an entry is a row of its own, stemmed (porter). The rows that have something of what
the question is about are ranked by bm25, in which rare words weigh more; and a row counts for less,
the less it has of it, so that "how do I cook rice" is not answered by "how do I convert". A word
that no row has is read as the known one that it is a slip for, if there is one: those that share
its trigrams are looked at.
"""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from math import log, sqrt

from conversations.answers.words import nearest
from conversations.asking import subject, words_of
from conversations.glossary import Entry, glossary

LEAST = 8.0
"""What a row must score to be the answer."""

CANDIDATES = 20
"""Rows, and known words, that are looked at more closely."""

MOST_WORDS = 40
"""Words of a text that are looked up."""


class GlossarySearch:
    """A ``LookUp``. Its index is made in memory when the first question comes."""

    def __init__(self, entries: Callable[[], Sequence[Entry]] = glossary) -> None:
        self._entries = entries

    def __call__(self, question: str) -> Entry | None:
        return self._index.best(question)

    @cached_property
    def _index(self) -> "_Index":
        return _Index(self._entries())


class _Index:
    def __init__(self, entries: Sequence[Entry]) -> None:
        self._db = sqlite3.connect(":memory:", isolation_level=None)
        self._entry_of = [entry for entry in entries for _ in entry.ways]
        ways = [words for entry in entries for words in entry.in_words]
        self._row_of = {words: row for row, words in enumerate(ways)}
        self._searchable("ways", (" ".join(words) for words in ways), "porter")
        self._words = sorted({word for words in ways for word in words})
        self._searchable("words", map(_framed, self._words), "trigram")

    def _searchable(self, name: str, texts: Iterable[str], tokenize: str) -> None:
        self._db.execute(f"CREATE VIRTUAL TABLE {name} USING fts5(text, tokenize = '{tokenize}')")
        self._db.executemany(f"INSERT INTO {name} (rowid, text) VALUES (?, ?)", enumerate(texts))

    def best(self, question: str) -> Entry | None:
        """The entry of the row that is the question, or else scores most, if that is enough."""
        words = words_of(question)[:MOST_WORDS]
        if words in self._row_of:
            return self._entry_of[self._row_of[words]]
        named = subject(question)[:MOST_WORDS]
        if not named:
            return None
        spelled = {word: self._spelled(word) for word in {*words, *named}}
        about = {spelled[word] for word in named}
        asked = {spelled[word] for word in words}
        rows = {word: self._rows_with(word) for word in sorted(about)}
        scores = {
            row: relevance * sqrt(self._share(rows, row))
            for row, relevance in self._ranked("ways", f"({_any(about)}) AND ({_any(asked)})")
        }
        best = max(scores, key=scores.__getitem__, default=None)
        return None if best is None or scores[best] < LEAST else self._entry_of[best]

    def _ranked(self, table: str, query: str) -> list[tuple[int, float]]:
        """The rows that match best, and their bm25 (FTS5 gives it negative)."""
        return self._db.execute(
            f"SELECT rowid, -rank FROM {table} WHERE {table} MATCH ? ORDER BY rank LIMIT ?",
            [query, CANDIDATES],
        ).fetchall()

    def _rows_with(self, word: str) -> frozenset[int]:
        found = self._db.execute("SELECT rowid FROM ways WHERE ways MATCH ?", [_any([word])])
        return frozenset(row for (row,) in found)

    def _share(self, rows: Mapping[str, Collection[int]], row: int) -> float:
        """How much of what a question is about a row has, from 0 to 1; ``rows`` are those that have
        each word of it."""
        weights = {word: self._weight(len(having)) for word, having in rows.items()}
        has = sum(weight for word, weight in weights.items() if row in rows[word])
        return has / sum(weights.values())

    def _weight(self, having: int) -> float:
        """Of a word that so many rows have: the fewer, the more (as bm25 weighs words)."""
        others = len(self._entry_of) - having
        return log(1 + (others + 0.5) / (having + 0.5))

    def _spelled(self, word: str) -> str:
        """The known word that this one is a slip for; the word itself where it is none."""
        if self._rows_with(word):
            return word
        framed = _framed(word)
        trigrams = {framed[start : start + 3] for start in range(len(framed) - 2)}
        known = [self._words[row] for row, _ in self._ranked("words", _any(trigrams))]
        return next((one for one in known if nearest(word, [one])), word)


def _any(terms: Iterable[str]) -> str:
    """A query for rows with any of the terms."""
    return " OR ".join(f'"{term}"' for term in sorted(terms))


def _framed(word: str) -> str:
    """A word with room around it, so that its first and its last letters make trigrams too."""
    return f"__{word}__"
