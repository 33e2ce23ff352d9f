"""The person: what limits look at."""

from calc.filing_status import FilingStatus
from conversations.answers import Age, Choice, Dollars, Wording, YesNo
from conversations.question import Doubt, Facts, Question
from conversations.questions.doubts import aged, for_a_year
from conversations.questions.goal import Goal, goal
from conversations.questions.year import by_time


def _is_married(status: FilingStatus) -> bool:
    return status in (
        FilingStatus.MARRIED_FILING_JOINTLY,
        FilingStatus.MARRIED_FILING_SEPARATELY,
    )


def _spouse_to_add(facts: Facts, status: FilingStatus) -> Doubt | None:
    if facts.known(goal) is not Goal.SPOUSE or _is_married(status):
        return None
    return Doubt(
        "That is not how a married couple files, so there is no spouse to add: this is then the "
        "backdoor check for you alone. Is it right?"
    )


_WIDOWED = ("widow", "widower", "widowed")
"""Does not say how somebody files, no more than *separated* does."""

filing_status = Question(
    "status",
    Choice(
        {
            FilingStatus.SINGLE: Wording("Single", (*_WIDOWED, "separated")),
            FilingStatus.MARRIED_FILING_JOINTLY: Wording(
                "Married filing jointly",
                (
                    *("joint", "jointly", "joint return", "filing jointly", "filing joint"),
                    *("married jointly", "married joint", "with my spouse", "together"),
                ),
            ),
            FilingStatus.MARRIED_FILING_SEPARATELY: Wording(
                "Married filing separately",
                (
                    *("separate", "separately", "separate return", "filing separately"),
                    *("filing separate", "married separately", "married separate", "separated"),
                ),
            ),
            FilingStatus.HEAD_OF_HOUSEHOLD: Wording(
                "Head of household", ("household", "hh", *_WIDOWED, "separated")
            ),
            FilingStatus.QUALIFYING_SURVIVING_SPOUSE: Wording(
                "Qualifying surviving spouse",
                (*_WIDOWED, "surviving spouse", "qualifying widow", "qualifying widower"),
            ),
        }
    ),
    asks=by_time(
        "How will you file for {year}?", "How did you file, or will you file, for {year}?"
    ),
    why="It decides which income limits apply to a Roth contribution and to a deduction. The pro "
    "rata sum is yours alone either way: spouses never combine their IRAs.",
    doubts=_spouse_to_add,
    lasts=True,
    names=("Filing status", "status", "filing", "tax status", "marital status"),
)

lived_apart = Question(
    "apart",
    YesNo(),
    asks=by_time(
        "Will you have lived apart from your spouse for all of {year}?",
        "Did you live apart from your spouse for all of {year}?",
    ),
    why="Spouses who file separately and lived apart the whole year have the limits of single "
    "people (IRC 219(g)(4), 408A(c)(3)(C)).",
    when=lambda facts: facts[filing_status] is FilingStatus.MARRIED_FILING_SEPARATELY,
    lasts=True,
    names=("Lived apart", "living apart"),
)

age = Question(
    "age",
    Age(),
    asks=by_time(
        "How old will you be on December 31, {year}?", "How old were you on December 31, {year}?"
    ),
    why="From 50 on, the IRA limit is higher and a plan may allow catch-up contributions.",
    doubts=aged,
    names=("Age", "years old"),
)

income = Question(
    "income",
    Dollars(),
    asks=by_time(
        "What will your adjusted gross income be for {year}, roughly, without the taxable part of "
        "a Roth conversion and before any IRA deduction?",
        "What was your adjusted gross income for {year}, roughly, without the taxable part of a "
        "Roth conversion and before any IRA deduction?",
    ),
    why="It decides whether you could contribute to a Roth IRA directly, and whether a "
    "traditional contribution can be deducted. It does not enter the pro rata sum.",
    where="From Form 1040: adjusted gross income, less the taxable conversion (in line 4b), plus "
    "the IRA deduction. On a joint return, that of both of you.",
    not_sure=True,
    doubts=for_a_year("of income for the year"),
    expected=True,
    names=("Income", "adjusted gross income", "agi", "magi", "gross income"),
)

covered = Question(
    "covered",
    YesNo(),
    asks=by_time(
        "Are you covered by a retirement plan at work in {year}?",
        "Were you covered by a retirement plan at work in {year}?",
    ),
    why="Whoever is covered can deduct a traditional IRA contribution only below an income limit "
    "(IRC 219(g)). What cannot be deducted is your after-tax basis.",
    where='The box "Retirement plan" of your W-2. Without a W-2: yes if money went into a SEP, '
    "SIMPLE or solo 401(k) for you. A 457(b) plan alone does not count.",
    not_sure=True,
    lasts=True,
    names=("Plan at work covers you", "covered", "coverage", "covered by a plan"),
)

spouse_covered = Question(
    "spouse_covered",
    YesNo(),
    asks=by_time(
        "Is your spouse covered by a retirement plan at work in {year}?",
        "Was your spouse covered by a retirement plan at work in {year}?",
    ),
    why="For a person who is not covered, a covered spouse sets another, higher income limit "
    "(IRC 219(g)(7)).",
    where='The box "Retirement plan" of your spouse\'s W-2.',
    when=lambda facts: facts.known(covered) is not True and _spouse_counts(facts),
    not_sure=True,
    lasts=True,
    names=("Plan covers your spouse", "spouse covered", "spouse coverage"),
)


def files_as_married(facts: Facts) -> bool:
    return _is_married(facts[filing_status])


def spouse_is_covered(facts: Facts) -> bool | None:
    """No where it was not asked, because it does not count; None where nobody is sure."""
    return facts.known(spouse_covered) if spouse_covered in facts else False


def _spouse_counts(facts: Facts) -> bool:
    status = facts[filing_status]
    return status is FilingStatus.MARRIED_FILING_JOINTLY or (
        status is FilingStatus.MARRIED_FILING_SEPARATELY and not facts[lived_apart]
    )
