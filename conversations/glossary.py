"""The glossary: what people ask back during a talk, each with a short answer and its source.

It is written in Markdown, ``texts/glossary/*.md``. An entry is a heading, a list of other ways to
ask it, the answer, and a line ``Source: ...``. A file that is written otherwise does not load.

A talk does not search it: it is given a ``LookUp`` and asks that.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from calc.tax_year import SUPPORTED_YEARS, PhaseOutRange, tax_year
from conversations.asking import telling, words_of
from conversations.formats import day
from conversations.question import Facts
from conversations.questions.year import the_year


class MalformedGlossary(ValueError):
    """A glossary file that cannot be read; the message names the file, the entry and the fault."""


@dataclass(frozen=True)
class Entry:
    """One question and its answer."""

    asked: str
    """The question in the words of people."""
    also: tuple[str, ...]
    """Other ways to ask it."""
    answer: str
    """Two to four short sentences. Figures that change every year stand as names in braces."""
    source: str

    @property
    def ways(self) -> tuple[str, ...]:
        """All the ways to ask it."""
        return (self.asked, *self.also)

    @cached_property
    def in_words(self) -> tuple[tuple[str, ...], ...]:
        """Each of them as it is compared."""
        return tuple(map(words_of, self.ways))

    def told(self, facts: Facts) -> str:
        """What a person is shown: the question that is answered, in case another was meant, the
        answer with the figures of their tax year, and the source."""
        figures = _figures(_year_of(facts))
        answer, source = (part.format_map(figures) for part in (self.answer, self.source))
        return f"{self.asked}\n{answer}\nSource: {source}"


LookUp = Callable[[str], Entry | None]
"""Finds the entry that answers a typed question. None where there is none."""


def _year_of(facts: Facts) -> int:
    """The tax year of the talk; before it is known the current one, or the latest with figures."""
    return facts.known(the_year) or min(facts.today.year, SUPPORTED_YEARS[-1])


def _between(row: PhaseOutRange) -> str:
    return f"${row.full_until:,} and ${row.zero_from:,}"


def _figures(year: int) -> Mapping[str, str]:
    """What a name in braces stands for."""
    figures = tax_year(year)
    roth, deduction = figures.roth_ira_magi_phaseout, figures.ira_deduction_phaseout
    return {
        "year": str(year),
        "due": day(figures.contribution_due_date.value),
        "due_authority": figures.contribution_due_date.authority,
        "ira_limit": f"${figures.ira_contribution_limit.value:,}",
        "ira_limit_50": f"${figures.ira_contribution_limit_50_plus.value:,}",
        "ira_authority": figures.ira_contribution_limit.authority,
        "roth_single": _between(roth.value.single_hoh_mfs_lived_apart),
        "roth_joint": _between(roth.value.mfj_qss),
        "roth_authority": roth.authority,
        "deduction_single": _between(deduction.value.covered_single_hoh),
        "deduction_joint": _between(deduction.value.covered_mfj_qss),
        "deduction_authority": deduction.authority,
        "deferral_limit": f"${figures.elective_deferral_402g.value:,}",
        "deferral_authority": figures.elective_deferral_402g.authority,
        "catch_up": f"${figures.catch_up_414v_50.value:,}",
        "catch_up_authority": figures.catch_up_414v_50.authority,
        "plan_limit": f"${figures.annual_additions_415c.value:,}",
        "plan_authority": figures.annual_additions_415c.authority,
    }


@cache
def glossary() -> tuple[Entry, ...]:
    """All entries. Raises MalformedGlossary."""
    files = sorted((Path(__file__).parent / "texts" / "glossary").glob("*.md"))
    return told_apart(
        entry for file in files for entry in parsed(file.read_text(encoding="utf-8"), file.name)
    )


def told_apart(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries. Raises MalformedGlossary where the same words ask for two of them."""
    asking: dict[tuple[str, ...], Entry] = {}
    for entry in entries:
        for way, words in zip(entry.ways, entry.in_words, strict=True):
            other = asking.setdefault(words, entry)
            if other is not entry:
                raise MalformedGlossary(f"{way!r} asks for {other.asked!r} and {entry.asked!r}")
    return tuple(dict.fromkeys(asking.values()))


def parsed(text: str, name: str) -> Iterator[Entry]:
    """The entries of a file. Raises MalformedGlossary."""
    title, *entries = re.split(r"^## ", text, flags=re.MULTILINE)
    if not re.fullmatch(r"# .+\s*", title):
        raise MalformedGlossary(f"{name}: begins with one line '# Title', then its entries")
    for entry in entries:
        asked, _, rest = entry.partition("\n")
        try:
            yield _entry(asked.strip(), rest)
        except ValueError as fault:
            raise MalformedGlossary(f"{name}: {asked.strip()!r}: {fault}") from None


def _entry(asked: str, text: str) -> Entry:
    if not asked.endswith("?"):
        raise ValueError("a heading is a question")
    match [" ".join(block.split("\n")).strip() for block in text.strip().split("\n\n")]:
        case [ways, answer, source]:
            pass
        case _:
            raise ValueError("an entry has a list of other ways to ask, an answer and a source")
    if not ways.startswith("- "):
        raise ValueError("other ways to ask come first, as a list")
    if not source.startswith("Source: "):
        raise ValueError("a source comes last: 'Source: ...'")
    entry = Entry(
        asked=asked,
        also=tuple(way.strip() for way in ways.removeprefix("- ").split(" - ")),
        answer=answer,
        source=source.removeprefix("Source: "),
    )
    for way, words in zip(entry.ways, entry.in_words, strict=True):
        if not telling(words):
            raise ValueError(f"{way!r} says nothing that could be looked up")
    try:
        (answer + source).format_map(_figures(SUPPORTED_YEARS[-1]))
    except (KeyError, ValueError) as unknown:
        raise ValueError(f"no figure is called {unknown}") from None
    return entry
