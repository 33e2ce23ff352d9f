"""What-ifs as people type them after a result: "what if I convert 10k?", "roll it in"."""

import re
from collections.abc import Iterator
from decimal import Decimal

from conversations.answers import Declined, Dollars, plain
from conversations.events import Tried
from conversations.flow import Aside
from conversations.what_ifs.over_years import YEARS
from conversations.what_ifs.ways import ASKED, Way

_BEFORE = r"(?:(?:and|so|but|ok|okay|then|hm+|well),? )*"
_ASKED = r"(?:what|how) (?:if|about|happens if|would happen if|changes if)|suppose|let'?s say"
_ASKING = re.compile(rf"{_BEFORE}(?:{_ASKED})\b")
_WHAT_IF = re.compile(
    rf"{_BEFORE}(?:{_ASKED}|if|let me|let's|can i try to|try to|try|can|could|may)?,? ?"
    r"(?:(?:i|we) (?:were to |would |could |should |will |did )?|to )?(?:instead )?"
)
_AFTERWARDS = re.compile(
    r"(?:,? (?:instead|then|this year|for this year|first|now|only|rather|please|in total))+$"
)
_AMOUNT = r"(?P<amount>.+?)"
_IT = (
    r"(?:it|that|this|everything|all of it|it all|(?:all )?(?:of )?(?:my|the|our) "
    r"(?:(?:pre-?tax|rollover|traditional|old|sep|whole|other) )*(?:iras?|money|part|balance|rest))"
)
_PLAN = (
    r"(?:(?:my|the|a|our) )?(?:(?:solo|new|old|current) )?(?:employer'?s? |work |company )?"
    r"(?:401 ?\(?k\)?|403 ?\(?b\)?|tsp|plan|employer)(?: plan| at work)?"
)
_FROM = r"(?: (?:from|out of) (?:my|the) iras?)?"
_MOVE = r"(?:roll|move|transfer|put|rolling|moving|transferring|putting)(?: over| back)?"

_SPREAD = (
    r"(?:convert|spread|split|empty|plan|do|go)(?:ting|ing|ning)?(?: (?!over|across).+?)??"
    r"(?: out)?"
)

_WAYS = tuple(
    (way, re.compile(pattern))
    for way, pattern in (
        (
            Way.OVER_YEARS,
            rf"(?:{_SPREAD} )?(?:over|across)(?: (?:a few|several|some|many|more|the))? years",
        ),
        (Way.OVER_YEARS, rf"(?:{_SPREAD} )?(?:over|across) (?P<years>[a-z0-9]+ years)"),
        (Way.ROLL_IN, rf"{_MOVE} {_IT} (?:in|(?:over |back )?(?:in ?to|to) {_PLAN})"),
        (Way.ROLL_IN, rf"{_MOVE} in(?: {_IT})?|(?:do |doing )?a? ?(?:roll-?in|reverse rollover)"),
        (Way.ROLL_IN, rf"{_MOVE} {_AMOUNT} (?:in|(?:over |back )?(?:in ?to|to) {_PLAN})"),
        (Way.ROLL_IN, rf"{_MOVE} in {_AMOUNT}"),
        (
            Way.WAIT,
            r"(?:wait|waiting)(?: (?:(?:for )?(?:a|one|another) year|(?:till|until|for) .+))?"
            r"|(?:convert|converting)(?: it| that)? (?:next year|later|in january|a year later)",
        ),
        (
            Way.CONTRIBUTE_ONLY,
            r"(?:do not|don'?t|did not|didn'?t|not|never)(?: convert(?:ing)?)"
            r"(?: (?:it|anything|at all))*|convert(?:ing)? nothing|(?:skip(?:ping)?) the conversion"
            r"|(?:only|just) (?:contribute|contributing)|(?:contribute|contributing) only",
        ),
        (
            Way.CONVERT_EVERYTHING,
            r"convert(?:ing)? (?:everything|all|all of (?:it|them)|it all|the (?:lot|rest)"
            r"|(?:all (?:of )?)?(?:the|my|our) (?:whole |entire |full )?"
            r"(?:iras?|thing|balance|account|rollover ira))",
        ),
        (
            Way.CHARITY,
            rf"(?:give|giving|donate|donating|send|sending)(?: {_AMOUNT})?{_FROM}"
            rf" to (?:a |my |the )?(?:charity|charities|church){_FROM}"
            r"|(?:do(?:ing)? |mak(?:e|ing) )?(?:a )?qcd(?: of (?P<gift>.+?))?",
        ),
        (
            Way.CONTRIBUTE,
            rf"(?:just |only )?(?:contribute|contributing|put(?:ting)? in|pay(?:ing)? in)"
            rf"(?: only| just)? {_AMOUNT}",
        ),
        (Way.CONVERT, rf"(?:just |only )?(?:convert|converting)(?: only| just)? {_AMOUNT}"),
    )
)
_ANOTHER = re.compile(
    r"(?:an?other|a different|a (?:smaller|larger|bigger)) amount|something else|(?:only )?(?:half|"
    r"part|some)(?: of (?:it|that))?|(?:(?:a )?(?:bit|little|lot|much|some) )?(?:more|less)"
)
_AMOUNT_BEGINS = re.compile(r"(?!(?:401|403|457))(?:[-+$(]|minus )*[0-9]")
_AND = re.compile(r",? (?:and|plus|&|then)(?: then| also)? |[,;] ")


def what_if(text: str, aside: Aside | None = None) -> Tried | None:
    """What a text wants to try: where it is asked how much, an amount will do. None for one that
    wants something else."""
    way = next((way for way, asked in ASKED.items() if asked is aside), None)
    amount = Dollars().read(text) if way else None
    if way and isinstance(amount, Decimal):
        return Tried(way, Dollars().key(amount))
    tried = (_tried(way, amount) for way, amount in _ways_said(text))
    return next(filter(None, tried), None)


def asks_what_if(text: str) -> bool:
    """Whether a text is put as a what-if, whatever it is about."""
    return _ASKING.match(plain(text)) is not None


def what_is_supposed(text: str) -> str:
    """A what-if without the words that begin it."""
    return _WHAT_IF.sub("", plain(text).rstrip("?. "), count=1)


def unclear_what_if(text: str) -> tuple[Way, Declined] | None:
    """A what-if with an amount that cannot be read, and why not."""
    for way, amount in _ways_said(text):
        if amount is not None and _AMOUNT_BEGINS.match(amount):
            read = Dollars().read(amount)
            if isinstance(read, Declined):
                return way, read
    return None


def two_what_ifs(text: str) -> tuple[Tried, Tried] | None:
    """Two changes in one text."""
    first, *rest = _AND.split(plain(text).rstrip("?. "), maxsplit=1)
    both = tuple(filter(None, map(what_if, (first, *rest))))
    return (both[0], both[1]) if len(both) == 2 else None


def _ways_said(text: str) -> Iterator[tuple[Way, str | None]]:
    """The ways that a text can be about, with the words for an amount."""
    said = what_is_supposed(text)
    for words in (said, _AFTERWARDS.sub("", said)):
        for way, pattern in _WAYS:
            found = pattern.fullmatch(words)
            if found:
                yield way, next((amount for amount in found.groupdict().values() if amount), None)


def _tried(way: Way, named: str | None) -> Tried | None:
    if named is None:
        return Tried(way)
    if way is Way.OVER_YEARS:
        years = YEARS.read(named)
        return None if isinstance(years, Declined) else Tried(way, YEARS.key(years))
    if _ANOTHER.fullmatch(named):
        return Tried(way) if way is not Way.ROLL_IN else None
    amount = Dollars().read(named)
    return None if isinstance(amount, Declined) else Tried(way, Dollars().key(amount))
