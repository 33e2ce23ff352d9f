"""Where a search for the basis begins: after a Form 8606 that was kept, or with the first year."""

from calc.iras.form_8606 import FIRST_YEAR
from calc.tax_year import SUPPORTED_YEARS
from conversations.answers import Dollars, EarlierYear, YesNo
from conversations.question import Doubt, Facts, Question
from conversations.questions.doubts import MOST_BASIS, above
from conversations.questions.year import about_year, the_year

YEARS = range(FIRST_YEAR, SUPPORTED_YEARS[-1])
"""Those before a tax year that there may have been basis in."""

_NONE_BEFORE = f"Nondeductible contributions began with {FIRST_YEAR} (IRC 408(o))."

form_kept = Question(
    "form_kept",
    YesNo(),
    asks=about_year(
        "Do you have a Form 8606 that was filed for a year before {year}? The last one is best; an "
        "old one helps too: only the years after it are asked."
    ),
    why="Its line 14 is what all years until then came to.",
    where="In your copies of earlier returns, or the IRS's: Form 4506 asks for one.",
    not_sure=True,
    names=("Form 8606 kept", "old form"),
)

form_year = Question(
    "form_year",
    EarlierYear(tuple(reversed(YEARS)), _NONE_BEFORE),
    asks="For which year is the last one that you have?",
    why="The years after it are asked one by one.",
    where="At the top of the form.",
    when=lambda facts: facts.answer(form_kept) is True,
    part_of=the_year,
    names=("Year of that form", "form year"),
)

form_line_14 = Question(
    "form_line_14",
    Dollars(),
    asks="What is on its line 14?",
    why="It is line 2 of the next form.",
    where="Part I, line 14.",
    when=lambda facts: facts.answer(form_kept) is True,
    doubts=above(MOST_BASIS, "on line 14"),
    names=("Line 14 of that form", "its line 14"),
)


def _long_ago(facts: Facts, year: int) -> Doubt | None:
    """Before the years with figures, a form that was filed is a better beginning."""
    if year >= SUPPORTED_YEARS[0]:
        return None
    return Doubt(
        f"From {year} on that is {facts[the_year] - year} years, one tap for each in which nothing "
        "happened. A Form 8606 that was filed in between saves the years until then: with one at "
        f"hand, say: change old form to yes. Begin with {year}?"
    )


first_year = Question(
    "first_year",
    EarlierYear(tuple(reversed(YEARS)), _NONE_BEFORE),
    asks=about_year(
        "For which tax year did you first put money into a traditional IRA without deducting it? "
        "The earliest it can have been, if you are not sure."
    ),
    why="From that year on every year can change your basis. Each is one question where nothing "
    f"happened. {_NONE_BEFORE}",
    where="Forms 5498, returns of the time, or your broker's list of contributions by tax year.",
    when=lambda facts: facts.answer(form_kept) is not True,
    part_of=the_year,
    doubts=_long_ago,
    names=("First year", "first nondeductible year"),
)


def years_asked(facts: Facts) -> range:
    """From the first year that is asked about to the one before the tax year."""
    kept = facts.answer(form_kept) is True
    begins = facts[form_year] + 1 if kept else facts[first_year]
    return range(begins, facts[the_year])
