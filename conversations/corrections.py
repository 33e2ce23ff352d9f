"""What a typed text changes of what was answered before: "no, I meant 8,000", "change my age to
51", "my age is 51", "the conversion is wrong".

No kind of answer reads one of these, so none of them is taken for an answer to the open question.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from conversations.answers import phrases, plain
from conversations.answers.words import nearly
from conversations.asking import words_of
from conversations.question import Question


@dataclass(frozen=True)
class Correction:
    topic: str | None
    """What is changed, in the person's words; None for the last answer."""
    value: str | None
    """What it should be, in the person's words; None where that is not said."""


_REGRET = r"no|nope|nah|oops|ups|sorry|my mistake|typo"
_OH = rf"(?:{_REGRET}|wait|actually|oh|ah|hm+|um+|ok|okay)"
_FIRST = rf"(?:{_OH}[,.;:! ]+)*(?:please )?"
_WANT = r"(?:(?:i (?:want|need|have|would like) to|i'd like to|i wanna|let me|let's|we should) )?"
_SHOULD_BE = (
    r"(?:should (?:be|have been|read|say)|ought to be|(?:is|was|are|were|will be)(?: now)?)"
)
_NOT = r"(?:actually |really |in fact |not .+? but )?"
_WAYS = tuple(
    re.compile(_FIRST + way)
    for way in (
        # The last answer.
        r"(?:(?:i|we) (?:actually |really )?)?meant(?: to (?:say|type|put|write|enter))?[:,]? "
        r"(?P<value>.+)",
        r"correction[:,]? (?P<value>.+)",
        # By itself it may begin an answer.
        rf"(?:{_REGRET})[,.;:! ]+(?:(?:wait|sorry)[, ]+)?"
        r"(?:i mean|make (?:it|that)|it'?s|it is|(?:it|that) should (?:be|read)) (?P<value>.+)",
        # One that is named.
        rf"{_WANT}(?:go|come|jump) back to (?P<topic>.+)",
        rf"{_WANT}(?:change|edit|correct|fix|update|set|redo|adjust|revise) (?P<topic>.+?)"
        r"(?:(?: from .+?)? to (?P<value>.+)|\s*[=:]\s*(?P<other>.+))?",
        r"(?P<topic>.+?) (?:is|was|are|were) (?:wrong|incorrect|not (?:right|correct)|a typo|off|"
        r"a mistake)",
        rf"(?P<topic>.+?) {_SHOULD_BE} {_NOT}(?P<value>.+)",
    )
)
_AROUND = phrases("my|our|the|a|an|of|for|to|about|answer|question|on")
_MEASURES = phrases("amount|value|balance|number|total|date")


def correction(text: str) -> Correction | None:
    """What the text would correct, by its form; ``named`` tells what its topic is."""
    said = plain(text)
    for way in _WAYS:
        if found := way.fullmatch(said):
            parts = found.groupdict()
            return Correction(parts.get("topic"), parts.get("value") or parts.get("other"))
    return None


def named(topic: str, questions: Iterable[Question[Any]]) -> tuple[Question[Any], ...]:
    """The questions that a topic can mean: by one of their names, without words of measure, but
    for slips. Empty where it names none."""
    names = {
        question: frozenset(map(_bare, (question.name, *question.names))) for question in questions
    }
    said = _bare(topic)
    inner = " ".join(word for word in said.split() if word not in _MEASURES)
    for one in filter(None, (said, inner)):
        if exact := tuple(question for question, known in names.items() if one in known):
            return exact
    return tuple(
        question
        for question, known in names.items()
        if said and any(nearly(said, name) for name in known)
    )


def _bare(text: str) -> str:
    return " ".join(word for word in words_of(text) if word not in _AROUND)
