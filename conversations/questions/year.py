"""The tax year, and how questions speak of it."""

from calc.tax_year import SUPPORTED_YEARS, tax_year
from conversations.answers import Year
from conversations.formats import day
from conversations.question import Facts, Question, Words
from conversations.questions.goal import Goal, goal

_FOR_A_YEAR = (
    "Which tax year is this about? The year you convert in; without a conversion, the year that "
    "the contribution is for."
)
_FOR_LINE_2 = (
    "For which year's Form 8606 do you need line 2? The years before it are gone through, and all "
    "of them come to that line. Mostly it is the year you convert in."
)

the_year = Question(
    "year",
    Year(tuple(reversed(SUPPORTED_YEARS))),
    asks=lambda facts: _FOR_LINE_2 if facts.known(goal) is Goal.BASIS else _FOR_A_YEAR,
    why="A conversion belongs to the calendar year in which the money moved, even when the "
    "contribution was made for the year before (IRC 408A(d)(3)). Limits change every year.",
    names=("Tax year", "year"),
)


def by_time(while_it_lasts: str, once_over: str) -> Words:
    """Two wordings, by whether the tax year is over. {year} stands for it, {due} for the day
    until which contributions for it can be made."""

    def words(facts: Facts) -> str:
        year = facts[the_year]
        over = facts.today > tax_year(year).conversion_deadline.value
        return _filled(once_over if over else while_it_lasts, year)

    return words


def by_due_date(while_open: str, once_closed: str) -> Words:
    """Two wordings, by whether contributions for the tax year can still be made."""

    def words(facts: Facts) -> str:
        year = facts[the_year]
        return _filled(once_closed if contributions_are_closed(facts) else while_open, year)

    return words


def contributions_are_closed(facts: Facts) -> bool:
    return facts.today > tax_year(facts[the_year]).contribution_due_date.value


def about_year(words: str) -> Words:
    return lambda facts: _filled(words, facts[the_year])


def _filled(words: str, year: int) -> str:
    due = day(tax_year(year).contribution_due_date.value) if "{due}" in words else ""
    return words.format(year=year, due=due)
