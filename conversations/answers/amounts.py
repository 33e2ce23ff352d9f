"""The grammar of amounts: what stands around a number, and several of them added up."""

import re
from decimal import Decimal

from conversations.answers.numerals import number
from conversations.answers.words import phrases, plain

NONE_WORDS = phrases(
    "none|no|nothing|nil|zero|n/a|na|nope|nada|zilch|not any|none yet|nothing yet|not applicable|"
    "not a cent|never|haven't|i haven't|i didn't|i don't|no money|nothing at all"
)

_DASHES = re.compile("[\u2010-\u2015\u2212]")

_WHO = r"(?:(?:i|we|he|she|they) (?:will |would |have |just |only )?)"
_BEFORE = re.compile(
    r"(?:(?:"
    r"(?:just|an? (?:little|bit|tad)) (?:about|under|over|below|above)|"
    r"about|around|approximately|approx\.?|roughly|circa|ca\.?|close to|nearly|almost|some|"
    r"exactly|only|just|maybe|perhaps|probably|say|like|"
    r"(?:i|we) (?:think|guess|believe|would say)|i'd (?:say|guess)|"
    r"it(?:'?s| is| was| will be)|that(?:'?s| is| was| would be)|"
    rf"{_WHO}?(?:put in|put|contributed?|convert(?:ed)?|make|made|earn(?:ed)?|have|had|get|got)|"
    r"(?:an? |the |in )?total(?: of| is)?|all together|altogether"
    r")(?: |$|:|(?=[$0-9]))|[~\u2248=:])\s*"
)
_AFTER = re.compile(
    r"(?:\s*(?:\bor so|-?ish|\bgive or take|\bmore or less|\bapproximately|\bapprox|\broughly|"
    r"\b(?:in )?total|\ball together|\baltogether|\bin all|\boverall|\bso far|"
    r"\bi (?:think|guess|believe)|\bmaybe|\bprobably|\bonly|\bexactly|"
    r"(?:\ba |\bper |/ ?)(?:year|yr|annum)|\bannually|\byearly|\bthis year|"
    r"\bfor the (?:whole |full )?year))+$"
)
_CENTS = re.compile(r"(?:(?P<whole>.+?)(?:,| and|, and)? )?(?P<cents>[0-9]{1,2}) ?cents?")
_SIGN_BEFORE = re.compile(r"^(?:us ?\$|\$|usd|us dollars?|dollars?)\s*")
_SIGN_AFTER = re.compile(r"\s*(?:us ?\$|\$|usd|(?:us )?dol+[ae]rs?|bucks?)$")
_NO_CENTS = re.compile(r"(?:[.,] ?|/)-{1,2}$")
_PLUS = re.compile(r"\+|\bplus\b")

PLAN_NAME = re.compile(r"401 ?k")
"""More likely a plan than an amount."""


def bare(text: str) -> str:
    """A plain text without the words around an amount: about, it's, in total."""
    said = _DASHES.sub("-", plain(text))
    while (before := _BEFORE.match(said)) is not None:
        said = said[before.end() :]
    return _AFTER.sub("", said).rstrip(" .")


def total(said: str) -> Decimal | None:
    """The sum of all amounts that a bare text adds up, in dollars. None where it is not clear."""
    if said in NONE_WORDS:
        return Decimal(0)
    amounts = [amount(term) for term in _PLUS.split(said)]
    known = [one for one in amounts if one is not None]
    return sum(known, Decimal(0)) if len(known) == len(amounts) else None


def amount(said: str) -> Decimal | None:
    """One amount in dollars and whole cents."""
    said = said.strip()
    if cents := _CENTS.fullmatch(said):
        whole = amount(cents["whole"]) if cents["whole"] else Decimal(0)
        return None if whole is None or whole % 1 else whole + Decimal(cents["cents"]) / 100
    if PLAN_NAME.fullmatch(said):
        return None
    value = number(_NO_CENTS.sub("", _SIGN_AFTER.sub("", _SIGN_BEFORE.sub("", said))))
    return None if value is None or value * 100 % 1 else value
