"""The rate of a state's income tax, or the state in its place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from conversations.answers.kinds import Declined
from conversations.answers.percents import Percent
from conversations.answers.words import phrases, plain


def _states(text: str) -> Mapping[str, str]:
    """By name and by abbreviation, but for an abbreviation that is a word."""
    pairs = [entry.partition(" ")[::2] for entry in text.split("|")]
    words = phrases("hi|in|me|oh|ok|or")
    named = {name.lower(): name for _, name in pairs}
    return named | {short.lower(): name for short, name in pairs if short.lower() not in words}


WITHOUT_TAX = _states(
    "AK Alaska|FL Florida|NV Nevada|NH New Hampshire|SD South Dakota|TN Tennessee|TX Texas|"
    "WA Washington|WY Wyoming"
)
"""None of them taxed a conversion in 2018 or since: two taxed interest and dividends for a time,
one taxes large capital gains."""

WITH_TAX = _states(
    "AL Alabama|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|"
    "DC District of Columbia|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|"
    "KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI Michigan|"
    "MN Minnesota|MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NJ New Jersey|NM New Mexico|"
    "NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon|"
    "PA Pennsylvania|RI Rhode Island|SC South Carolina|UT Utah|VT Vermont|VA Virginia|"
    "WV West Virginia|WI Wisconsin"
)


@dataclass(frozen=True)
class StateRate(Percent):
    """A state without an income tax is 0%; of another one the rate has to be said."""

    def read(self, text: str, today: date | None = None) -> Decimal | Declined:
        said = re.sub(r"^(?:(?:i live|i'm|i am|we live|we're|we are) )?in ", "", plain(text))
        if said in WITHOUT_TAX or said in phrases("no tax|no state tax|no income tax"):
            return Decimal(0)
        if said in WITH_TAX:
            name = WITH_TAX[said]
            return Declined(f"{name}: at what rate? A percentage, like 6%, or not sure.")
        return super().read(text, today)
