"""What may go into IRAs directly: pay, and what went in already."""

from decimal import Decimal

from calc.filing_status import FilingStatus
from calc.iras.ira_limits import CATCH_UP_AGE, dollar_limit
from calc.tax_year import tax_year
from conversations.answers import Dollars
from conversations.question import Facts, Question
from conversations.questions.doubts import contributed, for_a_year
from conversations.questions.person import age, filing_status
from conversations.questions.year import about_year, by_due_date, by_time, the_year

earned = Question(
    "earned",
    Dollars(),
    asks=by_time(
        "What will you earn by your own work in {year}, roughly: wages and profit from "
        "self-employment? Enter 0 for none.",
        "What did you earn by your own work in {year}, roughly: wages and profit from "
        "self-employment? Enter 0 for none.",
    ),
    why="No more than that can go into IRAs (IRC 219(b)(1)(B)). Pensions, dividends, rent and IRA "
    "withdrawals are not pay.",
    where="Box 1 of your W-2; profit from Schedule C less half of the self-employment tax and "
    "what goes into plans of your own.",
    not_sure=True,
    doubts=for_a_year("of pay for the year"),
    names=("Pay for work", "earned", "wages"),
)


def _pay_may_be_short(facts: Facts) -> bool:
    """Whether a spouse's pay can raise the limit (IRC 219(c))."""
    limit = dollar_limit(tax_year(facts[the_year]), facts[age])
    own = facts.known(earned)
    joint = facts[filing_status] is FilingStatus.MARRIED_FILING_JOINTLY
    return joint and (own is None or own < limit)


spouse_earned = Question(
    "spouse_earned",
    Dollars(),
    asks=by_time(
        "What will your spouse earn by work in {year}, roughly?",
        "What did your spouse earn by work in {year}, roughly?",
    ),
    why="On a joint return the pay of one spouse counts for both (IRC 219(c)).",
    where="Box 1 of your spouse's W-2, or the profit from their Schedule C.",
    when=_pay_may_be_short,
    not_sure=True,
    doubts=for_a_year("of pay for the year"),
    names=("Spouse's pay for work", "spouse earned", "spouse pay"),
)


def _pay_may_not_do_for_both(facts: Facts) -> bool:
    if spouse_earned not in facts:
        return False
    own, other = facts.known(earned), facts.known(spouse_earned)
    both = 2 * dollar_limit(tax_year(facts[the_year]), CATCH_UP_AGE)
    return other is None or (own or Decimal(0)) + other < both


spouse_contribution = Question(
    "spouse_contributed",
    Dollars(),
    asks=about_year("How much goes into your spouse's IRAs for {year}, traditional and Roth?"),
    why="What your spouse puts in is no longer there as pay for you (IRC 219(c)(1)(B)(ii)).",
    where="Your spouse's Form 5498, or the broker's list of contributions by tax year.",
    when=_pay_may_not_do_for_both,
    not_sure=True,
    names=("Spouse's contributions", "spouse contributed"),
)

roth_contribution = Question(
    "roth_contributed",
    Dollars(),
    asks=by_due_date(
        "How much goes straight into Roth IRAs for {year}, planned amounts included? No "
        "conversions. Enter 0 for none.",
        "How much went straight into Roth IRAs for {year}, until {due}? No conversions. Enter 0 "
        "for none.",
    ),
    why="Traditional and Roth IRAs share one limit (IRC 408A(c)(2)), and for Roth IRAs your income "
    "can lower it.",
    where="Form 5498, box 10, or your broker's list of contributions by tax year.",
    doubts=contributed(age),
    names=("Into Roth IRAs", "roth contribution", "roth contributions"),
)
