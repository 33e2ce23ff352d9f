"""The required distribution: whether it is taken first, and how much it is. It is one of the other
withdrawals, which are asked after it."""

from decimal import Decimal
from enum import StrEnum

from calc.iras.required_distributions import distribution_is_required
from calc.money import ZERO
from calc.tax_year import tax_year
from conversations.answers import Choice, Dollars, Wording
from conversations.question import Facts, Question
from conversations.questions.doubts import MOST, above
from conversations.questions.person import age
from conversations.questions.year import by_time, the_year


class Required(StrEnum):
    FIRST = "first"
    NOT_FIRST = "notfirst"
    NONE = "none"


def _is_of_age(facts: Facts) -> bool:
    return distribution_is_required(tax_year(facts[the_year]), facts[age]) is not False


required_first = Question(
    "rmd",
    Choice(
        {
            Required.FIRST: Wording(
                "Yes, before any conversion", ("yes", "before", "first", "it is", "y")
            ),
            Required.NOT_FIRST: Wording(
                "No, or only afterwards", ("no", "after", "afterwards", "later", "not yet", "n")
            ),
            Required.NONE: Wording(
                "None due this year", ("none is due", "not due", "no rmd", "nothing is due", "0")
            ),
        }
    ),
    asks=by_time(
        "At your age a required minimum distribution (RMD) from your IRAs is due for {year}, or "
        "may be. Is all of it taken before you convert anything?",
        "At your age a required minimum distribution (RMD) from your IRAs was due for {year}, or "
        "may have been. Was all of it taken before you converted anything?",
    ),
    why="The first dollars out of your IRAs in a year are the RMD, and it cannot be converted nor "
    "rolled over (IRC 408(d)(3)(E); Treas. Reg. 1.408A-4, A-6). None is due if your IRAs were "
    "empty when the year began.",
    where="Your broker's notice of January says whether one is due. All your IRAs count together.",
    when=_is_of_age,
    not_sure=True,
    names=("Required distribution first", "rmd first", "rmd"),
)

required_amount = Question(
    "rmd_amount",
    Dollars(),
    asks=by_time(
        "How much is it for {year}, from all your IRAs together? It belongs to the other "
        "withdrawals, asked next.",
        "How much was it for {year}, from all your IRAs together? It belongs to the other "
        "withdrawals, asked next.",
    ),
    why="What of it is not taken first is no conversion, but a withdrawal: line 7 of Form 8606.",
    where="Your broker's notice of January; or the value on December 31 of the year before, "
    "divided by the factor for your age in Pub. 590-B.",
    when=lambda facts: _is_of_age(facts) and facts.known(required_first) is not Required.NONE,
    not_sure=True,
    doubts=above(MOST, "to be taken out"),
    names=("Required distribution", "rmd amount", "required minimum distribution"),
)


def distribution_required(facts: Facts) -> Decimal | None:
    """Dollars; nothing where none is due, None where nobody is sure or it was not asked."""
    none_is_due = facts.known(required_first) is Required.NONE
    return ZERO if none_is_due else facts.known(required_amount)


def taken_first(facts: Facts) -> bool | None:
    """None where nobody is sure, or it was not asked."""
    match facts.known(required_first):
        case Required.FIRST:
            return True
        case Required.NOT_FIRST:
            return False
        case _:
            return None
