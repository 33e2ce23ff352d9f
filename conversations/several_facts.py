"""Several facts in one message: "I'm 45, single, make 250k, have 95k in a rollover IRA, put in 7k
and converted it all".

The message is taken apart at its commas and its *and*; a part that says one thing in one of the
ways below is a fact, read by the kind of its question. What is unclear in a part (two amounts,
another person, a Roth IRA) leaves that part out, in the person's own words: it is asked like
anything else.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from textwrap import shorten
from typing import Any

from conversations.answers import Choice, Declined, plain
from conversations.answers.numerals import WORDS
from conversations.question import Question
from conversations.questions.contributions import Deducted, contribution, deducted
from conversations.questions.goal import goal
from conversations.questions.iras import conversion, ira_kinds, withdrawals, year_end_value
from conversations.questions.person import age, covered, filing_status, income
from conversations.questions.plan import plan_at_work
from conversations.questions.year import the_year
from conversations.situations.situation import IraKind

LONGEST = 1_000
"""Characters of a message that is looked at."""

LONGEST_PART = 60
"""Characters of a part that is said back."""

_BETWEEN = re.compile(r"(?:(?<![0-9]),|,(?![0-9])|;|\.(?![0-9])|\band\b|\bbut\b|\bthen\b)")
_BEGINNING = re.compile(
    r"^(?:(?:hi|hello|hey|so|also|plus|currently|now|this year|ok|okay|well|i also|i then|and)\b"
    r"[,!]? *)+"
)
_STATUS = frozenset(("single", "married", "hoh", "mfj", "mfs", "joint"))
_VERBS = frozenset(("make", "made", "earn", "have", "hold", "put", "contributed", "converted"))
"""What begins another fact, once something has been said: "im 45 single make 300k"."""

_PUTTING_IN = re.compile(r"(?:i |we )?(?:put|contribut|add|deposit|paid)")
_WHO = r"(?:i |we |i've |we've |i have |we have |i will |we will |i'll |we'll |i just )?"
_AM = r"(?:i'?m |i am |we'?re |we are )"
_MY = r"(?:my |our |the )?"
_AN_IRA = r"(?:(?:a |an |my |our |the )?(?:traditional |trad |nondeductible )?ira)"
_KIND = r"(?P<kind>traditional|trad|rollover|roll-over|sep|simple)"
_KINDS = {kind.value: kind for kind in IraKind} | {
    "trad": IraKind.TRADITIONAL,
    "roll-over": IraKind.ROLLOVER,
}
_PLAN = r"(?:401 ?\(?k\)?|403 ?\(?b\)?|tsp)(?: (?:plan )?at work)?"

_Fact = tuple[Question[Any], str]
"""A question, and what was said to it."""


@dataclass(frozen=True)
class Understood:
    """What a message says."""

    answers: Mapping[Question[Any], str]
    """Keys of the answers in it, by their questions."""
    left_out: tuple[str, ...] = ()
    """The parts that say none, or more than one to the same question."""

    @property
    def facts(self) -> int:
        """How many there are. Money in an IRA says also that there is one: that counts once."""
        told = self.answers.keys()
        return len(told - {ira_kinds} if told & year_end_value.values() else told)


_VALUES: tuple[tuple[Question[Any], str], ...] = (
    (age, rf"(?:{_AM}|i(?:'ll| will) be |i turn(?:ed)? |(?:{_MY}age (?:is )?)|aged )(?P<value>.+)"),
    (age, rf"{_AM}?(?P<value>.+?) ?(?:years? old|yrs? old|yo|y/o)"),
    (age, r"(?P<value>[2-7][0-9])"),
    (income, rf"{_WHO}(?:make|made|earn|earned|making|earning) (?P<value>.+)"),
    (income, rf"{_MY}(?:income|agi|magi|adjusted gross income)(?: is| was| of|:)? (?P<value>.+)"),
    (income, rf"{_WHO}(?:have |with )?(?:an )?income of (?P<value>.+)"),
    (
        contribution,
        rf"{_WHO}(?:put in|put|contributed?|contributing) (?P<value>.+?)"
        rf"(?: (?:in|into|to) {_AN_IRA})?",
    ),
    (
        conversion,
        rf"{_WHO}(?:convert|converted|converting) (?P<value>.+?)(?: to (?:a |my )?roth(?: ira)?)?",
    ),
    (
        goal,
        r"(?:i |i'?m |we )?(?:want|would like|plan|planning|trying|looking|doing|do)(?: to)?"
        r"(?: do| make| check| know about)?(?: a| an| my| the)? (?P<value>.+)",
    ),
    (the_year, r"(?:it'?s |this is )?(?:for |tax year |for tax year )(?P<value>20[0-9]{2})"),
)
_SAYINGS: tuple[tuple[Question[Any], str, str], ...] = (
    (covered, "yes", rf"(?:{_AM})?covered(?: by (?:a|my|the) (?:retirement )?plan)?(?: at work)?"),
    (
        covered,
        "no",
        rf"(?:{_AM})?not covered(?: by (?:a|any|the) (?:retirement )?plan)?(?: at work)?",
    ),
    (plan_at_work, "yes", rf"{_WHO}(?:have|got) an? {_PLAN}"),
    (plan_at_work, "no", rf"(?:{_WHO}(?:have|got) )?no {_PLAN}|(?:i |we )?don'?t have an? {_PLAN}"),
    (
        deducted,
        Deducted.NONE.value,
        r"(?:i |we )?(?:did not|didn'?t|do not|don'?t|won'?t|will not) deduct"
        r"(?: it| any(?: of it)?)?"
        r"|not deducted|nothing (?:was |is )?deducted|no deduction",
    ),
    (ira_kinds, "none", rf"(?:{_WHO}(?:have|got) )?no iras?|(?:i |we )?don'?t have any iras?"),
    (
        withdrawals,
        "0",
        rf"(?:{_WHO})?(?:had |made |took )?no (?:other )?(?:withdrawals?|distributions?)",
    ),
)
_IN_AN_IRA = (
    rf"{_WHO}(?:have |hold |got |with )?(?P<value>(?!had\b).+?) in (?:a |an |my |our |the )?{_KIND}"
    r"(?: iras?)?",
    rf"{_WHO}(?:have |with )?(?:a |an |my |our |the )?{_KIND} iras?"
    r"(?: (?:of|with|has|holds|worth|is|at))+ (?P<value>.+)",
)
_HAVE_AN_IRA = re.compile(
    rf"(?:i |we )?(?:still |also )*(?:have|got|hold)(?: got)? (?:a |an |my |one )?{_KIND}(?: ira)?"
)
_NONDEDUCTIBLE = re.compile(
    rf"{_WHO}(?:put in|put|contributed?|contributing|made)(?: a)? (?P<value>.+?),? "
    r"(?:nondeductible|non-deductible|not deducted|without deducting(?: it)?|after[- ]tax)"
    rf"(?: (?:contribution|(?:in|into|to) {_AN_IRA}))?"
)
_ALL_OF_IT = r"(?:it all|it|all of it|all|everything|the whole (?:thing|amount)|that)"
_CONVERTED_IT = re.compile(
    rf"{_WHO}(?:convert|converted|converting) {_ALL_OF_IT}(?: to (?:a |my )?roth(?: ira)?)?"
)
_MOVED = re.compile("put|contribut|convert|made", re.IGNORECASE)
"""What a part has in it that says a contribution or a conversion."""


def may_say_what_moved(text: str) -> bool:
    """Whether there may be a contribution or a conversion among its facts."""
    is_as_compared = text.isascii() and text.isprintable()
    return not is_as_compared or _MOVED.search(text) is not None


def several_facts(text: str, today: date) -> Understood:
    """What a message says, and what of it is left out."""
    if len(text) > LONGEST:
        return Understood({})
    facts: dict[Question[Any], str] = {}
    unclear: set[Question[Any]] = set()
    parts: list[tuple[str, Mapping[Question[Any], str]]] = []
    for part in _told(plain(text.replace("\n", "; ")), today):
        said = dict(_facts_of(part, today))
        if parts and _PUTTING_IN.match(parts[-1][0]) and said.keys() & year_end_value.values():
            said = {}  # "7k in a Roth IRA and 6k in a traditional IRA": put in, or there?
        if parts and contribution in parts[-1][1] and _CONVERTED_IT.fullmatch(part):
            said = {} if contribution in unclear else {conversion: facts[contribution]}
        for question, key in said.items():
            earlier = facts.setdefault(question, key)
            if question is ira_kinds and "none" not in (earlier, key):
                facts[question] = _together(earlier, key)
            elif earlier != key:
                unclear.add(question)
        parts.append((part, said))
    if len(parts) == 1 and parts[0][0].isdecimal():
        return Understood({})  # a number by itself is no age
    return Understood(
        {question: key for question, key in facts.items() if question not in unclear},
        tuple(
            shorten(part, LONGEST_PART, placeholder="...")
            for part, said in parts
            if not said or unclear.intersection(said)
        ),
    )


def _told(said: str, today: date) -> Iterator[str]:
    """The parts of a message; one that says nothing whole is taken apart at its verbs."""
    for part in filter(None, _parts(said)):
        whole = any(_facts_of(part, today)) or _CONVERTED_IT.fullmatch(part)
        yield from (part,) if whole else _at_verbs(part)


def _at_verbs(part: str) -> Iterator[str]:
    piece: list[str] = []
    for word in part.split():
        begun = _STATUS.intersection(piece) or any(map(str.isdigit, "".join(piece)))
        if begun and (word in _VERBS or word in _STATUS or piece[-1] in _STATUS - {"married"}):
            yield _bare(" ".join(piece))
            piece = []
        piece.append(word)
    yield _bare(" ".join(piece))


def _parts(said: str) -> Iterator[str]:
    """What stands between commas and the like; *four hundred and fifty* stays in one piece."""
    at = begins = 0
    while (between := _BETWEEN.search(said, at)) is not None:
        at = between.end()
        words = said[begins : between.start()].split()
        if between[0] == "and" and words and words[-1] in WORDS:
            continue
        yield _bare(said[begins : between.start()])
        begins = at
    yield _bare(said[begins:])


def _bare(part: str) -> str:
    return _BEGINNING.sub("", part.strip(" !?'\""), count=1).strip()


def _facts_of(part: str, today: date) -> Iterator[_Fact]:
    """The fact of a part, if it says one; money in an IRA says also that there is one."""
    for way in _IN_AN_IRA:
        if (found := re.fullmatch(way, part)) is not None:
            kind = _KINDS[found["kind"]]
            value = tuple(_read(year_end_value[kind], found["value"], today))
            yield from (*value, (ira_kinds, kind.value)) if value else ()
            return
    if (found := _HAVE_AN_IRA.fullmatch(part)) is not None:
        yield ira_kinds, _KINDS[found["kind"]].value
        return
    for question, key, way in _SAYINGS:
        if re.fullmatch(way, part):
            yield question, key
            return
    nondeductible = _NONDEDUCTIBLE.fullmatch(part)
    if nondeductible is not None:
        put_in = tuple(_read(contribution, nondeductible["value"], today))
        yield from (*put_in, (deducted, Deducted.NONE.value)) if put_in else ()
        return
    for question, way in _VALUES:
        if (found := re.fullmatch(way, part)) is not None:
            facts = tuple(_read(question, found["value"], today))
            if facts:
                yield from facts
                return
    yield from _filing(part)


def _read(question: Question[Any], value: str, today: date) -> Iterator[_Fact]:
    read = question.kind.read(value, today)
    if not isinstance(read, Declined):
        yield question, question.kind.key(read)


def _filing(part: str) -> Iterator[_Fact]:
    """A filing status by one of its whole names: a part of a name may be something else."""
    kind = filing_status.kind
    assert isinstance(kind, Choice)
    said = re.sub(rf"^(?:{_AM}|{_WHO})(?:(?:file|filing|filed) )?", "", part)
    for value, names in kind.names.items():
        if said in names or part in names:
            yield filing_status, kind.key(value)


def _together(one: str, other: str) -> str:
    """Kinds of IRA that were said in different parts."""
    kinds = (ira_kinds.kind.read(key) for key in (one, other))
    return ira_kinds.kind.key(frozenset().union(*(k for k in kinds if not isinstance(k, Declined))))
