"""Kinds of answer: each reads a text, or declines it with words that say what works.

The wording of rejections lives here and nowhere else. Every value also has a *key*, a short
text that ``read`` turns back into the same value: it is what is stored and what a button
carries, so that typed, tapped and stored answers all come in by one door. What could mean two
things is never guessed: it is declined with both named.
"""

from conversations.answers.choices import Choice, Several, Wording, YesNo, after_yes_or_no
from conversations.answers.dates import Date
from conversations.answers.dollars import Dollars, DollarsFound
from conversations.answers.kinds import LONGEST, NEEDED, Declined, Kind, Option
from conversations.answers.percents import Percent
from conversations.answers.private import private
from conversations.answers.state_rates import StateRate
from conversations.answers.unsure import NOT_SURE_WORDS, not_sure
from conversations.answers.words import phrases, plain
from conversations.answers.years_and_ages import Age, EarlierYear, HowManyYears, Year

__all__ = (
    "LONGEST",
    "NEEDED",
    "NOT_SURE_WORDS",
    "Age",
    "Choice",
    "Date",
    "Declined",
    "Dollars",
    "DollarsFound",
    "EarlierYear",
    "HowManyYears",
    "Kind",
    "Option",
    "Percent",
    "Several",
    "StateRate",
    "Wording",
    "Year",
    "YesNo",
    "after_yes_or_no",
    "not_sure",
    "phrases",
    "plain",
    "private",
)
