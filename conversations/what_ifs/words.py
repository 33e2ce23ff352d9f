"""What an alternative needs, and why one is not open, in words."""

from collections.abc import Iterator

from calc.money import ZERO
from calc.strategies.alternative import Alternative, Need, Obstacle
from conversations.formats import day, dollars, listed
from conversations.reports.actions.open_points import unsure_of_the_iras
from conversations.situations.may_move import (
    required,
    required_is_settled,
    required_not_withdrawn,
    simple_free_from,
    simple_that_stays,
)
from conversations.situations.situation import IraKind, Situation

NOT_CONVERTED_YET = "the conversion not made yet (one that is made cannot be undone)"


def over(situation: Situation) -> str:
    return f"{situation.year} is over, so its numbers are settled."


EXCESS_FIRST = "The excess contribution comes first: once it is corrected, change that answer."


def clear_up(situation: Situation) -> str:
    names = listed(unsure_of_the_iras(situation), "and")
    return f"Clear up {names} first; then this can be worked out."


def why_not(situation: Situation, obstacle: Obstacle) -> str:
    match obstacle:
        case Obstacle.YEAR_IS_OVER:
            return over(situation)
        case Obstacle.PLAN_REFUSES if situation.plan is None:
            return (
                "There is no plan to take the money: a new employer's might, or a solo 401(k) if "
                "you have self-employment income."
            )
        case Obstacle.PLAN_REFUSES:
            return "Your plan does not take IRA money; another one might."
        case Obstacle.NOTHING_TO_MOVE if simple_that_stays(situation):
            return "In your IRAs is only SIMPLE money that may not move yet."
        case Obstacle.NOTHING_TO_MOVE:
            return "Nothing pre-tax is left in your IRAs on December 31."
        case Obstacle.NOTHING_TO_CONVERT:
            return "No conversion is planned."
        case Obstacle.TOO_YOUNG:
            return "From 70 1/2 on (IRC 408(d)(8))."
        case Obstacle.NO_GIFT:
            return "No gift was named."
        case Obstacle.MORE_THAN_IS_THERE:
            return "Your IRAs do not hold that much on December 31."


def needs(situation: Situation, way: Alternative) -> Iterator[str]:
    """Without those of required distributions and SIMPLE money, which ``cautions`` has."""
    for need in way.needs:
        match need:
            case Need.PLAN_MUST_ACCEPT:
                yield "your plan's yes"
            case Need.LEAVE_BASIS_BEHIND if way.form and way.form.line3:
                yield "only pre-tax money moved (what was taxed stays in the IRA)"
            case Need.NEXT_REQUIRED_DISTRIBUTION:
                yield "next year's required distribution taken first (not counted here)"
            case Need.PAID_TO_CHARITY_DIRECTLY:
                yield "the gift sent by the trustee straight to the charity"
            case Need.AGE_70_AND_A_HALF:
                yield "70 1/2 reached by the day of the gift"
            case Need.NEXT_YEARS_FIGURES:
                yield f"the same balances in {situation.year + 1}, and no contribution"
            case _:
                pass


def required_first(situation: Situation) -> str | None:
    """What has to be counted before anything can be tried."""
    missing = required_not_withdrawn(situation)
    if not missing or required(situation) is False:
        return None
    return (
        f"The required distribution comes first: {dollars(missing)} of it is not among your other "
        "withdrawals. Change that answer, then this can be worked out."
    )


def cautions(situation: Situation, *, converts: bool) -> Iterator[str]:
    """What stands before money may move."""
    if required(situation) is not False and not required_is_settled(situation):
        yield "the required distribution taken first, and counted in your withdrawals"
    yield from _simple(situation, "be converted" if converts else "leave for a plan")


def _simple(situation: Situation, where: str) -> Iterator[str]:
    simple = situation.ira_values.get(IraKind.SIMPLE, ZERO)
    if simple is not None and not simple > 0:
        return
    free = simple_free_from(situation)
    if free is None:
        yield f"SIMPLE money past its first two years: before, it cannot {where}"
    elif free > situation.today:
        yield f"SIMPLE money left where it is until {day(free)}: before, it cannot {where}"
