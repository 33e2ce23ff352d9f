"""When a typed text is a question and not an answer, and what the question is about.

An amount with a question mark is no question: there is nothing in it to look up. A question that
has a number in it is no amount.
"""

import re
from collections.abc import Iterable

from conversations.answers import not_sure, plain
from conversations.answers.words import phrases

_PERSON = "(?:i|you|we|they|he|she|it)"
_ASKING = re.compile(
    r"(?:(?:so|and|but|or|ok|okay|hi|hello|hey|sorry|wait|please|btw|um|then|also),? )*"
    r"(?:(?:what|how|where|when|who)(?:'?s)?\b|(?:why|which|whose|whom|explain|define|tell me)\b"
    r"|(?:the )?(?:meaning|definition|difference) (?:of|between)\b"
    r"|i(?: was|'m| am)? wonder(?:ing)?\b"
    r"|(?:do|does|is|are)\b(?! (?:not|never|none|nothing|no|zero|about|around|roughly)\b)"
    rf"|(?:did|can|could|should|would|will|must|shall) (?:{_PERSON}|the|my|your|this|that)\b"
    rf"|(?:am|was|were|have|has|may|isn't|aren't|don't|doesn't|can't|won't) {_PERSON}\b)"
)
"""How a text begins that asks for something. Not how an answer begins whose subject is left out:
"was about 7,000", "have a rollover IRA", "is not sure", "May 5"."""


def _names(*names: tuple[str, str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(rf"\b{written}\b"), name) for written, name in names)


_NAMES_WITH_DIGITS = _names(
    (r"(401|403|457|414|529)[ -]?\(?([kbv])(?:\)|\b)", r"\1\2 "),
    (r"(?<![$,.])401", "401k"),
    (r"(?<![$,.])(403|457)", r"\1b"),
    (r"(1099)[ -]?r", r"\1r"),
    (r"w[ -]2", "w2"),
    (r"form([0-9]+)", r"form \1"),
    (r"(worksheet) 1-1", r"\1 11"),
)
_NAMES = _names(
    (r"(line|box|code) ([0-9]+[a-z]?|g|h)", r"\1\2"),
    (r"(pre|after)[ -](tax)", r"\1\2"),
    (r"(tax)[ -](free)", r"\1\2"),
    (r"(non)[ -](deductible)", r"\1\2"),
    (r"(back) (door)", r"\1\2"),
    (r"(catch|in|re|roll)-(?=[a-z])", r"\1"),
    (r"roll(?:ed|ing|s)?[ -]?over", "rollover"),
    (r"wife|husband|partner", "spouse"),
)
"""401(k), 1099-R, line 14: names in several parts as one word, and one name for a spouse."""

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_NUMBER = re.compile(r"[0-9]+(?:k|m|mm|th|st|nd|rd)?")
_OF_FORMS = phrases("1040|1099|2000|2014|401k|402|415|529|5329|5498|590|8606")
"""Numbers that name something."""

_FILLING = phrases(
    "a|about|actually|again|also|am|an|and|any|anyone|anything|approx|approximately|are|aren't|"
    "around|as|at|be|been|being|but|by|ca|can|can't|could|did|do|does|doesn't|doing|dollars|"
    "don't|done|exactly|explain|for|from|go|goes|going|got|had|happen|happened|happens|has|"
    "have|having|he|hello|help|her|hey|hi|him|his|how|hows|i|i'd|i'll|i'm|i've|if|im|in|into|"
    "is|isn't|it|it's|its|ive|just|know|let|like|m|may|maybe|me|mean|meaning|means|might|mine|"
    "my|need|no|none|not|now|of|off|ok|okay|on|or|our|ours|out|perhaps|please|probably|really|"
    "right|roughly|s|say|shall|she|should|so|some|sorry|tell|than|thank|thanks|that|that's|the|"
    "their|them|then|there|there's|these|they|thing|think|this|those|though|to|um|understand|"
    "us|usd|very|was|we|well|were|what|what's|whats|when|where|where's|which|whose|why|will|"
    "with|wonder|wondering|would|yes|yet|you|you're|your|zero"
)
"""Words that every question has."""


def is_question(text: str) -> bool:
    """Whether the text, which answers nothing, asks for something that could be looked up."""
    return begins_to_ask(text) or (ends_with_a_mark(text) and _has_a_subject(text))


def begins_to_ask(text: str) -> bool:
    """Whether the text is put as a question, and asks for something that could be looked up."""
    return _ASKING.match(plain(text)) is not None and _has_a_subject(text)


def _has_a_subject(text: str) -> bool:
    return bool(subject(text)) and not not_sure(text)


def ends_with_a_mark(text: str) -> bool:
    return plain(text).endswith("?")


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared, names in several parts each as one word."""
    said = plain(text)
    has_digits = any(map(str.isdigit, said))
    for written, name in (*_NAMES_WITH_DIGITS, *_NAMES) if has_digits else _NAMES:
        said = written.sub(name, said)
    return tuple(word.removesuffix("'s") for word in _WORD.findall(said))


def subject(text: str) -> tuple[str, ...]:
    """The words that say what a question is about."""
    return telling(words_of(text))


def telling(words: Iterable[str]) -> tuple[str, ...]:
    """Without those that every question has, and without amounts."""
    return tuple(filter(_tells, words))


def _tells(word: str) -> bool:
    if _NUMBER.fullmatch(word):
        return word in _OF_FORMS
    return word not in _FILLING
