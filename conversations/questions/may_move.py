"""What may not move yet: SIMPLE money in its first two years."""

from datetime import date

from conversations.answers import Date
from conversations.formats import day
from conversations.question import Doubt, Facts, Question
from conversations.questions.iras import ira_kinds
from conversations.situations.situation import IraKind

FIRST_SIMPLE_YEAR = 1997
"""Small Business Job Protection Act of 1996, Pub. L. 104-188, sec. 1421."""


def _first_deposit(facts: Facts, value: date) -> Doubt | None:
    if value > facts.today:
        return Doubt(f"{day(value)} is still to come: did you mean that?")
    if value.year < FIRST_SIMPLE_YEAR:
        return Doubt(f"SIMPLE IRAs began in {FIRST_SIMPLE_YEAR}: did you mean {day(value)}?")
    return None


simple_first_deposit = Question(
    "simple_since",
    Date(),
    asks="On which day did the first deposit go into your SIMPLE IRA? With SIMPLE IRAs from "
    "several employers, that of the newest.",
    why="In the two years from that day its money can go to another SIMPLE IRA only; it cannot be "
    "converted, nor rolled into a 401(k) (IRC 72(t)(6), 408(d)(3)(G)).",
    where="The first statement of that account. A day of that month will do, if two years are long "
    "over or far away.",
    when=lambda facts: IraKind.SIMPLE in facts[ira_kinds],
    not_sure=True,
    doubts=_first_deposit,
    lasts=True,
    names=("First SIMPLE deposit", "simple deposit", "first deposit"),
)
